"""How far the work is: a bar, a line now and then, or nothing."""

from __future__ import annotations

from io import StringIO

import pytest

from experiments.progress import Report
from experiments.words import words_in


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    return now


def test_short_work_says_nothing(clock: list[float]) -> None:
    for stream in (StringIO(), Terminal()):
        report = Report(10, words_in("en"), stream=stream)
        for done in range(1, 11):
            report(done, 10)
        report.close()
        assert stream.getvalue() == ""


def test_long_work_says_a_line_now_and_then(clock: list[float]) -> None:
    stream = StringIO()
    report = Report(200, words_in("en"), stream=stream)
    for done in range(1, 101):  # two scenarios of 100 runs, a run each second
        clock[0] += 1
        report(done, 100)
    for done in range(1, 101):
        clock[0] += 1
        report(done, 100)
    lines = stream.getvalue().splitlines()
    assert lines[0] == "16 of 200 runs, 1.0 a second, about 3 min left"
    assert len(lines) == 12


def test_a_terminal_gets_a_bar_after_a_second_and_loses_it_at_the_end(clock: list[float]) -> None:
    stream = Terminal()
    report = Report(10, words_in("nl"), stream=stream)
    report(1, 10)
    assert stream.getvalue() == ""
    clock[0] += 2
    report(2, 10)
    report.close()
    assert "simulaties" in stream.getvalue()
    assert "2/10" in stream.getvalue()


def test_quiet_is_quiet(clock: list[float]) -> None:
    stream = StringIO()
    report = Report(10, words_in("en"), quiet=True, stream=stream)
    clock[0] += 100
    report(1, 10)
    assert stream.getvalue() == ""
