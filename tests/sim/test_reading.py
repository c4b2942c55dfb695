"""Reading: nothing in the state or among the weights is written and read by nobody."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from scenarios import load
from sim import state
from sim.draws import key_of
from sim.engine.rooms import Room, expected_cases
from sim.parameters import PARAMETERS
from sim.rules import TABLES, govern
from sim.scenario import Departure, MediaEvent, Scenario
from sim.timetable import timetable
from sim.week import tally

ROOT = Path(sim.__file__).parent
READERS = sorted((ROOT / "week").glob("[!_]*.py")) + [
    ROOT / f"{name}.py" for name in ("measures", "agents", "memory", "meeting")
]
PARTS = {
    "people": state.People,
    "organisations": state.Organisations,
    "cases": state.Cases,
    "facets": state.Facets,
    "agreements": state.Agreements,
    "table": state.Table,
}
FIELDS = [f"{part}.{field}" for part, kind in PARTS.items() for field in kind._fields]
OF_THE_WORLD = [field for field in state.World._fields if field not in PARTS]
# Arrays of numbers of which each place has a name.
PLACES = {
    "numbers": ("SIZE", "MEAN_TRUST", "CLOSED", "KNOWN", "PROPOSAL", "IMPOSED", "MINUTES", "TRUST_IN_CHAIR", "SPIRIT",
                "WORTH", "BROKERAGE", "WITHHELD"),
    "climate": ("MEDIA", "CAPACITY", "JOINT_LOGIC", "SIMPLE_QUEUE", "GRAVITY", "SIGNALS_NOW", "CHASED"),
    "governance": tuple(quantity.upper() for quantity in govern.QUANTITIES),
}  # fmt: skip


def own_name(node: ast.expr, names: dict[str, str]) -> str:
    """Return what stands before a dot: the last part of it, and of what a name stands for."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return names.get(node.id, node.id) if isinstance(node, ast.Name) else ""


def pairs(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what is assigned to what, one by one where both sides are lists of as many."""
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=True)
        else:
            yield target, node.value


def root(target: ast.expr) -> str:
    """Return what an assignment writes to, without places: people.trust of people.trust[one][other]."""
    while isinstance(target, ast.Subscript):
        target = target.value
    return ast.unparse(target)


def named(target: ast.expr) -> bool:
    """Return whether this is a place with a name, such as climate[MEDIA]."""
    return isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Name) and target.slice.id.isupper()


class Reads(ast.NodeVisitor):
    """Collects what a function reads of the state, its own arguments and names resolved; no write is a read.

    What is only read to be written anew (a level that moves by itself) is no read either.
    """

    def __init__(self) -> None:
        self.fields: set[str] = set()
        self.names: dict[str, str] = {}
        self._written: set[str] = set()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Resolve the names that stand for parts of the state, and read."""
        self.names = {"persons": "people", "people_": "people"}
        for part in ast.walk(node):
            if isinstance(part, ast.Assign):
                for target, value in pairs(part):
                    if isinstance(target, ast.Name) and isinstance(value, ast.Attribute):
                        self.names[target.id] = value.attr
        for line in node.body:
            self.visit(line)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Read the places that are written to, and what is written, but for what it is written to."""
        for target, value in pairs(node):
            self._places(target)
            self._without(target, value)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """Read the places that are added to, and what is added."""
        self._places(node.target)
        self._without(node.target, node.value)

    def _places(self, target: ast.expr) -> None:
        while isinstance(target, ast.Subscript):
            self.visit(target.slice)
            target = target.value

    def _without(self, target: ast.expr, value: ast.expr) -> None:
        written = ast.unparse(target) if named(target) else root(target)
        before, self._written = self._written, self._written | {written}
        self.visit(value)
        self._written = before

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Read a field of a part of the state, or of the world itself."""
        if ast.unparse(node) not in self._written:
            part = own_name(node.value, self.names)
            self.fields.add(f"{part}.{node.attr}")
        self.visit(node.value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """Read a place with a name."""
        array = own_name(node.value, self.names)
        if array in PLACES and named(node) and ast.unparse(node) not in self._written:
            self.fields.add(f"{array}[{ast.unparse(node.slice)}]")
        self.generic_visit(node)


@cache
def read() -> set[str]:
    """Return what the readers read of the state."""
    found: set[str] = set()
    for path in READERS:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                reads = Reads()
                reads.visit_FunctionDef(node)
                found |= reads.fields
    return found


def reads_in(source: str) -> set[str]:
    """Return what a function in a text reads."""
    reads = Reads()
    (node,) = ast.parse(source).body
    assert isinstance(node, ast.FunctionDef)
    reads.visit_FunctionDef(node)
    return {name for name in reads.fields if not name.startswith("world.")}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("people.trust[a][b] = 1.0", set()),
        ("world.people.trust[a][b] += 1.0", set()),
        ("people.spirit[a] = raised(people.spirit[a], p[S])", set()),
        ("people.spirit[a] = raised(people.caution[a], p[S])", {"people.caution"}),
        ("x = people.hours[cases.worker[c]]", {"people.hours", "cases.worker"}),
        ("table.answers[present[place]] = 0", set()),
        ("table.answers[table.present[place]] = 0", {"table.present"}),
        ("climate[MEDIA] = faded(climate[CAPACITY])", {"climate[CAPACITY]"}),
    ],
)
def test_a_write_is_no_read(line: str, expected: set[str]) -> None:
    found = reads_in(f"def step(world, people, cases, table, climate):\n    {line}\n")
    assert found == expected


