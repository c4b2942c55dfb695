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
from sim.meeting import Meeting, distances
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
    assert up <= {"kept", "familiar", "told", "helped", "result", "care", "contact", "informal", "fair"}
    assert {"kept", "familiar", "told", "helped", "contact", "informal", "fair"} <= up
    down = {cause for cause, total in zip(ties.CAUSES, lost, strict=True) if total > 0}
    assert {"broken", "withdrawn", "withheld", "shift", "ordered", "unheard", "setback", "partial"} == down


def test_meetings_are_the_conferences_that_were_held(year: Model) -> None:
    memories = year.recollection().memories
    manager = memories[year.stage.world.manager]
    assert len(manager.meetings) == year.outcomes()["conferences"]
    attended = Counter(id(meeting) for memory in memories[:-1] for meeting in memory.meetings)
    for meeting in manager.meetings:
        assert attended[id(meeting)] == meeting.people == len(set(meeting.members))
        assert meeting.needed <= meeting.involved and 0.0 < meeting.risk <= 1.0
        assert set(meeting.views) == set(meeting.members) >= meeting.agreed
        assert 0.0 <= sum(meeting.alone.values()) <= meeting.open_weight


def test_meetings_are_as_the_book_has_them(year: Model) -> None:
    decided = [row for row in year.events() if row.decision]
    met = unique_meetings(year)
    remembered = (("discloses", True, "told"), ("discloses", False, "withheld"), ("takes_on", False, "passed_on"))
    for decision, answer, acts in remembered:
        seen = Counter((meeting.case, one) for meeting in met for one in getattr(meeting, acts))
        rows = (row for row in decided if row.decision == decision and row.answer == answer)
        assert seen == Counter((row.case, row.person) for row in rows)
    occasions = {"asks_along", "mediates"}
    tried = [row for row in decided if row.decision in occasions and row.person == year.stage.world.manager]
    taken = sum(bool(row.answer) for row in tried)
    assert sum(meeting.occasions_taken for meeting in met) == taken > 0
    assert sum(meeting.occasions_let_pass for meeting in met) == len(tried) - taken > 0
    happened = Counter(row.kind for row in year.events() if not row.decision)
    assert sum(len(meeting.referred_home) for meeting in met) == happened["referred home"]
    ends = sum(len(meeting.kept) for meeting in met), sum(len(meeting.broke) for meeting in met)
    assert ends[0] >= happened["kept"] > 0 and ends[1] >= happened["broken"] > 0


def test_what_was_agreed_is_seen_until_the_next_conference_on_the_case(year: Model) -> None:
    rows, met = year.events(), unique_meetings(year)
    for meeting in met:
        later = [one.week for one in met if one.case == meeting.case and one.week > meeting.week]
        until = min(later, default=10**9)
        kept = [r for r in rows if r.kind == "kept" and r.case == meeting.case and meeting.week <= r.week < until]
        assert len({row.person for row in kept} - set(meeting.kept)) == 0
        incidents = [r for r in rows if r.kind == "incident" and r.case == meeting.case]
        assert meeting.incident is any(meeting.week <= row.week < until for row in incidents)


def unique_meetings(model: Model) -> list[Meeting]:
    return list({id(one): one for memory in model.recollection().memories for one in memory.meetings}.values())


def test_episodes_hold_what_one_went_through_oneself(year: Model) -> None:
    memories = year.recollection().memories
    sat = {(memory.place, one.case): one.week for memory in memories for one in reversed(memory.meetings)}
    asked = [row for row in year.events() if row.decision == "gets_consent"]
    # who carries out what a colleague took on may never have sat at that table
    heard = [row for row in asked if sat.get((row.person, row.case), row.week + 1) <= row.week]
    assert 0 < len(heard) < len(asked)
    said = Counter((row.person, row.answer) for row in heard)
    for memory in memories[:-1]:
        assert sum(one.refused for one in memory.episodes) == said[memory.place, False]
        assert sum(one.backed for one in memory.episodes) >= said[memory.place, True]
        for episode in memory.episodes:
            facets = int(year.stage.world.cases.facets[episode.meeting.case]) if episode.meeting.case >= 0 else 0
            assert episode.known + episode.unknown <= facets and episode.free_hours >= 0.0


def test_contacts_have_two_sides(year: Model) -> None:
    contacts = sum(one.contacts for memory in year.recollection().memories for one in memory.episodes)
    assert 0 < contacts <= 2 * year.outcomes()["bilateral_contacts"]


def test_those_who_met_informally_know_it_of_each_other(year: Model) -> None:
    memories = year.recollection().memories
    assert sum(len(memory.mingled) for memory in memories) > 0
    for memory in memories:
        assert memory.place not in memory.mingled
        assert all(memory.place in memories[other].mingled for other in memory.mingled)


def test_a_place_that_somebody_new_takes_is_no_longer_one_that_was_met_informally() -> None:
    scenario = YEAR.set({"continuity.turnover_per_year": 1.0, "informal_contact.events_per_year": 12.0})
    memories = CaseConferenceModel(scenario, rng=2, remember=True).run().recollection().memories
    newcomers = {memory.place: memory.since for memory in memories if memory.since > 45}
    assert newcomers
    for memory in memories:
        for other in memory.mingled & newcomers.keys():
            assert memories[other].mingled and memory.place in memories[other].mingled


def test_nobody_remembers_what_was_before() -> None:
    model = CaseConferenceModel(YEAR.set({"continuity.turnover_per_year": 1.0}), rng=2, remember=True).run()
    memories = model.recollection().memories
    newcomers = [memory for memory in memories if memory.since > 0]
    assert len(newcomers) > 20
    for memory in newcomers:
        assert all(meeting.week > memory.since for meeting in memory.meetings)
        assert memory.understanding == pytest.approx(YEAR.value("rules.understanding.other"))


def test_those_who_never_came_remember_no_meeting() -> None:
    model = CaseConferenceModel(YEAR.set({"run.weeks": 2}), rng=2, remember=True).run()
    absent = [memory for memory in model.recollection().memories if not memory.meetings]
    assert absent
    assert all(_empty(memory) for memory in absent)


def _empty(memory: Memory) -> bool:
    return not (memory.episodes or memory.mingled)


def test_the_core_remembers_simple_cases() -> None:
    model = CaseConferenceModel(YEAR.set({"cases.complex_share": 0.0}), rng=4, remember=True).run()
    memories = model.recollection().memories
    sat = {memory.place for memory in memories if memory.episodes}
    world = model.stage.world
    core = {number * world.each for number, core in enumerate(world.organisations.core) if core}
    assert sat == core
    assert not any(memory.meetings for memory in memories)
    assert all(one.meeting.gravity == 0.0 for memory in memories for one in memory.episodes)


def test_distances_across_and_within() -> None:
    across, within = distances([0, 0, 1], [0.1, 0.2, 0.6], [0, 1, 2])
    assert across == pytest.approx(0.45) and within == pytest.approx(0.1)
    assert np.isnan(distances([0, 1], [0.1, 0.2], [0, 1])[1])


def test_a_recollection_that_is_not_opened_holds_nothing() -> None:
    assert Recollection().memories == []
