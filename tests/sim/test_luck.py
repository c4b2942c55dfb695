"""Common random numbers: what does nothing changes nothing, and nobody's luck is somebody else's."""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scenarios import load, names
from sim import CaseConferenceModel
from sim.parameters import PARAMETERS
from sim.rules import DECISIONS
from sim.scenario import Change, Departure, MediaEvent, Scenario
from sim.stage import Stage

SEED = 23
WEEKS = 30
TOP_X = load("top_x").set({"run.weeks": WEEKS})
OF_A_CASE = ("arrival", "complex", "severity", "need", "consent", "usual_alliance", "facets")
OF_A_FACET = ("weight", "domain", "protected", "joint", "vacuum", "housing", "indication")
OF_A_PERSON = ("domain", "orientation", "competence", "closeness", "mandate_luck", "commitment", "caution")


def tally(scenario: Scenario, seed: int = SEED) -> bytes:
    """Return everything that a run counts, to the last bit."""
    return bytes(CaseConferenceModel(scenario, rng=seed).run().stage.tally().tobytes())


def cases_of(world: Any) -> dict[int, tuple[Any, ...]]:
    """Return what luck made of each case that came, by its stable number."""
    found = {}
    for case in range(world.now[1]):
        own = tuple(getattr(world.cases, name)[case] for name in OF_A_CASE)
        facets = [tuple(getattr(world.facets, name)[case][facet] for name in OF_A_FACET) for facet in range(8)]
        found[world.cases.identity[case]] = (*own, *facets)
    return found


def people_of(world: Any) -> dict[int, tuple[Any, ...]]:
    """Return people as they come, by their stable number; the manager has number 0."""
    return {
        world.people.slot[person]: tuple(getattr(world.people, name)[person] for name in OF_A_PERSON)
        for person in range(world.members + 1)
    }


def ties_of(world: Any) -> dict[tuple[int, int], tuple[float, float]]:
    """Return trust and understanding of each ordered pair, by stable numbers."""
    people = world.people
    places = range(world.members + 1)
    return {
        (people.slot[one], people.slot[other]): (people.trust[one][other], people.understanding[one][other])
        for one in places
        for other in places
    }


def begun(**parameters: Any) -> Any:
    """Return the world at the start of a run."""
    return Stage(TOP_X.set(parameters), SEED).world


def ended(**parameters: Any) -> Any:
    """Return the world at the end of a run."""
    return CaseConferenceModel(TOP_X, rng=SEED, **parameters).run().stage.world


# What does nothing.


def test_changing_every_value_to_itself_changes_nothing() -> None:
    same = {name: TOP_X.value(name) for name, parameter in PARAMETERS.items() if not parameter.at_start}
    changes = tuple(Change(week, same) for week in (0, 7, 8, WEEKS - 1))
    assert tally(replace(TOP_X, changes=changes)) == tally(TOP_X)


def test_a_change_takes_effect_in_its_week_and_not_before() -> None:
    changed = replace(TOP_X, changes=(Change(12, {"agenda.minutes_per_case": 90.0}),))
    before, after = (CaseConferenceModel(scenario, rng=SEED).run().stage.tally() for scenario in (TOP_X, changed))
    assert before[:12].tobytes() == after[:12].tobytes()
    assert before[12].tobytes() != after[12].tobytes()


def test_a_change_in_week_0_is_a_value_from_the_start() -> None:
    changed = replace(TOP_X, changes=(Change(0, {"secrecy.strictness": 1.0, "cases.arrivals_per_year": 80}),))
    assert tally(changed) == tally(TOP_X.set({"secrecy.strictness": 1.0, "cases.arrivals_per_year": 80}))


