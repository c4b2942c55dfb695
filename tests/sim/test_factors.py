"""The eleven factors of Table 3: without its mechanism a factor has no effect at all, with it it has one.

Each mechanism is switched off where it works: weights of rules become zero. Where the mechanism is no weight but an
act or a decision, a rule or a decision of one's own that ignores the factor takes its place.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from scenarios import load
from sim import CaseConferenceModel
from sim.agents import ROLES
from sim.scenario import Scenario
from sim.values import Values

SEED = 29
TRUST_LEVELS = (
    "trust",
    "table_trust",
    "cross_domain_trust",
    "trust_care_to_safety",
    "trust_safety_to_care",
    "trust_in_manager",
)


def first_of_another_domain(world: Any, owner: int, count: int) -> int:
    """Choose a partner without regard to trust."""
    for place in range(count):
        person = world.table.present[place]
        if world.people.domain[person] != world.people.domain[owner]:
            return int(person)
    return -1


def always(answer: Any) -> Callable[..., Any]:
    """Return what answers the same to everything."""
    return lambda *_: answer


@dataclass(frozen=True)
class Factor:
    """A factor, the parameter that stands for it, and what carries its effect.

    `weights` are set to zero, `functions` replaced, `decisions` answered by everybody as told, `values` set; `own`
    are outcomes that measure the parameter itself, with or without a mechanism.
    """

    name: str
    parameter: str
    low: float
    high: float
    weights: tuple[str, ...] = ()
    functions: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    decisions: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    own: tuple[str, ...] = ()


FACTORS = (
    Factor(
        "trust",
        "trust.initial",
        0.2,
        0.9,
        weights=(
            "discloses.trust",
            "asks_along.trust",
            "thinks_along.trust",
            "accepts.trust",
            "improvises.trust",
            "takes_on.trust",
            "acts.goodwill",
            "contacts.tie",
            "views.openness",
            "views.cohesion",
            "peers.brokering",
            "peers.monitoring",
            "peers.carried",
            "coordination.distrust",
        ),
        functions={"sim.week.duty.partner": first_of_another_domain, "sim.rules.learn.mingling": always(0.5)},
        own=(*TRUST_LEVELS, "collaboration_quality"),
    ),
    # without colleagues who could come instead there is nothing but the same face
    Factor("continuity", "continuity.same_faces", 0.3, 0.95, values={"network.people_per_organisation": 1}),
    Factor(
        "mandate",
        "mandate.share",
        0.3,
        0.95,
        weights=("accepts.mandate",),
        functions={"sim.week.duty.mandated": always(True)},
    ),
    Factor(
        "structure",
        "process_management.structure",
        0.2,
        0.9,
        weights=("urgency.disorder", "minutes.structure", "takes_on.clarity", "record.minutes", "nao.monitoring"),
    ),
    Factor("mediation", "process_management.mediation", 0.2, 0.9, weights=("mediates.mediation", "views.mediation")),
    Factor(
        "information transfer",
        "information.shared_system",
        0.0,
        0.8,
        functions={"sim.rules.share.record_chance": lambda k, structure, _: k[0] * structure},
    ),
    Factor(
        "informal contact",
        "informal_contact.events_per_year",
        1.0,
        12.0,
        weights=("trust.informal", "understanding.informal", "spirit.informal", "week.informal"),
    ),
    Factor(
        "clashing cultures",
        "culture.gap",
        0.5,
        0.9,
        weights=("trust.partial", "accepts.partiality"),
        functions={"sim.rules.sense.first_view": always(0.5)},
    ),
    Factor("professional secrecy", "secrecy.strictness", 0.1, 0.95, weights=("discloses.secrecy",)),
    Factor(
        "risks",
        "cases.severity",
        0.3,
        0.8,
        weights=(
            "urgency.risk",
            "discloses.danger",
            "takes_on.risk",
            "gets_consent.risk",
            "imposes.risk",
            "intervenes.risk",
            "contacts.danger",
            "views.clash",
            "inflow.reports",
            "drift.hazard",
            "invitation.gravity",
            "trust.shift",
        ),
        decisions={"scales_down": False},
        own=("risk", "risk_weeks", "network_effectiveness"),
    ),
    Factor(
        "non-matching domains",
        "legal.gap",
        0.05,
        0.4,
        # in the vacuum people always find a way, and outside it nobody can do more alone than inside
        functions={"sim.week.course.lone_hours": always(0.0)},
        decisions={"improvises": True},
        own=("improvisations", "paralyses"),
    ),
    Factor(
        "media attention",
        "media.baseline",
        0.1,
        0.8,
        weights=("caution.media", "inflow.media_referrals", "inflow.media_reports", "admits.attention"),
        own=("media",),
    ),
)


def without(scenario: Scenario, weights: tuple[str, ...]) -> Scenario:
    """Return the scenario with these weights at zero, whatever their ranges."""
    other = copy.copy(scenario)
    unchecked = Values({})
    unchecked._values = dict(scenario.values) | {f"rules.{weight}": 0.0 for weight in weights}
    assert len(unchecked) == len(scenario.values), "no such weight"
    object.__setattr__(other, "values", unchecked)
    return other


def obeying(decisions: Mapping[str, Any]) -> dict[str, type]:
    """Return people of all roles who answer these decisions as told."""
    methods = {name: always(answer) for name, answer in decisions.items()}
    return {role: type(kind.__name__, (kind,), methods) for role, kind in ROLES.items()}


def ends(factor: Factor, seed: int, *, off: bool) -> list[dict[str, bytes]]:
    """Return, with the factor low and high, the bits of every outcome and its series, but the factor's own."""
    found = []
    for value in (factor.low, factor.high):
        scenario = load("top_x").set({factor.parameter: value, "run.weeks": 40, **(factor.values if off else {})})
        agents = obeying(factor.decisions) if off else None
        model = CaseConferenceModel(without(scenario, factor.weights if off else ()), rng=seed, agents=agents).run()
        weekly = model.weekly()
        found.append(
            {
                name: np.array([value, *weekly.get(name, ())]).tobytes()
                for name, value in model.outcomes().items()
                if name not in factor.own
            }
        )
    return found


