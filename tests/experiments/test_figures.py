"""What the figures show."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from experiments.contenders import contenders
from experiments.figures import look
from experiments.figures.courses import courses_figure
from experiments.figures.forest import forest_figure
from experiments.headlines import COURSES, listed
from experiments.options import settings_text
from experiments.pair import Pair
from experiments.runner import Runs, play
from experiments.words import words_in
from scenarios import load
from sim.outcomes import OUTCOMES
from sim.parameters import Value
from sim.runs import run_seeds

_HEADINGS = 20.0  # pixels, of what stands on a panel

MANY: dict[str, Value] = {
    "trust.initial": 0.8,
    "mandate.share": 0.9,
    "media.baseline": 0.1,
    "continuity.same_faces": 0.95,
    "informal_contact.events_per_year": 12,
    "network.table_size": 12,
    "network.core_members": 5,
}


@pytest.fixture
def pair(stand_in: type) -> Pair:
    names = ("top_x", "media_storm")
    worlds = [load(name).set({"run.weeks": 80}) for name in names]
    worlds[1] = worlds[1].set({"trust.initial": 0.7})
    baseline, other = (play(world, run_seeds(1, 20), workers=1) for world in worlds)
    return Pair(baseline, other)


def texts(figure: Figure) -> list[str]:
    return [label.get_text() for label in figure.findobj(Text)]


def points(figure: Figure) -> list[Line2D]:
    return [line for axes in figure.axes for line in axes.lines if line.get_marker() == "o"]


def place(point: Line2D) -> float:
    return float(np.asarray(point.get_xdata(), dtype=float)[0])


@pytest.mark.parametrize("language", ["en", "nl"])
def test_courses_name_outcomes_worlds_bands_and_what_is_under_a_picture(pair: Pair, language: str) -> None:
    words = words_in(language)
    said = texts(courses_figure([pair.baseline, pair.other], words, footer="12 pairs"))
    for name in COURSES:
        assert OUTCOMES[name].title[language] in said
    for expected in (*pair.titles(language), words("figure.half"), words("figure.nine"), "12 pairs"):
        assert expected in said
    assert words("figure.report") in said


def test_baseline_is_dashed_and_hollow_the_other_solid_and_filled(pair: Pair) -> None:
    figure = courses_figure([pair.baseline, pair.other], words_in("en"), footer="")
    for axes in figure.axes:
        hollow, filled = (line for line in axes.lines if line.get_marker() == "o")
        assert same_color(hollow.get_markerfacecolor(), "white")
        assert same_color(filled.get_markerfacecolor(), look.B)
        medians = [line for line in axes.lines if line.get_linewidth() > 2]
        assert [line.is_dashed() for line in medians] == [True, False]
        assert [line.get_color() for line in medians] == [look.A, look.B]
        assert 2 <= len(axes.get_yticks()) <= 6


def test_labels_at_the_end_of_lines_keep_apart(pair: Pair) -> None:
    same = courses_figure([pair.baseline, pair.baseline], words_in("en"), footer="")
    same.draw_without_rendering()
    for axes in same.axes:
        low, high = sorted(
            (label.get_window_extent() for label in axes.texts if label.get_text()[:2] in ("A ", "B ")),
            key=lambda box: box.y0,
        )
        assert low.y1 <= high.y0 + 1


def test_axis_never_zooms_in_on_trifles(stand_in: type) -> None:
    flat = play(load("top_x").set({"run.weeks": 5}), run_seeds(1, 3), workers=1)
    weekly = {name: np.full_like(series, 0.999) for name, series in flat.weekly.items()}
    figure = courses_figure(
        [Runs(flat.scenario, flat.seeds, flat.outcomes, weekly)], words_in("en"), footer=""
    )
    for axes in figure.axes:
        low, high = axes.get_ylim()
        assert high - low >= 0.2 - 1e-9
        assert high <= 1 + 1e-9


def test_a_run_of_one_week_and_a_series_without_values(stand_in: type) -> None:
    short = play(load("top_x").set({"run.weeks": 1}), run_seeds(1, 2), workers=1)
    figure = courses_figure([short], words_in("en"), footer="")
    assert len(figure.axes) == len(COURSES)


def test_forest_has_a_row_for_each_headline_and_groups_apart(pair: Pair) -> None:
    words = words_in("nl")
    figure = forest_figure(pair, words, footer="12 paren")
    rows = [*listed("collaboration"), *listed("cases")]
    said = texts(figure)
    assert len(points(figure)) == len(rows)
    heights = {label.get_text(): label.get_position()[1] for label in figure.axes[0].texts}
    assert heights["Samenwerking"] < heights["Kwaliteit van de samenwerking"] < heights["Casussen"]
    assert heights["Casussen"] < heights["Risico"] < heights["Aandeel dwang"]
    assert heights["Aandeel dwang"] - heights["Risico"] == 1
    assert words("honesty.assumption") in said
    assert "12 paren" in said


def test_forest_fills_a_point_only_where_the_interval_is_clear_of_zero(pair: Pair) -> None:
    figure = forest_figure(pair, words_in("en"), footer="")
    found = [
        pair.differences[outcome.name] for group in ("collaboration", "cases") for outcome in listed(group)
    ]
    filled = [same_color(point.get_markerfacecolor(), look.INK) for point in points(figure)]
    assert filled == [not difference.contains_zero for difference in found]
    assert len(set(filled)) == 2
    for point, difference in zip(points(figure), found, strict=True):
        assert np.sign(place(point)) == np.sign(difference.mean)


def test_forest_of_identical_worlds(pair: Pair) -> None:
    figure = forest_figure(Pair(pair.baseline, pair.baseline), words_in("en"), footer="")
    assert {place(point) for point in points(figure)} == {0.0}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_nothing_is_cut_off(pair: Pair, language: str) -> None:
    words = words_in(language)
    for figure in (
        courses_figure([pair.baseline, pair.other], words, footer="x"),
        courses_figure([pair.other], words, footer="x"),
        forest_figure(pair, words, footer="x"),
    ):
        figure.draw_without_rendering()
        for label in figure.findobj(Text):
            if label.get_text() and label.get_visible():
                box = label.get_window_extent()
                assert box.x0 >= 0, label.get_text()
                assert box.x1 <= figure.bbox.x1, label.get_text()


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_world_is_told_with_all_its_settings_and_nothing_stands_on_them(stand_in: type, language: str) -> None:
    words, told = words_in(language), settings_text(MANY, language)
    a, b = (play(world, run_seeds(1, 20), workers=1) for world in contenders(["top_x"], MANY).scenarios)
    for figure in (
        courses_figure([a, b], words, footer="x"),
        courses_figure([a], words, footer="x", settings=told),
        forest_figure(Pair(a, b), words, footer="x"),
    ):
        figure.draw_without_rendering()
        assert told in " ".join(texts(figure)).replace("\N{NO-BREAK SPACE}", " ")
        boxes = [label.get_window_extent() for label in figure.texts]
        above = [box for box in boxes if box.y0 > figure.bbox.y1 / 2]
        assert max(box.x1 for box in above) <= figure.bbox.x1
        assert all(not first.overlaps(second) for first, second in combinations(above, 2))
        assert min(box.y0 for box in above) > max(axes.get_window_extent().y1 for axes in figure.axes) + _HEADINGS


def test_files_are_the_same_again_and_leave_no_trace(pair: Pair, tmp_path: Path) -> None:
    before = dict(mpl.rcParams)
    for kind, start in (("png", b"\x89PNG"), ("svg", b"<?xml")):
        written = []
        for number in (1, 2):
            figure = courses_figure([pair.other], words_in("en"), footer="x")
            look.writer(figure, kind)(tmp_path / f"{number}.{kind}")
            written.append((tmp_path / f"{number}.{kind}").read_bytes())
        assert written[0] == written[1]
        assert written[0].startswith(start)
    assert dict(mpl.rcParams) == before
