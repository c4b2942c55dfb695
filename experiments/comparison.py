"""Two scenarios on the same seeds: what differs, how sure that is, and whether it matters."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from sim.outcomes import OUTCOMES, Outcome

FloatArray = npt.NDArray[np.float64]

_RESAMPLES = 4999
_RANDOM_STATE = 2019
_NUMBERS_AT_ONCE = 4_000_000
_MOST_PAIRS_FOR_BCA = 2000


class Verdict(StrEnum):
    """What the interval allows to be said about a difference."""

    CLEAR = "clear"
    SMALL = "small"
    UNCERTAIN = "uncertain"
    HARDLY = "hardly"
    OPEN = "open"
    NONE = "none"


@dataclass(frozen=True)
class Difference:
    """The paired difference (other minus baseline) in one outcome.

    `baseline`, `other`, `mean` are means over the pairs in which both have a value, `low` and `high` the ends
    of the 95 % bootstrap interval of `mean` (NaN below two pairs); `left_out` counts the other pairs;
    `higher` and `lower` count the pairs in which the other scenario is higher or lower.
    """

    outcome: Outcome
    pairs: int
    left_out: int
    baseline: float
    other: float
    mean: float
    low: float
    high: float
    smallest_relevant: float
    higher: int
    lower: int

    @property
    def verdict(self) -> Verdict:
        """Return what may be said, from the interval and the smallest difference that matters."""
        return verdict(self.low, self.high, self.smallest_relevant) if self.pairs else Verdict.NONE

    @property
    def contains_zero(self) -> bool:
        """Return whether zero lies in the interval (also where there is none)."""
        return not (self.low > 0 or self.high < 0)


def differences(baseline: Mapping[str, FloatArray], other: Mapping[str, FloatArray]) -> dict[str, Difference]:
    """Return the difference in every outcome; run r of one is paired with run r of the other."""
    return {name: difference(OUTCOMES[name], baseline[name], other[name]) for name in baseline}


def difference(outcome: Outcome, baseline: FloatArray, other: FloatArray) -> Difference:
    """Return the paired difference between two arrays (runs,), leaving out pairs with NaN."""
    complete = ~(np.isnan(baseline) | np.isnan(other))
    first, second = baseline[complete], other[complete]
    gaps = second - first
    low, high = interval_of_mean(gaps)
    mean = _mean(first)
    return Difference(
        outcome=outcome,
        pairs=len(gaps),
        left_out=len(baseline) - len(gaps),
        baseline=mean,
        other=_mean(second),
        mean=_mean(gaps),
        low=low,
        high=high,
        smallest_relevant=outcome.smallest_relevant(mean) if len(gaps) else np.nan,
        higher=int(np.count_nonzero(gaps > 0)),
        lower=int(np.count_nonzero(gaps < 0)),
    )


def verdict(low: float, high: float, smallest_relevant: float) -> Verdict:
    """Return what may be said of a difference whose interval runs from `low` to `high`.

    Without an interval (NaN) the question is open.
    """
    if np.isnan(low):
        return Verdict.OPEN
    within = -smallest_relevant <= low and high <= smallest_relevant
    if low <= 0 <= high:
        return Verdict.HARDLY if within else Verdict.OPEN
    if within:
        return Verdict.SMALL
    beyond = low > smallest_relevant or high < -smallest_relevant
    return Verdict.CLEAR if beyond else Verdict.UNCERTAIN


def interval_of_mean(values: FloatArray) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the mean, always from the same random state.

    Bias-corrected and accelerated; plain percentiles for large samples, in which the two agree and the former
    is slow. The value itself when all are equal, NaN below two values.
    """
    if len(values) < 2:
        return np.nan, np.nan
    if np.ptp(values) == 0:
        return float(values[0]), float(values[0])
    low, high = _bootstrap(values, "BCa" if len(values) <= _MOST_PAIRS_FOR_BCA else "percentile")
    return (low, high) if np.isfinite([low, high]).all() else _bootstrap(values, "percentile")


def _bootstrap(values: FloatArray, method: str) -> tuple[float, float]:
    from scipy.stats import bootstrap

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # hardly any difference: interval_of_mean sees the NaN
        found = bootstrap(
            (values,),
            np.mean,
            n_resamples=_RESAMPLES,
            batch=max(1, _NUMBERS_AT_ONCE // len(values)),
            vectorized=True,
            method=method,
            rng=np.random.default_rng(_RANDOM_STATE),
        ).confidence_interval
    return float(found.low), float(found.high)


def _mean(values: FloatArray) -> float:
    return float(np.mean(values)) if len(values) else np.nan
