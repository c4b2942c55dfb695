"""What the figures of the patterns show: the map of forms, the forest of factors, the interview."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from experiments.figures import look
from experiments.figures.beside import origin
from experiments.figures.interview import interview_figure
from experiments.figures.table2 import table2_figure
from experiments.figures.table3 import table3_figure
from experiments.numbers import number_text
from experiments.patterns import interview
from experiments.patterns.declared import Claim, World, declared
from experiments.patterns.interview import Count
from experiments.patterns.map_of_forms import ALONE, FORMS, Cell, Map, design, map_of_forms
from experiments.patterns.measured import Columns, Verdict, judge
from experiments.patterns.relevance import smallest_relevant
from experiments.tables import as_csv
from experiments.words import words_in
from sim.outcomes import OUTCOMES
from sim.runs import simulate
from sim.text import LANGUAGES


def texts(figure: Figure) -> list[str]:
    return [label.get_text() for label in figure.findobj(Text) if label.get_text()]


def assert_nothing_is_cut_off(figure: Figure) -> None:
    figure.draw_without_rendering()
    for label in figure.findobj(Text):
        if label.get_text() and label.get_visible():
            box = label.get_window_extent()
            assert box.x0 >= 0, label.get_text()
            assert box.x1 <= figure.bbox.x1, label.get_text()
            assert box.y1 <= figure.bbox.y1, label.get_text()


def found_map(best: dict[str, str] | None = None) -> Map:
    """A map that says what Table 2 says, or what is given for the places of its rows; elsewhere an even mix."""
    cells = []
    for number, place in enumerate(design().places):
        row = design().form_of_row(place)
        winner = (best or {}).get(row, row) or [*FORMS, ALONE][number % 4]
        cells.append(Cell(place, row, dict.fromkeys([*FORMS, ALONE], 0.0), winner, 0.1, 0.1 * (number % 2), 0.2))
    return Map(design(), tuple(cells), runs=20, seed=1)


# Table 2.


def test_the_map_holds_the_rows_of_table_2() -> None:
    rows = {"self": "A1", "lead": "A2", "nao": "A3"}
    assert Counter(map(design().form_of_row, design().places)) == {"": 74, "self": 1, "lead": 2, "nao": 4}
    place = next(place for place in design().places if design().form_of_row(place) == "self")
    pattern = next(one for one in declared().all if one.name == rows["self"])
    assert declared().scenario(pattern.claims[0].more[0]) == design().scenario("self", place)
    assert {one.row: one.name for one in declared().all if one.row} == rows


def test_a_map_is_played_and_says_who_is_best(stand_in: type) -> None:
    heard: list[tuple[int, int]] = []
    found = map_of_forms(4, 2, workers=1, progress=lambda done, total: heard.append((done, total)))
    assert heard[-1] == (81 * 3 * 4, 81 * 3 * 4)
    for cell in found.cells:
        assert cell.effectiveness[cell.best] == max(cell.effectiveness.values())
        assert cell.effectiveness[ALONE] == 0
        assert cell.low <= cell.margin <= cell.high
    lines = as_csv(found.table, "en").splitlines()
    assert len(lines) == 82
    assert lines[0] == "trust,members,consensus,need,self,lead,nao,best,margin,margin_low,margin_high,row_of_table_2"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_shows_every_cell_and_names_every_level(language: str) -> None:
    words = words_in(language)
    found = found_map()
    figure = table2_figure(found, words, footer="below")
    assert_nothing_is_cut_off(figure)
    said = texts(figure)
    letters = Counter(said)
    for name in (*FORMS, ALONE):
        cells = sum(cell.best == name for cell in found.cells)
        assert letters[words(f"figure.table2.letter.{name}")] == cells + 1  # and once in the key
        assert words(f"figure.table2.form.{name}") in said
    clear = sum(bool(cell.row) and cell.clear for cell in found.cells)
    assert 0 < clear < 7
    assert words("figure.table2.title", agree=7, cells=7, clear=clear) in said
    assert "below" in said
    for level in ("few", "moderate", "many"):
        assert words(f"figure.table2.members.{level}") in said


def test_the_title_counts_only_what_agrees() -> None:
    words = words_in("en")
    found = found_map({"lead": "nao"})
    clear = sum(cell.row in ("self", "nao") and cell.clear for cell in found.cells)
    assert words("figure.table2.title", agree=5, cells=7, clear=clear) in texts(table2_figure(found, words, footer=""))


def test_rows_are_outlined_and_what_is_not_clear_is_pale() -> None:
    found = found_map()
    figure = table2_figure(found, words_in("en"), footer="")
    boxes = figure.findobj(Rectangle)
    outlines = [box for box in boxes if box.get_linewidth() == 3.0]
    assert sorted(box.get_width() * box.get_height() for box in outlines) == [1, 2, 4]
    dark = [box for box in boxes if box.get_linewidth() == 0.8 and same_color(box.get_edgecolor(), look.INK)]
    assert len(dark) == sum(cell.clear for cell in found.cells) + 4


# Table 3.


@pytest.fixture(scope="module")
def played() -> tuple[list[Verdict], dict[World, Columns]]:
    patterns = [one for one in declared().all if one.group == "B"]
    runs: dict[World, Columns] = {}

    @cache
    def play(world: World) -> Columns:
        runs[world] = simulate(declared().scenario(world).set({"run.weeks": 20}), runs=4, seed=3, workers=1)
        return runs[world]

    return [judge(one, play, switch_off=False) for one in patterns], runs


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_forest_names_every_claim(language: str, played: tuple[list[Verdict], dict[World, Columns]]) -> None:
    verdicts, runs = played
    words = words_in(language)
    figure = table3_figure(verdicts, runs.__getitem__, words, footer="below")
    assert_nothing_is_cut_off(figure)
    said = texts(figure)
    claims = [each for verdict in verdicts for each in (*verdict.claims, *verdict.reports)]
    assert len([text for text in said if text[:2] in ("▲ ", "▼ ")]) == len(claims)
    for verdict in verdicts:
        assert verdict.pattern.name in said
        assert verdict.pattern.says[language][:20] in " ".join(said)
        for each in verdict.claims:
            if each.claim.outcome in OUTCOMES:
                assert any(OUTCOMES[each.claim.outcome].title[language] in text for text in said)
    assert "below" in said
    held = sum(bool(verdict.holds) for verdict in verdicts)
    title = words("figure.table3.title", held=held, patterns=11)
    assert any(text.startswith(title) for text in said)


def test_the_title_counts_what_holds_by_too_little(played: tuple[list[Verdict], dict[World, Columns]]) -> None:
    words, (verdict, *_) = words_in("en"), played[0]
    ends = {"large": (0.5, 0.6), "small": (0.001, 0.002)}  # of quality, in which 0.02 matters
    claims = {name: replace(verdict.claims[0], low=low, high=high) for name, (low, high) in ends.items()}
    reports = (claims["small"],)
    made = [replace(verdict, claims=(claims[name],), reports=reports) for name in ("large", "small", "large")]
    figure = table3_figure(made, played[1].__getitem__, words, footer="")
    assert_nothing_is_cut_off(figure)
    said = texts(figure)
    assert words("figure.table3.title", held=3, patterns=3) + words("validate.small", count=1) in said


def test_points_stand_where_the_differences_are(played: tuple[list[Verdict], dict[World, Columns]]) -> None:
    verdicts, runs = played
    figure = table3_figure(verdicts, runs.__getitem__, words_in("en"), footer="")
    points = [line for line in figure.axes[0].lines if line.get_marker() in ("o", "D")]
    claims = [each for verdict in verdicts for each in (*verdict.claims, *verdict.reports)]
    for point, each in zip(points, claims, strict=True):
        unit = smallest_relevant(each.claim, runs.__getitem__)
        assert np.asarray(point.get_xdata(), float)[0] == pytest.approx(each.mean / unit, nan_ok=True)
        sure = each.holds or each.contradicted
        assert same_color(point.get_markerfacecolor(), "white") is not sure


def test_what_rises_and_what_falls_is_told_as_the_factor_rises(
    played: tuple[list[Verdict], dict[World, Columns]],
) -> None:
    said = texts(table3_figure(played[0], played[1].__getitem__, words_in("en"), footer=""))
    assert "▼ Weeks to a plan" in said  # more faces, fewer weeks
    assert "▲ Alliance with the client" in said
    assert "▲ Agreements kept (structure)" in said
    assert "▲ Joint plans (0.1 to 0.5)" in said


def test_what_matters_is_seen_from_the_lower_side() -> None:
    more, less = World((("trust.initial", 0.7),)), World((("trust.initial", 0.2),))
    rows: dict[World, Columns] = {
        more: {"shifts": np.array([8.0, 12.0]), "conferences": np.array([2.0, 2.0])},
        less: {"shifts": np.array([0.0, 0.0]), "conferences": np.array([2.0, 2.0])},
    }
    claim = Claim("shifts / conferences", (more,), (less,))
    assert claim.parts[0].name == "shifts"
    assert smallest_relevant(claim, rows.__getitem__) == pytest.approx(0.05 * 5)  # none in the lower
    turned = Claim("shifts / conferences", (less,), (more,))
    assert smallest_relevant(turned, rows.__getitem__) == pytest.approx(0.05 * 5)
    assert Claim("quality", (more,), (less,)).parts[0].name == "collaboration_quality"


# The interview.


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_interview_shows_every_question_and_who_misses(language: str) -> None:
    words = words_in(language)
    counts = [
        Count(question, 0, 1.0, 2, 0.25, 3.0) if number % 2 else Count(question, question.real[0], 9.0, 15, 0.75, 1.5)
        for number, question in enumerate(interview.declared().questions)
    ]
    figure = interview_figure(counts, words, footer=origin(words, words("figure.runs", count=100), 7))
    assert_nothing_is_cut_off(figure)
    said = texts(figure)
    for count in counts:
        assert count.question.asks[language] in said
    held = sum(count.holds for count in counts)
    assert words("figure.interview.title", held=held, questions=22, coins=15) in said
    means = {"en": ("11.0", "6.2"), "nl": ("11,0", "6,2")}[language]
    assert words("figure.interview.within", model=means[0], coin=means[1]) in said
    off = {"en": ("2.25", "1.15", "2.33"), "nl": ("2,25", "1,15", "2,33")}[language]
    told = dict(zip(("model", "base", "coin"), off, strict=True))
    middles = number_text(interview.order(counts), 2, language)
    assert words("figure.interview.score", **told, order=middles) in said
    points = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    filled = [same_color(point.get_markerfacecolor(), look.INK) for point in points]
    assert filled == [count.holds for count in counts]
    assert any(words("figure.seed", seed=7) in text for text in said)
    band, *bars = sorted(figure.axes[0].patches, key=lambda patch: patch.get_zorder())
    assert isinstance(band, Rectangle)
    assert (band.get_x(), band.get_x() + band.get_width()) == (pytest.approx(3.72), pytest.approx(11.28))  # 4 to 11
    for bar, count in zip(bars, counts, strict=True):
        assert isinstance(bar, Rectangle)
        least, most = count.question.real
        assert bar.get_x() < least
        assert bar.get_x() + bar.get_width() > most
