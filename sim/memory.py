"""What simulated professionals remember of their time in the network: meetings, acts, what moved their trust.

It is kept in runs that ask for it (`remember=True`), draws no luck and changes nothing. Compiled runs keep none.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

import numpy as np

from sim import events
from sim.meeting import Meeting, mean, seen
from sim.rules import attend
from sim.rules.course import SOLVED
from sim.state import FACETS, NONE, PROPOSAL, RUNNING, World
from sim.week import ties
from sim.week.decide import JOINT_PLAN, NO_PLAN, NO_TIME


@dataclass(slots=True)
class Memory:
    """What one person remembers since he or she came; counts, unless said otherwise."""

    place: int
    since: int  # week
    commitment: float  # at entry
    understanding: float  # of people of other domains, mean at entry
    gained: Any  # trust: [cause of sim.week.ties, organisation], whoever runs the network last
    lost: Any
    meetings: list[Meeting] = field(default_factory=list)
    simple: int = 0  # times that simple cases took up the table
    heard: set[tuple[int, int]] = field(default_factory=set)  # case and facet
    backed: int = 0  # promises that home stood behind, by a mandate or afterwards
    refused: int = 0
    tasks_as_expected: int = 0
    tasks_otherwise: int = 0
    conceded: int = 0  # agreed to what lay nearer to the views of other domains than to one's own
    blocked: int = 0
    told: int = 0
    thought_along: int = 0
    contacts: int = 0
    joint_plans: int = 0  # agreed to
    acted: int = 0
    forgotten: int = 0  # left undone with hours to spare
    overloaded: int = 0  # left undone for want of hours
    others_told: int = 0
    others_withheld: int = 0
    others_shifted: int = 0
    others_kept: int = 0
    others_broke: int = 0
    stalled_inside: int = 0  # at the table: impasses, no time, actions passed on
    stalled_outside: int = 0  # beyond it: home, the law, housing, indications
    steering_hours: float = 0.0
    free_hours: float = 0.0  # left in weeks with a meeting


class Course:
    """What became of every case so far: `risk_weeks` [case], and the weight still `unresolved` [case, facet]."""

    def __init__(self, world: World) -> None:
        cases = len(world.cases.risk)
        self.risk_weeks = np.zeros(cases)
        self.unresolved = np.zeros((cases, FACETS))

    def follow(self, world: World) -> None:
        """Add a week that has been played."""
        self.risk_weeks += np.asarray(world.cases.risk)
        self.unresolved = np.asarray(world.facets.weight) * np.asarray(world.facets.unresolved)


class Recollection:
    """Collects what everybody on a stage remembers; the week tells it through `sim.week.ask`.

    `memories` by place, `course` of all cases.
    """

    def __init__(self) -> None:
        self.memories: list[Memory] = []
        self._stage: Any = None
        self._present: list[int] = []
        self._met: set[int] = set()  # who met this week
        self._free: list[int] = []
        self._expected: dict[int, set[int]] = {}
        self._assigned: dict[int, set[int]] = {}
        self._intervened = False
        self._listeners: dict[str, Callable[[int, int, int, Any], None]] = {
            "discloses": self._discloses,
            "thinks_along": self._thinks_along,
            "asks_along": self._intervenes,
            "mediates": self._intervenes,
            "imposes": self._intervenes,
            "improvises": self._improvises,
            "takes_on": self._takes_on,
            "gets_consent": self._gets_consent,
            "grants_housing": self._grants_housing,
            "acts": self._acts,
        }

    def open(self, stage: Any) -> None:
        """Start remembering what happens on this stage."""
        self._stage = stage
        world = stage.world
        self.course = Course(world)
        self.memories = [self._empty(place) for place in range(world.members + 1)]

    def enter(self, person: int) -> None:
        """Somebody new takes this place."""
        self.memories[person] = self._empty(person)

    def _empty(self, person: int) -> Memory:
        world = self._stage.world
        shape = (len(ties.CAUSES), len(world.organisations.domain) + 1)
        commitment = world.people.commitment[person]
        understanding = understanding_across(world, person)
        return Memory(person, self._stage.week, commitment, understanding, np.zeros(shape), np.zeros(shape))

    # What the week tells.

    def decision(self, name: str, person: int, case: int, facet: int, answer: Any) -> None:
        """Somebody decided something."""
        listener = self._listeners.get(name)
        if listener is not None:
            listener(person, case, facet, answer)

    def occurrence(self, kind: int, person: int, case: int, facet: int) -> None:
        """Something happened."""
        if kind == events.INDICATION:
            self._stall_outside(self._present)

    def feel(self, person: int, other: int, cause: int, change: float) -> None:
        """Trust of a person in another changed."""
        memory = self.memories[person]
        ledger = memory.gained if change > 0.0 else memory.lost
        ledger[cause, self._stage.world.people.organisation[other]] += abs(change)
        memory.others_kept += cause == ties.KEPT
        memory.others_broke += cause == ties.BROKEN

    def sit_through(self, person: int) -> None:
        """Simple cases took up a person's time."""
        self.memories[person].simple += 1

    def sit_down(self, case: int, count: int) -> None:
        """A conference begins: everybody has an idea which tasks will be theirs."""
        world = self._stage.world
        members = [int(person) for person in world.table.present[:count]]
        self._present = members + [world.manager] * (world.manager >= 0)
        self._met.update(members)
        stage = world.agreements.stage
        self._free = [facet for facet in range(world.cases.facets[case]) if stage[case][facet] == NONE]
        self._expected = {person: set(self._own_tasks(case, person)) for person in members}
        self._assigned = {person: set() for person in members}
        self._intervened = False

    def _own_tasks(self, case: int, person: int) -> Iterable[int]:
        people, facets = self._stage.world.people, self._stage.world.facets
        for facet in self._free:
            own = facets.owner[case][facet] == people.organisation[person]
            if own and facets.unresolved[case][facet] > SOLVED and people.knowledge[person][case][facet]:
                yield facet

    def get_up(self, case: int, count: int, plan: int) -> None:
        """A conference has ended."""
        world = self._stage.world
        self._see_agreements(case)
        members = list(self._expected)
        meeting = seen(self._stage, case, members, plan, self._intervened)
        known = {(case, facet) for facet in range(world.cases.facets[case]) if world.table.known[facet] == 1.0}
        for person in self._present:
            memory = self.memories[person]
            memory.meetings.append(meeting)
            memory.heard |= known
            memory.steering_hours += meeting.steering_hours
            memory.stalled_inside += plan in (NO_PLAN, NO_TIME)
        for person in members:
            expected, assigned = self._expected[person], self._assigned[person]
            self.memories[person].tasks_as_expected += len(expected & assigned)
            self.memories[person].tasks_otherwise += len(expected ^ assigned)
        if plan != NO_TIME:
            self._voted(members, plan)

    def _see_agreements(self, case: int) -> None:
        agreements = self._stage.world.agreements
        for facet in self._free:
            if agreements.stage[case][facet] != NONE:
                owner, partner = agreements.person[case][facet], agreements.partner[case][facet]
                self.memories[owner].backed += agreements.stage[case][facet] == RUNNING
                if partner >= 0:
                    self._assigned[partner].add(facet)

    def _voted(self, members: list[int], plan: int) -> None:
        world = self._stage.world
        table, domain = world.table, world.people.domain
        proposal = table.numbers[PROPOSAL]
        for person in members:
            memory = self.memories[person]
            others = [table.first_stance[other] for other in members if domain[other] != domain[person]]
            if not table.agrees[person]:
                memory.blocked += 1
                continue
            memory.joint_plans += plan == JOINT_PLAN
            if others and abs(proposal - table.first_stance[person]) > abs(proposal - fmean(others)):
                memory.conceded += 1

    def speak(self, case: int, one: int, other: int) -> None:
        """Two people spoke about a case between meetings."""
        knowledge = self._stage.world.people.knowledge
        for person in (one, other):
            memory = self.memories[person]
            memory.contacts += 1
            facets = range(self._stage.world.cases.facets[case])
            memory.heard.update((case, facet) for facet in facets if knowledge[person][case][facet])

    def end_week(self) -> None:
        """A week is over."""
        world = self._stage.world
        self.course.follow(world)
        for person in self._met:
            self.memories[person].free_hours += world.people.spare[person]
        self._met.clear()

    # What decisions mean to those who see them.

    def _discloses(self, person: int, case: int, facet: int, answer: bool) -> None:
        self.memories[person].told += answer
        for memory in self._others(person):
            memory.others_told += answer
            memory.others_withheld += not answer

    def _thinks_along(self, person: int, case: int, facet: int, answer: bool) -> None:
        self.memories[person].thought_along += answer

    def _intervenes(self, person: int, case: int, facet: int, answer: bool) -> None:
        self._intervened |= answer and person == self._stage.world.manager

    def _improvises(self, person: int, case: int, facet: int, answer: bool) -> None:
        self._assigned[person].add(facet)
        if not answer:
            self._stall_outside(self._present)

    def _takes_on(self, person: int, case: int, facet: int, answer: bool) -> None:
        self._assigned[person].add(facet)
        if not answer:
            for memory in self._others(person):
                memory.others_shifted += 1
            for witness in self._present:
                self.memories[witness].stalled_inside += 1

    def _gets_consent(self, person: int, case: int, facet: int, answer: bool) -> None:
        self.memories[person].backed += answer
        self.memories[person].refused += not answer
        if not answer:
            self._stall_outside(self._circle(case))

    def _grants_housing(self, person: int, case: int, facet: int, answer: bool) -> None:
        if not answer and self._stage.week >= self._stage.world.agreements.due[case][facet]:
            self._stall_outside(self._circle(case))

    def _acts(self, person: int, case: int, facet: int, answer: bool) -> None:
        people, memory = self._stage.world.people, self.memories[person]
        short = attend.overload(people.needed[person], people.hours[person]) > 0.0
        memory.acted += answer
        memory.overloaded += not answer and short
        memory.forgotten += not answer and not short

    def _stall_outside(self, witnesses: Iterable[int]) -> None:
        for person in witnesses:
            self.memories[person].stalled_outside += 1

    def _others(self, person: int) -> Iterable[Memory]:
        return (self.memories[other] for other in self._present if other != person)

    def _circle(self, case: int) -> list[int]:
        world = self._stage.world
        members = (world.cases.circle[case][place] for place in range(world.cases.circle_size[case]))
        return [person for person in members if world.cases.met[case][person]] + [world.manager] * (world.manager >= 0)


def understanding_across(world: World, person: int) -> float:
    """Return a person's mean understanding of members of other domains, NaN where there are none."""
    people = world.people
    others = (other for other in range(world.members) if people.domain[other] != people.domain[person])
    return mean([people.understanding[person][other] for other in others])
