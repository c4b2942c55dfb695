"""What is seen of runs that the engine does not keep: ledgers of trust, tables, views, weeks after a conference."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean
from typing import Any

import numpy as np

from experiments.patterns.processes import in_order
from sim.events import Event
from sim.meeting import Meeting
from sim.memory import Memory
from sim.model import CaseConferenceModel
from sim.rules.course import SOLVED
from sim.runs import run_seeds
from sim.scenario import Scenario
from sim.state import ACTIVE, FACETS, World
from sim.week.ties import KEPT

WEEKS_AFTER = 6
QUARTER = 13
_REPEATED = 2  # meetings of those who attended more than once


@dataclass(frozen=True)
class Observation:
    """What was seen in one run; NaN where there was nothing to see.

    kept_largest: share of people; tables: their sizes; across and within: distances of views; changes and lessened:
    over cases followed for a quarter or longer; contacts_after and actions_after: for each active case, by weeks since
    its last conference.
    """

    kept_largest: float
    tables: tuple[int, ...]
    across: float
    within: float
    across_in_the_end: float
    within_in_the_end: float
    open_change: float
    unresolved_change: float
    lessened: float
    contacts_after: tuple[float, ...]
    actions_after: tuple[float, ...]


@lru_cache(maxsize=8)
def observe(scenario: Scenario, seed: int, runs: int, workers: int | None = None) -> tuple[Observation, ...]:
    """Return what is seen in the runs of a base seed, in their order."""
    jobs = [(scenario, run) for run in run_seeds(seed, runs).tolist()]
    return tuple(in_order(observation, jobs, workers))


def observation(scenario: Scenario, run: int) -> Observation:
    """Return what is seen in one run."""
    model = CaseConferenceModel(scenario, rng=run, record=True, remember=True)
    watched = Watch(model.stage.world)
    while model.running:
        model.step()
        watched.look(model.stage.world)
    recollection = model.recollection()
    held: dict[int, Meeting] = {id(one): one for memory in recollection.memories for one in memory.meetings}
    meetings = list(held.values())
    first, last = watched.changes()
    return Observation(
        kept_largest=share_kept_largest(recollection.memories[: model.stage.world.members]),
        tables=tuple(meeting.people for meeting in meetings),
        across=_mean(meeting.across for meeting in meetings),
        within=_mean(meeting.within for meeting in meetings),
        across_in_the_end=_mean(meeting.across_in_the_end for meeting in meetings),
        within_in_the_end=_mean(meeting.within_in_the_end for meeting in meetings),
        open_change=_mean(last[:, 0] - first[:, 0]),
        unresolved_change=_mean(last[:, 1] - first[:, 1]),
        lessened=_mean((last[:, 0] < first[:, 0]).astype(float)),
        contacts_after=watched.per_week(said(model.events(), "contacts")),
        actions_after=watched.per_week(said(model.events(), "acts")),
    )


class Watch:
    """Follows every case: when it was last discussed, and how much is open in its first and latest active week."""

    def __init__(self, world: World) -> None:
        self._last: list[Any] = []
        cases = len(world.cases.risk)
        self._began = np.full(cases, -1)
        self._ended = np.full(cases, -1)
        self._first, self._latest = np.zeros((cases, 2)), np.zeros((cases, 2))

    def look(self, world: World) -> None:
        """Look at the week that has been played."""
        week = int(world.now[0])
        last = np.array(world.cases.last)
        active = np.asarray(world.cases.status) == ACTIVE
        self._last.append(np.where(active, last, -1))
        state = _state(world)
        begins = active & (self._began < 0)
        self._began[begins], self._first[begins] = week, state[begins]
        self._ended[active], self._latest[active] = week, state[active]

    def changes(self) -> tuple[Any, Any]:
        """Return state (open facets, unresolved weight) of cases followed for a quarter: first and latest."""
        followed = (self._began >= 0) & (self._ended - self._began >= QUARTER)
        return self._first[followed], self._latest[followed]

    def per_week(self, happened: Iterable[tuple[int, int]]) -> tuple[float, ...]:
        """Return how often something happens in an active case, by weeks since its last conference.

        `happened`: week and case of each time.
        """
        weeks = np.array(self._last)
        since = np.where(weeks >= 0, np.arange(len(weeks))[:, np.newaxis] - weeks, -1)
        times = np.zeros_like(weeks)
        for week, case in happened:
            times[week, case] += 1
        return tuple(_mean(times[since == after]) for after in range(WEEKS_AFTER))


def said(rows: Sequence[Event], decision: str) -> Iterator[tuple[int, int]]:
    """Yield week and case of every yes to a decision."""
    return ((row.week, row.case) for row in rows if row.decision == decision and row.answer)


def _state(world: World) -> Any:
    there = np.arange(FACETS) < np.asarray(world.cases.facets)[:, np.newaxis]
    unresolved = np.where(there, np.asarray(world.facets.unresolved), 0.0)
    weight = np.where(there, np.asarray(world.facets.weight), 0.0)
    left = (weight * unresolved).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-12)
    return np.stack([(unresolved > SOLVED).sum(axis=1), left], axis=1)


def share_kept_largest(memories: Iterable[Memory]) -> float:
    totals = [memory.gained.sum(axis=1) for memory in memories if len(memory.meetings) >= _REPEATED]
    return _mean(float(total[KEPT] == total.max()) for total in totals)


def _mean(values: Iterable[float]) -> float:
    known = [float(value) for value in values if not math.isnan(value)]
    return fmean(known) if known else math.nan
