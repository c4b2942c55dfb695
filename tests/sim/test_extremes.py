"""Extremes: they run, and what comes out stays sane."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from scenarios import load, names
from sim import CaseConferenceModel
from sim.outcomes import OUTCOMES
from sim.parameters import PARAMETERS, Parameter
from sim.scenario import Change, Departure, MediaEvent, Scenario
from sim.state import CAPACITY, CHASED, JOINT_LOGIC, MEDIA

TOP_X = load("top_x").set({"run.weeks": 6})
ORGANISATIONS = ("network.care_organisations", "network.safety_organisations", "network.social_organisations")
LISTED = [name for name in PARAMETERS if not name.startswith("rules.")]
ENDS = [
    (name, end)
    for name, parameter in PARAMETERS.items()
    for end in (parameter.choices or (parameter.low, parameter.high))
    if name != "run.weeks"
]
LEVELS = {
    "people": ("orientation", "competence", "closeness", "mandate_luck", "commitment", "caution", "spirit", "passivity",
               "lesson", "trust", "understanding"),
    "cases": ("severity", "need", "alliance", "usual_alliance", "risk"),
    "facets": ("unresolved",),
    "agreements": ("imposed", "worth", "linked", "account"),
    "table": ("stance", "first_stance", "trust", "understanding", "newcomer", "known"),
}  # fmt: skip


def unknowable(scenario: Scenario, outcomes: dict[str, float]) -> set[str]:
    """Return the outcomes that by their definition have nothing to divide by."""
    care, safety, social = (int(scenario.value(name)) for name in ORGANISATIONS)
    people = (care + safety + social) * int(scenario.value("network.people_per_organisation"))
    domains = sum(1 for count in (care, safety, social) if count)
    checks = {
        "trust": people < 2,
        "understanding": people < 2,
        "cross_domain_trust": domains < 2,
        "trust_care_to_safety": not (care and safety),
        "trust_safety_to_care": not (care and safety),
        "trust_in_manager": scenario.value("process_management.form") == "self_governed",
        "plan_rate": outcomes["conferences"] == 0,
        "table_trust": outcomes["conferences"] == 0,
        "information_shared": outcomes["conferences"] == 0,
    }
    return {name for name, unknown in checks.items() if unknown}


# Without cases, tables or agreements these have nothing to divide by either.
MAY_LACK = {
    "alliance", "view_distance", "information_shared_care", "information_shared_safety", "information_shared_social",
    "attendance", "familiar_faces", "decided_on_the_spot", "agreements_kept", "joint_effort", "compulsory_share",
    "weeks_to_plan", "risk", "collaboration_quality", "network_effectiveness",
}  # fmt: skip


def check_sane(model: CaseConferenceModel, scenario: Scenario) -> None:
    """Check that outcomes, series and state are finite, or unknown by definition, and within their bounds."""
    outcomes = model.outcomes()
    unknown = {name for name, value in outcomes.items() if math.isnan(value)}
    expected = unknowable(scenario, outcomes)
    assert expected <= unknown <= expected | MAY_LACK
    for name, value in outcomes.items():
        check_bounds(name, np.array([value]))
    assert outcomes["network_effectiveness"] <= 1.0 or "network_effectiveness" in unknown
    for name, series in model.weekly().items():
        assert len(series) == model.weeks
        check_bounds(name, series)
    for part, levels in LEVELS.items():
        for name in levels:
            values = np.asarray(getattr(getattr(model.stage.world, part), name))
            assert ((values >= 0.0) & (values <= 1.0)).all(), (part, name, values.min(), values.max())
    assert (np.asarray(model.stage.world.people.hours) >= 0.0).all()
    climate = np.asarray(model.stage.world.climate)
    assert (climate >= 0.0).all() and (climate[[MEDIA, CAPACITY, JOINT_LOGIC, CHASED]] <= 1.0).all()
    check_people(model.stage.world)
    assert not np.isinf(model.stage.tally()).any()


def check_people(world: Any) -> None:
    """Check that whoever carries an agreement out, knows a client or was at a table is there to be found."""
    people, organisation = world.people, np.asarray(world.people.organisation)
    assert (np.diag(np.asarray(people.trust)) == 0.0).all()  # nobody has a tie with himself
    assert (np.asarray(people.needed) >= -1e-9).all() and (np.asarray(people.spare) >= 0.0).all()
    spread = np.asarray([people.propensity, people.candour, people.duty, people.diligence])
    assert np.isfinite(spread).all() and np.isfinite(np.asarray(world.organisations.regard)).all()
    for case in range(world.now[1]):
        if world.cases.complex[case]:
            for hand in (world.cases.worker, world.cases.regular):
                assert (organisation[hand[case]] == np.arange(len(world.organisations.domain))).all()
        circle = list(world.cases.circle[case][: world.cases.circle_size[case]])
        assert circle == sorted(set(circle)) and all(0 <= person < world.members for person in circle)
        for facet in np.flatnonzero(np.asarray(world.agreements.stage[case])):
            person, partner = world.agreements.person[case][facet], world.agreements.partner[case][facet]
            assert organisation[person] == world.facets.owner[case][facet]
            assert partner < 0 or people.domain[partner] != people.domain[person]
            assert world.agreements.start[case][facet] <= world.agreements.due[case][facet]


def check_bounds(name: str, values: Any) -> None:
    """Check that known values of an outcome lie where its kind lies."""
    known = values[~np.isnan(values)]
    assert np.isfinite(known).all(), name
    if name == "network_effectiveness":
        return
    assert (known >= 0.0).all(), (name, known.min())
    if OUTCOMES[name].kind in ("level", "share", "index"):
        assert (known <= 1.0).all(), (name, known.max())


def play(scenario: Scenario, seed: int = 3) -> CaseConferenceModel:
    """Play a scenario, check that it is sane, and return the model."""
    model = CaseConferenceModel(scenario, rng=seed).run()
    check_sane(model, scenario)
    return model


@pytest.mark.parametrize(("name", "end"), ENDS, ids=[f"{name}={end}" for name, end in ENDS])
def test_every_parameter_at_either_end(name: str, end: float | str) -> None:
    value = int(end) if PARAMETERS[name].kind == "integer" else end
    play(TOP_X.set({name: value}))


def anywhere(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Return a strategy for a value anywhere in a parameter's range, its ends included."""
    if parameter.kind == "category":
        return st.sampled_from(parameter.choices)
    if parameter.kind == "integer":
        return st.integers(int(parameter.low), int(parameter.high))
    ends = st.sampled_from((parameter.low, parameter.high))
    return ends | st.floats(parameter.low, parameter.high)


