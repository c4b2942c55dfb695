"""Signals to policy: what the table cannot solve, told to those who can (§2.8.2, 5.3)."""

from sim.rules.scale import Weights

SIGNALS = (
    ("worth", 0.02, "external", "capacity that one signal brings", "capaciteit die een signaal oplevert"),
    ("delay", 26.0, "external", "weeks before a signal brings capacity", "weken voor een signaal capaciteit oplevert"),
)


def capacity_gained(k: Weights, capacity: float, accountability: float, signals: float) -> float:
    """Capacity after the signals of a week have reached policy, 0 to 1."""
    step = k[0] * accountability * signals
    if step > 1.0:
        step = 1.0
    return capacity + step * (1.0 - capacity)


def signal_delay(k: Weights) -> int:
    """Weeks between a signal and the capacity it brings."""
    return int(k[1])
