"""What became of a case between two conferences, as facts: promises, incidents, letting go, coming back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from experiments.story.facts import Fact
from experiments.story.happenings import Happenings, reason_of
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
    *("housing_found", "housing_waits", "incident", "cared", "nobody_cared", "evaluated", "looked_back_apart"),
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


class Aftermath(Happenings):
    """What happened in a case between two conferences, or before the first."""

    def facts(self) -> list[Fact]:
        """Return what happened: first what holds for all weeks together, then the rest week by week."""
        apart = sorted((*self._promises(), *self._moments()), key=lambda fact: fact.week)
        return [*self._referral(), *self._for_all_weeks(), *apart]

    def _referral(self) -> Iterator[Fact]:
        for event in self.named("arrival"):
            kind = "there_already" if self.case < self.record.initial else "arrival"
            arrived = Fact(kind, event.week, self.case, count=self.record.facets(self.case))
            parts = tuple(self.record.topic(self.case, facet) for facet in range(arrived.count))
            yield replace(arrived, topics=parts, level=self.record.risk_before(self.case, event.week))
            yield Fact("consent" if self.record.consents(self.case) else "no_consent", event.week, self.case)
        yield from self.together("admitted", "admits", True)

    def _for_all_weeks(self) -> Iterator[Fact]:
        for kind, (decision, yes) in _WITH_REASON.items():
            yield from self.by_reason(kind, self.answered(decision, yes))
        if kept := self.named("kept"):
            yield self.fact("kept", kept)
        for kind, (decision, yes) in _TOGETHER.items():
            yield from self.together(kind, decision, yes)
        if reports := self.named("report"):
            yield self.fact("report", reports)

    def _promises(self) -> Iterator[Fact]:
        for event in self.named("broken"):
            late = self._late(event)
            reason = reason_of(late[0]) if late else None
            yield replace(self.fact("broken", late or [event]), reason=reason, count=1)
        for kind, yes in (("called", True), ("not_called", False)):
            for event in self.answered("calls_to_account", yes):
                yield replace(self.fact(kind, self._late(event)), others=self.people([event]), count=1)

    def _late(self, event: Event) -> list[Event]:
        """Return who did not do in this week what was agreed on this part of the case."""
        undone = self.answered("acts", False)
        return [other for other in undone if (other.week, other.facet) == (event.week, event.facet)]

    def _moments(self) -> Iterator[Fact]:
        for event in self.named("incident"):
            yield replace(self.fact("incident", [event]), level=self._risk(event.week))
            yield from self._care(event.week)
        for kind, yes in (("evaluated", True), ("looked_back_apart", False)):
            for event in self.answered("evaluates", yes):
                yield self.fact(kind, [event])
        yield from self.by_reason("held_on", self.answered("scales_down", False))
        for event in self.answered("scales_down", True):
            calm = replace(self.fact("scaled_down", [event]), reason=reason_of(event))
            yield replace(calm, level=self._risk(event.week))
        for event in self.named("return"):
            yield replace(self.fact("return", [event]), level=self._risk(event.week))

    def _care(self, week: int) -> Iterator[Fact]:
        asked = [event for event in self.events if event.decision == "shows_care" and event.week == week]
        if asked:
            caring = sum(bool(event.answer) for event in asked)
            yield Fact("cared" if caring else "nobody_cared", week, self.case, count=caring, of=len(asked))

    def _risk(self, week: int) -> float:
        return float(self.record.risk[week, self.case])
