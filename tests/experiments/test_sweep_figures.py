"""Figures of sweeps: the same value at the same place, runs without a value marked, labels told apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.figure import Figure

from experiments.designs import Plan, designed, read_factor
from experiments.figures.along import short_values
from experiments.figures.sweep import sweep_figure
from experiments.sweep.points import Points
from experiments.words import words_in
from scenarios import load

WHOLE, HOLED = "risk", "compulsory_share"  # the second has no value in some runs
Number = Callable[[int], float]


def points(kind: str, *varied: str, holed: Number = lambda point: 0.1 * point) -> Points:
    """Return points of two runs: one has no value where the first factor is lowest, both where it is highest."""
    factors = tuple(map(read_factor, varied))
    found = Points(designed(Plan(kind, factors), load("top_x").values, 1), (WHOLE, HOLED))
    count = len(found.design.points)
    rows = [(point, run) for point in range(count) for run in range(2)]
    lowest, *_, highest = np.argsort(found.factor(0), kind="stable").tolist()
    gone = {(lowest, 1), (highest, 0), (highest, 1)}
    values = {
        WHOLE: [0.2 + 0.01 * point for point, _ in rows],
        HOLED: [np.nan if row in gone else holed(row[0]) for row in rows],
    }
    errors = pa.array([None] * len(rows), "string")
    found.see(pa.table({"point": [point for point, _ in rows], **values, "error": errors}))
    return found


def drawn(found: Points, outcomes: Sequence[str] = (WHOLE, HOLED)) -> Figure:
    figure = sweep_figure(found, outcomes, words_in("en"), title="A world", footer="below")
    figure.canvas.draw()
    return figure


def said(figure: Figure) -> str:
    return " ".join(text.get_text() for text in figure.texts)


def open_dots(axes: Axes) -> list[float]:
    """Return where along the axis open dots stand."""
    lines = [line.get_xydata() for line in axes.lines if line.get_markerfacecolor() == "white"]
    clouds = [each for each in axes.collections if isinstance(each, PathCollection) and not len(each.get_facecolor())]
    places = [*lines, *(np.ma.filled(cloud.get_offsets(), np.nan) for cloud in clouds)]
    return [float(x) for each in places for x, y in each if np.isfinite(y)]


def test_means_count_and_miss_only_runs_that_ended_without_a_value() -> None:
    found = points("grid", "trust.initial=0:1:3")
    frame = found.frame()
    assert list(frame.columns)[-6:] == [WHOLE, f"{WHOLE}_sd", f"{WHOLE}_n", HOLED, f"{HOLED}_sd", f"{HOLED}_n"]
    assert frame[[f"{WHOLE}_n", f"{HOLED}_n"]].to_numpy().tolist() == [[2, 1], [2, 2], [2, 0]]
    failed = pa.table({"point": [0, 0], HOLED: [0.5, None], WHOLE: [0.5, None], "error": [None, "no luck"]})
    broken = Points(designed(Plan("grid", found.design.factors), {}, 1), (WHOLE, HOLED))
    broken.see(failed)
    assert (broken.missing(HOLED).tolist(), broken.played.tolist()) == ([0], [1])


@pytest.mark.parametrize(
    ("kind", "varied"),
    [
        ("grid", ("trust.initial=0:1:5",)),
        ("one_at_a_time", ("trust.initial=0,0.3", "mandate.share=0:1:3")),
        ("latin_hypercube", ("trust.initial=0:1", "mandate.share=0:1", "culture.gap=0:1")),
    ],
    ids=lambda given: given if isinstance(given, str) else None,
)
def test_a_value_stands_at_the_same_place_in_every_panel_and_runs_without_one_are_marked(
    kind: str, varied: tuple[str, ...]
) -> None:
    found = points(kind, *varied)
    figure = drawn(found)
    whole, holed = figure.axes[0], figure.axes[len(figure.axes) // 2]
    assert whole.get_xlim() == holed.get_xlim()
    first = [point[0] for point in found.design.points]
    low, high = whole.get_xlim()
    assert low <= min(first) < max(first) <= high
    assert open_dots(whole) == []
    assert open_dots(holed) == pytest.approx([min(first)])
    assert "Open dot, or none" in said(figure)
    assert "Open dot" not in said(drawn(found, (WHOLE,)))


def test_a_heat_map_is_hatched_where_runs_have_no_value_and_its_labels_are_short_and_told_apart() -> None:
    close = points("grid", "trust.initial=0:1:4", "mandate.share=0:1:3", holed=lambda point: 0.155 + 0.002 * point)
    figure = drawn(close)
    whole, holed = (axes for axes in figure.axes if axes.get_xlabel())
    hatched = [
        [len(each.get_paths()) for each in axes.collections if isinstance(each, PolyCollection) and each.get_hatch()]
        for axes in (whole, holed)
    ]
    assert hatched == [[0], [2]]
    assert "Hatched" in said(figure)
    assert [label.get_text() for label in holed.get_yticklabels()] == ["0", "0.33", "0.67", "1"]
    bar = holed.collections[0].colorbar
    assert bar is not None
    written = [label.get_text() for label in bar.ax.get_yticklabels()]
    assert len(written) == len(set(written)) > 2


def test_short_values_say_what_is_exact_or_needed_to_tell_them_apart() -> None:
    assert short_values([0.0, 1 / 3, 2 / 3], "nl") == ["0", "0,33", "0,67"]
    assert short_values([0.125, 0.25], "en") == ["0.125", "0.25"]
    assert short_values([0.33301, 0.33302], "en") == ["0.33301", "0.33302"]
    assert short_values([2, 10], "en") == ["2", "10"]
    assert short_values(["nao"], "en") == ["nao"]
