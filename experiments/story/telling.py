"""Facts told as sentences, in a language: with variants, never the same one twice in a row."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from experiments.story.aftermath import AFTERWARDS
from experiments.story.document import Passage
from experiments.story.facts import Course, Fact, Reason, Scene
from experiments.story.naming import Names
from experiments.story.record import Record
from experiments.words import Words
from experiments.words.grammar import cardinal, sentences

NOTICED = 0.05  # a smaller change of risk between scenes is told as none
_GATHERINGS = ("table", "full_table")
_BEFORE_DECIDING = (
    *("table", "full_table", "no_table", "stand_in", "absent", "told", "told_at_last", "withheld", "spoken_for"),
    *("not_asked", "thought_along", "kept_out"),
)
# What a case is remembered by, the most telling first.
HOOKS = ("return", "incident", "imposed", "scaled_down", "told_at_last", "home_refused", "undone")


class Teller:
    """Tells the facts of one run; with which variant of a sentence it begins follows from run seed, week and case."""

    def __init__(self, words: Words, form: str, seed: int) -> None:
        self.words = words
        self.names = Names(words, form)
        self._seed = seed
        self._last: dict[str, int] = {}
        self._hooks: set[str] = set()

    @classmethod
    def of(cls, words: Words, record: Record) -> Teller:
        """Return the teller of a run."""
        return cls(words, str(record.scenario.value("process_management.form")), record.seed)

    def course(self, course: Course) -> list[Passage]:
        """Return a case with its scenes, and what had become of it."""
        passages = [Passage(2, self.words("story.case", case=course.case), ())]
        before = None
        for scene in course.scenes:
            if scene.outcome == "referral":
                passages[0] = replace(passages[0], paragraphs=(self.told(scene.facts),))
            else:
                passages.append(self._scene(scene, before))
            before = scene
        closing = (*passages[-1].paragraphs, self.told([course.end]))
        return [*passages[:-1], replace(passages[-1], paragraphs=closing)]

    def _scene(self, scene: Scene, before: Scene | None) -> Passage:
        """Return a scene: at the table, and what followed; `before` is the scene of this case told before it."""
        number = self._variant(f"story.heading.{scene.outcome}", scene.week, scene.case)
        heading = self.words(f"story.heading.{scene.outcome}.{number}", week=scene.week)
        afresh = before is None or before.outcome == "referral"
        parts = [self.told(facts, afresh=afresh, week=scene.week) for facts in _movements(scene.facts)]
        opening = " ".join(part for part in (self._since(scene, before), parts[0]) if part)
        paragraphs = tuple(part for part in (opening, *parts[1:]) if part)
        return Passage(3, heading, paragraphs, self.evidence(scene.facts))

    def titled(self, course: Course) -> str:
        """Return the heading of a case by what it is remembered by, each only once in a story."""
        for kind in HOOKS:
            if kind not in self._hooks and any(scene.has(kind) for scene in course.scenes):
                self._hooks.add(kind)
                return self.words(f"story.case_of.{kind}", case=course.case)
        return self.words("story.case", case=course.case)

    def told(self, facts: Sequence[Fact], *, afresh: bool = True, week: int = -1) -> str:
        """Return facts as sentences, of the conference of a week if any; who sit there is told when a case is new."""
        named = afresh and any(fact.kind in _GATHERINGS for fact in facts)
        kept = [fact for fact in dict.fromkeys(facts) if not (named and fact.kind == "stand_in")]
        return " ".join(self.fact(fact, afresh=afresh, week=week) for fact in kept)

    def fact(self, fact: Fact, *, afresh: bool = True, week: int = -1) -> str:
        """Return one fact as a sentence."""
        again = fact.kind in _GATHERINGS and not afresh
        number = self._variant(f"story.{'again' if again else 'fact'}.{fact.kind}", fact.week, fact.case)
        values = {**self._values(fact), "here": 1 if fact.week == week else 0}
        if again:
            text = self.words(f"story.again.{fact.kind}.{number}", **values)
        else:
            text = self.words(f"story.fact.{fact.kind}.{number}", **values)
        return sentences(text, self.words.language)

    def evidence(self, facts: Sequence[Fact]) -> str:
        """Return who sat at the table, and what tipped the decisions behind facts."""
        present = [self.names.present(fact.people) for fact in facts if fact.kind in _GATHERINGS and fact.people]
        tipped = self.names.evidence([fact.reason for fact in dict.fromkeys(facts) if fact.reason is not None])
        return " ".join(part for part in (*present, tipped) if part)

    def _since(self, scene: Scene, before: Scene | None) -> str:
        """Return what became of the risk over conferences that are not told; nothing where none was left out."""
        if before is None or scene.number - before.number < 2:
            return ""
        change = scene.risk - before.risk
        way = "rose" if change >= NOTICED else "fell" if change <= -NOTICED else "stayed"
        number = self._variant(f"story.later.{way}", scene.week, scene.case)
        count = scene.number - before.number - 1
        level = self.names.level(scene.risk)
        text = self.words(f"story.later.{way}.{number}", count=count, counted=self._counted(count), level=level)
        return sentences(text, self.words.language)

    def _values(self, fact: Fact) -> dict[str, object]:
        names = self.names
        company = names.company if fact.kind in _GATHERINGS else names.people
        return {
            "week": fact.week,
            "case": fact.case,
            "who": company(fact.people),
            "people": len(fact.people),
            "whom": names.people(fact.others),
            "others": len(fact.others),
            "topic": names.topics(fact.topics),
            "task": names.tasks(fact.topics),
            "parts": len(fact.topics),
            "why": self.why(fact.reason, fact.week, fact.case),
            "count": fact.count,
            "counted": self._counted(fact.count),
            "of": fact.of,
            "whole": self._counted(fact.of),
            "ratio": self._ratio(fact.count, fact.of),
            "level": names.level(fact.level),
            "before": names.level(fact.before),
            "way": names.way(fact.before, fact.level),
        }

    def why(self, reason: Reason | None, week: int, case: int) -> str:
        """Return the reason behind a decision as a clause."""
        if reason is None:
            return self.words("story.reason.unknown")
        name = f"{reason.decision}.{'yes' if reason.answer else 'no'}.{reason.term}"
        if not self.words.variants(f"story.reason.{name}"):
            return self.words("story.reason.other", term=self.names.term(reason.decision, reason.term))
        number = self._variant(f"story.reason.{name}", week, case)
        return self.words(f"story.reason.{name}.{number}")

    def _ratio(self, count: int, of: int) -> str:
        """Return a part of a whole in words."""
        whole = self._counted(of)
        if count == of:
            return self.words("story.all_of", whole=whole)
        return self.words("story.some_of", counted=self._counted(count), whole=whole)

    def _counted(self, number: int) -> str:
        return cardinal(number, self.words.language)

    def _variant(self, key: str, week: int, case: int) -> int:
        """Choose one of the ways to say a key: by chance the first time, from then on in turn."""
        digest = hashlib.blake2b(f"{self._seed} {week} {case} {key}".encode(), digest_size=4).digest()
        chosen = self._last[key] + 1 if key in self._last else int.from_bytes(digest, "big")
        self._last[key] = chosen % self.words.variants(key)
        return self._last[key]


def _movements(facts: Sequence[Fact]) -> tuple[list[Fact], ...]:
    """Return a conference in three movements: what came to the table, what was decided, what followed.

    Where nothing is told of the first but who came, it goes with the second.
    """
    movements: tuple[list[Fact], ...] = ([], [], [])
    for fact in facts:
        movements[0 if fact.kind in _BEFORE_DECIDING else 2 if fact.kind in AFTERWARDS else 1].append(fact)
    first, second, third = movements
    return movements if len(first) > 1 else (first + second, third)
