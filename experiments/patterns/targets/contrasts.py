"""Quantities that compare worlds, runs or outcomes: the engine plays them, worlds paired by luck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from experiments.bootstrap import FloatArray
from experiments.patterns.levels import MEDIUM
from experiments.patterns.targets.statistic import (
    Statistic,
    change,
    correlation,
    difference_of_ratios,
    moments,
    ratio_of_ratios,
)
from sim.draws import run_seed
from sim.parameters import Value
from sim.runs import Columns, simulate
from sim.scenario import Scenario

_RISE = 0.5  # of familiar faces (Huckman & Staats)
_STEPS = 5


@dataclass(frozen=True)
class Played:
    """Who is played: a scenario, a base seed, how many runs, on how many workers."""

    scenario: Scenario
    seed: int
    runs: int
    workers: int | None

    def under(self, name: str, value: Value) -> Columns:
        """Return the outcomes with another value of a parameter."""
        return self.of(self.scenario.set({name: value}))

    def of(self, scenario: Scenario) -> Columns:
        """Return the outcomes of another scenario, with the same luck."""
        return simulate(scenario, runs=self.runs, seed=self.seed, workers=self.workers)


@dataclass(frozen=True)
class Contrast:
    """`rows`: what each run adds, (runs, columns); `statistic`: what the sums come to."""

    rows: Callable[[Played], FloatArray]
    statistic: Statistic


def secrecy_on_plans(played: Played) -> FloatArray:
    """Share of conferences with a joint plan: with strict secrecy less that with hardly any."""
    strict, free = (played.under("secrecy.strictness", level)["plan_rate"] for level in (0.95, 0.1))
    return _paired(strict, free)


def telling(played: Played) -> FloatArray:
    """Which part of what care knows the table knows by the end, by that of what safety knows."""
    found = played.of(played.scenario)
    return _paired(found["information_shared_care"], found["information_shared_safety"])


def criteria_on_cases(played: Played) -> FloatArray:
    """Active cases: with clear criteria for letting go, against criteria as in Top X."""
    clear, vague = (played.under("scaling_down.clear_criteria", level)["active_cases"] for level in (1.0, 0.3))
    return _paired(clear, vague)


def familiar_on_broken(played: Played) -> FloatArray:
    """Broken agreements and familiar faces: with half as many again, or as far as fixed faces get, against as it is."""
    plain, levels = played.of(played.scenario), np.linspace(0.0, 1.0, _STEPS + 1)[1:]
    now = float(played.scenario.value("continuity.same_faces"))
    worlds = (played.under("continuity.same_faces", float(now + (1.0 - now) * level)) for level in levels)
    rises = ((_rise(world, plain), world) for world in worlds)
    far: tuple[float, Columns] = (0.0, plain)
    for rise, world in rises:
        far = max(far, (rise, world), key=lambda one: one[0])
        if rise >= _RISE:
            break
    raised = far[1]
    broken = _paired(1.0 - raised["agreements_kept"], 1.0 - plain["agreements_kept"])
    return np.concatenate([broken, _paired(raised["familiar_faces"], plain["familiar_faces"])], axis=1)


def _rise(world: Columns, plain: Columns) -> float:
    return float(np.nanmean(world["familiar_faces"]) / np.nanmean(plain["familiar_faces"]) - 1.0)


def trust_and_results(played: Played) -> FloatArray:
    """Over networks that start with medium trust, drawn: trust, and the mean of what is shared, planned and kept."""
    luck = np.random.default_rng(run_seed(played.seed, 0))
    rows = []
    for number, initial in enumerate(luck.uniform(*MEDIUM, size=played.runs).tolist()):
        world = played.scenario.set({"trust.initial": initial})
        found = simulate(world, runs=1, seed=run_seed(played.seed, number), workers=played.workers)
        results = (found[name] for name in ("information_shared", "plan_rate", "agreements_kept"))
        rows.append(moments(float(found["trust"][0]), float(np.mean([result[0] for result in results]))))
    return np.array(rows)


def scaled_change(sums: FloatArray) -> FloatArray:
    """Return the change in the first mean of two, made as large as it would be if the second had risen by half.

    Columns: the first in the one world and in the other, each with 1, then the second.
    """
    first, second = change(sums[:4]), change(sums[4:])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(first * _RISE / second)


def _paired(one: FloatArray, other: FloatArray) -> FloatArray:
    """Return value and 1 of both sides, where both have a value: (runs, 4)."""
    there = np.isfinite(one) & np.isfinite(other)
    columns = (np.where(there, one, 0.0), there, np.where(there, other, 0.0), there)
    return np.stack(columns, axis=1).astype(float)


CONTRASTS: dict[str, Contrast] = {
    "secrecy_on_plans": Contrast(secrecy_on_plans, difference_of_ratios),
    "telling_care_by_safety": Contrast(telling, ratio_of_ratios),
    "criteria_on_cases": Contrast(criteria_on_cases, change),
    "familiar_on_broken": Contrast(familiar_on_broken, scaled_change),
    "trust_and_results_between": Contrast(trust_and_results, correlation),
}
