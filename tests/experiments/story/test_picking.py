"""Which run is told: the best, the worst, the most typical; and runs from files are the runs that were stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from experiments.story.picking import checked, chosen, from_file, from_row
from experiments.story.record import play
from experiments.story.stored import Stored, read
from experiments.words import words_in
from scenarios import load
from sim.errors import InputError, WorkError
from sim.outcomes import OUTCOMES

NAN = float("nan")


def columns(**values: list[float]) -> dict[str, Any]:
    return {name: np.array(column) for name, column in values.items()}


@pytest.mark.parametrize(
    ("pick", "outcome", "place"),
    [("best", "trust", 2), ("worst", "trust", 1), ("best", "risk", 0), ("worst", "risk", 3), ("best", "incidents", 1)],
)
def test_the_best_and_the_worst_by_the_good_side_of_an_outcome(pick: str, outcome: str, place: int) -> None:
    runs = columns(trust=[0.4, 0.1, 0.9, NAN], risk=[0.1, 0.2, 0.3, 0.4], incidents=[NAN, 1, 1, 5])
    assert chosen(runs, pick, outcome) == place


def test_the_most_typical_is_near_all_medians() -> None:
    runs = columns(trust=[0.1, 0.5, 0.5, 0.9, 0.5], risk=[0.5, 0.9, 0.52, 0.5, NAN], media=[0.3] * 5)
    assert chosen(runs, "typical", "trust") == 2
    assert chosen(columns(trust=[0.5, 0.5]), "typical", "trust") == 0


def test_an_outcome_has_to_be_one_with_a_better_side_and_a_value() -> None:
    assert checked("media", "typical") == "media"
    with pytest.raises(InputError, match="no better side"):
        checked("media", "best")
    with pytest.raises(InputError, match="did you mean trust"):
        checked("trusst", "best")
    with pytest.raises(WorkError, match="no run has a value"):
        chosen(columns(trust=[NAN, NAN]), "best", "trust")


WORLD = load("top_x").set({"run.weeks": 12})


@pytest.fixture
def stored(tmp_path: Path) -> Callable[..., Stored]:
    """Return what leaves a file of runs of two scenarios with a manifest, with some columns otherwise."""

    def leave(**other: Any) -> Stored:
        rows = [{"scenario": name, "run": run, "seed": run + 3, "error": None} | played(run + 3)
                for name in ("top_x", "twin") for run in range(2)]  # fmt: skip
        table = pa.Table.from_pylist([row | other for row in rows])
        parquet.write_table(table, tmp_path / "runs.parquet")
        twins = [{**WORLD.to_dict(), "name": name} for name in ("top_x", "twin")]
        manifest = {"program": "casusoverleg", "scenarios": twins}
        (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
        return read(tmp_path / "runs.parquet")

    return leave


def played(seed: int) -> dict[str, float | None]:
    found = play(WORLD, seed).outcomes
    return {name: None if np.isnan(value) else value for name, value in found.items()}


def test_a_stored_run_is_retold_as_it_was(stored: Callable[..., Stored]) -> None:
    runs = stored()
    picked = from_row(runs, 3)
    assert (picked.scenario.name, picked.seed, picked.scenario.weeks) == ("twin", 4, 12)
    runs.compare(3, play(picked.scenario, picked.seed).outcomes)
    assert "row 3 of runs.parquet" in picked.text(words_in("en"))


def test_a_run_that_cannot_be_retold_is_refused(stored: Callable[..., Stored]) -> None:
    outcomes = play(WORLD, 3).outcomes
    with pytest.raises(WorkError, match=r"row 0.*changed since; 1 outcomes differ, trust is .* and was 0.123"):
        stored(trust=0.123).compare(0, outcomes)
    with pytest.raises(WorkError, match=r"risk is .* and was nan"):
        stored(risk=None).compare(0, outcomes)


def test_a_run_is_picked_among_those_of_one_scenario(stored: Callable[..., Stored]) -> None:
    runs = stored()
    effects = runs.outcomes["network_effectiveness"]
    first, twin = (from_file(runs, "best", "network_effectiveness", name) for name in (None, "twin"))
    assert (first.scenario.name, twin.scenario.name) == ("top_x", "twin")
    assert (first.row, twin.row) == (int(np.argmax(effects[:2])), 2 + int(np.argmax(effects[2:])))
    assert (twin.runs, twin.value) == (2, max(effects))
    assert "Of 2 runs, this one is the best: network effectiveness is" in first.text(words_in("en"))
    with pytest.raises(InputError, match="no runs of this scenario"):
        from_file(runs, "best", "trust", "fixed_faces")


def test_a_point_of_a_sweep_is_the_world_of_its_runs(stored: Callable[..., Stored]) -> None:
    runs = stored(**{"trust.initial": 0.9})
    assert from_row(runs, 0).scenario.value("trust.initial") == 0.9
    assert "With Trust at the start = 0.9." in from_row(runs, 0).text(words_in("en"))


def test_what_is_no_run_is_refused(stored: Callable[..., Stored], tmp_path: Path) -> None:
    runs = stored(error="it broke")
    for row, problem in [(4, "no such row"), (-1, "no such row"), (0, "this run failed")]:
        with pytest.raises(InputError, match=problem):
            from_row(runs, row)
    (tmp_path / "manifest.json").write_text('{"program": "other"}', "utf-8")
    with pytest.raises(InputError, match="needs the manifest"):
        read(tmp_path / "runs.parquet")
    parquet.write_table(pa.table({"week": [1]}), tmp_path / "weeks.parquet")
    (tmp_path / "text.parquet").write_text("no table", "utf-8")
    for name, problem in [("weeks", "no run seeds"), ("text", "no file of runs"), ("none", "no such file")]:
        with pytest.raises(InputError, match=problem):
            read(tmp_path / f"{name}.parquet")


def test_every_outcome_of_a_run_is_compared(stored: Callable[..., Stored]) -> None:
    assert set(stored().outcomes) == set(OUTCOMES)
