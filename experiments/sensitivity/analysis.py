"""Indices of one outcome, with how far the choice of points and chance in the runs could move them."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from experiments.sensitivity.item import DUMMY, Item
from experiments.sensitivity.sample import Array, Places, Sample, mean_of_runs
from sim.draws import key_of

_RESAMPLES = 400
_RESAMPLES_OF_PARTS = 200  # of the sample, and of chance
_ENDS = (2.5, 97.5)  # percentiles
_SAME = 1e-12  # of the size of the values: less than this is rounding
_SIZES = 5  # of the sample, each half of the next


@dataclass(frozen=True)
class Step:
    """The ranking index on the first `blocks` of a sample: value and 95 % interval of each item, arrays (items,)."""

    blocks: int
    value: Array
    low: Array
    high: Array


@dataclass(frozen=True)
class Counted:
    """Replications at each point; points where no run has a value, and where only some do; blocks: used, and drawn."""

    replications: int
    missing: int
    partly: int
    blocks: int
    drawn: int


@dataclass(frozen=True)
class Analysis:
    """What a sample tells of one outcome; arrays are (indices, items), and hold NaN where nothing can be told.

    `low` and `high`: 95 % interval over blocks, that is over the choice of points. `chance_low` and `chance_high`: over
    replications, that is what the runs' own chance does at the same points; NaN with one replication. `resampled`:
    (resamples, indices, items), from which the former comes. `of_chance`: share of the variance between single runs
    that is chance; `of_means`: the same, of the means at the points.
    """

    outcome: str
    sample: Sample
    counted: Counted
    values: Array
    low: Array
    high: Array
    chance_low: Array
    chance_high: Array
    resampled: Array
    of_chance: float = np.nan
    of_means: float = np.nan
    steps: Sequence[Step] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """Return what has an index, the dummy last."""
        return self.sample.items

    @property
    def there(self) -> bool:
        """Return whether there are indices at all."""
        return bool(self.steps)

    @cached_property
    def main(self) -> int:
        """Return which index ranks the items."""
        return self.sample.indices.index(self.sample.ranked_by)

    @cached_property
    def ranking(self) -> list[int]:
        """Return the items from high to low by the main index, without the dummy."""
        order = np.argsort(-self.values[self.main], kind="stable").tolist()
        return [item for item in order if self.items[item].name != DUMMY]

    @property
    def dummy(self) -> int | None:
        """Return which item is the dummy."""
        return next((place for place, item in enumerate(self.items) if item.name == DUMMY), None)


def analysed(outcome: str, sample: Sample, runs: Array, seed: int) -> Analysis:
    """Return the analysis of the runs (points, replications) of an outcome, NaN where it has no value.

    A block with a point without a value is left out as a whole; nothing is told when less than half of the blocks, or
    too few for the method, are left. `seed` chooses the resamples.
    """
    means = mean_of_runs(runs)
    by_block = means.reshape(-1, sample.size)
    complete = np.flatnonzero(np.isfinite(by_block).all(axis=1))
    missing, partly = int(np.isnan(means).sum()), int(np.isnan(runs[np.isfinite(means)]).any(axis=1).sum())
    counted = Counted(runs.shape[1], missing, partly, len(complete), len(by_block))
    if len(complete) < max(sample.least, len(by_block) / 2):
        return _without_indices(outcome, sample, replace(counted, blocks=0))
    values = sample.blocks(runs)
    found = sample.estimate(values[complete], complete)
    if _constant(by_block[complete]) or not np.isfinite(found).any():
        return _without_indices(outcome, sample, counted)

    luck = np.random.default_rng([key_of(seed), len(by_block)])
    resampled = _over_blocks(sample, values, complete, _RESAMPLES, luck)
    low, high = _around(found, resampled)
    chance_low, chance_high = _around(found, _over_runs(sample, runs, values, complete, luck), _wider(runs.shape[1]))
    of_chance, of_means = _shares_of_chance(runs)
    return Analysis(
        outcome,
        sample,
        counted,
        values=found,
        low=low,
        high=high,
        chance_low=chance_low,
        chance_high=chance_high,
        resampled=resampled,
        of_chance=of_chance,
        of_means=of_means,
        steps=_steps(sample, values, complete, luck),
    )


def _without_indices(outcome: str, sample: Sample, counted: Counted) -> Analysis:
    none = np.full((len(sample.indices), len(sample.items)), np.nan)
    return Analysis(outcome, sample, counted, none, none, none, none, none, none[np.newaxis])


def _constant(means: Array) -> bool:
    """Return whether all values are the same but for rounding."""
    return bool(np.ptp(means) <= _SAME * max(1.0, float(np.abs(means).max())))


def _over_blocks(sample: Sample, values: Array, complete: Places, times: int, luck: np.random.Generator) -> Array:
    """Return indices (times, indices, items) over blocks drawn with replacement."""

    def once() -> Array:
        picked = luck.choice(complete, len(complete))
        return sample.estimate(values[picked], picked)

    return _repeated(once, times)


def _over_runs(sample: Sample, runs: Array, values: Array, complete: Places, luck: np.random.Generator) -> Array:
    """Return indices over replications drawn with replacement, the same ones at all points, as they share their luck.

    A point that has no value in those drawn keeps its mean.
    """
    count = runs.shape[1]
    if count < 2:
        return np.full((1, len(sample.indices), len(sample.items)), np.nan)

    def once() -> Array:
        drawn = sample.blocks(runs[:, luck.integers(count, size=count)])
        return sample.estimate(np.where(np.isfinite(drawn), drawn, values)[complete], complete)

    return _repeated(once, _RESAMPLES_OF_PARTS)


def _repeated(once: Callable[[], Array], times: int) -> Array:
    return np.stack([once() for _ in range(times)])


def _wider(count: int) -> float:
    """Return how much more means of so many runs spread than those of runs drawn again from among them."""
    return math.sqrt(count / (count - 1)) if count > 1 else 1.0


def _around(found: Array, resampled: Array, wider: float = 1.0) -> tuple[Array, Array]:
    """Return the ends of intervals: how far resamples spread (`wider` times that), around what was found.

    Around it, since resamples of a maximum or a size lie too high as a whole: PAWN's do.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # an index that has no value
        low, high = np.nanpercentile(resampled - np.nanmedian(resampled, axis=0), _ENDS, axis=0)
    return found + wider * low, found + wider * high