# Worlds in which everything that may change has something to work on: no level at the value where its reason is nil.
RICH = {
    "run.weeks": 24,
    "agenda.slots_per_week": 8,
    "cases.arrivals_per_year": 60.0,
    "cases.complex_share": 0.6,
    "cases.consent_share": 0.5,
    "cases.responsiveness": 1.0,
    "legal.gap": 0.3,
    "media.baseline": 0.6,
    "media.events_per_year": 12.0,
    "media.referral_effect": 0.8,
    "municipality.accountability": 1.0,
    "municipality.housing_priority": 0.8,
    "professionals.autonomy": 0.7,
    "professionals.backing": 0.4,
    "representation.level": 0.7,
    "scaling_down.clear_criteria": 0.6,
    "society.risk_tolerance": 0.6,
    "triage.care_involved": 1.0,
    "trust.initial": 0.7,
    "rules.signals.delay": 13.0,
}
CLOSE = {"trust.initial": 1.0, "trust.density": 1.0, "cases.severity": 0.8, "agenda.minutes_per_case": 25.0}
BUSY = {"professionals.workload_care": 1.0, "professionals.workload_safety": 0.9, "trust.initial": 0.3}
FORMS = PARAMETERS["process_management.form"].choices
WORLDS = [RICH | more | {"process_management.form": form} for form in FORMS for more in ({}, CLOSE, BUSY)]


@cache
def rich(world: int) -> Scenario:
    """Return one of those worlds, in which the manager leaves as well."""
    return replace(load("top_x").set(WORLDS[world]), departures=(Departure(9),))


@cache
def rich_tally(world: int) -> bytes:
    """Return what is counted in one of those worlds."""
    return tally(rich(world))


@pytest.mark.parametrize("name", [name for name, parameter in PARAMETERS.items() if not parameter.at_start])
def test_whatever_may_change_during_a_run_does_something_then(name: str) -> None:
    parameter = PARAMETERS[name]

    def does_something(world: int) -> bool:
        scenario = rich(world)
        ends = [int(end) if parameter.kind == "integer" else end for end in (parameter.low, parameter.high)]
        changes = [(Change(1, {name: end}),) for end in ends if end != scenario.value(name)]
        return any(tally(replace(scenario, changes=change)) != rich_tally(world) for change in changes)

    assert any(does_something(world) for world in range(len(WORLDS)))


def test_a_report_of_no_size_is_no_report() -> None:
    assert tally(replace(TOP_X, media_events=(MediaEvent(9, 0.0),))) == tally(TOP_X)
    assert tally(replace(TOP_X, media_events=(MediaEvent(9, 0.3),))) != tally(TOP_X)


def test_names_and_words_are_no_luck() -> None:
    assert tally(replace(TOP_X, name="another")) == tally(TOP_X)


# One more of something.


@pytest.mark.parametrize(
    "more",
    [
        {"network.care_organisations": 6},
        {"network.safety_organisations": 8},
        {"network.social_organisations": 12},
        {"network.people_per_organisation": 4},
        {"network.care_organisations": 4},
    ],
    ids=["care", "safety", "social", "people", "one fewer"],
)
def test_more_organisations_or_people_shift_nobody_s_luck(more: dict[str, int]) -> None:
    small, large = sorted((begun(), begun(**more)), key=lambda world: world.members)
    people, others = people_of(small), people_of(large)
    assert people == {number: others[number] for number in people}
    ties, wider = ties_of(small), ties_of(large)
    assert ties == {pair: wider[pair] for pair in ties}
    assert len(others) > len(people)


@pytest.mark.parametrize(
    "more", [{"network.care_organisations": 9}, {"network.people_per_organisation": 6}], ids=["organisations", "people"]
)
def test_more_organisations_or_people_leave_the_cases_as_they_are(more: dict[str, int]) -> None:
    before, after = ended(), ended(**more)
    assert cases_of(before) == cases_of(after)


def test_a_facet_changes_hands_only_to_whoever_is_new() -> None:
    before, after = ended(), ended(**{"network.care_organisations": 6})
    slots = [list(world.organisations.slot) for world in (before, after)]
    moved = 0
    for case in range(before.now[1]):
        for facet in range(before.cases.facets[case]):
            for holder in ("owner", "also"):
                one, other = (getattr(world.facets, holder)[case][facet] for world in (before, after))
                known = [slots[0][one] if one >= 0 else -1, slots[1][other] if other >= 0 else -1]
                assert known[0] == known[1] or known[1] not in slots[0]
                moved += known[0] != known[1]
    assert moved > 0


def test_people_leave_in_the_same_weeks_whoever_else_works_there() -> None:
    def leaving(**parameters: Any) -> set[tuple[int, int]]:
        model = CaseConferenceModel(TOP_X, rng=SEED, record=True, **parameters).run()
        slot = model.stage.world.people.slot
        return {(event.week, slot[event.person]) for event in model.events() if event.kind == "newcomer"}

    few = leaving(**{"network.people_per_organisation": 2})
    many = leaving(**{"network.people_per_organisation": 3, "network.social_organisations": 7})
    assert few and few < many


