"""The story of two worlds with the same luck: where they part, what became of that case in both, how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from experiments.headlines import HEADLINES
from experiments.numbers import difference_text, number_text, value_text
from experiments.story.chronicle import Excerpt
from experiments.story.composing import title_of
from experiments.story.contrast import contrast
from experiments.story.course import courses
from experiments.story.document import Document, Passage
from experiments.story.drawing import two_worlds
from experiments.story.frame import Frame
from experiments.story.parting import Parting, Side, parting
from experiments.story.record import FloatArray, Record
from experiments.story.salience import choose_facts, choose_scenes
from experiments.story.telling import Teller
from experiments.words import Words
from sim.events import Event
from sim.outcomes import OUTCOMES

WORLDS = ("A", "B")
_SHOWN = 0.01  # a smaller difference in risk may show as none


class Pairing:
    """Tells of two runs with one run seed: A and B."""

    def __init__(self, one: Record, other: Record, words: Words) -> None:
        self._records = (one, other)
        self._words = words
        self._tellers = tuple(Teller.of(words, record) for record in self._records)
        self._frames = tuple(Frame(words, record) for record in self._records)

    def document(self, *, picked: str, command: str, case: int | None = None) -> Document:
        """Return the whole story; it follows `case`, by its number in A, or else where they part and differ most.

        InputError for a case that A does not have.
        """
        Excerpt(case).check(self._records[0])
        one, other = (title_of(record, self._words.language) for record in self._records)
        found = parting(*self._records)
        opening = [picked, self._words("story.two.worlds", one=one, other=other)]
        passages = [
            Passage(2, "", (" ".join(part for part in opening if part), *self._frames[0].opening())),
            contrast(self._records[0].scenario, self._records[1].scenario, self._words),
        ]
        if found is None:
            same = self._words("story.two.same")
            passages.append(Passage(2, self._words("story.two.heading_same"), (same,)))
        else:
            passages += [self._parting(found), *self._followed(found, case)]
        passages += [self._outcomes(), self._frames[0].checking(command, None)]
        return Document(self._words.language, self._words("story.two.title", one=one, other=other), tuple(passages))

    def _parting(self, found: Parting) -> Passage:
        words = self._words
        told = [words("story.two.until"), self._difference(found)]
        if found.term and found.sides[0] is not None:
            one, other = (number_text(value, 2, words.language, sign=True) for value in found.values)
            term = self._tellers[0].names.term(found.sides[0].event.decision, found.term)
            told.append(words("story.two.term", term=term, one=one, other=other))
        return Passage(2, words("story.two.heading", week=found.week), (" ".join(told),), self._evidence(found))

    def _evidence(self, found: Parting) -> str:
        """Return what tipped the decision in each world; an event that one world alone has was tipped by no reason."""
        if found.way == "event":
            return ""
        told = [
            self._words("story.two.tipped", world=world, reason=self._tellers[0].names.tipped([side.reason]))
            for world, side in zip(WORLDS, found.sides, strict=True)
            if side is not None and side.reason is not None
        ]
        return " ".join(told)

    def _difference(self, found: Parting) -> str:
        words, (one, other) = self._words, found.sides
        at = words("story.two.at_case", case=found.cases[0]) if found.cases[0] >= 0 else ""
        if one is None or other is None:
            return self._alone(found, at)
        if found.way == "event":
            return words("story.two.event", at=at, one=self._happening(0, one), other=self._happening(1, other))
        decision = words(f"story.decision.{one.event.decision}")
        if found.way == "person":
            who = {"one": self._who(0, one), "other": self._who(1, other)}
            if one.event.decision == "attends":
                return words("story.two.sent", case=found.cases[0], **who)
            return words("story.two.person", at=at, decision=decision, **who)
        why = [self._tellers[0].why(side.reason, found.week, found.cases[0]) for side in (one, other)]
        return words(
            "story.two.answer",
            at=at,
            who=self._who(0, one),
            decision=decision,
            one=self._answer(one.event),
            why_one=why[0],
            other=self._answer(other.event),
            why_other=why[1],
        )

    def _alone(self, found: Parting, at: str) -> str:
        """Return what happens in one world and not in the other."""
        ((world, side),) = ((world, side) for world, side in enumerate(found.sides) if side is not None)
        return self._words("story.two.alone", at=at, happening=self._happening(world, side), world=WORLDS[world])

    def _happening(self, world: int, side: Side) -> str:
        """Return what happens in one world, as a clause."""
        who = self._who(world, side)
        if side.event.decision:
            decision = self._words(f"story.decision.{side.event.decision}")
            return self._words("story.two.choice", who=who, decision=decision)
        return self._words(f"story.occurrence.{side.event.kind.replace(' ', '_')}", who=who)

    def _who(self, world: int, side: Side) -> str:
        return self._tellers[world].names.person(side.person, new=True) if side.person is not None else ""

    def _answer(self, event: Event) -> str:
        if event.decision == "intervenes":
            return self._words(f"story.answer.grade_{event.answer}")
        return self._words("story.answer.yes" if event.answer else "story.answer.no")

    def _followed(self, found: Parting, case: int | None) -> Iterator[Passage]:
        """Tell what became of `case`, or else of the one where the worlds part and that in which they differ most."""
        one, other = self._records
        if case is not None:
            yield from self._both(found.week, "both", (case, other.number(one.identities[case])))
            return
        furthest = self._furthest()
        largest = (one.number(furthest), other.number(furthest))
        if self._told(found.cases) and found.cases != largest:
            yield from self._both(found.week, "both", found.cases, self._words("story.two.chosen"), most=2)
        if self._told(largest):
            yield from self._both(found.week, "furthest", largest, self._words("story.two.largest"))

    def _told(self, cases: tuple[int, int]) -> bool:
        """Return whether there is something to tell of a case in both worlds."""
        return all(record.tells_of(case) for record, case in zip(self._records, cases, strict=True))

    def _both(
        self, week: int, heading: str, cases: tuple[int, int], why: str = "", *, most: int = 3
    ) -> Iterator[Passage]:
        """Yield the same case in both worlds from a week on: why this one, how it came in, what happened in each."""
        words, names = self._words, self._tellers[0].names
        figure = two_worlds(self._records, cases, words, names, parted=week) if self._told(cases) else None
        for world, number in enumerate(cases):
            first, *more = self._of_case(world, number, week, most)
            if world == 0:
                about = " ".join(part for part in (why, self._peak(cases)) if part)
                paragraphs = (about, *first.paragraphs) if about else first.paragraphs
                title = words(f"story.two.{heading}", case=number)
                yield replace(first, heading=title, paragraphs=paragraphs, figure=figure)
            title = words("story.two.case", case=number if number >= 0 else cases[0], world=WORLDS[world])
            yield Passage(2, title, () if more else (words("story.two.untold", week=week),))
            yield from more

    def _of_case(self, world: int, case: int, week: int, most: int) -> list[Passage]:
        course = next((each for each in courses(self._records[world]) if each.case == case), None)
        if course is None:
            return [Passage(2, "", ())]
        referral, later = course.scenes[0], [scene for scene in course.scenes[1:] if scene.week >= week]
        chosen = choose_facts([replace(course, scenes=(referral, *choose_scenes(later, most)))])
        return self._tellers[world].course(chosen[0])

    def _furthest(self) -> int:
        """Return the identity of the case whose risk differs most between the worlds, -1 where they share none."""
        one, other = self._records
        shared = [each for each in one.identities if self._told((one.number(each), other.number(each)))]
        return max(shared, key=lambda each: self._apart((one.number(each), other.number(each))).sum(), default=-1)

    def _apart(self, cases: tuple[int, int]) -> FloatArray:
        """Return by week how far the risk of a case lies apart in the two worlds, 0 where one of them has none."""
        weeks = min(record.weeks for record in self._records)
        a, b = (record.risk[:weeks, case] for record, case in zip(self._records, cases, strict=True))
        return np.nan_to_num(np.abs(a - b))

    def _peak(self, cases: tuple[int, int]) -> str:
        """Return in which week the risk of a case lies furthest apart; nothing where no difference would show."""
        apart = self._apart(cases) if self._told(cases) else np.zeros(1)
        week, level = int(apart.argmax()), self._tellers[0].names.level
        if apart[week] < _SHOWN:
            return ""
        a, b = (level(float(record.risk[week, case])) for record, case in zip(self._records, cases, strict=True))
        return self._words("story.two.peak", week=week, a=a, b=b)

    def _outcomes(self) -> Passage:
        words, language = self._words, self._words.language
        rows = [(words("story.two.outcome"), "A", "B", words("table.difference"))]
        for name in HEADLINES:
            outcome, (a, b) = OUTCOMES[name], (record.outcomes[name] for record in self._records)
            values = (value_text(outcome, a, language), value_text(outcome, b, language))
            rows.append((outcome.title[language], *values, difference_text(outcome, b - a, language)))
        return Passage(2, words("story.two.outcomes"), (words("story.two.one"),), table=tuple(rows))
