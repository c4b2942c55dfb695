"""Step 5: cases move: work alone, drift, incidents, scaling down, coming back."""

from typing import Any

from sim import events
from sim.draws import COURSE as PURPOSE
from sim.draws import LEARN
from sim.rules import course, learn, refer, scale, share
from sim.rules.scale import Terms
from sim.settings import Settings, position, weights
from sim.state import (
    ACTIVE,
    FACETS,
    GRAVITY,
    HEARD,
    MEDIA,
    NONE,
    SCALED_DOWN,
    SIMPLE,
    WAITING,
    World,
)
from sim.week import ask, ties
from sim.week.agenda import spend
from sim.week.tally import (
    ACTIVE_CASES,
    ALLIANCE,
    CASES_AT_RISK,
    HOURS,
    INCIDENTS,
    REPORTS,
    RETURNED,
    RISK_WEEKS,
    WAITING_CASES,
)
from sim.week.tally import SCALED_DOWN as LET_GO

RESPONSIVENESS = position("cases.responsiveness")
CRITERIA = position("scaling_down.clear_criteria")
TOLERANCE = position("society.risk_tolerance")
REFERRAL_EFFECT = position("media.referral_effect")
PRACTICE = position("learning.joint_evaluation")
SCALES_DOWN = weights("scales_down")
SHOWS_CARE = weights("shows_care")
EVALUATES = weights("evaluates")
PROGRESS = weights("progress")
DRIFT = weights("drift")
RECORD = weights("record")
INFLOW = weights("inflow")
CAUTION_INCIDENT = position("rules.caution.incident")
HOURS_ALONE = position("rules.week.alone")
HOURS_EVALUATION = position("rules.week.evaluation")
TRUST_CARE = position("rules.trust.care")
TRUST_SETBACK = position("rules.trust.setback")
UNDERSTANDING_EVALUATION = position("rules.understanding.evaluation")

LANES = 20
INCIDENT_LUCK, REPORT_LUCK, LET_GO_LUCK, EVALUATE_LUCK = range(2 * FACETS, 2 * FACETS + 4)