def test_more_cases_leave_those_that_come_anyway_as_they_are() -> None:
    base = cases_of(ended())
    assert base.items() <= cases_of(ended(**{"cases.initial": 25})).items()
    more = cases_of(ended(**{"cases.arrivals_per_year": 120.0}))
    # the same cases, earlier
    assert {number: made[1:] for number, made in base.items()}.items() <= {
        number: made[1:] for number, made in more.items()
    }.items()
    assert all(more[number][0] <= made[0] for number, made in base.items())


# Two scenarios.


# Who consents is part of a case, so scenarios with more consent have other cases; the test above covers them.
SAME_CASES = [name for name in names() if load(name).value("cases.consent_share") == TOP_X.value("cases.consent_share")]


@pytest.mark.parametrize("name", SAME_CASES)
def test_scenarios_see_the_same_cases(name: str) -> None:
    worlds = [
        CaseConferenceModel(load(other).set({"run.weeks": WEEKS}), rng=SEED).run().stage.world
        for other in ("top_x", name)
    ]
    assert cases_of(worlds[0]) == cases_of(worlds[1])


def test_members_alone_have_the_same_cases_and_people() -> None:
    alone = Stage(TOP_X, SEED, network=False)
    assert people_of(begun()) == people_of(alone.world)
    for week in range(WEEKS):
        alone.play(week)
    assert cases_of(ended()) == cases_of(alone.world)


def test_a_longer_run_begins_with_the_shorter_one() -> None:
    short, long = (
        CaseConferenceModel(TOP_X.set({"run.weeks": weeks}), rng=SEED).run().stage.tally() for weeks in (9, WEEKS)
    )
    assert short.tobytes() == long[:9].tobytes()


# One number, one purpose.


class Overheard:
    """Luck that tells which step of the week drew from which address."""

    def __init__(self, luck: Any) -> None:
        self._luck = luck
        self.drawn: dict[tuple[int, int, int], set[str]] = defaultdict(set)

    def block(self, purpose: int, week: int, case: int, size: int) -> Any:
        """Draw as ever, and write down for whom."""
        code = sys._getframe(2).f_code  # whoever asked `sim.week.ask`
        self.drawn[purpose, week, case].add(f"{Path(code.co_filename).stem}.{code.co_name}")
        return self._luck.block(purpose, week, case, size)


class Listening:
    """Somebody who decides as ever, and writes down with which number."""

    def __init__(self, person: Any, heard: dict[float, set[tuple[Any, ...]]], stage: Stage) -> None:
        self._person, self._heard, self._stage = person, heard, stage

    def __getattr__(self, name: str) -> Any:
        decide = getattr(self._person, name)
        if name not in DECISIONS:
            return decide

        def answer(case: int, facet: int, luck: float) -> Any:
            self._heard[luck].add((self._stage.week, name, self._person.place, case, facet))
            return decide(case, facet, luck)

        return answer


@pytest.mark.parametrize("world", [0, len(WORLDS) // 2, len(WORLDS) - 1])
def test_no_number_is_drawn_for_two_decisions(world: int) -> None:
    scenario = rich(world).set({"continuity.turnover_per_year": 0.0})
    model = CaseConferenceModel(replace(scenario, departures=()), rng=SEED)
    heard: dict[float, set[tuple[Any, ...]]] = defaultdict(set)
    model.stage.agents = [Listening(person, heard, model.stage) for person in model.stage.agents]
    model.run()
    shared = {luck: asked for luck, asked in heard.items() if len(asked) > 1}
    assert shared == {}
    assert {name for asked in heard.values() for _, name, *_ in asked} >= set(DECISIONS) - {"imposes"}
    assert len(heard) > 2000


def test_no_address_is_drawn_from_by_two_steps() -> None:
    model = CaseConferenceModel(rich(0), rng=SEED)
    luck: Any = Overheard(model.stage.luck)
    model.stage.luck = luck
    model.run()
    shared = {steps for steps in map(frozenset, luck.drawn.values()) if len(steps) > 1}
    # a successor's ties to others and theirs to the successor have numbers of their own in one block
    assert shared <= {frozenset({"start.ties", "start.succeed"})}
    assert len({address[0] for address in luck.drawn}) >= 14
