"""Mechanisms: in a tiny world where one thing happens at a time, each does exactly what it should."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from scenarios import load
from sim.model import CaseConferenceModel
from sim.rules import between as rules
from sim.rules import learn, scale
from sim.rules.course import SOLVED
from sim.rules.people import USUAL_UNDERSTANDING
from sim.rules.scale import total
from sim.settings import position, weights
from sim.stage import Stage
from sim.state import ACTIVE, FACETS, FIRST_HAND, KNOWN, MINUTES, NONE, PENDING, RUNNING
from sim.week import arrive, between, contact, course, duty, share, table, tally, ties

ACTION = position("rules.week.action")
EVALUATION = position("rules.week.evaluation")
CALLS = weights("calls_to_account")
ASKS = weights("asks_along")
ONE_CASE = {
    "cases.initial": 1,
    "cases.arrivals_per_year": 0.0,
    "cases.complex_share": 1.0,
    "cases.consent_share": 1.0,
    "cases.housing_share": 0.0,
    "legal.gap": 0.0,
}
UNINVITED = {f"rules.invitation.{term}": 0.0 for term in ("stakeless", "acquainted", "caution")}
OWNER, PARTNER, THIRD = 0, 20, 40  # somebody of each domain


class Puppet:
    """Somebody who answers as told, yes (or a grade) or no, and writes down what was asked and with which luck."""

    def __init__(self, place: int, asked: list[tuple[str, int, int, int, float]], told: dict[str, Any]) -> None:
        self._place, self._asked, self._told = place, asked, told

    def __getattr__(self, decision: str) -> Callable[[int, int, float], Any]:
        def answer(case: int, facet: int, luck: float) -> Any:
            self._asked.append((decision, self._place, case, facet, luck))
            given = self._told.get(decision, 0 if decision == "intervenes" else False)
            return given(self._place) if callable(given) else given

        return answer


def at_hand(values: dict[str, Any] | None = None, **told: Any) -> tuple[Stage, list[tuple[str, int, int, int, float]]]:
    """Return a stage with one case, discussed by three people who answer as told, and the list of what is asked."""
    stage = CaseConferenceModel(load("top_x").set(ONE_CASE | (values or {})), rng=7).stage
    asked: list[tuple[str, int, int, int, float]] = []
    stage.agents = [Puppet(place, asked, told) for place in range(len(stage.agents))]
    arrive.arrive(stage, stage.world, stage.p, 0, 1)
    between.open_week(stage.world, stage.p)
    sit(stage, OWNER, PARTNER, THIRD)
    stage.world.cases.status[0] = ACTIVE
    return stage, asked


def sit(stage: Stage, *people: int) -> None:
    """Let these people be who was at the last conference on the case, and who is at the table."""
    cases = stage.world.cases
    for person in range(stage.world.members):
        cases.met[0][person] = person in people
    for place, person in enumerate(people):
        cases.circle[0][place] = person
        stage.world.table.present[place] = stage.world.table.asked[place] = person
    cases.circle_size[0] = len(people)


def promise(stage: Stage, facet: int = 0, partner: int = -1, stage_: int = RUNNING, week: int = 0) -> None:
    """Write down an agreement as the week does."""
    agreements = stage.world.agreements
    agreements.stage[0][facet] = stage_
    agreements.open[0] += 1
    agreements.person[0][facet], agreements.partner[0][facet] = OWNER, partner
    agreements.start[0][facet], agreements.due[0][facet] = week, week + rules.TERM
    agreements.partner_done[0][facet] = partner < 0


def act(stage: Stage, week: int) -> None:
    """Let a week between meetings pass."""
    stage.world.now[0] = week
    between.open_week(stage.world, stage.p)
    between.act(stage, stage.world, stage.p, week)


def weeks_to_act(stage_: int) -> int:
    """Return in how many weeks somebody could do what was agreed, on the spot or after consent at home."""
    stage, asked = at_hand(gets_consent=True)
    promise(stage, stage_=stage_)
    for week in range(20):
        act(stage, week)
    assert stage.world.agreements.stage[0][0] == NONE
    return sum(decision == "acts" for decision, *_ in asked)


def test_after_consent_at_home_there_is_as_much_time_as_on_the_spot() -> None:
    assert weeks_to_act(PENDING) == weeks_to_act(RUNNING) == rules.TERM + 1


@pytest.mark.parametrize("waits", [0, 3])
def test_an_agreement_is_due_so_many_weeks_after_it_can_begin(waits: int) -> None:
    stage, _ = at_hand(gets_consent=True)
    promise(stage, stage_=PENDING)
    act(stage, waits)
    agreements = stage.world.agreements
    assert (agreements.start[0][0], agreements.due[0][0]) == (waits + 1, waits + 1 + rules.TERM)


@pytest.mark.parametrize("advice", [0.5, 1.0])
def test_advice_is_no_information_whatever_it_is_worth(advice: float) -> None:
    stage, _ = at_hand({"rules.record.advice": advice}, asks_along=True, thinks_along=True)
    world = stage.world
    for facet in range(FACETS):
        for person in range(world.members):
            world.people.knowledge[person][0][facet] = FIRST_HAND if person == PARTNER else 0
    table.sound(world, 0, 3)
    world.table.numbers[MINUTES] = 1e6
    share.recall(world, 0, 3)
    share.tell(stage, world, stage.p, 0, 0, 3)
    share.think_along(stage, world, stage.p, 0, 0, 3)
    share.weigh_up(world, 0, 0)
    counted = stage.tally()[0]
    assert counted[tally.INFORMATION_WEIGHT] > 0.0 == counted[tally.SHARED_WEIGHT]
    assert world.table.numbers[KNOWN] == pytest.approx(advice)


def test_who_has_done_a_part_needs_no_more_hours_for_it() -> None:
    stage, _ = at_hand()
    world, action = stage.world, stage.p[ACTION]
    promise(stage, partner=PARTNER)
    between.need_hours(world, stage.p, 0)
    assert (world.people.needed[OWNER], world.people.needed[PARTNER]) == (action, action)
    world.agreements.done[0][0] = True
    between.need_hours(world, stage.p, 0)
    assert (world.people.needed[OWNER], world.people.needed[PARTNER]) == (0.0, action)


def test_hours_are_spent_when_somebody_acts_also_where_the_agreement_is_broken() -> None:
    stage, _ = at_hand(acts=lambda place: place == OWNER)
    world = stage.world
    promise(stage, partner=PARTNER)
    act(stage, 0)
    left = stage.p[ACTION]
    assert world.people.hours[PARTNER] - left == pytest.approx(world.people.hours[PARTNER + 1] - left)
    assert world.people.hours[OWNER] == pytest.approx(world.people.hours[OWNER + 1] - stage.p[ACTION])
    for week in range(1, 20):
        act(stage, week)
    counted = stage.tally().sum(axis=0)
    assert (counted[tally.ENDED], counted[tally.KEPT]) == (1.0, 0.0)
    assert counted[tally.JOINT_HOURS] == pytest.approx(stage.p[ACTION])
    # and who did a part is not trusted the less
    trust = world.people.trust
    start, _ = at_hand()
    before = start.world.people.trust
    assert trust[THIRD][OWNER] == before[THIRD][OWNER] and trust[THIRD][PARTNER] < before[THIRD][PARTNER]


def test_hours_of_what_is_done_are_needed_no_more_that_week() -> None:
    stage, _ = at_hand(acts=True)
    promise(stage, partner=PARTNER)
    act(stage, 0)
    assert stage.world.people.needed[OWNER] == stage.world.people.needed[PARTNER] == 0.0


def test_an_action_is_handed_over_by_the_hours_of_this_week() -> None:
    stage, _ = at_hand(acts=True)
    world, p = stage.world, stage.p
    for facet in range(2):
        promise(stage, facet)
    act(stage, 0)
    world.now[0] = 1
    between.open_week(world, p)
    between.need_hours(world, p, 1)
    world.people.hours[OWNER] = p[ACTION]  # enough for what comes, not for what was done last week as well
    assert duty.hand_over(world, p, OWNER) == OWNER
    assert duty.hand_over(world, p, OWNER) == OWNER + 1  # the hour is taken now


@pytest.mark.parametrize("seated", [2, 3, 9])
def test_nobody_draws_himself_for_a_contact_whatever_the_size_of_the_table(seated: int) -> None:
    stage, asked = at_hand(contacts=True)
    people = [OWNER, *range(18, 17 + seated)]
    sit(stage, *people)
    numbers = (np.arange(1000 * (seated - 1)) + 0.5) / (1000 * (seated - 1))
    drawn = [between.another(stage.world, 0, OWNER, number) for number in numbers.tolist()]
    assert {person: drawn.count(person) for person in people} == dict.fromkeys(people, 1000) | {OWNER: 0}
    for facet in range(stage.world.cases.facets[0]):
        promise(stage, facet)
    contact.keep_in_touch(stage, stage.world, stage.p, 0)
    # so everybody who has an agreement is asked to seek somebody out
    assert sum(decision == "contacts" for decision, *_ in asked) == stage.world.cases.facets[0]
    assert stage.tally()[0, tally.BILATERAL_CONTACTS] == stage.world.cases.facets[0]


def test_each_who_withholds_has_luck_of_his_own_for_being_asked_along_and_advising() -> None:
    stage, asked = at_hand(asks_along=True)
    world = stage.world
    for person in (OWNER, PARTNER, THIRD):
        for facet in range(FACETS):
            world.people.knowledge[person][0][facet] = FIRST_HAND if person != OWNER else 0
    table.sound(world, 0, 3)
    world.table.numbers[MINUTES] = 1e6
    share.recall(world, 0, 3)
    share.tell(stage, world, stage.p, 0, 0, 3)
    share.think_along(stage, world, stage.p, 0, 0, 3)
    lucks = defaultdict(list)
    for decision, _, _, _, luck in asked:
        lucks[decision].append(luck)
    count = 2 * world.cases.facets[0]
    assert len(lucks["asks_along"]) == len(lucks["thinks_along"]) == count
    everything = [luck for drawn in lucks.values() for luck in drawn]
    assert len(set(everything)) == len(everything) > 2 * count


def test_only_owners_of_what_is_still_open_are_invited_as_owners() -> None:
    stage, _ = at_hand({"network.core_members": 0, **UNINVITED})
    world = stage.world
    facets, count = world.facets, world.cases.facets[0]
    facets.unresolved[0][0] = SOLVED
    table.invite(stage, world, stage.p, 0, 0)
    invited = {organisation for organisation, seat in enumerate(world.organisations.invited) if seat}
    assert invited == {facets.owner[0][facet] for facet in range(1, count)}
    assert facets.owner[0][0] not in invited


@pytest.mark.parametrize("decision", ["asks_along", "calls_to_account"])
def test_the_trust_of_whoever_runs_the_network_counts(decision: str) -> None:
    stage, _ = at_hand()
    world, manager = stage.world, stage.world.manager
    promise(stage)
    world.table.approached[0] = OWNER
    weigh = {"asks_along": share.weigh_asks_along, "calls_to_account": between.weigh_calls_to_account}[decision]
    found = []
    for trust in (0.2, 0.7):
        world.people.trust[manager][OWNER] = trust
        found.append(total(weigh(world, stage.p, manager, 0, 0)))
    if decision == "asks_along":
        assert found[1] - found[0] == pytest.approx(0.5 * stage.p[ASKS][3])
    assert found[1] > found[0]


def test_trust_of_whoever_runs_the_network_follows_what_people_do() -> None:
    for kept in (True, False):
        stage, _ = at_hand(acts=kept)
        promise(stage)
        before = stage.world.people.trust[stage.world.manager][OWNER]
        for week in range(rules.TERM + 1):
            act(stage, week)
        assert (stage.world.people.trust[stage.world.manager][OWNER] > before) is kept


# Being called to account.


@pytest.mark.parametrize(("done", "late"), [(False, OWNER), (True, PARTNER)])
def test_who_has_not_done_a_part_is_called_to_account(done: bool, late: int) -> None:
    stage, _ = at_hand(calls_to_account=lambda place: place == stage_manager())
    world = stage.world

    promise(stage, partner=PARTNER)
    world.agreements.done[0][0] = done
    before = [world.people.trust[person][world.manager] for person in (OWNER, PARTNER)]
    world.now[0] = rules.TERM
    between.carry_out(stage, world, stage.p, rules.TERM, 0, 0, [0.0] * 8, 0)
    cooled = [
        person
        for person, trust in zip((OWNER, PARTNER), before, strict=True)
        if world.people.trust[person][world.manager] < trust
    ]
    assert cooled == [late]
    assert world.agreements.due[0][0] == rules.TERM + rules.GRACE
    world.people.understanding[THIRD][OWNER], world.people.understanding[THIRD][PARTNER] = 0.2, 0.8
    terms = between.weigh_calls_to_account(world, stage.p, THIRD, 0, 0)
    understood = {OWNER: 0.2, PARTNER: 0.8}[late]
    assert terms[4] == pytest.approx(stage.p[CALLS][4] * (understood - USUAL_UNDERSTANDING))


def stage_manager() -> int:
    """Return the place of whoever runs the network of Top X."""
    scenario = load("top_x")
    sizes = [int(scenario.value(f"network.{domain}_organisations")) for domain in ("care", "safety", "social")]
    return sum(sizes) * int(scenario.value("network.people_per_organisation"))


def test_with_nobody_to_run_the_network_a_member_of_the_table_may_call_to_account() -> None:
    stage, asked = at_hand({"process_management.form": "self_governed"}, calls_to_account=True)
    promise(stage)
    for week in range(rules.TERM + 1):
        act(stage, week)
    callers = [person for decision, person, *_ in asked if decision == "calls_to_account"]
    assert len(callers) == 1 and callers[0] in (PARTNER, THIRD)


# Records, looking back, letting go.


def test_a_record_goes_out_of_date_though_what_was_heard_is_forgotten() -> None:
    stage, _ = at_hand()
    facets = stage.world.facets
    for told, number, kept in ((False, 0.0, False), (True, 0.0, False), (False, 0.5, True), (True, 0.5, True)):
        facets.told[0][0], facets.recorded[0][0] = told, True
        stale, fades = 0.25, 0.5
        luck = [number] * course.LANES
        course.move_facets(stage.world, stage.p, 0, luck, 0, stale, fades, 0.0)
        assert (facets.recorded[0][0], facets.told[0][0]) == (kept, False)


def test_looking_back_together_takes_hours_that_are_not_there_for_work() -> None:
    stage, _ = at_hand(evaluates=True)
    world = stage.world
    world.people.spare[OWNER], world.people.spare[PARTNER] = 2.0 * stage.p[EVALUATION], 0.5 * stage.p[EVALUATION]
    course.face_incident(stage, world, stage.p, 0, 0, 0.0)
    assert world.people.spare[OWNER] == pytest.approx(stage.p[EVALUATION])
    assert world.people.spare[PARTNER] == 0.0
    assert stage.tally()[0, tally.HOURS] >= 3 * stage.p[EVALUATION]
    assert world.people.lesson[THIRD] == 1.0


@pytest.mark.parametrize(("form", "leads"), [("nao", -1), ("lead_organisation", -1), ("self_governed", PARTNER)])
def test_a_case_is_let_go_by_who_leads_it(form: str, leads: int) -> None:
    stage, asked = at_hand({"process_management.form": form}, scales_down=True, evaluates=True)
    sit(stage, PARTNER, THIRD)
    world = stage.world
    world.cases.calm[0], world.cases.risk[0] = course.course.CALM_WEEKS, 0.0
    course.face_incident(stage, world, stage.p, 0, 0, 0.0)
    course.place(stage, world, stage.p, 0, 0, 0.0)
    who = {person for decision, person, *_ in asked if decision in ("scales_down", "evaluates")}
    assert who == {leads if leads >= 0 else world.manager}


# Trust by expectation, and what is returned in kind.


def test_every_turn_moves_trust_by_the_pace_of_a_kept_promise_times_its_weight() -> None:
    stage, _ = at_hand()
    trust, pace = stage.world.people.trust, stage.p[ties.GAIN_KEPT]
    for move, towards, weight in ((ties.warm, 1.0, 0.3), (ties.cool, 0.0, 1.5), (ties.warm, 1.0, 1e9)):
        before = trust[OWNER][PARTNER]
        move(stage, stage.world, stage.p, OWNER, PARTNER, weight, ties.KEPT)
        step = learn.trust_step(pace, weight)
        assert trust[OWNER][PARTNER] == pytest.approx(before + step * (towards - before))
    assert trust[OWNER][PARTNER] == 1.0


def test_what_somebody_withheld_makes_the_next_hold_back() -> None:
    stage, _ = at_hand()
    world = stage.world
    table.sound(world, 0, 3)
    found = []
    for withheld in (0.0, 0.5):
        world.table.numbers[share.WITHHELD] = withheld
        found.append(scale.chance(total(share.weigh_discloses(world, stage.p, PARTNER, 0, 0))))
    assert found[1] < found[0]
