"""Differences: for each outcome a point and its interval round a zero line, collaboration and cases apart."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.answer import claim, interval_text, mean_text
from experiments.comparison import Difference
from experiments.figures import look
from experiments.figures.beside import beside, notes
from experiments.headlines import listed
from experiments.pair import Pair
from experiments.words import Words

_WIDTH = 11.0
_ROW = 0.32
_PLOT_LEFT, _PLOT_WIDTH, _NUMBER = 3.55, 4.1, 9.0
_HEAD, _FOOT = 1.6, 1.6
_GROUPS = ("collaboration", "cases")
_ROWS_BETWEEN_GROUPS = 0.7
_TICKS = (1, 5, 20, 100, 500)
_LEAST_REACH = 5.0
_LETTERS_IN_TITLE = 70
_TIMES = "\N{MULTIPLICATION SIGN}"


@dataclass(frozen=True)
class _Place:
    """Where a difference stands, in units of what matters, drawn closer together the further from zero."""

    low: float
    mean: float
    high: float

    @classmethod
    def of(cls, found: Difference) -> _Place:
        ends = (found.low, found.mean, found.high)
        reach = max((abs(end) for end in ends if math.isfinite(end)), default=0.0)
        unit = found.smallest_relevant or reach or 1.0
        return cls(*(_position(end / unit) for end in ends))

    @property
    def reach(self) -> float:
        return max((abs(end) for end in (self.low, self.mean, self.high) if math.isfinite(end)), default=0.0)


def forest_figure(pair: Pair, words: Words, *, footer: str) -> Figure:
    """Return the figure of the differences between a baseline and another scenario."""
    lines = list(_lines(pair.differences, words))
    sentence = look.in_lines(claim(pair.differences["collaboration_quality"], words), _LETTERS_IN_TITLE)
    plot_height = (lines[-1][0] + 1) * _ROW
    titles = pair.titles(words.language)
    height = _HEAD + len(sentence) * look.TITLE_LINE + look.more_for_names(titles) + plot_height + _FOOT
    with look.look():
        figure = look.new_figure(_WIDTH, height)
        _title(figure, height, sentence, titles)
        axes = look.panel(figure, _PLOT_LEFT, _FOOT, _PLOT_WIDTH, plot_height)
        axes.set_ylim(lines[-1][0] + 0.5, -0.5)
        _scale(axes, [_Place.of(found) for _, found in lines if isinstance(found, Difference)], words)
        for row, found in lines:
            _heading(axes, row, found) if isinstance(found, str) else _row(axes, row, found, words)
        notes(figure, (words("figure.forest.points"), words("honesty.assumption"), footer))
    return figure


def _lines(differences: Mapping[str, Difference], words: Words) -> Iterator[tuple[float, str | Difference]]:
    """Yield the lines of the figure with their rows: headings of groups, and the differences below them."""
    row = 0.0
    for group in _GROUPS:
        yield row, words(f"group.{group}")
        for outcome in listed(group):
            row += 1
            yield row, differences[outcome.name]
        row += 1 + _ROWS_BETWEEN_GROUPS


def _title(figure: Figure, height: float, sentence: list[str], titles: tuple[str, str]) -> None:
    below = look.write_title(figure, height - 0.62, sentence)
    look.name_worlds(figure, below - 0.04, titles)


def _scale(axes: Axes, places: list[_Place], words: Words) -> None:
    reach = max([_position(_LEAST_REACH), *(place.reach for place in places)]) * 1.06
    axes.set_xlim(-reach, reach)
    axes.set_yticks([])
    ticks = [side * tick for tick in _TICKS if _position(tick) <= reach for side in (-1, 1)]
    axes.set_xticks(
        [_position(tick) for tick in (0, *ticks)], ["0", *(f"{abs(tick)}{_TIMES}" for tick in ticks)]
    )
    axes.set_xlabel(words("figure.forest.scale"), size=look.SMALL, color=look.MUTED, labelpad=4)
    axes.axvspan(-1, 1, color=look.SOFT, linewidth=0, zorder=0)
    axes.axvline(0, color=look.INK, linewidth=1.0, zorder=2)
    number = (_NUMBER - _PLOT_LEFT) / _PLOT_WIDTH
    for place, align, key in ((0.0, "left", "lower"), (1.0, "right", "higher"), (number, "right", "number")):
        axes.annotate(
            words(f"figure.forest.{key}"),
            (place, 1),
            xycoords="axes fraction",
            xytext=(0, 6),
            textcoords="offset points",
            ha=align,
            size=look.SMALL,
            color=look.MUTED,
            annotation_clip=False,
        )


def _heading(axes: Axes, row: float, text: str) -> None:
    beside(axes, row, look.MARGIN, text, weight="bold", size=look.PANEL)


def _row(axes: Axes, row: float, found: Difference, words: Words) -> None:
    axes.axhline(row, color=look.LINE, linewidth=0.8, zorder=1)
    beside(axes, row, look.MARGIN, found.outcome.title[words.language])
    if not found.pairs:
        beside(
            axes, row, _NUMBER, words("compare.verdict.none"), size=look.SMALL, color=look.MUTED, ha="right"
        )
        return
    place = _Place.of(found)
    axes.plot(
        [place.low, place.high], [row, row], color=look.INK, linewidth=2.4, solid_capstyle="butt", zorder=3
    )
    axes.plot(
        [place.mean],
        [row],
        marker="o",
        markersize=8.5,
        markeredgecolor=look.INK,
        markeredgewidth=1.6,
        markerfacecolor="white" if found.contains_zero else look.INK,
        zorder=4,
    )
    beside(axes, row, _NUMBER, mean_text(found, words), weight="bold", ha="right")
    beside(axes, row, _NUMBER + 0.12, f"({interval_text(found, words)})", size=look.SMALL, color=look.MUTED)


def _position(multiple: float) -> float:
    return math.asinh(multiple) / math.asinh(1)
