"""The files that a command leaves: tables of runs and weeks, texts, and a manifest over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from experiments.runner import Runs
from experiments.store import MANIFEST, OutputFolder, Writer
from experiments.tables import as_json
from sim.errors import Phrase, WorkError
from sim.runs import Array


def deliver(
    output: OutputFolder, files: Mapping[str, Writer], describe: Callable[[Mapping[str, Path]], Any]
) -> dict[str, Path]:
    """Write all files and then the manifest that `describe` makes of them; return where each stands."""
    for name, write in files.items():
        output.write(name, write)
    placed = output.publish()
    output.write(MANIFEST, text_file(as_json(describe(placed)) + "\n"))
    return placed | output.publish()


def refuse_held(placed: Mapping[str, Path]) -> None:
    """Raise WorkError when another program held a file, so that the new one had to stand beside it."""
    held = [f"{name} (new: {path.name})" for name, path in placed.items() if path.name != name]
    if held:
        raise WorkError(Phrase("open in another program, so left as it was: {files}", files=", ".join(held)))


def text_file(text: str, encoding: str = "utf-8") -> Writer:
    """Return what writes a text as it is, line ends included."""
    return lambda path: path.write_bytes(text.encode(encoding))


def spreadsheet_file(text: str) -> Writer:
    """Return what writes CSV so that a spreadsheet sees that it is UTF-8."""
    return text_file(text, "utf-8-sig")


def runs_file(worlds: Sequence[Runs]) -> Writer:
    """Return what writes `runs.parquet`: a row a run, with scenario, number, run seed, outcomes, error."""
    return _parquet([_runs(runs) for runs in worlds])


def weeks_file(worlds: Sequence[Runs]) -> Writer:
    """Return what writes `weeks.parquet`: a row a run and week, with the weekly series."""
    return _parquet([_weeks(runs) for runs in worlds])


def _runs(runs: Runs) -> pa.Table:
    numbers = np.arange(len(runs.seeds))
    no_errors = pa.nulls(len(numbers), pa.string())
    return pa.table({**_identity(runs, numbers), **_columns(runs.outcomes), "error": no_errors})


def _weeks(runs: Runs) -> pa.Table:
    count, weeks = len(runs.seeds), runs.scenario.weeks
    identity = _identity(runs, np.repeat(np.arange(count), weeks))
    week = pa.array(np.tile(np.arange(weeks, dtype=np.int32), count))
    series = {name: values.ravel() for name, values in runs.weekly.items()}
    return pa.table({**identity, "week": week, **_columns(series)})


def _identity(runs: Runs, numbers: Array) -> dict[str, pa.Array]:
    return {
        "scenario": pa.array([runs.scenario.name] * len(numbers)),
        "run": pa.array(numbers.astype(np.int32)),
        "seed": pa.array(runs.seeds[numbers]),
    }


def _columns(values: Mapping[str, Array]) -> dict[str, pa.Array]:
    # from_pandas: NaN is no value, and stands as null
    return {name: pa.array(column, from_pandas=True) for name, column in values.items()}


def _parquet(tables: Sequence[pa.Table]) -> Writer:
    table = pa.concat_tables(tables)
    return lambda path: parquet.write_table(table, path)
