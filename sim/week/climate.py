"""Steps 6 and 7: the media, policy, and what people learn from week to week."""

import math
from typing import Any

from sim import events
from sim.draws import LEARN as PURPOSE
from sim.draws import NEWS
from sim.rules import learn, media, policy, refer, scale
from sim.rules.govern import DISINTEREST, PASSIVITY
from sim.rules.scale import Terms
from sim.settings import Settings, position, weights
from sim.state import CAPACITY, GRAVITY, JOINT_LOGIC, MEDIA, SIGNALS_NOW, World
from sim.week import ask, start, tally, ties
from sim.week.agenda import spend
from sim.week.contact import meet

BASELINE = position("media.baseline")
REACTIVITY = position("media.reactivity")
HALF_LIFE = position("media.half_life")
NEWS_PER_YEAR = position("media.events_per_year")
NEWS_SIZE = position("media.event_size")
HOURS_INFORMAL = position("rules.week.informal")
SKILL = weights("skill")
LESSON = weights("lesson")
ACCOUNTABILITY = position("municipality.accountability")
TOLERANCE = position("society.risk_tolerance")
BACKING = position("professionals.backing")
TURNOVER = position("continuity.turnover_per_year")
EVENTS = position("informal_contact.events_per_year")
WORKLOAD_CARE = position("professionals.workload_care")
COMES_ALONG = weights("comes_along")
CAUTION = weights("caution")
SIGNALS = weights("signals")
COMMITMENT_DISINTEREST = position("rules.commitment.disinterest")
COMMITMENT_PASSIVITY = position("rules.commitment.passivity")
SPIRIT_INFORMAL = position("rules.spirit.informal")
TRUST_INFORMAL = position("rules.trust.informal")
UNDERSTANDING_INFORMAL = position("rules.understanding.informal")

NOT_A_NUMBER = math.nan


def weigh_comes_along(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of coming to an informal meeting."""
    people = world.people
    return learn.comes_along(p[COMES_ALONG], p[WORKLOAD_CARE + people.domain[person]], people.commitment[person])


def turn(play: Any, world: World, p: Settings, week: int) -> None:
    """Media attention next week, and capacity that earlier signals bring."""
    climate = world.climate
    level = media.faded(climate[MEDIA], p[BASELINE], p[HALF_LIFE])
    level = scale.raised(level, media.lift(p[REACTIVITY], climate[GRAVITY]))
    news = refer.arrived(media.news_a_week(p[NEWS_PER_YEAR]), ask.block(play, NEWS, week, 0, 1)[0])
    for _ in range(news):
        level = scale.raised(level, p[NEWS_SIZE])
    if world.events[week] > 0.0 or news > 0:
        ask.note(play, events.MEDIA, -1, -1, -1)
    climate[MEDIA] = scale.raised(level, world.events[week])
    world.signals[week] = climate[SIGNALS_NOW]
    climate[SIGNALS_NOW] = 0.0
    told = week - policy.signal_delay(p[SIGNALS])
    if told >= 0:
        climate[CAPACITY] = policy.capacity_gained(
            p[SIGNALS], climate[CAPACITY], p[ACCOUNTABILITY], world.signals[told]
        )


def learn_from_week(play: Any, world: World, p: Settings, week: int) -> None:
    """Caution follows the pressure; interest and initiative follow the form; staff come and go."""
    people = world.people
    target = learn.caution_target(p[CAUTION], world.climate[MEDIA], p[TOLERANCE], p[BACKING])
    luck = ask.block(play, PURPOSE, week, 0, world.slots)
    leaving = p[TURNOVER] / 52.0
    slot, caution, weights = people.slot, people.caution, p[CAUTION]
    for person in range(world.members):
        caution[person] = learn.followed(weights, caution[person], target)
        drift_away(world, p, person)
        people.lesson[person] = learn.faded_lesson(p[LESSON], people.lesson[person])
        if luck[slot[person]] < leaving:
            ask.note(play, events.NEWCOMER, person, -1, -1)
            start.leaves(play, world, p, person, week)
    if world.manager >= 0:
        caution[world.manager] = learn.followed(weights, caution[world.manager], target)
        people.competence[world.manager] = learn.practised(p[SKILL], people.competence[world.manager])
    if world.departs[week] and world.manager >= 0:
        ask.note(play, events.DEPARTURE, world.manager, -1, -1)
        start.leaves(play, world, p, world.manager, week)


def drift_away(world: World, p: Settings, person: int) -> None:
    """Interest is lost where a leader's agenda rules; initiative where somebody else owns the process (§2.5, 5.1.1)."""
    people, governance = world.people, world.governance
    commitment = people.commitment[person]
    if governance[DISINTEREST] > 0.0:
        distance = learn.partiality(people.orientation[world.manager], people.orientation[person], 0.0)
        distrust = 1.0 - people.trust[person][world.manager]
        step = p[COMMITMENT_DISINTEREST] * governance[DISINTEREST] * distance * distrust
        people.commitment[person] = scale.lowered(commitment, step)
    if governance[PASSIVITY] > 0.0:
        people.passivity[person] = learn.grown_passive(
            p[COMMITMENT_PASSIVITY], people.passivity[person], governance[PASSIVITY], commitment
        )


def come_together(play: Any, world: World, p: Settings, week: int) -> None:
    """Informal meetings, spread over the year (§5.3)."""
    before = int(week * p[EVENTS] / 52.0)
    if int((week + 1) * p[EVENTS] / 52.0) <= before:
        return
    people, table = world.people, world.table
    luck = ask.block(play, PURPOSE, week, 1, world.slots)
    count = 0
    for person in range(world.members):
        number = luck[people.slot[person]]
        if ask.comes_along(play, world, p, number, person, -1, -1):
            table.present[count] = person
            count += 1
            spend(world, person, p[HOURS_INFORMAL])
            people.spirit[person] = scale.raised(people.spirit[person], p[SPIRIT_INFORMAL])
    for place in range(count):
        for further in range(place + 1, count):
            one, other = table.present[place], table.present[further]
            talk = learn.mingling(people.trust[one][other], people.trust[other][one])
            meet(play, world, p, one, other, talk * p[TRUST_INFORMAL], talk * p[UNDERSTANDING_INFORMAL], ties.INFORMAL)


def measure(play: Any, world: World, week: int) -> None:
    """Write down the levels of this week."""
    people, members, row = world.people, world.members, week
    commitments, cautions, spirits = people.commitment, people.caution, people.spirit
    world.tally[row][tally.WEEKS] = 1.0
    world.tally[row][tally.MEDIA] = world.climate[MEDIA]
    world.tally[row][tally.JOINT_LOGIC] = world.climate[JOINT_LOGIC]
    commitment = 0.0
    caution = 0.0
    spirit = 0.0
    in_manager = 0.0
    for person in range(members):
        commitment += commitments[person]
        caution += cautions[person]
        spirit += spirits[person]
    if world.manager >= 0:
        for person in range(members):
            in_manager += people.trust[person][world.manager]
    world.tally[row][tally.GOAL_CONSENSUS] = commitment / members
    world.tally[row][tally.CAUTION] = caution / members
    world.tally[row][tally.COLLECTIVE_SPIRIT] = spirit / members
    world.tally[row][tally.TRUST_IN_MANAGER] = in_manager / members if world.manager >= 0 else NOT_A_NUMBER
