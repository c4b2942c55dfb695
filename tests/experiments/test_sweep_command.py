"""`overleg sweep`: what it prints, what it leaves, how it fails."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from experiments.store import MANIFEST
from sim.outcomes import OUTCOMES

Overleg = Callable[..., Any]
SMALL = ("--runs", "3", "--weeks", "4", "--workers", "1")
TWO = ("sweep", "top_x", "--vary", "trust.initial=0:1:3", "--vary", "process_management.form=nao,self_governed")
FILES = [".sweep.lock", "manifest.json", "points.csv", "runs.parquet", "sweep.png", "sweep.svg"]


def test_a_sweep_tells_where_outcomes_are_lowest_and_highest_and_leaves_its_files(
    overleg: Overleg, tmp_path: Path
) -> None:
    said = overleg(*TWO, *SMALL, "--out", "here")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[1] == "What varies: Trust at the start, Governance form."
    assert lines[2].startswith("6 points (every combination), 3 runs of 4 weeks at each, seed 1.")
    (quality,) = [line for line in lines if line.startswith("Quality of collaboration")]
    assert "trust.initial=" in quality
    assert lines[-1] == "5 files in here; begin with sweep.png."
    assert sorted(path.name for path in (tmp_path / "here").iterdir()) == FILES


def test_the_files_hold_every_run_every_point_and_the_whole_design(overleg: Overleg, tmp_path: Path) -> None:
    overleg(*TWO, *SMALL, "--out", "here")
    runs = parquet.read_table(tmp_path / "here" / "runs.parquet").to_pandas()
    assert len(runs) == 18
    with (tmp_path / "here" / "points.csv").open(encoding="utf-8-sig", newline="") as file:
        points = list(csv.DictReader(file))
    assert [point["process_management.form"] for point in points] == ["nao", "self_governed"] * 3
    assert {"runs", "failed", *OUTCOMES, *(f"{name}_sd" for name in OUTCOMES)} < set(points[0])
    mean = runs[runs["point"] == 3]["trust"].mean()
    assert float(points[3]["trust"]) == pytest.approx(mean)
    told = json.loads((tmp_path / "here" / MANIFEST).read_text("utf-8"))
    assert told["sweep"]["factors"]["trust.initial"] == [0.0, 0.5, 1.0]
    assert (told["status"], told["runs"], told["failed"]) == ("done", 3, 0)


def test_the_same_command_again_plays_nothing_and_leaves_the_same(overleg: Overleg, tmp_path: Path) -> None:
    overleg(*TWO, *SMALL, "--out", "here")
    before = (tmp_path / "here" / "runs.parquet").read_bytes()
    said = overleg(*TWO, *SMALL, "--out", "here")
    assert said.out.startswith("18 of 18 runs are there already")
    assert (tmp_path / "here" / "runs.parquet").read_bytes() == before


def test_every_sweep_has_a_folder_of_its_own(overleg: Overleg, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        assert overleg(*TWO, *SMALL, "--seed", seed).code == 0
    folders = [path.name for path in (tmp_path / "overleg-output").iterdir()]
    assert len(folders) == 2
    assert all(name.startswith("top_x_sweep_") for name in folders)


def test_results_for_programs_hold_every_point(overleg: Overleg) -> None:
    found = overleg(*TWO, *SMALL, "--format", "json", "--out", "here").json
    assert (found["design"], len(found["points"]), found["failed"]) == ("grid", 6, 0)
    text = overleg(*TWO, *SMALL, "--format", "csv", "--out", "here").out
    assert len(text.splitlines()) == 7


def test_a_dry_run_tells_how_much_it_would_be_and_leaves_nothing(overleg: Overleg, tmp_path: Path) -> None:
    said = overleg(*TWO, *SMALL[2:], "--runs", "500", "--dry-run")
    assert said.code == 0
    assert "3000 runs: about " in said.out.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "more",
    [
        ("--vary", "trust.initial=0:1:4"),
        ("--vary", "process_management.form"),
        ("--vary", "trust.initial", "--vary", "mandate.share", "--design", "sobol", "--points", "8"),
        ("--vary", "trust.initial", "--vary", "mandate.share", "--design", "morris", "--points", "3"),
        ("--vary", "trust.initial=0:1:3", "--vary", "mandate.share=0:1:3", "--design", "one_at_a_time"),
        ("--vary", "process_management.form", "--vary", "trust.initial=0:1:3", "--outcome", "weeks_to_plan"),
        ("--vary", "trust.initial=0:1:3", "--all"),
    ],
    ids=" ".join,
)
def test_every_kind_of_sweep_has_its_table_and_figure_in_dutch(
    overleg: Overleg, tmp_path: Path, more: tuple[str, ...]
) -> None:
    said = overleg("sweep", "top_x", *more, *SMALL, "--lang", "nl", "--out", "here")
    assert said.code == 0, said.err
    assert "startgetal 1" in said.out
    assert (tmp_path / "here" / "sweep.png").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sweep", "top_x"), "--vary: nothing varies; allowed: name=low:high:steps"),
        (("sweep", "top_x", "--vary", "trust.inital=0:1:3"), "--vary: trust.inital: unknown parameter; did you mean"),
        (("sweep", "top_x", "--vary", "trust.initial"), "trust.initial: in how many values[?]; allowed: such as"),
        ((*TWO, "--design", "gird"), "--design: unknown design; got 'gird'; .* did you mean grid"),
        (("sweep", "top_x", "--design", "there_is_none.toml"), "there_is_none.toml: no such file"),
        ((*TWO, "--design", "any.toml"), "--vary: stands in the design file"),
        ((*TWO, "--points", "8"), "--points: its points follow from --vary"),
        ((*TWO, "--design", "sobol", "--points", "9"), "--points: would not be balanced; got 9; .*: 8 or 16"),
        ((*TWO, "--design", "sobol", "--points", "3", "--set", "trust.initial=0.5"), "--set: trust.initial: varies"),
        ((*TWO, "--set", "trust.initial=0.5"), "--set: trust.initial: varies, so one .*; got 0.5; allowed: what"),
        ((*TWO, "--outcome", "trsut"), "--outcome: unknown outcome; got 'trsut'; did you mean trust"),
    ],
)
def test_wrong_input_is_told_and_leaves_nothing(
    overleg: Overleg, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    found = overleg(*arguments)
    assert found.code == 2
    assert re.search(said, found.err), found.err
    assert found.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_where_one_varies_at_a_time_a_setting_is_the_base(overleg: Overleg) -> None:
    asked = ("sweep", "top_x", "--vary", "trust.initial=0:1:3", "--design", "one_at_a_time")
    found = overleg(*asked, *SMALL, "--set", "trust.initial=0.3", "--format", "json").json
    assert [point["trust.initial"] for point in found["points"]] == [0.3, 0.0, 0.5, 1.0]


def test_runs_without_a_value_are_counted_and_told(overleg: Overleg, tmp_path: Path) -> None:
    asked = ("sweep", "self_governed", "--vary", "trust.initial=0,0.2,0.9", "--runs", "6", "--out", "here")
    said = overleg(*asked)
    runs = parquet.read_table(tmp_path / "here" / "runs.parquet").to_pandas()
    counts = runs.groupby("point")["collaboration_quality"].count().tolist()
    assert counts[0] == 0 < counts[2] == 6
    with (tmp_path / "here" / "points.csv").open(encoding="utf-8-sig", newline="") as file:
        points = list(csv.DictReader(file))
    assert [int(point["collaboration_quality_n"]) for point in points] == counts
    assert [int(point["risk_n"]) for point in points] == [6, 6, 6]
    told = f"Quality of collaboration: {18 - sum(counts)} of 18 runs have no value, as there was nothing to measure"
    fewest = "fewest at trust.initial=0: 0 of 6."
    for printed in (said.out, overleg(*asked, "--quiet").out):
        assert told in " ".join(printed.split())
        assert fewest in " ".join(printed.split())
        assert "Risk:" not in printed
    assert overleg(*asked, "--format", "json").json["notes"][0].startswith(told)


def test_a_dry_run_counts_what_is_there_and_refuses_what_the_work_would(overleg: Overleg, tmp_path: Path) -> None:
    overleg(*TWO, *SMALL, "--out", "here")
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "here").iterdir()}
    asked = (*TWO, *SMALL[2:], "--out", "here", "--dry-run")
    said = overleg(*asked, "--runs", "5").out.splitlines()
    assert said[-2].startswith("18 of 30 runs are there already")
    assert said[-1].startswith("12 runs: about ")
    assert "runs: about" not in overleg(*asked, "--runs", "3").out
    assert overleg(*asked, "--runs", "5", "--afresh").out.splitlines()[-1].startswith("30 runs: about ")
    assert "--runs: fewer than are there already" in overleg(*asked, "--runs", "2").err
    assert "holds runs with another seed: 1, not 2" in overleg(*asked, "--runs", "5", "--seed", "2").err
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "here").iterdir()} == before


def test_fewer_runs_than_are_finished_are_refused(overleg: Overleg) -> None:
    overleg(*TWO, *SMALL, "--out", "here")
    said = overleg(*TWO, *SMALL[2:], "--runs", "2", "--out", "here")
    assert (said.code, "--runs: fewer than are there already; got 2; allowed: 3 or more" in said.err) == (2, True)


def test_failed_runs_end_in_exit_code_1_with_everything_in_place(
    overleg: Overleg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.engine.rooms import Rooms
    from sim.errors import WorkError

    def failing(*_: Any, **__: Any) -> Any:
        raise WorkError("the engine gave up with status 1")

    monkeypatch.setattr(Rooms, "play", failing)
    said = overleg(*TWO, *SMALL, "--out", "here")
    assert said.code == 1
    assert "18 of 18 runs failed; the column error in" in said.err
    assert sorted(path.name for path in (tmp_path / "here").iterdir()) == FILES
