"""A factor along the horizontal axis: the same value stands at the same place in every panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.designs import Factor
from experiments.numbers import value_of_parameter
from experiments.sweep.points import Points
from sim.parameters import Value

Numbers = npt.NDArray[np.float64]

_MARGIN = 0.05  # of the range, at either end
_ROUNDED, _EXACT, _IN_FULL = 2, 3, 12  # decimals: 0.67, but 0.125
_ROUNDING = 1e-9


def along(points: Points, place: int) -> Numbers:
    """Return the value of a factor at each point as a number; a category as the number of its level."""
    factor = points.design.factors[place]
    values = points.factor(place)
    if factor.parameter.kind == "category":
        return np.array([factor.levels.index(value) if value in factor.levels else np.nan for value in values], float)
    return np.array(values, float)


def factor_axis(
    axes: Axes, factor: Factor, values: Numbers, language: str, *, most: int, slanted: bool = False
) -> None:
    """Give the axes a factor from its lowest to its highest of `values`, also where an outcome has none.

    At most `most` steps between the ticks of a number; `slanted`: names of choices, for a narrow panel.
    """
    if factor.parameter.kind == "category":
        names = [str(level) for level in factor.levels]
        style: dict[str, Any] = {"rotation": 30, "ha": "right", "rotation_mode": "anchor"} if slanted else {}
        axes.set_xticks(range(len(names)), names, **style)
        axes.set_xlim(-0.5, len(names) - 0.5)
        return
    low, high = values.min(), values.max()
    axes.set_xlim(low - _MARGIN * (high - low), high + _MARGIN * (high - low))
    axes.xaxis.set_major_locator(MaxNLocator(most, integer=factor.parameter.kind == "integer"))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: value_of_parameter(float(value), language)))


def short_values(values: Sequence[Value], language: str) -> list[str]:
    """Return the values of a factor as texts side by side: with two decimals, or as many as are exact or needed."""
    numbers = [value for value in values if isinstance(value, float)]
    exact = all(abs(value - round(value, _EXACT)) < _ROUNDING for value in numbers)
    enough = (
        decimals
        for decimals in range(_EXACT if exact else _ROUNDED, _IN_FULL)
        if len({round(value, decimals) for value in numbers}) == len(numbers)
    )
    decimals = next(enough, _IN_FULL)
    short = (round(value, decimals) if isinstance(value, float) else value for value in values)
    return [value_of_parameter(value, language) for value in short]
