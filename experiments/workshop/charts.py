"""The two charts of the page as options of ECharts: the fans of A and B, and the fan of their difference.

Sizes are in rem; `fan_chart.js` turns them into pixels. All functions are pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.axis import reach, reach_of_difference, tick_text, tick_text_of_difference, ticks, weeks_between
from experiments.figures.look import INK, LINE, MUTED, A, B
from experiments.numbers import line_text, line_text_of_difference
from experiments.summary import FloatArray
from experiments.words import Words
from experiments.workshop.fan import Fan
from sim.outcomes import Outcome

Options = dict[str, Any]

_TEXT, _SMALL = 1.0, 0.875
_MEDIAN, _EDGE, _RULE = 0.17, 0.06, 0.06
_DASHED = [0.4, 0.25]
_OUTER, _INNER = 0.10, 0.24
_POINT = 0.75
_DECIMALS = 5  # more than a screen can show


@dataclass(frozen=True)
class Axis:
    """The values of a vertical axis, a round step apart."""

    values: FloatArray

    @classmethod
    def of_worlds(cls, fans: Sequence[Fan]) -> Axis:
        """Return the axis that shows all of these fans."""
        return cls(ticks(*reach([fan.lines.ravel() for fan in fans])))

    @classmethod
    def of_difference(cls, difference: Fan) -> Axis:
        """Return the axis that shows the fan of a difference, zero included."""
        return cls(ticks(*reach_of_difference([difference.lines.ravel()])))

    @property
    def step(self) -> float:
        """Return how far apart the values stand."""
        return float(self.values[1] - self.values[0])

    def grown(self, fans: Sequence[Fan]) -> Axis:
        """Return the axis itself, or a longer one where the middle line of a fan would leave it."""
        medians = np.concatenate([fan.median for fan in fans])
        medians = medians[np.isfinite(medians)]
        low, high = float(self.values[0]), float(self.values[-1])
        if not len(medians) or (low <= medians.min() and medians.max() <= high):
            return self
        return Axis(ticks(min(low, float(medians.min())), max(high, float(medians.max()))))


@dataclass(frozen=True)
class _World:
    """How the fan of a world is drawn."""

    key: str
    colour: str
    dashed: bool = False
    letter: str = ""


_A, _B = _World("a", A, dashed=True, letter="A "), _World("b", B, letter="B ")
_DIFFERENCE = _World("difference", INK)


def worlds_chart(a: Fan, b: Fan | None, axis: Axis, outcome: Outcome, words: Words) -> Options:
    """Return the chart of both worlds; of A alone where B is the same."""
    drawn = [(_A, a)] if b is None else [(_A, a), (_B, b)]
    return {
        **_frame(a.weeks, words, left=2.4, right=4.9),
        "yAxis": _vertical(axis) | _values(axis, tick_text(outcome, axis.step, words.language)),
        "series": [series for world, fan in drawn for series in _bands(world, fan)]
        + [series for world, fan in drawn for series in _line(world, fan, _end(world, fan, outcome, words))],
    }


def difference_chart(difference: Fan, axis: Axis, outcome: Outcome, words: Words) -> Options:
    """Return the chart of the difference B − A, week by week."""
    end = line_text_of_difference(outcome, difference.last, words.language)
    bands, line = _bands(_DIFFERENCE, difference), _line(_DIFFERENCE, difference, end)
    line[0]["markLine"] = {
        "symbol": "none",
        "silent": True,
        "label": {"show": False},
        "lineStyle": {"color": INK, "width": 0.1, "type": "solid"},
        "data": [{"yAxis": 0}],
    }
    return {
        **_frame(difference.weeks, words, left=3.1, right=4.2),
        "yAxis": _vertical(axis) | _values(axis, tick_text_of_difference(outcome, axis.step, words.language)),
        "series": [*bands, *line],
        "graphic": [
            _note("top", 0.8, words("page.b_higher") if axis.values[-1] > 0 else ""),
            _note("bottom", 3.0, words("page.a_higher") if axis.values[0] < 0 else ""),
        ],
    }


def patch(chart: Options) -> Options:
    """Return only what changes in a chart while a slider moves."""
    changing = ("id", "data", "label")
    return {
        "yAxis": {key: chart["yAxis"][key] for key in ("min", "max", "interval", "axisLabel")},
        "series": [{key: series[key] for key in changing if key in series} for series in chart["series"]],
        **{key: chart[key] for key in ("graphic",) if key in chart},
    }


def _frame(weeks: int, words: Words, *, left: float, right: float) -> Options:
    between = weeks_between(weeks)
    return {
        "animation": False,
        "textStyle": {"fontSize": _SMALL, "color": MUTED},
        "grid": {"left": left, "right": right, "top": 0.6, "bottom": 2.7, "containLabel": False},
        "xAxis": {
            "type": "category",
            "boundaryGap": False,
            "data": list(range(weeks + 1)),
            "name": words("figure.week"),
            "nameLocation": "middle",
            "nameGap": 1.7,
            "nameTextStyle": {"color": MUTED, "fontSize": _SMALL},
            "axisLine": {"show": False, "onZero": False},
            "axisTick": {"length": 0.3, "interval": between - 1, "lineStyle": {"color": MUTED, "width": _RULE}},
            "axisLabel": {
                "interval": between - 1,
                "margin": 0.5,
                "color": MUTED,
                "fontSize": _SMALL,
                "hideOverlap": False,
            },
        },
    }


def _vertical(axis: Axis) -> Options:
    return {
        "type": "value",
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "splitLine": {"lineStyle": {"color": LINE, "width": _RULE}},
    }


def _values(axis: Axis, text: Callable[[float], str]) -> Options:
    return {
        "min": float(axis.values[0]),
        "max": float(axis.values[-1]),
        "interval": axis.step,
        "axisLabel": {
            "texts": [text(float(value)) for value in axis.values],
            "color": MUTED,
            "fontSize": _SMALL,
            "margin": 0.5,
        },
    }


def _bands(world: _World, fan: Fan) -> list[Options]:
    """Return two bands, each as a lower line and, stacked on it, the way up to the upper one."""
    bands = fan.bands
    edge = {"width": _EDGE, "type": _DASHED if world.dashed else "solid", "opacity": 0.6}
    inner = {"width": 0}
    return [
        _stacked(world, "outer", bands.low, edge, None),
        _stacked(world, "outer", bands.high - bands.low, edge, _OUTER),
        _stacked(world, "inner", bands.lower, inner, None),
        _stacked(world, "inner", bands.upper - bands.lower, inner, _INNER),
    ]


def _stacked(
    world: _World, band: str, values: FloatArray, line: Mapping[str, Any], opacity: float | None
) -> Options:
    area = {} if opacity is None else {"areaStyle": {"color": world.colour, "opacity": opacity}}
    return {
        "id": f"{world.key}-{band}{'' if area else '-from'}",
        "type": "line",
        "stack": f"{world.key}-{band}",
        "stackStrategy": "all",
        "symbol": "none",
        "silent": True,
        "lineStyle": {"color": world.colour, **line},
        **area,
        "data": _numbers(values),
    }


def _line(world: _World, fan: Fan, end: str) -> list[Options]:
    """Return the middle line and the point and words at its end."""
    there = np.flatnonzero(np.isfinite(fan.median))
    point = [[int(there[-1]), _number(fan.last)]] if len(there) else []
    return [
        {
            "id": f"{world.key}-median",
            "type": "line",
            "symbol": "none",
            "silent": True,
            "z": 4,
            "lineStyle": {
                "color": world.colour,
                "width": _MEDIAN,
                "type": _DASHED if world.dashed else "solid",
                "join": "round",
            },
            "data": _numbers(fan.median),
        },
        {
            "id": f"{world.key}-end",
            "type": "scatter",
            "silent": True,
            "clip": False,
            "z": 5,
            "symbolSize": _POINT,
            "itemStyle": {
                "color": "#FFFFFF" if world.dashed else world.colour,
                "borderColor": world.colour,
                "borderWidth": 0.12,
                "opacity": 1,
            },
            "label": {
                "show": True,
                "position": "right",
                "distance": 0.45,
                "formatter": end,
                "color": world.colour,
                "fontSize": _TEXT,
                "fontWeight": "bold",
                "lineHeight": 1.2,
            },
            "data": point,
        },
    ]


def _end(world: _World, fan: Fan, outcome: Outcome, words: Words) -> str:
    return world.letter + line_text(outcome, fan.last, words.language)


def _note(side: str, distance: float, text: str) -> Options:
    style = {"text": text, "fill": MUTED, "fontSize": _SMALL}
    return {"id": side, "type": "text", "left": 3.5, side: distance, "silent": True, "style": style}


def _numbers(values: FloatArray) -> list[float | None]:
    return [_number(value) for value in values.tolist()]


def _number(value: float) -> float | None:
    return round(value, _DECIMALS) if np.isfinite(value) else None
