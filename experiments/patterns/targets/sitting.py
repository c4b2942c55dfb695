"""What is seen at every conference of a run: who sits there, what is told, what is agreed, what comes of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim import events
from sim.memory import Recollection
from sim.state import FIRST_HAND, HEARD, KNOWN, MEAN_TRUST, PROPOSAL
from sim.week.decide import JOINT_PLAN, NO_PLAN


@dataclass(frozen=True, slots=True)
class Piece:
    """A facet as a conference on its case begins: its weight, how many there know it first hand, is it on record.

    On record is also what somebody there has heard before: there is nothing left to tell.
    """

    weight: float
    holders: int
    on_record: bool


@dataclass(slots=True)
class Sitting:
    """One conference: the table as it begins, what is told and agreed there, and how many agreements were kept."""

    week: int
    case: int
    members: tuple[int, ...]
    domains: tuple[int, ...]
    organisations: frozenset[int]
    trust: float  # mean over those present in each other, at the start
    need: float  # what the case needs, 0 client to 1 society
    pieces: tuple[Piece, ...]
    told: set[int] = field(default_factory=set)  # facets
    plan: int = NO_PLAN
    proposal: float = math.nan
    known: float = math.nan  # part of the weight that the plan rests on
    kept: int = 0
    broken: int = 0

    @property
    def planned(self) -> bool:
        """Return whether it came to a joint plan."""
        return self.plan == JOINT_PLAN

    @property
    def shared(self) -> float:
        """Return how much of the weight that could be told was told; NaN where there was nothing to tell."""
        tellable = [number for number, piece in enumerate(self.pieces) if piece.holders and not piece.on_record]
        whole = sum(self.pieces[number].weight for number in tellable)
        told = sum(self.pieces[number].weight for number in tellable if number in self.told)
        return told / whole if whole else math.nan

    @property
    def share_kept(self) -> float:
        """Return which part of the agreements that ended was kept; NaN without any."""
        ended = self.kept + self.broken
        return self.kept / ended if ended else math.nan


class Secretary(Recollection):
    """Remembers what everybody remembers, and keeps minutes of every conference.

    `sittings` in the order in which they were held; `withheld`: times that somebody told nothing; `shifts`: actions
    passed on; `contacts`: week and case of each; `reports` by case; `shared_tables`: how often two people who are there
    now sat at one table.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sittings: list[Sitting] = []
        self.withheld = 0
        self.shifts = 0
        self.contacts: list[tuple[int, int]] = []
        self.reports: dict[int, int] = {}
        self._sitting: Sitting | None = None
        self._agreed: dict[tuple[int, int], Sitting] = {}

    def open(self, stage: Any) -> None:
        """Start remembering what happens on this stage."""
        super().open(stage)
        self.shared_tables = np.zeros((len(self.memories), len(self.memories)))

    def enter(self, person: int) -> None:
        """Somebody new takes this place, and has met nobody."""
        super().enter(person)
        self.shared_tables[person, :] = self.shared_tables[:, person] = 0.0

    def sit_down(self, case: int, count: int) -> None:
        """A conference begins."""
        super().sit_down(case, count)
        world = self._stage.world
        members = [int(person) for person in world.table.present[:count]]
        self._sitting = Sitting(
            week=self._stage.week,
            case=case,
            members=tuple(members),
            domains=tuple(world.people.domain[person] for person in members),
            organisations=frozenset(world.people.organisation[person] for person in members),
            trust=world.table.numbers[MEAN_TRUST],
            need=world.cases.need[case],
            pieces=tuple(_piece(world, case, facet, members) for facet in range(world.cases.facets[case])),
        )

    def get_up(self, case: int, count: int, plan: int) -> None:
        """A conference has ended."""
        super().get_up(case, count, plan)
        sitting, numbers = self._sitting, self._stage.world.table.numbers
        if sitting is not None:
            sitting.plan, sitting.proposal, sitting.known = plan, numbers[PROPOSAL], numbers[KNOWN]
            self.sittings.append(sitting)
            self.shared_tables[[[person] for person in sitting.members], sitting.members] += 1.0
        self._sitting = None

    def decision(self, name: str, person: int, case: int, facet: int, answer: Any) -> None:
        """Somebody decided something."""
        super().decision(name, person, case, facet, answer)
        if name == "contacts" and answer:
            self.contacts.append((self._stage.week, case))
        elif self._sitting is None:
            return
        elif name == "discloses":
            self.withheld += not answer
            if answer:
                self._sitting.told.add(facet)
        elif name == "takes_on":
            self.shifts += not answer
            if answer:
                self._agreed[case, facet] = self._sitting

    def occurrence(self, kind: int, person: int, case: int, facet: int) -> None:
        """Something happened."""
        super().occurrence(kind, person, case, facet)
        if kind == events.REPORT:
            self.reports[case] = self.reports.get(case, 0) + 1
        elif kind in (events.KEPT, events.BROKEN):
            sitting = self._agreed.pop((case, facet), None)
            if sitting is not None:
                sitting.kept += kind == events.KEPT
                sitting.broken += kind == events.BROKEN


def _piece(world: Any, case: int, facet: int, members: list[int]) -> Piece:
    knowledge, facets = world.people.knowledge, world.facets
    grades = [knowledge[person][case][facet] for person in members]
    on_record = bool(facets.recorded[case][facet]) or HEARD in grades
    return Piece(facets.weight[case][facet], grades.count(FIRST_HAND), on_record)
