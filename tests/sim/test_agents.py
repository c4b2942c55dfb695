"""The people of the model: every decision in the book is a method whose override changes the run."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from scenarios import load, names
from sim import CaseConferenceModel
from sim.agents import ROLES, CareProfessional, ProcessManager, Professional
from sim.rules import DECISIONS
from sim.scenario import Departure

SEED = 11
WEEKS = 40
# (who takes it, the decision, a shipped scenario in which it is taken)
GRADED = "intervenes"


@cache
def played(name: str) -> CaseConferenceModel:
    """Return a shipped scenario after its run, with its book."""
    return CaseConferenceModel(load(name).set({"run.weeks": WEEKS}), rng=SEED, record=True).run()


@cache
def decided() -> dict[tuple[str, str], str]:
    """Return who takes which decision, and a shipped scenario in which that happens."""
    found: dict[tuple[str, str], str] = {}
    for name in names():
        for event in played(name).events():
            if event.decision:
                found.setdefault((event.role, event.decision), name)
    return found


# pytest collects before it runs anything; a test below holds this list against what the books say
PAIRS = [
    *(
        (role, decision)
        for role in ("care", "safety", "social")
        for decision in (
            "attends",
            "discloses",
            "thinks_along",
            "accepts",
            "improvises",
            "takes_on",
            "gets_consent",
            "intervenes",
            "acts",
            "contacts",
            "shows_care",
            "comes_along",
        )
    ),
    *(
        ("process_manager", decision)
        for decision in (
            "admits",
            "asks_along",
            "mediates",
            "imposes",
            "calls_to_account",
            "scales_down",
            "evaluates",
        )
    ),
    ("social", "grants_housing"),
    # where nobody runs the network, somebody at the table does
    *(
        ("care", decision)
        for decision in (
            "admits",
            "asks_along",
            "mediates",
            "calls_to_account",
            "scales_down",
            "evaluates",
        )
    ),
]


def contrary(role: str, decision: str) -> type[Professional]:
    """Return people of a role who decide the opposite of what their rule says."""

    def decide(self: Professional, case: int, facet: int, luck: float) -> Any:
        answer = getattr(super(kind, self), decision)(case, facet, luck)
        return 2 - answer if decision == GRADED else not answer

    kind = type(f"Contrary{ROLES[role].__name__}", (ROLES[role],), {decision: decide})
    return kind


def test_the_books_of_the_shipped_scenarios_hold_these_decisions() -> None:
    assert set(PAIRS) <= set(decided()), "taken in no shipped scenario"
    assert {decision for _, decision in decided()} == set(DECISIONS)
    assert all(callable(getattr(ROLES[role], decision)) for role, decision in decided())


@pytest.mark.parametrize(("role", "decision"), PAIRS, ids="-".join)
def test_overriding_a_decision_changes_the_run(role: str, decision: str) -> None:
    name = decided()[role, decision]
    scenario = load(name).set({"run.weeks": WEEKS})
    other = CaseConferenceModel(scenario, rng=SEED, agents={role: contrary(role, decision)}).run()
    assert other.stage.tally().tobytes() != played(name).stage.tally().tobytes()


def test_every_pair_of_the_books_is_tried() -> None:
    assert set(decided()) == set(PAIRS)


@pytest.mark.parametrize("name", names())
def test_yes_and_no_are_bools_and_grades_are_numbers(name: str) -> None:
    for event in played(name).events():
        if event.decision == GRADED:
            assert type(event.answer) is int and event.answer in (0, 1, 2)
        elif event.decision:
            assert type(event.answer) is bool


def test_a_method_called_by_hand_answers_as_its_rule_does() -> None:
    model = CaseConferenceModel(load("top_x").set({"run.weeks": 10}), rng=SEED).run()
    manager = model.stage.agents[-1]
    # the evaluation after an incident leans on the practice alone: chance 1 / (1 + exp(3 - 6 * 0.2))
    assert manager.evaluates(0, -1, 0.14) is True
    assert manager.evaluates(0, -1, 0.15) is False


# People of one's own.


class Watching(CareProfessional):
    """Counts what it is asked to disclose, and keeps it all."""

    asked = 0

    def discloses(self, case: int, facet: int, luck: float) -> bool:
        """Never tell."""
        type(self).asked += 1
        assert self.knows(case, facet) == 2
        assert 0.0 <= luck < 1.0
        return False


def test_people_of_one_s_own_are_used_in_their_role_only() -> None:
    Watching.asked = 0
    scenario = load("top_x").set({"run.weeks": WEEKS})
    model = CaseConferenceModel(scenario, rng=SEED, agents={"care": Watching}).run()
    kinds = [type(agent) for agent in model.stage.agents]
    assert kinds == [Watching] * 15 + [ROLES["safety"]] * 21 + [ROLES["social"]] * 18 + [ProcessManager]
    assert Watching.asked > 0
    assert model.outcomes()["refusals"] >= Watching.asked


def test_the_role_s_own_class_changes_nothing() -> None:
    same = {role: type(kind.__name__, (kind,), {}) for role, kind in ROLES.items()}
    model = CaseConferenceModel(load("top_x").set({"run.weeks": WEEKS}), rng=SEED, agents=same).run()
    assert model.stage.tally().tobytes() == played("top_x").stage.tally().tobytes()


def test_people_tell_what_they_are_and_hold() -> None:
    model = played("top_x")
    one, other = model.stage.agents[0], model.stage.agents[20]
    assert (one.domain, one.organisation, other.domain, other.organisation) == (0, 0, 1, 6)
    levels = [one.orientation, one.commitment, one.caution, one.trusts(other), one.understands(other)]
    assert all(type(level) is float and 0.0 <= level <= 1.0 for level in levels)
    assert one.trusts(one) == 0.0
    assert type(one.mandate) is bool
    manager = model.stage.agents[-1]
    assert (manager.domain, manager.organisation) == (3, -1)


def test_with_everybody_mandated_everything_is_decided_on_the_spot() -> None:
    everybody, nobody = (
        CaseConferenceModel(load("top_x"), rng=1, **{"run.weeks": 10, "mandate.share": share}).run()
        for share in (1.0, 0.0)
    )
    assert all(agent.mandate for agent in everybody.stage.agents)
    assert not any(agent.mandate for agent in nobody.stage.agents)
    assert everybody.outcomes()["decided_on_the_spot"] == 1.0
    assert nobody.outcomes()["decided_on_the_spot"] == 0.0


# People come and go.


def test_newcomers_are_new_agents_and_numbers_never_return() -> None:
    scenario = replace(
        load("top_x").set({"run.weeks": WEEKS, "continuity.turnover_per_year": 1.0}), departures=(Departure(7),)
    )
    model = CaseConferenceModel(scenario, rng=SEED, record=True)
    seen = {agent.unique_id: agent for agent in model.stage.agents}
    everybody = len(model.stage.agents)
    assert len(seen) == everybody
    while model.running:
        model.step()
        for agent in model.stage.agents:
            assert seen.setdefault(agent.unique_id, agent) is agent
        assert set(model.agents) == set(model.stage.agents)
        assert [agent.place for agent in model.stage.agents] == list(range(everybody))
    kinds = [event.kind for event in model.events()]
    newcomers = kinds.count("newcomer") + kinds.count("departure")
    assert kinds.count("departure") == 1
    assert len(seen) == everybody + newcomers
    assert newcomers > 20


def test_a_newcomer_has_no_ties_and_no_knowledge() -> None:
    model = CaseConferenceModel(load("top_x").set({"run.weeks": WEEKS}), rng=SEED).run()
    stage = model.stage
    people = stage.world.people
    known = np.asarray(people.knowledge).sum(axis=(1, 2))
    person = int(known[:-1].argmax())
    before = model.stage.agents[person]
    from sim.week import start

    start.leaves(stage, stage.world, stage.p, person, WEEKS)
    assert model.stage.agents[person] is not before
    assert known[person] > 0 == np.asarray(people.knowledge)[person].sum()
    assert not np.asarray(stage.world.cases.met)[:, person].any()
    trust = np.asarray(people.trust)
    strangers = 0.6 * 0.45 * 1.2  # trust in somebody one does not know, at most
    assert 0.0 < trust[person].max() <= strangers
    assert (np.delete(trust[:, person], person) == np.delete(trust[person], person)).all()
