"""The axes of weekly courses: round values, far enough, at most six lines; in figures and on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from experiments.numbers import decimals_of_step, difference_text, number_text
from sim.outcomes import Outcome

FloatArray = npt.NDArray[np.float64]

_LEAST_SPAN = 0.2
_MOST_LINES = 6
_ROUND, _ROUNDING = (1, 2, 5, 10, 20), 1e-9
_WEEKS_BETWEEN_TICKS = (1, 2, 4, 13, 26, 52, 104, 208)


def ticks(low: float, high: float) -> FloatArray:
    """Return at most six round values, from one at or below `low` to one at or above `high`."""
    unit = 10.0 ** np.floor(np.log10((high - low) / (_MOST_LINES - 1)))
    choices = (_multiples(unit * factor, low, high) for factor in _ROUND)
    return next(ticks for ticks in choices if len(ticks) <= _MOST_LINES)


def reach(shown: Sequence[FloatArray]) -> tuple[float, float]:
    """Return the lowest and highest value to show: never so close that trifles look large, nor above 1."""
    edges = np.concatenate(shown)
    edges = edges[np.isfinite(edges)]
    low, high = (float(edges.min()), float(edges.max())) if len(edges) else (0.0, 1.0)
    more = max(0.0, _LEAST_SPAN - (high - low))
    below = min(max(more / 2, more - (1 - high)), max(low, 0.0))
    return low - below, high + more - below


def reach_of_difference(shown: Sequence[FloatArray]) -> tuple[float, float]:
    """Return the lowest and highest difference to show: zero among them, and never so close that trifles look large."""
    edges = np.concatenate([*shown, np.zeros(1)])
    low, high = float(np.nanmin(edges)), float(np.nanmax(edges))
    least = _LEAST_SPAN / 2
    return (low, high) if max(-low, high) > least else (-least, least)


def weeks_between(weeks: int) -> int:
    """Return how many weeks apart the ticks of a run stand."""
    return next((step for step in _WEEKS_BETWEEN_TICKS if weeks <= 5 * step), _WEEKS_BETWEEN_TICKS[-1])


def tick_text(outcome: Outcome, step: float, language: str) -> Callable[[float], str]:
    """Return what writes a round value of an outcome, where ticks stand a step apart."""
    factor, unit = (100, "%") if outcome.kind == "share" else (1, "")
    decimals = decimals_of_step(outcome, step)
    return lambda value: number_text(value * factor, decimals, language, unit=unit)


def tick_text_of_difference(outcome: Outcome, step: float, language: str) -> Callable[[float], str]:
    """Return what writes a round difference in an outcome, with its sign and without a unit."""
    decimals = decimals_of_step(outcome, step)
    return lambda value: difference_text(outcome, value, language, decimals=decimals, unit=False)


def _multiples(step: float, low: float, high: float) -> FloatArray:
    first, last = np.floor(low / step + _ROUNDING), np.ceil(high / step - _ROUNDING)
    return np.round(np.arange(first, last + 1) * step, 12)
