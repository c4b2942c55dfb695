"""Media attention: national, lifted by events from outside, hardly by local incidents, fading (§4.3, 6.3.6)."""

import math

from sim.rules.scale import bounded


def remaining(half_life: float) -> float:
    """Share of the extra attention that is left a week later."""
    return math.exp(-math.log(2.0) / half_life)


def lift(reactivity: float, gravity: float) -> float:
    """Step up after this week's incidents: gravity is the sum of the severities of the cases they happened in."""
    return bounded(reactivity * gravity)


def news_a_week(events_per_year: float) -> float:
    """Expected events from outside in a week: reports and grave incidents elsewhere (§4.3)."""
    return events_per_year / 52.0


def faded(level: float, baseline: float, half_life: float) -> float:
    """Attention a week later when nothing happens: back towards the baseline."""
    return baseline + remaining(half_life) * (level - baseline)
