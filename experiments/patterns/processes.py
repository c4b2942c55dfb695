"""Runs that keep more than the engine does, in processes beside each other, their results in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

Result = TypeVar("Result")


def in_order(function: Callable[..., Result], jobs: Sequence[tuple[Any, ...]], workers: int | None) -> Iterator[Result]:
    """Yield function(*job) of every job, in their order; `workers` processes share them, None means all cores."""
    from loky import cpu_count, get_reusable_executor

    processes = min(workers or cpu_count(), len(jobs))
    if processes == 1:
        yield from (function(*job) for job in jobs)
        return
    executor = get_reusable_executor(max_workers=processes, timeout=60)
    yield from executor.map(function, *zip(*jobs, strict=True))
