"""What simulated professionals remember of their time in the network: episodes, and what moved their trust.

It is kept in runs that ask for it (`remember=True`), draws no luck and changes nothing. Compiled runs keep none.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim import events
from sim.episode import Episode
from sim.meeting import HOME, HOUSING, INDICATION, LAW, Meeting, begun, ended, free_facets, mean
from sim.rules.course import SOLVED
from sim.state import FIRST_HAND, NONE, RUNNING, World
from sim.week import ties


@dataclass(slots=True)
class Memory:
    """What one person remembers since he or she came."""

    place: int
    since: int  # week
    commitment: float  # at entry
    understanding: float  # of people of other domains, mean at entry
    gained: Any  # trust: [cause of sim.week.ties, organisation], whoever runs the network last
    lost: Any
    episodes: list[Episode] = field(default_factory=list)  # in their order, those of simple cases included
    mingled: set[int] = field(default_factory=set)  # people who are still there and came to the same informal meeting

    @property
    def meetings(self) -> list[Meeting]:
        """Return the conferences at which one sat."""
        return [episode.meeting for episode in self.episodes if episode.meeting.case >= 0]

    def latest(self, case: int) -> Episode | None:
        """Return the last episode on a case."""
        return next((episode for episode in reversed(self.episodes) if episode.meeting.case == case), None)


class Recollection:
    """Collects what everybody on a stage remembers; the week tells it through `sim.week.ask`: `memories` by place."""

    def __init__(self) -> None:
        self.memories: list[Memory] = []
        self._stage: Any = None
        self._latest: dict[int, Meeting] = {}  # by case
        self._table: Meeting | None = None  # the conference at hand
        self._simple: Meeting | None = None  # this week's
        self._met: list[tuple[int, Episode]] = []  # who met this week
        self._came: list[int] = []  # to this week's informal meeting
        self._free: list[int] = []
        self._expected: dict[int, set[int]] = {}
        self._assigned: dict[int, set[int]] = {}
        self._listeners: dict[str, Callable[[int, int, int, Any], None]] = {
            "discloses": self._discloses,
            "thinks_along": self._thinks_along,
            "asks_along": self._brings_together,
            "mediates": self._brings_together,
            "improvises": self._improvises,
            "takes_on": self._takes_on,
            "gets_consent": self._gets_consent,
            "grants_housing": self._grants_housing,
            "comes_along": self._comes_along,
        }

    def open(self, stage: Any) -> None:
        """Start remembering what happens on this stage."""
        self._stage = stage
        self.memories = [self._empty(place) for place in range(stage.world.members + 1)]

    def enter(self, person: int) -> None:
        """Somebody new takes this place."""
        self.memories[person] = self._empty(person)
        self._met = [(one, episode) for one, episode in self._met if one != person]
        self._came = [one for one in self._came if one != person]
        for memory in self.memories:
            memory.mingled.discard(person)

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
        """Something happened; people hear what becomes of a case from the last conference on."""
        meeting = self._meeting(case)
        if meeting is None:
            return
        if kind == events.INCIDENT:
            meeting.incident = True
        elif kind == events.INDICATION:
            meeting.stalls.add((INDICATION, facet))
        elif kind == events.REFERRED_HOME:
            meeting.referred_home.append(person)
        elif kind == events.KEPT:
            meeting.kept += [one for one, _ in self._bound(case, facet)]
            meeting.stalls = {stall for stall in meeting.stalls if stall[1] != facet}
        elif kind == events.BROKEN:
            meeting.broke += [one for one, done in self._bound(case, facet) if not done]

    def _meeting(self, case: int) -> Meeting | None:
        """Return the conference at hand, or the last one on a case."""
        table = self._table
        return table if table is not None and table.case == case else self._latest.get(case)

    def _bound(self, case: int, facet: int) -> Iterable[tuple[int, bool]]:
        """Return whom an agreement binds, and whether they have done their part."""
        agreements = self._stage.world.agreements
        yield agreements.person[case][facet], bool(agreements.done[case][facet])
        if agreements.partner[case][facet] >= 0:
            yield agreements.partner[case][facet], bool(agreements.partner_done[case][facet])

    def feel(self, person: int, other: int, cause: int, change: float) -> None:
        """Trust of a person in another changed."""
        memory = self.memories[person]
        ledger = memory.gained if change > 0.0 else memory.lost
        ledger[cause, self._stage.world.people.organisation[other]] += abs(change)

    def sit_through(self, person: int) -> None:
        """Simple cases took up a person's time."""
        if self._simple is None:
            self._simple = Meeting(self._stage.week)
        self.memories[person].episodes.append(Episode(self._simple))

    def sit_down(self, case: int, count: int) -> None:
        """A conference begins: everybody has an idea which tasks will be theirs."""
        world = self._stage.world
        members = [int(person) for person in world.table.present[:count]]
        self._table = begun(self._stage, case, members)
        self._free = free_facets(world, case)
        self._expected = {person: set(self._own_tasks(case, person)) for person in members}
        self._assigned = {person: set() for person in members}

    def _own_tasks(self, case: int, person: int) -> Iterable[int]:
        people, facets = self._stage.world.people, self._stage.world.facets
        for facet in self._free:
            own = facets.owner[case][facet] == people.organisation[person]
            if own and facets.unresolved[case][facet] > SOLVED and people.knowledge[person][case][facet]:
                yield facet

    def get_up(self, case: int, count: int, plan: int) -> None:
        """A conference has ended."""
        world, meeting = self._stage.world, self._table
        if meeting is None:
            return
        ended(meeting, world, plan)
        self._latest[case] = meeting
        self._table = None
        episodes = {}
        for person in [*meeting.members, *([world.manager] if world.manager >= 0 else [])]:
            episodes[person] = Episode(meeting)
            self._take_stock(episodes[person], person)
            self.memories[person].episodes.append(episodes[person])
        self._met += [(person, episodes[person]) for person in meeting.members]
        self._see_agreements(case, episodes)
        for person in meeting.members:
            expected, assigned = self._expected[person], self._assigned[person]
            episodes[person].tasks_as_expected = len(expected & assigned)
            episodes[person].tasks_otherwise = len(expected ^ assigned)

    def _take_stock(self, episode: Episode, person: int) -> None:
        """Count what somebody has heard of a case, and what not, of all that he or she does not know first hand."""
        world, meeting = self._stage.world, episode.meeting
        for facet in range(world.cases.facets[meeting.case]):
            grade = world.people.knowledge[person][meeting.case][facet]
            if grade != FIRST_HAND:
                heard = grade or world.facets.recorded[meeting.case][facet] or facet in meeting.told_facets
                episode.known += bool(heard)
                episode.unknown += not heard

    def _see_agreements(self, case: int, episodes: dict[int, Episode]) -> None:
        agreements = self._stage.world.agreements
        for facet in self._free:
            if agreements.stage[case][facet] != NONE:
                owner, partner = agreements.person[case][facet], agreements.partner[case][facet]
                if owner in episodes:  # not where a colleague carries it out
                    episodes[owner].backed += agreements.stage[case][facet] == RUNNING
                if partner >= 0:
                    self._assigned[partner].add(facet)

    def speak(self, case: int, one: int, other: int) -> None:
        """Two people spoke about a case between meetings."""
        for person in (one, other):
            episode = self.memories[person].latest(case)
            if episode is not None:
                episode.contacts += 1

    def end_week(self) -> None:
        """A week is over."""
        for person, episode in self._met:
            episode.free_hours = self._stage.world.people.spare[person]
        for person in self._came:
            self.memories[person].mingled.update(other for other in self._came if other != person)
        self._met.clear()
        self._came.clear()
        self._simple = None

    # What decisions mean to those who see them.

    def _discloses(self, person: int, case: int, facet: int, answer: bool) -> None:
        if self._table is not None:
            (self._table.told if answer else self._table.withheld).append(person)
            if answer:
                self._table.told_facets.add(facet)

    def _thinks_along(self, person: int, case: int, facet: int, answer: bool) -> None:
        if self._table is not None and answer:
            self._table.thought_along.append(person)

    def _brings_together(self, person: int, case: int, facet: int, answer: bool) -> None:
        if self._table is not None and person == self._stage.world.manager:
            self._table.occasions_taken += answer
            self._table.occasions_let_pass += not answer

    def _improvises(self, person: int, case: int, facet: int, answer: bool) -> None:
        self._assigned[person].add(facet)
        if self._table is not None and not answer:
            self._table.stalls.add((LAW, facet))

    def _takes_on(self, person: int, case: int, facet: int, answer: bool) -> None:
        self._assigned[person].add(facet)
        if self._table is not None and not answer:
            self._table.passed_on.append(person)

    def _gets_consent(self, person: int, case: int, facet: int, answer: bool) -> None:
        episode = self.memories[person].latest(case)
        if episode is not None:
            episode.backed += answer
            episode.refused += not answer
        if not answer:
            self._stall(case, HOME, facet)

    def _grants_housing(self, person: int, case: int, facet: int, answer: bool) -> None:
        if not answer:
            self._stall(case, HOUSING, facet)

    def _stall(self, case: int, obstacle: str, facet: int) -> None:
        meeting = self._meeting(case)
        if meeting is not None:
            meeting.stalls.add((obstacle, facet))

    def _comes_along(self, person: int, case: int, facet: int, answer: bool) -> None:
        if answer:
            self._came.append(person)


def understanding_across(world: World, person: int) -> float:
    """Return a person's mean understanding of members of other domains, NaN where there are none."""
    people = world.people
    others = (other for other in range(world.members) if people.domain[other] != people.domain[person])
    return mean([people.understanding[person][other] for other in others])
