"""A comparison as a table: for people, with a verdict in words, and as records."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from experiments.answer import claim, interval_text, mean_text, verdict_text
from experiments.comparison import Difference
from experiments.expectation import expectation_record
from experiments.headlines import GROUPS, listed
from experiments.numbers import number_text, value_text
from experiments.pair import Pair
from experiments.tables import aligned, heading, labelled, paragraph
from experiments.words import Words

_LAST_COLUMN = 7


def records(pair: Pair, words: Words, expects: Mapping[str, str] = MappingProxyType({})) -> list[dict[str, Any]]:
    """Return a record for each outcome, with full precision; `expects` is what was expected of the pair beforehand."""
    names = {"baseline": pair.baseline.scenario.name, "scenario": pair.other.scenario.name}
    return [
        names | _record(found, words) | expectation_record(found, expects.get(name), words)
        for name, found in pair.differences.items()
    ]


def title_lines(pair: Pair, words: Words, *, seed: int) -> list[str]:
    """Return what stands above the answer: which scenario is A, which is B, how often they were played."""
    titles = zip("AB", pair.titles(words.language), strict=True)
    named = [line for letter, title in titles for line in labelled(letter, title)]
    weeks = pair.baseline.scenario.weeks, pair.other.scenario.weeks
    unequal = paragraph(words("compare.weeks_differ", first=weeks[0], second=weeks[1])) if weeks[0] != weeks[1] else []
    later = paragraph(words("compare.later", week=pair.first_week, weeks=weeks[0])) if pair.first_week else []
    played = words("compare.heading", pairs=len(pair.baseline.seeds), weeks=weeks[0], seed=seed)
    return [*named, *paragraph(played), *unequal, *later]


def lines(pair: Pair, words: Words, *, everything: bool) -> list[str]:
    """Return the table as lines, by group: A, B, difference, interval and verdict."""
    titles = [words(f"table.{name}") for name in ("difference", "interval", "effect", "better", "words")]
    rows: list[tuple[str, ...]] = [("", "A", "B", *titles)]
    for group in GROUPS:
        members = listed(group, everything=everything)
        rows += [(heading(words(f"group.{group}")),)] if members else []
        rows += [_cells(pair.differences[outcome.name], words) for outcome in members]
    return aligned(rows, left=(0, _LAST_COLUMN))


def _record(found: Difference, words: Words) -> dict[str, Any]:
    return {
        "outcome": found.outcome.name,
        "title": found.outcome.title[words.language],
        "group": found.outcome.group,
        "pairs": found.pairs,
        "left_out": found.left_out,
        "mean_baseline": found.baseline,
        "mean_scenario": found.other,
        "difference": found.mean,
        "low": found.low,
        "high": found.high,
        "smallest_relevant": found.smallest_relevant,
        "spread_baseline": found.spread,
        "effect_size": found.effect_size,
        "share_better": found.better,
        "pairs_higher": found.higher,
        "pairs_lower": found.lower,
        "verdict": str(found.verdict),
        "pairs_to_decide": found.pairs_to_decide,
        "words": verdict_text(found, words),
        "sentence": claim(found, words),
    }


def _cells(found: Difference, words: Words) -> tuple[str, ...]:
    first, second = (
        value_text(found.outcome, value, words.language) for value in (found.baseline, found.other)
    )
    return (
        f"  {found.outcome.title[words.language]}",
        first,
        second,
        mean_text(found, words, brief=True),
        interval_text(found, words, brief=True),
        number_text(found.effect_size, 1, words.language, sign=True),
        number_text(100 * found.better, 0, words.language, unit="%"),
        verdict_text(found, words, brief=True),
    )
