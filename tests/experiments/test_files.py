"""What stands in the files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

from experiments.files import refuse_held, runs_file, spreadsheet_file, weeks_file
from experiments.runner import Runs
from scenarios import load
from sim.errors import WorkError


@pytest.fixture
def worlds() -> list[Runs]:
    base = load("top_x").set({"run.weeks": 3})
    seeds = np.array([2**52 + 1, 7])
    return [
        Runs(scenario, seeds, {"trust": np.array([0.5, np.nan])}, {"trust": np.arange(6.0).reshape(2, 3)})
        for scenario in (base, load("fixed_faces").set({"run.weeks": 3}))
    ]


def test_runs_are_a_row_each_with_null_for_no_value(tmp_path: Path, worlds: list[Runs]) -> None:
    runs_file(worlds)(tmp_path / "runs.parquet")
    rows = parquet.read_table(tmp_path / "runs.parquet").to_pylist()
    assert rows[:2] == [
        {"scenario": "top_x", "run": 0, "seed": 2**52 + 1, "trust": 0.5, "error": None},
        {"scenario": "top_x", "run": 1, "seed": 7, "trust": None, "error": None},
    ]
    assert [row["scenario"] for row in rows[2:]] == ["fixed_faces"] * 2


def test_weeks_are_a_row_a_run_and_week(tmp_path: Path, worlds: list[Runs]) -> None:
    weeks_file(worlds)(tmp_path / "weeks.parquet")
    rows = parquet.read_table(tmp_path / "weeks.parquet").to_pylist()
    assert len(rows) == 12
    assert [(row["run"], row["seed"], row["week"], row["trust"]) for row in rows[:4]] == [
        (0, 2**52 + 1, 0, 0.0),
        (0, 2**52 + 1, 1, 1.0),
        (0, 2**52 + 1, 2, 2.0),
        (1, 7, 0, 3.0),
    ]


def test_spreadsheets_see_that_csv_is_utf8(tmp_path: Path) -> None:
    spreadsheet_file("cliënt\r\n")(tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == b"\xef\xbb\xbf" + "cliënt\r\n".encode()


def test_a_held_file_is_named_with_its_new_place() -> None:
    refuse_held({"a.csv": Path("a.csv")})
    with pytest.raises(WorkError, match=r"a\.csv \(new: a\.new\.csv\)"):
        refuse_held({"a.csv": Path("a.new.csv"), "b.csv": Path("b.csv")})
