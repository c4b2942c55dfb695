"""The one form of message for wrong input."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import CasusoverlegError, InputError, Phrase, WorkError, describe, nearest_name

FULL = InputError("odd", where="a.toml", key="trust", got=0.5, allowed="a table", nearest="mandate")


def test_a_message_tells_everything_in_a_fixed_order() -> None:
    assert str(FULL) == "a.toml: trust: odd; got 0.5; allowed: a table; did you mean mandate?"


def test_what_is_not_known_leaves_no_trace_in_the_message() -> None:
    assert str(InputError("no such file", where="a.toml")) == "a.toml: no such file"
    assert str(InputError(key="--runs", got=0, allowed="1 or more")) == "--runs: got 0; allowed: 1 or more"


def test_an_error_can_be_moved_into_a_file_and_under_a_key() -> None:
    moved = FULL.within("b.toml").under("changes, entry 2")
    assert str(moved).startswith("b.toml: changes, entry 2: trust: odd")
    assert str(FULL).startswith("a.toml: trust: odd")
    assert InputError("is missing").under("title").key == "title"


def test_a_phrase_is_its_english_text_and_keeps_template_and_values() -> None:
    phrase = Phrase("week {week} sets {name} twice", week=3, name="{odd}")
    assert phrase == "week 3 sets {odd} twice"
    copy = pickle.loads(pickle.dumps(phrase))
    assert (type(copy), copy, vars(copy)) == (Phrase, phrase, vars(phrase))
    with pytest.raises(KeyError):
        Phrase("week {week}")


def test_a_message_is_told_by_whoever_knows_the_words() -> None:
    error = InputError("odd", where="a.toml", key=Phrase("line {line}", line=3), got="b", allowed="c")
    assert error.message(lambda text: text.upper()) == "a.toml: LINE 3: ODD; GOT B; ALLOWED: C"
    assert WorkError("disk full").message(str.upper) == "DISK FULL"
    assert error.message() == str(error)


PHRASED = InputError(Phrase("week {week}", week=3), allowed=Phrase("{a} or more", a=Phrase("{n} days", n=2)))


@pytest.mark.parametrize("error", [FULL, PHRASED, WorkError("disk full"), CasusoverlegError("x")])
def test_errors_survive_the_way_to_another_process(error: CasusoverlegError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


def test_exit_codes() -> None:
    assert (InputError("x").exit_code, WorkError("x").exit_code) == (2, 1)


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.lists(st.integers())))
def test_any_value_is_described_on_one_short_line(value: object) -> None:
    assert 0 < len(describe(value)) <= 61
    assert describe(value).isprintable()


def test_a_value_of_many_lines_is_described_on_one() -> None:
    assert describe(np.eye(2)) == "[[1. 0.] [0. 1.]]"


@given(st.text(), st.text())
def test_a_message_is_one_printable_line_whatever_the_file_is_called(where: str, key: str) -> None:
    assert str(InputError("odd", where=where, key=key)).isprintable()


@pytest.mark.parametrize(
    ("name", "nearest"), [("trust", "trust"), ("Trust", "trust"), ("trsut", "trust"), ("xyz", ""), ("", "")]
)
def test_nearest_name(name: str, nearest: str) -> None:
    assert nearest_name(name, ("mandate", "trust")) == nearest


def test_a_very_long_name_is_compared_in_no_time() -> None:
    assert nearest_name("x" * 10_000_000, ("mandate", "trust")) == ""
