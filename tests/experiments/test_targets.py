"""Magnitudes: what is declared, how it is counted, and what it comes to."""

from __future__ import annotations

import copy
import csv
import math
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.optimize import minimize

from experiments.patterns.scoreboard import CHECKING
from experiments.patterns.targets import CHECK, FIT, HOLD_OUT, Figure, Found, Quantity, Target, declared, measure, met
from experiments.patterns.targets.__main__ import main
from experiments.patterns.targets.contrasts import CONTRASTS, Played, scaled_change
from experiments.patterns.targets.declared import read
from experiments.patterns.targets.departures import WHO, after_leaving, losses, smoothed, weeks_to_half
from experiments.patterns.targets.measures import MEASURES
from experiments.patterns.targets.measuring import MEASURED
from experiments.patterns.targets.people import (
    asked_of_fifteen,
    distrusting,
    growth_of_trust,
    main_obstacle,
    names_distrust,
    trust_at_tables,
)
from experiments.patterns.targets.sitting import Piece, Sitting
from experiments.patterns.targets.statistic import (
    change,
    correlated,
    correlation,
    difference_of_ratios,
    interval,
    larger_of_ratios,
    moments,
    odds_ratio,
    quantile,
    ratio,
    ratio_of_ratios,
    share_of_top,
    value_and_one,
)
from experiments.patterns.targets.table import counts_of, heading_of, lines
from experiments.patterns.targets.witness import HOUSING, VACUUM, People, witness
from experiments.words import words_in
from scenarios import load
from sim.errors import InputError
from sim.model import CaseConferenceModel
from sim.runs import simulate
from sim.state import CARE, SAFETY, SOCIAL
from sim.text import LANGUAGES, Text
from sim.week.decide import JOINT_PLAN, NO_PLAN

TABLES = tomllib.loads(files("experiments.patterns").joinpath("targets.toml").read_text("utf-8"))
TOP_X = load("top_x")
SHORT = TOP_X.set({"run.weeks": 71})


# What is declared.


def test_every_target_has_a_source_a_range_and_words_in_both_languages() -> None:
    uses = [target.use for target in declared()]
    assert [uses.count(use) for use in (FIT, CHECK, HOLD_OUT)] == [17, 4, 7]
    assert len({target.name for target in declared()}) == 28
    for target in declared():
        assert target.source and target.says.en != target.says.nl
        assert target.quantities


def test_every_quantity_is_measured_and_every_measure_is_declared() -> None:
    assert {quantity.measure for target in declared() for quantity in target.quantities} == set(MEASURED)


def refused(change: dict[str, Any], message: str, drop: str = "") -> None:
    tables = copy.deepcopy(TABLES)
    tables["targets"][0] |= change
    tables["targets"][0].pop(drop, None)
    with pytest.raises(InputError, match=message):
        read(tables, "mine.toml")


def test_a_target_that_is_wrong_is_refused_with_what_is_allowed() -> None:
    refused({"use": "tune"}, "hold_out")
    refused({"user": "fit"}, "use")
    refused({}, "source", drop="source")
    refused({"quantities": [{"measure": "kept", "low": 0.8, "high": 0.7}]}, "a range")
    refused({"quantities": [{"measure": "kept", "low": 0.8}]}, "width")
    refused({"quantities": [{"measure": "kept", "low": 0.8, "highest": 1}]}, "high")


@pytest.mark.parametrize(
    ("low", "high", "width", "value", "distance"),
    [
        (0.4, 0.6, 0.2, 0.5, 0.0),
        (0.4, 0.6, 0.2, 0.4, 0.0),
        (0.4, 0.6, 0.2, 0.3, 0.5),
        (0.4, 0.6, 0.2, 1.0, 2.0),
        (1.0, math.inf, 1.0, 7.0, 0.0),
        (1.0, math.inf, 2.0, 0.0, 0.5),
        (-math.inf, 0.9, 0.9, 1.8, 1.0),
    ],
)
def test_a_distance_is_told_in_widths_of_the_range(
    low: float, high: float, width: float, value: float, distance: float
) -> None:
    assert Quantity("it", low, high, width).distance(value) == pytest.approx(distance)


def found(*values: float, use: str = FIT) -> Found:
    quantity = Quantity("it", 0.4, 0.6, 0.2)
    target = Target("it", use, "§5", Text("it", "het"), (quantity,) * len(values))
    return Found(target, tuple(Figure(quantity, value) for value in values))


