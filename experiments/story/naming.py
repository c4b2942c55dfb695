"""How a story names what the model knows by number: people, parts of a case, levels, reasons.

Functions and organisations are a choice for the telling (the model knows domains alone); they follow the list of
partners in §4.1.3, in the order in which organisations are numbered.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Sequence

from experiments.numbers import number_text
from experiments.story.facts import MANAGER, Person, Reason, Topic
from experiments.words import Words
from experiments.words.grammar import cardinal, joined
from sim.rules import DECISIONS

_DOMAINS = ("care", "safety", "social")
_BOUNDS = (0.1, 0.3, 0.6, 0.8)  # between very low, low, medium, high and very high


class Names:
    """The names of one story, in its language; `form` is the form of governance."""

    def __init__(self, words: Words, form: str) -> None:
        self._words = words
        self._form = form

    def people(self, people: Sequence[Person]) -> str:
        """Return people as a list."""
        return joined([self.person(person) for person in people], self._words.language)

    def person(self, person: Person) -> str:
        """Return somebody by function, a replacement by organisation."""
        words = self._words
        if person.domain == MANAGER:
            return words(f"story.leader.{self._form}")
        domain = _DOMAINS[person.domain]
        if person.stands_in:
            return words("story.stand_in", organisation=self._organisation(domain, person.organisation))
        if person.organisation < words.variants(f"story.person.{domain}"):
            return words(f"story.person.{domain}.{person.organisation}")
        return words("story.further.person", organisation=self._organisation(domain, person.organisation))

    def _organisation(self, domain: str, number: int) -> str:
        words = self._words
        if number < words.variants(f"story.organisation.{domain}"):
            return words(f"story.organisation.{domain}.{number}")
        return words(f"story.further.{domain}", number=number + 1)

    def topics(self, topics: Sequence[Topic]) -> str:
        """Return what parts of a case are about."""
        return joined([self._words(f"story.topic.{_part(topic)}") for topic in topics], self._words.language)

    def tasks(self, topics: Sequence[Topic]) -> str:
        """Return the parts of a case as something to be done."""
        return joined([self._words(f"story.task.{_part(topic)}") for topic in topics], self._words.language)

    def level(self, value: float) -> str:
        """Return a level from 0 to 1 in a word, with the number beside it."""
        word = self._words(f"story.level.{bisect(_BOUNDS, value)}") if math.isfinite(value) else ""
        number = number_text(value, 2, self._words.language)
        return self._words("story.level_of", word=word, number=number) if word else number

    def share(self, value: float) -> str:
        """Return how many in ten, with the percentage beside it."""
        words, (part, percent) = self._words, self._tenths(value)
        return words("story.share_of", part=part, percent=percent) if part else percent

    def tenths(self, value: float) -> str:
        """Return a share of what cannot be counted in tenths, with the percentage beside it."""
        words, (part, percent) = self._words, self._tenths(value)
        return words("story.tenths_of", part=part, percent=percent) if part else percent

    def _tenths(self, value: float) -> tuple[str, str]:
        percent = number_text(100 * value, 1, self._words.language, unit="%")
        part = cardinal(round(10 * value), self._words.language) if math.isfinite(value) else ""
        return part, percent

    def term(self, decision: str, name: str) -> str:
        """Return the model's own words for a term of a decision."""
        row = next(row for row in DECISIONS[decision] if row[0] == name)
        return row[4] if self._words.language == "nl" else row[3]

    def evidence(self, reasons: Sequence[Reason]) -> str:
        """Return what tipped decisions, with decision, value and cause for whoever wants to check."""
        words = self._words
        told = [
            words(
                "story.evidence_of",
                decision=reason.decision,
                term=self.term(reason.decision, reason.term),
                value=number_text(reason.value, 2, words.language, sign=True),
                cause=words(f"story.cause.{reason.cause.replace(' ', '_')}"),
            )
            for reason in reasons
        ]
        return words("story.evidence", reasons="; ".join(told)) if told else ""


def _part(topic: Topic) -> str:
    return f"{_DOMAINS[topic.domain]}_{topic.kind}"
