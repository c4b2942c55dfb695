"""The shipped scenarios in the order in which they are listed."""

from __future__ import annotations

from functools import cache

from experiments.baseline import BASELINE
from scenarios import load, names
from sim.scenario import THEMES, Scenario


@cache
def by_theme() -> tuple[Scenario, ...]:
    """Return the shipped scenarios by theme, the baseline first in its own; read once."""

    def place(scenario: Scenario) -> tuple[int, bool, str]:
        return ("", *THEMES).index(scenario.theme), scenario.name != BASELINE, scenario.name

    return tuple(sorted((load(name) for name in names()), key=place))
