"""A heat map: the mean of an outcome at every combination of the values of two factors."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colorbar import Colorbar
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.account import title_with_unit
from experiments.axis import tick_text
from experiments.designs import Factor
from experiments.figures import look
from experiments.figures.along import short_values
from experiments.numbers import value_text
from experiments.sweep.points import Points
from experiments.words import Words
from sim.outcomes import OUTCOMES, Outcome
from sim.parameters import Value

_MOST_WITH_NUMBERS = 49
_MOST_LABELS = 6
_MOST_TICKS, _ROUND = 5, (1, 2, 5, 10)  # of the bar
_HATCH, _BELOW_NUMBER = "////", 0.28  # which part of a cell, where a number stands in it


def draw_heat_map(axes: Axes, points: Points, name: str, words: Words) -> None:
    """Draw the map: the first factor upwards, the second to the right, a category rather to the right; dark is high.

    Where runs have no value it is hatched.
    """
    places = (1, 0) if points.design.factors[0].parameter.kind == "category" else (0, 1)
    up, across = (points.design.factors[place] for place in places)
    outcome, language = OUTCOMES[name], words.language
    table = pd.DataFrame(
        {
            "up": points.factor(places[0]),
            "across": points.factor(places[1]),
            "mean": points.mean[name].to_numpy(),
            "missing": points.missing(name).to_numpy() > 0,
        }
    ).pivot(index="up", columns="across")
    values, missing = (table[part].loc[in_order(up), in_order(across)] for part in ("mean", "missing"))
    if values.isna().all(axis=None):
        return  # every run failed, or none has a value
    numbered = values.size <= _MOST_WITH_NUMBERS
    sns.heatmap(
        values,
        ax=axes,
        cmap=sns.light_palette(look.B, as_cmap=True),
        annot=values.map(lambda value: value_text(outcome, value, language)) if numbered else False,
        fmt="",
        annot_kws={"size": look.SMALL},
        cbar_kws={"pad": 0.03},
    )
    _hatch(axes, missing, _BELOW_NUMBER if numbered else 1.0)
    axes.invert_yaxis()
    _label(axes, values, language)
    axes.set_xlabel(title_with_unit(across.parameter, words), size=look.SMALL, color=look.MUTED, labelpad=4)
    axes.set_ylabel(title_with_unit(up.parameter, words), size=look.SMALL, color=look.MUTED, labelpad=4)
    bar = axes.collections[0].colorbar
    if bar is not None:
        _finish(bar, outcome, language)


def _hatch(axes: Axes, missing: pd.DataFrame, part: float) -> None:
    """Hatch the lower part of each cell that is true."""
    corners = zip(*missing.to_numpy().nonzero(), strict=True)
    cells = [[(x, y), (x + 1, y), (x + 1, y + part), (x, y + part)] for y, x in corners]
    axes.add_collection(PolyCollection(cells, facecolors="none", edgecolors=look.LINE, linewidths=0, hatch=_HATCH))


def _finish(bar: Colorbar, outcome: Outcome, language: str) -> None:
    """Give the bar of colours round values, told apart, and no frame."""
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0, labelsize=look.SMALL, labelcolor=look.MUTED)
    bar.locator = MaxNLocator(_MOST_TICKS, steps=_ROUND)
    bar.update_ticks()
    ticks = bar.get_ticks()
    written = tick_text(outcome, float(ticks[1] - ticks[0]), language)
    bar.formatter = FuncFormatter(lambda value, _: written(value))
    bar.update_ticks()


def in_order(factor: Factor) -> list[Value]:
    """Return the values of a factor: numbers from low to high, categories as the registry has them."""
    if factor.parameter.kind == "category":
        return [choice for choice in factor.parameter.choices if choice in factor.levels]
    return sorted(factor.levels, key=float)


def _label(axes: Axes, values: pd.DataFrame, language: str) -> None:
    for set_ticks, levels in ((axes.set_xticks, values.columns), (axes.set_yticks, values.index)):
        shown = _few(len(levels))
        texts = short_values(list(levels), language)
        set_ticks([place + 0.5 for place in shown], [texts[place] for place in shown])
    axes.tick_params(length=0)
    axes.tick_params(axis="x", labelrotation=0)
    if values.index.dtype.kind in "OTU":  # names
        axes.set_yticklabels(axes.get_yticklabels(), rotation=90, va="center")
    else:
        axes.tick_params(axis="y", labelrotation=0)


def _few(count: int) -> Sequence[int]:
    step = -(-count // _MOST_LABELS)
    if (count - 1) % step and (count - 1) % (step + 1) == 0:
        step += 1  # so that the last one has its label
    return range(0, count, step)
