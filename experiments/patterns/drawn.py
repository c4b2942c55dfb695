"""Settings of all parameters, drawn over their ranges: what a pattern has to survive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sim.errors import InputError, Phrase
from sim.parameters import PARAMETERS, Parameter, Value
from sim.scenario import ORGANISATIONS

Settings = Mapping[str, Value]

MOST = 1024  # settings in one design
_FIXED: Settings = MappingProxyType({"run.weeks": 52})


def draws(parameters: Sequence[Parameter], count: int, seed: int) -> list[Settings]:
    """Return the first `count` settings of a Latin hypercube of MOST; InputError for more, or less than one.

    A draw is the same however many are asked for. Reals (weights, too, from half to twice their size) are even over
    their range, integers and categories over their values; intercepts stay as they were fitted, every domain has at
    least one organisation, and a run lasts 52 weeks. Not a Sobol sequence: with more dimensions than points its columns
    go together, up to a correlation of 0.9 among 200 points, and nobody could tell which parameter it is that matters.
    """
    from scipy.stats.qmc import LatinHypercube

    if not 1 <= count <= MOST:
        allowed = Phrase("a whole number from {low} to {high}", low="1", high=str(MOST))
        raise InputError(key="draws", got=count, allowed=allowed)
    free = [parameter for parameter in parameters if parameter.name not in _FIXED and not parameter.is_intercept]
    points = LatinHypercube(len(free), rng=seed).random(MOST)[:count].tolist()
    return [
        {parameter.name: _value(parameter, place) for parameter, place in zip(free, point, strict=True)} | dict(_FIXED)
        for point in points
    ]


def all_draws(count: int, seed: int) -> list[Settings]:
    """Return draws of every parameter there is."""
    return draws(tuple(PARAMETERS.values()), count, seed)


def _value(parameter: Parameter, place: float) -> Value:
    """Return the value at a place from 0 up to 1 in the range of a parameter."""
    if parameter.kind == "category":
        return parameter.choices[int(place * len(parameter.choices))]
    if parameter.kind == "integer":
        low = max(int(parameter.low), 1 if parameter.name in ORGANISATIONS else 0)
        return low + int(place * (int(parameter.high) - low + 1))
    return parameter.low + place * (parameter.high - parameter.low)
