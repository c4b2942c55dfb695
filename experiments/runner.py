"""All runs of one scenario: played once, kept as arrays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.batch import Batch
from sim.runs import Array, Columns, each_batch, gather
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
    seeds: Array,
    *,
    series: Collection[str] | None = None,
    outcomes: Collection[str] | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Runs:
    """Play the runs of these run seeds; keep the outcomes and the weekly series named (None: all)."""
    played = each_batch(
        scenario, seeds.tolist(), weekly=True, outcomes=outcomes, workers=workers, progress=progress
    )
    return Runs(scenario, seeds, *gather(_with_series(played, series), len(seeds)))


def joined(parts: Sequence[Runs]) -> Runs:
    """Return runs of one scenario that were played in parts, as one."""
    seeds = np.concatenate([part.seeds for part in parts])
    outcomes, weekly = (
        {name: np.concatenate([columns[name] for columns in each]) for name in each[0]}
        for each in ([part.outcomes for part in parts], [part.weekly for part in parts])
    )
    return Runs(parts[0].scenario, seeds, outcomes, weekly)


def _with_series(played: Iterator[Batch], series: Collection[str] | None) -> Iterator[Batch]:
    for batch in played:
        kept = {name: values for name, values in batch.weekly.items() if series is None or name in series}
        yield replace(batch, weekly=kept)
