"""English beyond phrases."""

from __future__ import annotations

DECIMAL_MARK = "."
CARDINALS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
AND = " and "


def started(word: str) -> str:
    """Return a word as it stands at the start of a sentence."""
    return word[:1].upper() + word[1:]
