"""What a run does, counted: it is played in plain Python with stand-ins for luck, exponentials and the state."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import numpy as np

import sim.rules
from sim.engine.table import leaves
from sim.measures import waiting
from sim.model import CaseConferenceModel
from sim.scenario import Scenario
from sim.stage import Stage
from sim.state import viewed
from sim.timetable import timetable
from sim.week import start
from sim.world import build

_LANES = 4  # numbers that the generator makes at once
_WORD = 8  # bytes
_ROWS = (list, memoryview, bytearray)


@dataclass(frozen=True)
class Counts:
    """What runs do: groups of four draws, exponentials, elements read and written, words set to zero beforehand."""

    groups: int = 0
    exponentials: int = 0
    reads: int = 0
    writes: int = 0
    zeros: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(mine + its for mine, its in zip(astuple(self), astuple(other), strict=True)))

    def shared_by(self, runs: int) -> Counts:
        """Return the share of one run in the sum of several, rounded."""
        return Counts(*(round(count / runs) for count in astuple(self)))


@dataclass
class _Tally:
    groups: int = 0
    exponentials: int = 0
    reads: int = 0
    writes: int = 0


class _View:
    """A list of numbers in the state that counts what is read and written."""

    def __init__(self, inner: Any, tally: _Tally) -> None:
        self._inner, self._tally = inner, tally

    def __len__(self) -> int:
        return len(self._inner)

    def __getitem__(self, place: Any) -> Any:
        self._tally.reads += 1
        return self._inner[place]

    def __setitem__(self, place: Any, value: Any) -> None:
        self._tally.writes += 1
        self._inner[place] = value

    def all(self) -> Any:
        """Return the whole list."""
        self._tally.reads += len(self._inner)
        return self._inner


class _Block:
    """A block of luck that counts the groups drawn from it, each of them once."""

    def __init__(self, numbers: Any, tally: _Tally) -> None:
        self._numbers, self._tally = numbers, tally
        self._drawn: set[int] = set()

    def __getitem__(self, place: int) -> float:
        group = place // _LANES
        if group not in self._drawn:
            self._drawn.add(group)
            self._tally.groups += 1
        number: float = self._numbers[place]
        return number


class _Luck:
    def __init__(self, luck: Any, tally: _Tally) -> None:
        self._luck, self._tally = luck, tally

    def block(self, *address: int) -> _Block:
        return _Block(self._luck.block(*address), self._tally)


class _Mathematics:
    """The functions of `math`, exponentials counted."""

    def __init__(self, tally: _Tally) -> None:
        self._tally = tally

    def __getattr__(self, name: str) -> Any:
        return getattr(math, name)

    def exp(self, power: float) -> float:
        self._tally.exponentials += 1
        return math.exp(power)


def count_run(scenario: Scenario, seed: int) -> Counts:
    """Return what one run does, *alone* included."""
    with_network = CaseConferenceModel(scenario, rng=seed).stage
    return count_stage(with_network, scenario) + count_stage(Stage(scenario, seed, network=False), scenario)


def count_stage(stage: Stage, scenario: Scenario) -> Counts:
    """Play all weeks on a stage, once more from their beginning, and return what that does."""
    tally = _Tally()
    fresh = build(scenario, timetable(scenario), len(stage.world.cases.status), stage.world.network)
    words = sum(int(array.nbytes) for _path, array in leaves(fresh) if isinstance(array, np.ndarray)) // _WORD
    plain: Any = viewed(fresh)
    rows = plain.tally
    world = _watched(plain, tally)
    luck: Any = _Luck(stage.luck, tally)
    stage.world, stage.luck, add_up = world, luck, stage.block_sums

    def block_sums(matrix: Any, bounds: Any, sums: Any) -> None:
        add_up([row.all() for row in matrix], bounds, sums)

    stage.block_sums = block_sums  # type: ignore[method-assign]
    with _standing_in(_Mathematics(tally)):
        start.begin(stage, world, stage.p)
        for week in range(stage.weeks):
            stage.play(week)
        waiting(world.cases, world.now[1], stage.weeks)
    world.tally = rows
    return Counts(tally.groups, tally.exponentials, tally.reads, tally.writes, words)


def _watched(tree: Any, tally: _Tally) -> Any:
    if isinstance(tree, _ROWS):
        rows = isinstance(tree, list) and isinstance(tree[0], _ROWS)
        return [_watched(row, tally) for row in tree] if rows else _View(tree, tally)
    for name in getattr(tree, "__slots__", ()):
        setattr(tree, name, _watched(getattr(tree, name), tally))
    return tree


@contextmanager
def _standing_in(mathematics: _Mathematics) -> Iterator[None]:
    """Let every rule take its exponentials from a stand-in."""
    names = [f"{sim.rules.__name__}.{found.name}" for found in iter_modules(sim.rules.__path__)]
    users = [module for module in map(import_module, names) if hasattr(module, "math")]
    for module in users:
        vars(module)["math"] = mathematics
    try:
        yield
    finally:
        for module in users:
            vars(module)["math"] = math
