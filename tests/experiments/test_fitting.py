"""Intercepts fitted to magnitudes."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

import pytest

from experiments.patterns import fitting as module
from experiments.patterns.fittable import Fitting, Weight, fitting, read
from experiments.patterns.fitting import Trial, fitted, loss_of, search
from experiments.patterns.scoreboard import CHECKING
from experiments.patterns.targets import FIT, Figure, Found, Quantity, Target, declared
from scenarios import load
from sim.errors import InputError
from sim.parameters import PARAMETERS
from sim.text import Text

RESERVE, READINESS = "rules.acts.reserve", "rules.accepts.readiness"
PLAN = {"seeds": [5200], "runs": 4, "evaluations": 60, "least": 0.2}
ENTRIES: list[dict[str, Any]] = [{"name": RESERVE, "step": 0.4}, {"name": READINESS, "step": 0.2, "high": 1.0}]


def found(*values: float) -> Found:
    quantity = Quantity("it", 0.4, 0.6, 0.2)
    target = Target("it", FIT, "§5", Text("it"), (quantity,) * len(values))
    return Found(target, tuple(Figure(quantity, value) for value in values))


def test_the_loss_adds_up_squared_distances_of_rows_in_widths() -> None:
    assert loss_of([found(0.5), found(0.4, 0.6)]) == 0.0
    assert loss_of([found(0.8), found(0.5, 0.2)]) == pytest.approx(1.0 + 0.5)
    assert loss_of([found(math.nan)]) == pytest.approx(4.0)


SIZES = {  # beside intercepts
    *("legal.gap", "rules.differences.pair", "rules.differences.doubt"),
    *("rules.views.evidence", "rules.discloses.unshared"),
}


def test_what_may_be_fitted_has_no_size_in_any_source_and_keeps_within_its_bounds() -> None:
    asked = fitting()
    for weight in asked.weights:
        default = float(load("top_x").value(weight.name))
        assert PARAMETERS[weight.name].is_intercept or weight.name in SIZES
        assert weight.low <= default - weight.step < default + weight.step <= weight.high
    own = read(PLAN | {"weights": ENTRIES})
    assert own.weights[1].high == 1.0
    least = PARAMETERS[READINESS].low
    assert [own.weights[1].bounded(value) for value in (1.3, 0.123456, least - 0.1)] == [1.0, 0.1235, least]


def test_the_seed_for_checking_is_refused() -> None:
    assert CHECKING not in fitting().seeds
    with pytest.raises(InputError, match="9101"):
        read(PLAN | {"weights": ENTRIES, "seeds": [5200, CHECKING]})
    with pytest.raises(InputError, match="9101"):
        fitting().on(CHECKING)
    assert fitting().on(5300).seeds[0] == 5300


def test_a_weight_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match=RESERVE):
        read(PLAN | {"weights": [{"name": "rules.acts.reserves", "step": 0.1}]})


WEIGHTS = (Weight("one", 0.0, 4.0, 0.8), Weight("two", -1.0, 1.0, 0.4))


def test_the_search_finds_the_bottom_of_a_bowl() -> None:
    tried: list[tuple[float, ...]] = []

    def bowl(values: tuple[float, ...]) -> float:
        tried.append(values)
        one, two = values
        return (one - 2.6) ** 2 + 3.0 * (two + 0.3) ** 2 + 0.5 * (one - 2.6) * (two + 0.3)

    best = search(bowl, (0.5, 0.9), WEIGHTS, evaluations=200, least=0.01)
    assert best == pytest.approx((2.6, -0.3), abs=0.02)
    assert len(tried) < 120
    assert bowl(best) == min([bowl(values) for values in tuple(tried)])


def test_the_search_stays_within_bounds_and_evaluations() -> None:
    tried: list[tuple[float, ...]] = []

    def slope(values: tuple[float, ...]) -> float:
        tried.append(values)
        return -sum(values)

    assert search(slope, (0.5, 0.9), WEIGHTS, evaluations=100, least=0.1) == (4.0, 1.0)
    assert all(0.0 <= one <= 4.0 and -1.0 <= two <= 1.0 for one, two in tried)
    tried.clear()
    search(slope, (0.5, 0.9), WEIGHTS, evaluations=5, least=0.1)
    assert len(tried) == 5


def test_every_evaluation_is_a_line_of_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[Any] = []

    def measured(scenario: Any, seed: int, runs: int, *, only: Any, workers: Any) -> tuple[Found, ...]:
        asked_for.append((seed, runs, tuple(only)))
        return (found(0.4 + scenario.value(RESERVE) / 10.0),)

    monkeypatch.setattr(module, "measure", measured)
    asked = Fitting((5200, 5300), 4, 20, 0.4, read(PLAN | {"weights": ENTRIES[:1]}).weights)
    log, told = tmp_path / "made" / "fitting.csv", []
    trial = Trial(load("top_x").set({RESERVE: 3.0}), asked.weights, 5200, 4, log=log, tell=told.append)
    said = fitted(trial, asked)
    with log.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(told) == len(asked_for)
    assert rows[0]["values"] == f"{RESERVE}=3" and rows[0]["rows"] == "it=0.7" and float(rows[0]["loss"]) == 0.25
    assert {int(row["seed"]) for row in rows} == {5200, 5300}
    assert {only for _, _, only in asked_for} == {tuple(one.name for one in declared() if one.use == FIT)}
    best = min(rows, key=lambda row: float(row["loss"]))
    assert float(best["loss"]) == 0.0
    assert said[1].split()[:2] == [RESERVE, "3"] and "0.250" in said[-1] and said[-1].endswith("0.000")
