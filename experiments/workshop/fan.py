"""A fan: how a series spreads over runs, week by week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.summary import Bands, FloatArray, bands


@dataclass(frozen=True)
class Fan:
    """The percentiles 5, 25, 50, 75 and 95 of a series as an array (5, weeks); NaN in a week without any value."""

    lines: FloatArray

    @property
    def bands(self) -> Bands:
        """Return the lines by their names: low, lower, median, upper, high."""
        return Bands(*self.lines)

    @property
    def median(self) -> FloatArray:
        """Return the middle line, an array (weeks,)."""
        return self.bands.median

    @property
    def weeks(self) -> int:
        """Return how many weeks it spans."""
        return int(self.lines.shape[1])

    @property
    def reach(self) -> tuple[float, float]:
        """Return the lowest and the highest value in it; NaN where it has none."""
        there = self.lines[np.isfinite(self.lines)]
        return (float(there.min()), float(there.max())) if len(there) else (np.nan, np.nan)

    @property
    def last(self) -> float:
        """Return where the middle line ends: its last value that is one; NaN where it has none."""
        there = self.median[np.isfinite(self.median)]
        return float(there[-1]) if len(there) else np.nan


def fan(series: FloatArray) -> Fan:
    """Return the fan of an array (runs, weeks)."""
    spread = bands(series)
    return Fan(np.stack((spread.low, spread.lower, spread.median, spread.upper, spread.high)))


def fan_of_difference(a: FloatArray, b: FloatArray) -> Fan:
    """Return the fan of B − A, pair by pair, of two arrays (runs, weeks); a pair without both values has none."""
    return fan(b - a)
