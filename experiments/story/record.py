"""A run played anew, with everything that a story asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from experiments.story.facts import MANAGER, Person, Topic
from sim.events import ARRIVAL, Book, Event
from sim.scenario import Scenario
from sim.state import DOMAINS, SIMPLE

if TYPE_CHECKING:
    from sim.model import CaseConferenceModel
    from sim.stage import Stage

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Ties:
    """Mean trust of people of one domain in those of another, and understanding: arrays (domain, domain)."""

    trust: FloatArray
    understanding: FloatArray


@dataclass(frozen=True)
class Record:
    """What happened in a run, and what it leaves to look at.

    `risk`: array (weeks, cases) at the end of each week, NaN before a case arrives and for simple ones; `first_risk`:
    array (cases,), with which each came in; `media`: array (weeks,); `moved`: what trust gained or lost in all by each
    cause, as those who are there at the end remember it.
    """

    scenario: Scenario
    seed: int
    events: tuple[Event, ...]
    outcomes: Mapping[str, float]
    risk: FloatArray
    first_risk: FloatArray
    media: FloatArray
    start: Ties
    end: Ties
    moved: Mapping[str, float]
    initial: int
    members: int
    managed: bool
    identities: tuple[int, ...]  # of cases: the same in every world with the same luck
    _world: Any

    @property
    def cases(self) -> int:
        """How many cases arrived, simple ones included; they are numbered from 0."""
        return len(self.identities)

    @property
    def weeks(self) -> int:
        """Weeks played."""
        return len(self.media)

    def risk_before(self, case: int, week: int) -> float:
        """Return the risk of a case as a week begins, or as it came in if that was in this week."""
        before = self.risk[week - 1, case] if week else np.nan
        return float(self.first_risk[case] if np.isnan(before) else before)

    def person(self, place: int, case: int = -1) -> Person:
        """Return who somebody is; for a case, whether as a replacement of the regular face."""
        people = self._world.people
        if people.domain[place] == MANAGER:
            return Person(MANAGER)
        organisation = people.organisation[place]
        stands_in = case >= 0 and self._world.cases.regular[case][organisation] != place
        return Person(people.domain[place], self._world.organisations.slot[organisation] // DOMAINS, stands_in)

    def slot(self, place: int) -> int:
        """Return the number of somebody that is the same in every world with the same luck, -1 for nobody."""
        return int(self._world.people.slot[place]) if place >= 0 else -1

    def topic(self, case: int, facet: int) -> Topic:
        """Return what a facet is about, and which it is where a case has more of its kind."""
        alike = [other for other in range(self.facets(case)) if self._kind(case, other) == self._kind(case, facet)]
        return replace(self._kind(case, facet), place=alike.index(facet) + 1 if len(alike) > 1 else 0)

    def _kind(self, case: int, facet: int) -> Topic:
        facets = self._world.facets
        domain = facets.domain[case][facet]
        if facets.housing[case][facet]:
            return Topic(domain, "housing")
        return Topic(domain, "protected" if facets.protected[case][facet] else "plain")

    def number(self, identity: int) -> int:
        """Return the number of a case in this world by its identity, -1 where it is not there."""
        return self.identities.index(identity) if identity in self.identities else -1

    def facets(self, case: int) -> int:
        """Return how many parts a case has."""
        return int(self._world.cases.facets[case])

    def consents(self, case: int) -> bool:
        """Return whether the client agrees that information is shared."""
        return bool(self._world.cases.consent[case])

    def simple(self, case: int) -> bool:
        """Return whether a case needs no network."""
        return bool(self._world.cases.status[case] == SIMPLE)

    def tells_of(self, case: int) -> bool:
        """Return whether there is something to tell of a case: it is there (-1 is none), and not simple."""
        return case >= 0 and not self.simple(case)


def play(scenario: Scenario, seed: int) -> Record:
    """Play the run of this run seed and return what happened."""
    from sim.model import CaseConferenceModel

    model = CaseConferenceModel(scenario, rng=seed, remember=True)
    book = model.stage.book = _BookOfRisk(model.stage)
    world = model.stage.world
    start = _ties(world)
    risk = np.full((model.weeks, len(world.cases.risk)), np.nan)
    while model.running:
        week = model.week
        model.step()
        for case in range(world.now[1]):
            if world.cases.status[case] != SIMPLE:
                risk[week, case] = world.cases.risk[case]
    return Record(
        scenario=scenario,
        seed=seed,
        events=tuple(book.rows),
        outcomes=model.outcomes(),
        risk=risk,
        first_risk=book.first_risk,
        media=np.asarray(model.weekly()["media"], float),
        start=start,
        end=_ties(world),
        moved=_moved(model),
        initial=world.initial,
        members=world.members,
        managed=world.manager >= 0,
        identities=tuple(world.cases.identity[case] for case in range(world.now[1])),
        _world=world,
    )


class _BookOfRisk(Book):
    """A book that keeps the risk of each case as it comes in, before its first week moves it."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.open(stage)
        self.first_risk = np.full(len(stage.world.cases.risk), np.nan)

    def occurrence(self, kind: int, person: int, case: int, facet: int) -> None:
        super().occurrence(kind, person, case, facet)
        if kind == ARRIVAL:
            self.first_risk[case] = self._stage.world.cases.risk[case]


def _ties(world: Any) -> Ties:
    return Ties(_between_domains(world.people.trust, world), _between_domains(world.people.understanding, world))


def _between_domains(matrix: Any, world: Any) -> FloatArray:
    """Return the mean of each block of a matrix of people; nobody has a tie with himself."""
    bounds = world.bounds
    ties = np.array(matrix, float)
    np.fill_diagonal(ties, np.nan)
    found = np.full((DOMAINS, DOMAINS), np.nan)
    for one in range(DOMAINS):
        for other in range(DOMAINS):
            block = ties[bounds[one] : bounds[one + 1], bounds[other] : bounds[other + 1]]
            known = block[~np.isnan(block)]
            if known.size:
                found[one, other] = known.mean()
    return found


def _moved(model: CaseConferenceModel) -> dict[str, float]:
    from sim.week.ties import CAUSES

    memories = model.recollection().memories[: model.stage.world.members]
    each = ((np.asarray(memory.gained) - np.asarray(memory.lost)).sum(axis=1) for memory in memories)
    return dict(zip(CAUSES, sum(each, np.zeros(len(CAUSES))).tolist(), strict=True))
