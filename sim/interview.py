"""The virtual interview: what somebody would answer, from two quantities of his or her own memory.

A question is data: which quantity must be more than which, and what a tie means. Every quantity is a function of one
respondent, so that nothing is there to be tuned; NaN where there is nothing to go by.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import numpy as np

from sim.errors import InputError, nearest_name
from sim.meeting import Meeting
from sim.memory import Course, Memory, Recollection, understanding_across
from sim.rules.course import SOLVED
from sim.scenario import Scenario
from sim.stage import Stage
from sim.state import DOMAINS, FIRST_HAND, World
from sim.week.ties import CAUSES, INFORMAL

YES, NO, DOUBT = ANSWERS = ("yes", "no", "doubt")


@dataclass(frozen=True)
class Comparison:
    """Yes if the quantity named `more` is more than that named `than`, no if it is less, `tie` where they are equal."""

    more: str
    than: str
    tie: str = DOUBT

    def __post_init__(self) -> None:
        for key, name in (("more", self.more), ("than", self.than)):
            if name not in QUANTITIES:
                nearest = nearest_name(name, QUANTITIES)
                raise InputError("unknown quantity", key=key, got=name, nearest=nearest)
        if self.tie not in ANSWERS:
            raise InputError(key="tie", got=self.tie, allowed=", ".join(ANSWERS))


@dataclass(frozen=True)
class Respondent:
    """Somebody who is asked at the end of a week: a memory, the world as it stands, and what else could have been.

    `course` of all cases so far, and `alone` of the same ones without a network; `luck`, a number in [0, 1), picks a
    meeting to think of.
    """

    memory: Memory
    world: World
    course: Course
    alone: Course
    luck: float

    @property
    def organisation(self) -> int:
        """Return the number of the organisation, -1 for whoever runs the network."""
        return int(self.world.people.organisation[self.memory.place])

    @property
    def domain(self) -> int:
        """Return the number of the domain."""
        return int(self.world.people.domain[self.memory.place])

    @property
    def cases(self) -> list[int]:
        """Return one's own cases: those at whose table one sat."""
        return sorted({meeting.case for meeting in self.memory.meetings})

    @property
    def facets(self) -> list[tuple[int, int]]:
        """Return case and facet of everything in one's own cases."""
        return [(case, facet) for case in self.cases for facet in range(self.world.cases.facets[case])]

    @property
    def own_facets(self) -> list[tuple[int, int]]:
        """Return case and facet of what one's organisation owns in one's own cases."""
        owner, own = self.world.facets.owner, self.organisation
        return [(case, facet) for case, facet in self.facets if owner[case][facet] == own]

    @property
    def meeting(self) -> Meeting | None:
        """Return the meeting that comes to mind."""
        meetings = self.memory.meetings
        return meetings[int(self.luck * len(meetings))] if meetings else None


def answer(question: Comparison, respondent: Respondent) -> str:
    """Return what somebody answers; doubt where there is nothing to go by."""
    more, than = QUANTITIES[question.more](respondent), QUANTITIES[question.than](respondent)
    if math.isnan(more) or math.isnan(than):
        return DOUBT
    if more == than:
        return question.tie
    return YES if more > than else NO


def alone(scenario: Scenario, seed: int, weeks: int) -> Course:
    """Return the course of the cases of the first `weeks` when every organisation works alone."""
    stage = Stage(scenario, seed, network=False)
    course = Course(stage.world)
    for week in range(weeks):
        stage.play(week)
        course.follow(stage.world)
    return course


def respondent(recollection: Recollection, world: World, place: int, alone: Course, luck: float) -> Respondent:
    """Return the person at this place, ready to be asked."""
    memory = recollection.memories[place]
    return Respondent(memory, world, recollection.course, alone, luck)


