"""Many runs: their seeds, the processes, and what does not depend on them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from experiments.sensitivity import sensitivity
from experiments.sweep import sweep
from scenarios import load
from sim.draws import run_seed
from sim.errors import InputError, WorkError
from sim.runs import each_batch, run_seeds, simulate

WORLD = load("top_x").set({"run.weeks": 52})
RUNS = 40  # enough weeks together for worker processes


class Dice:
    """A model of one throw: the same seed throws the same."""

    def __init__(self, scenario: Any, rng: int, *, agents: Mapping[str, type] | None = None) -> None:
        assert type(rng) is int
        self._throws = np.random.default_rng(rng).normal(size=int(scenario.value("run.weeks")))

    def run(self) -> None:
        """Do nothing more."""

    def outcomes(self) -> dict[str, float]:
        """Return the mean throw."""
        return {"trust": float(self._throws.mean()), "risk": float("nan")}

    def weekly(self) -> dict[str, npt.NDArray[np.float64]]:
        """Return the throws."""
        return {"trust": self._throws}


class Unlucky(Dice):
    """Fails in the run with the third seed."""

    def run(self) -> None:
        if abs(self._throws[0] - np.random.default_rng(int(run_seeds(1, 3)[2])).normal()) < 1e-12:
            raise ZeroDivisionError("no luck")


class Deadly(Dice):
    """Takes its process with it."""

    def run(self) -> None:
        os._exit(3)


DICE: Any = Dice
UNLUCKY: Any = Unlucky
DEADLY: Any = Deadly


def test_run_seeds_are_53_bits_of_blake2b_whatever_else_is_asked() -> None:
    seeds = run_seeds(7, 1000)
    digest = blake2b(b"('run', 7, 2)", digest_size=8).digest()
    assert seeds[2] == run_seed(7, 2) == int.from_bytes(digest, "big") >> 11
    assert seeds.dtype == np.int64
    assert len(set(seeds.tolist())) == 1000
    assert 0 <= seeds.min() < 2**50
    assert 2**52 < seeds.max() < 2**53
    assert (run_seeds(7, 10) == seeds[:10]).all()
    assert not set(run_seeds(8, 1000)) & set(seeds)
    assert (run_seeds(int(np.int64(7)), 10) == seeds[:10]).all()


@pytest.mark.parametrize("runs", [0, -3])
def test_less_than_one_run_is_refused(runs: int) -> None:
    with pytest.raises(InputError, match="runs"):
        run_seeds(1, runs)
    with pytest.raises(InputError, match="runs"):
        simulate(WORLD, runs=runs, model=DICE)


def test_less_than_one_worker_is_refused() -> None:
    with pytest.raises(InputError, match="workers"):
        simulate(WORLD, runs=2, workers=0, model=DICE)


PLAYED: dict[str, Any] = {
    "simulate": simulate,
    "sweep": partial(sweep, vary={"trust.initial": [0.2]}),
    "sensitivity": sensitivity,
}


@pytest.mark.parametrize("play", PLAYED.values(), ids=PLAYED)
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"scenario": "top_x"}, r"scenario: got 'top_x'; allowed: a Scenario, such as scenarios\.load\(\"top_x\"\)"),
        ({"runs": 2.5}, r"runs: got 2\.5; allowed: a whole number from 1"),
        ({"runs": "2"}, "runs: got '2'"),
        ({"seed": "a"}, "seed: got 'a'; allowed: a whole number"),
        ({"seed": None}, "seed: got None"),
    ],
)
def test_what_is_no_scenario_or_no_whole_number_is_refused(play: Any, asked: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        play(**{"scenario": WORLD, **asked})


def test_any_whole_number_of_numpy_is_one() -> None:
    counted: Any = np.int64(2)
    assert run_seed(counted, counted) == run_seed(2, 2)
    assert (simulate(WORLD, runs=counted, seed=counted, model=DICE)["seed"] == run_seeds(2, 2)).all()


def test_outcomes_and_series_have_a_row_a_run() -> None:
    rows = simulate(WORLD, runs=5, seed=3, model=DICE)
    weeks = simulate(WORLD, runs=5, seed=3, weekly=True, model=DICE)
    assert (rows["seed"] == run_seeds(3, 5)).all()
    assert (weeks["seed"] == rows["seed"]).all()
    assert rows["trust"].shape == (5,)
    assert np.isnan(rows["risk"]).all()
    assert weeks["trust"].shape == (5, 52)
    assert rows["trust"] == pytest.approx(weeks["trust"].mean(axis=1))


def test_workers_change_no_bit() -> None:
    alone, together = (simulate(WORLD, runs=RUNS, weekly=True, workers=workers, model=DICE) for workers in (1, 2))
    assert alone["trust"].tobytes() == together["trust"].tobytes()


def test_runs_come_in_the_order_of_their_seeds_and_report_progress() -> None:
    told: list[tuple[int, int]] = []
    seeds = run_seeds(1, RUNS).tolist()
    batches = each_batch(WORLD, seeds, model=DICE, workers=2, progress=lambda *now: told.append(now))
    assert [seed for batch in batches for seed in batch.seeds] == seeds
    assert told == [(done, RUNS) for done in range(1, RUNS + 1)]


def test_the_engine_plays_what_nobody_replaced_whatever_the_threads() -> None:
    rows = [simulate(WORLD, runs=RUNS, weekly=True, workers=workers) for workers in (1, 2, 3)]
    for name, series in rows[0].items():
        assert series.tobytes() == rows[1][name].tobytes() == rows[2][name].tobytes(), name


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failing_run_is_named_by_its_seed(workers: int) -> None:
    with pytest.raises(WorkError, match=str(run_seeds(1, 3)[2])) as caught:
        simulate(WORLD, runs=RUNS, workers=workers, model=UNLUCKY)
    assert "ZeroDivisionError: no luck" in str(caught.value)
    assert "top_x" in str(caught.value)


def test_a_worker_that_dies_is_told_and_the_next_work_goes_on() -> None:
    with pytest.raises(WorkError, match="worker process"):
        simulate(WORLD, runs=RUNS, workers=2, model=DEADLY)
    assert len(simulate(WORLD, runs=RUNS, workers=2, model=DICE)["trust"]) == RUNS


SCRIPT = """
import numpy as np
from scenarios import load
from sim.runs import simulate

class Mine:
    def __init__(self, scenario, rng, *, agents=None):
        self.rng = rng
    def run(self):
        pass
    def outcomes(self):
        return {"trust": float(self.rng % 1000)}

rows = simulate(load("top_x"), runs=20, workers=2, model=Mine)
print((rows["trust"] == rows["seed"] % 1000).all(), len(rows["trust"]))
"""


def test_a_script_without_main_guard_brings_its_own_class(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(SCRIPT)
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "mine.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.stdout.split(), done.returncode) == (["True", "20"], 0), done.stderr
