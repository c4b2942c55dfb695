"""Many scenarios at a glance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.text import Text

from experiments.figures.overview import overview_figure
from experiments.overview import lines, ranked
from experiments.pair import Pair
from experiments.runner import Runs
from experiments.words import words_in
from scenarios import load
from sim.outcomes import OUTCOMES

STEPS = {"clear": 0.1, "small": 0.01, "none": 0.0, "down": -0.1}


def world(name: str, step: float) -> Runs:
    outcomes = {outcome: np.linspace(0.4, 0.6, 50) for outcome in OUTCOMES}
    outcomes["trust"] = outcomes["trust"] + step + np.linspace(-1e-3, 1e-3, 50) * bool(step)
    return Runs(replace(load("top_x"), name=name, title=load("top_x").title), np.arange(50), outcomes, {})


@pytest.fixture
def pairs() -> list[Pair]:
    return [Pair(world("top_x", 0.0), world(name, step)) for name, step in STEPS.items()]


def test_ranked_from_highest_to_lowest(pairs: list[Pair]) -> None:
    assert [pair.other.scenario.name for pair in ranked(pairs[::-1], "trust")] == ["clear", "small", "none", "down"]


def test_each_mark_stands_where_its_verdict_holds(pairs: list[Pair]) -> None:
    table = lines(pairs, words_in("en"), ["trust", "risk"])
    marks = [row.split()[-3] for row in table[1:5]]
    assert marks == ["▲", "△", "≈", "▼"]
    assert all("≈" in row.split()[-1] for row in table[1:5])  # risk never differs
    assert "hardly any difference" in table[-1]


def test_the_figure_names_every_scenario_and_outcome(pairs: list[Pair]) -> None:
    figure = overview_figure(pairs, words_in("nl"), ["trust", "risk"], footer="onderaan")
    texts = [label.get_text() for label in figure.findobj(Text)]
    assert texts.count("Top X zoals onderzocht") == 4
    assert {"Onderling vertrouwen", "Risico", "onderaan"} <= set(texts)
