"""What happened around the table, whatever the case: media, people who come and go, informal meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from experiments.story.facts import Fact
from experiments.story.record import Record

STORM_LEVEL, STORM_WEEKS = 0.7, 4  # so much attention, so long without a break, is told as a storm


def around(record: Record, holds: Callable[[int], bool]) -> list[Fact]:
    """Return what happened around the table in the weeks that `holds` accepts, in order of time."""
    within = [event for event in record.events if holds(event.week)]
    came = [event for event in within if event.decision == "comes_along"]
    simple = [event for event in within if event.decision == "admits" and _simple(record, event.case)]
    facts = [fact for fact in (*_storms(record), *_news(record)) if holds(fact.week)]
    if new := [event for event in within if event.kind == "newcomer"]:
        facts.append(Fact("newcomer", new[0].week, count=len(new), of=record.members))
    if met := [event for event in came if event.answer]:
        facts.append(Fact("informal", met[0].week, count=len({event.week for event in came}), of=len(met)))
    if let_in := [event for event in simple if event.answer]:
        facts.append(Fact("simple", let_in[0].week, count=len(let_in), of=len(simple)))
    return sorted(facts, key=lambda fact: fact.week)


def _simple(record: Record, case: int) -> bool:
    return case < 0 or record.simple(case)


def _news(record: Record) -> Iterator[Fact]:
    """Weeks in which the media report, and whoever ran the network leaving."""
    for event in record.events:
        if event.kind == "media":
            week = event.week
            before = record.media[week - 1] if week else record.scenario.values["media.baseline"]
            yield Fact("media", week, count=1, level=float(record.media[week]), before=float(before))
        elif event.kind == "departure":
            yield Fact("departure", event.week, people=(record.person(event.person),), count=1)


def _storms(record: Record) -> Iterator[Fact]:
    """Weeks in a row of much attention."""
    begun = 0
    for week in range(record.weeks + 1):
        if week < record.weeks and record.media[week] >= STORM_LEVEL:
            continue
        if week - begun >= STORM_WEEKS:
            yield Fact("storm", begun, count=week - begun, level=float(record.media[begun:week].max()))
        begun = week + 1
