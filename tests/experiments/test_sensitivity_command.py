"""`overleg sensitivity` as people use it: sentence, table, files, languages, and wrong input."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from experiments.store import MANIFEST

Overleg = Callable[..., Any]
SMALL = ("--runs", "2", "--weeks", "4", "--workers", "1")
THREE = ("--vary", "trust.initial", "--vary", "process_management.form", "--vary", "agenda.slots_per_week=2:5")
FILES = sorted(
    ["indices.csv", MANIFEST, "points.csv", "runs.parquet", "sensitivity.png", "sensitivity.svg", ".sweep.lock"]
)


def test_a_small_analysis_is_told_and_leaves_its_files(overleg: Overleg, tmp_path: Path) -> None:
    asked = ("sensitivity", "top_x", *THREE, "--outcome", "trust", "--sample", "6", *SMALL)
    said = overleg(*asked, "--out", "here")
    assert said.code == 0, said.err
    lines = said.out.splitlines()
    assert lines[2].startswith("24 points (Morris trajectories), 2 runs of 4 weeks at each, seed 1.")
    assert lines[5].startswith("In this simulation, mutual trust depends most on trust at the start (")
    assert "⚠ Mutual trust: 2 runs at each point tell little" in said.out
    assert sorted(path.name for path in (tmp_path / "here").iterdir()) == FILES
    with (tmp_path / "here" / "indices.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["name"] == "trust.initial"
    assert [row["rank"] for row in rows] == ["1", "2", "3"]
    assert float(rows[0]["mu_star_low"]) <= float(rows[0]["mu_star"]) <= float(rows[0]["mu_star_high"])
    assert next(row["mu"] for row in rows if row["name"] == "process_management.form") == ""
    assert json.loads((tmp_path / "here" / MANIFEST).read_text("utf-8"))["sweep"]["design"] == "morris"
    again = overleg(*asked, "--out", "here")
    assert again.out.startswith("48 of 48 runs are there already")
    assert again.out.endswith(said.out[said.out.index("Mutual trust\n"):])


@pytest.mark.parametrize(
    "more",
    [
        ("--method", "sobol", "--by", "factor_and_rest", "--sample", "8", "--outcome", "trust"),
        ("--method", "pawn", *THREE, "--sample", "60", "--outcome", "trust", "--outcome", "goal_consensus"),
    ],
    ids=" ".join,
)
def test_every_method_has_its_table_and_figure_in_dutch(
    overleg: Overleg, tmp_path: Path, more: tuple[str, ...]
) -> None:
    said = overleg("sensitivity", "top_x", *more, *SMALL, "--lang", "nl", "--out", "here")
    assert said.code == 0, said.err
    assert "startgetal 1" in said.out
    assert re.search("door toeval|is niets bekend", said.out)
    assert max(map(len, said.out.splitlines()[4:])) <= 100
    assert (tmp_path / "here" / "sensitivity.png").stat().st_size > 10_000


def test_what_cannot_be_told_is_said_and_no_number_stands_for_it(overleg: Overleg) -> None:
    idle = ("--vary", "process_management.leader_domain", "--sample", "8", "--outcome", "trust")
    found = overleg("sensitivity", "top_x", *idle, *SMALL, "--format", "json", "--out", "here").json
    (outcome,) = found["outcomes"]
    assert [item["mu_star"] for item in outcome["items"]] == [None]
    assert "nothing that varies here moves it" in outcome["remarks"][0]
    said = overleg("sensitivity", "top_x", *idle, *SMALL, "--out", "here")
    assert (said.code, "Nothing is known of mutual trust" in said.out) == (0, True)


def test_a_setting_around_which_it_varies_is_no_contradiction(overleg: Overleg) -> None:
    asked = ("sensitivity", "top_x", "--set", "agenda.slots_per_week=3", "--sample", "4", *SMALL[2:], "--dry-run")
    assert overleg(*asked, "--runs", "1").code == 0


def test_a_dry_run_tells_how_much_it_would_be_and_leaves_nothing(overleg: Overleg, tmp_path: Path) -> None:
    said = overleg("sensitivity", "top_x", "--by", "factor", "--runs", "10", "--weeks", "4", "--dry-run")
    assert said.code == 0
    assert "2400 runs: about " in said.out.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--method", "sobel"), "--method: got 'sobel'; allowed: morris, sobol, pawn; did you mean sobol"),
        (("--by", "group"), "--by: got 'group'; allowed: parameter, factor, factor_and_rest"),
        (("--vary", "trust.inital"), "--vary: trust.inital: unknown parameter; did you mean trust.initial"),
        (("--vary", "trust.initial=0.5"), "trust.initial: does not vary"),
        (("--by", "factor", "--method", "pawn"), "--method: takes no groups; got pawn"),
        (("--method", "sobol", "--sample", "100"), "--sample: would not be balanced; got 100; .* 64 or 128"),
        (("--set", "trust.initial=0.5"), "--set: trust.initial: varies, so one value for it would do nothing; got 0.5"),
        ((*THREE, "--set", "agenda.slots_per_week=3"), "--set: agenda.slots_per_week: varies"),
        (("--outcome", "trsut"), "--outcome: unknown outcome; got 'trsut'; did you mean trust"),
    ],
)
def test_wrong_input_is_told_and_leaves_nothing(
    overleg: Overleg, tmp_path: Path, more: tuple[str, ...], said: str
) -> None:
    found = overleg("sensitivity", "top_x", *more)
    assert found.code == 2
    assert re.search(said, found.err), found.err
    assert found.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
