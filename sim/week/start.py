"""Week 0: organisations, people and the ties between them."""

from typing import Any

from sim.draws import FACE, FLOW, NEWCOMER, PAIR, STANDING, START, TIES
from sim.rules import learn, people, refer
from sim.rules.govern import PARTIALITY
from sim.settings import Settings, position, weights
from sim.state import CARE, DOMAINS, MEDIA, ORGANISATIONS, POOL, SAFETY, Array, World
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
PORTFOLIO = position("continuity.portfolio")
DIFFERENCES = weights("differences")
TRUST_HANDOVER = position("rules.trust.handover")
TRUST_STRANGERS = position("rules.trust.strangers")
UNDERSTANDING_OTHER = position("rules.understanding.other")
UNDERSTANDING_OWN = position("rules.understanding.own")

LANES = 8
CANDOUR, DUTY, DILIGENCE = 5, 6, 7  # places in the luck of a person


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


def know_organisations(play: Any, world: World, p: Settings) -> None:
    """Give organisations their standing, their history with each other, and perhaps one face for all cases."""
    organisations, count = world.organisations, len(world.organisations.domain)
    standing = ask.block(play, STANDING, 0, 0, DOMAINS * ORGANISATIONS)
    faces = ask.block(play, FACE, 0, 0, 2 * DOMAINS * ORGANISATIONS)
    for organisation in range(count):
        slot = organisations.slot[organisation]
        organisations.face[organisation] = -1
        if faces[2 * slot] < p[PORTFOLIO]:
            place = int(faces[2 * slot + 1] * world.each)
            organisations.face[organisation] = organisation * world.each + place
        history = ask.block(play, PAIR, 0, slot, DOMAINS * ORGANISATIONS)
        for other in range(count):
            if other == organisation or organisations.slot[other] > slot:
                pair = people.deviation(history[organisations.slot[other]]) if other != organisation else 0.0
                regard_each_other(world, p, organisation, other, pair, standing)


def regard_each_other(world: World, p: Settings, one: int, other: int, pair: float, standing: Any) -> None:
    """Write down what people of two organisations think of each other's, beside what they know of persons."""
    organisations, k = world.organisations, p[DIFFERENCES]
    for of, to in ((one, other), (other, one)):
        doubt = organisations.domain[of] == SAFETY and organisations.domain[to] == CARE
        fame = people.deviation(standing[organisations.slot[to]])
        organisations.regard[of][to] = people.regard(k, fame, pair, doubt)


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
    persons.lesson[person] = 0.0
    persons.candour[person] = people.deviation(luck[lane + CANDOUR])
    persons.duty[person] = people.deviation(luck[lane + DUTY])
    persons.diligence[person] = people.deviation(luck[lane + DILIGENCE])


def regard(world: World, person: int, other: int) -> float:
    """What the organisations of two people add to the trust of one in the other; nothing with whoever runs it all."""
    organisation = world.people.organisation
    if organisation[person] < 0 or organisation[other] < 0:
        return 0.0
    return world.organisations.regard[organisation[person]][organisation[other]]


def level_of_trust(world: World, p: Settings, other: int) -> float:
    """Where trust in somebody starts: in whoever runs the network elsewhere than in members."""
    return p[TRUST_IN_LEADER] if other == world.members else p[TRUST_INITIAL]


def ties(play: Any, world: World, p: Settings, person: int, purpose: int, week: int) -> None:
    """Trust and understanding of a person in everybody else at the start, or as a stranger."""
    persons = world.people
    luck = ask.block(play, purpose, week, 1 + persons.slot[person], world.slots * 2)
    persons.propensity[person] = p[DIFFERENCES][0] * people.deviation(luck[persons.slot[person] * 2])
    for other in range(world.members + 1):
        if other != person:
            lane = persons.slot[other] * 2
            met = luck[lane] < p[TRUST_DENSITY] or other == world.members
            persons.trust[person][other] = people.tie(
                level_of_trust(world, p, other),
                met and purpose == TIES,
                p[TRUST_STRANGERS],
                luck[lane + 1],
                persons.propensity[person],
                regard(world, person, other),
            )
            same = persons.domain[other] == persons.domain[person]
            level = p[UNDERSTANDING_OWN] if same else p[UNDERSTANDING_OTHER]
            persons.understanding[person][other] = people.first_understanding(level)


def succeed(play: Any, world: World, p: Settings, person: int, week: int) -> None:
    """Ties of and with somebody new: strangers, but for what the predecessor's organisation stood for (§6.1.3)."""
    persons, share = world.people, p[TRUST_HANDOVER]
    for other in range(world.members + 1):
        if other != person:
            persons.before[other] = persons.trust[person][other]
    ties(play, world, p, person, NEWCOMER, week)
    luck = ask.block(play, NEWCOMER, week, 1 + persons.slot[person], world.slots * 2)
    for other in range(world.members + 1):
        if other != person:
            persons.trust[person][other] = learn.inherited(share, persons.before[other], persons.trust[person][other])
            stranger = people.tie(
                level_of_trust(world, p, person),
                False,
                p[TRUST_STRANGERS],
                luck[persons.slot[other] * 2],
                persons.propensity[other],
                regard(world, other, person),
            )
            persons.trust[other][person] = learn.inherited(share, persons.trust[other][person], stranger)
            persons.understanding[other][person] = learn.inherited(
                share, persons.understanding[other][person], persons.understanding[person][other]
            )


def leaves(play: Any, world: World, p: Settings, person: int, week: int) -> None:
    """A newcomer takes this place, without knowledge, and with ties that are partly inherited (§2.8.2, 6.1.3)."""
    newcomer(play, world, p, person, NEWCOMER, week)
    succeed(play, world, p, person, week)
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
    know_organisations(play, world, p)
    for person in range(world.members + 1):
        newcomer(play, world, p, person, START, 0)
    if world.network:
        for person in range(world.members + 1):
            ties(play, world, p, person, TIES, 0)
    world.climate[MEDIA] = p[BASELINE]
    return count
