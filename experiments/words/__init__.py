"""The words that users see, in English and Dutch."""

from __future__ import annotations

import locale
import os
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import count
from typing import Any

from sim.text import LANGUAGES


class Words:
    """The sentences of one language, by key; calling it fills in the values between braces."""

    def __init__(self, language: str, sentences: Mapping[str, str]) -> None:
        self.language = language
        self.sentences = sentences

    def __call__(self, key: str, **values: object) -> str:
        """Return the sentence of that key; KeyError for an unknown key or a value that is missing.

        Of `{runs:run|runs}` it takes the former for the whole number 1, the latter for any other.
        """
        counted = {name: _Count(value) if type(value) is int else value for name, value in values.items()}
        return self.sentences[key].format(**counted)

    def variants(self, key: str) -> int:
        """Return in how many ways a key can be said, as `key.0`, `key.1` …; 0 where it has no variants."""
        return next(number for number in count() if f"{key}.{number}" not in self.sentences)


class _Count(int):
    """A whole number that chooses between a word for one and a word for more."""

    def __format__(self, form: str) -> str:
        one, either, more = form.partition("|")
        return (one if self == 1 else more) if either else super().__format__(form)


@cache
def words_in(language: str) -> Words:
    """Return the words of a language (`en` or `nl`)."""
    tables = tomllib.loads(files("experiments.words").joinpath(f"{language}.toml").read_text("utf-8"))
    return Words(language, dict(_flat(tables)))


def language_of_user(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language of the user's locale, or English where the program does not speak it."""
    named = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((name for name in named if name), "") or locale.getlocale()[0] or ""
    if name.lower().startswith("dutch"):  # as Windows calls it
        return "nl"
    return name[:2].lower() if name[:2].lower() in LANGUAGES else "en"


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Return every sentence with its key; a list of variants gives keys that end in numbers."""
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, list):
            value = {str(number): variant for number, variant in enumerate(value)}
        found += [(prefix + key, value)] if isinstance(value, str) else _flat(value, f"{prefix}{key}.")
    return found
