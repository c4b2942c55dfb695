"""Percentiles over runs: of an outcome, and of a series week by week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.outcomes import OUTCOMES, Outcome

FloatArray = npt.NDArray[np.float64]

PERCENTILES = (5, 25, 50, 75, 95)
FEWEST = 20  # runs or pairs for a range or an interval: of fewer, not even one lies beyond a 5th percentile


@dataclass(frozen=True)
class Spread:
    """How an outcome spreads over runs; `runs` counts those that have a value; below FEWEST, the ends are NaN."""

    outcome: Outcome
    runs: int
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Bands:
    """Percentiles of a series, each an array (weeks,); NaN in a week in which no run has a value."""

    low: FloatArray
    lower: FloatArray
    median: FloatArray
    upper: FloatArray
    high: FloatArray


def spreads(outcomes: Mapping[str, FloatArray]) -> dict[str, Spread]:
    """Return the median and the 5th and 95th percentile of every outcome over its runs."""
    return {name: _spread(OUTCOMES[name], values) for name, values in outcomes.items()}


def bands(series: FloatArray) -> Bands:
    """Return the percentiles 5, 25, 50, 75 and 95 of an array (runs, weeks), over its runs."""
    lines = np.full((len(PERCENTILES), series.shape[1]), np.nan)
    there = ~np.isnan(series)
    whole = there.all(axis=0)
    holed = there.any(axis=0) & ~whole
    lines[:, whole] = np.percentile(series[:, whole], PERCENTILES, axis=0)
    lines[:, holed] = np.nanpercentile(series[:, holed], PERCENTILES, axis=0)  # much slower: a week at a time
    return Bands(*lines)


def _spread(outcome: Outcome, values: FloatArray) -> Spread:
    there = values[~np.isnan(values)]
    low, high = np.percentile(there, (5, 95)) if len(there) >= FEWEST else (np.nan, np.nan)
    median = np.median(there) if len(there) else np.nan
    return Spread(outcome, len(there), float(low), float(median), float(high))
