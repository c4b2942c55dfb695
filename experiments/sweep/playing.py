"""A sweep at work: what is left of a study is played, and kept as it comes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from experiments.sweep.chunk import Chunk, Done, chunks_left, replications_together
from experiments.sweep.execution import each_chunk
from experiments.sweep.store import Store
from experiments.sweep.study import Study
from sim.runs import cores

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Crew:
    """Who plays: so many workers on this machine, by default one for each core, or those of an executor."""

    workers: int
    executor: Executor | None = None

    @classmethod
    def of(cls, workers: int | None, executor: Executor | None = None) -> Crew:
        """Return a crew; without a number of workers as many as there are cores."""
        return cls(workers or cores(), executor)


def play_into(store: Store, runs: int, crew: Crew, progress: Progress | None = None) -> None:
    """Play what a store has not yet of so many replications; `progress(done, total)` counts the runs of this call."""
    _play(store.study, store.done(runs), crew, store.commit, progress)


def play_in_memory(study: Study, runs: int, crew: Crew, progress: Progress | None = None) -> list[pa.Table]:
    """Return so many replications of a study, chunk by chunk."""
    tables: list[pa.Table] = []
    nothing = np.zeros((runs, len(study.slices)), np.bool_)
    _play(study, nothing, crew, lambda chunk, table: tables.append(table), progress)
    return tables


def _play(
    study: Study,
    done: Done,
    crew: Crew,
    keep: Callable[[Chunk, pa.Table], object],
    progress: Progress | None,
) -> None:
    together = replications_together(len(done), len(study.design.points), study.slices, crew.workers)
    left = chunks_left(done, study.slices, together)
    played, total = 0, sum(chunk.runs for chunk in left)
    for chunk, table in each_chunk(study, left, crew.workers, crew.executor):
        keep(chunk, table)
        played += chunk.runs
        if progress is not None:
            progress(played, total)
