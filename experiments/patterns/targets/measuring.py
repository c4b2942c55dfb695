"""Every target measured: its quantities from runs, their intervals, and how far they lie outside their ranges."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.bootstrap import FloatArray
from experiments.patterns.processes import in_order
from experiments.patterns.targets.contrasts import CONTRASTS, Played
from experiments.patterns.targets.declared import Quantity, Target, declared
from experiments.patterns.targets.departures import DEPARTURES, departure_rows
from experiments.patterns.targets.interviews import INTERVIEWED, interview_figures
from experiments.patterns.targets.measures import MEASURES, counted
from experiments.patterns.targets.statistic import Statistic, interval
from experiments.patterns.targets.witness import witness
from sim.runs import run_seeds
from sim.scenario import Scenario

_OF_THE_ENGINE = 5  # runs that the engine plays for each that is witnessed
MEASURED = (*MEASURES, *CONTRASTS, *DEPARTURES, *INTERVIEWED)


@dataclass(frozen=True)
class Figure:
    """A quantity, its value over the runs, and the ends of its 95 % interval; NaN for what was not measured."""

    quantity: Quantity
    value: float
    low: float = math.nan
    high: float = math.nan

    @property
    def distance(self) -> float:
        """Return how far it lies outside its range, in widths of the range."""
        return self.quantity.distance(self.value)


@dataclass(frozen=True)
class Found:
    """What a target's quantities come to."""

    target: Target
    figures: tuple[Figure, ...]

    @property
    def holds(self) -> bool | None:
        """Return whether every quantity lies in its range; None where one was not measured and none lies outside."""
        distances = [figure.distance for figure in self.figures]
        if any(distance > 0 for distance in distances):
            return False
        return None if any(map(math.isnan, distances)) else True


def measure(
    scenario: Scenario, seed: int, runs: int, *, only: Collection[str] | None = None, workers: int | None = None
) -> tuple[Found, ...]:
    """Return what every target comes to, or those in `only`, by name.

    `runs` of the scenario are witnessed, the engine plays five times as many. `seed` is a base seed; neither `workers`
    nor the order of execution changes a number.
    """
    targets = [target for target in declared() if only is None or target.name in only]
    names = {quantity.measure for target in targets for quantity in target.quantities}
    figures = _witnessed(scenario, run_seeds(seed, runs).tolist(), names, workers)
    figures |= _contrasted(Played(scenario, seed, runs * _OF_THE_ENGINE, workers), names)
    figures |= _after_departures(Played(scenario, seed, runs, workers), names)
    if names & set(INTERVIEWED):
        figures |= interview_figures(scenario, seed, runs, workers)
    nothing = (math.nan, math.nan, math.nan)
    return tuple(
        Found(target, tuple(Figure(each, *figures.get(each.measure, nothing)) for each in target.quantities))
        for target in targets
    )


Numbers = dict[str, tuple[float, float, float]]


def _witnessed(scenario: Scenario, runs: Sequence[int], names: Collection[str], workers: int | None) -> Numbers:
    asked = [name for name in MEASURES if name in names]
    if not asked:
        return {}
    rows = list(in_order(_counted, [(scenario, run, asked) for run in runs], workers))
    return {name: _number(np.array([row[name] for row in rows]), MEASURES[name].statistic) for name in asked}


def _counted(scenario: Scenario, run: int, names: Sequence[str]) -> dict[str, FloatArray]:
    return counted(witness(scenario, run), names)


def _contrasted(played: Played, names: Collection[str]) -> Numbers:
    asked = {name: contrast for name, contrast in CONTRASTS.items() if name in names}
    return {name: _number(contrast.rows(played), contrast.statistic) for name, contrast in asked.items()}


def _after_departures(played: Played, names: Collection[str]) -> Numbers:
    asked = [name for name in DEPARTURES if name in names]
    if not asked:
        return {}
    rows = departure_rows(played)
    return {name: _number(rows, DEPARTURES[name]) for name in asked}


def _number(rows: FloatArray, statistic: Statistic) -> tuple[float, float, float]:
    return (float(statistic(rows.sum(axis=0))), *interval(rows, statistic))


def met(found: Iterable[Found], use: str) -> tuple[int, int]:
    """Return how many targets of a use hold, of how many."""
    holds = [one.holds for one in found if one.target.use == use]
    return sum(one is True for one in holds), len(holds)
