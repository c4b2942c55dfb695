"""Patterns tried in drawn settings: how they are drawn, kept, taken up again and counted."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.patterns import plausible, robustness
from experiments.patterns.deciding import deciding, holm, silencing, told
from experiments.patterns.declared import Claim, Pattern, Patterns, World, declared
from experiments.patterns.drawn import MOST, MOST_NEAR, all_draws, draws, near_draws
from experiments.patterns.logbook import Drawn
from experiments.patterns.plausible import ALL, NEAR, Robustness, Screening, screen
from experiments.patterns.robustness import Share, Survey, Trial, survey
from experiments.patterns.robustness_table import deciders_table, entry, lines, shares_table
from experiments.patterns.targets import Quantity, Target
from experiments.patterns.targets import declared as targets
from experiments.patterns.targets.declared import plausibility
from experiments.words import words_in
from scenarios import load
from sim.errors import InputError
from sim.parameters import PARAMETERS
from sim.runs import simulate
from sim.scenario import ORGANISATIONS
from sim.text import Text

WORDS = words_in("en")
DECIMAL = {"en": ".", "nl": ","}
DRAWS = all_draws(MOST, seed=3)
BASE = load("top_x")
VARIED = [parameter for parameter in PARAMETERS.values() if not parameter.is_intercept]
NEAR_BASE = near_draws(BASE, MOST_NEAR, seed=3)


def pattern(name: str, parameter: str, outcome: str = "trust") -> Pattern:
    more, less = (World(((parameter, end),)) for end in (0.9, 0.1))
    return Pattern(name, "§1", Text("says", "zegt"), (), (Claim(outcome, (more,), (less,)),), ())


def trial(**changed: Any) -> Trial:
    tried = pattern("B1", "trust.initial"), pattern("B2", "continuity.same_faces", "weeks_to_plan")
    return replace(Trial(Patterns(BASE, tried), tried, count=6, seed=3, pairs=3), **changed)


# Draws.


def test_every_parameter_but_intercepts_is_drawn_over_its_whole_range() -> None:
    assert all(settings.keys() == {parameter.name for parameter in VARIED} for settings in DRAWS)
    for parameter in VARIED:
        values = [settings[parameter.name] for settings in DRAWS]
        if parameter.name == "run.weeks":
            assert set(values) == {52}
        elif parameter.kind == "category":
            assert set(values) == set(parameter.choices)
        elif parameter.kind == "integer":
            low = 1 if parameter.name in ORGANISATIONS else parameter.low
            assert set(values) == set(range(int(low), int(parameter.high) + 1))
        else:
            numbers = np.array(values, float)
            width = parameter.high - parameter.low
            assert parameter.low <= numbers.min() < parameter.low + width / MOST
            assert parameter.high - width / MOST < numbers.max() <= parameter.high
            assert abs(numbers.mean() - (parameter.low + parameter.high) / 2) < width / MOST


def test_every_draw_is_a_scenario() -> None:
    for settings in DRAWS[:50]:
        assert BASE.set(settings).weeks == 52


def test_a_draw_is_the_same_however_many_are_asked_for() -> None:
    assert all_draws(5, seed=3) == DRAWS[:5]
    assert all_draws(5, seed=4) != DRAWS[:5]


def test_parameters_are_drawn_apart_from_each_other() -> None:
    reals = [parameter.name for parameter in VARIED if parameter.kind == "real"]
    for count in (200, 1000):
        columns = np.array([[settings[name] for name in reals] for settings in DRAWS[:count]], float)
        together = np.abs(np.corrcoef(columns.T) - np.eye(len(reals)))
        assert together.max() < 5.5 / math.sqrt(count)  # one in millions by chance, and 36,000 pairs


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_a_wrong_number_of_draws_is_refused(count: int) -> None:
    with pytest.raises(InputError, match="1 to 1024"):
        draws(tuple(PARAMETERS.values()), count, 1)


def test_near_draws_lie_round_the_scenario() -> None:
    for parameter in VARIED:
        values, own = [settings[parameter.name] for settings in NEAR_BASE], BASE.value(parameter.name)
        if parameter.name == "run.weeks":
            assert set(values) == {52}
        elif isinstance(own, str):
            assert set(values) == {own}
        else:
            numbers, reach = np.array(values, float), (parameter.high - parameter.low) / 4
            low, high = max(parameter.low, own - reach), min(parameter.high, own + reach)
            if parameter.is_weight:
                low, high = parameter.low, parameter.high
            assert low <= numbers.min() <= numbers.max() <= high
            assert all(type(value) is (int if parameter.kind == "integer" else float) for value in values)


def test_near_draws_halve_a_weight_as_often_as_they_double_it() -> None:
    weight = PARAMETERS["rules.accepts.distance"]
    values = np.array([settings[weight.name] for settings in NEAR_BASE], float)
    assert np.mean(values < float(weight.default)) == pytest.approx(0.5, abs=1 / MOST_NEAR)
    assert (values.min(), values.max()) == pytest.approx((weight.low, weight.high), rel=1e-3)


def test_a_near_draw_is_a_scenario_and_the_same_however_many_are_asked_for() -> None:
    assert near_draws(BASE, 5, seed=3) == NEAR_BASE[:5]
    assert near_draws(BASE, 5, seed=4) != NEAR_BASE[:5]
    for settings in NEAR_BASE[:50]:
        assert BASE.set(settings).weeks == 52
    with pytest.raises(InputError, match=f"1 to {MOST_NEAR}"):
        near_draws(BASE, MOST_NEAR + 1, seed=3)


# Which draws are plausible.


def test_plausible_is_what_meets_the_rows_to_fit_that_a_run_tells() -> None:
    rows = {row.name: row for row in targets()}
    assert [(row.name, each.outcome) for row, each in plausibility()] == [
        ("kept", "agreements_kept"),
        ("impasse", "impasses / conferences"),
        ("trust", "table_trust"),
    ]
    assert all(each in rows[row.name].quantities for row, each in plausibility())


@pytest.mark.parametrize(
    ("means", "plausible"),
    [
        ((0.5, 0.2), True),
        ((0.4, 0.1), True),
        ((0.6, 0.3), True),
        ((0.39, 0.2), False),
        ((0.5, 0.31), False),
        ((math.nan, 0.2), False),
    ],
)
def test_a_draw_is_plausible_where_every_quantity_lies_in_its_range(means: tuple[float, ...], plausible: bool) -> None:
    assert screening().plausible(Drawn(means, (0.0, 0.0), (2, 2))) is plausible


def screening(**ends: float) -> Screening:
    """Return a screening by two ranges: from 0.4 to 0.6, and from 0.1 to 0.3."""
    one = Quantity("a", ends.get("low", 0.4), 0.6, 0.2, "agreements_kept")
    other = Quantity("b", 0.1, 0.3, 0.2, "table_trust")
    row = Target("row", "fit", "§1", Text("what is kept", "wat wordt nagekomen"), (one, other))
    return Screening(BASE, 3, ((row, one), (row, other)), runs=2)


def measured_by_density(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Let a draw come to its own `trust.density` and 0.2; return what tells how many were measured."""
    measured = 0

    def come_to(self: Screening, settings: Any) -> Drawn:
        nonlocal measured
        measured += 1
        return Drawn((settings["trust.density"], 0.2), (0.0, 0.0), (2, 2))

    monkeypatch.setattr(Screening, "measured", come_to)
    return lambda: measured


