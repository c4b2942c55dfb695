"""Many scenarios against one baseline at a glance: a row each, a column for each outcome of the answer."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from experiments.comparison import Difference, Verdict
from experiments.numbers import decimals_of_difference, difference_text, title_of_difference
from experiments.pair import Pair
from experiments.tables import aligned, paragraph
from experiments.words import Words
from sim.outcomes import OUTCOMES, Outcome

_MOST_COLUMNS = 4
_GAP = "  "
_LETTERS_IN_TITLE = 41
_MARKS = {
    Verdict.CLEAR: ("▲", "▼"),
    Verdict.SMALL: ("△", "▽"),
    Verdict.UNCERTAIN: ("▲?", "▼?"),
    Verdict.HARDLY: ("≈", "≈"),
    Verdict.OPEN: ("?", "?"),
    Verdict.FEW: ("", ""),
    Verdict.NONE: ("", ""),
}


def ranked(pairs: Sequence[Pair], outcome: str) -> list[Pair]:
    """Return the pairs from the largest difference in an outcome to the smallest."""
    return sorted(pairs, key=lambda pair: -pair.differences[outcome].mean)


def lines(pairs: Sequence[Pair], words: Words, outcomes: Sequence[str], *, everything: bool = False) -> list[str]:
    """Return tables as lines, ranked by the first outcome, and below them what the marks mean.

    `everything`: the other outcomes follow, in tables of their own.
    """
    rows = ranked(pairs, outcomes[0])
    shown = [*outcomes, *(name for name in OUTCOMES if everything and name not in outcomes)]
    tables = [_table(rows, words, part) for part in _parts(shown)]
    return [line for table in tables for line in (*table, "")] + paragraph(words("compare.marks"))


def _parts(names: Sequence[str]) -> Iterator[list[Outcome]]:
    """Yield as many outcomes at a time as stand side by side."""
    for first in range(0, len(names), _MOST_COLUMNS):
        yield [OUTCOMES[name] for name in names[first : first + _MOST_COLUMNS]]


def _table(rows: Sequence[Pair], words: Words, outcomes: Sequence[Outcome]) -> list[str]:
    names = aligned([(pair.other.scenario.name, _title(pair, words)) for pair in rows], left=(0, 1))
    width = max(map(len, names))
    columns = [_column([pair.differences[outcome.name] for pair in rows], words.language) for outcome in outcomes]
    titles = [title_of_difference(outcome, words.language) for outcome in outcomes]
    body = [
        _GAP.join((name.ljust(width), *cells)).rstrip() for name, *cells in zip(names, *columns, strict=True)
    ]
    return [*_stairs(titles, [width, *(len(cells[0]) for cells in columns)]), *body]


def _stairs(titles: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Return the titles of narrow columns: each on a line of its own, the last on top, ending where its column ends."""
    ends = [sum(widths[: number + 2]) + len(_GAP) * (number + 1) for number in range(len(titles))]
    found = []
    for number, title in reversed(list(enumerate(titles))):
        line = title.rjust(ends[number])
        for end in ends[number + 1 :]:
            line = line.ljust(end - 1) + "│"
        found.append(line)
    return found


def _title(pair: Pair, words: Words) -> str:
    return textwrap.shorten(pair.other.title(words.language), _LETTERS_IN_TITLE, placeholder=" …")


def _column(found: Sequence[Difference], language: str) -> list[str]:
    """Return the differences in one outcome with their marks, all with as many decimals and as wide."""
    outcome = found[0].outcome
    decimals = max(
        decimals_of_difference(outcome, [] if each.contains_zero else [each.mean]) for each in found
    )
    numbers = [difference_text(outcome, each.mean, language, decimals=decimals, unit=False) for each in found]
    width = max(map(len, numbers))
    return [f"{number:>{width}} {_mark(each):<2}" for number, each in zip(numbers, found, strict=True)]


def _mark(found: Difference) -> str:
    return _MARKS[found.verdict][0 if found.mean > 0 else 1]