def test_a_target_holds_where_every_quantity_lies_in_its_range() -> None:
    assert found(0.5).holds is found(0.4, 0.6).holds is True
    assert found(0.5, 0.7).holds is found(math.nan, 0.7).holds is False
    assert found(math.nan).holds is found(0.5, math.nan).holds is None
    several = [found(0.5), found(0.7), found(math.nan), found(0.5, use=CHECK)]
    assert (met(several, FIT), met(several, CHECK), met(several, HOLD_OUT)) == ((1, 3), (1, 1), (0, 0))
    assert counts_of(several) == "1 of 3 fit; 1 of 1 check; 0 of 0 hold_out"


# Statistics of sums.


def test_ratios_are_of_sums() -> None:
    sums = np.array([6.0, 8.0, 1.0, 2.0])
    assert ratio(sums) == 0.75
    assert ratio_of_ratios(sums) == 1.5
    assert difference_of_ratios(sums) == 0.25
    assert change(sums) == 0.5
    assert np.isnan(ratio(np.zeros(2)))
    assert value_and_one(math.nan) == (0.0, 0.0)
    assert ratio(np.sum([value_and_one(one) for one in (1.0, math.nan, 4.0)], axis=0)) == 2.5


def test_a_correlation_comes_from_sums_and_leaves_out_what_has_no_value() -> None:
    x, y = [1.0, 2.0, 4.0, 9.0, math.nan], [3.0, 1.0, 5.0, 4.0, 2.0]
    assert correlated(x, y) == pytest.approx(np.corrcoef(x[:4], y[:4])[0, 1])
    assert np.isnan(correlated([1.0, 1.0], [2.0, 3.0]))
    sums = np.sum([moments(one, other) for one, other in ((0.0, 0.0), (1.0, -1.0), (2.0, -2.0))], axis=0)
    assert correlation(sums) == pytest.approx(-1.0)


def test_an_odds_ratio_of_two_sizes_is_that_of_the_table() -> None:
    kept, broken = [0.0, 0.0, 30.0, 20.0], [0.0, 0.0, 10.0, 20.0]
    assert odds_ratio(np.array([*kept, *broken])) == pytest.approx((20 / 20) / (30 / 10))


def test_an_odds_ratio_of_more_sizes_is_that_of_a_logistic_regression() -> None:
    kept, broken = np.array([0.0, 50.0, 40.0, 28.0, 9.0]), np.array([0.0, 9.0, 12.0, 8.0, 6.0])

    def misfit(line: Any) -> float:
        logit = line[0] + line[1] * np.arange(5)
        return float(-(kept * logit - (kept + broken) * np.logaddexp(0.0, logit)).sum())

    slope = minimize(misfit, [0.0, 0.0]).x[1]
    sums = np.concatenate([kept, broken])
    assert odds_ratio(sums) == pytest.approx(np.exp(slope), rel=1e-4)
    assert odds_ratio(np.stack([sums, 3 * sums], axis=1)) == pytest.approx([np.exp(slope)] * 2, rel=1e-4)


def test_the_larger_of_two_means_is_taken_where_there_are_two() -> None:
    assert larger_of_ratios(np.array([0.2, 2.0, 0.6, 3.0])) == pytest.approx(0.2)
    assert larger_of_ratios(np.array([0.2, 2.0, 0.0, 0.0])) == pytest.approx(0.1)


def test_a_quantile_of_sizes_moves_with_every_table() -> None:
    sizes = np.zeros(8)
    sizes[5], sizes[7] = 10.0, 10.0
    assert quantile(0.25)(sizes) == pytest.approx(5.0)  # half of what is spread from 4.5 to 5.5
    assert quantile(0.5)(sizes) == pytest.approx(5.5)
    assert quantile(0.95)(sizes) == pytest.approx(7.4)
    sizes[7] += 1.0
    assert quantile(0.5)(sizes) > 5.5


def test_the_share_of_those_with_most_is_of_those_who_have_any() -> None:
    assert share_of_top([0, 0, 1, 1, 1, 7], 0.25) == pytest.approx(0.7)
    assert share_of_top([1, 1, 1, 1], 0.38) == pytest.approx(0.38)
    assert share_of_top([3, 1], 0.75) == pytest.approx(3.5 / 4)
    assert math.isnan(share_of_top([0, 0], 0.38))


def test_an_interval_holds_the_value_and_narrows_with_runs() -> None:
    luck = np.random.default_rng(4)
    rows = np.stack([luck.normal(1.0, 1.0, 400), np.ones(400)], axis=1)
    low, high = interval(rows, ratio)
    assert low < ratio(rows.sum(axis=0)) < high
    assert high - low == pytest.approx(2 * 1.96 / 20, rel=0.2)
    assert interval(np.array([[2.0, 4.0]] * 5), ratio) == (0.5, 0.5)


