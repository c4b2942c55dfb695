"""What people remember: it is true, it is theirs alone, and it changes nothing."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import sim
from scenarios import load
from sim import CaseConferenceModel
from sim.errors import InputError
from sim.meeting import distances
from sim.memory import Memory, Recollection
from sim.model import CaseConferenceModel as Model
from sim.week import ties

YEAR = load("top_x").set({"run.weeks": 52})
SETTLED = YEAR.set({"continuity.turnover_per_year": 0.0})


@pytest.fixture(scope="module")
def year() -> Model:
    return CaseConferenceModel(SETTLED, rng=5, record=True, remember=True).run()


@pytest.mark.parametrize("name", ["top_x", "self_governed", "lead_organisation"])
def test_remembering_changes_nothing(name: str) -> None:
    scenario = load(name).set({"run.weeks": 40})
    plain = CaseConferenceModel(scenario, rng=3, record=True).run()
    remembered = CaseConferenceModel(scenario, rng=3, record=True, remember=True).run()
    assert remembered.events() == plain.events()
    assert str(remembered.outcomes()) == str(plain.outcomes())  # NaN is no NaN's equal
    assert np.array_equal(np.asarray(remembered.stage.world.people.trust), np.asarray(plain.stage.world.people.trust))


def test_only_a_model_that_was_asked_to_remembers() -> None:
    with pytest.raises(InputError, match="remember=True"):
        CaseConferenceModel(YEAR, rng=1).recollection()


@pytest.mark.parametrize("form", ["nao", "lead_organisation", "self_governed"])
def test_the_ledger_explains_every_change_in_trust(form: str) -> None:
    scenario = SETTLED.set({"process_management.form": form})
    model = CaseConferenceModel(scenario, rng=8, remember=True)
    world = model.stage.world
    before = np.array(world.people.trust)
    model.run()
    change = (np.asarray(world.people.trust) - before).sum(axis=1)
    memories = model.recollection().memories
    told = np.array([(memory.gained - memory.lost).sum() for memory in memories])
    assert np.abs(change).max() > 0.5
    assert told == pytest.approx(change, abs=1e-9)


def test_trust_moves_through_one_door() -> None:
    """Who writes ties: `ties` itself, and `start`, where people come."""
    week = Path(sim.__file__).parent / "week"
    writers = {path.stem for path in week.glob("*.py") if _writes_trust(ast.parse(path.read_text("utf-8")))}
    assert writers == {"start", "ties"}


def _writes_trust(tree: ast.Module) -> bool:
    targets = (
        target for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AugAssign) for target in _targets(node)
    )
    tied = ("trust", "persons.trust", "people.trust", "world.people.trust")
    return any(
        isinstance(target, ast.Subscript) and ast.unparse(target).partition("[")[0] in tied for target in targets
    )


def _targets(node: ast.Assign | ast.AugAssign) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else [node.target]


def test_causes_raise_trust_or_lower_it_never_both(year: Model) -> None:
    gained = sum(memory.gained.sum(axis=1) for memory in year.recollection().memories)
    lost = sum(memory.lost.sum(axis=1) for memory in year.recollection().memories)
    assert not ((gained > 0) & (lost > 0)).any()
    up = {cause for cause, total in zip(ties.CAUSES, gained, strict=True) if total > 0}
    assert up <= {"kept", "familiar", "heard", "result", "care", "contact", "informal", "fair"}
    assert {"kept", "familiar", "heard", "contact", "informal", "fair"} <= up
    assert lost[ties.SHIFT] > 0 and lost[ties.BROKEN] > 0 and lost[ties.REFUSAL] > 0


def test_meetings_are_the_conferences_that_were_held(year: Model) -> None:
    memories = year.recollection().memories
    manager = memories[year.stage.world.manager]
    assert len(manager.meetings) == year.outcomes()["conferences"]
    attended = Counter(id(meeting) for memory in memories[:-1] for meeting in memory.meetings)
    for meeting in manager.meetings:
        assert attended[id(meeting)] == meeting.people
        assert 0 < meeting.with_facet <= meeting.people
        assert meeting.owners_present == meeting.with_facet <= meeting.owners  # one person for each organisation


def test_acts_are_those_in_the_book(year: Model) -> None:
    said = Counter((row.decision, row.person, bool(row.answer)) for row in year.events() if row.decision)
    for memory in year.recollection().memories[:-1]:
        one = memory.place
        assert memory.told == said["discloses", one, True]
        assert memory.acted == said["acts", one, True]
        assert memory.forgotten + memory.overloaded == said["acts", one, False]
        assert memory.refused == said["gets_consent", one, False]
        assert memory.backed >= said["gets_consent", one, True]
        assert memory.thought_along == said["thinks_along", one, True]


def test_contacts_have_two_sides(year: Model) -> None:
    contacts = sum(memory.contacts for memory in year.recollection().memories)
    assert contacts == 2 * year.outcomes()["bilateral_contacts"] > 0


def test_nobody_remembers_what_was_before() -> None:
    model = CaseConferenceModel(YEAR.set({"continuity.turnover_per_year": 1.0}), rng=2, remember=True).run()
    memories = model.recollection().memories
    newcomers = [memory for memory in memories if memory.since > 0]
    assert len(newcomers) > 20
    for memory in newcomers:
        assert all(meeting.week > memory.since for meeting in memory.meetings)
        assert memory.understanding == pytest.approx(0.3)  # rules.understanding.other


def test_those_who_never_came_remember_no_meeting() -> None:
    model = CaseConferenceModel(YEAR.set({"run.weeks": 2}), rng=2, remember=True).run()
    absent = [memory for memory in model.recollection().memories if not memory.meetings]
    assert absent
    assert all(_empty(memory) for memory in absent)


def _empty(memory: Memory) -> bool:
    return not (memory.told or memory.acted or memory.joint_plans or memory.heard or memory.free_hours)


def test_the_core_remembers_simple_cases() -> None:
    model = CaseConferenceModel(YEAR.set({"cases.complex_share": 0.0}), rng=4, remember=True).run()
    sat = {memory.place for memory in model.recollection().memories if memory.simple}
    world = model.stage.world
    core = {number * world.each for number, core in enumerate(world.organisations.core) if core}
    assert sat == core


def test_distances_across_and_within() -> None:
    across, within = distances([0, 0, 1], [0.1, 0.2, 0.6], [0, 1, 2])
    assert across == pytest.approx(0.45) and within == pytest.approx(0.1)
    assert np.isnan(distances([0, 1], [0.1, 0.2], [0, 1])[1])


def test_a_recollection_that_is_not_opened_holds_nothing() -> None:
    assert Recollection().memories == []
