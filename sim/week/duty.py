"""Step 3f: who takes which action, and who passes it on."""

from typing import Any

from sim import events
from sim.draws import DUTY as PURPOSE
from sim.rules import between, course, duty, govern, hours, learn, scale
from sim.rules.govern import AUTHORITY
from sim.rules.scale import Terms
from sim.settings import Settings, position, weights
from sim.state import (
    BROKERAGE,
    CAPACITY,
    COMPULSION,
    FACETS,
    IMPOSED,
    JOINT_LOGIC,
    MINUTES,
    NONE,
    PENDING,
    PROPOSAL,
    RUNNING,
    SIGNALS_NOW,
    SIZE,
    SPIRIT,
    TRUST_IN_CHAIR,
    WORTH,
    World,
)
from sim.week import ask, ties
from sim.week.table import mandated
from sim.week.tally import AGREEMENTS, IMPROVISATIONS, ON_THE_SPOT, PARALYSES, SHIFTS

REPRESENTATION = position("representation.level")
AUTONOMY = position("professionals.autonomy")
BACKING = position("professionals.backing")
STATURE = position("municipality.stature")
PRIORITY = position("municipality.housing_priority")
TOLERANCE = position("society.risk_tolerance")
STRUCTURE = position("process_management.structure")
INDICATION_DELAY = position("structures.indication_delay")
PEERS = weights("peers")
IMPROVISES = weights("improvises")
TAKES_ON = weights("takes_on")
GETS_CONSENT = weights("gets_consent")
INTERVENES = weights("intervenes")
GRANTS_HOUSING = weights("grants_housing")
MINUTES_OF = weights("minutes")
MINUTES_DECIDING = position("rules.minutes.deciding")
HOURS_ACTION = position("rules.week.action")
SPIRIT_LOGIC_SHIFT = position("rules.spirit.logic_shift")
SPIRIT_SHIFT = position("rules.spirit.shift")
TRUST_SETBACK = position("rules.trust.setback")
TRUST_SHIFT = position("rules.trust.shift")

LANES = 4  # places of one facet in the luck of what is done about it
IMPROVISE, TAKE, GRADE = range(3)


