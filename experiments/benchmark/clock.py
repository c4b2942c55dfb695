"""Time of tasks that take turns, so that what else the machine does falls on all of them alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """Something to time, and how many runs it stands for."""

    play: Callable[[], object]
    runs: int = 1


@dataclass(frozen=True)
class Times:
    """Seconds a run, one for each repetition."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Middle of the repetitions."""
        return statistics.median(self.seconds)

    @property
    def rate(self) -> float:
        """Runs a second."""
        return 1.0 / self.median

    def ratios(self, other: Times) -> tuple[float, ...]:
        """Return how many times longer than the other, in each repetition."""
        return tuple(mine / its for mine, its in zip(self.seconds, other.seconds, strict=True))

    def over(self, other: Times) -> float:
        """Return how many times longer than the other: the middle of the repetitions' ratios."""
        return statistics.median(self.ratios(other))


def interleaved(tasks: Mapping[str, Task], repetitions: int) -> dict[str, Times]:
    """Time each task once in every repetition, in turn, after one that does not count."""
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for repetition in range(repetitions + 1):
        for name, task in tasks.items():
            took = _seconds(task.play) / task.runs
            if repetition:
                seconds[name].append(took)
    return {name: Times(tuple(found)) for name, found in seconds.items()}


def _seconds(play: Callable[[], object]) -> float:
    started = time.perf_counter()
    play()
    return time.perf_counter() - started