Quantity = Callable[[Respondent], float]
QUANTITIES: dict[str, Quantity] = {
    "nothing": lambda one: 0.0,
    "steering_hours": lambda one: one.memory.steering_hours,
    "free_hours": lambda one: one.memory.free_hours,
    "commitment_at_entry": lambda one: one.memory.commitment,
    "backing_received": lambda one: float(one.memory.backed),
    "backing_refused": lambda one: float(one.memory.refused),
    "tasks_as_expected": lambda one: float(one.memory.tasks_as_expected),
    "tasks_otherwise": lambda one: float(one.memory.tasks_otherwise),
    "conceded": lambda one: float(one.memory.conceded),
    "blocked": lambda one: float(one.memory.blocked),
    "actions_forgotten": lambda one: float(one.memory.forgotten),
    "actions_without_hours": lambda one: float(one.memory.overloaded),
    "understanding_at_entry": lambda one: one.memory.understanding,
    "stalled_inside": lambda one: float(one.memory.stalled_inside),
    "stalled_outside": lambda one: float(one.memory.stalled_outside),
}


def quantity(function: Quantity) -> Quantity:
    """Make a function of a respondent one that questions can name."""
    QUANTITIES[function.__name__] = function
    return function


@quantity
def risk_weeks(one: Respondent) -> float:
    """Weeks of risk of one's own cases since they came (as in network_effectiveness)."""
    return float(one.course.risk_weeks[one.cases].sum()) if one.cases else math.nan


@quantity
def risk_weeks_alone(one: Respondent) -> float:
    """Weeks of risk of the same cases when every organisation works alone."""
    return float(one.alone.risk_weeks[one.cases].sum()) if one.cases else math.nan


@quantity
def manager_from_own_domain(one: Respondent) -> float:
    """How far whoever runs the network stands from the views that one's own domain brings to one's own tables."""
    if one.domain >= DOMAINS:
        return math.nan
    return _known_mean(meeting.leaning[one.domain] for meeting in one.memory.meetings)


@quantity
def manager_from_other_domain(one: Respondent) -> float:
    """How far whoever runs the network stands from the views of the other domain to which it is nearest."""
    leanings = [[meeting.leaning[domain] for meeting in one.memory.meetings] for domain in range(DOMAINS)]
    means = [_known_mean(leaning) for domain, leaning in enumerate(leanings) if domain != one.domain]
    known = [mean for mean in means if not math.isnan(mean)]
    return min(known) if known else math.nan


@quantity
def unresolved_together(one: Respondent) -> float:
    """Weight still unresolved of what one's own organisation owns in one's own cases."""
    return float(sum(one.course.unresolved[place] for place in one.own_facets))


@quantity
def unresolved_alone(one: Respondent) -> float:
    """The same when every organisation works alone: where this is more, more was resolved together."""
    return float(sum(one.alone.unresolved[place] for place in one.own_facets))


@quantity
def lowest_balance(one: Respondent) -> float:
    """Trust gained less trust lost, in the organisation for which that is lowest; whoever runs the network apart."""
    balance = (one.memory.gained - one.memory.lost).sum(axis=0)[:-1]
    others = np.arange(len(balance)) != one.organisation
    return float(balance[others].min()) if others.any() else math.nan


@quantity
def attendants_with_facet(one: Respondent) -> float:
    """People at one's own tables whose organisation owns part of the case."""
    return float(sum(meeting.with_facet for meeting in one.memory.meetings))


@quantity
def attendants_without_facet(one: Respondent) -> float:
    """People at one's own tables whose organisation owns no part of the case."""
    return float(sum(meeting.people - meeting.with_facet for meeting in one.memory.meetings))


@quantity
def owners(one: Respondent) -> float:
    """Organisations that owned part of the case, at the meeting that comes to mind."""
    return float(one.meeting.owners) if one.meeting else math.nan


@quantity
def owners_present(one: Respondent) -> float:
    """Those of them that were there."""
    return float(one.meeting.owners_present) if one.meeting else math.nan


@quantity
def commitment(one: Respondent) -> float:
    """Belief that the network is the right means, now."""
    return float(one.world.people.commitment[one.memory.place])