def weigh_scales_down(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of letting a case go."""
    caution, cases = world.people.caution[person], world.cases
    calm = course.calm_level(cases.severity[case]) - cases.risk[case]
    return course.scales_down(p[SCALES_DOWN], calm, p[CRITERIA], caution, p[TOLERANCE])


def weigh_shows_care(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of showing care after an incident."""
    return learn.shows_care(p[SHOWS_CARE], world.people.competence[person])


def weigh_evaluates(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of looking back together."""
    return learn.evaluates(p[EVALUATES], p[PRACTICE])


def move(play: Any, world: World, p: Settings, week: int) -> None:
    """Move every case that has arrived, whatever its status."""
    cases, people = world.cases, world.people
    luck = ask.block(play, PURPOSE, week, 0, 2 * world.now[1] * LANES)
    stale, reopens = share.stale_chance(p[RECORD]), course.reopen_chance(p[DRIFT])
    fades = share.fade_chance(p[RECORD])
    hours, load, most = people.hours, people.load, p[HOURS_ALONE]
    for person in range(world.members):
        people.spare[person] = hours[person]
        people.share[person] = lone_hours(hours[person], load[person], most)
        load[person] = 0.0
    world.climate[GRAVITY] = 0.0
    for case in range(world.now[1]):
        if cases.status[case] != SIMPLE:
            lane = cases.identity[case] * LANES
            move_facets(world, p, case, luck, lane, stale, fades, reopens)
            happen(play, world, p, week, case, luck, lane)
            place(play, world, p, week, case, luck[lane + LET_GO_LUCK])


def lone_hours(left: float, load: float, most: float) -> float:
    """Hours this week for each facet that somebody works on alone."""
    if load <= 0.0:
        return 0.0
    return min(most, left / load)


def move_facets(
    world: World,
    p: Settings,
    case: int,
    luck: Any,
    lane: int,
    stale: float,
    fades: float,
    reopens: float,
) -> None:
    """Work alone on facets without an agreement, let problems grow and flare up, let knowledge go out of date."""
    cases, facets = world.cases, world.facets
    weights, unresolveds, told = facets.weight[case], facets.unresolved[case], facets.told[case]
    lone, stage, recorded = facets.lone[case], world.agreements.stage[case], facets.recorded[case]
    drift = p[DRIFT]
    total = 0.0
    weighed = 0.0
    for facet in range(cases.facets[case]):
        unresolved = unresolveds[facet]
        if unresolved > course.SOLVED and lone[facet] and stage[facet] == NONE:
            unresolved = worked_alone(world, p, case, facet, unresolved)
        unresolved = course.drifted(drift, unresolved)
        if luck[lane + facet] < reopens:
            unresolved = course.reopened(drift, unresolved)
        if told[facet] or recorded[facet]:
            number = luck[lane + FACETS + facet]
            if number < stale + fades:
                forget(world, case, facet, number < stale)
        unresolveds[facet] = unresolved
        weight = weights[facet]
        total += weight
        weighed += weight * unresolved
    cases.risk[case] = course.risk_of(cases.severity[case], weighed / total)


def worked_alone(world: World, p: Settings, case: int, facet: int, unresolved: float) -> float:
    """What is left of a facet after its owner worked on it alone."""
    facets, people = world.facets, world.people
    worker = world.cases.worker[case][facets.owner[case][facet]]
    people.load[worker] += 1.0
    hours = min(people.share[worker], people.spare[worker])
    if hours <= 0.0:
        return unresolved
    people.spare[worker] -= hours
    world.tally[world.now[0]][HOURS] += hours
    joint = facets.joint[case][facet]
    alliance = world.cases.alliance[case]
    return unresolved * (1.0 - course.lone_effect(p[PROGRESS], p[RESPONSIVENESS], hours, alliance, joint))


def forget(world: World, case: int, facet: int, changed: bool) -> None:
    """People forget what they heard; where the facet itself has changed, what is on record no longer holds either."""
    facets, knowledge = world.facets, world.people.knowledge
    if changed:
        facets.recorded[case][facet] = False
    facets.told[case][facet] = False
    for person in range(world.members + 1):
        if knowledge[person][case][facet] == HEARD:
            knowledge[person][case][facet] = 0


def happen(play: Any, world: World, p: Settings, week: int, case: int, luck: Any, lane: int) -> None:
    """Incidents and reports of one case; count its risk."""
    cases = world.cases
    risk, counted = cases.risk[case], world.tally[week]
    alliance = course.healed_alliance(p[DRIFT], cases.alliance[case], cases.usual_alliance[case])
    cases.alliance[case] = alliance
    counted[RISK_WEEKS] += risk
    counted[CASES_AT_RISK] += 1.0
    counted[ALLIANCE] += alliance
    report = refer.report_chance(p[INFLOW], risk, p[REFERRAL_EFFECT], world.climate[MEDIA])
    if luck[lane + REPORT_LUCK] < report:
        world.tally[week][REPORTS] += 1.0
        ask.note(play, events.REPORT, -1, case, -1)
    if luck[lane + INCIDENT_LUCK] < course.incident_chance(p[DRIFT], risk):
        world.tally[week][INCIDENTS] += 1.0
        world.climate[GRAVITY] += cases.severity[case]
        ask.note(play, events.INCIDENT, -1, case, -1)
        if cases.last[case] >= 0:
            face_incident(play, world, p, week, case, luck[lane + EVALUATE_LUCK])


def face_incident(play: Any, world: World, p: Settings, week: int, case: int, number: float) -> None:
    """After an incident: caution, blame or care for each other, perhaps an evaluation together (§4.3.5, 5.1.2)."""
    people, cases = world.people, world.cases
    luck = ask.block(play, LEARN, week, 2 + cases.identity[case], world.slots)
    leader = chair(world, case)
    together = ask.evaluates(play, world, p, number, leader, case, -1)
    for place in range(cases.circle_size[case]):
        person = cases.circle[case][place]
        if not cases.met[case][person]:
            continue
        caring = ask.shows_care(play, world, p, luck[people.slot[person]], person, case, -1)
        people.caution[person] = scale.raised(people.caution[person], p[CAUTION_INCIDENT])
        if together:
            take_home(world, p, case, person)
        for further in range(cases.circle_size[case]):
            other = cases.circle[case][further]
            if other != person and cases.met[case][other]:
                ties.cool(play, world, p, other, person, p[TRUST_SETBACK], ties.SETBACK)
                if caring:
                    ties.warm(play, world, p, other, person, p[TRUST_CARE], ties.CARING)


def take_home(world: World, p: Settings, case: int, person: int) -> None:
    """Who looks back together learns how every domain of the case works, and takes on more for a while (§4.3.5)."""
    people, facets = world.people, world.facets
    spend(world, person, p[HOURS_EVALUATION])
    people.spare[person] = max(people.spare[person] - p[HOURS_EVALUATION], 0.0)
    people.lesson[person] = 1.0
    for other in range(world.members):
        involved = False
        for facet in range(world.cases.facets[case]):
            involved = involved or facets.domain[case][facet] == people.domain[other]
        if involved and other != person:
            understanding = people.understanding[person][other]
            people.understanding[person][other] = scale.raised(understanding, p[UNDERSTANDING_EVALUATION])


def chair(world: World, case: int) -> int:
    """Who leads a case that was discussed: whoever runs the network, else whoever led its last conference."""
    return world.manager if world.manager >= 0 else world.cases.circle[case][0]


def place(play: Any, world: World, p: Settings, week: int, case: int, number: float) -> None:
    """Where a case stands: waiting, active, let go, back again (§5.2.1)."""
    cases = world.cases
    calm_level = course.calm_level(cases.severity[case])
    calm = cases.risk[case] < calm_level
    cases.calm[case] = cases.calm[case] + 1 if calm else 0
    if cases.status[case] == ACTIVE:
        if cases.calm[case] >= course.CALM_WEEKS:
            person = chair(world, case)
            if ask.scales_down(play, world, p, number, person, case, -1):
                cases.status[case] = SCALED_DOWN
                ties.celebrate(play, world, p, case)
                world.tally[week][LET_GO] += 1.0
    elif cases.status[case] == SCALED_DOWN and cases.risk[case] > course.ALARM * calm_level:
        cases.status[case] = ACTIVE
        world.tally[week][RETURNED] += 1.0
        ask.note(play, events.RETURN, -1, case, -1)
    if cases.status[case] == WAITING:
        world.tally[week][WAITING_CASES] += 1.0
    elif cases.status[case] == ACTIVE:
        world.tally[week][ACTIVE_CASES] += 1.0
