"""A text in the two languages of the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.errors import InputError, Phrase, describe, nearest_name

LANGUAGES = ("en", "nl")


@dataclass(frozen=True)
class Text:
    """One text in English and Dutch; `text["nl"]` and `text.nl` are the same, `str()` gives English.

    A language that is left out takes the words of the other.
    """

    en: str = ""
    nl: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "en", self.en or self.nl)
        object.__setattr__(self, "nl", self.nl or self.en)

    def __getitem__(self, language: str) -> str:
        """Return the text in `language`; KeyError for any other language."""
        if language not in LANGUAGES:
            raise KeyError(language)
        return self.en if language == "en" else self.nl

    def __str__(self) -> str:
        return self.en

    def to_dict(self) -> dict[str, str]:
        """Return the text by language."""
        return {"en": self.en, "nl": self.nl}

    @classmethod
    def from_dict(cls, value: object, key: str) -> Text:
        """Return the text in a table with `en`, `nl` or both; InputError when `value` is no such table."""
        if not isinstance(value, Mapping) or not value:
            got = describe(value) if value or not isinstance(value, Mapping) else Phrase("an empty table")
            raise InputError(key=key, got=got, allowed=Phrase('{key} = {{ en = "…", nl = "…" }}', key=key))
        for language, words in value.items():
            if language not in LANGUAGES:
                raise InputError(
                    "unknown language",
                    key=f"{key}.{language}",
                    allowed="en, nl",
                    nearest=nearest_name(str(language), LANGUAGES),
                )
            if not isinstance(words, str) or not words.strip():
                raise InputError(key=f"{key}.{language}", got=describe(words), allowed="a text")
        return cls(**value)
