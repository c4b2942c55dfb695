"""One conference as those who were there remember it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean
from typing import Any

from sim.rules import govern
from sim.rules.course import SOLVED
from sim.settings import position, weights
from sim.state import DOMAINS, MEAN_TRUST, World

COORDINATION = position("rules.self_governed.coordination")
COORDINATION_WEIGHTS = weights("coordination")
INTERDEPENDENCE = position("cases.interdependence")


@dataclass(frozen=True, slots=True)
class Meeting:
    """One conference as everybody who was there remembers it; NaN for distances of which there are none.

    Distances of views are means over pairs of people of different domains (across) or the same one (within), as views
    came in and as they stood in the end. `leaning` is how far the outlook of whoever runs the network lies from the
    mean view that each domain brought.
    """

    week: int
    case: int
    plan: int
    people: int
    with_facet: int  # whose organisation owns a facet of the case
    owners: int  # organisations that own a facet
    owners_present: int
    spanned: bool  # what was open belonged to more than one domain
    across: float
    within: float
    across_in_the_end: float
    within_in_the_end: float
    leaning: tuple[float, ...]
    intervened: bool  # whoever runs the network mediated, asked along or cut the knot
    steering_hours: float  # what the meeting would ask of each if members ran the network themselves


def seen(stage: Any, case: int, members: list[int], plan: int, intervened: bool) -> Meeting:
    """Return the conference that ends on this stage."""
    world = stage.world
    people, facets, first = world.people, world.facets, world.table.first_stance
    owned = [facet for facet in range(world.cases.facets[case]) if facets.owner[case][facet] >= 0]
    owners = {facets.owner[case][facet] for facet in owned}
    at_table = [people.organisation[person] for person in members]
    still_open = (facet for facet in owned if facets.unresolved[case][facet] > SOLVED)
    across, within = distances(people.domain, first, members)
    across_in_the_end, within_in_the_end = distances(people.domain, world.table.stance, members)
    return Meeting(
        week=stage.week,
        case=case,
        plan=plan,
        people=len(members),
        with_facet=sum(organisation in owners for organisation in at_table),
        owners=len(owners),
        owners_present=len(owners & set(at_table)),
        spanned=len({facets.domain[case][facet] for facet in still_open}) > 1,
        across=across,
        within=within,
        across_in_the_end=across_in_the_end,
        within_in_the_end=within_in_the_end,
        leaning=_leaning(world, members),
        intervened=intervened,
        steering_hours=_steering_hours(stage),
    )


def distances(domain: Any, views: Any, members: Iterable[int]) -> tuple[float, float]:
    """Return the mean distance of views over pairs of people of different domains, and over those of the same one."""
    apart: tuple[list[float], list[float]] = ([], [])
    for one, other in combinations(members, 2):
        apart[domain[one] == domain[other]].append(abs(views[one] - views[other]))
    return mean(apart[0]), mean(apart[1])


def _leaning(world: World, members: list[int]) -> tuple[float, ...]:
    people, first = world.people, world.table.first_stance
    if world.manager < 0:
        return (math.nan,) * DOMAINS
    outlook = people.orientation[world.manager]
    brought = ([first[person] for person in members if people.domain[person] == domain] for domain in range(DOMAINS))
    return tuple(abs(mean(views) - outlook) for views in brought)


def _steering_hours(stage: Any) -> float:
    """Hours of each attendant that self-governance asks for this meeting, whatever the form (§2.5)."""
    world, p = stage.world, stage.p
    trust = world.table.numbers[MEAN_TRUST]
    members = len(world.organisations.domain)
    coordination = p[COORDINATION]
    minutes = govern.coordination_minutes(p[COORDINATION_WEIGHTS], coordination, members, trust, p[INTERDEPENDENCE])
    return minutes / 60.0


def mean(values: Sequence[float]) -> float:
    """Return the mean, NaN of nothing."""
    return fmean(values) if values else math.nan
