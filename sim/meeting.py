"""One conference, and what followed on it until the next one, as those who were there could see it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from statistics import fmean
from typing import Any

from sim.rules import govern
from sim.rules.course import SOLVED
from sim.settings import position, weights
from sim.state import MEAN_TRUST, NONE, PROPOSAL, World
from sim.week.decide import IMPOSED_PLAN, JOINT_PLAN, NO_PLAN, NO_TIME

COORDINATION = position("rules.self_governed.coordination")
COORDINATION_WEIGHTS = weights("coordination")
INTERDEPENDENCE = position("cases.interdependence")
# What a case stalls on beyond the table (§5.2.1, 5.3): home that refuses, the legal vacuum, a home that is not found,
# an indication that is waited for.
HOME, LAW, HOUSING, INDICATION = OBSTACLES = ("home", "law", "housing", "indication")


@dataclass(slots=True)
class Meeting:
    """One conference as everybody who was there remembers it: a topic with `case` -1 is that of simple cases.

    People and organisations by their place or number; in the lists of what people did, once for each time. What was
    agreed is kept or broken, and what stalls is seen, until the next conference on the same case. Distances of views
    are means over pairs of people of different domains (across) or the same one (within), as views came in and as they
    stood in the end; NaN where there are none.
    """

    week: int
    case: int = -1
    risk: float = 0.0  # of the case, as the conference began
    members: tuple[int, ...] = ()  # whoever runs the network apart
    plan: int = -1
    incident: bool = False
    domains: int = 0  # that own something still open
    needed: frozenset[int] = frozenset()  # organisations that own something still open
    involved: frozenset[int] = frozenset()  # those, and others that know of it first hand
    alone: dict[int, float] = field(default_factory=dict)  # weight still open that an organisation can work on alone
    open_weight: float = 0.0
    newcomers: frozenset[int] = frozenset()  # who was not at the last conference on the case while others were
    views: dict[int, float] = field(default_factory=dict)  # that people brought
    outlook: float = math.nan  # of whoever runs the network
    proposal: float = math.nan
    agreed: frozenset[int] = frozenset()
    across: float = math.nan
    within: float = math.nan
    across_in_the_end: float = math.nan
    within_in_the_end: float = math.nan
    steering_hours: float = math.nan  # what it would ask of each if members ran the network themselves
    told: list[int] = field(default_factory=list)
    withheld: list[int] = field(default_factory=list)
    thought_along: list[int] = field(default_factory=list)
    passed_on: list[int] = field(default_factory=list)
    referred_home: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    broke: list[int] = field(default_factory=list)
    told_facets: set[int] = field(default_factory=set)
    on_record: int = 0  # of what was told
    off_record: int = 0  # of what was told and could have been written down
    occasions_taken: int = 0  # on which whoever runs the network mediated or asked along
    occasions_let_pass: int = 0
    stalls: set[tuple[str, int]] = field(default_factory=set)  # obstacle and facet

    @property
    def people(self) -> int:
        """Return how many people sat at the table."""
        return len(self.members)

    @property
    def conflict(self) -> bool:
        """Return whether the table could not agree, was told what to do, or somebody passed an action on."""
        return self.plan in (NO_PLAN, IMPOSED_PLAN) or bool(self.passed_on)

    @property
    def gravity(self) -> float:
        """Return how grave it was: the risk of the case, an incident that followed, a conflict; 0 to 3."""
        return self.risk + self.incident + self.conflict

    @property
    def joint_plan(self) -> bool:
        """Return whether it ended in a plan that the table agreed to."""
        return self.plan == JOINT_PLAN

    @property
    def out_of_time(self) -> bool:
        """Return whether it ended before anything could be decided."""
        return self.plan == NO_TIME

    @property
    def voted(self) -> bool:
        """Return whether people were asked to agree."""
        return self.plan >= 0 and not self.out_of_time


def begun(stage: Any, case: int, members: Sequence[int]) -> Meeting:
    """Return the conference that begins on this stage."""
    world = stage.world
    facets = world.facets
    still_open = [facet for facet in range(world.cases.facets[case]) if facets.unresolved[case][facet] > SOLVED]
    needed = frozenset(facets.owner[case][facet] for facet in still_open if facets.owner[case][facet] >= 0)
    also = frozenset(facets.also[case][facet] for facet in still_open if facets.also[case][facet] >= 0)
    alone: dict[int, float] = {}
    for facet in still_open:
        if facets.lone[case][facet] and not facets.joint[case][facet]:
            owner = facets.owner[case][facet]
            alone[owner] = alone.get(owner, 0.0) + facets.weight[case][facet]
    return Meeting(
        week=stage.week,
        case=case,
        risk=world.cases.risk[case],
        members=tuple(members),
        domains=len({facets.domain[case][facet] for facet in still_open}),
        needed=needed,
        involved=needed | also,
        alone=alone,
        open_weight=math.fsum(facets.weight[case][facet] for facet in still_open),
        newcomers=frozenset(person for person in members if world.table.newcomer[person] > 0.0),
        outlook=world.people.orientation[world.manager] if world.manager >= 0 else math.nan,
        steering_hours=_steering_hours(stage),
    )


def ended(meeting: Meeting, world: World, plan: int) -> None:
    """Write down how a conference ended."""
    table, domain, members, case = world.table, world.people.domain, meeting.members, meeting.case
    meeting.plan = plan
    meeting.views = {person: table.first_stance[person] for person in members}
    meeting.across, meeting.within = distances(domain, table.first_stance, members)
    meeting.across_in_the_end, meeting.within_in_the_end = distances(domain, table.stance, members)
    if meeting.voted:
        meeting.proposal = table.numbers[PROPOSAL]
        meeting.agreed = frozenset(person for person in members if table.agrees[person])
    for facet in meeting.told_facets:
        may_be_written = world.cases.consent[case] or not world.facets.protected[case][facet]
        if world.facets.recorded[case][facet]:
            meeting.on_record += 1
        elif may_be_written:
            meeting.off_record += 1


def distances(domain: Any, views: Any, members: Iterable[int]) -> tuple[float, float]:
    """Return the mean distance of views over pairs of people of different domains, and over those of the same one."""
    apart: tuple[list[float], list[float]] = ([], [])
    for one, other in combinations(members, 2):
        apart[domain[one] == domain[other]].append(abs(views[one] - views[other]))
    return mean(apart[0]), mean(apart[1])


def free_facets(world: World, case: int) -> list[int]:
    """Return the facets of a case on which nothing is agreed."""
    return [facet for facet in range(world.cases.facets[case]) if world.agreements.stage[case][facet] == NONE]


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
