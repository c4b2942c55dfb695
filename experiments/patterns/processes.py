"""Runs that keep more than the engine does, in processes beside each other, their results in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from sim.runs import by_processes

Result = TypeVar("Result")


def in_order(function: Callable[..., Result], jobs: Sequence[tuple[Any, ...]], workers: int | None) -> Iterator[Result]:
    """Yield function(*job) of every job, in their order; `workers` processes share them, None means all cores."""
    from loky import cpu_count

    processes = min(workers or cpu_count(), len(jobs))
    play = partial(_play, function)
    return map(play, jobs) if processes == 1 else by_processes(play, jobs, processes)


def _play(function: Callable[..., Result], job: tuple[Any, ...]) -> Result:
    return function(*job)
