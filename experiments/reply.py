"""What `overleg compare` prints: the answer in words, the table, and what is to be said beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from experiments.answer import answers
from experiments.contenders import MOST_IN_FULL, Contenders
from experiments.difference_table import lines, records, title_lines
from experiments.expectation import Expected, against, counts, expected, sentence
from experiments.growth import boundaries, level, undecided
from experiments.job import Job
from experiments.numbers import number_text
from experiments.options import Work, settings_text
from experiments.overview import lines as overview_lines
from experiments.overview import ranked
from experiments.pair import Pair
from experiments.summary import FEWEST
from experiments.tables import as_csv, as_json, heading, labelled, paragraph
from experiments.words import Words

_PLAIN = re.compile(r"[\w./\\:-]+")  # no shell reads anything else into these
_QUOTED = '"{}"'


@dataclass(frozen=True)
class Reply:
    """What came out of a comparison, and how it is told.

    `outcomes` are those that the answer is about; `table` is the name of the file that holds all.
    """

    job: Job
    chosen: Contenders
    pairs: Sequence[Pair]
    outcomes: tuple[str, ...]
    table: str

    @property
    def work(self) -> Work:
        """Return what was asked for."""
        return self.job.work

    @property
    def words(self) -> Words:
        """Return the words of the user."""
        return self.job.work.words

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """Return a record for each pair and outcome."""
        return [record for pair in self.pairs for record in self._records(pair)]

    def text(self) -> str:
        """Return what is printed, in the format that was asked for."""
        if self.work.format == "csv":
            return as_csv(self.records, self.words.language)
        if self.work.format == "json":
            return as_json(self._document())
        told = self._at_a_glance() if self.chosen.at_a_glance else self._blocks()
        return "\n".join(told[:-1] if self.work.quiet else [*told, *self._notes()])

    def _records(self, pair: Pair) -> list[dict[str, Any]]:
        return records(pair, self.words, self.chosen.expects(pair.other.scenario))

    def _expected(self, pair: Pair) -> Expected:
        return expected(pair.differences, self.chosen.expects(pair.other.scenario))

    def _document(self) -> dict[str, Any]:
        return {
            "pairs": len(self.pairs[0].baseline.seeds),
            "too_few_pairs": bool(self._few()),
            "seed": self.work.seed,
            "baseline": self.pairs[0].baseline.scenario.name,
            "comparisons": [self._comparison(pair) for pair in self.pairs],
            "notes": [*self._growth(), *self._few(), *self._honesty()],
            "folder": str(self.job.output.path),
        }

    def _comparison(self, pair: Pair) -> dict[str, Any]:
        return {
            "scenario": pair.other.scenario.name,
            "title": pair.other.title(self.words.language),
            "first_week_that_differs": pair.first_week,
            "answer": [" ".join(said).rstrip() for said in self._answers(pair)],
            "expected": [sentence(found, side, self.words) for found, side in self._expected(pair)],
            "differences": self._records(pair),
        }

    def _blocks(self) -> list[str]:
        return [line for pair in self.pairs for line in self._block(pair)]

    def _block(self, pair: Pair) -> list[str]:
        """Return what is told of one pair: which is which, the answer, what was expected, the table."""
        said = self._answers(pair)
        parts = [
            [*title_lines(pair, self.words, seed=self.work.seed), *self._warning()],
            [line for claim, evidence in said for line in (*_bold(claim), *paragraph(evidence, indent=2))],
            self._expectation(pair),
            lines(pair, self.words, everything=self.work.everything),
        ]
        return [line for part in parts if part for line in (*part, "")]

    def _answers(self, pair: Pair) -> list[tuple[str, str]]:
        if pair.first_week is None:
            return [(self.words("compare.same_scenario"), "")]
        return answers(pair.differences, self.words, self.outcomes)

    def _warning(self) -> list[str]:
        return [line for warning in self._few() for line in _bold(warning)]

    def _few(self) -> list[str]:
        """Return what is to be said of too few pairs."""
        pairs = len(self.pairs[0].baseline.seeds)
        return [self.words("compare.few", pairs=pairs, enough=FEWEST)] if pairs < FEWEST else []

    def _expectation(self, pair: Pair) -> list[str]:
        found = self._expected(pair)
        if found:
            told = (paragraph(sentence(*each, self.words), indent=2) for each in found)
            return [*_bold(self.words("expected.heading")), *(line for lines in told for line in lines)]
        scenario = pair.other.scenario.name
        base = self.chosen.written_for.get(scenario)
        return [*paragraph(self.words("expected.elsewhere")), f"  {self._command(base, scenario)}"] if base else []

    def _command(self, base: str, scenario: str) -> str:
        """Return the command that holds a scenario against another, as it can be pasted: never wrapped."""
        typed = self.chosen.typed[scenario]
        return f"overleg compare {base} {typed if _PLAIN.fullmatch(typed) else _QUOTED.format(typed)}"

    def _at_a_glance(self) -> list[str]:
        words, baseline = self.words, self.pairs[0].baseline
        played = words(
            "compare.heading_at_a_glance",
            pairs=len(baseline.seeds),
            weeks=baseline.scenario.weeks,
            seed=self.work.seed,
        )
        order = words("compare.ranked", subject=words(f"compare.subject.{self.outcomes[0]}"))
        parts = [
            [*labelled("A", baseline.title(words.language)), *paragraph(f"{played} {order}"), *self._warning()],
            overview_lines(self.pairs, words, self.outcomes, everything=self.work.everything),
            self._later(),
            self._expectations(),
        ]
        return [line for part in parts if part for line in (*part, "")]

    def _later(self) -> list[str]:
        """Return which scenarios differ from the baseline only later on, and what that does to the outcomes."""
        words = self.words
        found = [(pair.other.title(words.language), pair.first_week) for pair in self.pairs if pair.first_week]
        if not found:
            return []
        scenarios = ", ".join(words("compare.from_week", scenario=title, week=week) for title, week in found)
        weeks = self.pairs[0].baseline.scenario.weeks
        return paragraph(words("compare.later_at_a_glance", scenarios=scenarios, weeks=weeks))

    def _expectations(self) -> list[str]:
        """Return how often expectations came out, and in which scenarios it was the other way."""
        every = [each for pair in self.pairs for each in self._expected(pair)]
        if not every:
            return []
        told = _bold(self.words("expected.count.heading", count=len(every)))
        told += [f"  {phrase}" for phrase in counts(every, self.words)]
        for pair in ranked(self.pairs, self.outcomes[0]):
            for found, side in against(self._expected(pair)):
                title = pair.other.title(self.words.language)
                told += paragraph(f"{title} · {sentence(found, side, self.words)}", indent=4)
        return told

    def _notes(self) -> list[str]:
        """Return what stands below the answer: how to read it, and how far to trust it."""
        shared = settings_text(self.job.shared, self.words.language)
        notes = [
            *self._growth(),
            *([self.words("compare.shared_settings", settings=shared)] if shared else []),
            *([] if self.chosen.at_a_glance else [self.words("compare.columns")]),
            *self._honesty(),
            *([] if self.work.everything else [self.words("files.all", file=self.table)]),
        ]
        return [line for note in notes for line in paragraph(note)]

    def _honesty(self) -> list[str]:
        return [self.words("honesty.directions"), self.words("honesty.assumption")]

    def _growth(self) -> list[str]:
        """Return what is to be said of a number of pairs that the command chose itself."""
        if not self.work.grows:
            return []
        worlds = [self.pairs[0].baseline, *(pair.other for pair in self.pairs)]
        pairs, most = len(worlds[0].seeds), self.work.runs
        percent = number_text(100 * level(most), 1, self.words.language)
        if left := list(undecided(worlds, self.outcomes, level(most))):
            told = [self._open(runs.title(self.words.language), names) for runs, names in left[:MOST_IN_FULL]]
            rest = len(left) - len(told)
            more = [self.words("compare.more_open", count=rest)] if rest else []
            return [self.words("compare.grown_in_vain", pairs=pairs, open="; ".join([*told, *more]), level=percent)]
        return [self.words("compare.grown", pairs=pairs, looks=len(boundaries(most)), level=percent)]

    def _open(self, title: str, names: Sequence[str]) -> str:
        outcomes = ", ".join(self.words(f"compare.subject.{name}") for name in names)
        return self.words("compare.open_in", outcomes=outcomes, scenario=title)


def _bold(text: str) -> list[str]:
    return [heading(line) for line in paragraph(text)]
