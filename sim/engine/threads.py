"""Batches of compiled runs: threads that share nothing, results in order."""

import math
import os
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from sim.batch import Batch
from sim.engine.rooms import rooms_here
from sim.scenario import Scenario
from sim.week.tally import COLUMNS
from sim.window import in_order

RUNS = 100  # in a batch, where memory allows
_NUMBERS = 2_000_000  # in the tallies of a batch: 16 MB


def each_batch(
    scenario: Scenario, seeds: Sequence[int], weekly: bool, outcomes: Collection[str] | None, threads: int
) -> Iterator[Batch]:
    """Yield the batches of these runs in their order; neither threads nor batches change a bit of them."""
    size = max(1, min(most_at_once(scenario), math.ceil(len(seeds) / threads)))
    parts = [tuple(seeds[first : first + size]) for first in range(0, len(seeds), size)]

    def play(part: tuple[int, ...]) -> Batch:
        return rooms_here().play(scenario, part, weekly=weekly, outcomes=outcomes)

    if threads == 1 or len(parts) == 1:
        yield from map(play, parts)
        return
    yield from in_order(_players(threads), play, parts, ahead=2 * threads)


@cache
def _players(threads: int) -> ThreadPoolExecutor:
    """Return threads that are used again: each keeps its rooms."""
    return ThreadPoolExecutor(threads, thread_name_prefix="casusoverleg")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_players.cache_clear)  # the threads stay with the parent


def most_at_once(scenario: Scenario) -> int:
    """Return how many runs to play in one go."""
    return max(1, min(RUNS, _NUMBERS // (scenario.weeks * len(COLUMNS))))
