"""One run as a witness sees it who is at every conference, and looks around while the interviews are held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.bootstrap import FloatArray
from experiments.patterns.interview import declared
from experiments.patterns.observed import Watch
from experiments.patterns.targets.sitting import Secretary, Sitting
from sim.errors import InputError, Phrase
from sim.interview import YES, answer, respondent
from sim.model import CaseConferenceModel
from sim.rules.course import SOLVED
from sim.scenario import Scenario
from sim.state import ACTIVE, World

INTERVIEWS = (66, 70)  # first and last week (§3.5.2)
HOUSING, VACUUM, INDICATION = range(3)  # what can be in the way of a solution
_REPEATED = 2  # meetings of those who attended more than once


@dataclass(frozen=True)
class People:
    """Everybody as the last week of the interviews ends; arrays by person, without whoever runs the network.

    attended: conferences; trust: [person, person], mean over the weeks of the interviews; trust_before: the same in
    week 0; tables: [person, person] how often two who are there now sat at one table; gained: [person, cause] trust;
    doubts: [person] good intentions, by the interview's own question; in_the_way: [person, kind] facets still open in
    own cases that wait for a home, lack a ground in care and law, or wait for an indication.
    """

    domain: Any
    organisation: Any
    attended: Any
    trust: FloatArray
    trust_before: FloatArray
    tables: FloatArray
    gained: FloatArray
    doubts: Any
    in_the_way: FloatArray

    @property
    def asked(self) -> Any:
        """Return who can be asked: who attended more than once (§3.5.2)."""
        return self.attended >= _REPEATED


@dataclass(frozen=True)
class Witnessed:
    """What was seen in one run.

    `manager`: skill of whoever runs the network and trust in that person, [before, when interviewed]; `withheld`:
    times that somebody told nothing; `contacts_after`: for each active case by weeks since its conference; `reports`
    about each client who had any; `active`: cases, by week.
    """

    sittings: tuple[Sitting, ...]
    people: People
    manager: FloatArray
    withheld: int
    shifts: int
    contacts_after: tuple[float, ...]
    reports: tuple[int, ...]
    active: tuple[int, ...]


def witness(scenario: Scenario, run: int) -> Witnessed:
    """Return what is seen in one run; InputError for a scenario that is over before the interviews are."""
    if int(scenario.value("run.weeks")) <= INTERVIEWS[1]:
        allowed = Phrase("a whole number from {low}", low=INTERVIEWS[1] + 1)
        raise InputError(key="run.weeks", got=scenario.value("run.weeks"), allowed=allowed)
    model = CaseConferenceModel(scenario, rng=run)
    stage, secretary = model.stage, Secretary()
    secretary.open(stage)
    stage.recollection = secretary
    world = stage.world
    watch, active = Watch(world), []
    before, trust_before = _manager(world), _trust(world)
    trusted, manager = np.zeros_like(trust_before), before
    while model.running:
        week = model.week
        model.step()
        watch.look(world)
        active.append(int((np.asarray(world.cases.status) == ACTIVE).sum()))
        if INTERVIEWS[0] <= week <= INTERVIEWS[1]:
            trusted += _trust(world) / (INTERVIEWS[1] - INTERVIEWS[0] + 1)
        if week == INTERVIEWS[0]:
            manager = _manager(world)
        if week == INTERVIEWS[1]:
            people = _people(world, secretary, trusted, trust_before, np.random.default_rng(run))
    return Witnessed(
        sittings=tuple(secretary.sittings),
        people=people,
        manager=np.array([before, manager]),
        withheld=secretary.withheld,
        shifts=secretary.shifts,
        contacts_after=watch.per_week(secretary.contacts),
        reports=tuple(secretary.reports.values()),
        active=tuple(active),
    )


def _trust(world: World) -> FloatArray:
    return np.array(world.people.trust)[: world.members, : world.members]


def _manager(world: World) -> FloatArray:
    if world.manager < 0:
        return np.full(2, np.nan)
    trust = np.asarray(world.people.trust)[: world.members, world.manager].mean()
    return np.array([world.people.competence[world.manager], trust])


def _doubts(world: World, secretary: Secretary, place: int, luck: np.random.Generator) -> bool:
    question = next(one for one in declared().questions if one.name == "good_intentions")
    return answer(question.comparison, respondent(secretary, world, place, luck)) != YES


def _people(
    world: World, secretary: Secretary, trust: FloatArray, before: FloatArray, luck: np.random.Generator
) -> People:
    memories = secretary.memories[: world.members]
    return People(
        domain=np.array(world.people.domain)[: world.members],
        organisation=np.array(world.people.organisation)[: world.members],
        attended=np.array([len(memory.meetings) for memory in memories]),
        trust=trust,
        trust_before=before,
        tables=secretary.shared_tables[: world.members, : world.members].copy(),
        gained=np.array([memory.gained.sum(axis=1) for memory in memories]),
        doubts=np.array([_doubts(world, secretary, place, luck) for place in range(world.members)]),
        in_the_way=np.array([_in_the_way(world, {one.case for one in memory.meetings}) for memory in memories]),
    )


def _in_the_way(world: World, cases: set[int]) -> list[int]:
    counts, facets, agreements = [0, 0, 0], world.facets, world.agreements
    for case in cases:
        for facet in range(world.cases.facets[case]):
            if facets.unresolved[case][facet] > SOLVED:
                counts[HOUSING] += facets.housing[case][facet]
                counts[VACUUM] += facets.vacuum[case][facet]
                waits = agreements.stage[case][facet] and agreements.start[case][facet] > world.now[0]
                counts[INDICATION] += bool(facets.indication[case][facet] and waits)
    return counts
