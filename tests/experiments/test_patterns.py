"""Patterns: how they are declared, how they are judged, and that the model reproduces them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.patterns.declared import Claim, Pattern, World, declared, read
from experiments.patterns.interview import order
from experiments.patterns.measured import Measured, Verdict, contrast, judge, measured, values
from experiments.patterns.scoreboard import CHECKING, Number, Score, score_board
from experiments.words import words_in
from sim.errors import InputError
from sim.measures import QUALITY
from sim.runs import simulate
from sim.text import Text

PATTERNS = declared()
A, B = World((("trust.initial", 0.2),)), World((("trust.initial", 0.8),))
ROWS = {
    A: {"trust": np.array([0.1, 0.2, 0.3]), "shifts": np.array([2.0, 4.0, 6.0]), "conferences": np.array([2.0, 2, 2])},
    B: {"trust": np.array([0.4, 0.4, 0.7]), "shifts": np.array([1.0, 1.0, 1.0]), "conferences": np.array([2.0, 2, 2])},
}


def file(**claim: Any) -> dict[str, Any]:
    """Return the tables of a file with one pattern and one claim."""
    whole = {"outcome": "trust", "more": ["high"], "less": ["low"]} | claim
    return {
        "pieces": {"high": {"trust.initial": 0.8}, "low": {"trust.initial": 0.2}},
        "patterns": [{"id": "X1", "source": "§1", "says": {"en": "so it is"}, "claims": [whole]}],
    }


def test_every_pattern_of_tables_2_and_3_is_declared_with_its_source_in_both_languages() -> None:
    names = [f"A{number}" for number in range(1, 16)] + [f"B{number}" for number in range(1, 12)]
    assert [pattern.name for pattern in PATTERNS.all] == names
    for pattern in PATTERNS.all:
        assert "§" in pattern.source
        assert pattern.says.en != pattern.says.nl
        assert pattern.claims
        assert pattern.direct  # so that emergent means something


def test_a_gradient_is_about_its_form_under_its_own_row() -> None:
    rows = {pattern.name: pattern for pattern in PATTERNS.all}
    own = dict(rows["A1"].claims[0].more[0].settings)
    for name in ("A4", "A5", "A6", "A7"):
        for claim in rows[name].claims:
            others = [dict(world.settings) for world in claim.worlds]
            assert all(sum(own[key] != world[key] for key in own) <= 4 for world in others)
            assert all(set(own) == set(world) for world in others)


def test_worlds_lie_within_the_ranges_and_are_scenarios() -> None:
    for pattern in PATTERNS.all:
        for claim in pattern.claims + pattern.reports:
            for world in claim.worlds:
                scenario = PATTERNS.scenario(world)
                assert all(scenario.value(name) == value for name, value in world.settings)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"outcome": "trist"}, "did you mean trust?"),
        ({"more": ["hihg"]}, "did you mean high?"),
        ({"fed": ["shifts"]}, "allowed: information_shared"),
        ({"than": ["low"]}, "unknown key"),
    ],
)
def test_a_wrong_claim_is_refused_with_its_pattern(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match="X1") as refused:
        read(file(**change), "mine.toml")
    assert message in str(refused.value)
    assert str(refused.value).startswith("mine.toml")


def test_a_weight_that_does_not_exist_is_refused() -> None:
    tables = file()
    tables["patterns"][0]["direct"] = ["rules.acts.reserves"]
    with pytest.raises(InputError, match=r"rules\.acts\.reserve"):
        read(tables, "mine.toml")


@pytest.mark.parametrize(
    ("direct", "strictly", "message"),
    [
        (["rules.acts.reserve"], ["rules.acts.resreve"], r"rules\.acts\.reserve"),
        (["rules.acts.reserve"], ["trust.initial"], "no such weight"),
        (["rules.acts.reserve"], ["rules.acts.ebb"], "leaves out"),
    ],
)
def test_what_is_strictly_direct_is_direct_and_more(direct: list[str], strictly: list[str], message: str) -> None:
    tables = file()
    tables["patterns"][0] |= {"direct": direct, "direct_strictly": strictly}
    with pytest.raises(InputError, match=message):
        read(tables, "mine.toml")
    tables["patterns"][0]["direct_strictly"] = [*direct, "rules.acts.ebb"]
    assert read(tables, "mine.toml").all[0].direct_strictly == ("rules.acts.reserve", "rules.acts.ebb")


def test_only_what_is_built_in_by_construction_has_no_other_way_to_work() -> None:
    """With every strictly direct weight off each claim still differs, though perhaps not as it says, save for these."""
    short = {"run.weeks": 26}

    @cache
    def play(world: World) -> Any:
        return simulate(PATTERNS.scenario(world), runs=3, seed=3)

    silent = set()
    for pattern in PATTERNS.all:
        for number, claim in enumerate(pattern.claims, 1):
            if not contrast(claim.off(pattern.direct_strictly).with_settings(short), play).any():
                silent.add((pattern.name, number))
    assert silent == {("B4", 3), ("B4", 4)}  # mediation; in B10 what happens has no weight at all
    assert {pattern.name for pattern in PATTERNS.all if pattern.by_construction} == {"B4", "B10"}


def test_a_pattern_of_ones_own_is_read() -> None:
    (pattern,) = read(file(), "mine.toml").all
    assert pattern.claims == (Claim("trust", (B,), (A,)),)


def test_a_contrast_is_added_up_run_by_run() -> None:
    claim = Claim("trust", (B,), (A,))
    assert contrast(claim, ROWS.__getitem__).tolist() == pytest.approx([0.3, 0.2, 0.4])
    twice = Claim("trust", (B, A), (A, A))
    assert contrast(twice, ROWS.__getitem__).tolist() == pytest.approx([0.3, 0.2, 0.4])
    assert contrast(Claim("shifts / conferences", (A,), ()), ROWS.__getitem__).tolist() == [1.0, 2.0, 3.0]


def test_quality_leaves_out_what_the_factor_feeds() -> None:
    rows = {part: np.array([float(number)]) for number, part in enumerate(QUALITY)}
    assert values("quality", rows, ()) == np.mean(range(len(QUALITY)))
    assert values("quality", rows, QUALITY[1:]) == 0.0


def found(low: float, high: float) -> Measured:
    return Measured(Claim("trust", (B,), (A,)), 100, (low + high) / 2, low, high)


@pytest.mark.parametrize(
    ("ends", "holds"),
    [
        ([(0.1, 0.2), (0.1, 0.3)], True),
        ([(0.1, 0.2), (-0.1, 0.3)], None),
        ([(0.1, 0.2), (-0.3, -0.1)], False),
        ([(0.0, 0.2)], None),
    ],
)
def test_a_pattern_holds_when_all_its_claims_do(ends: list[tuple[float, float]], holds: bool | None) -> None:
    pattern = Pattern("X1", "§1", Text("so it is"), (), (), ())
    assert Verdict(pattern, tuple(found(*each) for each in ends), (), None).holds is holds


def test_emergent_is_what_survives_without_the_weights_that_say_it() -> None:
    pattern = Pattern("X1", "§1", Text("so it is"), ("rules.acts.reserve",), (), ())
    yes, open_, no = found(0.1, 0.2), found(-0.1, 0.2), found(-0.2, -0.1)
    assert Verdict(pattern, (yes,), (), None).emergent is None
    assert Verdict(pattern, (yes,), (), (yes,)).emergent is True
    assert Verdict(pattern, (yes,), (), (open_,)).emergent is False
    assert Verdict(pattern, (no,), (), (yes,)).emergent is False


def test_the_stricter_reading_asks_for_more_than_the_first() -> None:
    pattern = Pattern("X1", "§1", Text("so it is"), ("rules.acts.reserve",), (), ())
    yes, no = found(0.1, 0.2), found(-0.1, 0.2)
    assert Verdict(pattern, (yes,), (), (yes,)).emergent_strictly is None
    assert Verdict(pattern, (yes,), (), (yes,), (yes,)).emergent_strictly is True
    assert Verdict(pattern, (yes,), (), (yes,), (no,)).emergent_strictly is False
    assert Verdict(pattern, (yes,), (), (no,), (yes,)).emergent_strictly is False
    assert Verdict(pattern, (no,), (), (yes,), (yes,)).emergent_strictly is False
    built_in = replace(pattern, by_construction=True)
    assert Verdict(built_in, (yes,), (), (yes,), (yes,)).emergent is True
    assert Verdict(built_in, (yes,), (), (yes,), (yes,)).emergent_strictly is False


def test_switching_off_sets_the_weights_to_nothing_and_nothing_else() -> None:
    world = B.off(["rules.acts.reserve"])
    assert dict(world.settings) == {"trust.initial": 0.8, "rules.acts.reserve": 0.0}
    assert PATTERNS.scenario(world).value("rules.acts.reserve") == 0.0


def test_a_judgement_plays_what_it_says() -> None:
    played: list[World] = []

    def play(world: World) -> Any:
        played.append(world)
        return ROWS[A if dict(world.settings)["trust.initial"] == 0.2 else B]

    pattern = Pattern("X1", "§1", Text("so it is"), ("rules.acts.reserve",), (Claim("trust", (B,), (A,)),), ())
    pattern = replace(pattern, direct_strictly=("rules.acts.reserve", "rules.acts.ebb"))
    verdict = judge(pattern, play, switch_off=True)
    assert verdict.holds is True
    assert {len(world.settings) for world in played} == {1, 2, 3}
    assert [[world.settings for world in claim.claim.worlds] for claim in verdict.switched_off_strictly or ()] == [
        [one.off(pattern.direct_strictly).settings for one in (B, A)]
    ]
    played.clear()
    quick = judge(pattern, play, switch_off=False)
    assert (quick.switched_off, quick.switched_off_strictly) == (None, None)
    assert {len(world.settings) for world in played} == {1}


def test_an_interval_is_of_99_percent() -> None:
    draws = np.random.default_rng(2).normal(0.0, 1.0, 2500)
    rows = {A: {"trust": np.zeros(2500)}, B: {"trust": draws}}
    (one,) = measured([Claim("trust", (B,), (A,))], rows.__getitem__)
    assert one.high - one.low == pytest.approx(2 * 2.576 / 50, rel=0.1)


def test_validate_tells_every_part_and_lists_the_attempt(
    overleg_played: Callable[..., Any], tmp_path: Path
) -> None:
    said = overleg_played("validate", "--pattern", "B1", "--seed", "3", "--out", "here", "--format", "json")
    assert said.code == 0, said.err
    (entry,) = said.json["patterns"]
    assert entry["pattern"] == "B1"
    assert set(entry) >= {"pattern", "holds", "emergent", "emergent_strictly", "source", "figure"}
    assert entry["holds"] is True
    assert (entry["emergent"], entry["emergent_strictly"]) == (None, None)
    assert said.json["robustness"] == []
    assert entry["relevant"] is True  # the smallest of its effects is seven times what matters
    assert [number["relevant"] for number in entry["numbers"]] == [True, True]
    assert entry["numbers"][0]["smallest_relevant"] == 0.02
    assert entry["numbers"][1]["smallest_relevant"] > 0.1  # improvisations: a count has a size of its own
    assert json.loads(Path("here", "scoreboard.json").read_text("utf-8"))["patterns"] == said.json["patterns"]
    assert overleg_played("validate", "--pattern", "B1", "--seed", "4", "--out", "here").code == 0
    attempts = Path("here", "attempts.csv").read_text("utf-8").splitlines()
    assert len(attempts) == 3
    assert [line.split(",")[2] for line in attempts[1:]] == ["3", "4"]


def test_what_holds_by_too_little_is_told_and_counted(overleg_played: Callable[..., Any]) -> None:
    asked, words = ("validate", "--seed", "3", "--pattern", "B8"), words_in("nl")
    (found,) = overleg_played(*asked, "--format", "json").json["patterns"]
    assert (found["holds"], found["relevant"]) == (True, False)
    relevant = [number["relevant"] for number in found["numbers"]]
    assert relevant[1:] == [False, False, True]  # understanding and trust: a fifth of what matters; alliance: more
    said = overleg_played(*asked, "--lang", "nl").out.splitlines()
    assert said[0] == words("validate.table3", held=1, of=1) + words("validate.small", count=1)
    assert sum("klopt, maar kleiner dan wat ertoe doet" in line for line in said) == relevant.count(False)


def number(low: float, high: float, holds: bool | None = True, smallest: float = 0.02) -> Number:
    return Number(Text("it"), (low + high) / 2, low, high, holds, smallest)


@pytest.mark.parametrize(
    ("numbers", "holds", "relevant"),
    [
        ([number(0.03, 0.04), number(0.05, 0.06)], True, True),
        ([number(0.03, 0.04), number(0.001, 0.002)], True, False),
        ([number(0.03, 0.04), number(0.01, 0.03)], True, None),
        ([number(0.001, 0.002), number(0.01, 0.03)], True, False),
        ([number(0.03, 0.04), number(0.001, 0.002, smallest=math.nan)], True, True),
        ([number(0.03, 0.04, smallest=math.nan)], True, None),
        ([number(0.001, 0.002), number(-0.04, -0.03, holds=False)], False, None),
    ],
)
def test_a_pattern_matters_where_all_that_it_holds_by_does(
    numbers: list[Number], holds: bool, relevant: bool | None
) -> None:
    assert Score("X1", "§1", Text("so it is"), holds, None, 100, tuple(numbers)).relevant is relevant


def test_an_unknown_pattern_is_refused(overleg_played: Callable[..., Any]) -> None:
    said = overleg_played("validate", "--pattern", "b1")
    assert said.code == 2
    assert "did you mean B1?" in said.err


@pytest.mark.slow
def test_the_model_reproduces_the_patterns_of_tables_2_and_3() -> None:
    """On a seed that is neither for tuning nor for checking; A9 to A11 and C1 are known to fail (see there)."""
    board = score_board(full=False, seed=3)
    held = {score.pattern: score.holds for score in board.scores}
    failing = {name for name, holds in held.items() if name[0] in "AB" and holds is False}
    assert failing <= {"A9", "A10", "A11"}
    assert board.holding("A")[0] >= 11  # with 100 pairs a thin one may stay open
    assert board.holding("B") == (11, 11)
    assert board.holding("C")[0] >= 5
    assert board.answers_held()[0] >= 11
    assert order(board.interview) > 0.75


def test_seeds_for_checking_are_not_those_of_tests() -> None:
    assert CHECKING not in (3, 4)
