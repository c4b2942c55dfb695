"""Conservation: no case, agreement or hour comes from nowhere or is lost, whatever the settings."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from scenarios import load
from sim import CaseConferenceModel
from sim.parameters import PARAMETERS
from sim.rules import hours
from sim.rules.govern import OVERHEAD
from sim.scenario import Scenario
from sim.settings import position, weights
from sim.stage import Stage
from sim.state import ABSENT, ACTIVE, NONE, REFERRED, SCALED_DOWN, SIMPLE, SIMPLE_QUEUE, WAITING
from sim.week import tally

TOP_X = load("top_x")
WEEK = weights("week")
WORKLOAD_CARE = position("professionals.workload_care")
SLOTS = position("agenda.slots_per_week")
SIZES = {"network.care_organisations": 4, "network.safety_organisations": 4, "network.social_organisations": 4}
MOST = SIZES | {"cases.initial": 30, "cases.arrivals_per_year": 200.0, "run.weeks": 16}
# Which status a case may have a week later; one that was calm all along may be met and let go in one week.
STEPS = {
    ABSENT: {ABSENT, REFERRED, WAITING, ACTIVE, SIMPLE},
    REFERRED: {REFERRED, WAITING, ACTIVE, SCALED_DOWN},
    WAITING: {WAITING, ACTIVE, SCALED_DOWN},
    ACTIVE: {ACTIVE, SCALED_DOWN},
    SCALED_DOWN: {SCALED_DOWN, ACTIVE},
    SIMPLE: {SIMPLE},
}


@st.composite
def anywhere(draw: st.DrawFn) -> Scenario:
    """Settings anywhere in their ranges, weights included, sizes kept small enough to play many."""
    values: dict[str, Any] = dict(SIZES)
    for name in draw(st.lists(st.sampled_from(sorted(PARAMETERS)), min_size=5, max_size=40, unique=True)):
        parameter = PARAMETERS[name]
        high = min(parameter.high, MOST.get(name, parameter.high))
        if parameter.kind == "category":
            values[name] = draw(st.sampled_from(parameter.choices))
        elif parameter.kind == "integer":
            values[name] = draw(st.integers(int(parameter.low), int(high)))
        else:
            values[name] = draw(st.floats(parameter.low, high))
    if not any(values[name] for name in SIZES):
        values |= SIZES
    return TOP_X.set(values | {"run.weeks": draw(st.integers(4, 16))})


ANY_SCENARIO = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[phase for phase in Phase if phase is not Phase.explain],
)


def begun(scenario: Scenario, seed: int) -> CaseConferenceModel:
    return CaseConferenceModel(scenario, rng=seed, record=True)


def counted(model: CaseConferenceModel, *columns: int) -> list[float]:
    """Return the totals of these columns over the weeks played."""
    return [float(total) for total in model.stage.tally()[: model.week, list(columns)].sum(axis=0)]


def check_cases(model: CaseConferenceModel, before: Any) -> None:
    """Check where the cases stand after a week against what was counted, and how they came there."""
    world, week = model.stage.world, model.week - 1
    status, arrived = np.asarray(world.cases.status), world.now[1]
    assert arrived == sum(world.arrivals[: week + 1])
    assert (status[:arrived] != ABSENT).all() and (status[arrived:] == ABSENT).all()
    assert all(int(now) in STEPS[int(then)] for then, now in zip(before, status, strict=True))
    stands = Counter(status.tolist())
    row = model.stage.tally()[week]
    assert (stands[WAITING], stands[ACTIVE]) == (row[tally.WAITING_CASES], row[tally.ACTIVE_CASES])
    let_go, returned = counted(model, tally.SCALED_DOWN, tally.RETURNED)
    assert stands[SCALED_DOWN] == let_go - returned
    admitted = sum(event.answer is True and not simple(model, event.case) for event in decisions(model, "admits"))
    assert stands[WAITING] + stands[ACTIVE] + stands[SCALED_DOWN] == admitted
    assert stands[REFERRED] + stands[SIMPLE] == arrived - admitted
    assert row[tally.CASES_AT_RISK] == arrived - stands[SIMPLE]


def decisions(model: CaseConferenceModel, name: str) -> list[Any]:
    return [event for event in model.events() if event.decision == name]


def simple(model: CaseConferenceModel, case: int) -> bool:
    return case < 0 or not model.stage.world.cases.complex[case]


@ANY_SCENARIO
@given(anywhere(), st.integers(0, 2**53 - 1))
def test_cases_are_neither_made_nor_lost(scenario: Scenario, seed: int) -> None:
    model = begun(scenario, seed)
    while model.running:
        before = np.array(model.stage.world.cases.status)
        model.step()
        check_cases(model, before)


def test_cases_that_are_let_go_and_come_back_are_the_same_cases() -> None:
    to_and_fro = {
        "cases.responsiveness": 1.0,
        "cases.severity": 0.9,
        "scaling_down.clear_criteria": 1.0,
        "rules.drift.drift": 0.024,
        "rules.drift.reopens": 0.012,
        "rules.drift.relapse": 1.0,
    }
    model = begun(TOP_X.set(to_and_fro | {"run.weeks": 156}), 3)
    while model.running:
        before = np.array(model.stage.world.cases.status)
        model.step()
        check_cases(model, before)
    assert counted(model, tally.RETURNED)[0] >= 3


@ANY_SCENARIO
@given(anywhere(), st.integers(0, 2**53 - 1))
def test_simple_referrals_wait_until_they_are_seen(scenario: Scenario, seed: int) -> None:
    model, queue = begun(scenario, seed), 0
    while model.running:
        model.step()
        let_in = [event for event in decisions(model, "admits") if event.week == model.week - 1 and event.answer]
        queue += sum(simple(model, event.case) for event in let_in)
        queue -= min(queue, (int(model.stage.p[SLOTS]) + 1) // 2)
        assert model.stage.world.climate[SIMPLE_QUEUE] == queue


@ANY_SCENARIO
@given(anywhere(), st.integers(0, 2**53 - 1))
def test_agreements_are_open_kept_broken_refused_at_home_or_without_a_home(scenario: Scenario, seed: int) -> None:
    model = begun(scenario, seed)
    while model.running:
        model.step()
        world = model.stage.world
        made, ended = counted(model, tally.AGREEMENTS, tally.ENDED)
        # what nobody could take on is told to policy once, however often it is discussed again
        left_undone = len({(e.case, e.facet) for e in decisions(model, "improvises") if e.answer is False})
        refused = sum(event.answer is False for event in decisions(model, "gets_consent"))
        unhoused = sum(world.signals[: model.week]) - left_undone
        open_ = (np.asarray(world.agreements.stage) != NONE).sum(axis=1)
        assert (open_ == np.asarray(world.agreements.open)).all()
        assert open_.sum() == made - ended - refused - unhoused


# Hours.


def capacity(stage: Stage) -> float:
    """Return everybody's hours of a week, after other work."""
    domains = list(stage.world.people.domain[: stage.world.members])
    return sum(hours.week_hours(stage.p[WEEK], stage.p[WORKLOAD_CARE + domain]) for domain in domains)


