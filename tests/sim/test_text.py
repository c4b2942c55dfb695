"""Texts in two languages."""

from __future__ import annotations

from typing import Any

import pytest

from sim.errors import InputError
from sim.text import LANGUAGES, Text

TRUST = Text("Trust", "Vertrouwen")


def test_a_text_gives_its_words_by_language() -> None:
    assert [TRUST[language] for language in LANGUAGES] == ["Trust", "Vertrouwen"]
    assert str(TRUST) == TRUST.en
    assert Text.from_dict(TRUST.to_dict(), "title") == TRUST


@pytest.mark.parametrize("language", ["de", "EN", ""])
def test_other_languages_are_no_key(language: str) -> None:
    with pytest.raises(KeyError):
        TRUST[language]


def test_a_language_that_is_left_out_takes_the_words_of_the_other() -> None:
    assert Text.from_dict({"nl": "Vertrouwen"}, "title") == Text("Vertrouwen", "Vertrouwen")
    assert Text(en="Trust").nl == "Trust"


@pytest.mark.parametrize(
    ("value", "key", "got"),
    [
        ("Trust", "title", "'Trust'"),
        ({}, "title", "an empty table"),
        (["Trust"], "title", "a list"),
        ({"en": 5}, "title.en", "5"),
        ({"en": "  "}, "title.en", "'  '"),
        ({"en": "Trust", "nl": ["x"]}, "title.nl", "a list"),
        ({"de": "Vertrauen"}, "title.de", ""),
    ],
)
def test_what_is_no_text_in_two_languages_is_refused(value: Any, key: str, got: str) -> None:
    with pytest.raises(InputError) as caught:
        Text.from_dict(value, "title")
    assert (caught.value.key, caught.value.got) == (key, got)
    assert caught.value.allowed
