"""Chunks put together: finished runs in one file, by point and then by run, a few points at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
from pyarrow import compute, parquet

from experiments.sweep.store import ABOUT, COUNT, KEY, Store
from experiments.sweep.study import Study, parts_of

_ROWS_AT_ONCE = 50_000
_TYPES = {"real": pa.float64(), "integer": pa.int64(), "category": pa.string()}
_ORDER = [("point", "ascending"), ("run", "ascending")]


def pieces(store: Store, runs: int) -> Iterator[pa.Table]:
    """Yield all runs up to replication `runs`, in their order, with the values of the factors, piece by piece."""
    chunks = [chunk for chunk in store.chunks() if chunk.first_run < runs]
    for whole in store.study.slices:
        of_slice = [chunk for chunk in chunks if chunk.first == whole.start]
        for points in parts_of(whole, max(1, _ROWS_AT_ONCE // runs)):
            finished = store.read_finished(points)
            tables = [store.read(chunk, points) for chunk in of_slice]
            there = in_order(store.study, [*([] if finished is None else [finished]), *tables])
            yield there.filter(compute.less(there["run"], runs))


def write_runs(store: Store, runs: int, see: Callable[[pa.Table], object]) -> Callable[[Path], None]:
    """Return what writes all runs to a file; `see` gets each piece on its way."""

    def write(path: Path) -> None:
        study, writer = store.study, None
        metadata = {KEY: study.key, COUNT: str(runs), ABOUT: json.dumps(study.about)}
        try:
            for piece in pieces(store, runs):
                table = piece.replace_schema_metadata(metadata)
                writer = writer or parquet.ParquetWriter(path, table.schema)
                writer.write_table(table)
                see(table)
        finally:
            if writer is not None:
                writer.close()

    return write


def in_order(study: Study, tables: Sequence[pa.Table]) -> pa.Table:
    """Return runs in their order, with a column for each factor behind `point` and `run`."""
    names = study.design.names
    bare = [table.drop_columns([name for name in names if name in table.column_names]) for table in tables]
    joined = pa.concat_tables(bare, promote_options="default").sort_by(_ORDER).replace_schema_metadata()
    numbers = joined["point"].to_pylist()
    columns = {"point": joined["point"], "run": joined["run"]}
    for place, factor in enumerate(study.design.factors):
        values = [study.design.points[number][place] for number in numbers]
        columns[factor.name] = pa.array(values, _TYPES[factor.parameter.kind])
    return pa.table({**columns, **{name: joined[name] for name in joined.column_names}})