def _steps(sample: Sample, values: Array, complete: Places, luck: np.random.Generator) -> list[Step]:
    """Return the main index on ever larger parts of the sample, each the first half of the next."""
    sizes = [len(complete) >> halved for halved in reversed(range(_SIZES))]
    main = sample.indices.index(sample.ranked_by)
    found = []
    for size in sizes:
        if size >= sample.least:
            first = complete[:size]
            value = sample.estimate(values[first], first)
            low, high = _around(value, _over_blocks(sample, values, first, _RESAMPLES_OF_PARTS, luck))
            found.append(Step(size, value[main], low[main], high[main]))
    return found


def _shares_of_chance(runs: Array) -> tuple[float, float]:
    """Return which share of the variance is chance: between single runs, and between means at the points.

    What luck does to all points alike, since they share their run seeds, makes no difference between them.
    """
    counts = np.isfinite(runs).sum(axis=1)
    often = runs[counts >= 2]
    between = float(np.var(mean_of_runs(often))) if len(often) else 0.0
    if between == 0:
        return np.nan, np.nan
    within, apart = (
        float(np.nanvar(each, axis=1, ddof=1).mean()) for each in (often, often - mean_of_runs(often.T))
    )
    of_means = float((1.0 / counts[counts >= 2]).mean()) * apart
    return within / (within + max(between - of_means, 0.0)), min(of_means / between, 1.0)
