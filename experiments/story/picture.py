"""Where the lines and marks of a case's figure stand: points for the page to draw."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from experiments.story.document import Figure, Line

WIDTH = 680
_LEFT, _RIGHT, _TOP, _FLOOR = 44, 24, 12, 130  # of the field in which risk is drawn
_FIRST_LANE, _LANE = 38, 22  # down to the first row of conferences, and on to the next
_LETTER = 18  # height of a name
_STEP, _FEWEST_STEPS = 0.25, 2
_TICKS = 5
_KINDS = ("plan", "conference", "incident")


@dataclass(frozen=True)
class Mark:
    """Something at a place; `kind` is one of _KINDS."""

    kind: str
    x: float
    y: float
    week: int


@dataclass(frozen=True)
class Trace:
    """One world: its name, the points of its line, its marks, where its name stands, and the row of conferences."""

    name: str
    points: str
    marks: tuple[Mark, ...]
    label: tuple[float, float]
    row: float


@dataclass(frozen=True)
class Picture:
    """A figure in points; ticks are places with what stands there."""

    figure: Figure
    traces: tuple[Trace, ...]
    weeks: tuple[tuple[float, str], ...]
    levels: tuple[tuple[float, str], ...]
    parted: float | None
    height: float
    floor: float = _FLOOR
    left: float = _LEFT
    right: float = WIDTH - _RIGHT
    width: int = WIDTH

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of marks that there are."""
        there = {mark.kind for trace in self.traces for mark in trace.marks}
        return tuple(kind for kind in _KINDS if kind in there)


def picture(figure: Figure, decimal_mark: str) -> Picture:
    """Return where everything stands; risk begins at 0, so that heights can be compared."""
    last = max(len(line.risk) for line in figure.lines)
    highest = max((risk for line in figure.lines for risk in line.risk if risk is not None), default=0.0)
    steps = max(_FEWEST_STEPS, math.ceil(highest / _STEP))
    scale = _Scale(last, steps * _STEP)
    weeks = dict.fromkeys(round(last * tick / (_TICKS - 1)) for tick in range(_TICKS))
    levels = (step * _STEP for step in range(steps + 1))
    return Picture(
        figure,
        _apart(tuple(_trace(line, lane, scale) for lane, line in enumerate(figure.lines))),
        tuple((scale.x(week), str(week)) for week in weeks),
        tuple((scale.y(level), f"{level:g}".replace(".", decimal_mark)) for level in levels),
        None if figure.parted is None else scale.x(figure.parted),
        height=_row(len(figure.lines) - 1) + _LANE / 2,
    )


@dataclass(frozen=True)
class _Scale:
    last: int
    top: float

    def x(self, week: float) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * week / self.last, 1)

    def y(self, risk: float) -> float:
        return round(_FLOOR - (_FLOOR - _TOP) * risk / self.top, 1)


def _trace(line: Line, lane: int, scale: _Scale) -> Trace:
    known = [(week, risk) for week, risk in enumerate(line.risk) if risk is not None]
    row = _row(lane)
    met = [Mark("plan" if week in line.plans else "conference", scale.x(week), row, week) for week in line.conferences]
    harm = [Mark("incident", scale.x(week), scale.y(line.risk[week] or 0.0), week) for week in line.incidents]
    points = " ".join(f"{scale.x(week)},{scale.y(risk)}" for week, risk in known)
    week, risk = known[-1]
    label = (scale.x(week) + 6, scale.y(risk) + 4)
    return Trace(line.name, points, (*met, *harm), label, row)


def _apart(traces: tuple[Trace, ...]) -> tuple[Trace, ...]:
    """Return the same traces with names that do not overlap: the lower one stands further down."""
    placed: dict[int, float] = {}
    lowest = -math.inf
    for number in sorted(range(len(traces)), key=lambda number: traces[number].label[1]):
        lowest = placed[number] = max(traces[number].label[1], lowest + _LETTER)
    return tuple(
        replace(trace, label=(trace.label[0], placed[number])) for number, trace in enumerate(traces)
    )


def _row(lane: int) -> float:
    return _FLOOR + _FIRST_LANE + _LANE * lane