def test_draws_are_taken_as_they_come_until_enough_are_plausible(
    stand_in: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = measured_by_density(monkeypatch)
    inside = [number for number, one in enumerate(DRAWS) if 0.4 <= float(one["trust.density"]) <= 0.6]
    found = screen(screening(), ALL, DRAWS[:100], tmp_path, WORDS, wanted=3, workers=1)
    assert len(found.draws) == inside[2] + 1
    assert found.kept == [DRAWS[number] for number in inside[:3]]
    assert found.values[:, 0].tolist() == [one["trust.density"] for one in found.draws]
    before = count()
    again = screen(screening(), ALL, DRAWS[:100], tmp_path, WORDS, wanted=3, workers=1)
    assert (again.kept, count()) == (found.kept, before)
    fewer = screen(screening(), ALL, DRAWS[:100], tmp_path, WORDS, wanted=2, workers=1)
    assert (fewer.kept, count()) == (found.kept[:2], before)
    more = screen(screening(), ALL, DRAWS[:100], tmp_path, WORDS, workers=1)
    assert more.kept == [DRAWS[number] for number in inside if number < 100]
    assert count() - before == 100 - len(found.draws)
    wider = screen(screening(low=0.2), ALL, DRAWS[:100], tmp_path, WORDS, workers=1)  # nothing is measured anew
    assert count() - before == 100 - len(found.draws)
    assert len(wider.kept) > len(more.kept)


@pytest.mark.parametrize(("changed", "name"), [({"seed": 4}, "seed"), ({"runs": 3}, "runs")])
def test_what_other_draws_come_to_is_refused(
    changed: dict[str, Any], name: str, stand_in: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured_by_density(monkeypatch)
    screen(screening(), NEAR, DRAWS[:2], tmp_path, WORDS, workers=1)
    with pytest.raises(InputError, match=f"another value of {name}"):
        screen(replace(screening(), **changed), NEAR, DRAWS[:2], tmp_path, WORDS, workers=1)


def test_what_a_draw_comes_to_is_what_the_base_scenario_does_over_its_own_weeks(stand_in: type) -> None:
    rows = simulate(BASE.set({**DRAWS[0], "run.weeks": BASE.weeks}), runs=2, seed=3)
    found = screening().measured(DRAWS[0])
    assert found.means == (rows["agreements_kept"].mean(), rows["table_trust"].mean())
    assert found.pairs == (2, 2)


def test_a_trial_over_plausible_draws_plays_those_and_is_kept_beside_the_other(
    stand_in: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured_by_density(monkeypatch)
    monkeypatch.setattr("experiments.patterns.plausible.plausibility", lambda: screening().rows)
    found = plausible.robustness(trial(), tmp_path, WORDS, wanted=3, most=100, workers=1)
    near = [one for one in NEAR_BASE[:100] if 0.4 <= float(one["trust.density"]) <= 0.6]
    assert found.plausible is not None
    assert (found.plausible.trial.count, found.plausible.settings) == (3, near[:3])
    assert found.near == NEAR_BASE.index(near[2]) + 1
    assert found.plausible_of_all == sum(0.4 <= float(one["trust.density"]) <= 0.6 for one in DRAWS[:6])
    assert np.array_equal(found.all.means, survey(trial(), tmp_path, WORDS, workers=1).means, equal_nan=True)
    kept = {"robustness-b.jsonl", "robustness-b-plausible.jsonl", "plausible-all.jsonl", "plausible-near.jsonl"}
    assert {file.name for file in tmp_path.iterdir()} == kept
    more = plausible.robustness(trial(), tmp_path, WORDS, wanted=4, most=100, workers=1)
    assert more.plausible is not None
    assert np.array_equal(more.plausible.means[:3], found.plausible.means, equal_nan=True)
    monkeypatch.setattr("experiments.patterns.plausible.plausibility", lambda: screening(low=0.3).rows)
    with pytest.raises(InputError, match="another value of ranges"):
        plausible.robustness(trial(), tmp_path, WORDS, wanted=3, most=100, workers=1)


def test_validate_tells_what_holds_over_all_draws_and_over_plausible_ones(
    overleg_played: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    measured_by_density(monkeypatch)
    monkeypatch.setattr(plausible, "plausibility", lambda: screening().rows)
    few = partial(plausible.robustness, wanted=2, most=50)
    monkeypatch.setattr(plausible, "robustness", few)
    for made in ("of_rows", "of_factors"):
        monkeypatch.setattr(Trial, made, partial(getattr(Trial, made), count=3, pairs=2))
    asked = ("validate", "--pattern", "B3", "--seed", "3", "--robustness", "--out", "here")
    said = overleg_played(*asked, "--format", "json")
    assert said.code == 0, said.err
    rows, factors = said.json["robustness"]
    assert [row["pattern"] for row in rows["shares"] if not row["claim"]] == ["A1", "A2", "A3"]
    assert {(row["draws"], row["plausible_draws"]) for row in factors["shares"]} == {(3, 2)}
    table = Path("here", "robustness.csv").read_text("utf-8-sig").splitlines()
    assert len(table) == 1 + len(rows["shares"]) + len(factors["shares"])
    assert table[0].startswith("pattern,claim,outcome,draws,holds,")
    assert table[0].endswith(",plausible_robust")
    text = overleg_played(*asked, "--lang", "nl").out
    assert text.count("2 aannemelijke instellingen") == 2


def test_without_any_plausible_draw_the_rest_is_told(
    stand_in: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured_by_density(monkeypatch)
    monkeypatch.setattr("experiments.patterns.plausible.plausibility", lambda: screening(low=0.5999).rows)
    found = plausible.robustness(trial(), tmp_path, WORDS, most=2, workers=1)
    assert (found.plausible, found.plausible_of_all, found.near) == (None, 0, 2)
    assert any(line.startswith("0 plausible settings, found among 2") for line in lines(found, WORDS))
    assert {row["plausible_holds"] for row in shares_table(found)} == {None}


# Playing, keeping and going on.


def test_a_draw_lies_under_the_settings_of_the_pattern(stand_in: type, tmp_path: Path) -> None:
    found = survey(trial(), tmp_path, WORDS, workers=1)
    assert found.means.shape == (6, 2)
    alike = survey(trial(count=1), tmp_path / "one", WORDS, workers=2)
    assert np.array_equal(alike.means[0], found.means[0], equal_nan=True)
    claim = trial().tried[0].claims[0].with_settings(found.settings[0])
    assert dict(claim.more[0].settings)["trust.initial"] == 0.9
    assert dict(claim.more[0].settings)["media.half_life"] == found.settings[0]["media.half_life"]


def interrupted_after(draws_played: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Break the work off after a few draws; return what tells how many were played in all."""
    played = 0
    own = robustness._draw

    def draw(*given: Any) -> Drawn:
        nonlocal played
        played += 1
        if played == draws_played + 1:
            raise KeyboardInterrupt
        return own(*given)

    monkeypatch.setattr(robustness, "_draw", draw)
    return lambda: played


def test_work_that_was_broken_off_goes_on_where_it_was(
    stand_in: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = survey(trial(), tmp_path / "whole", WORDS, workers=1)
    count = interrupted_after(3, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        survey(trial(), tmp_path / "parts", WORDS, workers=1)
    file = tmp_path / "parts" / trial().file
    with file.open("ab") as half:
        half.write(b'{"draw": 3, "clai')  # as a kill in the middle of a line leaves it
    before = count()
    again = survey(trial(), tmp_path / "parts", WORDS, workers=1)
    assert count() - before == 3
    assert file.read_bytes() == (tmp_path / "whole" / trial().file).read_bytes()
    assert np.array_equal(again.means, whole.means, equal_nan=True)
    more = survey(trial(count=8), tmp_path / "parts", WORDS, workers=1)
    assert count() - before == 5
    assert np.array_equal(more.means[:6], whole.means, equal_nan=True)
    fewer = survey(trial(count=2), tmp_path / "parts", WORDS, workers=1)
    assert count() - before == 5
    assert len(fewer.means) == 2


def test_a_head_that_was_not_written_to_its_end_is_no_hindrance(stand_in: type, tmp_path: Path) -> None:
    file = tmp_path / trial().file
    whole = survey(trial(count=1), tmp_path, WORDS, workers=1)
    file.write_bytes(file.read_bytes()[:20])
    assert np.array_equal(survey(trial(count=1), tmp_path, WORDS, workers=1).means, whole.means, equal_nan=True)


@pytest.mark.parametrize(
    ("changed", "name"), [({"seed": 4}, "seed"), ({"pairs": 4}, "pairs"), ({"tried": trial().tried[:1]}, "patterns")]
)
def test_draws_of_another_trial_are_refused(
    changed: dict[str, Any], name: str, stand_in: type, tmp_path: Path
) -> None:
    survey(trial(count=1), tmp_path, WORDS, workers=1)
    before = (tmp_path / trial().file).read_bytes()
    with pytest.raises(InputError, match=f"another value of {name}.*another folder"):
        survey(trial(**changed), tmp_path, WORDS, workers=1)
    assert (tmp_path / trial().file).read_bytes() == before


@pytest.mark.parametrize("content", [b"notes", b"notes\n", b'{"a": 1}\n'])
def test_a_file_of_something_else_is_refused_and_stays(content: bytes, stand_in: type, tmp_path: Path) -> None:
    (tmp_path / trial().file).write_bytes(content)
    with pytest.raises(InputError, match="no logbook"):
        survey(trial(), tmp_path, WORDS, workers=1)
    assert (tmp_path / trial().file).read_bytes() == content


def test_another_version_of_the_model_is_refused(
    stand_in: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey(trial(count=1), tmp_path, WORDS, workers=1)
    monkeypatch.setattr("sim.engine.shelf.fingerprint", lambda: "changed")
    with pytest.raises(InputError, match="another value of model"):
        survey(trial(count=1), tmp_path, WORDS, workers=1)


def test_every_line_tells_pattern_claim_mean_error_and_pairs(stand_in: type, tmp_path: Path) -> None:
    found = survey(trial(), tmp_path, WORDS, workers=1)
    lines = [json.loads(line) for line in (tmp_path / trial().file).read_text("utf-8").splitlines()]
    assert lines[0]["seed"] == "3"
    assert [line["draw"] for line in lines[1:]] == list(range(6))
    name, number, mean, error, pairs = lines[1]["claims"][0]
    assert (name, number, pairs) == ("B1", 1, 3)
    assert (mean, error) == (found.means[0, 0], found.errors[0, 0])


def test_the_engine_plays_the_rows_and_the_factors(tmp_path: Path) -> None:
    for made in (Trial.of_rows(declared(), 3, count=2, pairs=2), Trial.of_factors(declared(), 3, count=2, pairs=2)):
        found = survey(made, tmp_path, WORDS, workers=1)
        assert found.means.shape == (2, sum(len(one.claims) for one in made.tried))
        assert np.isfinite(found.means).any()
    assert len(list(tmp_path.iterdir())) == 2


def test_the_summary_of_a_draw_leaves_out_what_has_no_value() -> None:
    drawn = Drawn.of(np.array([[1.0, np.nan, 2.0], [3.0, np.nan, np.nan]]))
    assert drawn.means[0] == 2.0
    assert drawn.errors[0] == 1.0  # standard deviation sqrt(2) by sqrt(2)
    assert math.isnan(drawn.means[1])
    assert math.isnan(drawn.errors[2])
    assert drawn.pairs == (2, 0, 1)


# What comes out.


@pytest.mark.parametrize(
    ("held", "of", "most"),
    [(103, 200, False), (113, 200, False), (114, 200, True), (530, 1000, False), (531, 1000, True)],
)
def test_more_than_half_is_not_the_luck_of_the_draws(held: int, of: int, most: bool) -> None:
    share = Share(of, held / of, 0.0, 0.0, 0.0, 0.1, 0.05, 0.15)
    for end in share.ends:  # Wilson: the shares from which what was found lies 1.96 standard errors away
        assert abs(held / of - end) / math.sqrt(end * (1 - end) / of) == pytest.approx(1.96, abs=1e-4)
    assert share.in_most is share.robust is most
    assert not replace(share, low=-0.01).robust


def made_up(means: Any, error: float = 0.01) -> Survey:
    values = np.array(means, float)
    count = len(values)
    return Survey(trial(count=count), DRAWS[:count], values, np.full_like(values, error), np.full_like(values, 20.0))


def beside(found: Survey, over_plausible: Survey | None = None) -> Robustness:
    """Return what came out with what came out over plausible draws, one of nine of which were plausible."""
    return Robustness(found, over_plausible, 1, 90, screening().rows)


def test_shares_count_signs_certainty_and_idle_draws() -> None:
    found = made_up([[1.0, 1.0], [0.001, 1.0], [-1.0, 1.0], [0.0, 1.0], [np.nan, 1.0]] * 2)
    first, second = found.claims
    assert (first.draws, first.holds, first.clear, first.contradicted, first.idle) == (10, 0.4, 0.2, 0.2, 0.4)
    assert not first.robust
    assert second.robust
    assert found.pattern("B1").holds == 0.4
    assert (found.robust("B1"), found.robust("B2")) == (False, True)


def test_a_pattern_holds_where_all_its_claims_do() -> None:
    two = replace(trial().tried[0], claims=tuple(one.claims[0] for one in trial().tried))
    found = replace(made_up([[1.0, 1.0], [1.0, -1.0], [1.0, 0.0], [-1.0, -1.0]]), trial=trial(tried=(two,)))
    whole = found.pattern("B1")
    assert (whole.holds, whole.contradicted, whole.idle) == (0.25, 0.5, 0.25)


def test_a_pattern_is_robust_where_its_claims_hold_together() -> None:
    two = replace(trial().tried[0], claims=tuple(one.claims[0] for one in trial().tried))
    means = [[1.0, 1.0]] * 20 + [[-0.1, 1.0]] * 10 + [[1.0, -0.1]] * 10
    found = replace(made_up(means), trial=trial(tried=(two,)))
    assert all(share.robust for share in found.claims)  # each in 30 of 40
    assert found.pattern("B1").holds == 0.5
    assert not found.robust("B1")
    assert "Not robust: B1." in lines(beside(found), WORDS)


def test_the_parameter_that_decides_is_found_and_told() -> None:
    lift = np.array([settings["media.half_life"] for settings in DRAWS[:200]], float)  # 1 to 26
    form = np.array([settings["process_management.form"] == "nao" for settings in DRAWS[:200]], float)
    noise = np.random.default_rng(1).normal(0, 1, 200)
    found = made_up(np.stack([lift - np.median(lift) + noise, form - 0.5 + 0.1 * noise], axis=1))
    strongest, second, *others = deciding(found, 0)
    assert (strongest.parameter.name, strongest.choice) == ("media.half_life", "")
    assert strongest.correlation > 0.9
    assert strongest.certain
    assert abs(second.correlation) < 0.4
    assert not any(each.certain for each in others)
    assert (strongest.holds_low, strongest.holds_high) == (0.0, 1.0)
    sentence = told(found, 0, WORDS)[0]
    assert "media.half_life" in sentence
    assert "holds in 0 of 100" in sentence
    choice = deciding(found, 1)[0]
    assert (choice.parameter.name, choice.choice) == ("process_management.form", "nao")
    assert any("is not nao" in sentence for sentence in told(found, 1, WORDS))


def test_what_a_pattern_sets_itself_decides_nothing() -> None:
    own = np.array([settings["trust.initial"] for settings in DRAWS[:100]], float)
    found = made_up(np.stack([own, own], axis=1))
    assert "trust.initial" not in [each.parameter.name for each in deciding(found, 0, strongest=400)]
    assert deciding(found, 1)[0].parameter.name == "trust.initial"


def test_what_silences_a_network_is_found() -> None:
    hours = np.array([settings["rules.week.hours"] for settings in DRAWS[:200]], float)
    silent = np.where(hours < np.median(hours), np.nan, 1.0)
    found = made_up(np.stack([silent, np.ones(200)], axis=1))
    assert silencing(found, 0)[0].parameter.name == "rules.week.hours"
    assert not any(each.certain for each in silencing(found, 1))


def test_holm_is_stricter_for_more_tests() -> None:
    assert holm(np.array([0.01, 0.04, 0.03])).tolist() == pytest.approx([0.03, 0.06, 0.06])
    assert holm(np.array([0.6, 0.7])).tolist() == [1.0, 1.0]


@pytest.mark.parametrize(("language", "robust"), [("en", "yes"), ("nl", "ja")])
def test_the_tables_tell_every_pattern_and_every_claim(language: str, robust: str) -> None:
    everything = made_up([[1.0, 1.0], [2.0, 1.0], [-1.0, 1.0], [np.nan, 1.0]] * 2)
    found = beside(everything, made_up([[1.0, 1.0], [1.0, -1.0]] * 5))
    said = lines(found, words_in(language))
    over_all, over_plausible = (line.split()[1:] for line in said if line.startswith("B1 "))
    assert over_all[:4] == ["50%", "50%", "25%", "25%"]
    assert over_plausible == ["100%", "100%", "0%", "0%", robust]
    over_all, over_plausible = (line.split()[1:] for line in said if line.startswith("B2 "))
    assert over_all == ["100%", "100%", "0%", "0%", robust]
    assert over_plausible[:4] == ["50%", "50%", "50%", "0%"]
    (first,) = (line for line in said if "90" in line)
    assert first.startswith("10 ")
    (ranges,) = (line for line in said if str(found.rows[0][0].says[language]) in line)
    assert words_in(language)("table.range", low="0.40", high="0.60").replace(".", DECIMAL[language]) in ranges
    shares = shares_table(found)
    assert [(row["pattern"], row["claim"]) for row in shares] == [("B1", ""), ("B1", "1"), ("B2", ""), ("B2", "1")]
    assert [(row["draws"], row["plausible_draws"]) for row in shares] == [(8, 10)] * 4
    assert [(row["holds"], row["plausible_holds"]) for row in shares] == [(0.5, 1.0)] * 2 + [(1.0, 0.5)] * 2
    decided = {(row["draws"], row["pattern"], row["claim"]) for row in deciders_table(found)}
    assert decided == {(draws, name, 1) for draws in ("all", "plausible") for name in ("B1", "B2")}
    whole = entry(found)
    assert (whole["draws"], whole["plausible_of_draws"]) == (8, 1)
    assert (whole["draws_near"], whole["plausible_draws"]) == (90, 10)
    assert whole["ranges"][0] == {"outcome": "agreements_kept", "low": 0.4, "high": 0.6}
    assert whole["shares"] == shares