def moved(factor: Factor, seed: int = SEED, *, off: bool) -> set[str]:
    """Return the outcomes that the factor moves, if by a single bit."""
    low, high = ends(factor, seed, off=off)
    return {name for name in low if low[name] != high[name]}


EACH = pytest.mark.parametrize("factor", FACTORS, ids=[factor.name for factor in FACTORS])


@EACH
def test_a_factor_has_an_effect(factor: Factor) -> None:
    assert len(moved(factor, off=False)) > 20


@EACH
def test_without_its_mechanism_a_factor_has_none(factor: Factor, monkeypatch: pytest.MonkeyPatch) -> None:
    for target, function in factor.functions.items():
        monkeypatch.setattr(target, function)
    assert moved(factor, off=True) == set()


@pytest.mark.parametrize(
    ("factor", "part"),
    [(factor, part) for factor in FACTORS for part in (*factor.weights, *factor.functions, *factor.decisions)],
    ids=lambda part: part.name if isinstance(part, Factor) else part,
)
def test_no_part_of_a_mechanism_is_named_in_vain(factor: Factor, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    left = Factor(
        factor.name,
        factor.parameter,
        factor.low,
        factor.high,
        tuple(weight for weight in factor.weights if weight != part),
        {name: function for name, function in factor.functions.items() if name != part},
        {name: answer for name, answer in factor.decisions.items() if name != part},
        factor.values,
        factor.own,
    )
    for target, function in left.functions.items():
        monkeypatch.setattr(target, function)
    # a small part may do nothing in one run
    assert any(moved(left, SEED + more, off=True) for more in range(5))
