"""Both languages say the same things, and everything that is said has words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import experiments
from experiments.words import language_of_user, words_in

ENGLISH, DUTCH = words_in("en").sentences, words_in("nl").sentences
_PLACE, _SHOWN = re.compile(r"\{(\w+)[}:]"), re.compile(r"\{(\w+)\}")


def test_both_languages_have_the_same_keys() -> None:
    assert set(ENGLISH) == set(DUTCH)


@pytest.mark.parametrize("key", sorted(ENGLISH))
def test_both_languages_fill_in_the_same_values(key: str) -> None:
    """In stories a count may choose the form of a verb in one language, and not in the other."""
    place = _SHOWN if key.startswith("story.") else _PLACE
    assert set(place.findall(ENGLISH[key])) == set(place.findall(DUTCH[key]))


def test_a_list_of_variants_is_numbered_from_0() -> None:
    assert words_in("nl").variants("story.fact.withheld") > 1
    assert words_in("nl").variants("story.title") == 0


def test_every_key_is_used_and_every_used_key_exists() -> None:
    patterns = _used_keys()
    missing = [pattern for pattern in patterns if not any(re.fullmatch(pattern, key) for key in ENGLISH)]
    unused = [key for key in ENGLISH if not any(re.fullmatch(pattern, key) for pattern in patterns)]
    assert (missing, unused) == ([], [])


def _used_keys() -> set[str]:
    """Return a pattern for each key that the code asks words for; a value within a key matches anything."""
    (folder,) = experiments.__path__
    trees = (ast.parse(path.read_text("utf-8")) for path in Path(folder).rglob("*.py"))
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    return {pattern for call in calls if _asks_words(call.func) for pattern in _patterns(call.args[0])}


def _asks_words(function: ast.expr) -> bool:
    return ast.unparse(function).endswith("words") or ast.unparse(function).startswith("words_in(")


def _patterns(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*_patterns(node.body), *_patterns(node.orelse)]
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return [
        "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.]+" for part in parts)
    ]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_one_and_more_have_their_own_words(language: str) -> None:
    words = words_in(language)
    one = {"en": "1 pair of 1 week,", "nl": "1 paar van 1 week,"}
    more = {"en": "2 pairs of 0 weeks,", "nl": "2 paren van 0 weken,"}
    assert words("compare.heading", pairs=1, weeks=1, seed=1).startswith(one[language])
    assert words("compare.heading", pairs=2, weeks=0, seed=1).startswith(more[language])
    assert "3" not in words("compare.same", pairs=1)
    assert " 3 " in words("compare.same", pairs=3)


COUNTING = re.compile(r"(run|compare|expected|check|parameters)\..+|figure\.(runs|pairs|weeks)")
# never 1, or the words beside it are the same for 1
SAME_FOR_ONE = re.compile(r"compare\.(needed|evidence|more_open|later\w*)|expected\.count\.(?!heading)\w+")


@pytest.mark.parametrize("sentences", [ENGLISH, DUTCH], ids=["en", "nl"])
@pytest.mark.parametrize("name", ["count", "pairs", "weeks"])
def test_a_count_has_words_for_one_and_for_more(sentences: dict[str, str], name: str) -> None:
    counting = {key: text for key, text in sentences.items() if COUNTING.fullmatch(key) and f"{{{name}}}" in text}
    assert counting
    assert [key for key, text in counting.items() if f"{{{name}:" not in text and not SAME_FOR_ONE.fullmatch(key)] == []


def test_words_fail_for_an_unknown_key_and_a_missing_value() -> None:
    with pytest.raises(KeyError):
        words_in("en")("no.such.key")
    with pytest.raises(KeyError):
        words_in("en")("run.heading", runs=3)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "nl_BE"}, "nl"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "Dutch_Netherlands.1252"}, "nl"),
    ],
)
def test_language_follows_the_locale(environment: dict[str, str], language: str) -> None:
    assert language_of_user(environment) == language
