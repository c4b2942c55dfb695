"""What sums over runs come to: every quantity is a statistic of sums, so that runs can be resampled without replaying.

`sums` is an array (columns, …): what each run adds, summed over runs, once or for many resamples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from experiments.bootstrap import FloatArray

Statistic = Callable[[FloatArray], FloatArray]

_RESAMPLES = 999
_RANDOM_STATE = 2019
_STEPS = 30  # of Newton's method, far more than it takes


def ratio(sums: FloatArray) -> FloatArray:
    """Return the first column by the second: a mean, where each run adds a value and 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(sums[0] / sums[1])


def ratio_of_ratios(sums: FloatArray) -> FloatArray:
    """Return the ratio of the first two columns by that of the next two."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(ratio(sums) / ratio(sums[2:]))


def difference_of_ratios(sums: FloatArray) -> FloatArray:
    """Return the ratio of the first two columns less that of the next two."""
    return np.asarray(ratio(sums) - ratio(sums[2:]))


def larger_of_ratios(sums: FloatArray) -> FloatArray:
    """Return the ratio of the first two columns or that of the next two, whichever is more."""
    return np.asarray(np.fmax(ratio(sums), ratio(sums[2:])))


def change(sums: FloatArray) -> FloatArray:
    """Return by which part the ratio of the first two columns is more than that of the next two."""
    return np.asarray(ratio_of_ratios(sums) - 1.0)


def value_and_one(value: float) -> tuple[float, float]:
    """Return what a run adds to a mean over runs: nothing where it has no value."""
    return (0.0, 0.0) if np.isnan(value) else (float(value), 1.0)


def quantile(at: float) -> Statistic:
    """Return the statistic that finds a quantile in numbers of 0, 1, 2 …, each spread evenly over half to both sides.

    Spread, so that it moves with every change of the numbers, not in steps of one.
    """

    def found(sums: FloatArray) -> FloatArray:
        below = np.cumsum(sums, axis=0)
        reached = np.argmax(below >= at * below[-1], axis=0)
        there = np.take_along_axis(sums, reached[np.newaxis], axis=0)[0]
        upto = np.take_along_axis(below, reached[np.newaxis], axis=0)[0]
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(reached + 0.5 - (upto - at * below[-1]) / there)

    return found


def moments(x: float, y: float) -> tuple[float, ...]:
    """Return what a run adds to a correlation between runs: nothing where a value is missing."""
    return (1.0, x, y, x * x, y * y, x * y) if np.isfinite(x) and np.isfinite(y) else (0.0,) * 6


def correlation(sums: FloatArray) -> FloatArray:
    """Return Pearson's correlation from sums of moments."""
    n, x, y, xx, yy, xy = sums
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((n * xy - x * y) / np.sqrt((n * xx - x * x) * (n * yy - y * y)))


def odds_ratio(sums: FloatArray) -> FloatArray:
    """Return by what the odds of a yes are multiplied for each one more, by logistic regression.

    The first half of the columns counts yes, the second no, at 0, 1, 2 … . Newton's method; NaN where there is none.
    """
    yes, no = np.split(sums, 2)
    whole, x = yes + no, np.arange(len(yes), dtype=float)[:, *(np.newaxis,) * (sums.ndim - 1)]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        x = x - (whole * x).sum(axis=0) / whole.sum(axis=0)
        level, slope = np.zeros(sums.shape[1:]), np.zeros(sums.shape[1:])
        for _ in range(_STEPS):
            chance = 1.0 / (1.0 + np.exp(-(level + slope * x)))
            left, weight = yes - whole * chance, whole * chance * (1.0 - chance)
            a, b, c = weight.sum(axis=0), (weight * x).sum(axis=0), (weight * x * x).sum(axis=0)
            up, along = left.sum(axis=0), (left * x).sum(axis=0)
            level = level + (c * up - b * along) / (a * c - b * b)
            slope = slope + (a * along - b * up) / (a * c - b * b)
        return np.asarray(np.exp(slope))


def share_of_top(counts: Sequence[int], top: float) -> float:
    """Return which share of all falls to the `top` part of those who have any, the ones with most; NaN without any."""
    ordered = sorted((count for count in counts if count > 0), reverse=True)
    if not ordered:
        return float("nan")
    upto = np.concatenate([[0.0], np.cumsum(ordered)])
    return float(np.interp(top * len(ordered), np.arange(len(upto)), upto) / upto[-1])


def correlated(x: Sequence[float], y: Sequence[float]) -> float:
    """Return Pearson's correlation of two sequences; NaN where there is none."""
    pairs = (moments(one, other) for one, other in zip(x, y, strict=True))
    return float(correlation(np.sum([*pairs, (0.0,) * 6], axis=0)))


def interval(rows: FloatArray, statistic: Statistic, level: float = 0.95) -> tuple[float, float]:
    """Return the ends of the percentile bootstrap interval of a statistic of rows, (runs, columns)."""
    luck = np.random.default_rng(_RANDOM_STATE)
    runs = len(rows)
    times = luck.multinomial(runs, np.full(runs, 1.0 / runs), size=_RESAMPLES)
    values = statistic((times @ rows).T)
    known = values[np.isfinite(values)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.quantile(known, ((1.0 - level) / 2.0, (1.0 + level) / 2.0))
    return float(low), float(high)


def known_mean(values: Iterable[float]) -> float:
    """Return the mean of the values that there are; NaN of none."""
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")
