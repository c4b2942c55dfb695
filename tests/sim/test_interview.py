"""The virtual interview: two quantities of one's own memory, compared."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from scenarios import load
from sim.errors import InputError
from sim.interview import DOUBT, NO, QUANTITIES, YES, Comparison, Respondent, alone, answer, respondent
from sim.model import CaseConferenceModel
from sim.stage import alone_risk_weeks

SCENARIO = load("top_x").set({"run.weeks": 40, "continuity.turnover_per_year": 0.3})
SEED = 11


@pytest.fixture(scope="module")
def everybody() -> list[Respondent]:
    model = CaseConferenceModel(SCENARIO, rng=SEED, remember=True).run()
    otherwise = alone(SCENARIO, SEED, 40)
    world = model.stage.world
    return [respondent(model.recollection(), world, place, otherwise, 0.5) for place in range(world.members + 1)]


@pytest.mark.parametrize("name", QUANTITIES)
def test_a_quantity_is_a_number_for_everybody_and_asking_changes_nothing(
    name: str, everybody: list[Respondent]
) -> None:
    numbers = [QUANTITIES[name](one) for one in everybody]
    again = [QUANTITIES[name](one) for one in everybody]
    assert all(type(number) is float for number in numbers)
    assert str(again) == str(numbers)
    met = [number for number, one in zip(numbers, everybody, strict=True) if len(one.memory.meetings) > 5]
    assert sum(math.isnan(number) for number in met) <= 0.1 * len(met)
    if name not in ("nothing", "understanding_at_entry"):
        assert len({number for number in numbers if not math.isnan(number)}) > 1


@pytest.mark.parametrize(
    ("more", "than", "tie", "said"),
    [(2.0, 1.0, DOUBT, YES), (1.0, 2.0, YES, NO), (1.0, 1.0, DOUBT, DOUBT), (1.0, 1.0, YES, YES)],
)
def test_an_answer_compares(
    more: float, than: float, tie: str, said: str, everybody: list[Respondent], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(QUANTITIES, "owners", lambda one: more)
    monkeypatch.setitem(QUANTITIES, "topics", lambda one: than)
    assert answer(Comparison("owners", "topics", tie), everybody[0]) == said


def test_somebody_without_anything_to_go_by_doubts(everybody: list[Respondent]) -> None:
    stranger = next(one for one in everybody if not one.memory.meetings)
    for names in (("risk_weeks_alone", "risk_weeks"), ("owners_present", "owners"), ("conceded", "blocked")):
        assert answer(Comparison(*names), stranger) == DOUBT


def test_a_meeting_is_drawn_from_memory(everybody: list[Respondent]) -> None:
    one = next(one for one in everybody if len(one.memory.meetings) > 3)
    first, last = replace(one, luck=0.0), replace(one, luck=0.999)
    assert first.meeting is one.memory.meetings[0] and last.meeting is one.memory.meetings[-1]
    assert QUANTITIES["owners"](last) == one.memory.meetings[-1].owners


def test_own_cases_are_those_one_sat_at_the_table_for(everybody: list[Respondent]) -> None:
    manager = everybody[-1]
    assert set().union(*(one.cases for one in everybody[:-1])) <= set(manager.cases)
    assert manager.own_facets == []
    owner = next(one for one in everybody if one.own_facets)
    assert {owner.world.facets.owner[case][facet] for case, facet in owner.own_facets} == {owner.organisation}


def test_alone_is_the_counterfactual_of_the_outcome() -> None:
    assert alone(SCENARIO, SEED, 40).risk_weeks.sum() == pytest.approx(alone_risk_weeks(SCENARIO, SEED, 40))


def test_risk_weeks_are_counted_from_arrival(everybody: list[Respondent]) -> None:
    model = CaseConferenceModel(SCENARIO, rng=SEED, remember=True).run()
    total = model.recollection().course.risk_weeks.sum()
    assert total == pytest.approx(model.outcomes()["risk_weeks"])


def test_what_cannot_be_compared_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InputError, match="free_hours"):
        Comparison("steering_hours", "free_hour")
    with pytest.raises(InputError, match="doubt"):
        Comparison("steering_hours", "free_hours", "perhaps")
