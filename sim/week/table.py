"""Step 3a: who is invited to a conference and who comes."""

from typing import Any

from sim.draws import INVITE
from sim.rules import agenda, attend, duty
from sim.rules.course import SOLVED
from sim.rules.people import USUAL_UNDERSTANDING
from sim.rules.scale import Terms
from sim.settings import Settings, position, weights
from sim.state import (
    CLOSED,
    DOMAINS,
    MEAN_TRUST,
    ORGANISATIONS,
    SIZE,
    SPIRIT,
    TRUST_IN_CHAIR,
    Array,
    World,
)
from sim.week import ask
from sim.week.tally import ATTENDANTS, CAME, FAMILIAR, INVITED

TABLE_SIZE = position("network.table_size")
SAME_FACES = position("continuity.same_faces")
WORKLOAD_CARE = position("professionals.workload_care")
WEEKS_AHEAD = position("agenda.weeks_ahead")
MINUTES = position("agenda.minutes_per_case")
MANDATE = position("mandate.share")
REPRESENTATION = position("representation.level")
ATTENDS = weights("attends")
INVITATION = weights("invitation")

# Places of one person in a block of the table's luck.
LANES = 8
FACE, OTHER, COMES, ACCEPTS, ACCEPTS_AGAIN = range(5)


def weigh_attends(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of coming to the conference."""
    people = world.people
    return attend.attends(
        p[ATTENDS],
        p[WORKLOAD_CARE + people.domain[person]],
        people.commitment[person],
        agenda.planning(p[WEEKS_AHEAD]),
    )


def mandated(world: World, p: Settings, person: int) -> bool:
    """Whether somebody may commit the organisation on the spot."""
    return world.people.mandate_luck[person] < duty.mandate_share(p[MANDATE], p[REPRESENTATION])


def invite(play: Any, world: World, p: Settings, week: int, case: int) -> None:
    """Mark the invited, as many as the table seats: owners of open facets, the core, then others by chance (§5.1.3)."""
    organisations, facets = world.organisations, world.facets
    seats = p[TABLE_SIZE]
    for organisation in range(len(organisations.invited)):
        organisations.invited[organisation] = False
    for facet in range(world.cases.facets[case]):
        if facets.unresolved[case][facet] > SOLVED:
            seats -= seat(organisations, facets.owner[case][facet], seats)
    for organisation in range(len(organisations.core)):
        if organisations.core[organisation]:
            seats -= seat(organisations, organisation, seats)
    luck = ask.block(play, INVITE, week, world.cases.identity[case], DOMAINS * ORGANISATIONS)
    caution = world.people.caution[world.manager if world.manager >= 0 else 0]
    for organisation in range(len(organisations.invited)):
        known = 1.0 if acquainted(world, case, organisation) else 0.0
        chance = attend.invitation(p[INVITATION], world.cases.risk[case], known, caution)
        if luck[organisations.slot[organisation]] < chance:
            seats -= seat(organisations, organisation, seats)


def acquainted(world: World, case: int, organisation: int) -> bool:
    """Whether an organisation knows something of a case."""
    facets = world.facets
    for facet in range(world.cases.facets[case]):
        if facets.owner[case][facet] == organisation or facets.also[case][facet] == organisation:
            return True
    return False


def seat(organisations: Array, organisation: int, seats: float) -> float:
    """Invite an organisation where there is a seat; return the seats it takes."""
    if organisation < 0 or seats < 1.0 or organisations.invited[organisation]:
        return 0.0
    organisations.invited[organisation] = True
    return 1.0


def face(world: World, p: Settings, case: int, organisation: int, luck: Any) -> int:
    """Who would come for an organisation: the regular face, or somebody else of the pool (§5.1.3).

    Who has no hours left hands the case to the colleague who has most.
    """
    regular = world.cases.regular[case][organisation]
    lane = world.people.slot[regular] * LANES
    if world.each == 1:
        return regular
    first = organisation * world.each
    if luck[lane + FACE] >= p[SAME_FACES]:
        step = 1 + int(luck[lane + OTHER] * (world.each - 1))
        return first + (regular - first + step) % world.each
    hours = world.people.hours
    if hours[regular] >= p[MINUTES] / 60.0:
        return regular
    chosen = regular
    for colleague in range(first, first + world.each):
        if hours[colleague] > hours[chosen]:
            chosen = colleague
    return chosen


def gather(play: Any, world: World, p: Settings, week: int, case: int, luck: Any) -> int:
    """Seat those who come; return how many."""
    table, cases = world.table, world.cases
    invited = 0
    count = 0
    for organisation in range(len(world.organisations.invited)):
        if not world.organisations.invited[organisation]:
            continue
        invited += 1
        person = face(world, p, case, organisation, luck)
        lane = world.people.slot[person] * LANES
        if ask.attends(play, world, p, luck[lane + COMES], person, case, -1):
            table.present[count] = person
            table.asked[count] = person
            count += 1
    world.tally[week][INVITED] += invited
    world.tally[week][CAME] += count
    if cases.last[case] >= 0:
        world.tally[week][ATTENDANTS] += count
        for place in range(count):
            if cases.met[case][table.present[place]]:
                world.tally[week][FAMILIAR] += 1.0
    ask.reorder(play, table.asked, count)
    return count


def sound(world: World, case: int, count: int) -> None:
    """Measure the table: trust in each other and in the chair, spirit, and who is new to a group that met before."""
    table, people, present = world.table, world.people, world.table.present
    met, domains = world.cases.met[case], people.domain
    everybody = 0.0
    in_chair = 0.0
    spirit = 0.0
    familiar = 0
    for place in range(count):
        person = present[place]
        ties, understanding, domain = people.trust[person], people.understanding[person], domains[person]
        trusted = 0.0
        understood = 0.0
        across = 0
        for further in range(count):
            other = present[further]
            trusted += ties[other]  # zero in oneself
            if domains[other] != domain:
                understood += understanding[other]
                across += 1
        table.understanding[person] = understood / across if across > 0 else USUAL_UNDERSTANDING
        table.trust[person] = trusted / (count - 1) if count > 1 else 0.5
        everybody += table.trust[person]
        spirit += people.spirit[person]
        in_chair += ties[world.manager] if world.manager >= 0 else table.trust[person]
        if met[person]:
            familiar += 1
    numbers = table.numbers
    numbers[SIZE] = count
    numbers[MEAN_TRUST] = everybody / count
    numbers[TRUST_IN_CHAIR] = in_chair / count
    numbers[SPIRIT] = spirit / count
    numbers[CLOSED] = familiar / count
    for place in range(count):
        person = present[place]
        table.newcomer[person] = 0.0 if met[person] else numbers[CLOSED]
