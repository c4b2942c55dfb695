"""Two worlds with the same luck: the first moment in which they part, and the term that made the difference."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

import numpy as np

from experiments.story.facts import Person, Reason
from experiments.story.happenings import reason_of
from experiments.story.record import Record
from sim.events import Event

Way = Literal["answer", "person", "event"]


@dataclass(frozen=True)
class Side:
    """What happens in one world where they part: who does what."""

    event: Event
    person: Person | None
    reason: Reason | None


@dataclass(frozen=True)
class Parting:
    """The first event in which two worlds differ.

    `way`: the same decision with another answer, the same decision of another person, or another event altogether.
    `sides`: None for a world in which what happens in the other does not.
    `term` is the reason of which the value differs most, where the answer does. `cases` are the numbers of the
    case in both worlds, -1 for none.
    """

    week: int
    way: Way
    sides: tuple[Side | None, Side | None]
    cases: tuple[int, int]
    term: str = ""
    values: tuple[float, float] = (np.nan, np.nan)


def parting(one: Record, other: Record) -> Parting | None:
    """Return where two worlds part; None where all that happens is the same.

    Cases and people are compared by the numbers that are the same in every world with the same luck.
    """
    for place, (a, b) in enumerate(zip_longest(one.events, other.events)):
        if a is None or b is None or _key(one, a) != _key(other, b):
            way = _way(one, other, a, b)
            return _parting(one, other, way, *(_lone_ones(one, other, place) if way == "event" else (a, b)))
    return None


def _key(record: Record, event: Event) -> tuple[object, ...]:
    case = record.identities[event.case] if event.case >= 0 else -1
    what = (event.week, event.kind, event.decision, case, event.facet)
    return (*what, record.slot(event.person), event.answer)


def _parting(one: Record, other: Record, way: Way, a: Event | None, b: Event | None) -> Parting:
    record, first = next((record, event) for record, event in ((one, a), (other, b)) if event is not None)
    identity = record.identities[first.case] if first.case >= 0 else -1
    cases = (one.number(identity), other.number(identity))
    term, values = _difference(a, b) if way == "answer" and a is not None and b is not None else ("", (np.nan, np.nan))
    return Parting(first.week, way, (_side(one, a), _side(other, b)), cases, term, values)


def _lone_ones(one: Record, other: Record, place: int) -> tuple[Event | None, Event | None]:
    """Return what happens next in one world alone; the next event of both where only the order differs."""
    ahead = [next(iter(record.events[place:]), None) for record in (one, other)]
    week = min(event.week for event in ahead if event is not None)
    a, b = _lone(one, other, place, week), _lone(other, one, place, week)
    return (ahead[0], ahead[1]) if a is None and b is None else (a, b)


def _lone(record: Record, other: Record, place: int, week: int) -> Event | None:
    """Return the next event of a world; None where it is of a later week, or the other world has it as well."""
    ahead = [event for event in record.events[place:] if event.week == week]
    there = {_key(other, event) for event in other.events[place:]}
    return ahead[0] if ahead and _key(record, ahead[0]) not in there else None


def _way(one: Record, other: Record, a: Event | None, b: Event | None) -> Way:
    if a is None or b is None or not a.decision:
        return "event"
    *what_a, who_a, _ = _key(one, a)
    *what_b, who_b, _ = _key(other, b)
    if what_a != what_b:
        return "event"
    return "answer" if who_a == who_b else "person"


def _side(record: Record, event: Event | None) -> Side | None:
    if event is None:
        return None
    person = record.person(event.person, event.case) if event.person >= 0 else None
    return Side(event, person, reason_of(event))


def _difference(a: Event, b: Event) -> tuple[str, tuple[float, float]]:
    """Return the term that differs most between the two, with its values."""
    shared = [name for name in a.terms if name in b.terms]
    if not shared:
        return "", (np.nan, np.nan)
    term = max(shared, key=lambda name: abs(b.terms[name] - a.terms[name]))
    return term, (a.terms[term], b.terms[term])
