"""One conference as facts: who came, what was told, what was decided, who took it on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from experiments.story.facts import Fact, Reason
from experiments.story.happenings import Happenings, reason_of
from experiments.story.record import Record
from sim.events import Event
from sim.state import COMPULSION, PRESSURE


class Sitting(Happenings):
    """The events of a conference, and what came before: facets withheld then, whether there was a plan."""

    def __init__(
        self,
        record: Record,
        case: int,
        events: Sequence[Event],
        *,
        withheld_before: frozenset[int],
        planned_before: bool,
    ) -> None:
        super().__init__(record, case, events)
        self._withheld_before = withheld_before
        self._planned_before = planned_before

    @property
    def outcome(self) -> str:
        """How the conference ended."""
        if self.named("plan"):
            return "new_plan" if self._planned_before else "plan"
        if self.answered("imposes", True):
            return "imposed"
        found = (name for kind, name in (("impasse", "impasse"), ("no time", "no_time")) if self.named(kind))
        return next(found, "no_table")

    @property
    def told(self) -> frozenset[int]:
        """Facets that somebody told about."""
        return frozenset(event.facet for event in self.answered("discloses", True))

    @property
    def withheld(self) -> frozenset[int]:
        """Facets that somebody knew and nobody told."""
        return frozenset(event.facet for event in self.answered("discloses", False)) - self.told

    def facts(self) -> list[Fact]:
        """Return what happened, in the order of the meeting."""
        return [*self._gathering(), *self._sharing(), *self._thinking_along(), *self._deciding(), *self._duties()]

    def _gathering(self) -> Iterator[Fact]:
        came, away = self.answered("attends", True), self.answered("attends", False)
        kind = "no_table" if self.outcome == "no_table" else "table" if away else "full_table"
        gathered = replace(self.fact(kind, came), week=self.events[0].week, of=len(came) + len(away))
        yield gathered
        if stand_ins := tuple(person for person in gathered.people if person.stands_in):
            yield replace(gathered, kind="stand_in", people=stand_ins, count=len(stand_ins))
        yield from self.by_reason("absent", away)

    def _sharing(self) -> Iterator[Fact]:
        told, kept = self.answered("discloses", True), self.answered("discloses", False)
        if fresh := [event for event in told if event.facet not in self._withheld_before]:
            yield replace(self.fact("told", fresh), count=len({event.facet for event in fresh}))
        yield from self.by_reason("told_at_last", [event for event in told if event.facet in self._withheld_before])
        yield from self.by_reason("withheld", [event for event in kept if event.facet in self.withheld])
        if covered := [event for event in kept if event.facet in self.told]:
            facets = {event.facet for event in covered}
            tellers = self.people([event for event in told if event.facet in facets])
            yield replace(self.fact("spoken_for", covered), others=tellers)

    def _thinking_along(self) -> Iterator[Fact]:
        askers = self.people(self.answered("asks_along", True))
        yield from self.together("not_asked", "asks_along", False)
        helped = self.together("thought_along", "thinks_along", True)
        for fact in (*helped, *self.by_reason("kept_out", self.answered("thinks_along", False))):
            yield replace(fact, others=askers)

    def _deciding(self) -> Iterator[Fact]:
        planned = bool(self.named("plan"))
        yield from self.together("mediated" if planned else "mediated_in_vain", "mediates", True)
        yield from self.together("not_mediated", "mediates", False)
        if planned or self.outcome == "impasse":
            yield self._vote(self.outcome, for_plan=planned)
        elif no_time := self.named("no time"):
            yield self.fact("no_time", no_time)
        yield from self.by_reason("imposed", self.answered("imposes", True))
        yield from self.together("not_imposed", "imposes", False)

    def _vote(self, kind: str, *, for_plan: bool) -> Fact:
        """Return who agreed, or else who did not, out of all; of two rounds the last answer counts."""
        last = {event.person: event for event in self.events if event.decision == "accepts"}
        of_this_mind = [event for event in last.values() if bool(event.answer) is for_plan]
        return replace(self.fact(kind, of_this_mind), of=len(last), reason=_leading(of_this_mind))

    def _duties(self) -> Iterator[Fact]:
        yield from self.by_reason("improvised", self.answered("improvises", True))
        yield from self.by_reason("undone", self.answered("improvises", False))
        yield from self.together("taken_on", "takes_on", True)
        yield from self.by_reason("shifted", self.answered("takes_on", False))
        graded = self.answered("intervenes", True)
        yield from self.by_reason("compulsion", [event for event in graded if event.answer == COMPULSION])
        yield from self.by_reason("pressure", [event for event in graded if event.answer == PRESSURE])
        yield from self.together("voluntary", "intervenes", False)
        for kind, name in (("referred home", "referred_home"), ("indication", "indication")):
            if found := self.named(kind):
                yield self.fact(name, found)


def _leading(events: Sequence[Event]) -> Reason | None:
    """Return what tipped most of these decisions."""
    terms = Counter(event.tipped_by for event in events)
    return reason_of(max(events, key=lambda event: terms[event.tipped_by])) if events else None
