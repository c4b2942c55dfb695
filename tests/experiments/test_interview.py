"""The interview with simulated professionals beside the real one."""

from __future__ import annotations

import copy
import math
import tomllib
from dataclasses import replace
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from scipy.stats import binom

from experiments.patterns.interview import (
    ASKED,
    Count,
    Interview,
    Question,
    _drawn,
    _pool,
    agreeing,
    base_rate,
    coin,
    declared,
    hold,
    order,
    ranked_probability_score,
    read,
    samples,
    score,
    within,
)
from sim.errors import InputError
from sim.model import CaseConferenceModel
from sim.runs import run_seeds
from sim.state import CARE, SAFETY, SOCIAL

TABLES = tomllib.loads(files("experiments.patterns").joinpath("interview.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def interview() -> Interview:
    return declared()


def test_the_shipped_interview_is_that_of_the_thesis(interview: Interview) -> None:
    names = [question.name for question in interview.questions]
    assert len(names) == len(set(names)) == 22
    for question in interview.questions:
        assert question.section.startswith("5.")
        assert question.asks.en != question.asks.nl
        assert 0 < question.real[0] <= question.real[1] <= 15
    assert interview.weeks == (66, 70)
    assert [(event.week, event.size) for event in interview.scenario.media_events] == [(65, 0.3), (68, 0.3)]
    assert interview.scenario.changes == ()


def refused(change: dict[str, Any], message: str, drop: str = "") -> None:
    tables = copy.deepcopy(TABLES)
    tables["questions"][0] |= change
    tables["questions"][0].pop(drop, None)
    with pytest.raises(InputError, match=message):
        read(tables, "mine.toml")


def test_a_question_that_is_wrong_is_refused_with_what_is_allowed() -> None:
    refused({"more": "joint_pla"}, "joint_plan")
    refused({"goes_by": "many"}, "some")
    refused({}, "goes_by", drop="goes_by")
    refused({"real": "large_minority"}, "large_majority")
    refused({"counts": ["maybe"]}, "doubt")
    refused({"manager": "sometimes"}, "asked")
    refused({"then": "x"}, "than")
    refused({}, "more", drop="more")


def test_a_question_of_ones_own_is_asked(interview: Interview) -> None:
    tables = copy.deepcopy(TABLES)
    own = {"name": "busy", "section": "5.1.4", "asks": {"en": "Busy?", "nl": "Druk?"}, "real": 15}
    same = {"more": "commitment", "than": "commitment", "goes_by": "state", "tie": "yes"}
    tables["questions"] = [own | same | {"manager": "asked"}]
    (count,) = hold(read(tables, "mine.toml"), 3, runs=1, workers=1)
    assert (count.low, count.median, count.high, count.holds, count.within) == (15, 15.0, 15, True, 1.0)


def test_a_sample_is_drawn_as_in_the_thesis(interview: Interview) -> None:
    model = CaseConferenceModel(interview.scenario, rng=7, remember=True)
    while model.week < 60:
        model.step()
    recollection, world = model.recollection(), model.stage.world
    for domain, other in ((CARE, interview.sample.social_as_care), (SAFETY, interview.sample.social_as_safety)):
        pool = _pool(interview.sample, recollection, world, domain)
        asked = _drawn(pool, 7, np.random.default_rng(1))
        organisations = [world.people.organisation[person] for person in asked]
        assert len(set(asked)) == 7
        assert len(set(organisations)) == min(7, len(pool))
        assert all(len(recollection.memories[person].meetings) >= 2 for person in asked)
        social = {number for number in organisations if world.organisations.domain[number] == SOCIAL}
        first = list(world.organisations.domain).index(SOCIAL)
        assert {number - first for number in social} <= set(other)


def test_counts_hang_on_the_run_seed_alone(interview: Interview) -> None:
    seeds = run_seeds(5, 2).tolist()
    once = [samples(interview, seed, 20) for seed in seeds]
    again = [samples(interview, seed, 20) for seed in reversed(seeds)]
    assert np.array_equal(once[0], again[1]) and np.array_equal(once[1], again[0])
    assert once[0].shape == (20, 22) and once[0].max() <= 15
    assert not np.array_equal(once[0][0], once[0][1])


def test_workers_change_nothing(interview: Interview) -> None:
    done: list[tuple[int, int]] = []
    alone = hold(interview, 6, runs=2, workers=1, progress=lambda count, total: done.append((count, total)))
    assert alone == hold(interview, 6, runs=2, workers=2)
    assert done == [(1, 2), (2, 2)]
    assert all(0 <= count.low <= count.median <= count.high <= 15 for count in alone)


@pytest.mark.parametrize(("low", "high", "holds"), [(5, 9, True), (9, 12, True), (10, 15, False), (0, 5, False)])
def test_a_count_holds_where_it_meets_what_was_found(low: int, high: int, holds: bool, interview: Interview) -> None:
    half = next(question for question in interview.questions if question.word == "half")  # 6 to 9
    assert Count(half, low, 7.0, high, 0.5, 1.0).holds is holds


def test_fifteen_coins_agree_as_often_as_chance_says(interview: Interview) -> None:
    assert interview.sample.care + interview.sample.safety + 1 == ASKED
    coins, tossed = coin(interview.questions), binom(15, 0.5)
    assert {(count.low, count.high) for count in coins} == {tuple(tossed.ppf((0.05, 0.95)))} == {(4, 11)}
    found = [question.real for question in interview.questions]
    assert agreeing(coins) == sum(least <= 11 and 4 <= most for least, most in found) == 15
    for count in coins:
        least, most = count.question.real
        assert count.within == pytest.approx(tossed.cdf(most) - tossed.cdf(least - 1))
    assert within(coins) == pytest.approx(sum(count.within for count in coins))


def test_samples_come_to_a_count(interview: Interview) -> None:
    half = next(question for question in interview.questions if question.word == "half")  # 6 to 9
    found = Count.of(half, np.array([2, *[5] * 8, *[9] * 10, 12]))
    assert (found.low, found.median, found.high, found.within) == (2, 9.0, 9, 0.5)
    assert found.score == ranked_probability_score((6, 9), np.array([2, *[5] * 8, *[9] * 10, 12])) > 0.0


@pytest.mark.parametrize(
    ("real", "counts", "by_hand"),
    [
        ((13, 13), [13], 0.0),
        ((13, 13), [10], 3.0),  # 1 at each of 10, 11, 12
        ((13, 13), [10, 13], 0.75),  # 0.25 at each
        ((13, 13), [12, 14], 0.5),  # 0.25 at 12, 0.25 at 13
        ((6, 7), [6, 7], 0.0),  # all that the word leaves open
        ((6, 7), [6], 0.25),  # 0.25 at 6
        ((6, 7), [9], 2.25),  # 0.25 at 6, 1 at 7 and at 8
        ((6, 8), [7], 2 / 9),  # 1/9 at 6, 1/9 at 7
        ((15, 15), [0], 15.0),
    ],
)
def test_the_score_is_what_it_comes_to_by_hand(real: tuple[int, int], counts: list[int], by_hand: float) -> None:
    assert ranked_probability_score(real, counts) == pytest.approx(by_hand)
    weights = [counts.count(number) for number in range(16)]
    assert ranked_probability_score(real, range(16), weights) == pytest.approx(by_hand)


def asked(*real: tuple[int, int]) -> list[Question]:
    """Return questions of which this was found."""
    return [replace(declared().questions[0], name=str(number), real=found) for number, found in enumerate(real)]


def test_the_base_rate_knows_the_other_questions_only() -> None:
    """Of two questions each is answered as the other: with certainty where that was all or none."""
    assert base_rate(asked((15, 15), (0, 0))) == pytest.approx(15.0)
    assert base_rate(asked((15, 15), (15, 15), (15, 15))) == pytest.approx(0.0)
    chances = binom.cdf(range(16), 15, 7 / 15)  # the others: 4 and 9.5 of fifteen, 6.75 on average
    by_hand = float((chances[:-1] ** 2).sum())
    questions = asked((15, 15), (3, 5), (9, 10))
    rest = [ranked_probability_score(found.real, range(16), binom.pmf(range(16), 15, chance / 15))
            for found, chance in ((questions[1], 12), (questions[2], 10))]  # 12.25 and 9.5 on average
    assert base_rate(questions) == pytest.approx((by_hand + sum(rest)) / 3)
    assert math.isnan(base_rate([]))


def test_what_knows_nothing_of_the_questions_scores_as_the_design_says(interview: Interview) -> None:
    assert base_rate(interview.questions) == pytest.approx(1.15, abs=0.005)
    assert score(coin(interview.questions)) == pytest.approx(2.33, abs=0.005)


def test_the_order_is_spearmans() -> None:
    questions = asked((3, 3), (8, 10), (12, 12), (15, 15))

    def ordered(*medians: float) -> float:
        pairs = zip(questions, medians, strict=True)
        return order([Count(question, 0, median, 15, 0.0, 1.0) for question, median in pairs])

    assert ordered(1.0, 2.0, 3.0, 4.0) == pytest.approx(1.0)
    assert ordered(9.0, 8.0, 7.0, 0.0) == pytest.approx(-1.0)
    assert ordered(2.0, 1.0, 3.0, 4.0) == pytest.approx(1.0 - 6.0 * 2.0 / (4.0 * 15.0))
    assert math.isnan(ordered(5.0, 5.0, 5.0, 5.0)) and math.isnan(order([]))
    assert math.isnan(score([]))
