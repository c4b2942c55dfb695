"""What a language needs beyond phrases; a module each: `en` and `nl`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from experiments.words import en, nl

_START = re.compile(r"(?:^|(?<=[.?!] ))(\w+)")


class Grammar(Protocol):
    """What the module of a language holds."""

    @property
    def DECIMAL_MARK(self) -> str:
        """What stands between whole and part of a number."""

    @property
    def CARDINALS(self) -> Sequence[str]:
        """Words for the numbers from 0 on; higher ones stand in figures."""

    @property
    def AND(self) -> str:
        """What joins the last two of a list, spaces included."""

    def started(self, word: str) -> str:
        """Return a word as it stands at the start of a sentence."""


_GRAMMARS: dict[str, Grammar] = {"en": en, "nl": nl}


def grammar_of(language: str) -> Grammar:
    """Return the grammar of a language (`en` or `nl`)."""
    return _GRAMMARS[language]


def joined(parts: Sequence[str], language: str) -> str:
    """Return a list as people say it: 'a, b and c'."""
    *first, last = parts or [""]
    return f"{', '.join(first)}{grammar_of(language).AND}{last}" if first else last


def cardinal(number: int, language: str) -> str:
    """Return a number in words, or in figures where the word would be long."""
    words = grammar_of(language).CARDINALS
    return words[number] if 0 <= number < len(words) else str(number)


def sentences(text: str, language: str) -> str:
    """Return a text in which every sentence starts as it should."""
    return _START.sub(lambda found: grammar_of(language).started(found[1]), text)
