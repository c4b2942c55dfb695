"""Events of one case as they are made into facts: by decision and answer, by occurrence, by the reason behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from experiments.story.facts import Fact, Person, Reason
from experiments.story.record import Record
from sim.events import Event


class Happenings:
    """Some events of one case, in their order."""

    def __init__(self, record: Record, case: int, events: Sequence[Event]) -> None:
        self.record = record
        self.case = case
        self.events = events

    def answered(self, decision: str, yes: bool) -> list[Event]:
        """Return decisions of a kind with this answer."""
        return [event for event in self.events if event.decision == decision and bool(event.answer) is yes]

    def named(self, kind: str) -> list[Event]:
        """Return occurrences of a kind."""
        return [event for event in self.events if event.kind == kind]

    def fact(self, kind: str, events: Sequence[Event]) -> Fact:
        """Return a fact with the people and topics of some events, and their number; its week is that of the first."""
        topics = (self.record.topic(self.case, event.facet) for event in events if event.facet >= 0)
        week = events[0].week if events else -1
        people = self.people(events)
        return Fact(kind, week, self.case, people, topics=tuple(dict.fromkeys(topics)), count=len(events))

    def people(self, events: Sequence[Event]) -> tuple[Person, ...]:
        """Return who takes part in some events, each once."""
        everybody = (self.record.person(event.person, self.case) for event in events if event.person >= 0)
        return tuple(dict.fromkeys(everybody))

    def together(self, kind: str, decision: str, yes: bool) -> Iterator[Fact]:
        """Yield one fact for all decisions of a kind with this answer, if there are any."""
        if found := self.answered(decision, yes):
            yield self.fact(kind, found)

    def by_reason(self, kind: str, events: Sequence[Event]) -> Iterator[Fact]:
        """Yield a fact for each reason behind some decisions, the most frequent first."""

        def term(event: Event) -> str:
            return event.tipped_by

        groups = [list(members) for _, members in groupby(sorted(events, key=term), term)]
        for group in sorted(groups, key=len, reverse=True):
            yield replace(self.fact(kind, group), reason=reason_of(group[0]))


def reason_of(event: Event) -> Reason | None:
    """Return what tipped a decision; None where a method of somebody's own took it."""
    if not event.tipped_by:
        return None
    return Reason(event.decision, bool(event.answer), event.tipped_by, event.terms[event.tipped_by], event.cause)
