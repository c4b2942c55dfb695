"""Making room for a run: arrays of the right size, filled with the state of week 0."""

from typing import Any

import numpy as np

from sim.rules.govern import QUANTITIES
from sim.scenario import Scenario
from sim.settings import Settings, settings
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
from sim.week import start
from sim.week.tally import COLUMNS

SEATS = 20  # most people at one conference


def stretches(scenario: Scenario) -> list[tuple[int, Settings]]:
    """Return the settings of a scenario with the first week in which each holds."""
    values = dict(scenario.values)
    found = [(0, settings(values))]
    for change in scenario.changes:
        values |= change.values
        if change.week == found[-1][0]:
            found.pop()
        found.append((change.week, settings(values)))
    return found


def build(play: Any, scenario: Scenario, network: bool) -> World:
    """Return the arrays of a run: filled where week 0 needs it, cases still to arrive."""
    weeks = int(scenario.value("run.weeks"))
    arrivals = np.zeros(weeks, np.int64)
    found = stretches(scenario)
    for index, (first, p) in enumerate(found):
        last = found[index + 1][0] if index + 1 < len(found) else weeks
        start.count_arrivals(play, arrivals, p, first, last)
    initial = int(scenario.value("cases.initial"))
    identity = np.concatenate([2 * np.arange(initial), 2 * np.arange(int(arrivals.sum())) + 1]).astype(np.int64)
    arrivals[0] += initial
    world = _empty(scenario, weeks, identity, network)
    world.arrivals[:] = arrivals
    for event in scenario.media_events:
        world.events[event.week] += event.size
    for departure in scenario.departures:
        world.departs[departure.week] = True
    form = str(scenario.value("process_management.form"))
    for index, quantity in enumerate(QUANTITIES):
        world.governance[index] = scenario.values.get(f"rules.{form}.{quantity}", 0.0)
    return world


def _empty(scenario: Scenario, weeks: int, identity: Any, network: bool) -> World:
    sizes = [int(scenario.value(f"network.{domain}_organisations")) for domain in ("care", "safety", "social")]
    each = int(scenario.value("network.people_per_organisation"))
    organisations, cases = sum(sizes), max(len(identity), 1)
    members = organisations * each
    people = members + 1
    governed = str(scenario.value("process_management.form")) != "self_governed"
    identities = np.zeros(cases, np.int64)
    identities[: len(identity)] = identity
    return World(
        people=_people(people, cases),
        organisations=Organisations(
            domain=_whole(organisations),
            slot=_whole(organisations),
            core=_flags(organisations),
            invited=_flags(organisations),
        ),
        cases=_cases(cases, organisations, people, identities),
        facets=_facets((cases, FACETS)),
        agreements=_agreements((cases, FACETS)),
        table=_table(people),
        climate=np.zeros(8),
        governance=np.zeros(len(QUANTITIES)),
        signals=np.zeros(weeks),
        arrivals=_whole(weeks),
        events=np.zeros(weeks),
        departs=_flags(weeks),
        tally=np.zeros((weeks, len(COLUMNS))),
        urgency=np.zeros(cases),
        bounds=_whole(DOMAINS + 1),
        sums=np.zeros((DOMAINS, DOMAINS)),
        now=_whole(2),
        members=members,
        manager=members if governed and network else -1,
        slots=1 + DOMAINS * POOL * max(sizes),
        each=each,
        network=network,
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


def _cases(cases: int, organisations: int, people: int, identity: Any) -> Cases:
    numbers = {name: np.zeros(cases) for name in Cases._fields}
    for name in ("arrival", "status", "facets", "last", "first_plan", "calm", "circle_size"):
        numbers[name] = _whole(cases)
    for name in ("complex", "consent"):
        numbers[name] = _flags(cases)
    numbers["identity"] = identity
    numbers["regular"] = _whole(cases, organisations)
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
    for name in ("imposed", "worth", "goodwill", "account"):
        numbers[name] = np.zeros(shape)
    for name in ("done", "partner_done"):
        numbers[name] = _flags(*shape)
    return Agreements(**numbers)


def _table(people: int) -> Table:
    numbers = {name: np.zeros(people) for name in Table._fields}
    for name in ("present", "asked"):
        numbers[name] = _whole(people)
    numbers["agrees"] = _flags(people)
    numbers["withheld"] = _flags(FACETS)
    numbers["holders"] = _whole(FACETS)
    numbers["known"] = np.zeros(FACETS)
    numbers["answers"] = _whole(people, FACETS)
    numbers["numbers"] = np.zeros(12)
    return Table(**numbers)
