"""What every question of the interview makes of a memory, on memories built by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from experiments.patterns.interview import declared
from scenarios import load
from sim.episode import Episode
from sim.interview import DOUBT, NO, YES, answer
from sim.meeting import HOME, HOUSING, LAW, Meeting
from sim.memory import Memory
from sim.model import CaseConferenceModel
from sim.quantities import Respondent
from sim.state import CARE, SAFETY, World
from sim.week.decide import IMPOSED_PLAN, JOINT_PLAN, NO_PLAN, NO_TIME
from sim.week.ties import CAUSES

QUESTIONS = {question.name: question.comparison for question in declared().questions}


@dataclass(frozen=True)
class People:
    """Who is who: somebody of care who is asked, a colleague of care elsewhere, two organisations of safety."""

    world: World
    me: int
    carer: int
    officer: int
    prosecutor: int

    def organisation(self, person: int) -> int:
        """Return the number of somebody's organisation."""
        return int(self.world.people.organisation[person])


@pytest.fixture(scope="module")
def people() -> People:
    world = CaseConferenceModel(load("top_x"), rng=1).stage.world
    care, safety = world.bounds[CARE], world.bounds[SAFETY]
    return People(world, care, care + world.each, safety, safety + world.each)


Tell = Callable[[People], Episode]


def episode(**facts: Any) -> Episode:
    """Return an episode; what belongs to the person apart from what belongs to the meeting."""
    own = {key: facts.pop(key) for key in tuple(facts) if key in Episode.__slots__}
    return Episode(Meeting(60, 0, **facts), **own)


def said(name: str, people: People, *recalled: Episode, **memory: Any) -> str:
    """Return what the person who remembers these episodes, the first one first, answers to a question."""
    ledger = np.zeros((len(CAUSES), len(people.world.organisations.domain) + 1))
    own = Memory(people.me, 0, 0.5, 0.3, ledger, ledger.copy(), list(recalled))
    return answer(QUESTIONS[name], Respondent(replace(own, **memory), recalled, people.world))


# For each question that goes by episodes: an episode that says yes, one that says no, one that says nothing.
def views(*, me: float, carer: float = 0.3, officer: float = 0.8, **facts: Any) -> Tell:
    return lambda who: episode(views={who.me: me, who.carer: carer, who.officer: officer}, **facts)


def hands(mine: float, weight: float) -> Tell:
    return lambda who: episode(alone={who.organisation(who.me): mine}, open_weight=weight)


def table(*members: str, **facts: Any) -> Tell:
    return lambda who: episode(
        members=tuple(getattr(who, name) for name in members),
        **{key: _placed(who, key, value) for key, value in facts.items()},
    )


def _placed(who: People, key: str, value: Any) -> Any:
    """Turn names of people into what a meeting holds: places in lists and sets, or numbers of organisations."""
    if key in ("needed", "involved"):
        return frozenset(who.organisation(getattr(who, name)) for name in value)
    if key in ("newcomers", "agreed"):
        return frozenset(getattr(who, name) for name in value)
    return [getattr(who, name) for name in value] if isinstance(value, tuple) else value


def plain(**facts: Any) -> Tell:
    return lambda who: episode(**facts)


def voted(agrees: bool, me: float, proposal: float, plan: int = JOINT_PLAN) -> Tell:
    return lambda who: episode(
        views={who.me: me, who.officer: 0.8},
        plan=plan,
        proposal=proposal,
        agreed=frozenset([who.me] if agrees else []),
    )


