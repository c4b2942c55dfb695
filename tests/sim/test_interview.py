"""The virtual interview: how what comes to mind makes an answer."""

from __future__ import annotations

import math

import numpy as np
import pytest

from scenarios import load
from sim.episode import RECALLED, Episode
from sim.errors import InputError
from sim.interview import DOUBT, EVERY, FIRST, MOST, NO, SOME, STATE, YES, Comparison, answer, respondent
from sim.meeting import Meeting
from sim.model import CaseConferenceModel
from sim.quantities import OF_EPISODES, OF_PEOPLE, Respondent

SCENARIO = load("top_x").set({"run.weeks": 40, "continuity.turnover_per_year": 0.3})
SEED = 11
NAN = math.nan


@pytest.fixture(scope="module")
def everybody() -> list[Respondent]:
    model = CaseConferenceModel(SCENARIO, rng=SEED, remember=True).run()
    world, luck = model.stage.world, np.random.default_rng(5)
    return [respondent(model.recollection(), world, place, luck) for place in range(world.members + 1)]


@pytest.mark.parametrize("name", OF_EPISODES)
def test_a_quantity_of_episodes_is_a_number_and_asking_changes_nothing(name: str, everybody: list[Respondent]) -> None:
    def numbers() -> list[float]:
        return [OF_EPISODES[name](one, episode) for one in everybody for episode in one.memory.episodes]

    found = numbers()
    assert all(type(number) is float for number in found)
    assert str(numbers()) == str(found)
    known = [number for number in found if not math.isnan(number)]
    assert len(known) > 0.5 * len(found) and min(known) >= 0.0 and len(set(known)) > 1


@pytest.mark.parametrize("name", OF_PEOPLE)
def test_a_quantity_of_people_is_a_number_and_asking_changes_nothing(name: str, everybody: list[Respondent]) -> None:
    found = [OF_PEOPLE[name](one) for one in everybody]
    assert all(type(number) is float for number in found)
    assert str([OF_PEOPLE[name](one) for one in everybody]) == str(found)
    assert any(number > 0.0 for number in found)


def test_what_comes_to_mind_hangs_on_the_luck_alone(everybody: list[Respondent]) -> None:
    model = CaseConferenceModel(SCENARIO, rng=SEED, remember=True).run()
    world, luck = model.stage.world, np.random.default_rng(5)
    for one in everybody:
        again = respondent(model.recollection(), world, one.place, luck)
        assert [episode.meeting.week for episode in again.recalled] == [x.meeting.week for x in one.recalled]
        assert len(one.recalled) == min(RECALLED, len(one.memory.episodes))


@pytest.fixture
def pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an episode say what its meeting's risk is more than: free hours that stand for the other quantity."""
    monkeypatch.setitem(OF_EPISODES, "known", lambda one, episode: episode.meeting.risk)
    monkeypatch.setitem(OF_EPISODES, "unknown", lambda one, episode: episode.free_hours)


@pytest.mark.parametrize(
    ("goes_by", "said", "answered"),
    [
        (MOST, [(1, 0), (1, 0), (0, 1)], YES),
        (MOST, [(1, 0), (0, 1), (0, 9)], NO),
        (MOST, [(1, 0), (0, 1), (2, 2)], "tie"),
        (MOST, [(5, 0), (0, 1), (0, 1), (1, 1)], NO),  # each episode counts once
        (FIRST, [(1, 1), (NAN, 1), (1, 0), (0, 1), (0, 1)], YES),
        (FIRST, [(0, 1), (1, 0), (1, 0)], NO),
        (FIRST, [(1, 1)], "tie"),
        (EVERY, [(1, 0), (1, 1), (NAN, 0)], YES),
        (EVERY, [(1, 0), (1, 0), (0, 1)], NO),
        (EVERY, [(1, 1)], "tie"),
        (SOME, [(0, 1), (1, 0), (0, 1)], YES),
        (SOME, [(0, 1), (1, 1)], NO),
        (SOME, [(NAN, 1)], "tie"),
    ],
)
def test_an_answer_goes_by_what_comes_to_mind(
    goes_by: str,
    said: list[tuple[float, float]],
    answered: str,
    everybody: list[Respondent],
    pairs: None,
) -> None:
    recalled = tuple(Episode(Meeting(3, 0, more), than) for more, than in said)
    one = Respondent(everybody[0].memory, recalled, everybody[0].world)
    for tie in (YES, NO, DOUBT):
        assert answer(Comparison("known", "unknown", goes_by, tie), one) == (tie if answered == "tie" else answered)


@pytest.mark.parametrize(
    ("more", "than", "tie", "said"),
    [
        (2.0, 1.0, DOUBT, YES),
        (1.0, 2.0, YES, NO),
        (1.0, 1.0, DOUBT, DOUBT),
        (1.0, 1.0, YES, YES),
        (NAN, 1.0, YES, DOUBT),
    ],
)
def test_a_state_is_compared(
    more: float, than: float, tie: str, said: str, everybody: list[Respondent], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(OF_PEOPLE, "commitment", lambda one: more)
    monkeypatch.setitem(OF_PEOPLE, "commitment_at_entry", lambda one: than)
    one = next(one for one in everybody if one.recalled)
    assert answer(Comparison("commitment", "commitment_at_entry", STATE, tie), one) == said


def test_somebody_to_whom_nothing_comes_to_mind_doubts(everybody: list[Respondent]) -> None:
    stranger = next(one for one in everybody if not one.memory.episodes)
    assert stranger.recalled == ()
    for question in (Comparison("backed", "refused", MOST, YES), Comparison("commitment", "commitment", STATE, YES)):
        assert answer(question, stranger) == DOUBT


def test_what_cannot_be_compared_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(InputError, match="free_hours"):
        Comparison("steering_hours", "free_hour")
    with pytest.raises(InputError, match="commitment_at_entry"):
        Comparison("commitment", "commitment_at_entr", STATE)
    with pytest.raises(InputError, match="unknown quantity"):
        Comparison("commitment", "commitment_at_entry")  # true of a person, of no episode
    with pytest.raises(InputError, match="doubt"):
        Comparison("steering_hours", "free_hours", MOST, "perhaps")
    with pytest.raises(InputError, match="every"):
        Comparison("steering_hours", "free_hours", "many")
