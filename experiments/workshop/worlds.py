"""The worlds that have been played: kept while there is room, and only ever played further."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import numpy as np
import numpy.typing as npt

from experiments.runner import play
from experiments.summary import FloatArray
from experiments.workshop.limits import BYTES_OF_WORLDS
from sim.outcomes import OUTCOMES
from sim.runs import run_seeds
from sim.scenario import Scenario

# Half the bytes: a seventh digit is far below what a fan shows. Outcomes stay as the engine gives them.
Series = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Played:
    """The first runs of a world: outcomes as arrays (runs,), series as arrays (runs, weeks), all on the same seeds."""

    outcomes: Mapping[str, FloatArray]
    weekly: Mapping[str, Series]

    @property
    def runs(self) -> int:
        """Return how many runs there are."""
        return len(next(iter(self.outcomes.values())))

    @cached_property
    def size(self) -> int:
        """Return how many bytes they take."""
        return sum(values.nbytes for columns in (self.outcomes, self.weekly) for values in columns.values())

    def first(self, runs: int) -> dict[str, FloatArray]:
        """Return the outcomes of the first runs."""
        return {name: values[:runs] for name, values in self.outcomes.items()}

    def series(self, name: str, runs: int) -> FloatArray:
        """Return the series of an outcome in the first runs, an array (runs, weeks)."""
        return self.weekly[name][:runs].astype(np.float64)


_Key = tuple[object, ...]


class Worlds:
    """Plays worlds and keeps them, the latest used, within a number of bytes; safe to call from any thread.

    Run r of every world has run seed r of the view's seed, so that all worlds share their luck and a world that is
    asked for again with more runs plays only those that it lacks.
    """

    def __init__(self, most_bytes: int = BYTES_OF_WORLDS) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[_Key, Played] = OrderedDict()
        self._bytes = 0  # of all that is kept: to go by each of them takes as long as to play a few runs
        self._lock = Lock()

    def runs(self, scenario: Scenario, seed: int) -> int:
        """Return how many runs of a world are kept."""
        played = self._find(_key(scenario, seed))
        return played.runs if played else 0

    def play(self, scenario: Scenario, seed: int, runs: int, *, there: Played | None = None) -> Played:
        """Return at least that many runs of a world: those that are kept or `there`, and the others played now."""
        key = _key(scenario, seed)
        kept = self._find(key)
        played = max(kept, there, key=lambda found: found.runs if found else 0)
        if played is None or played.runs < runs:
            played = _further(played, scenario, seed, runs, OUTCOMES)
        with self._lock:
            self._keep(key, played)
        return played

    def glance(
        self, scenario: Scenario, seed: int, runs: int, names: Collection[str], *, there: Played | None = None
    ) -> Played:
        """Return at least that many runs of a world, with these outcomes at least: kept ones, or else fleeting ones.

        Fleeting runs go on from those that are `there`; nobody keeps them, and what is not named is not worked out.
        """
        kept = self._find(_key(scenario, seed))
        return kept if kept and kept.runs >= runs else _further(there, scenario, seed, runs, names)

    @property
    def size(self) -> int:
        """Return how many bytes are kept."""
        with self._lock:
            return self._bytes

    def _find(self, key: _Key) -> Played | None:
        """Return what is kept of a world, which counts as using it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: _Key, played: Played) -> None:
        there = self._kept.get(key)
        if there is None or there.runs <= played.runs:
            self._kept[key] = played
            self._bytes += played.size - (there.size if there else 0)
        self._kept.move_to_end(key)
        while len(self._kept) > 1 and self._bytes > self._most_bytes:
            self._bytes -= self._kept.popitem(last=False)[1].size


def _key(scenario: Scenario, seed: int) -> _Key:
    """Return what makes the runs of a world: not its name or title."""
    return scenario.values, scenario.changes, scenario.media_events, scenario.departures, seed


def _further(played: Played | None, scenario: Scenario, seed: int, runs: int, names: Collection[str]) -> Played:
    there = played.runs if played else 0
    new = play(scenario, run_seeds(seed, runs)[there:], series=names, outcomes=names)
    weekly = {name: values.astype(np.float32) for name, values in new.weekly.items()}
    if played is None:
        return Played(new.outcomes, weekly)
    return Played(
        {name: np.concatenate((values, new.outcomes[name])) for name, values in played.outcomes.items()},
        {name: np.concatenate((values, weekly[name])) for name, values in played.weekly.items()},
    )
