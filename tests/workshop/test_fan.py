"""A fan holds the percentiles of a series, also where weeks or runs have no value."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from experiments.workshop.fan import fan, fan_of_difference

RUNS = np.arange(21.0)


def test_a_fan_holds_five_percentiles_a_week() -> None:
    drawn = fan(np.stack([RUNS, 10 * RUNS], axis=1))
    assert drawn.lines.tolist() == [[1, 10], [5, 50], [10, 100], [15, 150], [19, 190]]
    assert (drawn.weeks, drawn.last, drawn.reach) == (2, 100, (1, 190))


def test_runs_and_weeks_without_a_value_are_left_out() -> None:
    series = np.stack([RUNS, RUNS, RUNS], axis=1)
    series[0, 1] = np.nan
    series[:, 2] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn = fan(series)
    assert drawn.median[:2].tolist() == [10, 10.5]
    assert np.isnan(drawn.lines[:, 2]).all()
    assert drawn.last == 10.5


def test_the_difference_is_taken_pair_by_pair() -> None:
    drawn = fan_of_difference(RUNS[:, np.newaxis], RUNS[::-1, np.newaxis] ** 2)
    assert drawn.lines[:, 0] == pytest.approx(np.percentile(RUNS[::-1] ** 2 - RUNS, (5, 25, 50, 75, 95)))


def test_a_fan_without_any_value_has_no_end() -> None:
    drawn = fan(np.full((3, 2), np.nan))
    assert np.isnan([drawn.last, *drawn.reach]).all()
