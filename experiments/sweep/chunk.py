"""A chunk: the runs that one worker plays in one go, and that are kept or lost together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ENDING = ".parquet"
_NAME = re.compile(r"runs-(\d+)-(\d+)-points-(\d+)-(\d+)\.parquet")
_MOST_RUNS = 500
_CHUNKS_PER_WORKER = 8

Done = npt.NDArray[np.bool_]


@dataclass(frozen=True, order=True)
class Chunk:
    """Replications `first_run` up to `end_run` of points `first` up to `end`, ends excluded."""

    first_run: int
    end_run: int
    first: int
    end: int

    @property
    def runs(self) -> int:
        """How many runs it holds."""
        return (self.end_run - self.first_run) * (self.end - self.first)

    @property
    def name(self) -> str:
        """Name of the file that holds it."""
        return f"runs-{self.first_run:06}-{self.end_run:06}-points-{self.first:06}-{self.end:06}{ENDING}"

    def singly(self) -> Iterator[Chunk]:
        """Yield each of its runs as a chunk of its own."""
        for run in range(self.first_run, self.end_run):
            for point in range(self.first, self.end):
                yield Chunk(run, run + 1, point, point + 1)


def chunk_named(name: str) -> Chunk | None:
    """Return the chunk in a file of that name; None for another file."""
    found = _NAME.fullmatch(name)
    return Chunk(*map(int, found.groups())) if found else None


def replications_together(runs: int, points: int, slices: Sequence[range], workers: int) -> int:
    """Return how many replications of a slice make a chunk: enough to be worth while, few enough to share out."""
    shared_out = runs * points // (_CHUNKS_PER_WORKER * workers)
    in_slice = max(len(each) for each in slices)
    return max(1, min(_MOST_RUNS, shared_out) // in_slice)


def chunks_left(done: Done, slices: Sequence[range], together: int) -> list[Chunk]:
    """Return what is left to play, replication by replication, so that all points stay about as far.

    `done`: (runs, slices) whether a replication of a slice is there; `together`: replications in a chunk at most.
    """
    found = []
    for place, points in enumerate(slices):
        for first, end in _stretches(np.flatnonzero(~done[:, place]).tolist(), together):
            found.append(Chunk(first, end, points.start, points.stop))
    return sorted(found)


def _stretches(runs: Sequence[int], most: int) -> list[tuple[int, int]]:
    """Return runs, in their order, as stretches without gaps of at most `most`, their ends excluded."""
    stretches: list[tuple[int, int]] = []
    for run in runs:
        first, end = stretches[-1] if stretches else (run, -1)
        if run == end and run - first < most:
            stretches[-1] = (first, run + 1)
        else:
            stretches.append((run, run + 1))
    return stretches
