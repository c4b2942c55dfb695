"""Many scenarios against one baseline at a glance: a row each, a column for each outcome of the answer."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.answer import mean_text
from experiments.comparison import Difference, Verdict
from experiments.pair import Pair
from experiments.tables import aligned
from experiments.words import Words
from sim.outcomes import OUTCOMES

MOST_IN_FULL = 6  # more comparisons than this are told at a glance
_MARKS = {
    Verdict.CLEAR: ("▲", "▼"),
    Verdict.SMALL: ("△", "▽"),
    Verdict.UNCERTAIN: ("▲?", "▼?"),
    Verdict.HARDLY: ("≈", "≈"),
    Verdict.OPEN: ("?", "?"),
    Verdict.NONE: ("", ""),
}


def ranked(pairs: Sequence[Pair], outcome: str) -> list[Pair]:
    """Return the pairs from the largest difference in an outcome to the smallest."""
    return sorted(pairs, key=lambda pair: -pair.differences[outcome].mean)


def lines(pairs: Sequence[Pair], words: Words, outcomes: Sequence[str]) -> list[str]:
    """Return the table as lines, ranked by the first outcome, and below it what the marks mean."""
    rows: list[tuple[str, ...]] = [("", *(OUTCOMES[name].title[words.language] for name in outcomes))]
    for pair in ranked(pairs, outcomes[0]):
        cells = (_cell(pair.differences[name], words) for name in outcomes)
        rows.append((pair.other.title(words.language), *cells))
    return [*aligned(rows), "", words("compare.marks")]


def _cell(found: Difference, words: Words) -> str:
    mark = _MARKS[found.verdict][0 if found.mean > 0 else 1]
    return f"{mean_text(found, words)} {mark:<2}"
