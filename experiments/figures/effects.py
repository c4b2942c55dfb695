"""Small panels: each outcome along each factor, whatever the others are at the time."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.designs import Design, Factor
from experiments.figures import look
from experiments.figures.courses import values_axis
from experiments.numbers import value_of_parameter
from experiments.sweep.points import Points
from experiments.words import Words
from sim.outcomes import OUTCOMES

_PANEL, _BETWEEN = 1.75, 0.28  # inches
_HEIGHT, _ROW = 1.5, 1.85
_LEFT, _HEAD, _FOOT = 2.75, 1.85, 1.45
_MOST_FACTORS = 6
_MOST_LEVELS = 12
_PARTS = 8  # of the way along a factor, each with its mean

Numbers = npt.NDArray[np.float64]


def effects_figure(points: Points, outcomes: Sequence[str], words: Words, *, title: str, footer: str) -> Figure:
    """Return the figure: a row for each outcome, a column for each factor."""
    design = points.design
    columns = _telling(points, outcomes)
    height = _HEAD + len(outcomes) * _ROW - (_ROW - _HEIGHT) + _FOOT
    width = max(_LEFT + len(columns) * (_PANEL + _BETWEEN) + 0.3, 9.0)
    with look.look():
        figure = look.new_figure(width, height)
        _above(figure, design, len(columns), words, title)
        for row, name in enumerate(outcomes):
            bottom = _FOOT + (len(outcomes) - 1 - row) * _ROW
            for column, place in enumerate(columns):
                axes = look.panel(figure, _LEFT + column * (_PANEL + _BETWEEN), bottom, _PANEL, _HEIGHT)
                _draw(axes, points, name, place, words.language)
                if column:
                    axes.set_yticklabels([])
                else:
                    label = textwrap.fill(OUTCOMES[name].title[words.language], 20, break_long_words=False)
                    look.written(figure, look.MARGIN, bottom + _HEIGHT / 2, label, weight="bold", va="center")
                if row == 0:
                    factor = textwrap.fill(design.factors[place].parameter.title[words.language], 22)
                    axes.annotate(factor, (0, 1), xycoords="axes fraction", xytext=(0, 8), va="bottom",
                                  textcoords="offset points", size=look.TEXT, weight="bold")
                if row < len(outcomes) - 1:
                    axes.set_xticklabels([])
        look.written(figure, look.MARGIN, 0.3, footer, size=look.SMALL, color=look.MUTED)
    return figure


def _above(figure: Figure, design: Design, shown: int, words: Words, title: str) -> None:
    top = float(figure.get_size_inches()[1])
    told = words("figure.sweep.many", count=len(design.factors))
    look.written(figure, look.MARGIN, top - 0.55, told, size=look.TITLE, weight="bold")
    below = [f"{title}. {words('figure.sweep.dots')}"]
    if shown < len(design.factors):
        below.append(words("figure.sweep.most", shown=shown, count=len(design.factors)))
    for number, line in enumerate(below):
        look.written(figure, look.MARGIN, top - 0.85 - 0.22 * number, line, color=look.MUTED)


def _draw(axes: Axes, points: Points, name: str, place: int, language: str) -> None:
    factor = points.design.factors[place]
    varied = _varied(points.design, place)
    along, means = _along(points, place)[varied], points.mean[name].to_numpy()[varied]
    values_axis(axes, OUTCOMES[name], [points.mean[name].to_numpy()], language)
    sns.scatterplot(x=along, y=means, ax=axes, color=look.A, s=14, alpha=0.55, linewidth=0, legend=False)
    ordered = factor.parameter.kind != "category"  # a line between categories would mean nothing
    axes.plot(*_trend(along, means), color=look.B, linewidth=2.2 if ordered else 0, marker="" if ordered else "o")
    axes.set(xlabel="", ylabel="")
    _ticks(axes, factor, language)


def _ticks(axes: Axes, factor: Factor, language: str) -> None:
    if factor.parameter.kind == "category":
        names = [str(level) for level in factor.levels]
        axes.set_xticks(range(len(names)), names, rotation=30, ha="right", rotation_mode="anchor")
        axes.set_xlim(-0.5, len(names) - 0.5)
    else:
        axes.xaxis.set_major_locator(MaxNLocator(3, integer=factor.parameter.kind == "integer"))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: value_of_parameter(float(value), language)))


def _along(points: Points, place: int) -> Numbers:
    """Return the value of a factor at each point as a number; a category as the number of its level."""
    factor = points.design.factors[place]
    values = points.factor(place)
    if factor.parameter.kind == "category":
        return np.array([_place(factor, value) for value in values], float)
    return np.array(values, float)


def _place(factor: Factor, value: object) -> float:
    return float(factor.levels.index(value)) if value in factor.levels else np.nan


def _varied(design: Design, place: int) -> npt.NDArray[np.bool_]:
    """Return at which points the factor varies: at all, but where one varies at a time, at its own and the first."""
    if design.kind != "one_at_a_time":
        return np.ones(len(design.points), np.bool_)
    base = design.points[0]
    return np.array([point == base or point[place] != base[place] for point in design.points])


def _trend(along: Numbers, means: Numbers) -> tuple[Numbers, Numbers]:
    """Return the mean at each level, or in equal parts of the points where there are many levels."""
    there = np.isfinite(along) & np.isfinite(means)
    along, means = along[there], means[there]
    levels = np.unique(along)
    if len(levels) <= _MOST_LEVELS:
        return levels, np.array([means[along == level].mean() for level in levels])
    parts = np.array_split(np.argsort(along, kind="stable"), _PARTS)
    return np.array([along[part].mean() for part in parts]), np.array([means[part].mean() for part in parts])


def _telling(points: Points, outcomes: Sequence[str]) -> list[int]:
    """Return the factors to show, in their order: those along which the outcomes move most."""
    count = len(points.design.factors)
    moved = np.zeros(count)
    for name in outcomes:
        means = points.mean[name].to_numpy()
        spread = np.nanstd(means) or 1.0
        for place in range(count):
            varied = _varied(points.design, place)
            _, trend = _trend(_along(points, place)[varied], means[varied])
            moved[place] = max(moved[place], np.ptp(trend) / spread if len(trend) else 0.0)
    return sorted(np.argsort(-moved, kind="stable")[:_MOST_FACTORS].tolist())
