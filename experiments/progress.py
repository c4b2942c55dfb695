"""How far the work is: a bar on a terminal, now and then a line elsewhere, nothing for short work."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from experiments.numbers import number_text

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from experiments.words import Words

_SECONDS_BEFORE_BAR = 1.0
_SECONDS_BETWEEN_LINES = 15.0


class Report:
    """Counts finished runs over all scenarios of a command and tells the user."""

    def __init__(
        self, total: int, words: Words, *, quiet: bool = False, stream: TextIO | None = None
    ) -> None:
        self._total = total
        self._words = words
        self._quiet = quiet
        self._stream = stream or sys.stderr
        self._before = 0
        self._started = time.monotonic()
        self._last_line = self._started
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __call__(self, done: int, total: int) -> None:
        """Take the number of runs of the present scenario that are finished."""
        finished = self._before + done
        if done == total:
            self._before = finished
        if not self._quiet:
            self._show(finished)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _show(self, finished: int) -> None:
        now = time.monotonic()
        if self._stream.isatty():
            if self._bar is None and now - self._started > _SECONDS_BEFORE_BAR:
                self._bar, self._task = self._new_bar()
            if self._bar is not None and self._task is not None:
                self._bar.update(self._task, completed=finished, rate=self._rate(finished, now))
        elif now - self._last_line > _SECONDS_BETWEEN_LINES and finished < self._total:
            self._last_line = now
            left = duration((now - self._started) / finished * (self._total - finished), self._words)
            rate = self._rate(finished, now)
            line = self._words("progress.line", done=finished, total=self._total, rate=rate, time=left)
            print(line, file=self._stream, flush=True)

    def _rate(self, finished: int, now: float) -> str:
        a_second = finished / max(now - self._started, 1e-3)
        rate = number_text(a_second, 0 if a_second >= 10 else 1, self._words.language)
        return self._words("progress.rate", rate=rate)

    def _new_bar(self) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(file=self._stream),
            transient=True,
        )
        bar.start()
        return bar, bar.add_task(self._words("progress.runs"), total=self._total, rate="")


def duration(seconds: float, words: Words) -> str:
    """Return a time as people say it: 40 s, 12 min, 3 h 20 min."""
    if seconds < 90:
        return words("progress.seconds", seconds=round(seconds))
    minutes = round(seconds / 60)
    if minutes < 90:
        return words("progress.minutes", minutes=minutes)
    return words("progress.hours", hours=minutes // 60, minutes=minutes % 60)


@contextmanager
def reported(total: int, words: Words, *, quiet: bool = False) -> Iterator[Report]:
    """Give a report of `total` runs that disappears when the work is done."""
    report = Report(total, words, quiet=quiet)
    try:
        yield report
    finally:
        report.close()
