"""All runs of one scenario: played once, kept as arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.runs import Array, Columns, each_batch, gather, run_seeds
from sim.scenario import Scenario


@dataclass(frozen=True)
class Runs:
    """The runs of one scenario: run seeds and outcomes as arrays (runs,), series as arrays (runs, weeks)."""

    scenario: Scenario
    seeds: Array
    outcomes: Columns
    weekly: Columns

    def title(self, language: str) -> str:
        """Return the title of the scenario, or its name where it has none."""
        return self.scenario.title[language] or self.scenario.name


def play(
    scenario: Scenario,
    *,
    runs: int,
    seed: int,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Runs:
    """Play a scenario and keep outcomes and series of every run."""
    seeds = run_seeds(seed, runs)
    played = each_batch(scenario, seeds.tolist(), weekly=True, workers=workers, progress=progress)
    return Runs(scenario, seeds, *gather(played, runs))
