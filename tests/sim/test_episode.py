"""Which episodes come to mind: recent and grave ones first, by luck."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.episode import RECALLED, Episode, recall, vividness
from sim.meeting import Meeting
from sim.week.decide import IMPOSED_PLAN, JOINT_PLAN, NO_PLAN, NO_TIME

NOW = 66


def held(week: int, *, risk: float = 0.0, incident: bool = False, plan: int = JOINT_PLAN) -> Episode:
    return Episode(Meeting(week, 0, risk, plan=plan, incident=incident))


def test_gravity_is_risk_incident_and_conflict() -> None:
    assert held(1).meeting.gravity == 0.0
    assert held(1, risk=0.5).meeting.gravity == 0.5
    assert held(1, risk=0.5, incident=True).meeting.gravity == 1.5
    assert [held(1, plan=plan).meeting.gravity for plan in (JOINT_PLAN, NO_TIME, NO_PLAN, IMPOSED_PLAN)] == [0, 0, 1, 1]
    passed_on = held(1)
    passed_on.meeting.passed_on.append(3)
    assert passed_on.meeting.gravity == 1.0


def test_vividness_fades_with_time_and_grows_with_gravity() -> None:
    assert vividness(held(NOW), NOW) == 1.0
    assert vividness(held(NOW - 3), NOW) == 0.5
    assert vividness(held(NOW - 3, risk=1.0, incident=True, plan=NO_PLAN), NOW) == 2.0


def test_equal_luck_brings_recent_and_grave_ones_first() -> None:
    old, recent = held(NOW - 60), held(NOW - 2)
    grave = held(NOW - 60, risk=0.9, incident=True, plan=NO_PLAN)
    assert recall([old, recent], NOW, [0.5, 0.5]) == (recent, old)
    assert recall([old, grave], NOW, [0.5, 0.5]) == (grave, old)
    assert recall([old, grave, recent], NOW, [0.5] * 3) == (recent, grave, old)


def test_few_come_to_mind_each_once_and_luck_decides() -> None:
    episodes = [held(week) for week in range(30)]
    luck = np.random.default_rng(3)
    found = recall(episodes, NOW, luck.random(30).tolist())
    assert len(found) == len({id(episode) for episode in found}) == RECALLED == 4
    assert recall(episodes[:2], NOW, [0.1, 0.2]) == (episodes[1], episodes[0])
    assert recall([], NOW, []) == ()
    lucky = [0.001] * 29
    assert recall(episodes, NOW, [0.999, *lucky])[0] is episodes[0]


def test_the_first_one_is_drawn_by_its_weight() -> None:
    """Of two, the first to come to mind is the heavier one as often as its share of the weight says."""
    light, heavy = held(NOW), held(NOW, incident=True, plan=NO_PLAN)
    draws = np.random.default_rng(8).random((4000, 2)).tolist()
    first = sum(recall([light, heavy], NOW, numbers, 1)[0] is heavy for numbers in draws)
    share = vividness(heavy, NOW) / (vividness(light, NOW) + vividness(heavy, NOW))
    assert first / 4000 == pytest.approx(share, abs=4.0 * math.sqrt(share * (1.0 - share) / 4000))
