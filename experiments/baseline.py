"""The baseline, which other scenarios are told by: what they change in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenarios import load
from sim.parameters import PARAMETERS, Parameter, Value
from sim.scenario import Change, Scenario

BASELINE = "top_x"


@dataclass(frozen=True)
class Step:
    """A parameter that goes from one value to another."""

    parameter: Parameter
    before: Value
    after: Value


def differing_values(scenario: Scenario) -> dict[str, Value]:
    """Return the values in which a scenario differs from the baseline, by name."""
    return {step.parameter.name: step.after for step in steps(scenario.values, load(BASELINE).values)}


def steps(values: Mapping[str, Value], before: Mapping[str, Value]) -> list[Step]:
    """Return what some values change in those of `before`, in the registry's order."""
    return [
        Step(PARAMETERS[name], before[name], value) for name, value in values.items() if value != before[name]
    ]


def steps_of_changes(scenario: Scenario) -> list[tuple[Change, list[Step]]]:
    """Return each change of a scenario with what it changes in the values that hold until then."""
    now = dict(scenario.values)
    found = []
    for change in scenario.changes:
        found.append((change, steps(change.values, now)))
        now |= change.values
    return found