@quantity
def information_received(one: Respondent) -> float:
    """Of what one would never hear alone: facets of own cases that reached one through the network."""
    return float(sum(place in one.memory.heard for place in _unknown_alone(one)))


@quantity
def information_missed(one: Respondent) -> float:
    """Of what one would never hear alone: facets of own cases that did not reach one either."""
    return float(sum(place not in one.memory.heard for place in _unknown_alone(one)))


@quantity
def bad_turns_of_others(one: Respondent) -> float:
    """Others who withheld, passed on or broke, as often as one saw it."""
    return float(one.memory.others_withheld + one.memory.others_shifted + one.memory.others_broke)


@quantity
def good_turns_of_others(one: Respondent) -> float:
    """Others who told or kept, as often as one saw it."""
    return float(one.memory.others_told + one.memory.others_kept)


@quantity
def meetings_with_intervention(one: Respondent) -> float:
    """Own meetings in which whoever runs the network mediated, asked along or cut the knot."""
    return float(sum(meeting.intervened for meeting in one.memory.meetings))


@quantity
def meetings_without_intervention(one: Respondent) -> float:
    """Own meetings in which nothing of the kind happened."""
    return float(sum(not meeting.intervened for meeting in one.memory.meetings))


@quantity
def topics(one: Respondent) -> float:
    """Cases as often as one sat at the table for them, simple ones included."""
    return float(len(one.memory.meetings) + one.memory.simple)


@quantity
def topics_across_domains(one: Respondent) -> float:
    """Those of them of which more than one domain owned what was still open."""
    return float(sum(meeting.spanned for meeting in one.memory.meetings))


@quantity
def views_across_domains(one: Respondent) -> float:
    """Mean distance of views between people of different domains at the end of one's own meetings."""
    return _known_mean(meeting.across_in_the_end for meeting in one.memory.meetings)


@quantity
def views_within_domains(one: Respondent) -> float:
    """Mean distance of views between people of the same domain at the end of one's own meetings."""
    return _known_mean(meeting.within_in_the_end for meeting in one.memory.meetings)


@quantity
def understanding(one: Respondent) -> float:
    """Mean understanding of people of other domains, now."""
    return understanding_across(one.world, one.memory.place)


@quantity
def information_acts(one: Respondent) -> float:
    """Telling the table something, speaking with each other between meetings."""
    return float(one.memory.told + one.memory.contacts)


@quantity
def joint_acts(one: Respondent) -> float:
    """Agreeing to a joint plan, thinking along, carrying out what was agreed (as in joint_effort)."""
    return float(one.memory.joint_plans + one.memory.thought_along + one.memory.acted)


@quantity
def housing_unresolved(one: Respondent) -> float:
    """Facets of own cases that still wait for a home."""
    return float(_unresolved(one, one.world.facets.housing))


@quantity
def other_unresolved(one: Respondent) -> float:
    """Facets of own cases that still wait for the law or for an indication, whichever are more."""
    return float(max(_unresolved(one, kind) for kind in (one.world.facets.vacuum, one.world.facets.indication)))


@quantity
def trust_by_informal_meetings(one: Respondent) -> float:
    """Trust gained by informal meetings."""
    return float(one.memory.gained[INFORMAL].sum())


@quantity
def trust_by_second_cause(one: Respondent) -> float:
    """Trust gained by the second of all other causes: more than this is among the two largest."""
    totals = one.memory.gained.sum(axis=1)
    return float(sorted(totals[cause] for cause in range(len(CAUSES)) if cause != INFORMAL)[-2])


def _unknown_alone(one: Respondent) -> list[tuple[int, int]]:
    knowledge = one.world.people.knowledge
    return [(case, facet) for case, facet in one.facets if knowledge[one.memory.place][case][facet] != FIRST_HAND]


def _unresolved(one: Respondent, kind: Any) -> int:
    unresolved = one.world.facets.unresolved
    return sum(kind[case][facet] and unresolved[case][facet] > SOLVED for case, facet in one.facets)


def _known_mean(values: Iterable[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return fmean(known) if known else math.nan
