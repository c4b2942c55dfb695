"""What a story is made of, in no language yet: people, topics, reasons, facts and scenes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

MANAGER = 3  # domain of whoever runs the network


@dataclass(frozen=True, order=True)
class Person:
    """Somebody at the table: domain, number of the organisation within it, and whether this is a replacement."""

    domain: int
    organisation: int = -1
    stands_in: bool = False


@dataclass(frozen=True, order=True)
class Topic:
    """A part of a case, as far as the model knows it; `place` counts the parts of a kind from 1, 0 is the only one."""

    domain: int
    kind: Literal["plain", "protected", "housing"] = "plain"
    place: int = 0


@dataclass(frozen=True)
class Reason:
    """The term that tipped a decision: which answer it tipped to, its value, and the cause behind it (§2.8.1)."""

    decision: str
    answer: bool
    term: str
    value: float
    cause: str


@dataclass(frozen=True)
class Fact:
    """Something that happened in a run; `kind` names the phrases that tell it.

    What each field means depends on the kind; weeks and cases are those of the model's own events, -1 for none.
    """

    kind: str
    week: int
    case: int = -1
    people: tuple[Person, ...] = ()
    others: tuple[Person, ...] = ()
    topics: tuple[Topic, ...] = ()
    reason: Reason | None = None
    count: int = 0
    of: int = 0
    level: float = math.nan
    before: float = math.nan


@dataclass(frozen=True)
class Scene:
    """A conference on a case and what followed until the next one, or what happened around the table.

    `outcome`: plan, new_plan, imposed, impasse, no_time, no_table; referral before the first conference. `number`
    counts the conferences of the case, from 1. `risk` is that of the case as the scene begins. `turn`: something
    changed course since the scene before.
    """

    week: int
    case: int
    outcome: str
    facts: tuple[Fact, ...]
    number: int = 0
    risk: float = math.nan
    turn: bool = False

    def has(self, kind: str) -> bool:
        """Return whether a fact of this kind is in it."""
        return any(fact.kind == kind for fact in self.facts)


@dataclass(frozen=True)
class Course:
    """One case from its arrival on: its scenes in order of time, and what had become of it at the end of the run."""

    case: int
    scenes: tuple[Scene, ...]
    end: Fact
