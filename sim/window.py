"""A window of tasks in flight: enough to keep every worker busy, few enough to keep memory flat."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from itertools import islice
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")


def in_order(
    executor: Executor,
    play: Callable[[Part], Result],
    parts: Iterable[Part],
    *,
    ahead: int,
    stop: Callable[[], object] | None = None,
) -> Iterator[Result]:
    """Yield what `play` makes of each part, in their order, with at most `ahead` of them in flight.

    A failure of `play` is raised in its turn. Then, and when the caller stops early, what has not begun is given up.
    `stop`, where given, is called at Ctrl-C in its place.
    """
    left = iter(parts)
    waiting = deque(executor.submit(play, part) for part in islice(left, ahead))
    try:
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(executor.submit(play, part) for part in islice(left, 1))
            yield result
    except KeyboardInterrupt:
        _interrupted(waiting, stop)
        raise
    finally:
        for future in waiting:
            future.cancel()


def as_done(
    executor: Executor,
    play: Callable[[Part], Result],
    parts: Iterable[Part],
    *,
    ahead: int,
    stop: Callable[[], object] | None = None,
) -> Iterator[tuple[Part, Future[Result]]]:
    """Yield each part with its finished future as soon as it is done, whatever their order; else as `in_order`.

    Where workers died, the futures tell so, also those of parts that came too late.
    """
    left = iter(parts)
    waiting = {_submitted(executor, play, part): part for part in islice(left, ahead)}
    try:
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                part = waiting.pop(future)
                waiting |= {_submitted(executor, play, another): another for another in islice(left, 1)}
                yield part, future
    except KeyboardInterrupt:
        _interrupted(waiting, stop)
        raise
    finally:
        for future in waiting:
            future.cancel()


def _submitted(executor: Executor, play: Callable[[Part], Result], part: Part) -> Future[Result]:
    try:
        return executor.submit(play, part)
    except BrokenExecutor as error:
        failed: Future[Result] = Future()
        failed.set_exception(error)
        return failed


def _interrupted(
    waiting: deque[Future[Result]] | dict[Future[Result], Part], stop: Callable[[], object] | None
) -> None:
    if stop is not None:
        waiting.clear()  # loky tells these futures that it stops, and trips over cancelled ones
        stop()
