"""Numbers as people read them."""

from __future__ import annotations

import math

import pytest

from experiments.numbers import (
    decimals_of_difference,
    difference_text,
    line_text,
    line_text_of_difference,
    number_text,
    value_of_parameter,
    value_text,
)
from sim.outcomes import OUTCOMES

TRUST, KEPT, INCIDENTS = OUTCOMES["trust"], OUTCOMES["agreements_kept"], OUTCOMES["incidents"]


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (0.5, "en", "0.50"),
        (0.5, "nl", "0,50"),
        (-0.5, "nl", "\N{MINUS SIGN}0,50"),
        (-0.001, "en", "0.00"),
        (1234.5, "nl", "1234,50"),
        (math.nan, "en", "\N{EN DASH}"),
        (math.inf, "en", "\N{EN DASH}"),
    ],
)
def test_number_text(value: float, language: str, text: str) -> None:
    assert number_text(value, 2, language) == text


def test_sign_stands_before_everything_but_zero() -> None:
    assert number_text(0.26, 1, "en", sign=True) == "+0.3"
    assert number_text(-0.26, 1, "en", sign=True) == "\N{MINUS SIGN}0.3"
    assert number_text(0.04, 1, "en", sign=True) == "0.0"


def test_shares_are_percentages_and_their_differences_points() -> None:
    assert value_text(KEPT, 0.784, "en") == "78.4%"
    assert line_text(KEPT, 0.784, "en") == "78%"
    assert difference_text(KEPT, 0.081, "en") == "+8.1 %-pt"
    assert difference_text(KEPT, -0.081, "nl") == "\N{MINUS SIGN}8,1 %-punt"
    assert difference_text(KEPT, 0.081, "nl", unit=False) == "+8,1"


def test_levels_and_flows_have_decimals_of_their_own() -> None:
    assert (value_text(TRUST, 0.5449, "en"), difference_text(TRUST, 0.0899, "en")) == ("0.54", "+0.090")
    assert (value_text(INCIDENTS, 31.26, "en"), line_text(INCIDENTS, 31.26, "en")) == ("31.3", "31")
    assert (line_text(INCIDENTS, 0.38, "nl"), line_text_of_difference(INCIDENTS, -0.04, "nl")) == ("0,38", "−0,04")


def test_decimals_grow_until_no_end_reads_as_zero_or_as_the_other_end() -> None:
    assert decimals_of_difference(TRUST, (0.1, 0.2)) == 3
    assert decimals_of_difference(TRUST, (0.0002, 0.2)) == 4
    assert decimals_of_difference(TRUST, (0.0, 0.2)) == 3
    assert decimals_of_difference(TRUST, (0.0016, 0.0021)) == 4
    assert decimals_of_difference(TRUST, (0.2, 0.2)) == 3
    assert decimals_of_difference(TRUST, (1e-9, 0.2)) == 5
    assert decimals_of_difference(TRUST, (math.nan, 0.2)) == 3


def test_values_of_parameters_are_short() -> None:
    assert value_of_parameter(0.95, "en") == "0.95"
    assert value_of_parameter(0.95, "nl") == "0,95"
    assert value_of_parameter(15, "nl") == "15"
    assert value_of_parameter("a.b", "nl") == "a.b"
