"""What a sweep will take, measured on a few of its runs."""

from __future__ import annotations

import time
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from experiments.sweep.chunk import Chunk
from experiments.sweep.execution import each_chunk
from experiments.sweep.merging import in_order
from experiments.sweep.playing import Crew
from experiments.sweep.study import Study

_RUNS_TRIED = 60  # for each worker; a tenth of it where every run is played in Python
_TWICE = 2  # while the work ends, runs stand there in chunks and in the finished file


@dataclass(frozen=True)
class Estimate:
    """Seconds of playing what is left, and bytes on the disk: of the finished file, and the most while at work."""

    seconds: float
    size: float

    @property
    def most(self) -> float:
        """Bytes at the most, while the work ends."""
        return _TWICE * self.size


def estimate(study: Study, runs: int, crew: Crew, *, there: int = 0) -> Estimate:
    """Play a few runs at points from all over the design, as the work would, and reckon from there.

    `there`: how many runs, of all at all points, need not be played.
    """
    tried = _tried(study, crew.workers)
    list(each_chunk(study, tried[:1], crew.workers, crew.executor))  # the first time takes longer
    started = time.perf_counter()
    tables = [table for _, table in each_chunk(study, tried, crew.workers, crew.executor)]
    seconds = time.perf_counter() - started
    table = in_order(study, tables)
    total = runs * len(study.design.points)
    return Estimate(seconds * (total - there) / table.num_rows, _written_size(table) * total / table.num_rows)


def _tried(study: Study, workers: int) -> list[Chunk]:
    """Return single runs of points from all over the design."""
    count = len(study.design.points)
    wanted = workers * (_RUNS_TRIED if study.by_engine else _RUNS_TRIED // 10)
    places = np.linspace(0, count - 1, min(count, wanted)).astype(int).tolist()
    times = -(-wanted // len(places))
    return [Chunk(run, run + 1, point, point + 1) for run in range(times) for point in places]


def _written_size(table: pa.Table) -> int:
    """Return how many bytes a table takes, without what every file has once."""
    sizes = []
    for rows in (table, table.slice(0, 1)):
        file = BytesIO()
        parquet.write_table(rows, file)
        sizes.append(file.tell())
    return sizes[0] - sizes[1]
