"""Runs that a command left in a file: which there are, and in which world each was played."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from experiments.store import MANIFEST, PROGRAM
from sim.errors import InputError, Phrase, WorkError
from sim.outcomes import OUTCOMES
from sim.parameters import PARAMETERS, Value
from sim.runs import Columns
from sim.scenario import Scenario

_CLOSE = 1e-9  # how near a retold outcome has to come, on whatever platform it was played


@dataclass(frozen=True)
class Stored:
    """The runs in a file of `overleg run`, `compare` or `sweep`, a row each, counted from 0."""

    path: Path
    table: pa.Table
    scenarios: Mapping[str, Scenario]

    @property
    def rows(self) -> int:
        """How many runs there are."""
        return int(self.table.num_rows)

    @property
    def outcomes(self) -> Columns:
        """Return every outcome by name: arrays (rows,), NaN where a run has none."""
        names = [name for name in self.table.column_names if name in OUTCOMES]
        return {name: self.table[name].to_numpy().astype(float) for name in names}

    def rows_of(self, scenario: str) -> list[int]:
        """Return the rows of one scenario, of all in a sweep; InputError where there are none."""
        if "scenario" not in self.table.column_names:
            return list(range(self.rows))
        found = [row for row, name in enumerate(self.table["scenario"].to_pylist()) if name == scenario]
        if not found:
            allowed = ", ".join(self.scenarios)
            raise InputError("holds no runs of this scenario", where=str(self.path), got=scenario, allowed=allowed)
        return found

    def check(self, row: int) -> None:
        """Raise InputError for a row that is not there, or holds no run."""
        if not 0 <= row < self.rows:
            allowed = Phrase("a whole number from 0 to {last}", last=self.rows - 1)
            raise InputError("no such row", where="--row", got=str(row), allowed=allowed)
        if "error" in self.table.column_names and (error := self.table["error"][row].as_py()):
            raise InputError("this run failed", where="--row", got=error, allowed="a row without an error")

    def seed(self, row: int) -> int:
        """Return the run seed of a row."""
        return int(self.table["seed"][row].as_py())

    def settings(self, row: int) -> dict[str, Value]:
        """Return what varies in a sweep, at the point of a row; nothing for other files."""
        return {name: self.table[name][row].as_py() for name in self.table.column_names if name in PARAMETERS}

    def scenario(self, row: int) -> Scenario:
        """Return the world of a row: its scenario, at its point of a sweep."""
        name = next(iter(self.scenarios))
        if "scenario" in self.table.column_names:
            name = str(self.table["scenario"][row].as_py())
        if name not in self.scenarios:
            raise InputError("is not in the manifest beside it", where=str(self.path), key=name)
        return self.scenarios[name].set(self.settings(row))

    def compare(self, row: int, outcomes: Mapping[str, float]) -> None:
        """Raise WorkError where a run told anew has other outcomes than the one that is stored."""
        stored = {name: values[row] for name, values in self.outcomes.items()}
        other = [name for name, value in stored.items() if not _same(value, outcomes[name])]
        if other:
            raise WorkError(
                Phrase(
                    "{file}, row {row}: the run cannot be retold: the model or its settings have changed since; "
                    "{count} outcomes differ, {name} is {now} and was {then}",
                    file=self.path,
                    row=row,
                    count=len(other),
                    name=other[0],
                    now=f"{outcomes[other[0]]:g}",
                    then=f"{stored[other[0]]:g}",
                )
            )


def read(path: Path) -> Stored:
    """Return the runs in a file, with the worlds in the manifest beside it; InputError where it is something else."""
    try:
        table = parquet.read_table(path)
    except FileNotFoundError:
        raise InputError("no such file", where="--from", got=str(path), allowed="a runs.parquet") from None
    except (OSError, pa.ArrowException):
        allowed = "a runs.parquet that overleg run, compare or sweep wrote"
        raise InputError("is no file of runs", where="--from", got=str(path), allowed=allowed) from None
    if "seed" not in table.column_names or not table.num_rows:
        raise InputError("has no run seeds", where="--from", got=str(path), allowed="a runs.parquet, not weeks")
    return Stored(path, table, {each.name: each for each in _scenarios(path.parent / MANIFEST)})


def _scenarios(manifest: Path) -> list[Scenario]:
    try:
        told: Any = json.loads(manifest.read_text("utf-8"))
        if told["program"] == PROGRAM and told["scenarios"]:
            return [Scenario.from_dict(each) for each in told["scenarios"]]
    except (OSError, ValueError, KeyError, TypeError, InputError):
        pass  # all of them: it does not tell in which world these runs were played
    problem = "needs the manifest.json that was written with it"
    raise InputError(problem, where="--from", key=str(manifest.parent), allowed="a folder as the program left it")


def _same(stored: float, played: float) -> bool:
    if math.isnan(stored) or math.isnan(played):
        return math.isnan(stored) and math.isnan(played)
    return bool(np.isclose(stored, played, rtol=_CLOSE, atol=_CLOSE))
