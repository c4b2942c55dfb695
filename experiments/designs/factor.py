"""A factor: a parameter that varies, over listed values or between two ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.errors import InputError, Phrase, describe
from sim.parameters import Parameter, Value, plain_number

MOST_LEVELS = 10_000
_DIGITS = 12  # significant: 0.1 + 0.2 is told as 0.3


@dataclass(frozen=True)
class Factor:
    """A parameter with the values that it takes: `levels` in their order or, for a real, all from `low` to `high`.

    Whole numbers and categories always have levels.
    """

    parameter: Parameter
    levels: tuple[Value, ...] = ()
    low: float = 0.0
    high: float = 0.0

    @property
    def name(self) -> str:
        """Name of the parameter."""
        return self.parameter.name

    def at(self, share: float) -> Value:
        """Return the value at a share (0 to 1) of the way; every level takes an equal part of the way."""
        if self.levels:
            return self.levels[min(int(share * len(self.levels)), len(self.levels) - 1)]
        return tidy(self.low + share * (self.high - self.low))


def listed(parameter: Parameter, values: Sequence[object]) -> Factor:
    """Return the factor with these values; InputError for one that is not allowed, or stands twice."""
    levels = tuple(parameter.check(value) for value in values)
    if len(levels) < 2:
        raise InputError("does not vary", key=parameter.name, got=_shown(levels), allowed="two values or more")
    for value in levels:
        if levels.count(value) > 1:
            raise InputError("given twice", key=parameter.name, got=describe(value), allowed="each value once")
    return Factor(parameter, levels)


def spread(parameter: Parameter, low: object, high: object, steps: object = None) -> Factor:
    """Return the factor from `low` to `high`, both included, in `steps` equal steps of value, else in between too.

    Without `steps` a whole number takes every value and a real any. InputError for what cannot be.
    """
    if parameter.kind == "category":
        allowed = Phrase("a list of {values}", values=",".join(parameter.choices))
        raise InputError("has no order, so no range", key=parameter.name, allowed=allowed)
    first, last = (float(parameter.check(end)) for end in (low, high))
    if first >= last:
        raise InputError(
            "does not go up", key=parameter.name, got=f"{describe(low)}:{describe(high)}", allowed="the lower end first"
        )
    if steps is None:
        return _between(parameter, first, last)
    count = plain_number(steps)
    if not isinstance(count, int) or not 2 <= count <= MOST_LEVELS:
        allowed = Phrase("a whole number from {low} to {high}", low=2, high=MOST_LEVELS)
        raise InputError("number of values", key=parameter.name, got=describe(steps), allowed=allowed)
    values = [tidy(value) for value in np.linspace(first, last, count).tolist()]
    if parameter.kind == "integer":
        return listed(parameter, _whole(parameter, values))
    return listed(parameter, values)


def entire(parameter: Parameter) -> Factor:
    """Return the factor over all that the registry allows: all choices, or from the lowest to the highest number."""
    if parameter.kind == "category":
        return listed(parameter, parameter.choices)
    return _between(parameter, parameter.low, parameter.high)


def tidy(value: float) -> float:
    """Return a number without the noise of its last binary digits."""
    return float(f"{value:.{_DIGITS}g}")


def _between(parameter: Parameter, low: float, high: float) -> Factor:
    if parameter.kind == "integer":
        if high - low >= MOST_LEVELS:
            allowed = Phrase("at most {most} values, as in {name}=1:100:10", most=MOST_LEVELS, name=parameter.name)
            raise InputError("too many values", key=parameter.name, allowed=allowed)
        return listed(parameter, range(int(low), int(high) + 1))
    parameter.check((low + high) / 2)  # a weight may be 0, but nothing between 0 and its lowest value
    if low < parameter.low:
        raise InputError(key=parameter.name, got=describe(low), allowed=parameter.allowed)
    return Factor(parameter, (), float(low), float(high))


def _whole(parameter: Parameter, values: Sequence[float]) -> list[int]:
    if all(value.is_integer() for value in values):
        return [int(value) for value in values]
    distance = round(values[-1] - values[0])
    counts = [str(steps + 1) for steps in range(1, distance + 1) if distance % steps == 0]
    raise InputError(
        "does not land on whole numbers",
        key=parameter.name,
        got=str(len(values)),
        allowed=Phrase("in this many values: {counts}", counts=", ".join(counts[:12])),
    )


def _shown(levels: Sequence[Value]) -> str:
    return ", ".join(describe(level) for level in levels)
