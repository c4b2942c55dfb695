"""What may be fitted to magnitudes, and how far a search goes: declared in `fitting.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from experiments.patterns.scoreboard import CHECKING
from sim.errors import InputError, describe
from sim.parameters import find

_FILE = "fitting.toml"


@dataclass(frozen=True)
class Weight:
    """A weight that may be fitted, between two ends; `step`: how far the search moves it at first."""

    name: str
    low: float
    high: float
    step: float

    def bounded(self, value: float) -> float:
        """Return the nearest value that is allowed, rounded to what a parameter needs."""
        return round(min(max(value, self.low), self.high), 4)


@dataclass(frozen=True)
class Fitting:
    """What is fitted, on which base seeds, with how many runs and evaluations; `least`: of a step, when to stop."""

    seeds: tuple[int, ...]
    runs: int
    evaluations: int
    least: float
    weights: tuple[Weight, ...]

    def __post_init__(self) -> None:
        if CHECKING in self.seeds:
            raise InputError(key="seeds", got=describe(CHECKING), allowed="a seed that is not kept for checking")

    def on(self, seed: int) -> Fitting:
        """Return the same with another base seed to search on."""
        return replace(self, seeds=(seed, *(other for other in self.seeds if other != seed)))


@cache
def fitting() -> Fitting:
    """Return what is declared in the file."""
    return read(tomllib.loads(files("experiments.patterns").joinpath(_FILE).read_text("utf-8")))


def read(tables: Mapping[str, Any]) -> Fitting:
    """Return what the tables of a file declare; InputError for a seed that is kept for checking, or no such weight."""
    weights = tuple(_weight(**entry) for entry in tables["weights"])
    return Fitting(tuple(tables["seeds"]), tables["runs"], tables["evaluations"], tables["least"], weights)


def _weight(name: str, step: float, low: float | None = None, high: float | None = None) -> Weight:
    parameter = find(name, _FILE)
    least, most = (end if given is None else given for given, end in ((low, parameter.low), (high, parameter.high)))
    return Weight(name, float(least), float(most), step)