SPANS = {name: anywhere(parameter) for name, parameter in PARAMETERS.items() if name != "run.weeks"}


@settings(max_examples=60, deadline=None, phases=[phase for phase in Phase if phase is not Phase.explain])
@given(st.dictionaries(st.sampled_from(sorted(SPANS)), st.none(), max_size=40), st.data())
def test_any_setting_is_sane(names_: dict[str, None], data: st.DataObject) -> None:
    values = {name: data.draw(SPANS[name], label=name) for name in names_} | {"run.weeks": 4}
    if any(values.get(name, 1) for name in ORGANISATIONS):
        play(TOP_X.set(values), seed=data.draw(st.integers(0, 2**53 - 1)))


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("form", PARAMETERS["process_management.form"].choices)
def test_all_parameters_at_one_end_together(end: str, form: str) -> None:
    values = {
        name: int(getattr(parameter, end)) if parameter.kind == "integer" else getattr(parameter, end)
        for name, parameter in PARAMETERS.items()
        if parameter.kind != "category"
    }
    values |= {"run.weeks": 3, "process_management.form": form, ORGANISATIONS[0]: max(1, values[ORGANISATIONS[0]])}
    play(TOP_X.set(values))


@pytest.mark.parametrize(
    "values",
    [
        {"rules.week.workload": 1.6, "professionals.workload_care": 1.0},
        {"media.baseline": 1.0, "society.risk_tolerance": 0.0, "professionals.backing": 0.0, "run.weeks": 1},
        {"rules.understanding.own": 1.2, "run.weeks": 1},
        {"rules.nao.passivity": 1.2, "rules.commitment.passivity": 0.04, "goals.consensus": 0.0, "run.weeks": 104},
        {"process_management.form": "lead_organisation", "rules.lead_organisation.authority": 2.0},
        {"rules.nao.brokering": 2.0, "process_management.competence": 1.0},
        {
            "trust.gain_kept": PARAMETERS["trust.gain_kept"].high,
            "trust.loss_broken": PARAMETERS["trust.loss_broken"].high,
        },
        {"rules.skill.practice": PARAMETERS["rules.skill.practice"].high, "process_management.competence": 1.0},
        {
            f"rules.differences.{term}": PARAMETERS[f"rules.differences.{term}"].high
            for term in ("propensity", "standing", "pair", "doubt")
        },
    ],
    ids=["hours", "caution", "understanding", "passivity", "authority", "brokering", "trust", "skill", "differences"],
)
def test_settings_that_together_strain_a_bound(values: dict[str, Any]) -> None:
    play(TOP_X.set(values))


@pytest.mark.parametrize("name", names())
def test_the_shipped_scenarios_are_sane(name: str) -> None:
    play(load(name))


# Who is there.