# People.


def people(trust: Any, **known: Any) -> People:
    """Return six people of three organisations of two each (care, safety, social); everybody met everybody."""
    size = len(trust)
    given = {
        "domain": np.repeat([CARE, SAFETY, SOCIAL], 2),
        "organisation": np.repeat([0, 1, 2], 2),
        "attended": np.full(size, 2),
        "trust": np.asarray(trust, float),
        "trust_before": np.full((size, size), 0.4),
        "tables": np.ones((size, size)),
        "gained": np.zeros((size, 16)),
        "doubts": np.zeros(size, bool),
        "in_the_way": np.zeros((size, 3)),
    }
    return People(**given | known)


def sitting(members: tuple[int, ...], *, week: int = 3, **known: Any) -> Sitting:
    given: dict[str, Any] = {"domains": (), "organisations": frozenset(one // 2 for one in members), "trust": 0.5}
    return Sitting(week, 0, members, **given | {"need": 0.5, "pieces": ()} | known)


def run(*sittings: Sitting, **known: Any) -> Any:
    return SimpleNamespace(sittings=sittings, **known)


def test_organisations_distrust_each_other_when_both_ways_trust_is_half_of_what_is_usual() -> None:
    trust = np.full((6, 6), 0.5)
    assert distrusting(people(trust)) == []
    trust[0:2, 2:4] = 0.1
    assert distrusting(people(trust)) == []  # one way only
    trust[2:4, 0:2] = 0.1
    assert distrusting(people(trust)) == [(0, 1)]
    strangers = np.ones((6, 6))
    strangers[0:2, 2:4] = strangers[2:4, 0:2] = 0.0
    assert distrusting(people(trust, tables=strangers)) == []  # they never met


def test_distrust_is_named_by_who_belongs_to_it_or_mostly_sees_both() -> None:
    trust = np.full((6, 6), 0.5)
    trust[0:2, 2:4] = trust[2:4, 0:2] = 0.1
    met_both, met_one = sitting((0, 2, 4)), sitting((0, 4, 5))
    named = names_distrust(run(met_both, met_both, met_one, people=people(trust)))
    assert named.tolist() == [True, True, True, True, True, False]
    late = sitting((0, 2, 5), week=71)
    assert not names_distrust(run(late, met_one, people=people(trust)))[5]


def test_of_fifteen_seven_are_asked_of_care_and_of_safety_who_came_more_than_once() -> None:
    everybody = people(np.zeros((6, 6)), attended=np.array([2, 5, 1, 9, 9, 9]))
    says = np.array([True, False, False, True, True, True])
    assert asked_of_fifteen(run(people=everybody), says) == {CARE: 3.5, SAFETY: 7.0}


def test_trust_is_weighted_by_shared_tables_and_grows_between_the_same_pairs() -> None:
    trust = np.full((6, 6), 0.4)
    trust[0, 1] = trust[1, 0] = 0.7
    trust[0, 2] = trust[2, 0] = 0.5
    seen = run(sitting((0, 1)), sitting((0, 1)), sitting((0, 2)), sitting((0, 2), week=71), people=people(trust))
    assert trust_at_tables(seen) == pytest.approx((2 * 0.7 + 0.5) / 3)
    assert growth_of_trust(seen) == pytest.approx((2 * 0.3 + 0.1) / 3)


def test_the_main_obstacle_is_what_is_missing_most_and_alone() -> None:
    counts = np.array([[2, 1, 0], [1, 1, 0], [0, 2, 1], [0, 0, 0], [1, 0, 3], [0, 1, 0]], float)
    everybody = people(np.zeros((6, 6)), in_the_way=counts)
    assert main_obstacle(everybody, HOUSING).tolist() == [True, False, False, False, False, False]
    assert main_obstacle(everybody, VACUUM).tolist() == [False, False, True, False, False, True]


# Conferences.


def value(name: str, seen: Any) -> float:
    measured = MEASURES[name]
    return float(measured.statistic(np.asarray(measured.counts(seen), float)))


def test_what_is_shared_is_of_the_weight_that_could_be_told() -> None:
    pieces = (Piece(2.0, 1, False), Piece(1.0, 2, False), Piece(5.0, 1, True), Piece(4.0, 0, False))
    assert sitting((0, 1), pieces=pieces, told={1}).shared == pytest.approx(1 / 3)
    assert math.isnan(sitting((0, 1), pieces=pieces[2:]).shared)


def test_unshared_information_is_what_one_at_the_table_knows() -> None:
    alone, both, old = Piece(1.0, 1, False), Piece(1.0, 2, False), Piece(1.0, 1, True)
    seen = run(sitting((0, 1), pieces=(alone, alone, both, old), told={0, 2}), sitting((0, 1), pieces=(both, both)))
    assert value("unshared_by_shared", seen) == pytest.approx((1 / 2) / (1 / 3))
    assert value("known_to_two", seen) == pytest.approx(3 / 6)


def test_a_table_that_trusts_more_and_achieves_more_correlates() -> None:
    low = sitting((0, 1), trust=0.3, plan=NO_PLAN)
    high = sitting((0, 1), trust=0.6, plan=JOINT_PLAN, kept=3, broken=1)
    middle = sitting((0, 1), trust=0.5, plan=JOINT_PLAN, kept=1, broken=3)
    expected = np.corrcoef([0.3, 0.6, 0.5], [0.0, 0.875, 0.625])[0, 1]
    assert value("trust_and_results_within", run(low, high, middle)) == pytest.approx(expected)


def test_odds_are_of_keeping_by_organisations_at_the_table() -> None:
    two, three = sitting((0, 2), kept=30, broken=10), sitting((0, 2, 4), kept=20, broken=20)
    assert value("odds_of_keeping", run(two, three)) == pytest.approx(1 / 3)
    assert value("agreements_kept", run(two, three)) == pytest.approx(50 / 80)


def test_a_plan_is_near_what_a_case_needs_where_much_is_known() -> None:
    plans = [(0.95, 0.5), (0.95, 0.6), (0.3, 0.5), (0.4, 0.9), (0.7, 0.5)]
    sittings = [sitting((0, 1), plan=JOINT_PLAN, known=known, proposal=proposal) for known, proposal in plans]
    sittings.append(sitting((0, 1), plan=NO_PLAN, known=0.1, proposal=0.5))
    assert value("plan_near_by_known", run(*sittings)) == pytest.approx(2.0)


# Runs.


def test_a_witness_counts_what_the_model_counts() -> None:
    model = CaseConferenceModel(TOP_X, rng=17, record=True).run()
    outcomes, seen = model.outcomes(), witness(TOP_X, 17)
    assert len(seen.sittings) == outcomes["conferences"]
    assert value("impasses", seen) * len(seen.sittings) == pytest.approx(outcomes["impasses"])
    assert value("agreements_kept", seen) == pytest.approx(outcomes["agreements_kept"])
    assert sum(one.planned for one in seen.sittings) / len(seen.sittings) == pytest.approx(outcomes["plan_rate"])
    assert sum(seen.reports) == outcomes["reports"]
    assert seen.shifts == outcomes["shifts"]
    told = [event for event in model.events() if event.decision == "discloses"]
    assert seen.withheld == sum(not event.answer for event in told)


def test_what_is_measured_hangs_on_the_seed_alone() -> None:
    names = [target.name for target in declared() if target.use != HOLD_OUT and target.name != "lasting"]
    once = measure(SHORT, 4, 2, only=names, workers=1)
    assert measure(SHORT, 4, 2, only=names, workers=2) == once
    assert [one.target.name for one in once] == names
    for one in once:
        for figure in one.figures:
            assert math.isfinite(figure.value), figure.quantity.measure
            assert figure.low <= figure.high


def test_a_run_that_is_over_before_the_interviews_is_refused() -> None:
    with pytest.raises(InputError, match=r"run\.weeks: got 70; allowed: a whole number from 71"):
        measure(TOP_X.set({"run.weeks": 70}), 4, 1, only=["trust"], workers=1)


def test_a_contrast_is_between_worlds_with_the_same_luck() -> None:
    contrast = CONTRASTS["secrecy_on_plans"]
    rows = contrast.rows(Played(SHORT, 4, 6, None))
    strict, free = (
        simulate(SHORT.set({"secrecy.strictness": level}), runs=6, seed=4)["plan_rate"] for level in (0.95, 0.1)
    )
    assert contrast.statistic(rows.sum(axis=0)) == pytest.approx((strict - free).mean())


def test_a_change_is_scaled_to_a_rise_by_half() -> None:
    broken, familiar = [0.18, 1.0, 0.2, 1.0], [0.6, 1.0, 0.5, 1.0]  # a tenth less, when a fifth more are familiar
    assert scaled_change(np.array([*broken, *familiar])) == pytest.approx(-0.25)


# Departures.


@pytest.mark.parametrize(
    ("lost", "weeks"),
    [
        ([0.2, 0.3, 0.2, 0.16, 0.15, 0.0], 16.0),
        ([0.4, 0.2, 0.2, 0.0, 0.0, 0.0], 4.0),
        ([0.2, 0.3, 0.4, 0.4, 0.4, 0.3], 24.0),
        ([-0.1, 0.0, -0.2, 0.0, 0.0, 0.0], 0.0),
    ],
)
def test_half_of_a_loss_is_back_in_the_first_month_with_half_as_much(lost: list[float], weeks: float) -> None:
    assert weeks_to_half(np.array(lost)) == weeks
    both = weeks_to_half(np.stack([lost, [0.4, 0.2, 0.2, 0.0, 0.0, 0.0]], axis=1))
    assert both.tolist() == [weeks, 4.0]


def test_a_month_is_smoothed_by_its_neighbours() -> None:
    lost = np.array([0.4, 0.2, 0.0, 0.3])
    assert smoothed(lost) == pytest.approx([0.3, 0.2, 0.5 / 3, 0.15])
    assert smoothed(np.stack([lost, lost], axis=1))[:, 1] == pytest.approx(smoothed(lost))


def test_a_loss_is_of_the_mean_of_sharing_and_plans() -> None:
    nobody, third, others = [5.0, 10.0, 8.0, 10.0], [4.0, 10.0, 5.0, 10.0], [5.0, 10.0, 8.0, 10.0]
    worlds = np.array([[nobody] * 2, [third, nobody], [others] * 2, [others] * 2])
    assert losses(worlds.ravel(), "third") == pytest.approx([0.2, 0.0])
    assert losses(worlds.ravel(), "manager") == pytest.approx([0.0, 0.0])


def test_without_those_who_leave_something_is_lost_from_that_week_on() -> None:
    found = {who: after_leaving(SHORT, 11, who) for who in WHO}
    assert {counted.shape for counted in found.values()} == {(7, 4)}
    assert all((found[who] != found["nobody"]).any() for who in ("third", "manager", "member"))
    lost = [counted[:, 0].sum() / counted[:, 1].sum() for counted in (found["nobody"], found["third"])]
    assert lost[0] > lost[1]  # nobody left who knows of the cases


# What is told.


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_target_is_told_with_its_value_and_range(language: str) -> None:
    words = words_in(language)
    told = "\n".join(lines([found(0.5), found(math.nan, 0.7)], words))
    mark = "," if language == "nl" else "."
    assert f"0{mark}500" in told and words("validate.no") in told and words("validate.use.fit") in told
    assert words("validate.unmeasured", range=words("table.range", low=f"0{mark}40", high=f"0{mark}60")) in told
    assert words("validate.met", held=1, of=2) in heading_of([found(0.5), found(math.nan, 0.7)], words)


def test_the_plain_entry_prints_a_line_for_every_quantity() -> None:
    asked = ["--row", "doubters", "--row", "impasse", "--runs", "2", "--seed", "4", "--workers", "1"]
    said = CliRunner().invoke(main, [*asked, "--set", "run.weeks=71"])
    assert said.exit_code == 0, said.output
    head, *rows = said.output.splitlines()
    assert head.split()[:4] == ["row", "use", "quantity", "value"]
    assert [line.split()[2] for line in rows] == ["impasses", "doubters", "doubters_from_safety"]
    wrong = CliRunner().invoke(main, ["--set", "run.week=71"])
    assert wrong.exit_code == 1 and "run.weeks" in wrong.output


def test_validate_tells_targets_and_counts_them_among_earlier_attempts(
    overleg_played: Callable[..., Any], tmp_path: Path
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    earlier = (
        "when,commit,seed,full,A,B,C,D,failing\n2026-11-23,abc,9101,True,14 of 15,11 of 11,7 of 7,15 of 22,A10 B12\n"
    )
    (folder / "attempts.csv").write_text(earlier, "utf-8")
    asked = ("validate", "--pattern", "telling", "--seed", "4", "--workers", "1", "--out", str(folder))
    said = overleg_played(*asked, "--format", "json")
    assert said.code == 0, said.err
    (entry,) = said.json["targets"]
    assert (entry["target"], entry["use"], entry["holds"]) == ("telling", "check", True)
    (number,) = entry["quantities"]
    assert number["least"] <= number["low"] <= number["value"] <= number["high"] <= number["most"]
    with (folder / "attempts.csv").open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["D"], first["E"], first["failing"]) == ("15 of 22", "", "A10 B12")
    assert (second["E"], second["failing"]) == ("0 of 0 fit; 1 of 1 check; 0 of 0 hold_out", "")


def test_seeds_for_checking_are_not_those_of_tests() -> None:
    assert CHECKING not in (4, 11, 17)
