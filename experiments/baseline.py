"""The baseline, which other scenarios are told by: what they change in it."""

from __future__ import annotations

from scenarios import load
from sim.parameters import Value
from sim.scenario import Scenario

BASELINE = "top_x"


def differing_values(scenario: Scenario) -> dict[str, Value]:
    """Return the values in which a scenario differs from the baseline, by name."""
    base = load(BASELINE).values
    return {name: value for name, value in scenario.values.items() if value != base[name]}
