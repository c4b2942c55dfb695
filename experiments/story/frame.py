"""The frame of a story: the world before it, and after it what people learnt, how it ended, how to check it."""

from __future__ import annotations

import math

from experiments.manifest import program_version
from experiments.numbers import number_text
from experiments.story.document import Passage
from experiments.story.naming import LIGHT, STRONG, Names
from experiments.story.record import FloatArray, Record
from experiments.words import Words
from experiments.words.grammar import cardinal, joined, sentences
from sim.scenario import ORGANISATIONS
from sim.state import CARE, SAFETY

NOTICED = 0.02  # a smaller change in trust or understanding is no change (the smallest that matters for levels)
_MOST_CAUSES = 2


class Frame:
    """Tells what stands around the scenes of a run."""

    def __init__(self, words: Words, record: Record) -> None:
        self._words = words
        self._record = record
        self._form = str(record.scenario.value("process_management.form"))
        self._names = Names(words, self._form)

    def opening(self) -> tuple[str, ...]:
        """Return who meets, for how long, how they begin, and how to read what is told of them."""
        words, record = self._words, self._record
        care, safety, social = (int(record.scenario.values[name]) for name in ORGANISATIONS)
        world = words(
            "story.frame.world",
            care=care,
            care_counted=cardinal(care, words.language),
            safety=cardinal(safety, words.language),
            social=cardinal(social, words.language),
            members=record.members,
        )
        weeks = words(
            "story.frame.weeks",
            weeks=record.weeks,
            initial=record.initial,
            initial_counted=cardinal(record.initial, words.language),
            more=record.cases - record.initial,
        )
        trust = words("story.frame.trust", **self._trust())
        told = " ".join([world, words(f"story.form.{self._form}"), weeks, trust])
        light, strong = (number_text(bound, 1, words.language) for bound in (LIGHT, STRONG))
        reading = words("story.frame.reading", light=light, strong=strong)
        return sentences(told, words.language), words("story.frame.roles"), reading

    def _trust(self) -> dict[str, str]:
        trust, level = self._record.start.trust, self._names.level
        return {"care": level(float(trust[CARE, SAFETY])), "safety": level(float(trust[SAFETY, CARE]))}

    def learnt(self) -> Passage:
        """Return how trust and understanding changed between care and safety, and by what."""
        start, end = self._record.start, self._record.end
        told = [
            self._change("care", float(start.trust[CARE, SAFETY]), float(end.trust[CARE, SAFETY])),
            self._change("safety", float(start.trust[SAFETY, CARE]), float(end.trust[SAFETY, CARE])),
            self._change("understanding", _both_ways(start.understanding), _both_ways(end.understanding)),
            *self._causes(),
        ]
        return Passage(2, self._words("story.learnt"), (" ".join(part for part in told if part),))

    def _change(self, what: str, before: float, level: float) -> str:
        if not (math.isfinite(before) and math.isfinite(level)):
            return ""
        change = level - before
        way = "rose" if change >= NOTICED else "fell" if change <= -NOTICED else "stayed"
        return self._words(f"story.change.{what}.{way}", way=self._names.way(before, level))

    def _causes(self) -> list[str]:
        ranked = sorted(self._record.moved.items(), key=lambda each: -each[1])
        up = [cause for cause, moved in ranked[:_MOST_CAUSES] if moved > 0.0]
        down = [cause for cause, moved in ranked[::-1][:_MOST_CAUSES] if moved < 0.0]
        told = [self._words("story.causes.up", causes=self._joined(up))] if up else []
        return [*told, *([self._words("story.causes.down", causes=self._joined(down))] if down else [])]

    def _joined(self, causes: list[str]) -> str:
        return joined([self._words(f"story.moved.{cause}") for cause in causes], self._words.language)

    def ending(self) -> Passage:
        """Return the outcomes in words, with the numbers beside them; counts are those of the run."""
        words, names, found = self._words, self._names, self._record.outcomes
        count = {name: round(value) for name, value in found.items() if math.isfinite(value)}
        told = [
            words(
                "story.closing.conferences",
                conferences=count["conferences"],
                plans=self._plans(),
                impasses=count["impasses"],
            ),
            words(
                "story.closing.information",
                all=names.tenths(found["information_shared"]),
                care=names.tenths(found["information_shared_care"]),
            ),
            words("story.closing.refusals", refusals=count["refusals"]),
            words("story.closing.kept", kept=names.share(found["agreements_kept"])),
            words(
                "story.closing.duty",
                shifts=count["shifts"],
                improvisations=count["improvisations"],
                paralyses=count["paralyses"],
            ),
            words(
                "story.closing.cases",
                scaled_down=count["scaled_down"],
                returned=count["returned"],
                returned_counted=cardinal(count["returned"], words.language),
            ),
            words(
                "story.closing.risk",
                incidents=count["incidents"],
                risk=names.level(found["risk"]),
                compulsory=names.share(found["compulsory_share"]),
            ),
            *self._effectiveness(found["network_effectiveness"]),
        ]
        text = sentences(" ".join(told), words.language)
        return Passage(2, words("story.ending"), (text, words("story.closing.one")))

    def _plans(self) -> int:
        return sum(event.kind == "plan" for event in self._record.events)

    def _effectiveness(self, value: float) -> list[str]:
        if not math.isfinite(value):
            return []
        number = number_text(value, 2, self._words.language, sign=True)
        if value <= 0.0:
            return [self._words("story.closing.worse", number=number)]
        return [self._words("story.closing.better", share=self._names.tenths(value), number=number)]

    def checking(self, command: str, case: int | None) -> Passage:
        """Return how to make and check the story again."""
        words, record = self._words, self._record
        name = record.scenario.name
        told = [words("story.checking.run", scenario=name, seed=record.seed, version=program_version())]
        told += [words("story.checking.shorter", case=case)] if case is not None else []
        return Passage(2, words("story.check"), (*told, words("story.checking.again")), command=command)


def _both_ways(matrix: FloatArray) -> float:
    return float(matrix[CARE, SAFETY] + matrix[SAFETY, CARE]) / 2
