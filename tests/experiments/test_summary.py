"""Percentiles over runs, by hand."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from experiments.summary import FEWEST, bands, spreads


def test_spread_of_twenty_one_runs() -> None:
    found = spreads({"trust": np.arange(21.0)})["trust"]
    assert (found.runs, found.low, found.median, found.high) == (21, 1.0, 10.0, 19.0)


def test_few_runs_have_a_middle_and_no_ends() -> None:
    few, enough = (spreads({"trust": np.arange(float(runs))})["trust"] for runs in (FEWEST - 1, FEWEST))
    assert few.median == 9.0
    assert np.isnan([few.low, few.high]).all()
    assert np.isfinite([enough.low, enough.high]).all()


def test_spread_leaves_out_runs_without_a_value() -> None:
    found = spreads({"trust": np.array([np.nan, 1.0, 3.0])})["trust"]
    assert (found.runs, found.median) == (2, 2.0)


def test_spread_of_nothing_has_no_numbers() -> None:
    found = spreads({"trust": np.array([np.nan])})["trust"]
    assert found.runs == 0
    assert np.isnan([found.low, found.median, found.high]).all()


def test_bands_week_by_week_with_a_week_in_which_no_run_has_a_value() -> None:
    series = np.column_stack([np.arange(101.0), np.full(101, np.nan), np.r_[np.nan, np.full(100, 7.0)]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = bands(series)
    lines = [found.low, found.lower, found.median, found.upper, found.high]
    assert [line[0] for line in lines] == pytest.approx([5, 25, 50, 75, 95])
    assert np.isnan([line[1] for line in lines]).all()
    assert [line[2] for line in lines] == [7.0] * 5
