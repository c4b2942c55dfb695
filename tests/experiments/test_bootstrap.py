"""Bootstrap intervals: those of SciPy, for all columns at once."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import bootstrap

from experiments.bootstrap import intervals_of_means
from experiments.comparison import differences
from experiments.headlines import MAIN
from scenarios import load
from sim.runs import run_seeds, simulate


def interval(values: list[float], level: float = 0.95) -> tuple[float, float]:
    low, high = intervals_of_means(np.array(values)[:, np.newaxis], level)
    return float(low[0]), float(high[0])


@pytest.mark.parametrize("level", [0.95, 0.99])
def test_columns_have_the_intervals_that_scipy_gives_them_alone(level: float) -> None:
    values = np.random.default_rng(7).gamma(2.0, 1.0, (150, 3))
    low, high = intervals_of_means(values, level)
    for column in range(3):
        alone = bootstrap(
            (values[:, column],),
            np.mean,
            confidence_level=level,
            n_resamples=4999,
            batch=4_000_000 // 150,
            method="BCa",
            rng=np.random.default_rng(2019),
        ).confidence_interval
        assert (low[column], high[column]) == pytest.approx((alone.low, alone.high))


def test_a_missing_value_is_left_out_of_its_own_column_only() -> None:
    values = np.random.default_rng(8).normal(size=(300, 2))
    whole = intervals_of_means(values)
    values[::3, 0] = np.nan
    low, high = intervals_of_means(values)
    assert (low[1], high[1]) == pytest.approx((whole[0][1], whole[1][1]))
    half = 1.96 * np.nanstd(values[:, 0], ddof=1) / np.sqrt(200)
    middle = np.nanmean(values[:, 0])
    assert [low[0], high[0]] == pytest.approx([middle - half, middle + half], abs=0.15 * half)


def test_large_samples_are_close_to_the_normal_interval_and_the_same_again() -> None:
    values = list(np.random.default_rng(9).normal(0.5, 2.0, 3000))
    half = 1.96 * np.std(values, ddof=1) / np.sqrt(3000)
    assert interval(values) == interval(values)
    assert interval(values) == pytest.approx((np.mean(values) - half, np.mean(values) + half), abs=0.1 * half)


def test_values_that_are_all_the_same_or_too_few() -> None:
    assert interval([2.5, 2.5, np.nan]) == (2.5, 2.5)
    assert np.isnan(interval([2.5, np.nan])).all()
    assert np.isnan(interval([np.nan, np.nan])).all()


def test_interval_of_values_that_hardly_differ_is_finite() -> None:
    assert np.isfinite(interval([1e-17, *[0.0] * 59])).all()
    assert np.isfinite(interval([*[0.0] * 40, 1.0])).all()


@pytest.mark.slow
def test_the_same_scenario_on_other_seeds_differs_as_often_as_the_intervals_say() -> None:
    """A/A comparison: of 1,000 repetitions, 93 to 97 % of the intervals cover zero."""
    scenario = load("top_x").set({"run.weeks": 8})
    pairs, repetitions = 100, 1000
    first, second = (simulate(scenario, runs=pairs * repetitions, seed=seed) for seed in (61, 62))
    covered = dict.fromkeys(MAIN, 0)
    for repetition in range(repetitions):
        part = slice(repetition * pairs, (repetition + 1) * pairs)
        worlds = ({name: runs[name][part] for name in MAIN} for runs in (first, second))
        for name, found in differences(*worlds).items():
            covered[name] += found.contains_zero
    assert all(0.93 <= times / repetitions <= 0.97 for times in covered.values()), covered


def test_the_same_scenario_on_the_same_seeds_differs_by_exactly_nothing() -> None:
    scenario = load("top_x").set({"run.weeks": 12})
    first, second = (simulate(scenario, runs=20, seed=3) for _ in "ab")
    assert (run_seeds(3, 20) == first.pop("seed")).all() and len(second.pop("seed")) == 20
    for found in differences(first, second).values():
        assert (found.higher, found.lower) == (0, 0)
        assert (found.mean, found.low, found.high) == (0.0, 0.0, 0.0) or found.pairs < 2
