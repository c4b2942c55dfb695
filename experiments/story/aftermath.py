"""What became of a case between two conferences, as facts: promises, incidents, letting go, coming back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from experiments.story.facts import Fact
from experiments.story.record import Record
from experiments.story.sitting import by_reason, once, reason_of
from sim.events import Event

# Told in a sentence for all weeks together: by decision and answer.
_TOGETHER = {
    "home_allowed": ("gets_consent", True),
    "housing_found": ("grants_housing", True),
    "contacts": ("contacts", True),
    "stalled": ("acts", False),
}
_WITH_REASON = {
    "turned_away": ("admits", False),
    "home_refused": ("gets_consent", False),
    "housing_waits": ("grants_housing", False),
}
# Kinds of facts of which this module is the source, those of the referral left out.
AFTERWARDS = (
    *("home_allowed", "home_refused", "kept", "broken", "called", "not_called", "contacts", "stalled", "report"),
    *("housing_found", "housing_waits", "incident", "cared", "evaluated", "looked_back_apart"),
    *("held_on", "scaled_down", "return"),
)
_DECISIONS = (
    *("gets_consent", "acts", "grants_housing", "calls_to_account", "contacts"),
    *("scales_down", "shows_care", "evaluates", "admits"),
)
_OCCURRENCES = ("arrival", "return", "kept", "broken", "incident", "report")


def belongs(event: Event) -> bool:
    """Return whether an event of a case is of the time between conferences, not of one held in the same week."""
    return event.decision in _DECISIONS or event.kind in _OCCURRENCES


class Aftermath:
    """What happened in a case between two conferences, or before the first."""

    def __init__(self, record: Record, case: int, events: Sequence[Event]) -> None:
        self._record = record
        self._case = case
        self._events = [event for event in events if belongs(event)]

    def facts(self) -> list[Fact]:
        """Return what happened: first what holds for all weeks together, then the rest week by week."""
        apart = sorted((*self._promises(), *self._moments()), key=lambda fact: fact.week)
        return [*self._referral(), *self._together(), *apart]

    def _referral(self) -> Iterator[Fact]:
        for event in self._named("arrival"):
            kind = "there_already" if self._case < self._record.initial else "arrival"
            arrived = Fact(kind, event.week, self._case, count=self._record.facets(self._case))
            yield replace(arrived, level=self._risk(event.week))
            yield Fact("consent" if self._record.consents(self._case) else "no_consent", event.week, self._case)
        if admitted := self._answered("admits", True):
            yield self._fact("admitted", admitted)

    def _together(self) -> Iterator[Fact]:
        for kind, (decision, yes) in _WITH_REASON.items():
            yield from self._grouped(kind, self._answered(decision, yes))
        if kept := self._named("kept"):
            yield self._fact("kept", kept)
        for kind, (decision, yes) in _TOGETHER.items():
            if found := self._answered(decision, yes):
                yield self._fact(kind, found)
        if reports := self._named("report"):
            yield self._fact("report", reports)

    def _promises(self) -> Iterator[Fact]:
        for event in self._named("broken"):
            late = self._late(event)
            reason = reason_of(late[0]) if late else None
            yield replace(self._fact("broken", late or [event]), reason=reason, count=1)
        for kind, yes in (("called", True), ("not_called", False)):
            for event in self._answered("calls_to_account", yes):
                caller = self._record.person(event.person, self._case)
                yield replace(self._fact(kind, self._late(event)), others=(caller,), count=1)

    def _late(self, event: Event) -> list[Event]:
        """Return who did not do in this week what was agreed on this part of the case."""
        undone = self._answered("acts", False)
        return [other for other in undone if (other.week, other.facet) == (event.week, event.facet)]

    def _moments(self) -> Iterator[Fact]:
        for event in self._named("incident"):
            yield replace(self._fact("incident", [event]), level=self._risk(event.week))
            yield from self._care(event.week)
        for kind, yes in (("evaluated", True), ("looked_back_apart", False)):
            for event in self._answered("evaluates", yes):
                yield self._fact(kind, [event])
        yield from self._grouped("held_on", self._answered("scales_down", False))
        for event in self._answered("scales_down", True):
            calm = replace(self._fact("scaled_down", [event]), reason=reason_of(event))
            yield replace(calm, level=self._risk(event.week))
        for event in self._named("return"):
            yield replace(self._fact("return", [event]), level=self._risk(event.week))

    def _grouped(self, kind: str, events: Sequence[Event]) -> Iterator[Fact]:
        for reason, group in by_reason(events):
            yield replace(self._fact(kind, group), reason=reason)

    def _care(self, week: int) -> Iterator[Fact]:
        asked = [event for event in self._events if event.decision == "shows_care" and event.week == week]
        if asked:
            yield Fact("cared", week, self._case, count=sum(bool(event.answer) for event in asked), of=len(asked))

    def _risk(self, week: int) -> float:
        return float(self._record.risk[week, self._case])

    def _fact(self, kind: str, events: Sequence[Event]) -> Fact:
        people = once(self._record.person(event.person, self._case) for event in events if event.person >= 0)
        topics = once(self._record.topic(self._case, event.facet) for event in events if event.facet >= 0)
        week = events[0].week if events else -1
        return Fact(kind, week, self._case, people=people, topics=topics, count=len(events))

    def _answered(self, decision: str, yes: bool) -> list[Event]:
        return [event for event in self._events if event.decision == decision and bool(event.answer) is yes]

    def _named(self, kind: str) -> list[Event]:
        return [event for event in self._events if event.kind == kind]