CASES: dict[str, tuple[list[Tell], list[Tell], list[Tell]]] = {
    "right_form": (
        [plain(plan=JOINT_PLAN)],
        [plain(plan=NO_PLAN), plain(plan=IMPOSED_PLAN), plain(plan=NO_TIME)],
        [lambda who: Episode(Meeting(60))],
    ),
    "external_chair": (
        [plain(steering_hours=0.5, free_hours=0.2)],
        [plain(steering_hours=0.5, free_hours=2.0)],
        [plain(steering_hours=0.5, free_hours=0.5), plain()],
    ),
    "host_not_independent": (
        [views(me=0.3, outlook=0.7)],
        [views(me=0.3, outlook=0.4), views(me=0.9, outlook=0.7, officer=0.2)],
        [views(me=0.25, outlook=0.5, officer=0.75), views(me=0.3)],
    ),
    "mutually_dependent": ([hands(1.0, 3.0)], [hands(2.0, 3.0)], [hands(1.0, 2.0), hands(0.0, 0.0)]),
    "number_not_right": (
        [table("me", "carer", "officer", involved=("me",))],
        [table("me", "carer", "officer", involved=("me", "officer"))],
        [table("me", "officer", involved=("me",))],
    ),
    "right_people": (
        [table("me", "officer", needed=("me", "officer", "prosecutor"))],
        [
            table("me", needed=("me", "officer", "prosecutor")),
            table("me", "officer", needed=("me", "officer"), referred_home=("me", "officer")),
            table("me", "officer", needed=("me", "officer"), newcomers=("me",), referred_home=("officer",)),
        ],
        [table("me", needed=("me", "officer")), table("me", "officer", needed=("me", "officer"), newcomers=("me",))],
    ),
    "faster_switching": (
        [plain(known=3, unknown=1)],
        [plain(known=1, unknown=2)],
        [plain(), plain(known=1, unknown=1)],
    ),
    "backed_by_home": ([plain(backed=1)], [plain(refused=1)], [plain(), plain(backed=1, refused=1)]),
    "clear_expectations": (
        [plain(tasks_as_expected=1)],
        [plain(tasks_otherwise=1), plain(tasks_as_expected=1, tasks_otherwise=2)],
        [plain()],
    ),
    "leaves_own_conviction": (
        [voted(True, 0.3, 0.7), voted(True, 0.3, 0.7, IMPOSED_PLAN)],
        [voted(False, 0.3, 0.7), voted(False, 0.3, 0.7, NO_PLAN)],
        [voted(True, 0.3, 0.4), voted(False, 0.3, 0.4), voted(False, 0.3, 0.7, NO_TIME)],
    ),
    "doubts_others": (
        [
            table("me", "officer", withheld=("officer", "carer"), told=("officer",)),
            table("me", passed_on=("officer",)),
            table("me", broke=("officer",), kept=("me",)),
        ],
        [
            table("me", withheld=("officer",), thought_along=("officer",), kept=("officer",)),
            table("me", told=("carer",)),
        ],
        [table("me", withheld=("officer",), thought_along=("officer",)), table("me", withheld=("me",))],
    ),
    "manager_works_on_it": (
        [plain(occasions_taken=2, occasions_let_pass=1)],
        [plain(occasions_let_pass=1)],
        [plain()],
    ),
    "more_structure": (
        [
            table(needed=("me", "officer", "prosecutor"), broke=("me",)),
            table("me", needed=("me", "officer"), plan=NO_TIME),
            plain(off_record=2, on_record=1),
        ],
        [table("me", "officer", needed=("me", "officer")), table(kept=("me",)), plain(on_record=1)],
        [plain(), table("me", needed=("me", "officer"))],
    ),
    "cases_complex": ([plain(domains=2)], [plain(domains=1), plain(), lambda who: Episode(Meeting(60))], []),
    "worlds_clash": (
        [views(me=0.2)],
        [views(me=0.7, carer=0.1, officer=0.4)],
        [lambda who: episode(views={who.me: 0.3, who.officer: 0.5})],
    ),
    "mostly_information": (
        [table(told=("me", "officer"), plan=JOINT_PLAN), plain(contacts=1)],
        [table(told=("me",), plan=JOINT_PLAN, kept=("officer",)), table(thought_along=("me",))],
        [plain(), table(told=("me",), plan=JOINT_PLAN)],
    ),
    "lacks_stature": (
        [plain(stalls={(HOUSING, 0), (HOME, 1)}, plan=NO_PLAN)],
        [plain(plan=NO_PLAN), plain(plan=NO_TIME), table(passed_on=("me",))],
        [plain(plan=JOINT_PLAN), plain(stalls={(LAW, 0)}, plan=NO_PLAN)],
    ),
    "housing_obstacle": (
        [plain(stalls={(HOUSING, 0)}), plain(stalls={(HOUSING, 0), (HOUSING, 1), (LAW, 2), (HOME, 3)})],
        [plain(stalls={(LAW, 0)})],
        [plain(), plain(stalls={(HOUSING, 0), (LAW, 1)})],
    ),
}
TIES = {"host_not_independent": NO, "number_not_right": NO, "backed_by_home": YES}
STATES = {"good_intentions", "right_means", "contributes", "informal_matters"}


