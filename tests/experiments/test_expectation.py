"""What was expected, held against what came out: each sentence stands only where it is true."""

from __future__ import annotations

from dataclasses import replace

import pytest

from experiments.answer import mean_text
from experiments.expectation import CameOut, against, came_out, counts, expectation_record, sentence
from experiments.words import words_in
from tests.experiments.found import INTERVALS, found, nothing

CASES = {
    "as_expected": (found(verdict="clear"), "higher"),
    "as_expected_uncertain": (found(verdict="uncertain", sign=-1), "lower"),
    "as_expected_small": (found(verdict="small"), "higher"),
    "other_way": (found(verdict="clear"), "lower"),
    "other_way_uncertain": (found(verdict="uncertain"), "lower"),
    "other_way_small": (found(verdict="small", sign=-1), "higher"),
    "hardly": (found(verdict="hardly"), "higher"),
    "open": (found(verdict="open"), "lower"),
    "none": (nothing(), "lower"),
}


def test_too_few_pairs_do_not_decide_it() -> None:
    assert came_out(replace(found(verdict="clear"), pairs=19), "higher") is CameOut.OPEN


def test_every_way_has_its_case() -> None:
    assert set(CASES) == set(CameOut)


@pytest.mark.parametrize("verdict", INTERVALS)
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("side", ["higher", "lower"])
def test_how_it_came_out(verdict: str, sign: int, side: str) -> None:
    way = came_out(found(verdict=verdict, sign=sign), side)
    if verdict in ("hardly", "open"):
        assert way == verdict
    else:
        assert way.startswith("as_expected" if (sign > 0) == (side == "higher") else "other_way")
        assert way.endswith(verdict) == (verdict != "clear")


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("way", CASES)
def test_each_sentence_is_told_where_it_is_true_and_nowhere_else(way: str, language: str) -> None:
    words = words_in(language)
    difference, side = CASES[way]
    told = sentence(difference, side, words)
    title, number = difference.outcome.title[language], mean_text(difference, words)
    values = {"outcome": title, "side": words(f"compare.{side}"), "difference": number}
    assert {other for other in CameOut if told == words(f"expected.{other}", **values)} == {way}
    assert (number in told) == (way != "none")


def test_sentences_as_people_read_them() -> None:
    english, dutch, quality = words_in("en"), words_in("nl"), "Quality of collaboration"
    assert sentence(*CASES["as_expected"], english) == f"{quality}: expected higher, and so it is: +0.040."
    told = "Kwaliteit van de samenwerking: hoger verwacht, maar het is andersom, al is het te weinig om ertoe te doen: "
    assert sentence(*CASES["other_way_small"], dutch) == told + "\N{MINUS SIGN}0,010."


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("way", CASES)
def test_counts_name_only_what_occurs(way: str, language: str) -> None:
    words = words_in(language)
    (phrase,) = counts([CASES[way]] * 3, words)
    assert phrase.endswith(": 3")
    all_of_them = counts(list(CASES.values()), words)
    assert [phrase[-1] for phrase in all_of_them] == ["2", "1", "1", "1", "3", "1"]
    assert phrase.rpartition(":")[0] in [each.rpartition(":")[0] for each in all_of_them]


def test_the_other_way_is_singled_out() -> None:
    assert against(list(CASES.values())) == [CASES[way] for way in CASES if way.startswith("other_way")]


def test_a_record_says_nothing_where_nothing_was_expected() -> None:
    assert set(expectation_record(found(verdict="clear"), None, words_in("en")).values()) == {None}
    record = expectation_record(found(verdict="clear"), "lower", words_in("en"))
    assert (record["expected"], record["came_out"]) == ("lower", "other_way")