def check_hours(stage: Stage, week: int) -> bool:
    """Check that hours spent and free make up the week, more only where people overran; return if nobody can have."""
    members = stage.world.members
    row = stage.tally()[week]
    spent, free = float(row[tally.HOURS]), float(np.asarray(stage.world.people.spare)[:members].sum())
    in_time = bool((np.asarray(stage.world.people.hours)[:members] > 0.0).all())
    assert spent + free >= capacity(stage) - 1e-9
    if in_time:
        assert spent + free == pytest.approx(capacity(stage), abs=1e-9)
    assert 0.0 <= row[tally.JOINT_HOURS] <= spent + 1e-9 and row[tally.MEETING_HOURS] <= spent + 1e-9
    return in_time


@ANY_SCENARIO
@given(anywhere(), st.integers(0, 2**53 - 1))
def test_hours_spent_and_free_make_up_the_week(scenario: Scenario, seed: int) -> None:
    model = begun(scenario, seed)
    while model.running:
        model.step()
        check_hours(model.stage, model.week - 1)
    alone = Stage(scenario, seed, network=False)
    for week in range(alone.weeks):
        alone.play(week)
        free = float(np.asarray(alone.world.people.spare)[: alone.world.members].sum())
        assert alone.tally()[week, tally.HOURS] + free == pytest.approx(capacity(alone), abs=1e-9)


@pytest.mark.parametrize("form", PARAMETERS["process_management.form"].choices)
def test_with_hours_to_spare_nobody_overruns(form: str) -> None:
    roomy = {f"professionals.workload_{domain}": 0.0 for domain in ("care", "safety", "social")}
    scenario = TOP_X.set(roomy | {"rules.week.hours": 12.0, "process_management.form": form, "run.weeks": 20})
    model, in_time = begun(scenario, 3), 0
    while model.running:
        model.step()
        in_time += check_hours(model.stage, model.week - 1)
    assert in_time == 20
    assert counted(model, tally.MEETING_HOURS)[0] > 100.0


@pytest.mark.parametrize("form", PARAMETERS["process_management.form"].choices)
def test_running_the_network_costs_its_overhead_and_no_more(form: str) -> None:
    idle = {"cases.initial": 0, "cases.arrivals_per_year": 0.0, "media.referral_effect": 0.0, "run.weeks": 5}
    model = begun(TOP_X.set(idle | {"process_management.form": form}), 3).run()
    overhead = model.stage.world.governance[OVERHEAD]
    assert (overhead > 0.0) == (form != "self_governed")
    assert model.stage.tally()[:, tally.HOURS] == pytest.approx(np.full(5, overhead), abs=1e-9)


def test_a_meeting_takes_its_minutes_of_everybody_who_came() -> None:
    quiet = {"cases.complex_share": 1.0, "media.referral_effect": 0.0, "agenda.minutes_per_case": 40.0}
    model = begun(TOP_X.set(quiet | {"run.weeks": 20}), 3).run()
    came: Counter[tuple[int, int]] = Counter()
    for event in decisions(model, "attends"):
        came[event.week, event.case] += event.answer is True
    held = [count for count in came.values() if count >= 2]
    conferences, meeting_hours = counted(model, tally.CONFERENCES, tally.MEETING_HOURS)
    assert (conferences, meeting_hours) == (len(held), pytest.approx(sum(held) * 40.0 / 60.0))
