"""Paired differences, their intervals and verdicts."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.comparison import (
    Verdict,
    difference,
    differences,
    interval_of_mean,
    verdict,
)
from sim.outcomes import OUTCOMES

TRUST, INCIDENTS = OUTCOMES["trust"], OUTCOMES["incidents"]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.03, 0.05, Verdict.CLEAR),
        (-0.05, -0.03, Verdict.CLEAR),
        (0.005, 0.015, Verdict.SMALL),
        (-0.015, -0.005, Verdict.SMALL),
        (0.005, 0.02, Verdict.SMALL),
        (0.01, 0.03, Verdict.UNCERTAIN),
        (-0.03, -0.01, Verdict.UNCERTAIN),
        (0.02, 0.03, Verdict.UNCERTAIN),
        (-0.01, 0.01, Verdict.HARDLY),
        (0.0, 0.0, Verdict.HARDLY),
        (0.0, 0.02, Verdict.HARDLY),
        (-0.03, 0.01, Verdict.OPEN),
        (-0.03, 0.03, Verdict.OPEN),
        (np.nan, np.nan, Verdict.OPEN),
    ],
)
def test_verdict_from_the_interval(low: float, high: float, expected: Verdict) -> None:
    assert verdict(low, high, 0.02) is expected


def test_without_a_smallest_relevant_difference_any_clear_one_matters() -> None:
    assert verdict(0.0, 0.0, 0.0) is Verdict.HARDLY
    assert verdict(0.1, 0.2, 0.0) is Verdict.CLEAR


def test_identical_runs_differ_by_exactly_nothing() -> None:
    values = np.random.default_rng(1).normal(size=50)
    found = difference(TRUST, values, values.copy())
    assert (found.mean, found.low, found.high, found.higher, found.lower) == (0.0, 0.0, 0.0, 0, 0)
    assert found.verdict is Verdict.HARDLY


def test_a_constant_difference_is_its_own_interval() -> None:
    values = np.arange(8.0)
    found = difference(INCIDENTS, values, values + 2)
    assert (found.mean, found.low, found.high, found.higher) == (2.0, 2.0, 2.0, 8)
    assert found.smallest_relevant == pytest.approx(0.05 * 3.5)
    assert found.verdict is Verdict.CLEAR


def test_pairs_without_a_value_are_left_out_and_counted() -> None:
    first = np.array([0.1, np.nan, 0.3, 0.4])
    second = np.array([0.2, 0.5, np.nan, 0.3])
    found = difference(TRUST, first, second)
    assert (found.pairs, found.left_out, found.higher, found.lower) == (2, 2, 1, 1)
    assert (found.baseline, found.other) == pytest.approx((0.25, 0.25))


def test_no_pair_at_all_and_a_single_pair() -> None:
    nothing = difference(TRUST, np.array([np.nan]), np.array([1.0]))
    assert (nothing.pairs, nothing.left_out, nothing.verdict) == (0, 1, Verdict.NONE)
    assert np.isnan([nothing.mean, nothing.low, nothing.smallest_relevant]).all()
    single = difference(TRUST, np.array([0.1]), np.array([0.9]))
    assert single.verdict is Verdict.OPEN
    assert single.contains_zero
    assert np.isnan(single.low)


def test_every_outcome_is_compared() -> None:
    runs = {name: np.arange(3.0) for name in OUTCOMES}
    assert set(differences(runs, runs)) == set(OUTCOMES)


def test_interval_is_the_same_again_and_close_to_the_normal_one() -> None:
    values = np.random.default_rng(7).normal(0.5, 2.0, 400)
    low, high = interval_of_mean(values)
    half = 1.96 * values.std(ddof=1) / np.sqrt(len(values))
    assert (low, high) == interval_of_mean(values.copy())
    assert [low, high] == pytest.approx([values.mean() - half, values.mean() + half], abs=0.1 * half)


def test_interval_of_values_that_hardly_differ_is_finite() -> None:
    values = np.zeros(60)
    values[0] = 1e-17
    assert np.isfinite(interval_of_mean(values)).all()
    assert np.isfinite(interval_of_mean(np.r_[np.zeros(40), 1.0])).all()


def test_interval_covers_the_true_mean_as_often_as_it_says() -> None:
    draws = np.random.default_rng(3)
    covered = 0
    for _ in range(200):
        low, high = interval_of_mean(draws.normal(size=100))
        covered += low <= 0 <= high
    assert 179 <= covered <= 199  # binomial(200, 0.95 to 0.93): outside with probability below 0.1 %
