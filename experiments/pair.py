"""A pair: the runs of a baseline and of another scenario on the same seeds, and what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from experiments.comparison import Difference, differences, differences_of_all
from experiments.runner import Runs


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

    def titles(self, language: str) -> tuple[str, str]:
        """Return the titles of A and of B."""
        return self.baseline.title(language), self.other.title(language)


def paired(baseline: Runs, others: Sequence[Runs]) -> list[Pair]:
    """Return a pair of the baseline with each of the others; quicker than one by one."""
    found = differences_of_all(baseline.outcomes, [other.outcomes for other in others])
    return [Pair(baseline, other, differences) for other, differences in zip(others, found, strict=True)]
