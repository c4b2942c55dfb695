"""What went wrong, in the language of the user: the English sentence is the key of its translation."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from sim.errors import CasusoverlegError, Phrase


def message(error: CasusoverlegError, language: str) -> str:
    """Return what an error says, in `language`; reasons that come from Python or the computer stay as they are."""
    return error.message(lambda text: told(text, language))


def told(text: str, language: str) -> str:
    """Return a sentence or phrase in `language`; in English where it has no translation."""
    sentences = _sentences(language)
    if not isinstance(text, Phrase):
        return sentences.get(text, text)
    values = {
        name: told(value, language) if isinstance(value, Phrase) else value
        for name, value in text.values.items()
    }
    return sentences.get(text.template, text.template).format(**values)


@cache
def _sentences(language: str) -> Mapping[str, str]:
    if language == "en":
        return {}
    return tomllib.loads(files("experiments.words").joinpath(f"messages.{language}.toml").read_text("utf-8"))
