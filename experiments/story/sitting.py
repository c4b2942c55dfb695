"""One conference as facts: who came, what was told, what was decided, who took it on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from experiments.story.facts import Fact, Person, Reason, Topic
from experiments.story.record import Record
from sim.events import Event
from sim.state import COMPULSION, PRESSURE

Group = tuple[Reason | None, list[Event]]
Thing = TypeVar("Thing")


def reason_of(event: Event) -> Reason | None:
    """Return what tipped a decision; None where a method of somebody's own took it."""
    if not event.tipped_by:
        return None
    return Reason(event.decision, bool(event.answer), event.tipped_by, event.terms[event.tipped_by], event.cause)


def by_reason(events: Sequence[Event]) -> list[Group]:
    """Return decisions in groups that were tipped by the same term, the largest first."""

    def term(event: Event) -> str:
        return event.tipped_by

    groups = [list(members) for _, members in groupby(sorted(events, key=term), term)]
    return [(reason_of(group[0]), group) for group in sorted(groups, key=len, reverse=True)]


@dataclass(frozen=True)
class Sitting:
    """The events of one week and case, and what came before: facets withheld then, whether there was a plan."""

    record: Record
    week: int
    case: int
    events: Sequence[Event]
    withheld_before: frozenset[int] = frozenset()
    planned_before: bool = False

    @property
    def outcome(self) -> str:
        """How the conference ended."""
        if self._happened("plan"):
            return "new_plan" if self.planned_before else "plan"
        if self._answered("imposes", True):
            return "imposed"
        found = (name for kind, name in (("impasse", "impasse"), ("no time", "no_time")) if self._happened(kind))
        return next(found, "no_table")

    @property
    def told(self) -> frozenset[int]:
        """Facets that somebody told about."""
        return frozenset(event.facet for event in self._answered("discloses", True))

    @property
    def withheld(self) -> frozenset[int]:
        """Facets that somebody knew and nobody told."""
        return frozenset(event.facet for event in self._answered("discloses", False)) - self.told

    def facts(self) -> list[Fact]:
        """Return what happened, in the order of the meeting."""
        return [*self._gathering(), *self._sharing(), *self._thinking_along(), *self._deciding(), *self._duties()]

    def _gathering(self) -> Iterator[Fact]:
        came, away = self._answered("attends", True), self._answered("attends", False)
        people = self._people(came)
        kind = "no_table" if self.outcome == "no_table" else "table" if away else "full_table"
        yield self._fact(kind, people=people, count=len(came), of=len(came) + len(away))
        if stand_ins := tuple(person for person in people if person.stands_in):
            yield self._fact("stand_in", people=stand_ins)
        yield from self._grouped("absent", away)

    def _sharing(self) -> Iterator[Fact]:
        told, kept = self._answered("discloses", True), self._answered("discloses", False)
        fresh = [event for event in told if event.facet not in self.withheld_before]
        if fresh:
            topics = self._topics(fresh)
            count = len({event.facet for event in fresh})
            yield self._fact("told", people=self._people(fresh), topics=topics, count=count)
        yield from self._grouped("told_at_last", [event for event in told if event.facet in self.withheld_before])
        yield from self._grouped("withheld", [event for event in kept if event.facet in self.withheld])
        if covered := [event for event in kept if event.facet in self.told]:
            facets = {event.facet for event in covered}
            tellers = self._people([event for event in told if event.facet in facets])
            yield self._fact("spoken_for", covered, others=tellers)

    def _thinking_along(self) -> Iterator[Fact]:
        asked = self._people(self._answered("asks_along", True))
        if not_asked := self._answered("asks_along", False):
            yield self._fact("not_asked", not_asked)
        if helped := self._answered("thinks_along", True):
            yield self._fact("thought_along", helped, others=asked)
        yield from self._grouped("kept_out", self._answered("thinks_along", False), others=asked)

    def _deciding(self) -> Iterator[Fact]:
        last = {event.person: event for event in self.events if event.decision == "accepts"}
        agreed = [event for event in last.values() if event.answer]
        against = [event for event in last.values() if not event.answer]
        planned = self.outcome in ("plan", "new_plan")
        if tried := self._answered("mediates", True):
            yield self._fact("mediated" if planned else "mediated_in_vain", tried)
        if left := self._answered("mediates", False):
            yield self._fact("not_mediated", left)
        if self.outcome == "impasse":
            yield self._fact("impasse", against, of=len(last), reason=_leading(against))
        elif planned:
            yield self._fact(self.outcome, agreed, of=len(last), reason=_leading(agreed))
        elif self.outcome == "imposed":
            yield from self._grouped("imposed", self._answered("imposes", True))
        elif self.outcome == "no_time":
            yield self._fact("no_time")
        if held := self._answered("imposes", False):
            yield self._fact("not_imposed", held)

    def _duties(self) -> Iterator[Fact]:
        yield from self._grouped("improvised", self._answered("improvises", True))
        yield from self._grouped("undone", self._answered("improvises", False))
        if taken := self._answered("takes_on", True):
            yield self._fact("taken_on", taken)
        yield from self._grouped("shifted", self._answered("takes_on", False))
        graded = [event for event in self.events if event.decision == "intervenes"]
        yield from self._grouped("compulsion", [event for event in graded if event.answer == COMPULSION])
        yield from self._grouped("pressure", [event for event in graded if event.answer == PRESSURE])
        if free := [event for event in graded if not event.answer]:
            yield self._fact("voluntary", free)
        for kind, name in (("referred home", "referred_home"), ("indication", "indication")):
            if found := [event for event in self.events if event.kind == kind]:
                yield self._fact(name, found)

    def _fact(
        self,
        kind: str,
        events: Sequence[Event] = (),
        *,
        people: tuple[Person, ...] = (),
        others: tuple[Person, ...] = (),
        topics: tuple[Topic, ...] = (),
        reason: Reason | None = None,
        count: int = 0,
        of: int = 0,
    ) -> Fact:
        """Return a fact; people, topics and count are those of the events, where there are any."""
        return Fact(
            kind,
            self.week,
            self.case,
            people=self._people(events) or people,
            others=others,
            topics=self._topics(events) or topics,
            reason=reason,
            count=len(events) or count,
            of=of,
        )

    def _grouped(self, kind: str, events: Sequence[Event], others: tuple[Person, ...] = ()) -> Iterator[Fact]:
        for reason, group in by_reason(events):
            yield self._fact(kind, group, reason=reason, others=others)

    def _answered(self, decision: str, yes: bool) -> list[Event]:
        return [event for event in self.events if event.decision == decision and bool(event.answer) is yes]

    def _happened(self, kind: str) -> bool:
        return any(event.kind == kind for event in self.events)

    def _people(self, events: Sequence[Event]) -> tuple[Person, ...]:
        return once(self.record.person(event.person, self.case) for event in events)

    def _topics(self, events: Sequence[Event]) -> tuple[Topic, ...]:
        return once(self.record.topic(self.case, event.facet) for event in events if event.facet >= 0)


def once(things: Iterable[Thing]) -> tuple[Thing, ...]:
    """Return things in their order, each once."""
    return tuple(dict.fromkeys(things))


def _leading(events: Sequence[Event]) -> Reason | None:
    """Return what tipped most of these decisions."""
    terms = Counter(event.tipped_by for event in events)
    return reason_of(max(events, key=lambda event: terms[event.tipped_by])) if events else None
