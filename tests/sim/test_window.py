"""A window of tasks in flight: order, how many at once, and what becomes of the rest."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from typing import Any

import pytest

from sim.window import as_done, in_order


def counted(taken: list[int], count: int) -> Iterator[int]:
    for part in range(count):
        taken.append(part)
        yield part


def slow_first(part: int) -> int:
    time.sleep(0.2 if part == 0 else 0.0)
    return part * part


def test_results_come_in_order_whatever_takes_longest() -> None:
    with ThreadPoolExecutor(3) as executor:
        assert list(in_order(executor, slow_first, range(9), ahead=3)) == [part * part for part in range(9)]


def test_results_come_as_they_are_done() -> None:
    with ThreadPoolExecutor(2) as executor:
        found = [(part, future.result()) for part, future in as_done(executor, slow_first, range(9), ahead=4)]
    assert sorted(found) == [(part, part * part) for part in range(9)]
    assert found[0][0] != 0


@pytest.mark.parametrize("window", [in_order, as_done])
def test_no_more_are_in_flight_than_asked_and_the_rest_is_given_up(window: Any) -> None:
    taken: list[int] = []
    with ThreadPoolExecutor(1) as executor:
        results = window(executor, slow_first, counted(taken, 100), ahead=3)
        next(results)
        results.close()
    assert len(taken) == 4


@pytest.mark.parametrize("window", [in_order, as_done])
def test_ctrl_c_stops_the_workers_and_cancels_nothing_behind_their_back(
    window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped, released = threading.Event(), threading.Event()
    futures: list[Future[int]] = []

    class Recording(ThreadPoolExecutor):
        """Keeps the futures that it gave."""

        def submit(self, *given: Any, **named: Any) -> Any:
            futures.append(super().submit(*given, **named))
            return futures[-1]

    def interrupt(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.window.wait", interrupt)
    monkeypatch.setattr(Future, "result", interrupt)
    with Recording(1) as executor:
        with pytest.raises(KeyboardInterrupt):
            list(window(executor, lambda part: released.wait(5), range(5), ahead=3, stop=stopped.set))
        assert stopped.is_set()
        assert not any(future.cancelled() for future in futures)
        released.set()


def test_parts_that_come_too_late_tell_that_the_workers_are_gone() -> None:
    class Broken(Executor):
        """Takes nothing any more."""

        def submit(self, *_: Any, **__: Any) -> Any:
            raise BrokenExecutor("gone")

    errors = [future.exception() for _, future in as_done(Broken(), slow_first, range(3), ahead=2)]
    assert [type(error) for error in errors] == [BrokenExecutor] * 3
