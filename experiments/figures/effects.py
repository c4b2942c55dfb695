"""Small panels: each outcome along each factor, whatever the others are at the time."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.designs import Design
from experiments.figures import look
from experiments.figures.along import Numbers, along, factor_axis
from experiments.figures.beside import notes
from experiments.figures.courses import values_axis
from experiments.sweep.points import Points
from experiments.words import Words
from sim.outcomes import OUTCOMES

_PANEL, _BETWEEN = 1.75, 0.28  # inches
_HEIGHT, _ROW = 1.5, 1.85
_LEFT, _HEAD, _FOOT = 2.75, 1.85, 1.65
_MOST_FACTORS = 6
_MOST_LEVELS = 12
_PARTS = 8  # of the way along a factor, each with its mean
_DOT = 14  # square points


def effects_figure(
    points: Points, outcomes: Sequence[str], words: Words, *, title: str, below: Sequence[str]
) -> Figure:
    """Return the figure: a row for each outcome, a column for each factor; lines in small type below."""
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
        notes(figure, below)
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
    values, means = along(points, place)[varied], points.mean[name].to_numpy()[varied]
    whole = (points.missing(name) == 0).to_numpy()[varied]
    values_axis(axes, OUTCOMES[name], [points.mean[name].to_numpy()], language)
    sns.scatterplot(
        x=values[whole], y=means[whole], ax=axes, color=look.A, s=_DOT, alpha=0.55, linewidth=0, legend=False
    )
    axes.scatter(
        values[~whole], means[~whole], s=_DOT, facecolors="none", edgecolors=look.A, linewidths=0.8, clip_on=False
    )
    ordered = factor.parameter.kind != "category"  # a line between categories would mean nothing
    axes.plot(*_trend(values, means), color=look.B, linewidth=2.2 if ordered else 0, marker="" if ordered else "o")
    axes.set(xlabel="", ylabel="")
    factor_axis(axes, factor, values, language, most=3, slanted=True)


def _varied(design: Design, place: int) -> npt.NDArray[np.bool_]:
    """Return at which points the factor varies: at all, but where one varies at a time, at its own and the first."""
    if design.kind != "one_at_a_time":
        return np.ones(len(design.points), np.bool_)
    base = design.points[0]
    return np.array([point == base or point[place] != base[place] for point in design.points])


def _trend(values: Numbers, means: Numbers) -> tuple[Numbers, Numbers]:
    """Return the mean at each level, or in equal parts of the points where there are many levels."""
    there = np.isfinite(values) & np.isfinite(means)
    values, means = values[there], means[there]
    levels = np.unique(values)
    if len(levels) <= _MOST_LEVELS:
        return levels, np.array([means[values == level].mean() for level in levels])
    parts = np.array_split(np.argsort(values, kind="stable"), _PARTS)
    return np.array([values[part].mean() for part in parts]), np.array([means[part].mean() for part in parts])


def _telling(points: Points, outcomes: Sequence[str]) -> list[int]:
    """Return the factors to show, in their order: those along which the outcomes move most."""
    count = len(points.design.factors)
    moved = np.zeros(count)
    for name in outcomes:
        means = points.mean[name].to_numpy()
        spread = np.nanstd(means) or 1.0
        for place in range(count):
            varied = _varied(points.design, place)
            _, trend = _trend(along(points, place)[varied], means[varied])
            moved[place] = max(moved[place], np.ptp(trend) / spread if len(trend) else 0.0)
    return sorted(np.argsort(-moved, kind="stable")[:_MOST_FACTORS].tolist())
