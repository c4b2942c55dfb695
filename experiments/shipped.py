"""The shipped scenarios in the order in which they are listed."""

from __future__ import annotations

from experiments.baseline import BASELINE
from scenarios import load, names
from sim.scenario import THEMES, Scenario


def by_theme() -> list[Scenario]:
    """Return the shipped scenarios by theme, the baseline first in its own."""

    def place(scenario: Scenario) -> tuple[int, bool, str]:
        return ("", *THEMES).index(scenario.theme), scenario.name != BASELINE, scenario.name

    return sorted((load(name) for name in names()), key=place)
