"""Steps 3b and 3c: what the table recalls, who discloses, who withholds."""

from typing import Any

from sim.draws import ADVISE
from sim.draws import SHARE as PURPOSE
from sim.rules import govern, hours, learn, scale, sense, share
from sim.rules.govern import AUTHORITY, BROKERING
from sim.rules.scale import Terms
from sim.settings import Settings, position, weights
from sim.state import (
    FACETS,
    FIRST_HAND,
    HEARD,
    JOINT_LOGIC,
    KNOWN,
    MEAN_TRUST,
    MINUTES,
    SIZE,
    TRUST_IN_CHAIR,
    WITHHELD,
    World,
)
from sim.week import ask, ties
from sim.week.tally import CARE_SHARED, CARE_WEIGHT, INFORMATION_WEIGHT, REFUSALS, SHARED_WEIGHT

STRUCTURE = position("process_management.structure")
THINK_ALONG = position("process_management.think_along")
STRICTNESS = position("secrecy.strictness")
GUIDANCE = position("secrecy.guidance")
FEAR = position("secrecy.disciplinary_risk")
SHARED_SYSTEM = position("information.shared_system")
DISCLOSES = weights("discloses")
ASKS_ALONG = weights("asks_along")
THINKS_ALONG = weights("thinks_along")
RECORD = weights("record")
VIEWS = weights("views")
MINUTES_OF = weights("minutes")
MINUTES_TELLING = position("rules.minutes.telling")
PEERS = weights("peers")
TRUST_HELPED = position("rules.trust.helped")
TRUST_TOLD = position("rules.trust.told")
TRUST_WITHHELD = position("rules.trust.withheld")
UNDERSTANDING_ADVICE = position("rules.understanding.advice")
UNDERSTANDING_HEARD = position("rules.understanding.heard")
UNDERSTANDING_REFUSAL = position("rules.understanding.refusal")

TOLD, KEPT_BACK, THOUGHT_ALONG = 1, 2, 3  # answers of a holder


def chairing(world: World, p: Settings) -> float:
    """Skill of whoever runs the network as far as this table's trust carries it; 0 where nobody does."""
    if world.manager < 0:
        return 0.0
    numbers = world.table.numbers
    trust = govern.carrying_trust(world.governance[AUTHORITY], numbers[TRUST_IN_CHAIR], numbers[MEAN_TRUST])
    return govern.carried_skill(p[PEERS], world.people.competence[world.manager], trust)


def facilitation(world: World, p: Settings) -> float:
    """How well the talk is led, 0 to 1: skill of whoever leads it, as far as the form gives room."""
    return govern.facilitation(world.governance[BROKERING], chairing(world, p))