def test_names_that_stand_for_a_part_are_resolved() -> None:
    text = "def step(world):\n    one, other = world.people, world.cases\n    return one.load[0] + other.risk[0]\n"
    assert reads_in(text) >= {"people.load", "cases.risk"}


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_of_the_state_is_read(field: str) -> None:
    assert field in read()


@pytest.mark.parametrize("field", OF_THE_WORLD)
def test_every_array_and_number_of_the_world_is_read(field: str) -> None:
    if field == "tally":  # read as a whole, when the run is over
        assert "self.stage.tally" in (ROOT / "model.py").read_text("utf-8")
    else:
        assert f"world.{field}" in read()


@pytest.mark.parametrize("place", [f"{array}[{place}]" for array, places in PLACES.items() for place in places])
def test_every_place_with_a_name_is_read(place: str) -> None:
    assert place in read()


def test_the_places_are_all_there_are() -> None:
    for name, places in (("climate", PLACES["climate"]), ("numbers", PLACES["numbers"])):
        assert [getattr(state, place) for place in places] == list(range(len(places))), name
    assert [getattr(govern, place) for place in PLACES["governance"]] == list(range(len(govern.QUANTITIES)))


def test_every_column_that_is_counted_is_measured() -> None:
    measured = (ROOT / "measures.py").read_text("utf-8")
    assert [column for column in tally.COLUMNS if f"t.{column.upper()}" not in measured] == []


# Weights: each, switched off, changes a bit of what is counted in one of these worlds.

FULL = {
    "run.weeks": 78,
    "agenda.slots_per_week": 6,
    "cases.arrivals_per_year": 60.0,
    "cases.complex_share": 0.7,
    "cases.consent_share": 0.4,
    "cases.housing_share": 0.8,
    "cases.responsiveness": 0.9,
    "continuity.turnover_per_year": 0.5,
    "informal_contact.events_per_year": 20.0,
    "legal.gap": 0.4,
    "media.baseline": 0.5,
    "media.events_per_year": 8.0,
    "media.reactivity": 0.5,
    "media.referral_effect": 0.8,
    "municipality.accountability": 1.0,
    "municipality.housing_priority": 0.9,
    "learning.joint_evaluation": 0.6,
    "mandate.share": 0.4,
    "scaling_down.clear_criteria": 0.7,
    # no level at the value where its reason is nil
    "professionals.backing": 0.4,
    "representation.level": 0.7,
    "society.risk_tolerance": 0.6,
    "triage.care_involved": 1.0,
    "trust.initial": 0.6,
    "rules.drift.hazard": PARAMETERS["rules.drift.hazard"].high,
}
STRAINED = {
    "run.weeks": 52,
    "agenda.minutes_per_case": 30.0,
    "cases.severity": 0.9,
    "secrecy.strictness": 0.9,
    "secrecy.disciplinary_risk": 0.9,
    "process_management.think_along": 0.8,
    "process_management.structure": 0.3,
    "professionals.workload_care": 0.9,
    "trust.initial": 0.3,
}
FORMS = PARAMETERS["process_management.form"].choices
WORLDS = [
    values | {"process_management.form": form} for form in FORMS for values in (FULL, {"run.weeks": 52}, STRAINED)
]
SEED = 31


@cache
def world(number: int) -> Scenario:
    """Return one of the worlds, with a report and a manager who leaves."""
    scenario = load("top_x").set(WORLDS[number])
    return replace(scenario, media_events=(MediaEvent(6, 0.5),), departures=(Departure(20),))


@cache
def room(number: int) -> Room:
    """Return the arrays in which the engine plays this world."""
    scenario = world(number)
    fixed = timetable(scenario)
    return Room(scenario, fixed, 63 + 2 * expected_cases(scenario, fixed), True)


def counted(number: int, scenario: Scenario) -> bytes:
    """Return every bit that a run of this scenario counts."""
    place = room(number)
    place.furnish(scenario, timetable(scenario))
    tallies, waits = place.play(np.array([key_of(SEED)], np.uint64))
    assert (waits >= 0).all()
    return bytes(tallies.tobytes())


@cache
def as_it_is(number: int) -> bytes:
    """Return every bit that a run of this world counts."""
    return counted(number, world(number))


def differs(name: str, value: Any) -> bool:
    """Return whether one of the worlds counts anything else with this value."""
    numbers = range(len(WORLDS))
    return any(counted(number, world(number).set({name: value})) != as_it_is(number) for number in numbers)


@pytest.mark.parametrize("weight", [f"rules.{table}.{row[0]}" for table, rows in TABLES.items() for row in rows])
def test_every_weight_that_is_switched_off_changes_something(weight: str) -> None:
    assert differs(weight, 0.0)


AT_START = [name for name, one in PARAMETERS.items() if one.at_start and not one.is_weight and one.group != "run"]


@pytest.mark.parametrize("name", AT_START)
def test_whatever_is_read_at_the_start_does_something(name: str) -> None:
    parameter = PARAMETERS[name]
    ends = parameter.choices or (parameter.low, parameter.high)
    values = [int(end) if parameter.kind == "integer" else end for end in ends]

    def does_something(number: int) -> bool:
        for value in values:
            other = world(number).set({name: value})
            fixed = timetable(other)
            place = Room(other, fixed, 63 + 2 * expected_cases(other, fixed), True)
            if bytes(place.play(np.array([key_of(SEED)], np.uint64))[0].tobytes()) != as_it_is(number):
                return True
        return False

    assert any(does_something(number) for number in range(len(WORLDS)))
