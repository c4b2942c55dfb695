"""Many scenarios at a glance."""

from __future__ import annotations

import re
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
    rows = table[2:6]
    assert [row.split()[0] for row in rows] == ["clear", "small", "none", "down"]
    assert [row.split()[-3] for row in rows] == ["▲", "△", "≈", "▼"]
    assert all("≈" in row.split()[-1] for row in rows)  # risk never differs
    assert "hardly any difference" in " ".join(table[6:])


def test_each_title_ends_where_its_column_ends(pairs: list[Pair]) -> None:
    risk, trust, *rows = lines(pairs, words_in("en"), ["trust", "risk"])[:6]
    assert (risk.strip(), trust.split()[-3:]) == ("Risk", ["Mutual", "trust", "│"])
    assert len(risk) == len(trust) == len(rows[0]) + 1  # a mark has room for two signs
    assert trust.index("trust") + len("trust") == rows[0].index("▲") + 2


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_column_has_as_many_decimals_in_every_row(pairs: list[Pair], language: str) -> None:
    tiny = Pair(world("top_x", 0.0), world("tiny", 0.0002))
    tiny.other.outcomes["trust"] = tiny.baseline.outcomes["trust"] + 0.0002
    for shown, decimals in ((pairs, 3), ([*pairs, tiny], 4)):
        numbers = [row.split()[-4] for row in lines(shown, words_in(language), ["trust", "risk"])[2 : 2 + len(shown)]]
        assert {len(re.split("[.,]", number)[1]) for number in numbers} == {decimals}


def test_everything_is_told_in_as_many_tables_as_it_takes(pairs: list[Pair]) -> None:
    words = words_in("nl")
    told = "\n".join(lines(pairs, words, ["trust", "risk"], everything=True))
    assert all(outcome.title.nl in told for outcome in OUTCOMES.values())
    assert max(map(len, told.splitlines())) <= 118
    assert OUTCOMES["media"].title.nl not in "\n".join(lines(pairs, words, ["trust", "risk"]))


def test_the_figure_names_every_scenario_and_outcome(pairs: list[Pair]) -> None:
    figure = overview_figure(pairs, words_in("nl"), ["trust", "risk"], footer="onderaan")
    texts = [label.get_text() for label in figure.findobj(Text)]
    assert texts.count("Top X zoals onderzocht") == 4
    assert {"Onderling vertrouwen", "Risico", "onderaan"} <= set(texts)


@pytest.mark.parametrize("step", [0.013, 0.09, 0.142, 0.178, 0.245, 0.31, 0.77])
def test_ticks_stand_where_they_say(step: float) -> None:
    figure = overview_figure([Pair(world("top_x", 0.0), world("b", step))], words_in("en"), ["trust"], footer="")
    (axes,) = figure.axes
    labels = [label.get_text().replace("\N{MINUS SIGN}", "-") for label in axes.get_xticklabels()]
    assert len(labels) >= 3
    assert [float(label) for label in labels] == pytest.approx(list(axes.get_xticks()))
