"""The book of a run: every decision and every occurrence as a row."""

from collections import Counter
from dataclasses import dataclass, fields
from typing import Any

from sim.rules import DECISIONS

# Occurrences that the week's course notes, with the cause where it is always the same (§2.8.1).
OCCURRENCES = (
    ("arrival", ""),
    ("return", ""),
    ("plan", ""),
    ("impasse", ""),
    ("no time", "network management"),
    ("referred home", "institutional"),
    ("indication", "institutional"),
    ("kept", ""),
    ("broken", ""),
    ("incident", ""),
    ("report", ""),
    ("media", "external"),
    ("departure", ""),
    ("newcomer", ""),
)
(
    ARRIVAL,
    RETURN,
    PLAN,
    IMPASSE,
    NO_TIME,
    REFERRED_HOME,
    INDICATION,
    KEPT,
    BROKEN,
    INCIDENT,
    REPORT,
    MEDIA,
    DEPARTURE,
    NEWCOMER,
) = range(len(OCCURRENCES))
_STANDING = ("readiness", "reserve")  # where people start from, before any reason


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the book; numbers are -1 where there is none.

    `kind` is "decision" or an occurrence of OCCURRENCES, such as "arrival", "plan", "impasse", "kept", "broken" or
    "incident". `week` counts from 0; `case`, `facet` and `person` are numbers from 0, in the order in which cases
    came, of facets in their case and of people by organisation; `role` is a key of `agents` ("care" …).

    For a decision: the method that took it, the answer (a bool; of `intervenes` 0 voluntary, 1 pressure, 2
    compulsion), each term's value by name in log odds, the term that tipped it and the cause behind that term after
    Koppenjan & Klijn (§2.8.1). A method of somebody's own gives no terms. For an occurrence `decision` is empty.
    """

    week: int
    kind: str
    case: int
    facet: int
    person: int
    role: str
    decision: str
    answer: bool | int | None
    terms: dict[str, float]
    tipped_by: str
    cause: str

    def keys(self) -> list[str]:
        """Names of the columns: a row can be read by attribute, by name, or made a dict."""
        return [field.name for field in fields(self)]

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


def tipped(decision: str, terms: tuple[float, ...], yes: bool) -> tuple[str, str]:
    """Return the term that pushed hardest towards the answer given, and its cause.

    Where people start from counts only when no other term pushes that way.
    """
    best, pushed, standing = -1, 0.0, -1
    for index, (row, term) in enumerate(zip(DECISIONS[decision], terms, strict=False)):
        push = term if yes else -term
        if row[0] in _STANDING:
            standing = index
        elif push > pushed:
            best, pushed = index, push
    chosen = DECISIONS[decision][best if best >= 0 else max(standing, 0)]
    return chosen[0], chosen[2]


class Book:
    """Collects the rows of one run."""

    def __init__(self) -> None:
        self.rows: list[Event] = []
        self._stage: Any = None

    def open(self, stage: Any) -> None:
        """Start writing about what happens on this stage."""
        self._stage = stage

    def listen(self) -> None:
        """A decision is about to be taken: forget the terms of the one before."""
        self._stage.terms = None

    def decision(self, name: str, person: int, case: int, facet: int, answer: Any) -> None:
        """Write down a decision; without terms where a method of somebody's own took it."""
        terms = self._stage.terms
        named, by, cause = {}, "", ""
        if terms is not None:
            named = {row[0]: term for row, term in zip(DECISIONS[name], terms, strict=False)}
            by, cause = tipped(name, terms, bool(answer))
        self._write("decision", case, facet, person, name, answer, named, by, cause)

    def occurrence(self, kind: int, person: int, case: int, facet: int) -> None:
        """Write down something that happened; behind an impasse stands what most of those who refused gave in to."""
        name, cause = OCCURRENCES[kind]
        if kind == IMPASSE:
            cause = self._behind_refusals(case)
        self._write(name, case, facet, person, "", None, {}, "", cause)

    def _behind_refusals(self, case: int) -> str:
        causes: Counter[str] = Counter()
        for row in reversed(self.rows):
            if row.week != self._stage.week or row.case != case:
                break
            if row.decision == "accepts" and not row.answer:
                causes[row.cause] += 1
        return min(causes, key=lambda cause: (-causes[cause], cause)) if causes else ""

    def _write(self, kind: str, case: int, facet: int, person: int, *rest: Any) -> None:
        role = self._stage.role(person) if person >= 0 else ""
        self.rows.append(Event(self._stage.week, kind, case, facet, person, role, *rest))
