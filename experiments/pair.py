"""A pair: the runs of a baseline and of another scenario on the same seeds, and what differs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from experiments.comparison import Difference, differences
from experiments.runner import Runs


@dataclass(frozen=True)
class Pair:
    """The runs of a baseline (A) and of another scenario (B)."""

    baseline: Runs
    other: Runs

    @cached_property
    def differences(self) -> dict[str, Difference]:
        """Return the paired difference in every outcome."""
        return differences(self.baseline.outcomes, self.other.outcomes)

    def titles(self, language: str) -> tuple[str, str]:
        """Return the titles of A and of B."""
        return self.baseline.title(language), self.other.title(language)
