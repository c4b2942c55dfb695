"""Step 1: cases arrive, and triage lets them in or not."""

from typing import Any

from sim import events
from sim.draws import CASE, KNOWS, OWNER, REGULAR, TRIAGE
from sim.rules import cases as make
from sim.rules import course, people, refer
from sim.rules.scale import Terms
from sim.settings import Settings, position, weights
from sim.state import (
    CARE,
    DOMAINS,
    FACETS,
    FIRST_HAND,
    MEDIA,
    ORGANISATIONS,
    REFERRED,
    SIMPLE,
    SIMPLE_QUEUE,
    SOCIAL,
    WAITING,
    World,
)
from sim.week import ask

COMPLEX_SHARE = position("cases.complex_share")
SEVERITY = position("cases.severity")
CONSENT_SHARE = position("cases.consent_share")
HOUSING_SHARE = position("cases.housing_share")
INTERDEPENDENCE = position("cases.interdependence")
GAP = position("legal.gap")
ARRIVALS_A_YEAR = position("cases.arrivals_per_year")
REFERRAL_EFFECT = position("media.referral_effect")
CARE_INVOLVED = position("triage.care_involved")
ADMITS = weights("admits")
INFLOW = weights("inflow")

LANES = 8


def weigh_admits(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of letting in a case, or with case -1 a simple referral."""
    complexity = 1.0 if case >= 0 and world.cases.complex[case] else 0.0
    return refer.admits(p[ADMITS], complexity, p[CARE_INVOLVED], world.climate[MEDIA])


def arrive(play: Any, world: World, p: Settings, week: int, count: int) -> None:
    """Let this week's cases arrive."""
    first = world.now[1]
    for case in range(first, first + count):
        create(play, world, p, case)
        world.cases.arrival[case] = week
        ask.note(play, events.ARRIVAL, -1, case, -1)
    world.now[1] = first + count


def identify(case: int, initial: int) -> int:
    """Stable number of a case: even for those of the start, odd for those that arrive, each in their own order."""
    if case < initial:
        return 2 * case
    return 2 * (case - initial) + 1


def create(play: Any, world: World, p: Settings, case: int) -> None:
    """Make a case out of its own luck."""
    cases = world.cases
    identity = identify(case, world.initial)
    cases.identity[case] = identity
    luck = ask.block(play, CASE, 0, identity, LANES * (FACETS + 1))
    own = LANES * FACETS
    cases.complex[case] = luck[own] < p[COMPLEX_SHARE]
    cases.last[case] = -1
    cases.first_plan[case] = -1
    if not cases.complex[case]:
        cases.status[case] = SIMPLE
        return
    cases.status[case] = REFERRED
    cases.severity[case] = make.severity(p[SEVERITY], luck[own + 1])
    cases.need[case] = luck[own + 2]
    cases.consent[case] = luck[own + 3] < p[CONSENT_SHARE]
    cases.usual_alliance[case] = make.usual_alliance(luck[own + 4])
    cases.alliance[case] = cases.usual_alliance[case]
    count = make.facet_count(luck[own + 5])
    homeless = luck[own + 6] < p[HOUSING_SHARE]
    cases.facets[case] = count + 1 if homeless else count
    unresolved = 0.0
    weight = 0.0
    for facet in range(cases.facets[case]):
        create_facet(world, p, case, facet, luck, homeless and facet == count)
        unresolved += world.facets.weight[case][facet] * world.facets.unresolved[case][facet]
        weight += world.facets.weight[case][facet]
    cases.risk[case] = course.risk_of(cases.severity[case], unresolved / weight)
    assign(play, world, case, identity, luck)


def create_facet(world: World, p: Settings, case: int, facet: int, luck: Any, housing: bool) -> None:
    """Make one facet."""
    facets = world.facets
    lane = LANES * facet
    domain = SOCIAL if housing else make.facet_domain(facet, luck[lane])
    plain = not housing
    facets.domain[case][facet] = domain
    facets.weight[case][facet] = make.weight(luck[lane + 1])
    facets.unresolved[case][facet] = make.unresolved(luck[lane + 2])
    facets.protected[case][facet] = domain == CARE and luck[lane + 3] < make.protected_share()
    facets.joint[case][facet] = plain and luck[lane + 4] < p[INTERDEPENDENCE]
    facets.vacuum[case][facet] = plain and luck[lane + 5] < p[GAP]
    facets.indication[case][facet] = domain == CARE and luck[lane + 6] < make.indication_share()
    facets.housing[case][facet] = housing


def best(world: World, luck: Any, lane: int, domain: int) -> int:
    """Organisation of a domain with the highest luck, -1 for none: one more shifts only what it wins itself."""
    organisations = world.organisations
    chosen = -1
    highest = -1.0
    for organisation in range(len(organisations.domain)):
        if organisations.domain[organisation] == domain:
            number = luck[lane + organisations.slot[organisation]]
            if number > highest:
                highest = number
                chosen = organisation
    return chosen


def assign(play: Any, world: World, case: int, identity: int, luck: Any) -> None:
    """Give every facet its organisation, every organisation its regular face, and people what they know."""
    facets, cases = world.facets, world.cases
    slots = DOMAINS * ORGANISATIONS
    owners = ask.block(play, OWNER, 0, identity, FACETS * slots * 2)
    for facet in range(cases.facets[case]):
        domain = facets.domain[case][facet]
        facets.owner[case][facet] = best(world, owners, facet * slots, domain)
        powers = not (facets.vacuum[case][facet] or facets.housing[case][facet])
        facets.lone[case][facet] = facets.owner[case][facet] >= 0 and powers
        facets.also[case][facet] = -1
        number = luck[LANES * facet + 7]
        protected = facets.protected[case][facet]
        share = make.also_share(protected)
        if number < share:
            step = 1 if number < 0.5 * share else 2
            other = domain if protected else (domain + step) % DOMAINS
            another = best(world, owners, (FACETS + facet) * slots, other)
            if another != facets.owner[case][facet]:
                facets.also[case][facet] = another
    choose_regulars(play, world, case, identity)
    tell_owners(play, world, case, identity)


def choose_regulars(play: Any, world: World, case: int, identity: int) -> None:
    """For each organisation who works with the client, and who comes to the table: that person, or its face for all."""
    luck = ask.block(play, REGULAR, 0, identity, world.slots)
    for organisation in range(len(world.organisations.domain)):
        highest = -1.0
        for person in range(organisation * world.each, (organisation + 1) * world.each):
            number = luck[world.people.slot[person]]
            if number > highest:
                highest = number
                world.cases.worker[case][organisation] = person
        face = world.organisations.face[organisation]
        world.cases.regular[case][organisation] = face if face >= 0 else world.cases.worker[case][organisation]


def tell_owners(play: Any, world: World, case: int, identity: int) -> None:
    """Let people know first hand what their organisation owns or shares in."""
    people_, facets = world.people, world.facets
    luck = ask.block(play, KNOWS, 0, identity, world.slots * FACETS)
    for facet in range(world.cases.facets[case]):
        for organisation in (facets.owner[case][facet], facets.also[case][facet]):
            if organisation < 0:
                continue
            cases = world.cases
            for person in range(organisation * world.each, (organisation + 1) * world.each):
                close = person == cases.worker[case][organisation] or person == cases.regular[case][organisation]
                chance = people.first_hand_chance(close, people_.closeness[person])
                if luck[people_.slot[person] * FACETS + facet] < chance:
                    people_.knowledge[person][case][facet] = FIRST_HAND


def triage(play: Any, world: World, p: Settings, week: int) -> None:
    """Let referrals in; simple ones that get in take up slots, media attention brings more of them (§4.3.3, 5.2.1)."""
    cases = world.cases
    gatekeeper = world.manager if world.manager >= 0 else 0
    luck = ask.block(play, TRIAGE, week, 0, 64 + 2 * world.now[1])
    for case in range(world.now[1]):
        fresh = cases.status[case] == SIMPLE and cases.arrival[case] == week
        if cases.status[case] == REFERRED or fresh:
            number = luck[64 + cases.identity[case]]
            if ask.admits(play, world, p, number, gatekeeper, case, -1):
                if fresh:
                    world.climate[SIMPLE_QUEUE] += 1.0
                else:
                    cases.status[case] = WAITING
    extra = refer.simple_referrals(p[INFLOW], p[ARRIVALS_A_YEAR] / 52.0, p[REFERRAL_EFFECT], world.climate[MEDIA])
    for referral in range(refer.arrived(extra, luck[0])):
        if ask.admits(play, world, p, luck[1 + referral], gatekeeper, -1, -1):
            world.climate[SIMPLE_QUEUE] += 1.0
