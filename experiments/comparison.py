"""Two scenarios on the same seeds: what differs, how sure that is, and whether it matters."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from experiments.bootstrap import FloatArray, intervals_of_means
from experiments.summary import FEWEST
from sim.outcomes import OUTCOMES, Outcome


class Verdict(StrEnum):
    """What the interval allows to be said about a difference."""

    CLEAR = "clear"
    SMALL = "small"
    UNCERTAIN = "uncertain"
    HARDLY = "hardly"
    OPEN = "open"
    FEW = "few"
    NONE = "none"


@dataclass(frozen=True)
class Difference:
    """The paired difference (other minus baseline) in one outcome.

    `baseline`, `other`, `mean` are means over the pairs in which both have a value, `spread` the standard deviation
    of the baseline's runs, `low` and `high` the ends of the bootstrap interval of `mean` (95 % unless asked
    otherwise; NaN below FEWEST pairs, of which it would be too narrow); `left_out` counts the other pairs; `higher`
    and `lower` count the pairs in which the other scenario is higher or lower.
    """

    outcome: Outcome
    pairs: int
    left_out: int
    baseline: float
    other: float
    spread: float
    mean: float
    low: float
    high: float
    smallest_relevant: float
    higher: int
    lower: int

    @property
    def verdict(self) -> Verdict:
        """Return what may be said, from the interval and the smallest difference that matters."""
        if self.pairs < FEWEST:
            return Verdict.FEW if self.pairs else Verdict.NONE
        return verdict(self.low, self.high, self.smallest_relevant)

    @property
    def contains_zero(self) -> bool:
        """Return whether zero lies in the interval (also where there is none)."""
        return not (self.low > 0 or self.high < 0)

    @property
    def effect_size(self) -> float:
        """Return the mean difference in standard deviations of the baseline's runs (Glass's delta).

        NaN where those are alike, or too few to tell how they spread.
        """
        return self.mean / self.spread if self.spread > 0 and self.pairs >= FEWEST else np.nan

    @property
    def better(self) -> float:
        """Return the share of pairs in which the other scenario is better; NaN where no side is the good one."""
        if self.outcome.direction == "none" or not self.pairs:
            return np.nan
        return (self.higher if self.outcome.direction == "up" else self.lower) / self.pairs

    @property
    def pairs_to_decide(self) -> int | None:
        """Return about how many pairs would decide an open question, in two digits; None where none is open.

        The interval narrows with the root of the pairs. It decides when it is clear of zero, or within the
        smallest difference that matters: whichever comes first if the mean stays where it is.
        """
        if self.verdict is not Verdict.OPEN:
            return None
        half = (self.high - self.low) / 2
        enough = max(abs(self.mean), self.smallest_relevant - abs(self.mean))
        pairs = max(self.pairs + 1, math.ceil(self.pairs * (half / enough) ** 2))
        digits = int(10 ** max(0, math.floor(math.log10(pairs)) - 1))
        return math.ceil(pairs / digits) * digits


def differences(
    baseline: Mapping[str, FloatArray],
    other: Mapping[str, FloatArray],
    *,
    names: Iterable[str] | None = None,
    level: float = 0.95,
) -> dict[str, Difference]:
    """Return the difference in every outcome (or in those named), with an interval of this level.

    Run r of one is paired with run r of the other; a pair in which either has no value (NaN) is left out.
    """
    return differences_of_all(baseline, [other], names=names, level=level)[0]


def differences_of_all(
    baseline: Mapping[str, FloatArray],
    others: Sequence[Mapping[str, FloatArray]],
    *,
    names: Iterable[str] | None = None,
    level: float = 0.95,
) -> list[dict[str, Difference]]:
    """Return the differences of several others from one baseline, as above; the resamples are drawn once for all."""
    chosen = list(baseline if names is None else names)
    first = _table(baseline, chosen)
    tables = [_table(other, chosen) for other in others]
    low, high = intervals_of_means(np.hstack([second - first for second in tables]), level)
    ends = iter(zip(low.tolist(), high.tolist(), strict=True))
    return [
        {
            name: _difference(OUTCOMES[name], first[:, column], second[:, column], next(ends))
            for column, name in enumerate(chosen)
        }
        for second in tables
    ]


def _table(outcomes: Mapping[str, FloatArray], names: Sequence[str]) -> FloatArray:
    """Return outcomes as an array (runs, outcomes)."""
    return np.stack([outcomes[name] for name in names], axis=1)


def _difference(
    outcome: Outcome, baseline: FloatArray, other: FloatArray, interval: tuple[float, float]
) -> Difference:
    complete = ~(np.isnan(baseline) | np.isnan(other))
    first, second = baseline[complete], other[complete]
    mean = _mean(first)
    low, high = interval if len(first) >= FEWEST else (np.nan, np.nan)
    return Difference(
        outcome=outcome,
        pairs=len(first),
        left_out=len(baseline) - len(first),
        baseline=mean,
        other=_mean(second),
        spread=float(np.std(first, ddof=1)) if len(first) > 1 else np.nan,
        mean=_mean(second - first),
        low=low,
        high=high,
        smallest_relevant=outcome.smallest_relevant(mean) if len(first) else np.nan,
        higher=int(np.count_nonzero(second > first)),
        lower=int(np.count_nonzero(second < first)),
    )


def verdict(low: float, high: float, smallest_relevant: float) -> Verdict:
    """Return what may be said of a difference whose interval runs from `low` to `high`."""
    within = -smallest_relevant <= low and high <= smallest_relevant
    if low <= 0 <= high:
        return Verdict.HARDLY if within else Verdict.OPEN
    if within:
        return Verdict.SMALL
    beyond = low > smallest_relevant or high < -smallest_relevant
    return Verdict.CLEAR if beyond else Verdict.UNCERTAIN


def _mean(values: FloatArray) -> float:
    return float(np.mean(values)) if len(values) else np.nan
