"""The rules: exact small cases, limits from theory, and the direction in which every reason pushes."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.parameters import PARAMETERS
from sim.rules import (
    COEFFICIENTS,
    DECISIONS,
    TABLES,
    agenda,
    attend,
    between,
    cases,
    course,
    decide,
    duty,
    govern,
    hours,
    learn,
    media,
    people,
    policy,
    refer,
    scale,
    sense,
    share,
)

CAUSES = {"cognitive", "social", "institutional", "network management", "external"}  # §2.8.1
LEVEL = st.floats(0, 1)
LUCK = st.floats(0, 1, exclude_max=True)
SCORE = st.floats(-1e6, 1e6)

# In which direction each quantity pushes, and through which terms. A sign holds over the whole of 0 to 1.
PUSHES: dict[str, tuple[Callable[..., scale.Terms], dict[str, dict[str, int]]]] = {
    "attends": (
        attend.attends,
        {
            "workload": {"workload": -1},
            "commitment": {"commitment": 1},
            "early": {"planning": 1},
        },
    ),
    "discloses": (
        share.discloses,
        {
            "trust": {"trust": 1},
            "caution": {"caution": -1},
            "size": {"size": -1, "audience": -1},
            "facilitation": {"facilitation": 1},
            "danger": {"danger": 1},
            # what many ears add to a secret has a test of its own: below the usual table they take away
            "bound": {"secrecy": -1, "discipline": -1, "audience": 0},
            "strictness": {"secrecy": -1, "audience": 0},
            "guidance": {"secrecy": 1, "audience": 0},
            "fear": {"discipline": -1},
            "closed": {"closed_core": -1},
            "unshared": {"unshared": -1},
            "withheld": {"reciprocity": -1},
            "understanding": {"understanding": 1},
            "person": {"person": 1},
        },
    ),
    "asks_along": (
        share.asks_along,
        {"think_along": {"think_along": 1}, "competence": {"competence": 1}, "trust": {"trust": 1}},
    ),
    "thinks_along": (share.thinks_along, {"trust": {"trust": 1}, "competence": {"competence": 1}}),
    "accepts": (
        decide.accepts,
        {
            "distance": {"distance": -1},
            "trust": {"trust": 1},
            "commitment": {"commitment": 1},
            "known": {"information": 1},
            "brokering": {"brokering": 1},
            "mandate": {"mandate": 1},
            "withheld": {"withheld": -1},
            "understanding": {"understanding": 1, "withheld": 1},
            "partiality": {"partiality": -1},
        },
    ),
    "mediates": (decide.mediates, {"mediation": {"mediation": 1}, "competence": {"competence": 1}}),
    "imposes": (
        decide.imposes,
        {"authority": {"authority": 1}, "trust_in_leader": {"authority": 1}, "risk": {"risk": 1}},
    ),
    "improvises": (
        duty.improvises,
        {
            "trust": {"trust": 1},
            # what sealed rules take of it has a test of its own: without pressure they give
            "autonomy": {"autonomy": 1, "sealed": 0},
            "mandate": {"mandate": 1},
            "stature": {"stature": 1},
            "caution": {"caution": -1, "sealed": -1},
        },
    ),
    "takes_on": (
        duty.takes_on,
        {
            "risk": {"risk": -1},
            "caution": {"caution": -1},
            "trust": {"trust": 1},
            "commitment": {"commitment": 1},
            "backing": {"backing": 1},
            "spirit": {"spirit": 1},
            "clarity": {"clarity": 1},
            "authority": {"authority": 1},
            "imposed": {"imposed": -1},
            "passivity": {"passivity": -1},
            "lesson": {"lesson": 1},
            "person": {"person": 1},
        },
    ),
    "gets_consent": (
        duty.gets_consent,
        {"backing": {"backing": 1}, "risk": {"risk": -1}, "management": {"management": 1}},
    ),
    "intervenes": (
        duty.intervenes,
        {"view": {"society": 1}, "risk": {"risk": 1}, "caution": {"caution": 1}, "tolerance": {"tolerance": -1}},
    ),
    "grants_housing": (
        duty.grants_housing,
        {"priority": {"priority": 1}, "stature": {"stature": 1}, "capacity": {"capacity": 1}},
    ),
    "acts": (
        between.acts,
        {
            "workload": {"workload": -1},
            "commitment": {"commitment": 1},
            "monitoring": {"monitoring": 1},
            "ebb": {"ebb": -1},
            "imposed": {"imposed": -1},
            "ownership": {"ownership": 1},
            "passivity": {"passivity": -1},
            "goodwill": {"goodwill": 1},
            "overload": {"overload": -1},
            "account": {"account": 1},
            "linking": {"linking": 1},
            "groups": {"groups": -1},
            "chased": {"chased": 1},
            "person": {"person": 1},
        },
    ),
    "calls_to_account": (
        between.calls_to_account,
        {
            "role": {"role": 1},
            "monitoring": {"monitoring": 1},
            "competence": {"competence": 1},
            "understanding": {"understanding": 1},
        },
    ),
    "contacts": (
        between.contacts,
        {
            "tie": {"tie": 1},
            "reach": {"reach": 1},
            "danger": {"danger": 1},
            "ebb": {"ebb": -1},
            "overload": {"overload": -1},
            "understanding": {"understanding": 1},
            "chased": {"chased": 1},
        },
    ),
    "scales_down": (
        course.scales_down,
        {"calm": {"calm": 1}, "criteria": {"criteria": 1}, "caution": {"caution": -1}, "tolerance": {"tolerance": 1}},
    ),
    "shows_care": (learn.shows_care, {"competence": {"competence": 1}}),
    "comes_along": (learn.comes_along, {"workload": {"workload": -1}, "commitment": {"commitment": 1}}),
    "evaluates": (learn.evaluates, {"practice": {"practice": 1}}),
    # care in triage tells simple from complex cases: it has a test of its own
    "admits": (refer.admits, {"complexity": {"complexity": 1, "care": 1}, "media": {"attention": 1}}),
}
# Quantities that are no levels: how far each goes.
REACH = {("discloses", "size"): 20.0, ("acts", "groups"): 20.0}
EACH_PUSH = [
    (decision, quantity, terms) for decision, (_, pushes) in PUSHES.items() for quantity, terms in pushes.items()
]
PUSH_NAMES = [f"{decision}-{quantity}" for decision, quantity, _ in EACH_PUSH]


def weights(table: str) -> list[float]:
    """Return the default weights of a rule."""
    return [row[1] for row in TABLES[table]]


def any_weights(table: str) -> st.SearchStrategy[Sequence[float]]:
    """Return a strategy for weights anywhere in the ranges of their parameters."""
    named = [PARAMETERS[f"rules.{table}.{row[0]}"] for row in TABLES[table]]
    return st.tuples(*(st.floats(parameter.low, parameter.high) for parameter in named))


def reach(decision: str, quantity: str) -> float:
    """Return how far a quantity goes from 0."""
    return REACH.get((decision, quantity), 1.0)


def quantities(rule: Callable[..., Any]) -> list[str]:
    """Return the names of what a rule weighs."""
    return list(inspect.signature(rule).parameters)[1:]


def inside(level: float) -> bool:
    """Return whether a level keeps its bounds."""
    return 0.0 <= level <= 1.0


# Tables.


def test_every_decision_has_its_directions_told() -> None:
    assert set(PUSHES) == set(DECISIONS)
    for decision, (rule, pushes) in PUSHES.items():
        assert set(pushes) == set(quantities(rule)) - ({"care"} if decision == "admits" else set())


@pytest.mark.parametrize("table", TABLES)
def test_tables_name_each_reason_once_with_a_cause(table: str) -> None:
    rows = TABLES[table]
    assert len({row[0] for row in rows}) == len(rows)
    assert {row[2] for row in rows} <= CAUSES
    assert all(row[1] > 0 and row[3] and row[4] for row in rows)
    assert [row[0] for row in COEFFICIENTS[table]] == [row[0] for row in rows]


# Decisions.


@given(st.lists(st.floats(-50, 50), max_size=12).map(tuple))
def test_a_total_is_the_sum_of_the_terms_from_first_to_last(terms: tuple[float, ...]) -> None:
    expected = 0.0
    for term in terms:
        expected = expected + term
    assert scale.total(terms) == expected
    assert scale.total(terms) == pytest.approx(math.fsum(terms), abs=1e-9)


def test_chance_has_the_limits_of_a_logit() -> None:
    assert scale.chance(0.0) == 0.5
    assert scale.chance(-1e9) == 0.0
    assert scale.chance(1e9) == 1.0
    assert scale.chance(math.log(3.0)) == pytest.approx(0.75)


@given(SCORE, SCORE)
def test_chance_is_a_rising_probability(one: float, other: float) -> None:
    assert inside(scale.chance(one))
    assert scale.chance(min(one, other)) <= scale.chance(max(one, other))
    assert scale.chance(one) + scale.chance(-one) == pytest.approx(1.0)


@pytest.mark.parametrize(("decision", "quantity", "terms"), EACH_PUSH, ids=PUSH_NAMES)
@settings(max_examples=30)
@given(data=st.data())
def test_a_quantity_pushes_through_its_own_terms_only(
    decision: str, quantity: str, terms: dict[str, int], data: st.DataObject
) -> None:
    rule = PUSHES[decision][0]
    k = data.draw(any_weights(decision))
    given_ = {name: reach(decision, name) * data.draw(LEVEL, label=name) for name in quantities(rule)}
    low, high = sorted(reach(decision, quantity) * data.draw(LEVEL) for _ in range(2))
    before = rule(k, **given_ | {quantity: low})
    after = rule(k, **given_ | {quantity: high})
    for row, one, other in zip(TABLES[decision], before, after, strict=False):
        if row[0] not in terms:
            assert other == one
        assert terms.get(row[0], 0) * (other - one) >= -1e-12


@pytest.mark.parametrize(("decision", "quantity", "terms"), EACH_PUSH, ids=PUSH_NAMES)
def test_a_quantity_moves_the_chance(decision: str, quantity: str, terms: dict[str, int]) -> None:
    rule = PUSHES[decision][0]
    # halfway, but where a quantity counts only together with others
    given_ = {name: 0.5 * reach(decision, name) for name in quantities(rule)}
    given_ |= {"care": 1.0} if decision == "admits" else {}
    ends = ({quantity: end * reach(decision, quantity)} for end in (0.0, 1.0))
    before, after = (scale.chance(scale.total(rule(weights(decision), **given_ | end))) for end in ends)
    assert (after - before) * next(iter(terms.values())) > 0.01


@given(st.sampled_from(sorted(DECISIONS)), st.data())
def test_a_rule_gives_a_term_for_each_reason_and_none_is_endless(decision: str, data: st.DataObject) -> None:
    rule = PUSHES[decision][0]
    terms = rule(data.draw(any_weights(decision)), *(data.draw(LEVEL) for _ in quantities(rule)))
    left_out = {"pressure"} if decision == "intervenes" else set()
    assert len(terms) == len([row for row in DECISIONS[decision] if row[0] not in left_out])
    assert all(math.isfinite(term) for term in terms)


@given(any_weights("admits"), LEVEL, LEVEL)
def test_care_in_triage_tells_complex_from_simple(k: Sequence[float], care: float, attention: float) -> None:
    complex_, simple = (
        scale.total(refer.admits(k, x, care, attention)) - scale.total(refer.admits(k, x, 0.0, attention))
        for x in (1.0, 0.0)
    )
    assert complex_ == pytest.approx(-simple)
    assert complex_ == pytest.approx(0.5 * k[2] * care)


def test_secrecy_binds_only_what_is_protected_and_guidance_eases_it() -> None:
    free = dict.fromkeys(quantities(share.discloses), 0.5) | {"bound": 0.0}
    k = weights("discloses")
    strict = share.discloses(k, **free | {"strictness": 1.0, "fear": 1.0})
    assert strict == share.discloses(k, **free | {"strictness": 0.0, "fear": 0.0})
    bound = free | {"bound": 1.0, "strictness": 1.0}
    unguided, guided = (share.discloses(k, **bound | {"guidance": x})[6] for x in (0.0, 1.0))
    assert unguided == -k[6]
    assert guided == pytest.approx(0.3 * unguided)


@given(any_weights("discloses"), LEVEL, LEVEL, st.floats(0, 1))
def test_before_many_ears_a_secret_weighs_more_and_before_few_less(
    k: Sequence[float], strictness: float, guidance: float, bound: float
) -> None:
    told = dict.fromkeys(quantities(share.discloses), 0.5)
    told |= {"strictness": strictness, "guidance": guidance, "bound": bound}
    few, usual, many = (share.discloses(k, **told | {"size": size})[10] for size in (2.0, share.USUAL_TABLE, 15.0))
    assert few >= usual == 0.0 >= many
    # five people fewer ease what eight more burden, in proportion
    assert 8.0 * few == pytest.approx(-5.0 * many)
    assert share.discloses(k, **told | {"size": 15.0, "bound": 0.0})[10] == 0.0


@given(any_weights("accepts"), LEVEL, LEVEL, LEVEL)
def test_what_is_withheld_burdens_the_plan_less_where_people_understand_each_other(
    k: Sequence[float], withheld: float, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    free = dict.fromkeys(quantities(decide.accepts), 0.5) | {"withheld": withheld}
    strangers, friends = (decide.accepts(k, **free | {"understanding": level})[7] for level in (low, high))
    assert strangers <= friends <= 0.0
    assert decide.accepts(k, **free | {"withheld": 0.0})[7] == 0.0
    assert decide.accepts(k, **free | {"understanding": 0.0})[7] == -k[7] * withheld


@given(any_weights("improvises"), LEVEL, LEVEL)
def test_rules_that_are_sealed_off_take_professional_room_away(
    k: Sequence[float], autonomy: float, caution: float
) -> None:
    sealed = duty.improvises(k, 0.5, autonomy, 0.5, 0.5, caution)[6]
    assert sealed * (caution - 0.45) <= 0.0
    assert duty.improvises(k, 0.5, 0.0, 0.5, 0.5, caution)[6] == 0.0
    assert abs(sealed) <= 0.55 * k[2] * k[6]


@given(LEVEL, LEVEL, LEVEL)
def test_distance_is_felt_less_where_people_understand_each_other(distance: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.5 * distance <= decide.felt_distance(distance, high) <= decide.felt_distance(distance, low) <= distance


@given(any_weights("intervenes"))
def test_pressure_is_easier_than_compulsion(k: Sequence[float]) -> None:
    assert duty.pressure_step(k) > 0.0


# Levels that learn.


@given(LEVEL, LEVEL, LEVEL)
def test_steps_keep_levels_between_0_and_1(level: float, step: float, more: float) -> None:
    assert level <= scale.raised(level, step) <= 1.0
    assert 0.0 <= scale.lowered(level, step) <= level
    assert scale.raised(level, 0.0) == scale.lowered(level, 0.0) == level
    assert scale.raised(level, 1.0) == pytest.approx(1.0)
    assert scale.lowered(level, 1.0) == 0.0
    assert scale.raised(level, min(step, more)) <= scale.raised(level, max(step, more))


@given(st.floats(allow_nan=False))
def test_bounded_is_the_nearest_level(x: float) -> None:
    assert scale.bounded(x) == min(1.0, max(0.0, x))


def test_steps_are_smaller_near_the_ends() -> None:
    assert scale.raised(0.5, 0.1) == pytest.approx(0.55)
    assert scale.raised(0.9, 0.1) == pytest.approx(0.91)
    assert scale.lowered(0.5, 0.1) == pytest.approx(0.45)


@given(LEVEL, st.booleans())
def test_irritation_and_blame_are_less_where_people_understand_each_other(understanding: float, across: bool) -> None:
    assert learn.irritation(0.1, 0.0) == 0.1
    assert 0.04 - 1e-12 <= learn.irritation(0.1, understanding) <= 0.1
    within, between_ = (learn.blame(0.1, understanding, across, 0.3) for across in (False, True))
    assert within == pytest.approx(0.5 * between_)
    assert learn.blame(0.1, understanding, across, 0.5) == pytest.approx(
        learn.irritation(0.1, understanding) * (1.0 if across else 0.5)
    )
    assert learn.blame(0.1, understanding, across, 0.2) < learn.blame(0.1, understanding, across, 0.9)


def test_a_broken_promise_costs_a_multiple_of_what_a_kept_one_gains() -> None:
    assert learn.trust_step(0.04, 2.0) == pytest.approx(2.0 * learn.trust_step(0.04, 1.0)) == pytest.approx(0.08)
    assert learn.trust_step(0.5, 5.0) == 1.0


@given(LEVEL, st.floats(0.01, 0.15), st.floats(0.0, 1.0), st.floats(1.0, 5.0))
def test_trust_settles_where_somebody_s_conduct_is(first: float, pace: float, kept: float, loss: float) -> None:
    """Kept and broken promises in turn, as often as each happens: expectation learns what to expect (Rescorla)."""
    level, gain, lost = first, learn.trust_step(pace, 1.0) * kept, learn.trust_step(pace, loss) * (1.0 - kept)
    for _ in range(1000):
        level = level + gain * (scale.raised(level, 1.0) - level) + lost * (scale.lowered(level, 1.0) - level)
    assert level == pytest.approx(gain / (gain + lost), abs=1e-3)


@given(LEVEL, LEVEL, LEVEL)
def test_a_successor_stands_between_predecessor_and_stranger(share_: float, before: float, stranger: float) -> None:
    found = learn.inherited(share_, before, stranger)
    assert min(before, stranger) - 1e-12 <= found <= max(before, stranger) + 1e-12
    assert learn.inherited(0.0, before, stranger) == stranger and learn.inherited(1.0, before, stranger) == before


@given(any_weights("skill"), any_weights("lesson"), LEVEL)
def test_skill_grows_by_doing_and_lessons_wear_off(k: Sequence[float], fades: Sequence[float], level: float) -> None:
    assert level <= learn.practised(k, level) <= 1.0
    assert 0.0 <= learn.faded_lesson(fades, level) <= level
    assert learn.practised([0.0], level) == learn.faded_lesson([0.0], level) == level


@given(st.floats(0, 5), LEVEL, LEVEL)
def test_a_rebuke_in_a_good_tone_costs_little(weight: float, one: float, other: float) -> None:
    low, high = sorted((between.tone(one), between.tone(other)))
    assert 0.25 <= low <= high <= 1.0
    assert 0.0 <= learn.rebuke(weight, high) <= learn.rebuke(weight, low) <= 0.75 * weight


@given(LEVEL, LEVEL, LEVEL)
def test_partiality_is_distance_as_far_as_somebody_is_not_neutral(one: float, other: float, neutral: float) -> None:
    assert learn.partiality(one, other, 1.0) == 0.0
    assert learn.partiality(one, other, 0.0) == abs(one - other)
    assert learn.partiality(one, other, neutral) == learn.partiality(other, one, neutral)


@given(any_weights("caution"), LEVEL, LEVEL, LEVEL, LEVEL)
def test_caution_stays_a_level_and_rises_with_attention(
    k: Sequence[float], attention: float, tolerance: float, backing: float, caution: float
) -> None:
    target = learn.caution_target(k, attention, tolerance, backing)
    assert inside(target)
    assert target <= learn.caution_target(k, 1.0, tolerance, backing)
    assert target >= learn.caution_target(k, attention, 1.0, backing)
    assert target >= learn.caution_target(k, attention, tolerance, 1.0)
    assert min(caution, target) - 1e-15 <= learn.followed(k, caution, target) <= max(caution, target) + 1e-15


@given(LEVEL, LEVEL, st.floats(0, PARAMETERS["rules.nao.passivity"].high), LEVEL)
def test_passivity_stays_a_level_and_goes_where_the_form_pulls(
    pace: float, passivity: float, given_: float, commitment: float
) -> None:
    found = learn.grown_passive(pace, passivity, given_, commitment)
    assert inside(found)
    assert learn.grown_passive(pace, 0.0, 0.0, commitment) == 0.0
    assert found >= learn.grown_passive(pace, passivity, given_, 1.0)


# Cases.


@given(any_weights("progress"), LEVEL, LEVEL, LEVEL, LEVEL, st.sampled_from([0.0, 1.0]), LEVEL)
def test_progress_grows_with_responsiveness_plan_and_alliance(
    k: Sequence[float], responsive: float, more: float, worth: float, alliance: float, compulsion: float, imposed: float
) -> None:
    low, high = sorted((responsive, more))
    assert course.action_effect(k, 0.0, worth, alliance, compulsion, imposed) == 0.0
    effect = course.action_effect(k, low, worth, alliance, compulsion, imposed)
    assert 0.0 <= effect <= course.action_effect(k, high, worth, alliance, compulsion, imposed) <= 0.95
    assert effect <= course.action_effect(k, low, 1.0, alliance, compulsion, imposed)
    assert effect <= course.action_effect(k, low, worth, 1.0, compulsion, imposed) + 1e-15
    assert effect >= course.action_effect(k, low, worth, alliance, compulsion, 1.0)


@given(any_weights("progress"), LEVEL, st.floats(0, 6), LEVEL)
def test_joint_work_hardly_moves_alone(k: Sequence[float], responsive: float, spent: float, alliance: float) -> None:
    alone, joint = (course.lone_effect(k, responsive, spent, alliance, joint) for joint in (False, True))
    assert 0.0 <= joint <= alone <= 0.95
    assert course.lone_effect(k, responsive, 0.0, alliance, False) == 0.0


@given(any_weights("drift"), LEVEL, LEVEL, st.sampled_from([0.0, 0.5, 1.0]))
def test_what_moves_of_itself_stays_a_level(k: Sequence[float], level: float, usual: float, grade: float) -> None:
    assert level <= course.drifted(k, level) <= 1.0
    assert level <= course.reopened(k, level) <= 1.0
    assert inside(course.reopen_chance(k))
    assert 0.0 <= course.coerced_alliance(k, level, grade) <= level
    assert level <= course.kept_alliance(k, level) <= 1.0
    assert min(level, usual) <= course.healed_alliance(k, level, usual) <= max(level, usual)
    assert course.drifted(k, 0.0) == 0.0
    assert course.coerced_alliance(k, level, 0.0) == level


@given(any_weights("drift"), LEVEL, LEVEL)
def test_the_hazard_of_incidents_grows_faster_than_risk(k: Sequence[float], one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert inside(course.incident_chance(k, high))
    assert course.incident_chance(k, 0.0) == 0.0
    assert course.incident_chance(k, low) * high <= course.incident_chance(k, high) * low + 1e-15


@given(LEVEL, LUCK)
def test_a_case_is_made_within_bounds(level: float, luck: float) -> None:
    assert inside(cases.severity(level, luck))
    assert cases.facet_count(luck) in (3, 4, 5, 6)
    assert [cases.facet_domain(facet, luck) for facet in (0, 1)] == [0, 1]
    assert cases.facet_domain(2, luck) in (0, 1, 2)
    assert inside(cases.usual_alliance(luck)) and inside(cases.unresolved(luck)) and cases.weight(luck) > 0
    assert course.risk_of(cases.severity(level, luck), cases.unresolved(luck)) <= cases.severity(level, luck)


def test_severity_has_its_level_as_mean_and_a_heavy_tail() -> None:
    found = np.array([cases.severity(0.4, luck) for luck in (np.arange(10_000) + 0.5) / 10_000])
    assert found.mean() == pytest.approx(0.4, abs=0.001)
    assert np.mean(found > 0.4) < 0.45


# Referrals and reports.


def test_arrivals_are_poisson_counts_at_their_luck() -> None:
    chance = np.random.default_rng(52)
    for mean in (0.0, 0.01, 0.5, 1.0, 5.77, 17.3, 34.6):
        lucks = chance.random(2000)
        expected = np.minimum(stats.poisson.ppf(lucks, mean), 63)
        found = [refer.arrived(mean, luck) for luck in lucks.tolist()]
        # a luck within rounding of a step may fall on either side
        near = np.abs(stats.poisson.cdf(expected, mean) - lucks) < 1e-12
        assert (np.asarray(found)[~near] == expected[~near]).all()


@given(st.floats(0, 40), LUCK, LUCK)
def test_arrivals_rise_with_luck_and_with_the_mean(mean: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= refer.arrived(mean, low) <= refer.arrived(mean, high) <= 63
    assert refer.arrived(0.5 * mean, low) <= refer.arrived(mean, low)
    assert refer.arrived(0.0, one) == 0


@given(any_weights("inflow"), LEVEL, LEVEL, LEVEL)
def test_attention_adds_reports_and_referrals_to_risk(
    k: Sequence[float], risk: float, effect: float, attention: float
) -> None:
    assert inside(refer.report_chance(k, risk, effect, attention))
    assert refer.report_chance(k, 0.0, effect, attention) == 0.0
    assert refer.report_chance(k, risk, 0.0, attention) == refer.report_chance(k, risk, effect, 0.0)
    assert refer.report_chance(k, risk, effect, 0.0) <= refer.report_chance(k, risk, effect, attention)
    assert refer.simple_referrals(k, 5.0, effect, 0.0) == 0.0
    assert refer.simple_referrals(k, 5.0, effect, attention) >= 0.0


# Views.


@given(any_weights("views"), LEVEL, LEVEL, LEVEL, LEVEL)
def test_listening_moves_between_oneself_and_those_one_trusts(
    k: Sequence[float], view: float, trusted: float, competence: float, commitment: float
) -> None:
    found = sense.listening_view(k, view, trusted, competence, commitment)
    assert min(view, trusted) - 1e-15 <= found <= max(view, trusted) + 1e-15
    assert sense.listening_view(k, view, trusted, 0.0, 0.0) == view
    assert sense.listening_view(k, view, view, competence, commitment) == view


def test_full_openness_is_degroot() -> None:
    k = [0.0, 0.0, 1.0, 0.0, 0.0, 0.0]
    assert sense.listening_view(k, 0.2, 0.7, 1.0, 1.0) == pytest.approx(0.7)
    assert sense.listening_view(k, 0.2, 0.7, 0.5, 0.5) == pytest.approx(0.45)


@given(any_weights("views"), LEVEL, LEVEL, LEVEL, LEVEL, LEVEL)
def test_views_stay_views(
    k: Sequence[float], outlook: float, risk: float, logic: float, need: float, known: float
) -> None:
    first = sense.first_view(k, outlook, risk, logic)
    assert inside(first)
    assert abs(first - 0.5) >= abs(outlook - 0.5) - 1e-15  # risk drives outwards
    assert sense.first_view(k, outlook, 0.0, logic) == sense.first_view(k, outlook, risk, 1.0) == outlook
    informed = sense.informed_view(k, first, need, known)
    assert min(first, need) - 1e-15 <= informed <= max(first, need) + 1e-15
    assert sense.informed_view(k, first, need, 0.0) == first


@given(any_weights("views"), LEVEL, LEVEL, LEVEL, LEVEL, LEVEL)
def test_mediation_shrinks_every_distance_alike(
    k: Sequence[float], one: float, other: float, middle: float, mediation: float, brokering: float
) -> None:
    moved = [sense.mediated_view(k, view, middle, mediation, brokering) for view in (one, other)]
    shrink = 1.0 - k[3] * mediation * brokering
    assert moved[0] - moved[1] == pytest.approx(shrink * (one - other), abs=1e-12)
    assert sense.mediated_view(k, one, middle, 0.0, brokering) == one


@given(any_weights("views"), LEVEL, LEVEL, LEVEL)
def test_a_plan_is_worth_what_is_known_and_difference_adds(
    k: Sequence[float], known: float, spread: float, trust: float
) -> None:
    assert known <= sense.plan_worth(k, known, spread, 0.25) <= 1.0
    assert sense.plan_worth(k, 0.0, spread, trust) == 0.0
    # the nearer to what the case needs, the better
    assert sense.plan_worth(k, known, spread, 1.0) <= sense.plan_worth(k, known, spread, trust)
    assert sense.plan_worth(k, known, spread, trust) <= sense.plan_worth(k, known, spread, 0.0)
    assert sense.voiceless(k, trust, 1.0 - trust) == pytest.approx(0.0, abs=1e-15)
    assert inside(sense.voiceless(k, trust, spread))


# Governance.


@given(any_weights("coordination"), st.floats(1, 36), LEVEL, LEVEL, LEVEL)
def test_coordination_takes_no_minutes_where_nobody_coordinates(
    k: Sequence[float], members: float, trust: float, need: float, given_: float
) -> None:
    minutes = govern.coordination_minutes(k, given_, members, trust, need)
    assert govern.coordination_minutes(k, 0.0, members, trust, need) == 0.0
    assert govern.coordination_minutes(k, given_, 2 * members, trust, need) == pytest.approx(4 * minutes)
    assert govern.coordination_minutes(k, given_, members, 1.0, need) <= minutes
    assert govern.coordination_minutes(k, given_, members, trust, 1.0) >= minutes >= 0.0


@given(any_weights("peers"), st.floats(0, 2), LEVEL, st.floats(0, 2), LEVEL, LEVEL)
def test_what_a_form_gives_stays_a_level(
    k: Sequence[float], given_: float, skill: float, ownership: float, trust: float, competence: float
) -> None:
    assert inside(govern.brokering(k, given_, skill, ownership, trust, competence))
    assert inside(govern.monitoring(k, given_, skill, ownership, trust))
    assert govern.brokering(k, 0.0, skill, ownership, 0.0, competence) == 0.0
    assert govern.monitoring(k, 0.0, skill, ownership, 0.0) == 0.0


@given(any_weights("coordination"), LEVEL, st.integers(1, 36))
def test_attention_is_divided_among_members(k: Sequence[float], coordination: float, members: int) -> None:
    assert govern.attention(k, 0.0, members) == 1.0
    assert 0.0 < govern.attention(k, coordination, members + 1) <= govern.attention(k, coordination, members) <= 1.0


@given(any_weights("peers"), LEVEL, LEVEL, LEVEL)
def test_skill_works_as_far_as_trust_carries_it(k: Sequence[float], skill: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    found = govern.carried_skill(k, skill, low)
    assert inside(found) and found <= govern.carried_skill(k, skill, high)
    assert govern.carried_skill(k, skill, 0.5) == skill
    assert govern.facilitation(1.0, found) == found and govern.facilitation(0.0, found) == 0.0


@given(any_weights("coordination"), LEVEL, st.integers(1, 36))
def test_what_is_everybody_s_is_nobody_s(k: Sequence[float], coordination: float, members: int) -> None:
    assert govern.shared_ownership(k, 0.0, members) == 1.0
    shares = [govern.shared_ownership(k, coordination, count) for count in (members, members + 1)]
    assert 0.0 < shares[1] <= shares[0] <= 1.0
    assert govern.shared_ownership(k, coordination, int(govern.FEW)) == 1.0


@given(any_weights("peers"), LEVEL, LEVEL, LEVEL)
def test_joint_work_is_held_together_by_brokering_or_a_leader(
    k: Sequence[float], brokering: float, authority: float, trust: float
) -> None:
    linked = govern.linking(k, brokering, authority, trust)
    assert brokering <= linked <= 1.0
    assert govern.linking(k, brokering, authority, 0.0) == govern.linking(k, brokering, 0.0, trust) == brokering
    assert between.held_together(True, linked) == linked
    assert between.held_together(False, linked) == 0.0


@given(LEVEL, LEVEL)
def test_people_talk_most_with_those_they_know(trust: float, back: float) -> None:
    assert min(trust, back) <= learn.mingling(trust, back) <= max(trust, back)
    assert learn.mingling(trust, back) == learn.mingling(back, trust)


@given(LEVEL)
def test_what_a_trusted_leader_imposes_goes_less_against_the_grain(trust: float) -> None:
    assert inside(decide.resistance(trust))
    assert decide.resistance(1.0) == 0.0


@given(st.floats(0, PARAMETERS["rules.lead_organisation.authority"].high), LEVEL, LEVEL)
def test_the_trust_that_carries_lies_between_leader_and_table(authority: float, leader: float, table: float) -> None:
    found = govern.carrying_trust(authority, leader, table)
    assert min(leader, table) - 1e-12 <= found <= max(leader, table) + 1e-12


def test_no_authority_means_trust_in_each_other() -> None:
    assert govern.carrying_trust(0.0, 0.9, 0.3) == 0.3
    assert govern.carrying_trust(1.0, 0.9, 0.3) == 0.9


@given(st.floats(0, 20), st.integers(1, 216), st.floats(0, 6))
def test_overhead_is_shared_and_leaves_half(total: float, members: int, left: float) -> None:
    each = govern.overhead_hours(total, members, left)
    assert 0.0 <= each <= 0.5 * left
    assert each <= total / members


# Plans and agendas.


@given(any_weights("plan"), LEVEL, LEVEL)
def test_owners_decide_together(k: Sequence[float], one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.0 < decide.quorum(k, 0.0) <= decide.quorum(k, low) <= decide.quorum(k, high) <= 1.0
    assert decide.quorum(k, 0.0) == min(1.0, k[0])


@given(any_weights("invitation"), LEVEL, LEVEL, LEVEL, LEVEL)
def test_grave_cases_draw_a_crowd_and_so_do_acquaintance_and_caution(
    k: Sequence[float], risk: float, more: float, known: float, caution: float
) -> None:
    low, high = sorted((risk, more))
    chance = attend.invitation(k, low, known, caution)
    assert inside(chance)
    assert chance <= attend.invitation(k, high, known, caution)
    assert chance <= attend.invitation(k, low, 1.0, caution) and chance <= attend.invitation(k, low, known, 1.0)
    assert attend.invitation(k, 0.25, 0.0, 0.45) == pytest.approx(k[0])


@given(st.floats(0, 40), LEVEL, st.floats(0, 100))
def test_who_drives_on_has_hours_and_skill_for_it(overhead: float, skill: float, open_: float) -> None:
    found = between.chased(overhead, skill, open_)
    assert 0.0 <= between.chased(overhead, skill, open_ + 1.0) <= found <= skill
    assert between.chased(0.0, skill, open_) == between.chased(overhead, 0.0, open_) == 0.0


@given(st.lists(LEVEL, max_size=20))
def test_goodwill_is_mean_trust_and_neutral_where_nobody_waits(trust: list[float]) -> None:
    assert between.goodwill(math.fsum(trust), len(trust)) == pytest.approx(np.mean(trust) if trust else 0.5)


@given(any_weights("urgency"), LEVEL, st.floats(0, 100), LEVEL, LEVEL, LEVEL)
def test_urgency_follows_risk_less_when_planned_early(
    k: Sequence[float], risk: float, since: float, early: float, structure: float, luck: float
) -> None:
    def rise(early: float) -> float:
        ends = [agenda.urgency(k, x, since, 0.0, early, structure, luck) for x in (0.0, risk)]
        return ends[1] - ends[0]

    assert -1e-12 <= rise(1.0) <= rise(early) + 1e-12
    assert agenda.urgency(k, risk, since, 0.0, early, 1.0, luck) == agenda.urgency(k, risk, since, 0.0, early, 1.0, 0.0)
    more = agenda.urgency(k, risk, since + 1.0, 0.0, early, structure, luck)
    assert more > agenda.urgency(k, risk, since, 0.0, early, structure, luck)


def test_half_lives() -> None:
    assert agenda.planning(0.0) == 0.0
    assert agenda.planning(2.0) == 0.5
    assert between.attention(0.0) == 1.0
    assert between.attention(2.0) == 0.5


@pytest.mark.parametrize("half_life", [1, 6, 26])
def test_attention_of_the_media_halves_in_its_half_life(half_life: int) -> None:
    level = 0.9
    for _ in range(half_life):
        level = media.faded(level, 0.3, half_life)
    assert level == pytest.approx(0.3 + 0.5 * 0.6)


@given(LEVEL, LEVEL, st.floats(1, 26))
def test_attention_of_the_media_fades_to_its_baseline(level: float, baseline: float, half_life: float) -> None:
    found = media.faded(level, baseline, half_life)
    assert min(level, baseline) - 1e-15 <= found <= max(level, baseline) + 1e-15
    assert media.faded(baseline, baseline, half_life) == baseline


@given(LEVEL, st.floats(0, 10), st.floats(0, 10))
def test_incidents_lift_attention_by_their_gravity(reactivity: float, gravity: float, more: float) -> None:
    assert media.lift(reactivity, 0.0) == media.lift(0.0, gravity) == 0.0
    assert 0.0 <= media.lift(reactivity, gravity) <= media.lift(reactivity, gravity + more) <= 1.0


# People and hours.


@given(LEVEL)
def test_care_and_safety_stand_apart_by_the_gap(gap: float) -> None:
    care, safety, social = (people.domain_orientation(*ends, gap) for ends in ((1.0, 0.0), (0.0, 1.0), (0.0, 0.0)))
    assert safety - care == pytest.approx(gap)
    assert social == 0.5
    assert inside(care) and inside(safety)


@given(LEVEL, LUCK, st.floats(0.3, 1.2), st.booleans(), st.floats(-2, 2), st.floats(-2, 2))
def test_people_come_within_bounds(
    level: float, luck: float, strangers: float, known: bool, propensity: float, regard: float
) -> None:
    assert inside(people.scattered(level, 0.3, luck))
    assert inside(people.closeness(level, luck))
    assert inside(people.tie(level, known, strangers, luck, propensity, regard))
    assert people.tie(level, known, strangers, luck, -abs(propensity), regard) <= people.tie(
        level, known, strangers, luck, abs(propensity), regard
    )
    assert inside(people.first_hand_chance(known, people.closeness(level, luck)))
    assert people.first_hand_chance(True, 0.0) > people.first_hand_chance(False, 1.0)
    assert people.tie(0.0, known, strangers, luck, 0.0, 0.0) == 0.0


def test_people_differ_by_a_standard_deviation_and_no_luck_is_endless() -> None:
    found = np.array([people.deviation(luck) for luck in (np.arange(100_000) + 0.5) / 100_000])
    assert found.mean() == pytest.approx(0.0, abs=1e-9)
    assert found.std() == pytest.approx(1.0, abs=0.001)
    assert (np.diff(found) > 0.0).all()
    assert math.isfinite(people.deviation(0.0)) and math.isfinite(people.deviation(np.nextafter(1.0, 0.0)))


@given(any_weights("differences"), st.floats(-5, 5), st.floats(-5, 5))
def test_organisations_are_regarded_by_standing_history_and_doubt(k: Sequence[float], fame: float, pair: float) -> None:
    assert people.regard(k, fame, pair, False) == pytest.approx(k[1] * fame + k[2] * pair)
    assert people.regard(k, fame, pair, True) == pytest.approx(people.regard(k, fame, pair, False) - k[3])


@given(LEVEL, LEVEL)
def test_management_has_a_mandate_more_often(share_: float, level: float) -> None:
    assert duty.mandate_share(share_, 0.5) == share_
    assert duty.mandate_share(0.0, level) == 0.0
    assert duty.mandate_share(1.0, level) == 1.0
    assert inside(duty.mandate_share(share_, level))
    assert duty.mandate_share(share_, 0.0) <= share_ <= duty.mandate_share(share_, 1.0)


@given(any_weights("week"), LEVEL)
def test_hours_of_a_week_are_never_owed(k: Sequence[float], workload: float) -> None:
    assert 0.0 <= hours.week_hours(k, workload) <= k[0]
    assert hours.week_hours(k, 0.0) == k[0]


@given(any_weights("minutes"), st.floats(0, 30), LEVEL)
def test_structure_spares_minutes(k: Sequence[float], minutes: float, structure: float) -> None:
    assert hours.spared(k, minutes, 0.0) == minutes
    assert 0.0 <= hours.spared(k, minutes, 1.0) <= hours.spared(k, minutes, structure) <= minutes


@given(st.floats(0, 20), st.floats(0, 20))
def test_overload_is_the_share_of_hours_that_lacks(needed: float, left: float) -> None:
    found = attend.overload(needed, left)
    assert inside(found)
    assert (found == 0.0) == (needed <= left or needed == 0.0 or (needed - left) / needed == 0.0)


# Records and policy.


@given(any_weights("record"), LEVEL, LEVEL)
def test_a_record_is_kept_by_minutes_or_by_a_system(k: Sequence[float], structure: float, system: float) -> None:
    assert share.record_chance(k, 0.0, 0.0) == 0.0
    assert share.record_chance(k, structure, 1.0) == 1.0
    assert share.record_chance(k, structure, 0.0) == pytest.approx(k[0] * structure)
    assert max(system, k[0] * structure) - 1e-15 <= share.record_chance(k, structure, system) <= 1.0
    assert all(inside(found) for found in (share.stale_chance(k), share.fade_chance(k), share.advice_worth(k)))
    assert share.stale_chance(k) + share.fade_chance(k) <= 1.0
    assert 0.0 <= share.strained(k, system) <= system


@given(any_weights("signals"), LEVEL, LEVEL, st.integers(0, 1000))
def test_signals_bring_capacity_where_policy_listens(
    k: Sequence[float], capacity: float, accountability: float, signals: int
) -> None:
    assert capacity <= policy.capacity_gained(k, capacity, accountability, signals) <= 1.0
    assert policy.capacity_gained(k, capacity, 0.0, signals) == capacity
    assert policy.capacity_gained(k, capacity, accountability, 0) == capacity
    assert policy.signal_delay(k) >= 1
