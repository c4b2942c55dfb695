"""Reasons: in the world of a run, each thing that a decision weighs pushes it in one direction, whatever the rest.

`test_rules.py` holds the rules themselves against their directions; here a person is asked, in a world of any state and
any weights, so that what the week hands to the rule is tried as well.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import load
from sim import CaseConferenceModel, state
from sim.parameters import PARAMETERS
from sim.rules import DECISIONS, govern
from sim.rules.scale import total
from sim.settings import position
from tests.sim.test_limits import filled

PERSON, OTHER, CASE, FACET, WEEK = 0, 1, 0, 0, 30  # somebody in care, a colleague at the table, their first case

# What each decision weighs, and the direction in which it pushes.
REASONS: dict[str, dict[str, int]] = {
    "admits": {"cases.complex": 1, "climate.MEDIA": 1},
    "attends": {
        "professionals.workload_care": -1,
        "people.commitment": 1,
        "agenda.weeks_ahead": 1,
    },
    "discloses": {
        "table.trust": 1,
        "people.caution": -1,
        "numbers.SIZE": -1,
        "manager.competence": 1,
        "governance.BROKERING": 1,
        "cases.risk": 1,
        "facets.protected": -1,
        "cases.consent": 1,
        "secrecy.strictness": -1,
        "secrecy.guidance": 1,
        "secrecy.disciplinary_risk": -1,
        "table.newcomer": -1,
        "table.holders": 1,
        "numbers.TRUST_IN_CHAIR": 1,  # trust in each other pushes both ways: a test of its own
        "climate.JOINT_LOGIC": -1,
        "numbers.WITHHELD": -1,
        "table.understanding": 1,
        "people.candour": 1,
    },
    "asks_along": {"process_management.think_along": 1, "people.competence": 1, "tie.other": 1},
    "thinks_along": {"table.trust": 1, "people.competence": 1},
    "accepts": {
        "table.stance": -1,  # away from the proposal, which lies at the client's end
        "table.trust": 1,
        "tie.manager": 1,
        "people.commitment": 1,
        "numbers.KNOWN": 1,
        "numbers.BROKERAGE": 1,
        "mandate.share": 1,
        "numbers.WITHHELD": -1,
        "table.understanding": 1,
        "process_management.neutrality": 1,
        "governance.PARTIALITY": -1,
    },
    "mediates": {"process_management.mediation": 1, "people.competence": 1},
    "imposes": {"governance.AUTHORITY": 1, "numbers.TRUST_IN_CHAIR": 1, "cases.risk": 1},
    "improvises": {
        "table.trust": 1,
        "professionals.autonomy": 1,
        "mandate.share": 1,
        "municipality.stature": 1,
        "people.caution": -1,
    },
    "takes_on": {
        "cases.risk": -1,
        "people.caution": -1,
        "table.trust": 1,
        "people.commitment": 1,
        "professionals.backing": 1,
        "numbers.SPIRIT": 1,
        "process_management.structure": 1,
        "governance.AUTHORITY": 1,
        "numbers.TRUST_IN_CHAIR": 1,
        "numbers.IMPOSED": -1,
        "people.passivity": -1,
        "people.lesson": 1,
        "people.duty": 1,
    },
    "gets_consent": {"professionals.backing": 1, "cases.risk": -1, "representation.level": 1},
    "intervenes": {"numbers.PROPOSAL": 1, "cases.risk": 1, "people.caution": 1, "society.risk_tolerance": -1},
    "grants_housing": {"municipality.housing_priority": 1, "municipality.stature": 1, "climate.CAPACITY": 1},
    "acts": {
        "professionals.workload_care": -1,
        "people.commitment": 1,
        "governance.MONITORING": 1,
        "process_management.structure": 1,
        "cases.touched": 1,
        "agreements.imposed": -1,
        "governance.OWNERSHIP": 1,
        "people.passivity": -1,
        "tie.other": 1,
        "people.needed": -1,
        "people.hours": 1,
        "agreements.account": 1,
        "agreements.linked": 1,
        "agreements.groups": -1,
        "climate.CHASED": 1,
        "people.diligence": 1,
    },
    "calls_to_account": {
        "governance.MONITORING": 1,
        "governance.OWNERSHIP": 1,
        "process_management.structure": 1,
        "tie.other": 1,
        "people.competence": 1,
        "understanding.other": 1,
    },
    "contacts": {
        "tie.other": 1,
        "contact.between_meetings": 1,
        "cases.risk": 1,
        "cases.touched": 1,
        "people.needed": -1,
        "people.hours": 1,
        "understanding.other": 1,
        "climate.CHASED": 1,
    },
    "scales_down": {
        "cases.risk": -1,
        "case.severity": 1,
        "scaling_down.clear_criteria": 1,
        "people.caution": -1,
        "society.risk_tolerance": 1,
    },
    "shows_care": {"people.competence": 1},
    "comes_along": {"professionals.workload_care": -1, "people.commitment": 1},
    "evaluates": {"learning.joint_evaluation": 1},
}
EACH = [(decision, what, push) for decision, pushes in REASONS.items() for what, push in pushes.items()]
NAMES = [f"{decision}-{what}" for decision, what, _ in EACH]
REACH = {
    "people.hours": 6.0,
    "people.needed": 6.0,
    "numbers.SIZE": 20.0,
    "agreements.groups": 20.0,
    "table.holders": 3,
    "cases.touched": WEEK,
}
OF_PEOPLE = (
    *("orientation", "competence", "mandate_luck", "commitment", "caution", "spirit", "passivity", "lesson"),
    *("candour", "duty", "diligence", "trust", "understanding"),
)
FEWEST = {"numbers.SIZE": 2.0}  # at a table


@cache
def asked() -> Any:
    """Return a person of a model with one case."""
    values = {"cases.initial": 1, "cases.arrivals_per_year": 0.0, "cases.complex_share": 1.0, "run.weeks": 1}
    model = CaseConferenceModel(load("top_x").set(values), rng=1).run()
    world = model.stage.world
    world.governance = [0.0] * len(govern.QUANTITIES)
    world.now[0] = WEEK
    return model.stage.agents[PERSON]


def unsettle(person: Any, seed: int) -> None:
    """Give every level of the world, every parameter and every weight any value."""
    stage, luck = person._stage, np.random.default_rng(seed)
    world = stage.world
    levels = [getattr(world.people, name) for name in OF_PEOPLE]
    levels += [getattr(world.table, name) for name in ("trust", "understanding", "newcomer", "stance", "numbers")]
    levels += [getattr(world.agreements, name) for name in ("imposed", "linked", "account")]
    levels += [world.cases.risk, world.cases.severity, world.climate, world.governance]
    for values in levels:
        filled(values, luck.random(np.shape(values)))
    for name, reach in REACH.items():
        put(person, name, luck.random(), reach)
    world.table.numbers[state.PROPOSAL] = 0.0
    world.table.approached[0] = world.cases.circle[CASE][0] = OTHER
    world.cases.circle_size[CASE], world.cases.met[CASE][OTHER] = 1, True
    agreements = world.agreements
    agreements.person[CASE][FACET] = agreements.partner[CASE][FACET] = OTHER
    agreements.start[CASE][FACET] = 0
    agreements.done[CASE][FACET] = False
    world.table.agrees[PERSON] = world.cases.consent[CASE] = False
    world.facets.protected[CASE][FACET] = True
    world.table.holders[FACET] = 1
    stage.p = tuple(luck.uniform(parameter.low, parameter.high) for parameter in PARAMETERS.values())


def put(person: Any, what: str, level: float, reach: float = 1.0) -> None:
    """Set a parameter, or something in the world about this person, case, facet or table, to a level of its reach."""
    stage = person._stage
    world, (part, _, name) = stage.world, what.partition(".")
    if what in PARAMETERS:
        place, parameter = position(what), PARAMETERS[what]
        value = parameter.low + level * (parameter.high - parameter.low)
        stage.p = (*stage.p[:place], value, *stage.p[place + 1 :])
    elif part in ("numbers", "climate"):
        fewest = FEWEST.get(what, 0.0)
        level = fewest + level * (reach - fewest)
        (world.table.numbers if part == "numbers" else world.climate)[getattr(state, name)] = level
    elif part == "governance":
        world.governance[getattr(govern, name)] = level
    elif part in ("tie", "understanding"):
        ties = world.people.trust if part == "tie" else world.people.understanding
        ties[PERSON][world.manager if name == "manager" else OTHER] = level
    elif part == "manager":
        getattr(world.people, name)[world.manager] = level
    elif part == "case":
        getattr(world.cases, name)[CASE] = level
    elif what == "table.holders":
        world.table.holders[FACET] = 1 + int(level * (reach - 1))
    else:
        values = getattr(getattr(world, part), name)
        if part in ("facets", "agreements"):
            values, place = values[CASE], FACET
        else:
            place = CASE if part == "cases" else PERSON
        values[place] = level > 0.5 if isinstance(values[place], bool) else type(values[place])(level * reach)


def score(person: Any, decision: str) -> float:
    """Ask a person, and return the sum of the reasons."""
    getattr(person, decision)(CASE, FACET, 0.5)
    return total(person._stage.terms)


def scores(decision: str, what: str, seed: int, low: float, high: float) -> tuple[float, float]:
    """Return what a decision weighs in a world of any state, with one thing in it low and high."""
    person, found = asked(), []
    for level in (low, high):
        unsettle(person, seed)
        put(person, what, level, REACH.get(what, 1.0))
        found.append(score(person, decision))
    return found[0], found[1]


def test_every_decision_has_its_reasons_told() -> None:
    assert set(REASONS) == set(DECISIONS)


@pytest.mark.parametrize(("decision", "what", "push"), EACH, ids=NAMES)
@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32), ends=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_a_reason_pushes_one_way_whatever_the_rest(
    decision: str, what: str, push: int, seed: int, ends: tuple[float, float]
) -> None:
    before, after = scores(decision, what, seed, min(ends), max(ends))
    assert push * (after - before) >= -1e-12


@pytest.mark.parametrize(("decision", "what", "push"), EACH, ids=NAMES)
def test_a_reason_counts(decision: str, what: str, push: int) -> None:
    moved = [push * (after - before) for before, after in (scores(decision, what, seed, 0, 1) for seed in range(20))]
    assert max(moved) > 0.1


@pytest.mark.parametrize("seed", range(20))
def test_trust_in_each_other_carries_the_chair_and_keeps_a_close_group_from_speaking_up(seed: int) -> None:
    names, found = [row[0] for row in DECISIONS["discloses"]], []
    for trust in (0.0, 1.0):
        scores("discloses", "numbers.MEAN_TRUST", seed, trust, trust)
        found.append(dict(zip(names, asked()._stage.terms, strict=True)))
    low, high = found
    assert low.pop("facilitation") <= high.pop("facilitation")
    assert low.pop("unshared") >= high.pop("unshared")
    assert low == high
