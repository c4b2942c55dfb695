"""`overleg story` at the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Overleg = Callable[..., Any]
SHORT = ("--set", "run.weeks=12")


def test_a_run_is_told_by_its_seed(overleg_played: Overleg, tmp_path: Path) -> None:
    said = overleg_played("story", "top_x", "--seed", "7", *SHORT)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("# Top X as it was studied: the story of one run\n")
    assert "With Length of the simulation = 12." in said.out
    assert list(tmp_path.iterdir()) == []
    assert overleg_played("story", "top_x", "--seed", "7", *SHORT).out == said.out


def test_stories_go_where_they_are_sent(overleg_played: Overleg, tmp_path: Path) -> None:
    for out, made in [("a/b.html", "a/b.html"), ("c", "c/story.md"), ("d.md", "d.md")]:
        said = overleg_played("story", "top_x", "--seed", "7", *SHORT, "--lang", "nl", "--out", out)
        assert (said.code, said.err) == (0, "")
        assert str(Path(made)) in said.out
        text = (tmp_path / made).read_text("utf-8")
        assert text.startswith("<!DOCTYPE html>" if made.endswith("html") else "# Top X zoals onderzocht")
    assert overleg_played("story", "top_x", "--seed", "7", *SHORT, "--format", "html", "--quiet").out == ""
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "b.html",
        "d.md",
        "story.html",
        "story.md",
    ]


def test_two_worlds_are_told_of_one_seed(overleg_played: Overleg) -> None:
    said = overleg_played("story", "top_x", "--against", "fixed_faces", "--seed", "7", *SHORT)
    assert said.code == 0
    assert "two worlds with the same luck" in said.out
    row = next(line for line in said.out.splitlines() if "continuity.same_faces" in line)
    assert [cell.strip() for cell in row.strip("|").split("|")] == [
        "Fixed faces (probability)",
        "continuity.same_faces",
        "60%",
        "95%",
    ]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((), "no scenario is named"),
        (("topx",), "did you mean top_x?"),
        (("top_x", "--seed", "7", "--case", "999"), "--case: no such case in this run; got 999"),
        (("top_x", "--seed", "7", "--case", "x"), "--case: got 'x'; allowed: a whole number from 0"),
        (("top_x", "--seed", "7", "--weeks", "3:12"), "--weeks: beyond the end of the run; got 3:12"),
        (("top_x", "--seed", "7", "--weeks", "4:3"), "--weeks: got '4:3'; allowed: the first and the last week"),
        (("top_x", "--seed", "7", "--weeks", "4"), "--weeks: got '4'; allowed: the first and the last week"),
        (("top_x", "--row", "3"), "--row: does not go together with the rest"),
        (("--from", "runs.parquet", "--seed", "3"), "--seed: does not go together with the rest"),
        (("--from", "runs.parquet", "--row", "1", "--pick", "best"), "--pick: does not go together with the rest"),
        (("--from", "runs.parquet"), "--from: no such file"),
        (("top_x", "--pick", "wurst"), "did you mean worst?"),
        (("top_x", "--pick", "best", "--outcome", "media"), "--outcome: has no better side"),
        (("top_x", "--against", "x", "--seed", "7"), "unknown scenario"),
        (("top_x", "--against", "no_trust", "--seed", "7", "--weeks", "1:2"), "--weeks: does not go together"),
    ],
)
def test_bad_input_gives_one_message(overleg_played: Overleg, arguments: tuple[str, ...], problem: str) -> None:
    settings = () if "--from" in arguments or not arguments else SHORT
    said = overleg_played("story", *arguments, *settings)
    assert (said.code, said.out) == (2, "")
    assert problem in said.err
    assert said.err.count("\n") == 1


@pytest.mark.slow
def test_runs_of_every_kind_of_file_are_retold(overleg_played: Overleg, tmp_path: Path) -> None:
    small = ("--runs", "3", "--weeks", "16", "--quiet")
    sweep = ("--vary", "trust.initial=0.2,0.8", "--vary", "process_management.form=nao,self_governed")
    assert overleg_played("run", "media_storm", *small, "--out", "run").code == 0
    assert overleg_played("compare", "top_x", "no_trust", *small, "--out", "compare").code == 0
    assert overleg_played("sweep", "top_x", *sweep, *small, "--out", "sweep").code == 0
    for folder, row, title in [
        ("run", 2, "Media storm"),
        ("compare", 4, "Hardly any trust"),
        ("sweep", 10, "Top X as it was studied"),
    ]:
        said = overleg_played("story", "--from", f"{folder}/runs.parquet", "--row", str(row))
        assert (said.code, said.err) == (0, "")
        assert said.out.startswith(f"# {title}: the story of one run\n")
        assert f"row {row} of runs.parquet" in said.out
        for pick in ("typical", "best", "worst"):
            assert overleg_played("story", "--from", f"{folder}/runs.parquet", "--pick", pick).code == 0
    assert overleg_played("story", "top_x", "--runs", "4", *SHORT).out.count("Of 4 runs, this one lies nearest") == 1
