"""Sweeps from Python: every run once, in order, whatever plays them and wherever they are kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.designs import Plan, designed, read_factor
from experiments.sweep import sweep
from experiments.sweep.chunk import Chunk, chunk_named, chunks_left, replications_together
from experiments.sweep.estimate import estimate
from experiments.sweep.playing import Crew
from experiments.sweep.study import Study
from scenarios import load
from sim.errors import InputError
from sim.outcomes import OUTCOMES
from sim.runs import run_seeds, simulate

WORLD = load("top_x").set({"run.weeks": 4})
VARY = {"trust.initial": "0:1:3", "process_management.form": ["nao", "self_governed"]}


def study(*texts: str, kind: str = "grid", seed: int = 1, size: int | None = None) -> Study:
    plan = Plan(kind, tuple(map(read_factor, texts)), size)
    return Study(WORLD, designed(plan, WORLD.values, seed), seed)


def test_every_point_has_every_run_on_the_same_seeds() -> None:
    frame = sweep(WORLD, VARY, runs=3, seed=5)
    assert list(frame.columns) == ["point", "run", *VARY, "seed", *OUTCOMES, "error"]
    assert frame["point"].tolist() == [point for point in range(6) for _ in range(3)]
    assert frame["run"].tolist() == [0, 1, 2] * 6
    assert frame["seed"].tolist() == run_seeds(5, 3).tolist() * 6
    assert frame["trust.initial"].tolist() == [0.0] * 6 + [0.5] * 6 + [1.0] * 6
    assert frame["process_management.form"].tolist() == (["nao"] * 3 + ["self_governed"] * 3) * 3
    assert frame["error"].isna().all()


def test_a_point_of_a_sweep_is_what_simulate_gives_for_it() -> None:
    frame = sweep(WORLD, VARY, runs=3, seed=5)
    alone = simulate(WORLD.set({"trust.initial": 0.5, "process_management.form": "self_governed"}), runs=3, seed=5)
    here = frame[frame["point"] == 3]
    for name in OUTCOMES:
        np.testing.assert_array_equal(here[name].to_numpy(), alone[name], err_msg=name)


def test_neither_workers_nor_folder_nor_interruptions_change_a_bit(tmp_path: Path) -> None:
    whole = sweep(WORLD, VARY, runs=7, workers=1)
    pd.testing.assert_frame_equal(sweep(WORLD, VARY, runs=7, workers=3), whole, check_exact=True)
    sweep(WORLD, VARY, runs=2, folder=tmp_path / "kept")
    pd.testing.assert_frame_equal(sweep(WORLD, VARY, runs=7, folder=tmp_path / "kept"), whole, check_exact=True)
    with ThreadPoolExecutor(2) as executor:
        pd.testing.assert_frame_equal(sweep(WORLD, VARY, runs=7, executor=executor), whole, check_exact=True)


def test_worlds_of_other_sizes_and_lengths_stand_beside_each_other() -> None:
    frame = sweep(
        WORLD,
        {"network.care_organisations": "1:9:3", "run.weeks": [3, 6], "cases.arrivals_per_year": [10.0, 300.0]},
        runs=2,
    )
    for point, rows in frame.groupby("point"):
        names = ("network.care_organisations", "run.weeks", "cases.arrivals_per_year")
        values = {name: rows[name].iloc[0].item() for name in names}
        alone = simulate(WORLD.set(values), runs=2)
        np.testing.assert_array_equal(rows["trust"].to_numpy(), alone["trust"], err_msg=f"{point} {values}")


@pytest.mark.parametrize(
    ("vary", "more", "said"),
    [
        ({}, {}, "^vary: nothing varies"),
        ({"trust.inital": [0, 1]}, {}, "vary: trust.inital: .*did you mean trust.initial"),
        ({"trust.initial": [0, 2]}, {}, "trust.initial: got 2"),
        ({"trust.initial": 0.5}, {}, "trust.initial: got 0.5; allowed: a list"),
        ({"trust.initial": "0:1"}, {}, "in how many values"),
        ({"trust.initial": [0, 1]}, {"runs": 0}, "runs: got 0"),
        ({"trust.initial": [0, 1]}, {"design": "gird"}, "^design: .*did you mean grid"),
        ({"trust.initial": [0, 1]}, {"design": "sobol", "points": 1}, "^points: got 1; .*power of 2 from 2 to 524288"),
    ],
)
def test_wrong_sweeps_are_told(vary: dict[str, object], more: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        sweep(WORLD, vary, **more)


def test_a_point_that_is_no_world_is_told_before_anything_is_played() -> None:
    nobody = {f"network.{domain}_organisations": [0, 1] for domain in ("care", "safety", "social")}
    with pytest.raises(InputError, match="no organisation at all"):
        sweep(WORLD, nobody, runs=1)


class Dice:
    """A model of one throw, which the scenario moves; fails or kills its process where the test wants it."""

    def __init__(self, scenario: Any, rng: int, *, agents: Mapping[str, type] | None = None) -> None:
        self.rng, self.trust = rng, float(scenario.value("trust.initial"))

    def run(self) -> None:
        """Throw."""

    def outcomes(self) -> dict[str, float]:
        """Return the throw."""
        return {"trust": self.trust + self.rng % 1000, "luck": 1.0}


class Unlucky(Dice):
    """Fails in one run of one point."""

    def run(self) -> None:
        if self.trust == 0.5 and self.rng == int(run_seeds(1, 3)[2]):
            raise ZeroDivisionError("no luck")


class Deadly(Dice):
    """Takes its process with it in that run."""

    def run(self) -> None:
        if self.trust == 0.5 and self.rng == int(run_seeds(1, 3)[2]):
            os._exit(3)


@pytest.mark.parametrize(("model", "reason"), [(Unlucky, "ZeroDivisionError: no luck"), (Deadly, "a worker process")])
def test_a_run_that_fails_is_a_row_with_its_error_and_the_rest_goes_on(model: Any, reason: str) -> None:
    frame = sweep(WORLD, {"trust.initial": "0:1:11"}, runs=4, model=model, workers=2)
    failed = frame[frame["error"].notna()]
    assert failed[["trust.initial", "run", "seed"]].to_numpy().tolist() == [[0.5, 2, int(run_seeds(1, 3)[2])]]
    assert reason in failed["error"].item()
    assert failed["trust"].isna().all()
    others = frame[frame["error"].isna()]
    assert len(others) == 43
    assert (others["trust"] == others["trust.initial"] + others["seed"] % 1000).all()
    assert (others["luck"] == 1.0).all()


def test_a_failing_run_of_the_engine_is_a_row_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.engine.rooms import Rooms
    from sim.errors import WorkError

    play, unlucky = Rooms.play, int(run_seeds(1, 3)[2])

    def failing(rooms: Rooms, scenario: Any, seeds: tuple[int, ...], **more: Any) -> Any:
        if unlucky in seeds and scenario.value("trust.initial") == 0.5:
            raise WorkError("the engine gave up with status 1")
        return play(rooms, scenario, seeds, **more)

    whole = sweep(WORLD, VARY, runs=4)
    monkeypatch.setattr(Rooms, "play", failing)
    frame = sweep(WORLD, VARY, runs=4)
    failed = frame["error"].notna()
    assert frame[failed][["point", "run"]].to_numpy().tolist() == [[2, 2], [3, 2]]
    pd.testing.assert_frame_equal(frame[~failed], whole[~failed], check_exact=True)


def test_a_chunk_is_found_again_by_the_name_of_its_file() -> None:
    chunk = Chunk(3, 7, 100, 200)
    assert chunk_named(chunk.name) == chunk
    assert chunk_named(f"{chunk.name}.partial") is None
    assert chunk_named("study.json") is None
    assert [single.runs for single in chunk.singly()] == [1] * chunk.runs


@pytest.mark.parametrize(("runs", "points", "workers"), [(20, 11, 2), (826, 121, 2), (3, 1000, 4), (1, 1, 8)])
def test_chunks_cover_every_run_once_replication_by_replication(runs: int, points: int, workers: int) -> None:
    slices = [range(first, min(first + 60, points)) for first in range(0, points, 60)]
    done = np.zeros((runs, len(slices)), np.bool_)
    done[0, 0] = True
    together = replications_together(runs, points, slices, workers)
    left = chunks_left(done, slices, together)
    played = np.zeros((runs, points), int)
    for chunk in left:
        played[chunk.first_run : chunk.end_run, chunk.first : chunk.end] += 1
    assert (played[0, :60] == 0).all()
    played[0, :60] = 1
    assert (played == 1).all()
    starts = [chunk.first_run for chunk in left]
    assert starts == sorted(starts)
    assert max((chunk.runs for chunk in left), default=0) <= 500


def test_the_key_changes_with_all_that_runs_follow_from_and_nothing_else() -> None:
    base = study("trust.initial=0,1").key
    assert base == study("trust.initial=0,1").key
    renamed = Study(WORLD.__class__.from_dict({**WORLD.to_dict(), "name": "other"}), study("trust.initial=0,1").design)
    assert base == renamed.key
    others = [
        study("trust.initial=0,1", seed=2),
        study("trust.initial=0,0.9"),
        study("mandate.share=0,1"),
        Study(WORLD.set({"media.baseline": 0.9}), study("trust.initial=0,1").design),
        Study(WORLD, study("trust.initial=0,1").design, model=Dice),  # type: ignore[arg-type]  # a stand-in
    ]
    assert len({base, *(other.key for other in others)}) == 1 + len(others)


def test_an_estimate_grows_with_the_runs() -> None:
    few, many = (estimate(study("trust.initial=0:1:5"), runs, Crew.of(1)) for runs in (10, 10_000))
    assert 0 < few.seconds < many.seconds
    assert many.size == pytest.approx(1000 * few.size)
    assert many.most > many.size > 10_000 * 5 * 8 * 10
