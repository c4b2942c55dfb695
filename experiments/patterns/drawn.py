"""Settings of all parameters, drawn over their ranges or near a scenario: what a pattern has to survive."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from sim.errors import InputError, Phrase
from sim.parameters import PARAMETERS, Parameter, Value
from sim.scenario import ORGANISATIONS, Scenario

Settings = Mapping[str, Value]

MOST = 1024  # settings in one design
MOST_NEAR = 4096  # the same, near a scenario: few of them are plausible
_FIXED: Settings = MappingProxyType({"run.weeks": 52})
_NEAR = 0.25  # of a range, to either side


def draws(parameters: Sequence[Parameter], count: int, seed: int) -> list[Settings]:
    """Return the first `count` settings of a Latin hypercube of MOST; InputError for more, or less than one.

    A draw is the same however many are asked for. Reals (weights, too, from half to twice their size) are even over
    their range, integers and categories over their values; intercepts stay as they were fitted, every domain has at
    least one organisation, and a run lasts 52 weeks. Not a Sobol sequence: with more dimensions than points its columns
    go together, up to a correlation of 0.9 among 200 points, and nobody could tell which parameter it is that matters.
    """
    return _hypercube(parameters, _value, count, MOST, seed)


def all_draws(count: int, seed: int) -> list[Settings]:
    """Return draws of every parameter there is."""
    return draws(tuple(PARAMETERS.values()), count, seed)


def near_draws(scenario: Scenario, count: int, seed: int) -> list[Settings]:
    """Return the first `count` settings of a Latin hypercube of MOST_NEAR near a scenario: networks like this one.

    Weights go from half to twice their size, as likely to be smaller as larger; every other number lies within a
    quarter of its range from what it is in the scenario, a category is what it is there. The rest is as in `draws`.
    """

    def value(parameter: Parameter, place: float) -> Value:
        return _near(parameter, scenario.value(parameter.name), place)

    return _hypercube(tuple(PARAMETERS.values()), value, count, MOST_NEAR, seed)


def _hypercube(
    parameters: Sequence[Parameter], value: Callable[[Parameter, float], Value], count: int, most: int, seed: int
) -> list[Settings]:
    from scipy.stats.qmc import LatinHypercube

    if not 1 <= count <= most:
        allowed = Phrase("a whole number from {low} to {high}", low="1", high=str(most))
        raise InputError(key="draws", got=count, allowed=allowed)
    free = [parameter for parameter in parameters if parameter.name not in _FIXED and not parameter.is_intercept]
    points = LatinHypercube(len(free), rng=seed).random(most)[:count].tolist()
    return [
        {parameter.name: value(parameter, place) for parameter, place in zip(free, point, strict=True)} | dict(_FIXED)
        for point in points
    ]


def _value(parameter: Parameter, place: float) -> Value:
    """Return the value at a place from 0 up to 1 in the range of a parameter."""
    if parameter.kind == "category":
        return parameter.choices[int(place * len(parameter.choices))]
    return _between(parameter, parameter.low, parameter.high, place)


def _near(parameter: Parameter, value: Value, place: float) -> Value:
    """Return the value at a place from 0 up to 1 in what is near to a value."""
    if isinstance(value, str):
        return value
    if parameter.is_weight and parameter.low > 0.0:
        return float(parameter.low * (parameter.high / parameter.low) ** place)
    reach = _NEAR * (parameter.high - parameter.low)
    low, high = max(parameter.low, value - reach), min(parameter.high, value + reach)
    return _between(parameter, low, high, place)


def _between(parameter: Parameter, low: float, high: float, place: float) -> Value:
    """Return the value at a place from 0 up to 1 between two ends."""
    if parameter.kind == "integer":
        least = max(math.ceil(low), 1 if parameter.name in ORGANISATIONS else 0)
        return least + int(place * (math.floor(high) - least + 1))
    return low + place * (high - low)
