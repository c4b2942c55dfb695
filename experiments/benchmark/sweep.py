"""A sweep that is kept on the disk, timed beside the bare engine; and the most memory that one needs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from experiments.benchmark import fresh, speed
from experiments.benchmark.clock import Task, interleaved
from experiments.benchmark.plan import Plan
from experiments.designs import Plan as PlanOfDesign
from experiments.designs import designed, read_factor
from experiments.headlines import MAIN
from experiments.sweep.merging import write_runs
from experiments.sweep.playing import Crew, play_into
from experiments.sweep.points import Points
from experiments.sweep.store import RUNS, opened
from experiments.sweep.study import Study
from scenarios import load
from sim.runs import cores, run_seeds
from sim.scenario import Scenario

_GRID = ("trust.initial=0:1:11", "continuity.same_faces=0:1:11")
_MEMORY = (
    "from experiments.benchmark.memory import peak; from experiments.benchmark.sweep import sweep_apart; "
    "sweep_apart({name!r}, {weeks}, {runs}); print(peak())"
)


@dataclass(frozen=True)
class Sweep:
    """How many runs a sweep played, how many a second, its share of the engine's rate, and its memory in bytes."""

    runs: int
    rate: float
    share: float
    memory: float


def measure_sweep(plan: Plan) -> Sweep:
    """Time a sweep of two factors and the engine in turn, on all cores; then play it in a process of its own."""
    study = _study(plan.scenario, plan.seed)
    points = len(study.design.points)
    each = -(-plan.runs_of_sweep // points)  # whole replications
    seeds = run_seeds(plan.seed, each).tolist() * points
    times = interleaved(
        {
            "engine": Task(speed.play(plan.scenario, seeds, None), len(seeds)),
            "sweep": Task(_kept(study, each), len(seeds)),
        },
        plan.repetitions_of_sweep,
    )
    apart = _MEMORY.format(name=plan.scenario.name, weeks=plan.scenario.weeks, runs=each)
    share = times["engine"].over(times["sweep"])
    return Sweep(len(seeds), times["sweep"].rate, share, float(fresh.said(apart)))


def sweep_apart(name: str, weeks: int, runs: int) -> None:
    """Play the sweep of a shipped scenario, so many runs at each point."""
    _kept(_study(load(name).set({"run.weeks": weeks}), 1), runs)()


def _study(scenario: Scenario, seed: int) -> Study:
    design = PlanOfDesign("grid", tuple(map(read_factor, _GRID)), None)
    return Study(scenario, designed(design, scenario.values, seed), seed)


def _kept(study: Study, runs: int) -> Callable[[], None]:
    """Return what plays a sweep as the command does, from an empty folder to the finished file."""

    def task() -> None:
        with tempfile.TemporaryDirectory() as place, opened(Path(place), study) as store:
            play_into(store, runs, Crew.of(cores()))
            write_runs(store, runs, Points(study.design, MAIN).see)(Path(place) / RUNS)

    return task