def weigh_discloses(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of telling the table about a facet."""
    people, table, facets, cases = world.people, world.table, world.facets, world.cases
    bound = 1.0 if facets.protected[case][facet] and not cases.consent[case] else 0.0
    alone = 1.0 if table.holders[facet] == 1 else 0.0
    voiceless = sense.voiceless(p[VIEWS], table.numbers[MEAN_TRUST], world.climate[JOINT_LOGIC])
    return share.discloses(
        p[DISCLOSES],
        table.trust[person],
        people.caution[person],
        table.numbers[SIZE],
        facilitation(world, p),
        cases.risk[case],
        bound,
        p[STRICTNESS],
        p[GUIDANCE],
        p[FEAR],
        table.newcomer[person],
        alone * (1.0 + voiceless),
        table.numbers[WITHHELD],
        table.understanding[person],
        people.candour[person],
    )


def weigh_asks_along(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of asking for advice instead of information; Table.approached[0] is who withholds."""
    people = world.people
    other = world.table.approached[0]
    return share.asks_along(p[ASKS_ALONG], p[THINK_ALONG], people.competence[person], people.trust[person][other])


def weigh_thinks_along(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of helping without disclosing."""
    people = world.people
    return share.thinks_along(p[THINKS_ALONG], world.table.trust[person], people.competence[person])


def recall(world: World, case: int, count: int) -> None:
    """Put on the table what is on record or what somebody present heard before; count who knows the rest first hand."""
    table, knowledge, facets = world.table, world.people.knowledge, world.facets
    for facet in range(world.cases.facets[case]):
        informed = bool(facets.recorded[case][facet])
        holders = 0
        for place in range(count):
            grade = knowledge[table.present[place]][case][facet]
            if grade == HEARD:
                informed = True
            elif grade == FIRST_HAND:
                holders += 1
        table.informed[facet] = informed
        table.known[facet] = 1.0 if informed else 0.0
        table.withheld[facet] = False
        table.advised[facet] = False
        table.dealt[facet] = False
        table.holders[facet] = holders


def tell(play: Any, world: World, p: Settings, week: int, case: int, count: int) -> None:
    """Ask everybody who knows something first hand, then let it sink in, facet by facet, as far as time allows."""
    table, numbers = world.table, world.table.numbers
    luck = ask.block(play, PURPOSE, week, world.cases.identity[case], world.slots * FACETS)
    for facet in range(world.cases.facets[case]):
        if not table.informed[facet] and table.holders[facet] > 0:
            minutes = hours.spared(p[MINUTES_OF], p[MINUTES_TELLING], p[STRUCTURE])
            if numbers[MINUTES] < minutes:
                break
            numbers[MINUTES] -= minutes
            numbers[WITHHELD] = withheld_share(world, case)
            ask_holders(play, world, p, case, facet, count, luck)
    for facet in range(world.cases.facets[case]):
        if table.dealt[facet]:
            hear(play, world, p, week, case, facet, count, luck)


def withheld_share(world: World, case: int) -> float:
    """Share of a case's weight that was withheld so far without advice in its place."""
    weight, table = world.facets.weight, world.table
    total = 0.0
    withheld = 0.0
    for facet in range(world.cases.facets[case]):
        total += weight[case][facet]
        if table.withheld[facet] and not table.advised[facet]:
            withheld += weight[case][facet]
    return withheld / total


def ask_holders(play: Any, world: World, p: Settings, case: int, facet: int, count: int, luck: Any) -> None:
    """Ask each holder of a facet."""
    people, table = world.people, world.table
    told = False
    for place in range(count):
        person = table.asked[place]
        table.answers[person][facet] = 0
        if people.knowledge[person][case][facet] == FIRST_HAND:
            number = luck[people.slot[person] * FACETS + facet]
            tells = ask.discloses(play, world, p, number, person, case, facet)
            table.answers[person][facet] = TOLD if tells else KEPT_BACK
            told = told or tells
    table.dealt[facet] = True
    table.withheld[facet] = not told
    if told:
        table.informed[facet] = True
        table.known[facet] = 1.0


def hear(play: Any, world: World, p: Settings, week: int, case: int, facet: int, count: int, luck: Any) -> None:
    """Let the others hear what was told, and see what was withheld."""
    table = world.table
    for place in range(count):
        person = table.present[place]
        if table.answers[person][facet] == TOLD:
            listened(play, world, p, case, facet, person, count)
        elif table.answers[person][facet] == KEPT_BACK:
            world.tally[week][REFUSALS] += 1.0
            if table.withheld[facet]:
                irritated(play, world, p, person, count)
    if table.informed[facet]:
        keep(world, p, case, facet, luck)


def listened(play: Any, world: World, p: Settings, case: int, facet: int, speaker: int, count: int) -> None:
    """Everybody present now knows; trust in the speaker and understanding of that work grow a little (§5.1.2)."""
    people, table = world.people, world.table
    step = p[UNDERSTANDING_HEARD]
    for place in range(count):
        person = table.present[place]
        if person != speaker:
            if people.knowledge[person][case][facet] == 0:
                people.knowledge[person][case][facet] = HEARD
            ties.warm(play, world, p, person, speaker, p[TRUST_TOLD], ties.TOLD)
            people.understanding[person][speaker] = scale.raised(people.understanding[person][speaker], step)


def irritated(play: Any, world: World, p: Settings, holder: int, count: int) -> None:
    """Withholding is seen and irritates, less so where people understand each other (§5.1.5, 5.2.1)."""
    people, table = world.people, world.table
    for place in range(count):
        person = table.present[place]
        if person != holder:
            weight = learn.irritation(p[TRUST_WITHHELD], people.understanding[person][holder])
            ties.cool(play, world, p, person, holder, weight, ties.WITHHELD)
            understanding = people.understanding[person][holder]
            people.understanding[person][holder] = scale.lowered(understanding, p[UNDERSTANDING_REFUSAL])


def keep(world: World, p: Settings, case: int, facet: int, luck: Any) -> None:
    """Keep what was said on record; without consent it strains the alliance and is not written down (§4.3.5)."""
    cases, facets = world.cases, world.facets
    facets.told[case][facet] = True
    if facets.protected[case][facet] and not cases.consent[case]:
        cases.alliance[case] = share.strained(p[RECORD], cases.alliance[case])
        return
    chance = share.record_chance(p[RECORD], p[STRUCTURE], p[SHARED_SYSTEM])
    if luck[facet] < chance:
        facets.recorded[case][facet] = True


def think_along(play: Any, world: World, p: Settings, week: int, case: int, count: int) -> None:
    """Where something is withheld, ask for advice: it helps the plan and connects people (§5.2.2)."""
    table = world.table
    luck = ask.block(play, ADVISE, week, world.cases.identity[case], world.slots * FACETS * 2)
    for facet in range(world.cases.facets[case]):
        if table.withheld[facet]:
            for place in range(count):
                person = table.asked[place]
                if table.answers[person][facet] == KEPT_BACK:
                    lane = 2 * (world.people.slot[person] * FACETS + facet)
                    advise(play, world, p, case, facet, person, luck, lane)
    for facet in range(world.cases.facets[case]):
        if table.advised[facet]:
            table.known[facet] = share.advice_worth(p[RECORD])
            for place in range(count):
                if table.answers[table.present[place]][facet] == THOUGHT_ALONG:
                    helped(play, world, p, table.present[place], count)
    table.numbers[WITHHELD] = withheld_share(world, case)


def advise(play: Any, world: World, p: Settings, case: int, facet: int, person: int, luck: Any, lane: int) -> None:
    """One holder is asked along, and thinks along or not."""
    table = world.table
    asker = world.manager if world.manager >= 0 else table.present[0]
    table.approached[0] = person
    if asker != person and ask.asks_along(play, world, p, luck[lane], asker, case, facet):
        if ask.thinks_along(play, world, p, luck[lane + 1], person, case, facet):
            table.advised[facet] = True
            table.answers[person][facet] = THOUGHT_ALONG


def helped(play: Any, world: World, p: Settings, person: int, count: int) -> None:
    """Who thinks along shows good will and how care works (§5.1.5, 5.2.2)."""
    people, table = world.people, world.table
    step = p[UNDERSTANDING_ADVICE]
    for place in range(count):
        other = table.present[place]
        if other != person:
            ties.warm(play, world, p, other, person, p[TRUST_HELPED], ties.HELPED)
            people.understanding[other][person] = scale.raised(people.understanding[other][person], step)


def weigh_up(world: World, week: int, case: int) -> None:
    """Count the facet weight on the table; advice helps the plan but is no information."""
    table, facets, counted = world.table, world.facets, world.tally[week]
    total = 0.0
    known = 0.0
    for facet in range(world.cases.facets[case]):
        weight = facets.weight[case][facet]
        informed = weight if table.informed[facet] else 0.0
        total += weight
        known += weight * table.known[facet]
        counted[INFORMATION_WEIGHT] += weight
        counted[SHARED_WEIGHT] += informed
        domain = facets.domain[case][facet]
        counted[CARE_WEIGHT + 2 * domain] += weight
        counted[CARE_SHARED + 2 * domain] += informed
    table.numbers[KNOWN] = known / total
