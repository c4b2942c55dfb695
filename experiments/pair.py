"""A pair: the runs of a baseline and of another scenario on the same seeds, and what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from experiments.comparison import Difference, differences, differences_of_all
from experiments.runner import Runs
from sim.parameters import Value
from sim.scenario import Change, Departure, MediaEvent, Scenario


@dataclass(frozen=True)
class Pair:
    """The runs of a baseline (A) and of another scenario (B); `found` holds their differences where known already."""

    baseline: Runs
    other: Runs
    found: Mapping[str, Difference] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def differences(self) -> Mapping[str, Difference]:
        """Return the paired difference in every outcome."""
        return differences(self.baseline.outcomes, self.other.outcomes) if self.found is None else self.found

    @property
    def first_week(self) -> int | None:
        """Return the week from which the scenarios differ; None where they never do."""
        return week_of_first_difference(self.baseline.scenario, self.other.scenario)

    def titles(self, language: str) -> tuple[str, str]:
        """Return the titles of A and of B."""
        return self.baseline.title(language), self.other.title(language)


def paired(baseline: Runs, others: Sequence[Runs]) -> list[Pair]:
    """Return a pair of the baseline with each of the others; quicker than one by one."""
    found = differences_of_all(baseline.outcomes, [other.outcomes for other in others])
    return [Pair(baseline, other, differences) for other, differences in zip(others, found, strict=True)]


def week_of_first_difference(first: Scenario, second: Scenario) -> int | None:
    """Return the first week in which other values hold or something else happens; None where all is the same."""
    dated = [*_dated(first), *_dated(second)]
    weeks = sorted({0, *(item.week for item in dated)})
    return next((week for week in weeks if _state(first, week) != _state(second, week)), None)


def _dated(scenario: Scenario) -> tuple[Change | MediaEvent | Departure, ...]:
    return (*scenario.changes, *scenario.media_events, *scenario.departures)


def _state(scenario: Scenario, week: int) -> tuple[Mapping[str, Value], list[float], list[str]]:
    """Return the values that hold in a week, the sizes of its media events and who leaves in it."""
    values = dict(scenario.values)
    for change in scenario.changes:
        if change.week <= week:
            values |= change.values
    sizes = sorted(event.size for event in scenario.media_events if event.week == week)
    return values, sizes, sorted(departure.who for departure in scenario.departures if departure.week == week)
