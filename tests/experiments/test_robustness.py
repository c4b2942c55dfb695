"""Patterns tried in drawn settings: how they are drawn, kept, taken up again and counted."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.patterns import robustness
from experiments.patterns.deciding import deciding, holm, silencing, told
from experiments.patterns.declared import Claim, Pattern, Patterns, World, declared
from experiments.patterns.drawn import MOST, all_draws, draws
from experiments.patterns.logbook import Drawn
from experiments.patterns.robustness import Share, Survey, Trial, survey
from experiments.patterns.robustness_table import deciders_table, lines, shares_table
from experiments.words import words_in
from scenarios import load
from sim.errors import InputError
from sim.parameters import PARAMETERS
from sim.scenario import ORGANISATIONS
from sim.text import Text

WORDS = words_in("en")
DRAWS = all_draws(MOST, seed=3)
BASE = load("top_x")


def pattern(name: str, parameter: str, outcome: str = "trust") -> Pattern:
    more, less = (World(((parameter, end),)) for end in (0.9, 0.1))
    return Pattern(name, "§1", Text("says", "zegt"), (), (Claim(outcome, (more,), (less,)),), ())


def trial(**changed: Any) -> Trial:
    tried = pattern("B1", "trust.initial"), pattern("B2", "continuity.same_faces", "weeks_to_plan")
    return replace(Trial(Patterns(BASE, tried), tried, count=6, seed=3, pairs=3), **changed)


# Draws.


DRAWN = {name: parameter for name, parameter in PARAMETERS.items() if not parameter.is_intercept}


def test_intercepts_stay_as_they_were_fitted() -> None:
    assert {"rules.acts.reserve", "rules.discloses.readiness"} <= PARAMETERS.keys() - DRAWN.keys()
    for name in PARAMETERS.keys() - DRAWN.keys():
        assert BASE.set(DRAWS[0]).value(name) == PARAMETERS[name].default


def test_every_other_parameter_is_drawn_over_its_whole_range() -> None:
    assert all(settings.keys() == DRAWN.keys() for settings in DRAWS)
    for parameter in DRAWN.values():
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
    reals = [name for name, parameter in DRAWN.items() if parameter.kind == "real"]
    for count in (200, 1000):
        columns = np.array([[settings[name] for name in reals] for settings in DRAWS[:count]], float)
        together = np.abs(np.corrcoef(columns.T) - np.eye(len(reals)))
        assert together.max() < 5.5 / math.sqrt(count)  # one in millions by chance, and 36,000 pairs


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_a_wrong_number_of_draws_is_refused(count: int) -> None:
    with pytest.raises(InputError, match="1 to 1024"):
        draws(tuple(PARAMETERS.values()), count, 1)


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
    assert "Not robust: B1." in lines(found, WORDS)


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
    found = made_up([[1.0, 1.0], [2.0, 1.0], [-1.0, 1.0], [np.nan, 1.0]] * 2)
    said = lines(found, words_in(language))
    (row,) = (line.split() for line in said if line.startswith("B1 "))
    assert row[1:5] == ["50%", "50%", "25%", "25%"]
    (row,) = (line.split() for line in said if line.startswith("B2 "))
    assert row[1:] == ["100%", "100%", "0%", "0%", robust]
    shares = shares_table(found)
    assert [(row["pattern"], row["claim"]) for row in shares] == [("B1", ""), ("B1", "1"), ("B2", ""), ("B2", "1")]
    assert {(row["pattern"], row["claim"]) for row in deciders_table(found)} == {("B1", 1), ("B2", 1)}