def test_every_question_is_tried() -> None:
    assert CASES.keys() | STATES == QUESTIONS.keys()


@pytest.mark.parametrize("name", CASES)
def test_a_memory_answers(name: str, people: People) -> None:
    yes, no, silent = ([tell(people) for tell in tellers] for tellers in CASES[name])
    for one in yes:
        assert said(name, people, one) == YES
    for one in no:
        assert said(name, people, one) == NO
    for one in silent:
        assert said(name, people, one) == TIES.get(name, DOUBT)
    undecided = {"number_not_right": YES, "cases_complex": NO, "housing_obstacle": YES, "host_not_independent": NO}
    assert said(name, people, yes[0], no[0]) == undecided.get(name, TIES.get(name, DOUBT))
    assert said(name, people, no[0], yes[0], yes[-1]) == {"cases_complex": NO, "housing_obstacle": NO}.get(name, YES)
    assert said(name, people) == DOUBT


def ledgers(people: People, gained: float, lost: float) -> dict[str, Any]:
    """Return ledgers of trust in the organisation of the officer, and much trust in that of the prosecutor."""
    shape = (len(CAUSES), len(people.world.organisations.domain) + 1)
    ups, downs = np.zeros(shape), np.zeros(shape)
    ups[0, people.organisation(people.officer)] = gained
    downs[1, people.organisation(people.officer)] = lost
    ups[0, people.organisation(people.prosecutor)] = 9.0
    return {"gained": ups, "lost": downs}


def test_good_intentions_are_judged_by_the_worst_that_comes_to_mind(people: People) -> None:
    mixed = table("me", broke=("officer", "officer", "prosecutor"), told=("officer",))(people)
    worse = table("me", withheld=("officer", "officer"))(people)
    good = table("me", told=("officer",), withheld=("me",))(people)
    assert said("good_intentions", people, mixed, worse, **ledgers(people, 0.1, 0.2)) == NO
    assert said("good_intentions", people, mixed, worse, **ledgers(people, 0.2, 0.1)) == YES
    assert said("good_intentions", people, mixed, worse, **ledgers(people, 0.2, 0.2)) == YES
    assert said("good_intentions", people, good, **ledgers(people, 0.1, 0.2)) == YES
    of_two_equals = table("me", broke=("prosecutor",))(people), table("me", broke=("officer",))(people)
    assert said("good_intentions", people, *of_two_equals, **ledgers(people, 0.1, 0.2)) == YES
    assert said("good_intentions", people, *of_two_equals[::-1], **ledgers(people, 0.1, 0.2)) == NO


@pytest.mark.parametrize(("before", "answered"), [(0.0, YES), (1.0, NO)])
def test_what_one_has_become_is_held_against_what_one_was(people: People, before: float, answered: str) -> None:
    one = plain()(people)
    now = float(people.world.people.commitment[people.me])
    assert said("right_means", people, one, commitment=before) == answered
    assert said("right_means", people, one, commitment=now) == YES
    assert said("contributes", people, one, understanding=before) == answered
    assert said("contributes", people, one, understanding=float("nan")) == DOUBT


def test_informal_meetings_matter_where_those_one_knows_from_them_do_their_part(people: People) -> None:
    first = table("me", told=("officer", "prosecutor", "me"), withheld=("prosecutor",))(people)
    second = table("me", broke=("me", "prosecutor"), thought_along=("officer",))(people)
    for met, answered in (({people.officer}, YES), ({people.prosecutor}, NO), (set(), DOUBT)):
        assert said("informal_matters", people, first, second, mingled=met) == answered
    assert said("informal_matters", people, first, second, mingled={people.officer, people.prosecutor}) == DOUBT
    even = table("me", told=("officer", "prosecutor"))(people)
    assert said("informal_matters", people, even, mingled={people.officer}) == DOUBT


def test_the_first_that_stalls_is_named(people: People) -> None:
    silent, home, law = plain()(people), plain(stalls={(HOUSING, 0)})(people), plain(stalls={(LAW, 0)})(people)
    assert said("housing_obstacle", people, silent, home, law, law) == YES
    assert said("housing_obstacle", people, silent, law, home, home) == NO
