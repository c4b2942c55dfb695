"""A comparison in words: each verdict, both languages, no claim stronger than its interval."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from experiments.answer import answers, claim, divergence, evidence, interval_text, mean_text, verdict_text
from experiments.comparison import Difference
from experiments.headlines import MAIN
from experiments.words import words_in
from sim.outcomes import OUTCOMES
from tests.experiments.found import INTERVALS, found, nothing

FORBIDDEN = re.compile(r"bewijst|leidt tot|effectief|significant|proves?|leads? to|predict|voorspelt", re.I)
SUBJECT, ONDERWERP = "the quality of collaboration", "de kwaliteit van de samenwerking"


def few(pairs: int) -> Difference:
    nan = float("nan")
    return replace(found(), pairs=pairs, low=nan, high=nan, higher=max(1, pairs - 1), lower=min(1, pairs - 1))


@pytest.mark.parametrize(
    ("verdict", "sign", "english", "dutch"),
    [
        ("clear", 1, f"{SUBJECT} is higher in B than in A.", f"is {ONDERWERP} in B hoger dan in A."),
        ("clear", -1, f"{SUBJECT} is lower in B than in A.", f"is {ONDERWERP} in B lager dan in A."),
        (
            "small",
            -1,
            f"{SUBJECT} is lower in B than in A, but the difference is small.",
            f"is {ONDERWERP} in B lager dan in A, maar het verschil is klein.",
        ),
        (
            "uncertain",
            1,
            f"{SUBJECT} is higher in B than in A; how much is uncertain.",
            f"is {ONDERWERP} in B hoger dan in A; hoeveel is onzeker.",
        ),
        (
            "hardly",
            1,
            f"{SUBJECT} hardly differs between A and B.",
            f"is er nauwelijks verschil in {ONDERWERP} tussen A en B.",
        ),
        (
            "open",
            1,
            f"{SUBJECT} shows no clear difference; more runs are needed.",
            f"is er geen duidelijk verschil in {ONDERWERP}; meer simulaties nodig.",
        ),
    ],
)
def test_claim_for_each_verdict(verdict: str, sign: int, english: str, dutch: str) -> None:
    difference = found(verdict=verdict, sign=sign)
    assert difference.verdict == verdict
    assert claim(difference, words_in("en")) == f"In this simulation, {english}"
    assert claim(difference, words_in("nl")) == f"In deze simulatie {dutch}"


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("verdict", INTERVALS)
@pytest.mark.parametrize("outcome", MAIN)
def test_no_claim_is_a_forecast_or_a_proof(outcome: str, verdict: str, language: str) -> None:
    words = words_in(language)
    text = claim(found(outcome, verdict), words)
    assert not FORBIDDEN.search(text)
    assert text.startswith(("In this simulation", "In deze simulatie"))
    side_named = "higher" in text or "hoger" in text
    assert side_named == (verdict in ("clear", "small", "uncertain"))


def test_evidence_names_number_interval_and_pairs() -> None:
    assert evidence(found(), words_in("en")) == (
        "Difference +0.040, 95% interval +0.030 to +0.050; B is higher in 188 and lower in 12 of 200 pairs. "
        "That is 0.8 times the spread between the runs of A."
    )
    assert evidence(replace(found(sign=-1), left_out=3), words_in("nl")) == (
        "Verschil \N{MINUS SIGN}0,040, 95%-interval \N{MINUS SIGN}0,050 tot \N{MINUS SIGN}0,030; "
        "B is hoger in 188 van de 200 paren en lager in 12. Dat is 0,8 keer de spreiding tussen de simulaties van A. "
        "3 paren zonder waarde tellen niet mee."
    )


@pytest.mark.parametrize("language", ["en", "nl"])
def test_spread_and_pairs_to_decide_are_told_only_where_they_mean_something(language: str) -> None:
    words = words_in(language)
    spread, decide = ("spread between", "would decide") if language == "en" else ("spreiding", "uitsluitsel")
    for verdict in INTERVALS:
        text = evidence(found(verdict=verdict), words)
        assert (spread in text) == (verdict in ("clear", "small", "uncertain"))
        assert (decide in text) == (verdict == "open")
    hazy = replace(found(verdict="open"), mean=0.0, low=-0.04, high=0.04)
    assert " 800 " in evidence(hazy, words)
    assert spread not in evidence(replace(found(), spread=0.0), words)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("verdict", INTERVALS)
def test_each_sentence_stands_only_where_it_is_true(verdict: str, sign: int, language: str) -> None:
    words = words_in(language)
    for outcome in OUTCOMES:
        text = claim(found(outcome, verdict, sign=sign), words)
        subject = words(f"compare.subject.{outcome}")
        true = {
            (kind, side)
            for kind in ("clear", "small", "uncertain", "hardly", "open", "none")
            for side in ("higher", "lower")
            if text == words(f"compare.sentence.{kind}", subject=subject, side=words(f"compare.{side}"))
        }
        sides = {"higher", "lower"} if verdict in ("hardly", "open") else {"higher" if sign > 0 else "lower"}
        assert true == {(verdict, side) for side in sides}


def test_evidence_of_identical_runs_and_of_none() -> None:
    same = replace(found(verdict="hardly"), mean=0.0, low=0.0, high=0.0, higher=0, lower=0)
    assert evidence(same, words_in("en")) == "Exactly the same in all 200 pairs."
    assert evidence(nothing(), words_in("en")) == "200 pairs left out for want of a value."
    assert "cannot be compared" in claim(nothing(), words_in("en"))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_one_pair_has_a_difference_and_no_interval(language: str) -> None:
    words = words_in(language)
    single = few(1)
    told = words("compare.one", difference=mean_text(single, words))
    assert evidence(single, words) == told
    assert interval_text(single, words) == "\N{EN DASH}"
    assert told not in evidence(found(), words)


def test_too_few_pairs_have_a_difference_and_no_verdict() -> None:
    english, dutch = words_in("en"), words_in("nl")
    assert claim(few(1), english) == (
        f"In this simulation, 1 pair is too few to tell whether {SUBJECT} differs between A and B."
    )
    assert claim(few(19), dutch) == (
        f"In deze simulatie zijn 19 paren te weinig om te zeggen of {ONDERWERP} tussen A en B verschilt."
    )
    assert evidence(few(19), english) == "Difference +0.040; B is higher in 18 and lower in 1 of 19 pairs."
    assert verdict_text(few(19), english) == "too few pairs to tell"
    assert verdict_text(few(19), dutch, brief=True) == "te weinig paren"


def test_a_small_part_of_a_spread_does_not_read_as_none() -> None:
    sliver = replace(found(verdict="small"), spread=found(verdict="small").mean / 0.049)
    told = "less than 0.05 times the spread"
    assert told in evidence(sliver, words_in("en"))
    assert "minder dan 0,05 keer de spreiding" in evidence(sliver, words_in("nl"))
    more = evidence(replace(sliver, spread=sliver.mean / 0.051), words_in("en"))
    assert "0.1 times the spread" in more
    assert told not in more


@pytest.mark.parametrize("language", ["en", "nl"])
def test_parts_that_diverge_are_told_beside_the_quality_of_collaboration(language: str) -> None:
    words = words_in(language)
    differences = {name: found(name, "hardly") for name in OUTCOMES}
    differences |= {"agreements_kept": found("agreements_kept"), "plan_rate": found("plan_rate", "small", sign=-1)}
    differences |= {"joint_effort": found("joint_effort", "uncertain", sign=-1), "trust": found("trust", sign=-1)}
    differences["information_shared"] = replace(found("information_shared", sign=-1), pairs=19)
    assert divergence(differences, words) == ""  # none that is lower is a part, surely, and by enough to matter
    differences["information_shared"] = found("information_shared", sign=-1)
    told = {
        "en": "The parts of this quality diverge. Higher: agreements kept (+4.0 %-pt). "
        "Lower: information shared (−4.0 %-pt).",
        "nl": "De onderdelen van deze kwaliteit gaan uiteen. Hoger: nagekomen afspraken (+4,0 %-punt). "
        "Lager: informatie gedeeld (−4,0 %-punt).",
    }[language]
    assert divergence(differences, words) == told
    assert [told in said for _, said in answers(differences, words)] == [True, False, False, False]


def test_better_is_said_only_of_a_clear_difference_with_a_good_side() -> None:
    english = words_in("en")
    assert verdict_text(found("risk", sign=-1), english) == "lower (better)"
    assert verdict_text(found("risk"), english) == "higher (worse)"
    assert verdict_text(found("collaboration_quality", sign=-1), english) == "lower (worse)"
    assert verdict_text(found("compulsory_share"), english) == "higher"
    assert verdict_text(found("risk", "small", sign=-1), english) == "lower, but the difference is small"
    assert verdict_text(found("risk", "open", sign=-1), english) == "no clear difference; more runs needed"
    assert verdict_text(nothing("risk"), english) == "no pair has a value"


@pytest.mark.parametrize(
    ("verdict", "english", "dutch"),
    [
        ("clear", "higher (better)", "hoger (beter)"),
        ("small", "higher, but small", "hoger, maar klein"),
        ("uncertain", "higher, how much?", "hoger, hoeveel?"),
        ("hardly", "hardly any", "nauwelijks"),
        ("open", "not clear", "niet duidelijk"),
    ],
)
def test_brief_verdicts(verdict: str, english: str, dutch: str) -> None:
    assert verdict_text(found(verdict=verdict), words_in("en"), brief=True) == english
    assert verdict_text(found(verdict=verdict), words_in("nl"), brief=True) == dutch


def test_brief_numbers_have_as_few_decimals_as_keep_them_from_reading_as_zero() -> None:
    english = words_in("en")
    near = replace(found(verdict="small"), mean=0.0003, low=0.0002, high=0.0004)
    assert (mean_text(near, english, brief=True), interval_text(near, english, brief=True)) == (
        "+0.0003",
        "+0.0002 to +0.0004",
    )
    close = replace(found(verdict="small"), mean=0.0070, low=0.0069, high=0.0071)
    assert interval_text(close, english, brief=True) == "+0.007 to +0.007"
    assert interval_text(close, english) == "+0.0069 to +0.0071"
    assert mean_text(found("plan_rate"), english, brief=True) == "+4.0"


def test_no_end_of_an_interval_clear_of_zero_reads_as_zero() -> None:
    near = replace(found(verdict="small"), mean=0.01, low=0.0002, high=0.0198)
    assert interval_text(near, words_in("en")) == "+0.0002 to +0.0198"


def test_compulsion_stands_right_behind_risk() -> None:
    differences = {name: found(name) for name in OUTCOMES}
    said = [text for text, _ in answers(differences, words_in("en"))]
    risk = next(number for number, text in enumerate(said) if " risk " in text)
    assert "compulsion" in said[risk + 1]
