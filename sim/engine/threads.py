"""Batches of compiled runs: rooms of arrays that are used again, threads that share nothing, results in order."""

import math
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from queue import SimpleQueue
from typing import Any

import numpy as np

from sim.batch import Batch
from sim.draws import key_of
from sim.engine.machine import play_runs
from sim.engine.table import Job, leaves
from sim.measures import added, run_values, weekly_series
from sim.scenario import Scenario
from sim.timetable import Timetable, timetable
from sim.week.tally import COLUMNS, RISK_WEEKS
from sim.world import build

RUNS = 100  # in a batch, where memory allows
_NUMBERS = 2_000_000  # in the tallies of a batch: 16 MB
_SHARED = ("rates", "events", "departs", "governance")  # of the timetable: read by every run, never cleared


class Room:
    """The arrays in which one thread plays runs of one scenario, one after another."""

    def __init__(self, scenario: Scenario, fixed: Timetable, capacity: int, network: bool) -> None:
        self.world = build(scenario, fixed, capacity, network)
        self._rows, self._stretch = np.array(fixed.rows), fixed.stretch
        own = [array for path, array in leaves(self.world) if isinstance(array, np.ndarray) and path[0] not in _SHARED]
        self._scratch = np.array([(array.ctypes.data, array.nbytes) for array in own], np.int64)

    def play(self, keys: Any) -> tuple[Any, Any]:
        """Return tallies (runs, weeks, columns) and waits (runs, 2); waits of -1: more cases than there is room for."""
        tallies = np.zeros((len(keys), *self.world.tally.shape))
        waits = np.zeros((len(keys), 2), np.int64)
        address, width = self._rows.ctypes.data, self._rows.shape[1]
        play_runs(Job(keys, self.world, self._scratch, address, width, self._stretch, tallies, waits))
        return tallies, waits


class _Player:
    """Plays batches of one scenario; every thread takes a pair of rooms, with and without a network."""

    def __init__(self, scenario: Scenario, weekly: bool) -> None:
        self._scenario, self._weekly = scenario, weekly
        self._fixed = timetable(scenario)
        expected = float(self._fixed.rates.sum())
        self._capacity = int(scenario.value("cases.initial")) + math.ceil(expected + 8.0 * math.sqrt(expected)) + 8
        self._rooms: SimpleQueue[tuple[Room, Room]] = SimpleQueue()

    def play(self, seeds: tuple[int, ...]) -> Batch:
        """Return what these runs report."""
        keys = np.array([key_of(seed) for seed in seeds], np.uint64)
        rooms = self._take(self._capacity)
        tallies, waits = rooms[0].play(keys)
        if (waits < 0).any():  # luck sent far more cases than expected
            rooms = self._take(int(self._fixed.weeks * 63 + self._capacity))
            tallies, waits = rooms[0].play(keys)
        alone, _ = rooms[1].play(keys)
        outcomes = run_values(tallies, waits[:, 0], waits[:, 1], added(alone[:, :, RISK_WEEKS], axis=1))
        self._rooms.put(rooms)
        return Batch(seeds, outcomes, weekly_series(tallies) if self._weekly else {})

    def _take(self, capacity: int) -> tuple[Room, Room]:
        if capacity == self._capacity and not self._rooms.empty():
            return self._rooms.get()
        with_network, alone = (Room(self._scenario, self._fixed, capacity, network) for network in (True, False))
        return with_network, alone


def each_batch(scenario: Scenario, seeds: Sequence[int], weekly: bool, threads: int) -> Iterator[Batch]:
    """Yield the batches of these runs in their order; neither threads nor batches change a bit of them."""
    player = _Player(scenario, weekly)
    weeks = int(scenario.value("run.weeks"))
    size = max(1, min(RUNS, _NUMBERS // (weeks * len(COLUMNS)), math.ceil(len(seeds) / threads)))
    parts = [tuple(seeds[first : first + size]) for first in range(0, len(seeds), size)]
    if threads == 1 or len(parts) == 1:
        yield from map(player.play, parts)
        return
    with ThreadPoolExecutor(threads, thread_name_prefix="casusoverleg") as executor:
        left = iter(parts)
        waiting: deque[Future[Batch]] = deque(executor.submit(player.play, part) for part in islice(left, 2 * threads))
        try:
            while waiting:
                batch = waiting.popleft().result()
                waiting.extend(executor.submit(player.play, part) for part in islice(left, 1))
                yield batch
        finally:
            for future in waiting:
                future.cancel()
