"""Bootstrap intervals of many means over the same runs, from the same resamples."""

from __future__ import annotations

import warnings
from functools import cache

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

FloatArray = npt.NDArray[np.float64]

_RESAMPLES = 4999
_RANDOM_STATE = 2019
_NUMBERS_AT_ONCE = 4_000_000
_MOST_RUNS_FOR_BCA = 2000


def intervals_of_means(values: FloatArray, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Return the ends (columns,) of the bootstrap interval of the mean of each column of an array (runs, columns).

    Runs are resampled, always from the same random state; a NaN is left out of its column's means.
    Bias-corrected and accelerated (Efron 1987); plain percentiles for large samples, in which the two agree and the
    former is slow. The value itself where all are equal, NaN below two values.
    """
    low, high = (np.full(values.shape[1], np.nan) for _ in "ab")
    there = ~np.isnan(values)
    enough = there.sum(axis=0) >= 2
    least, most = (best(np.where(there, values, -sign * np.inf), axis=0) for best, sign in ((np.min, -1), (np.max, 1)))
    same = enough & (least == most)
    low[same] = high[same] = least[same]
    varied = np.flatnonzero(enough & ~same)
    if len(varied):
        low[varied], high[varied] = _bootstrap(values[:, varied], level, _method(len(values)))
    for column in varied[~np.isfinite(low[varied] + high[varied])]:  # hardly any values, or any that differ
        complete = values[there[:, column], column][:, np.newaxis]
        low[column], high[column] = (ends[0] for ends in _bootstrap(complete, level, "percentile"))
    return low, high


@cache
def _threads() -> ThreadpoolController:
    """Return what sets on how many threads linear algebra is done.

    On one, sums do not depend on the number of cores. More would go on looking for work for a while after they have
    done it, on cores that the engine needs.
    """
    return ThreadpoolController()


def _method(runs: int) -> str:
    return "BCa" if runs <= _MOST_RUNS_FOR_BCA else "percentile"


def _bootstrap(values: FloatArray, level: float, method: str) -> tuple[FloatArray, FloatArray]:
    """Return the ends of the intervals; what is resampled are the numbers of the runs, for all columns at once."""
    from scipy.stats import bootstrap

    runs = len(values)
    there = ~np.isnan(values)
    filled = np.where(there, values, 0.0)
    holed = np.flatnonzero(~there.all(axis=0))

    def means(picked: npt.NDArray[np.int64], axis: int) -> FloatArray:
        rows = picked.reshape(-1, picked.shape[-1])
        numbered = rows + runs * np.arange(len(rows))[:, np.newaxis]
        times = np.bincount(numbered.ravel(), minlength=runs * len(rows)).reshape(-1, runs).astype(np.float64)
        counts = np.full((len(rows), values.shape[1]), float(rows.shape[1]))
        counts[:, holed] = times @ there[:, holed]
        found = (times @ filled) / counts
        return np.asarray(found.T.reshape(-1, *picked.shape[:-1]))

    one_thread = _threads().limit(limits=1, user_api="blas")
    with one_thread, warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"):
        warnings.simplefilter("ignore")  # a column that hardly varies: the caller sees its NaN
        found = bootstrap(
            (np.arange(runs),),
            means,
            confidence_level=level,
            n_resamples=_RESAMPLES,
            batch=max(1, _NUMBERS_AT_ONCE // runs),
            vectorized=True,
            method=method,
            rng=np.random.default_rng(_RANDOM_STATE),
        ).confidence_interval
    return found.low, found.high