@pytest.mark.parametrize("form", PARAMETERS["process_management.form"].choices)
@pytest.mark.parametrize("domains", [(1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 3, 2), (3, 0, 2), (3, 2, 0)])
def test_domains_may_be_missing(form: str, domains: tuple[int, int, int]) -> None:
    values = dict(zip(ORGANISATIONS, domains, strict=True))
    for leader in ("care", "safety", "social"):
        more = {"process_management.form": form, "process_management.leader_domain": leader}
        play(TOP_X.set({**values, **more, "run.weeks": 12}))


def test_one_person_in_all_holds_no_conference() -> None:
    values = dict(zip(ORGANISATIONS, (1, 0, 0), strict=True)) | {"network.people_per_organisation": 1}
    no_simple_ones = {"cases.complex_share": 1.0, "media.referral_effect": 0.0}
    model = play(TOP_X.set({**values, **no_simple_ones, "run.weeks": 26}))
    outcomes = model.outcomes()
    assert outcomes["conferences"] == outcomes["meeting_hours"] == 0.0
    # the manager costs hours, and nobody is there to gain from it
    assert outcomes["network_effectiveness"] <= 0.0


def test_without_a_domain_its_information_is_on_no_table() -> None:
    model = play(TOP_X.set({"network.safety_organisations": 0, "run.weeks": 26}))
    assert model.outcomes()["information_shared_safety"] < model.outcomes()["information_shared_social"]
    assert model.outcomes()["conferences"] > 0


def test_a_table_of_two_seats_two() -> None:
    model = CaseConferenceModel(TOP_X.set({"network.table_size": 2, "run.weeks": 26}), rng=3, record=True).run()
    check_sane(model, TOP_X)
    asked: dict[tuple[int, int], int] = {}
    for event in model.events():
        if event.decision == "attends":
            asked[event.week, event.case] = asked.get((event.week, event.case), 0) + 1
    assert max(asked.values()) == 2
    assert model.outcomes()["conferences"] > 0


def test_a_full_house_of_the_largest_network() -> None:
    values = dict.fromkeys(ORGANISATIONS, 12) | {"network.people_per_organisation": 6, "network.table_size": 20}
    model = play(TOP_X.set({**values, "network.core_members": 10}))
    assert len(model.stage.agents) == 217


# How long, and how much.


@pytest.mark.parametrize("form", PARAMETERS["process_management.form"].choices)
def test_one_week(form: str) -> None:
    play(TOP_X.set({"run.weeks": 1, "process_management.form": form}))


@pytest.mark.slow
@pytest.mark.parametrize("form", PARAMETERS["process_management.form"].choices)
def test_ten_years(form: str) -> None:
    play(TOP_X.set({"run.weeks": 520, "process_management.form": form}))


def test_twenty_years_is_the_longest_run() -> None:
    longest = int(PARAMETERS["run.weeks"].high)
    assert CaseConferenceModel(TOP_X.set({"run.weeks": longest}), rng=3).weeks == longest == 1040


def test_no_cases_at_all() -> None:
    values = {"cases.initial": 0, "cases.arrivals_per_year": 0.0, "run.weeks": 26}
    model = play(TOP_X.set(values))
    outcomes = model.outcomes()
    for name in ("conferences", "refusals", "incidents", "reports", "risk_weeks", "meeting_hours", "active_cases"):
        assert outcomes[name] == 0.0, name
    assert math.isnan(outcomes["network_effectiveness"]) and math.isnan(outcomes["weeks_to_plan"])
    # people still lose interest, meet informally, come and go
    assert 0.0 < outcomes["trust"] < 1.0


def test_no_arrivals_leaves_the_first_cases() -> None:
    model = play(TOP_X.set({"cases.arrivals_per_year": 0.0, "run.weeks": 52}))
    assert model.stage.world.now[1] == 10


def test_a_huge_load_waits() -> None:
    values = {"cases.initial": 200, "cases.arrivals_per_year": 300.0, "run.weeks": 60}
    outcomes = play(TOP_X.set(values)).outcomes()
    assert outcomes["waiting_cases"] > 100
    assert outcomes["conferences"] <= 4 * 60


def test_a_change_of_everything_halfway() -> None:
    for end in ("low", "high"):
        values = {
            name: int(getattr(parameter, end)) if parameter.kind == "integer" else getattr(parameter, end)
            for name, parameter in PARAMETERS.items()
            if parameter.kind != "category" and not parameter.at_start
        }
        play(replace(TOP_X, changes=(Change(3, values),)))


def test_reports_and_departures_pile_up_within_bounds() -> None:
    storm = tuple(MediaEvent(week, size) for week in (2, 2, 2, 3) for size in (1.0, 0.8))
    model = play(replace(TOP_X, media_events=storm, departures=(Departure(0), Departure(5))))
    assert model.weekly()["media"].max() > 0.9
