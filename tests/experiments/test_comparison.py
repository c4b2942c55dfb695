"""Paired differences, their intervals and verdicts."""

from __future__ import annotations

from dataclasses import astuple, replace

import numpy as np
import pytest

from experiments.comparison import (
    Difference,
    Verdict,
    differences,
    differences_of_all,
    verdict,
)
from experiments.summary import FEWEST
from sim.outcomes import OUTCOMES


def difference(name: str, baseline: list[float], other: list[float]) -> Difference:
    """Return the difference in one outcome."""
    return differences({name: np.array(baseline)}, {name: np.array(other)})[name]


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
    ],
)
def test_verdict_from_the_interval(low: float, high: float, expected: Verdict) -> None:
    assert verdict(low, high, 0.02) is expected


def test_without_a_smallest_relevant_difference_any_clear_one_matters() -> None:
    assert verdict(0.0, 0.0, 0.0) is Verdict.HARDLY
    assert verdict(0.1, 0.2, 0.0) is Verdict.CLEAR


def test_identical_runs_differ_by_exactly_nothing() -> None:
    values = np.random.default_rng(1).normal(size=50)
    found = difference("trust", list(values), list(values))
    assert (found.mean, found.low, found.high, found.higher, found.lower) == (0.0, 0.0, 0.0, 0, 0)
    assert found.verdict is Verdict.HARDLY


def test_a_constant_difference_is_its_own_interval() -> None:
    values = np.arange(20.0)
    found = difference("incidents", list(values), list(values + 2))
    assert (found.mean, found.low, found.high, found.higher) == (2.0, 2.0, 2.0, 20)
    assert found.smallest_relevant == pytest.approx(0.05 * 9.5)
    assert found.verdict is Verdict.CLEAR


def test_pairs_without_a_value_are_left_out_and_counted() -> None:
    found = difference("trust", [0.1, np.nan, 0.3, 0.4], [0.2, 0.5, np.nan, 0.3])
    assert (found.pairs, found.left_out, found.higher, found.lower) == (2, 2, 1, 1)
    assert (found.baseline, found.other) == pytest.approx((0.25, 0.25))


def test_no_pair_at_all() -> None:
    nothing = difference("trust", [np.nan], [1.0])
    assert (nothing.pairs, nothing.left_out, nothing.verdict) == (0, 1, Verdict.NONE)
    assert np.isnan([nothing.mean, nothing.low, nothing.smallest_relevant]).all()


@pytest.mark.parametrize("left_out", [0, 5])
def test_a_handful_of_pairs_is_no_ground_for_a_verdict_however_alike_they_are(left_out: int) -> None:
    none = [np.nan] * left_out
    for pairs in (1, 2, FEWEST - 1):
        few = difference("trust", [0.1] * pairs + none, [0.9] * pairs + none)
        assert (few.verdict, few.pairs, few.contains_zero) == (Verdict.FEW, pairs, True)
        assert np.isnan([few.low, few.high, few.effect_size]).all()
    enough = difference("trust", [0.1] * FEWEST + none, [0.9] * FEWEST + none)
    assert (enough.verdict, enough.low) == (Verdict.CLEAR, 0.8)


def test_every_outcome_is_compared() -> None:
    runs = {name: np.arange(3.0) for name in OUTCOMES}
    assert set(differences(runs, runs)) == set(OUTCOMES)


def test_only_the_outcomes_that_are_named() -> None:
    runs = {name: np.arange(3.0) for name in OUTCOMES}
    assert list(differences(runs, runs, names=["risk", "trust"])) == ["risk", "trust"]


def test_many_at_once_are_the_same_as_one_by_one() -> None:
    draws = np.random.default_rng(3)
    worlds = [{"trust": draws.normal(size=40), "weeks_to_plan": draws.normal(size=40)} for _ in range(4)]
    worlds[2]["weeks_to_plan"][:5] = np.nan
    baseline, *others = worlds
    found = differences_of_all(baseline, others)
    for other, together in zip(others, found, strict=True):
        for name, alone in differences(baseline, other).items():
            first, second = (astuple(replace(each, outcome=None)) for each in (together[name], alone))  # type: ignore[arg-type]
            assert first[1:] == pytest.approx(second[1:])


def test_effect_size_is_in_spreads_of_the_baseline() -> None:
    values = np.arange(25.0)  # their variance is 25 * 26 / 12
    found = difference("incidents", list(values), list(values + 3))
    assert found.effect_size == pytest.approx(3 / np.sqrt(25 * 26 / 12))
    assert np.isnan(difference("incidents", [3.0] * 20, list(values[:20])).effect_size)


def test_better_follows_the_good_side() -> None:
    first, second = [1.0, 1.0, 1.0, 1.0], [2.0, 2.0, 2.0, 0.0]
    assert difference("trust", first, second).better == 0.75
    assert difference("incidents", first, second).better == 0.25
    assert np.isnan(difference("meeting_hours", first, second).better)


def open_question(mean: float, half: float, pairs: int = 200) -> Difference:
    found = difference("trust", [0.5, 0.6], [0.5, 0.6])
    return replace(found, pairs=pairs, mean=mean, low=mean - half, high=mean + half, smallest_relevant=0.02)


def test_pairs_to_decide() -> None:
    assert open_question(0.0, 0.04).pairs_to_decide == 800  # twice as narrow: within the grey zone
    assert open_question(0.02, 0.04).pairs_to_decide == 800  # twice as narrow: clear of zero
    assert open_question(0.005, 0.06).pairs_to_decide == 3200
    assert open_question(0.03, 0.01).pairs_to_decide is None
    assert open_question(0.0, 0.01).pairs_to_decide is None


def test_as_many_pairs_as_it_says_do_decide() -> None:
    draws = np.random.default_rng(5)
    decided = 0
    for _ in range(40):
        zero = np.zeros(100)
        found = difference("trust", list(zero), list(draws.normal(0.015, 0.15, 100)))
        if found.pairs_to_decide is None:
            continue
        more = draws.normal(found.mean, 0.15, 2 * found.pairs_to_decide)  # twice: the estimate is even odds
        again = difference("trust", list(np.zeros(len(more))), list(more))
        decided += 1 if again.verdict is not Verdict.OPEN else -1
    assert decided > 15
