"""Dutch beyond phrases."""

from __future__ import annotations

DECIMAL_MARK = ","
CARDINALS = (
    *("geen", "één", "twee", "drie", "vier", "vijf", "zes"),
    *("zeven", "acht", "negen", "tien", "elf", "twaalf"),
)
AND = " en "


def started(word: str) -> str:
    """Return a word as it stands at the start of a sentence: capitals carry no accent, and ij counts as one letter."""
    if word.startswith("één"):
        return "Eén" + word[3:]
    letters = 2 if word.startswith("ij") else 1
    return word[:letters].upper() + word[letters:]
