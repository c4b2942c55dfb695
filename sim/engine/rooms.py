"""Rooms in which compiled runs are played: arrays that are used again, also by other scenarios of the same form."""

import math
import threading
from collections.abc import Collection
from typing import Any

import numpy as np

from sim.batch import Batch
from sim.draws import key_of
from sim.engine.machine import play_runs
from sim.engine.table import Job, leaves, places_of_numbers, table_of
from sim.measures import added, run_values, weekly_series
from sim.outcomes import OUTCOMES
from sim.scenario import Scenario
from sim.timetable import Timetable, timetable
from sim.week.tally import RISK_WEEKS
from sim.world import LAID_DOWN, build, form_of, furnished

_KEPT = 4  # pairs of rooms that a thread keeps: runs of one form mostly come together
_STEP = 64  # cases: rooms for a few more or less are the same


class Room:
    """The arrays in which one thread plays runs of scenarios of one form, one after another."""

    def __init__(self, scenario: Scenario, fixed: Timetable, capacity: int, network: bool) -> None:
        self.world = build(scenario, fixed, capacity, network)
        self._table = table_of(self.world)
        self._numbers = places_of_numbers(self.world)
        own = [
            array
            for path, array in leaves(self.world)
            if isinstance(array, np.ndarray) and path[0] not in LAID_DOWN
        ]
        self._scratch = np.array([(array.ctypes.data, array.nbytes) for array in own], np.int64)
        self.furnish(scenario, fixed)

    def furnish(self, scenario: Scenario, fixed: Timetable) -> None:
        """Let the next runs be those of this scenario, which must have the form of the first."""
        self.world = furnished(self.world, scenario, fixed)
        for name, place in self._numbers.items():
            self._table[place] = int(getattr(self.world, name))
        self._rows, self._stretch = np.array(fixed.rows), fixed.stretch

    def play(self, keys: Any) -> tuple[Any, Any]:
        """Return tallies (runs, weeks, columns) and waits (runs, 2); waits of -1: more cases than there is room for."""
        tallies = np.zeros((len(keys), *self.world.tally.shape))
        waits = np.zeros((len(keys), 2), np.int64)
        address, width = self._rows.ctypes.data, self._rows.shape[1]
        job = Job(keys, self.world, self._scratch, address, width, self._stretch, tallies, waits)
        play_runs(table_of(job, {"world": self._table}))
        return tallies, waits


class Rooms:
    """Pairs of rooms, with and without a network, for scenarios of the few forms that came last; for one thread."""

    def __init__(self) -> None:
        self._pairs: dict[tuple[int, ...], tuple[Room, Room]] = {}

    def play(
        self,
        scenario: Scenario,
        seeds: tuple[int, ...],
        *,
        weekly: bool = False,
        outcomes: Collection[str] | None = None,
    ) -> Batch:
        """Return what these runs of a scenario report: the outcomes named (None: all), and with `weekly` all series."""
        fixed = timetable(scenario)
        keys = np.array([key_of(seed) for seed in seeds], np.uint64)
        capacity = expected_cases(scenario, fixed)
        with_network, alone = self._pair(scenario, fixed, capacity)
        tallies, waits = with_network.play(keys)
        if (waits < 0).any():  # luck sent far more cases than expected
            with_network, alone = self._pair(scenario, fixed, fixed.weeks * 63 + capacity)
            tallies, waits = with_network.play(keys)
        wanted = OUTCOMES if outcomes is None else outcomes
        weeks_alone = None
        if "network_effectiveness" in wanted:
            tallies_alone, _ = alone.play(keys)
            weeks_alone = added(tallies_alone[:, :, RISK_WEEKS], axis=1)
        found = run_values(tallies, waits[:, 0], waits[:, 1], weeks_alone)
        return Batch(seeds, {name: found[name] for name in wanted}, weekly_series(tallies) if weekly else {})

    def _pair(self, scenario: Scenario, fixed: Timetable, capacity: int) -> tuple[Room, Room]:
        rounded = math.ceil(capacity / _STEP) * _STEP
        form = (*form_of(scenario), rounded)
        pair = self._pairs.pop(form, None)
        if pair is None:
            while len(self._pairs) >= _KEPT:
                self._pairs.pop(next(iter(self._pairs)))
            pair = (Room(scenario, fixed, rounded, True), Room(scenario, fixed, rounded, False))
        else:
            for room in pair:
                room.furnish(scenario, fixed)
        self._pairs[form] = pair  # the one used last stands last
        return pair


def expected_cases(scenario: Scenario, fixed: Timetable) -> int:
    """Return for how many cases to make room: hardly any run has more."""
    expected = float(fixed.rates.sum())
    return int(scenario.value("cases.initial")) + math.ceil(expected + 8.0 * math.sqrt(expected)) + 8


class _Here(threading.local):
    def __init__(self) -> None:
        self.rooms = Rooms()


_here = _Here()


def rooms_here() -> Rooms:
    """Return the rooms of this thread."""
    return _here.rooms