def weigh_improvises(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of finding a way in the vacuum."""
    mandate = 1.0 if mandated(world, p, person) else 0.0
    trust = world.table.trust[person]
    return duty.improvises(p[IMPROVISES], trust, p[AUTONOMY], mandate, p[STATURE], world.people.caution[person])


def weigh_takes_on(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of taking an action on."""
    people, table = world.people, world.table
    authority = world.governance[AUTHORITY] * table.numbers[TRUST_IN_CHAIR]
    imposed = table.numbers[IMPOSED] if not table.agrees[person] else 0.0
    return duty.takes_on(
        p[TAKES_ON],
        world.cases.risk[case],
        people.caution[person],
        table.trust[person],
        people.commitment[person],
        p[BACKING],
        table.numbers[SPIRIT],
        p[STRUCTURE],
        authority,
        imposed,
        people.passivity[person],
        people.lesson[person],
        people.duty[person],
    )


def weigh_gets_consent(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of the home organisation allowing it."""
    return duty.gets_consent(p[GETS_CONSENT], p[BACKING], world.cases.risk[case], p[REPRESENTATION])


def weigh_intervenes(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of compulsion."""
    caution = world.people.caution[person]
    view = world.table.numbers[PROPOSAL]
    return duty.intervenes(p[INTERVENES], view, world.cases.risk[case], caution, p[TOLERANCE])


def weigh_grants_housing(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of finding a home."""
    return duty.grants_housing(p[GRANTS_HOUSING], p[PRIORITY], p[STATURE], world.climate[CAPACITY])


def divide(play: Any, world: World, p: Settings, week: int, case: int, count: int) -> None:
    """Go through the open facets as long as there is time, the heaviest first."""
    luck = ask.block(play, PURPOSE, week, world.cases.identity[case], FACETS * LANES)
    facets, numbers = world.facets, world.table.numbers
    minutes = hours.spared(p[MINUTES_OF], p[MINUTES_DECIDING], p[STRUCTURE])
    dealt_with = world.table.dealt
    for facet in range(world.cases.facets[case]):
        dealt_with[facet] = False
    for _ in range(world.cases.facets[case]):
        chosen = -1
        for facet in range(world.cases.facets[case]):
            heavier = chosen < 0 or facets.weight[case][facet] > facets.weight[case][chosen]
            if not dealt_with[facet] and heavier:
                chosen = facet
        dealt_with[chosen] = True
        free = world.agreements.stage[case][chosen] == NONE
        if free and facets.unresolved[case][chosen] > course.SOLVED:
            if numbers[MINUTES] < minutes:
                break
            if assign(play, world, p, week, case, chosen, count, luck):
                numbers[MINUTES] -= minutes


def representative(world: World, organisation: int, count: int) -> int:
    """Who is present for an organisation, -1 for nobody."""
    if organisation >= 0:
        for place in range(count):
            if world.people.organisation[world.table.present[place]] == organisation:
                return world.table.present[place]
    return -1


def partner(world: World, owner: int, count: int) -> int:
    """For joint action: whoever of another domain the owner trusts most, -1 for nobody."""
    people = world.people
    chosen = -1
    highest = -1.0
    for place in range(count):
        person = world.table.present[place]
        if people.domain[person] != people.domain[owner] and people.trust[owner][person] > highest:
            highest = people.trust[owner][person]
            chosen = person
    return chosen


def assign(play: Any, world: World, p: Settings, week: int, case: int, facet: int, count: int, luck: Any) -> bool:
    """Find somebody for one facet; return whether it took time."""
    facets = world.facets
    owner = representative(world, facets.owner[case][facet], count)
    if owner < 0:
        return False
    other = partner(world, owner, count) if facets.joint[case][facet] else -1
    if facets.joint[case][facet] and other < 0:
        return False
    lane = facet * LANES
    if facets.vacuum[case][facet]:
        if not ask.improvises(play, world, p, luck[lane + IMPROVISE], owner, case, facet):
            leave_undone(play, world, p, week, case, facet, count)
            return True
        world.tally[week][IMPROVISATIONS] += 1.0
    if ask.takes_on(play, world, p, luck[lane + TAKE], owner, case, facet):
        agree(play, world, p, week, case, facet, owner, other, luck[lane + GRADE])
    else:
        shift(play, world, p, week, case, owner, count)
    return True


def leave_undone(play: Any, world: World, p: Settings, week: int, case: int, facet: int, count: int) -> None:
    """What nobody can take on is hard to bear: trust suffers when things fail, and policy may be told (§5.1.2, 5.3).

    It fails once, however often it is discussed again.
    """
    people, table = world.people, world.table
    world.tally[week][PARALYSES] += 1.0
    if world.facets.undone[case][facet]:
        return
    world.facets.undone[case][facet] = True
    world.climate[SIGNALS_NOW] += 1.0
    for place in range(count):
        person = table.present[place]
        people.spirit[person] = scale.lowered(people.spirit[person], p[SPIRIT_SHIFT])
        for further in range(count):
            other = table.present[further]
            if other != person:
                ties.cool(play, world, p, person, other, p[TRUST_SETBACK], ties.SETBACK)


def shift(play: Any, world: World, p: Settings, week: int, case: int, owner: int, count: int) -> None:
    """An action passed on feeds us-and-them on both sides, the more so the graver the case (§6.3.4)."""
    people, risk = world.people, world.cases.risk[case]
    world.tally[week][SHIFTS] += 1.0
    for place in range(count):
        person = world.table.present[place]
        if person != owner:
            across = people.domain[person] != people.domain[owner]
            weight = learn.blame(p[TRUST_SHIFT], people.understanding[person][owner], across, risk)
            ties.cool(play, world, p, person, owner, weight, ties.SHIFT)
            weight = learn.blame(p[TRUST_SHIFT], people.understanding[owner][person], across, risk)
            ties.cool(play, world, p, owner, person, weight, ties.SHIFT)
            people.spirit[person] = scale.lowered(people.spirit[person], p[SPIRIT_SHIFT])
    world.climate[JOINT_LOGIC] = scale.lowered(world.climate[JOINT_LOGIC], p[SPIRIT_LOGIC_SHIFT])


def hand_over(world: World, p: Settings, person: int) -> int:
    """Who carries an action out: who took it on or, without hours for it, the colleague who has most (§5.1.4)."""
    people, chosen = world.people, person
    first = world.people.organisation[person] * world.each
    if people.hours[person] < people.needed[person] + p[HOURS_ACTION]:
        for colleague in range(first, first + world.each):
            if people.hours[colleague] - people.needed[colleague] > people.hours[chosen] - people.needed[chosen]:
                chosen = colleague
    people.needed[chosen] += p[HOURS_ACTION]
    return chosen


def agree(
    play: Any,
    world: World,
    p: Settings,
    week: int,
    case: int,
    facet: int,
    owner: int,
    other: int,
    luck: Any,
) -> None:
    """Write down who does what by when; without mandate it waits for the home organisation."""
    agreements, facets = world.agreements, world.facets
    grade = ask.intervenes(play, world, p, luck, owner, case, facet)
    on_the_spot = mandated(world, p, owner)
    person = hand_over(world, p, owner)
    delay = p[INDICATION_DELAY] if facets.indication[case][facet] and grade != COMPULSION else 0.0
    agreements.stage[case][facet] = RUNNING if on_the_spot else PENDING
    agreements.open[case] += 1
    agreements.person[case][facet] = person
    agreements.partner[case][facet] = other
    agreements.start[case][facet] = week + int(delay)
    agreements.due[case][facet] = week + int(delay) + between.TERM
    agreements.grade[case][facet] = grade
    agreements.imposed[case][facet] = world.table.numbers[IMPOSED]
    agreements.worth[case][facet] = world.table.numbers[WORTH]
    agreements.groups[case][facet] = world.table.numbers[SIZE]
    agreements.linked[case][facet] = govern.linking(
        p[PEERS],
        world.table.numbers[BROKERAGE],
        world.governance[AUTHORITY],
        world.table.numbers[TRUST_IN_CHAIR],
    )
    agreements.done[case][facet] = False
    agreements.partner_done[case][facet] = other < 0
    agreements.called[case][facet] = False
    agreements.account[case][facet] = 0.0
    world.tally[week][AGREEMENTS] += 1.0
    if on_the_spot:
        world.tally[week][ON_THE_SPOT] += 1.0
    else:
        ask.note(play, events.REFERRED_HOME, owner, case, facet)
    if delay > 0.0:
        ask.note(play, events.INDICATION, owner, case, facet)
