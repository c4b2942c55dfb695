"""How a story names what the model knows by number: people, parts of a case, levels, reasons.

Functions and organisations are a choice for the telling (the model knows domains alone); they follow the list of
partners in §4.1.3, in the order in which organisations are numbered.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections import Counter
from collections.abc import Sequence

from experiments.numbers import number_text
from experiments.story.facts import MANAGER, Person, Reason, Topic
from experiments.words import Words
from experiments.words.grammar import cardinal, joined
from sim.rules import DECISIONS

_DOMAINS = ("care", "safety", "social")
_MOST_NAMES = 5  # more people at a table are told by domain
_BOUNDS = (0.1, 0.3, 0.6, 0.8)  # between very low, low, medium, high and very high
LIGHT, STRONG = 0.3, 0.7  # below it a reason weighs lightly, from it on strongly


class Names:
    """The names of one story, in its language; `form` is the form of governance."""

    def __init__(self, words: Words, form: str) -> None:
        self._words = words
        self._form = form

    def people(self, people: Sequence[Person], *, new: bool = False) -> str:
        """Return people as a list; `new` to whoever reads."""
        return joined([self.person(person, new=new) for person in people], self._words.language)

    def person(self, person: Person, *, new: bool = False) -> str:
        """Return somebody by function, a replacement by organisation; `new` to whoever reads."""
        words = self._words
        if person.domain == MANAGER:
            return words(f"story.leader.{self._form}")
        domain = _DOMAINS[person.domain]
        if person.stands_in:
            organisation = self._organisation(domain, person.organisation)
            return words("story.new_stand_in" if new else "story.stand_in", organisation=organisation)
        if person.organisation < words.variants(f"story.person.{domain}"):
            return words(f"story.person.{domain}.{person.organisation}")
        return words("story.further.person", organisation=self._organisation(domain, person.organisation))

    def _organisation(self, domain: str, number: int) -> str:
        words = self._words
        if number < words.variants(f"story.organisation.{domain}"):
            return words(f"story.organisation.{domain}.{number}")
        return words(f"story.further.{domain}", number=number + 1)

    def company(self, people: Sequence[Person]) -> str:
        """Return who sit at a table: a few by function, more of them by domain, since nobody remembers ten names."""
        if len(people) <= _MOST_NAMES:
            return self.people(people, new=True)
        words = self._words
        counts = Counter(_DOMAINS[person.domain] for person in people)
        domains = [
            words("story.company", counted=self._counted(counts[name]), domain=words(f"story.domain.{name}"))
            for name in _DOMAINS
            if counts[name]
        ]
        told = joined(domains, words.language)
        if not (count := sum(person.stands_in for person in people)):
            return told
        return words("story.with_stand_ins", people=told, counted=self._counted(count), count=count)

    def present(self, people: Sequence[Person]) -> str:
        """Return all who sit at a table by function, as a line for whoever wants to check."""
        return self._words("story.at_table", people=self.people(people, new=True))

    def _counted(self, number: int) -> str:
        return cardinal(number, self._words.language)

    def topics(self, topics: Sequence[Topic]) -> str:
        """Return what parts of a case are about."""
        about = dict.fromkeys(_part(topic) for topic in topics)
        return joined([self._words(f"story.topic.{part}") for part in about], self._words.language)

    def tasks(self, topics: Sequence[Topic]) -> str:
        """Return the parts of a case as something to be done, those of a kind together: 'the first and third'."""
        places: dict[str, list[int]] = {}
        for topic in topics:
            places.setdefault(_part(topic), []).append(topic.place)
        return joined([self._task(part, sorted(numbers)) for part, numbers in places.items()], self._words.language)

    def _task(self, part: str, places: Sequence[int]) -> str:
        words = self._words
        if not any(places):
            return words(f"story.task.{part}")
        which = joined([words(f"story.ordinal.{place - 1}") for place in places], words.language)
        return words(f"story.task_of.{part}", which=which, count=len(places))

    def level(self, value: float) -> str:
        """Return a level from 0 to 1 in a word, with the number beside it, by which the word goes."""
        word, number = self._word(value), number_text(value, 2, self._words.language)
        return self._words("story.level_of", word=word, number=number) if word else number

    def way(self, before: float, after: float) -> str:
        """Return from where to where a level went; the word once where it is the same."""
        words, word = self._words, self._word(after)
        if not word or self._word(before) != word:
            return words("story.way_between", before=self.level(before), level=self.level(after))
        one, other = (number_text(value, 2, words.language) for value in (before, after))
        return words("story.way_within", before=one, after=other, word=word)

    def _word(self, value: float) -> str:
        return self._words(f"story.level.{bisect(_BOUNDS, round(value, 2))}") if math.isfinite(value) else ""

    def share(self, value: float) -> str:
        """Return how many in ten, with the percentage beside it."""
        return self._in_tenths("story.tens", value)

    def tenths(self, value: float) -> str:
        """Return a share of what cannot be counted in tenths, with the percentage beside it."""
        return self._in_tenths("story.tenths", value)

    def _in_tenths(self, key: str, value: float) -> str:
        percent = number_text(100 * value, 1, self._words.language, unit="%")
        if not math.isfinite(value):
            return percent
        part = self._words(f"{key}.{round(10 * round(value, 3))}")
        return self._words("story.share_of", part=part, percent=percent)

    def term(self, decision: str, name: str) -> str:
        """Return the model's own words for a term of a decision."""
        row = next(row for row in DECISIONS[decision] if row[0] == name)
        return row[4] if self._words.language == "nl" else row[3]

    def evidence(self, reasons: Sequence[Reason]) -> str:
        """Return what tipped decisions, for whoever wants to check."""
        return self._words("story.evidence", reasons=self.tipped(reasons)) if reasons else ""

    def tipped(self, reasons: Sequence[Reason]) -> str:
        """Return what tipped decisions, by decision: how strongly, for or against, with value and cause."""
        told: dict[str, list[str]] = {}
        for reason in reasons:
            told.setdefault(reason.decision, []).append(self._term_that_tipped(reason))
        return "; ".join(
            self._words("story.evidence_on", decision=self._words(f"story.decided.{name}"), terms=", ".join(terms))
            for name, terms in told.items()
        )

    def _term_that_tipped(self, reason: Reason) -> str:
        """Return the term that tipped a decision; chance did where even this one pushed the other way."""
        words = self._words
        values = {
            "term": self.term(reason.decision, reason.term),
            "side": self._side(reason.value),
            "value": number_text(reason.value, 2, words.language, sign=True),
            "cause": words(f"story.cause.{reason.cause.replace(' ', '_')}"),
        }
        if reason.value > 0.0 if reason.answer else reason.value < 0.0:
            return words("story.evidence_of", **values)
        return words("story.evidence_by_chance", **values)

    def _side(self, value: float) -> str:
        """Return how strongly a reason is for or against, by the value that is shown."""
        size = bisect((LIGHT, STRONG), round(abs(value), 2))
        return self._words(f"story.for.{size}") if value > 0.0 else self._words(f"story.against.{size}")


def _part(topic: Topic) -> str:
    return f"{_DOMAINS[topic.domain]}_{topic.kind}"
