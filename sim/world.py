"""Making room for a run: arrays of the right sizes."""

from typing import Any

import numpy as np

from sim.scenario import Scenario
from sim.state import (
    DOMAINS,
    FACETS,
    POOL,
    Agreements,
    Cases,
    Facets,
    Organisations,
    People,
    Table,
    World,
)
from sim.timetable import Timetable
from sim.week.tally import COLUMNS

SEATS = 20  # most people at one conference
LAID_DOWN = ("rates", "events", "departs", "governance")  # arrays that a run only reads


def form_of(scenario: Scenario) -> tuple[int, ...]:
    """Return what the sizes of the arrays follow from: organisations of each domain, people in each, weeks."""
    sizes = (int(scenario.value(f"network.{domain}_organisations")) for domain in ("care", "safety", "social"))
    return (*sizes, int(scenario.value("network.people_per_organisation")), scenario.weeks)


def build(scenario: Scenario, fixed: Timetable, capacity: int, network: bool) -> World:
    """Return the arrays of a run with room for `capacity` cases: empty but for what the timetable lays down."""
    *sizes, each, weeks = form_of(scenario)
    organisations, cases = sum(sizes), max(capacity, 1)
    members = organisations * each
    people = members + 1
    world = World(
        people=_people(people, cases),
        organisations=Organisations(
            domain=_whole(organisations),
            slot=_whole(organisations),
            core=_flags(organisations),
            invited=_flags(organisations),
            face=_whole(organisations),
            regard=np.zeros((organisations, organisations)),
        ),
        cases=_cases(cases, organisations, people),
        facets=_facets((cases, FACETS)),
        agreements=_agreements((cases, FACETS)),
        table=_table(people),
        climate=np.zeros(8),
        governance=np.zeros(len(fixed.governance)),
        signals=np.zeros(weeks),
        rates=np.zeros(weeks),
        arrivals=_whole(weeks),
        events=np.zeros(weeks),
        departs=_flags(weeks),
        tally=np.zeros((weeks, len(COLUMNS))),
        urgency=np.zeros(cases),
        queued=_flags(cases),
        bounds=_whole(DOMAINS + 1),
        sums=np.zeros((DOMAINS, DOMAINS)),
        now=_whole(2),
        members=members,
        manager=-1,
        initial=0,
        slots=1 + DOMAINS * POOL * max(sizes),
        each=each,
        network=network,
    )
    return furnished(world, scenario, fixed)


def furnished(world: World, scenario: Scenario, fixed: Timetable) -> World:
    """Return the world, in the same arrays, with what another scenario of its form lays down."""
    for name in LAID_DOWN:
        getattr(world, name)[:] = getattr(fixed, name)
    governed = str(scenario.value("process_management.form")) != "self_governed"
    return world._replace(
        manager=world.members if governed and world.network else -1, initial=int(scenario.value("cases.initial"))
    )


def _whole(*shape: int) -> Any:
    return np.zeros(shape, np.int64)


def _flags(*shape: int) -> Any:
    return np.zeros(shape, np.bool_)


def _people(people: int, cases: int) -> People:
    numbers = {name: np.zeros(people) for name in People._fields}
    numbers["trust"] = np.zeros((people, people))
    numbers["understanding"] = np.zeros((people, people))
    for name in ("domain", "organisation", "slot"):
        numbers[name] = _whole(people)
    numbers["knowledge"] = np.zeros((people, cases, FACETS), np.uint8)
    return People(**numbers)


def _cases(cases: int, organisations: int, people: int) -> Cases:
    numbers = {name: np.zeros(cases) for name in Cases._fields}
    for name in ("identity", "arrival", "status", "facets", "last", "touched", "first_plan", "calm", "circle_size"):
        numbers[name] = _whole(cases)
    for name in ("complex", "consent"):
        numbers[name] = _flags(cases)
    for name in ("worker", "regular"):
        numbers[name] = _whole(cases, organisations)
    numbers["met"] = _flags(cases, people)
    numbers["circle"] = _whole(cases, SEATS)
    return Cases(**numbers)


def _facets(shape: tuple[int, int]) -> Facets:
    numbers = {name: _flags(*shape) for name in Facets._fields}
    for name in ("domain", "owner", "also"):
        numbers[name] = _whole(*shape)
    for name in ("weight", "unresolved"):
        numbers[name] = np.zeros(shape)
    return Facets(**numbers)


def _agreements(shape: tuple[int, int]) -> Agreements:
    numbers = {name: _whole(*shape) for name in Agreements._fields}
    numbers["open"] = _whole(shape[0])
    for name in ("imposed", "worth", "groups", "linked", "account"):
        numbers[name] = np.zeros(shape)
    for name in ("done", "partner_done", "acts", "partner_acts", "called"):
        numbers[name] = _flags(*shape)
    return Agreements(**numbers)


def _table(people: int) -> Table:
    numbers = {name: np.zeros(people) for name in Table._fields}
    for name in ("present", "asked", "approached"):
        numbers[name] = _whole(people)
    numbers["agrees"] = _flags(people)
    for name in ("informed", "withheld", "advised", "dealt"):
        numbers[name] = _flags(FACETS)
    numbers["holders"] = _whole(FACETS)
    numbers["known"] = np.zeros(FACETS)
    numbers["answers"] = _whole(people, FACETS)
    numbers["numbers"] = np.zeros(12)
    return Table(**numbers)
