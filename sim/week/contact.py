"""Step 4, the other half: people who keep in touch between meetings (§5.1.4, 5.2.2)."""

from typing import Any

from sim.draws import BETWEEN as PURPOSE
from sim.rules import attend, between, scale
from sim.rules.scale import Terms
from sim.settings import Settings, position, weights
from sim.state import ACTIVE, CHASED, FACETS, FIRST_HAND, HEARD, NONE, World
from sim.week import ask, ties
from sim.week.agenda import spend
from sim.week.between import LANES, another
from sim.week.tally import BILATERAL_CONTACTS

REACH = position("contact.between_meetings")
CONTACTS = weights("contacts")
HOURS_CONTACT = position("rules.week.contact")
TRUST_CONTACT = position("rules.trust.contact")
UNDERSTANDING_CONTACT = position("rules.understanding.contact")
CONTACT, WHOM = 5, 6  # places in the luck of an agreement


def weigh_contacts(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of seeking out the person that luck put in Table.approached[0]."""
    people = world.people
    other = world.table.approached[0]
    since = world.now[0] - world.cases.touched[case]
    return between.contacts(
        p[CONTACTS],
        people.trust[person][other],
        p[REACH],
        world.cases.risk[case],
        1.0 - between.attention(since),
        attend.overload(people.needed[person], people.hours[person]),
        people.understanding[person][other],
        world.climate[CHASED],
    )


def keep_in_touch(play: Any, world: World, p: Settings, week: int) -> None:
    """Owners of open agreements seek each other out: ask everybody first, then let them meet (§5.1.4, 5.2.2)."""
    agreements, cases = world.agreements, world.cases
    luck = ask.block(play, PURPOSE, week, 1, 2 * world.now[1] * FACETS * LANES)
    for case in range(world.now[1]):
        if agreements.open[case] > 0 and cases.status[case] == ACTIVE:
            stage = agreements.stage[case]
            for facet in range(cases.facets[case]):
                if stage[facet] != NONE:
                    lane = (cases.identity[case] * FACETS + facet) * LANES
                    person = agreements.person[case][facet]
                    agreements.sought[case][facet] = sought(play, world, p, case, person, luck, lane)
    for case in range(world.now[1]):
        if agreements.open[case] > 0 and cases.status[case] == ACTIVE:
            for facet in range(cases.facets[case]):
                if agreements.stage[case][facet] != NONE and agreements.sought[case][facet] >= 0:
                    speak(play, world, p, week, case, agreements.person[case][facet], agreements.sought[case][facet])


def sought(play: Any, world: World, p: Settings, case: int, person: int, luck: Any, lane: int) -> int:
    """Whom of the others at the last conference somebody seeks out this week, -1 for nobody."""
    whom = another(world, case, person, luck[lane + WHOM])
    if whom < 0:
        return -1
    world.table.approached[0] = whom
    return whom if ask.contacts(play, world, p, luck[lane + CONTACT], person, case, -1) else -1


def speak(play: Any, world: World, p: Settings, week: int, case: int, person: int, whom: int) -> None:
    """Two people speak about a case: it takes time, brings them closer, and each hears what the other may tell."""
    world.tally[week][BILATERAL_CONTACTS] += 1.0
    spend(world, person, p[HOURS_CONTACT])
    spend(world, whom, p[HOURS_CONTACT])
    meet(play, world, p, person, whom, p[TRUST_CONTACT], p[UNDERSTANDING_CONTACT], ties.CONTACT)
    exchange(world, case, person, whom)
    world.cases.touched[case] = week
    ask.speak(play, case, person, whom)


def meet(
    play: Any, world: World, p: Settings, one: int, other: int, weight: float, understanding_step: float, cause: int
) -> None:
    """Two people grow closer."""
    understanding = world.people.understanding
    ties.warm(play, world, p, one, other, weight, cause)
    ties.warm(play, world, p, other, one, weight, cause)
    understanding[one][other] = scale.raised(understanding[one][other], understanding_step)
    understanding[other][one] = scale.raised(understanding[other][one], understanding_step)


def exchange(world: World, case: int, one: int, other: int) -> None:
    """What one may tell freely of a case, the other hears."""
    knowledge, facets = world.people.knowledge, world.facets
    for facet in range(world.cases.facets[case]):
        if not facets.protected[case][facet] or world.cases.consent[case]:
            if knowledge[one][case][facet] == FIRST_HAND and knowledge[other][case][facet] == 0:
                knowledge[other][case][facet] = HEARD
                facets.told[case][facet] = True
            if knowledge[other][case][facet] == FIRST_HAND and knowledge[one][case][facet] == 0:
                knowledge[one][case][facet] = HEARD
                facets.told[case][facet] = True
