"""The people of the model: every decision in the book is a method whose override changes the run."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from typing import Any, ClassVar

import numpy as np
import pytest

from scenarios import load, names
from sim import CaseConferenceModel, InputError, simulate
from sim.agents import ROLES, CareProfessional, ProcessManager, Professional
from sim.rules import DECISIONS
from sim.runs import run_seeds
from sim.scenario import Change, Departure
from sim.settings import position
from sim.state import SIZE
from sim.week import start

SEED = 11
WEEKS = 40
GRADED = "intervenes"  # the decision that answers with a grade


@cache
def played(name: str, seed: int = SEED) -> CaseConferenceModel:
    """Return a shipped scenario after its run, with its book."""
    return CaseConferenceModel(load(name).set({"run.weeks": WEEKS}), rng=seed, record=True).run()


@cache
def decided() -> dict[tuple[str, str], str]:
    """Return who takes which decision, and the shipped scenario in which that happens most."""
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for name in names():
        for taken, count in Counter((event.role, event.decision) for event in played(name).events()).items():
            if taken[1]:
                counts[taken][name] = count
    return {taken: max(often, key=lambda name: often[name]) for taken, often in counts.items()}


def contrary(role: str, decision: str) -> type[Professional]:
    """Return people of a role who decide the opposite of what their rule says."""

    def decide(self: Professional, case: int, facet: int, luck: float) -> Any:
        answer = getattr(super(kind, self), decision)(case, facet, luck)
        return 2 - answer if decision == GRADED else not answer

    kind = type(f"Contrary{ROLES[role].__name__}", (ROLES[role],), {decision: decide})
    return kind


def changes(role: str, decision: str, name: str, seed: int) -> bool:
    """Return whether a run with contrary people of a role counts anything else."""
    scenario = load(name).set({"run.weeks": WEEKS})
    other = CaseConferenceModel(scenario, rng=seed, agents={role: contrary(role, decision)}).run()
    return bool(other.stage.tally().tobytes() != played(name, seed).stage.tally().tobytes())


def test_every_decision_is_taken_in_a_shipped_scenario_and_every_one_taken_is_a_method() -> None:
    assert {decision for _, decision in decided()} == set(DECISIONS)
    assert all(callable(getattr(ROLES[role], decision)) for role, decision in decided())


@pytest.mark.parametrize("decision", DECISIONS)
def test_overriding_a_decision_of_whoever_takes_it_changes_the_run(decision: str) -> None:
    takers = {role: name for (role, taken), name in decided().items() if taken == decision}
    assert takers
    for role, name in takers.items():
        # what is decided seldom may by chance lead nowhere in one run
        assert any(changes(role, decision, name, SEED + more) for more in range(5)), (role, name)


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
    # the evaluation after an incident leans on the practice alone
    reserve, practice, weight = (
        float(load("top_x").value(name))
        for name in ("rules.evaluates.reserve", "learning.joint_evaluation", "rules.evaluates.practice")
    )
    chance = 1.0 / (1.0 + math.exp(reserve - weight * practice))
    assert 0.01 < chance < 0.99
    assert manager.evaluates(0, -1, chance - 0.005) is True
    assert manager.evaluates(0, -1, chance + 0.005) is False


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


class Looking(Professional):
    """Holds what people see against the state, in decisions before, during and after conferences."""

    seen: ClassVar[Counter[str]] = Counter()

    def accepts(self, case: int, facet: int, luck: float) -> bool:
        """Look round the table."""
        world = self._stage.world
        present = self.table()
        assert self in present and len(present) == world.table.numbers[SIZE] >= 2
        assert [person.place for person in present] == sorted({person.place for person in present})
        assert self.risk(case) == world.cases.risk[case] > 0.0
        Looking.seen["accepts"] += 1
        return super().accepts(case, facet, luck)

    def attends(self, case: int, facet: int, luck: float) -> bool:
        """Nobody sits yet."""
        assert self.table() == []
        Looking.seen["attends"] += 1
        return super().attends(case, facet, luck)

    def acts(self, case: int, facet: int, luck: float) -> bool:
        """Nobody sits any more; settings are those of this week."""
        assert self.table() == []
        assert self.setting("mandate.share") == (0.6 if self.model.week < 20 else 0.9)
        Looking.seen["acts"] += 1
        return super().acts(case, facet, luck)


def test_people_see_who_sits_there_the_risk_and_this_week_s_settings() -> None:
    Looking.seen.clear()
    scenario = replace(load("top_x").set({"run.weeks": WEEKS}), changes=(Change(20, {"mandate.share": 0.9}),))
    looking = {role: type("Looking", (Looking, ROLES[role]), {}) for role in ("care", "safety", "social")}
    model = CaseConferenceModel(scenario, rng=SEED, agents=looking).run()
    assert min(Looking.seen[decision] for decision in ("accepts", "attends", "acts")) > 100
    same = CaseConferenceModel(scenario, rng=SEED).run()
    assert model.stage.tally().tobytes() == same.stage.tally().tobytes()  # looking changes nothing
    person = model.stage.agents[0]
    assert math.isnan(person.risk(-1))
    assert person.knows(-1, 0) == 0
    kinds = [person.setting(name) for name in ("process_management.form", "network.table_size", "trust.initial")]
    assert kinds == ["nao", 15, 0.45] and [type(kind) for kind in kinds] == [str, int, float]
    with pytest.raises(InputError, match=r"trust\.initial"):
        person.setting("trust.inital")


def stubborn(decision: str, answer: Any) -> dict[str, type[Professional]]:
    """Return people who always give the same answer."""
    body = {decision: lambda self, case, facet, luck: answer}
    return {role: type("Stubborn", (kind,), body) for role, kind in ROLES.items()}


YES_OR_NO, GRADES = "True or False", r"0 \(voluntary\), 1 \(pressure\) or 2 \(compulsion\)"


@pytest.mark.parametrize(
    ("decision", "answer", "allowed"),
    [
        *(("discloses", answer, YES_OR_NO) for answer in (None, 1, 0, 1.0, "yes", [], math.nan, np.float64(1.0))),
        *(("attends", answer, YES_OR_NO) for answer in (None, 2)),
        *((GRADED, answer, GRADES) for answer in (7, -1, 3, None, True, 1.0, np.True_)),
    ],
)
def test_what_is_no_answer_is_refused(decision: str, answer: Any, allowed: str) -> None:
    with pytest.raises(InputError, match=rf"Stubborn\.{decision}, run with seed 11: got .*; allowed: {allowed}"):
        CaseConferenceModel(load("top_x"), rng=SEED, agents=stubborn(decision, answer)).run()


def test_a_wrong_answer_stops_many_runs_with_the_seed_of_the_first() -> None:
    scenario = load("top_x").set({"run.weeks": 10})
    with pytest.raises(InputError, match=f"run with seed {run_seeds(1, 1)[0]}: got None"):
        simulate(scenario, runs=3, agents=stubborn("accepts", None))


@pytest.mark.parametrize(("decision", "plain", "numpy"), [("discloses", True, np.True_), (GRADED, 2, np.int64(2))])
def test_answers_of_numpy_are_those_of_python(decision: str, plain: Any, numpy: Any) -> None:
    scenario = load("top_x").set({"run.weeks": 10})
    one, other = (
        CaseConferenceModel(scenario, rng=SEED, record=True, agents=stubborn(decision, answer)).run()
        for answer in (plain, numpy)
    )
    assert one.events() == other.events()
    assert {type(event.answer) for event in other.events() if event.decision == decision} == {type(plain)}


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


def test_a_newcomer_has_no_knowledge_and_inherits_part_of_the_ties() -> None:
    model = CaseConferenceModel(load("top_x").set({"run.weeks": WEEKS}), rng=SEED).run()
    stage = model.stage
    people = stage.world.people
    known = np.asarray(people.knowledge).sum(axis=(1, 2))
    person = int(known[:-1].argmax())
    before = model.stage.agents[person]
    trusted, understood = np.asarray(people.trust).copy(), np.asarray(people.understanding).copy()
    start.leaves(stage, stage.world, stage.p, person, WEEKS)
    assert model.stage.agents[person] is not before
    assert known[person] > 0 == np.asarray(people.knowledge)[person].sum()
    assert not np.asarray(stage.world.cases.met)[:, person].any()
    # the rest is as between strangers: thinner than among acquaintances, and people differ by a fifth from it
    share = stage.p[start.TRUST_HANDOVER]
    stranger = (np.asarray(people.trust) - share * trusted) / (1.0 - share)
    thin = float(load("top_x").value("trust.initial")) * stage.p[start.TRUST_STRANGERS]
    others = [other for other in range(stage.world.members) if other != person]
    for one, other in [(person, other) for other in others] + [(other, person) for other in others]:
        differences = people.propensity[one] + start.regard(stage.world, one, other)
        low, high = (min(1.0, max(0.0, thin * factor + differences)) for factor in (0.8, 1.2))
        assert low - 1e-9 <= stranger[one, other] <= high + 1e-9
    understanding = np.asarray(people.understanding)
    first = understanding[person, others]
    levels = {stage.p[position(f"rules.understanding.{which}")] for which in ("own", "other")}
    assert set(first) == levels
    assert understanding[others, person] == pytest.approx(share * understood[others, person] + (1.0 - share) * first)
