"""A sweep: lines for one factor, heat maps for a grid of two, and small panels for all else."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.account import title_with_unit
from experiments.figures import look
from experiments.figures.along import along, factor_axis
from experiments.figures.beside import notes
from experiments.figures.courses import values_axis
from experiments.figures.effects import effects_figure
from experiments.figures.heat_maps import draw_heat_map
from experiments.summary import PERCENTILES
from experiments.sweep.points import Points
from experiments.words import Words
from sim.outcomes import OUTCOMES

MOST_OUTCOMES = 4
_WIDTH = 11.0
_PANEL_WIDTH, _PANEL_HEIGHT = 4.0, 2.75
_LEFTS, _ROW, _FOOT, _HEAD = (1.15, 6.35), 3.95, 1.5, 1.75
_MOST_MARKED = 25  # points on a line


def sweep_figure(
    points: Points, outcomes: Sequence[str], words: Words, *, title: str, footer: str
) -> Figure:
    """Return the figure of the first outcomes, as many as fit."""
    factors, shown = points.design.factors, tuple(outcomes[:MOST_OUTCOMES])
    alone, grid = len(factors) == 1, len(factors) == 2 and points.design.kind == "grid"
    below = [*_notes(points, outcomes, words, "hatched" if grid else "open"), footer]
    if not (alone or grid):
        return effects_figure(points, shown, words, title=title, below=below)
    names = [factor.parameter.title[words.language].lower() for factor in factors]
    told = words("figure.sweep.one", factor=names[0]) if alone else words(
        "figure.sweep.two", first=names[0], second=names[1]
    )
    rows = (len(shown) + 1) // 2
    height = _HEAD + rows * _ROW + _FOOT - (_ROW - _PANEL_HEIGHT)
    with look.look():
        figure = look.new_figure(_WIDTH, height)
        look.written(figure, look.MARGIN, height - 0.62, textwrap.shorten(told, 95), size=look.TITLE, weight="bold")
        shows = words("figure.sweep.bands" if alone else "figure.sweep.means")
        look.written(figure, look.MARGIN, height - 0.92, f"{title}. {shows}", color=look.MUTED)
        for number, name in enumerate(shown):
            bottom = _FOOT + (rows - 1 - number // 2) * _ROW
            width = _PANEL_WIDTH if len(shown) > 1 else _WIDTH - _LEFTS[0] - 2 * look.MARGIN
            axes = look.panel(figure, _LEFTS[number % 2], bottom, width, _PANEL_HEIGHT)
            look.heading(axes, OUTCOMES[name].title[words.language], "")
            if alone:
                _draw_line(axes, points, name, words)
            else:
                draw_heat_map(axes, points, name, words)
        notes(figure, below)
    return figure


def _notes(points: Points, outcomes: Sequence[str], words: Words, mark: str) -> list[str]:
    """Return what is not shown, and what a mark at points where runs have no value means, if there are such points."""
    shown, told = outcomes[:MOST_OUTCOMES], []
    if len(outcomes) > len(shown):
        told.append(words("figure.first_outcomes", shown=len(shown), count=len(outcomes), file="points.csv"))
    if any(points.missing(name).any() for name in shown):
        told.append(words(f"figure.sweep.{mark}"))
    return told


def _draw_line(axes: Axes, points: Points, name: str, words: Words) -> None:
    """Draw median and bands over the values of the only factor; a category as a mark and two bars for each."""
    factor, language = points.design.factors[0], words.language
    low, lower, median, upper, high = (
        points.percentiles[(name, percentile)].to_numpy() for percentile in PERCENTILES
    )
    values_axis(axes, OUTCOMES[name], [low, high], language)
    places, whole = along(points, 0), (points.missing(name) == 0).to_numpy()
    if factor.parameter.kind == "category":
        size = 7
        axes.vlines(places, low, high, color=look.B, linewidth=2.0, alpha=0.4)
        axes.vlines(places, lower, upper, color=look.B, linewidth=6.0, alpha=0.5)
        axes.plot(places[whole], median[whole], linestyle="", marker="o", markersize=size, color=look.B)
    else:
        size = 4
        order = np.argsort(places)
        axes.fill_between(places[order], low[order], high[order], color=look.B, alpha=0.10, linewidth=0)
        axes.fill_between(places[order], lower[order], upper[order], color=look.B, alpha=0.24, linewidth=0)
        mark = "o" if len(places) <= _MOST_MARKED else ""
        axes.plot(places[order], median[order], color=look.B, linewidth=2.2, marker=mark, markersize=size)
    for place, value in zip(places[~whole], median[~whole], strict=True):
        axes.plot(place, value, marker="o", markersize=size, color=look.B, markerfacecolor="white", clip_on=False)
    factor_axis(axes, factor, places, language, most=6)
    axes.set_xlabel(title_with_unit(factor.parameter, words), size=look.SMALL, color=look.MUTED, labelpad=4)
