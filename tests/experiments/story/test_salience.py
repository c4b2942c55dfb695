"""What is chosen: the heaviest first, not the same again and again, and what a listener has to know."""

from __future__ import annotations

from collections import Counter

import pytest

from experiments.story.facts import Course, Fact, Reason, Scene
from experiments.story.salience import (
    AGAIN,
    CASES,
    FACTS_OF_SCENE,
    SCENES_OF_CASE,
    TURN,
    WEIGHTS,
    choose_around,
    choose_courses,
    choose_facts,
    choose_scenes,
    novelty,
    weight,
)


def scene(week: int, *kinds: str, turn: bool = False, case: int = 0) -> Scene:
    return Scene(week, case, "plan", tuple(Fact(kind, week, case, count=number) for number, kind in enumerate(kinds)),
                 number=week, turn=turn)  # fmt: skip


def course(case: int, *scenes: Scene) -> Course:
    return Course(case, scenes, Fact("end", 9, case))


def test_what_was_told_before_weighs_less() -> None:
    one = scene(1, "incident")
    assert weight([one], Counter()) == WEIGHTS["incident"]
    assert weight([one, one], Counter()) == pytest.approx(WEIGHTS["incident"] * (1 + AGAIN))
    assert weight([scene(1, "incident", turn=True)], Counter()) == WEIGHTS["incident"] + TURN
    assert weight([one], Counter([novelty(one.facts[0])])) == WEIGHTS["incident"] * AGAIN


def test_another_reason_is_another_story() -> None:
    trust, caution = (Reason("discloses", False, term, -1.0, "social") for term in ("trust", "caution"))
    assert novelty(Fact("withheld", 1, reason=trust)) != novelty(Fact("withheld", 1, reason=caution))
    assert novelty(Fact("withheld", 1, reason=trust)) == novelty(Fact("withheld", 9, reason=trust))


def test_the_first_scene_and_the_heaviest_are_told_in_order_of_time() -> None:
    quiet = [scene(week, "told") for week in range(2, 9)]
    scenes = [scene(1, "arrival"), *quiet, scene(9, "incident"), scene(10, "return"), scene(11, "told", turn=True)]
    assert [each.week for each in choose_scenes(scenes)] == [1, 9, 10, 11]
    assert len(choose_scenes(scenes)) == SCENES_OF_CASE
    assert choose_scenes([]) == ()


def test_cases_that_tell_something_new_come_first() -> None:
    alike = [course(case, scene(1, "arrival"), scene(2, "incident", "withheld")) for case in range(4)]
    other = course(9, scene(1, "arrival"), scene(2, "home_refused", "shifted"))
    chosen = choose_courses([*alike, other, course(10)])
    assert [each.case for each in chosen][-1] == 9
    assert len(chosen) == CASES


def test_of_a_scene_the_heaviest_facts_are_told_and_how_it_ended() -> None:
    many = scene(2, "table", *["contacts"] * 3, "stalled", "cared", "new_plan", "incident",
                 "shifted", "undone", "broken", "called", "improvised", "evaluated", "withheld", "imposed")  # fmt: skip
    (told,) = choose_facts([course(1, many)])
    kinds = [fact.kind for fact in told.scenes[0].facts]
    assert kinds == [fact.kind for fact in many.facts if fact.kind in kinds]
    assert {"table", "new_plan", "incident", "imposed"} <= set(kinds)
    assert not {"contacts", "stalled"} & set(kinds)
    assert len(kinds) == FACTS_OF_SCENE


def test_of_a_kind_the_fourth_gives_way_within_a_scene() -> None:
    reasons = [Reason("discloses", False, term, -1.0, "social") for term in ("trust", "caution", "size", "secrecy")]
    withheld = tuple(Fact("withheld", 1, 0, reason=reason) for reason in reasons)
    other = tuple(Fact(kind, 1, 0) for kind in ("called", "kept", "cared"))
    (told,) = choose_facts([course(0, Scene(1, 0, "plan", (*withheld, *other)))])
    assert told.scenes[0].facts == (*withheld[:3], *other)


def test_what_a_fact_builds_on_is_told_too() -> None:
    scenes = [scene(week, "withheld", "told", "kept", "thought_along") for week in range(20)]
    (told,) = choose_facts([course(1, *scenes)])
    kinds = [{fact.kind for fact in each.facts} for each in told.scenes]
    assert any("thought_along" in each for each in kinds)
    assert all("withheld" in each for each in kinds if "thought_along" in each)
    assert kinds[-1] == set()  # told so often that there is nothing new in it


def test_around_the_table_the_heaviest_is_told() -> None:
    facts = [Fact("simple", 1), Fact("informal", 2), Fact("newcomer", 3), *(Fact("media", week) for week in (4, 5)),
             Fact("storm", 6), Fact("departure", 7)]  # fmt: skip
    assert [fact.kind for fact in choose_around(facts)] == ["media", "media", "storm", "departure"]
