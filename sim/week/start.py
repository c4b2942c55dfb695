"""Week 0: organisations, people and the ties between them."""

from typing import Any

from sim.draws import FLOW, NEWCOMER, START, TIES
from sim.rules import learn, people, refer
from sim.rules.govern import PARTIALITY
from sim.settings import Settings, position, weights
from sim.state import CARE, DOMAINS, MEDIA, POOL, SAFETY, Array, World
from sim.week import ask

CARE_ORGANISATIONS = position("network.care_organisations")
CORE_MEMBERS = position("network.core_members")
REPRESENTATION = position("representation.level")
GAP = position("culture.gap")
COMPETENCE = position("professionals.competence")
CONSENSUS = position("goals.consensus")
TRUST_INITIAL = position("trust.initial")
TRUST_DENSITY = position("trust.density")
TRUST_IN_LEADER = position("trust.in_leader")
MANAGER_COMPETENCE = position("process_management.competence")
MANAGER_ORIENTATION = position("process_management.orientation")
LEADER_DOMAIN = position("process_management.leader_domain")
BASELINE = position("media.baseline")
TOLERANCE = position("society.risk_tolerance")
BACKING = position("professionals.backing")
CAUTION = weights("caution")
TRUST_STRANGERS = position("rules.trust.strangers")
UNDERSTANDING_OTHER = position("rules.understanding.other")
UNDERSTANDING_OWN = position("rules.understanding.own")

LANES = 8


def count_arrivals(play: Any, arrivals: Array, rates: Array, initial: int) -> int:
    """Fill arrivals with the cases that luck sends each week, after those of the start; return how many in all."""
    luck = ask.block(play, FLOW, 0, 0, len(arrivals))
    total = initial
    for week in range(len(arrivals)):
        arrivals[week] = refer.arrived(rates[week], luck[week])
        total += arrivals[week]
    arrivals[0] += initial
    return total


def place_organisations(world: World, p: Settings) -> None:
    """Number organisations and people: care, safety, social; the core is taken from each domain in turn."""
    organisations = world.organisations
    count = len(organisations.domain)
    organisation = 0
    for domain in range(DOMAINS):
        world.bounds[domain] = organisation * world.each
        for ordinal in range(int(p[CARE_ORGANISATIONS + domain])):
            organisations.domain[organisation] = domain
            organisations.slot[organisation] = ordinal * DOMAINS + domain
            for person in range(organisation * world.each, (organisation + 1) * world.each):
                place = person - organisation * world.each
                world.people.domain[person] = domain
                world.people.organisation[person] = organisation
                world.people.slot[person] = 1 + (ordinal * POOL + place) * DOMAINS + domain
            organisation += 1
    world.bounds[DOMAINS] = world.members
    for organisation in range(count):
        ahead = 0
        for other in range(count):
            if organisations.slot[other] < organisations.slot[organisation]:
                ahead += 1
        organisations.core[organisation] = ahead < p[CORE_MEMBERS]
    world.people.domain[world.members] = DOMAINS
    world.people.organisation[world.members] = -1


def domain_orientation(domain: int, gap: float) -> float:
    """Outlook of a domain by number."""
    return people.domain_orientation(1.0 if domain == CARE else 0.0, 1.0 if domain == SAFETY else 0.0, gap)


def newcomer(play: Any, world: World, p: Settings, person: int, purpose: int, week: int) -> None:
    """A person as he or she comes: outlook, skill, mandate, commitment, caution."""
    persons = world.people
    luck = ask.block(play, purpose, week, 0, world.slots * LANES)
    lane = persons.slot[person] * LANES
    outlook = domain_orientation(persons.domain[person], p[GAP])
    competence = p[COMPETENCE]
    if person == world.members:
        outlook = p[MANAGER_ORIENTATION]
        if world.governance[PARTIALITY] > 0.0:
            outlook = domain_orientation(int(p[LEADER_DOMAIN]), p[GAP])
        competence = p[MANAGER_COMPETENCE]
    persons.orientation[person] = people.scattered(outlook, 0.2, luck[lane])
    persons.competence[person] = people.scattered(competence, 0.3, luck[lane + 1])
    persons.closeness[person] = people.closeness(p[REPRESENTATION], luck[lane + 2])
    persons.mandate_luck[person] = luck[lane + 3]
    persons.commitment[person] = people.scattered(p[CONSENSUS], 0.2, luck[lane + 4])
    persons.caution[person] = learn.caution_target(p[CAUTION], p[BASELINE], p[TOLERANCE], p[BACKING])
    persons.spirit[person] = 0.5
    persons.passivity[person] = 0.0


def ties(play: Any, world: World, p: Settings, person: int, purpose: int, week: int, others_too: bool) -> None:
    """Trust and understanding of a person, at the start or as a stranger; others_too: theirs in this person as well."""
    persons = world.people
    luck = ask.block(play, purpose, week, 1 + persons.slot[person], world.slots * 2)
    stranger = 1.0 if others_too else 0.0
    for other in range(world.members + 1):
        if other == person:
            continue
        lane = persons.slot[other] * 2
        known = luck[lane] < p[TRUST_DENSITY] and stranger == 0.0
        level = p[TRUST_INITIAL]
        if other == world.members and stranger == 0.0:
            level = p[TRUST_IN_LEADER]
            known = True
        strangers = p[TRUST_STRANGERS]
        trust = people.tie(level, known, strangers, luck[lane + 1])
        same = persons.domain[other] == persons.domain[person]
        understanding = people.first_understanding(p[UNDERSTANDING_OWN] if same else p[UNDERSTANDING_OTHER])
        persons.trust[person][other] = trust
        persons.understanding[person][other] = understanding
        if others_too:
            persons.trust[other][person] = trust
            persons.understanding[other][person] = understanding


def leaves(play: Any, world: World, p: Settings, person: int, week: int) -> None:
    """A newcomer takes this place, without ties or knowledge (§2.8.2)."""
    newcomer(play, world, p, person, NEWCOMER, week)
    ties(play, world, p, person, NEWCOMER, week, True)
    persons, cases = world.people, world.cases
    for case in range(world.now[1]):
        cases.met[case][person] = False
        for facet in range(cases.facets[case]):
            persons.knowledge[person][case][facet] = 0
    ask.hire(play, person)


def begin(play: Any, world: World, p: Settings) -> int:
    """Fill the state of week 0; return how many cases there will be."""
    count = count_arrivals(play, world.arrivals, world.rates, world.initial)
    place_organisations(world, p)
    for person in range(world.members + 1):
        newcomer(play, world, p, person, START, 0)
    if world.network:
        for person in range(world.members + 1):
            ties(play, world, p, person, TIES, 0, False)
    world.climate[MEDIA] = p[BASELINE]
    return count
