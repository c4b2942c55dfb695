"""What is timed side by side: engine, floor, Mesa model and batch runner; threads; and how time grows."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import mesa
import numpy as np

from experiments.benchmark import floor
from experiments.benchmark.clock import Task, Times, interleaved
from experiments.benchmark.counting import Counts, count_run
from experiments.benchmark.plan import Plan
from sim.draws import key_of
from sim.engine.rooms import Room
from sim.model import CaseConferenceModel
from sim.parameters import Value
from sim.runs import each_batch
from sim.scenario import Scenario
from sim.stage import Stage
from sim.timetable import timetable

THREADS = 2  # that the gain of threads is measured on
_STEPS = 50_000_000  # of the arithmetic kernel: about as long as the engine's part


@dataclass(frozen=True)
class Player:
    """Seconds a run of everything that was timed in turn, by name; counts of one run in the mean."""

    counts: Counts
    times: Mapping[str, Times]

    @property
    def floor(self) -> Times:
        """Seconds of the floor: its parts added up, in each repetition."""
        each = zip(*(self.times[part].seconds for part in floor.PARTS), strict=True)
        return Times(tuple(map(sum, each)))


@dataclass(frozen=True)
class Threads:
    """How many times faster two threads are than one: the engine, and pure arithmetic; the middle of repetitions."""

    engine: float
    arithmetic: float
    share: float  # of the engine's gain in that of arithmetic, in the same repetition


@dataclass(frozen=True)
class Step:
    """A value of a parameter, what it makes of the size of the model, and seconds a run."""

    value: Value
    seconds: float


def count(plan: Plan) -> list[Counts]:
    """Return what each of the distinct runs does."""
    return [count_run(plan.scenario, seed) for seed in plan.seeds]


def play(scenario: Scenario, seeds: list[int], workers: int | None) -> Callable[[], None]:
    """Return what lets the engine play runs with all outcomes; workers None: on all cores."""

    def task() -> None:
        for _batch in each_batch(scenario, seeds, workers=workers):
            pass

    return task


def time_players(plan: Plan, counted: list[Counts]) -> Player:
    """Time the engine, its floor, the Mesa model and Mesa's batch runner in turn."""
    runs, distinct = plan.seeds_of(plan.runs), list(plan.seeds)
    total = sum(counted, Counts())
    tasks = {
        "engine": Task(play(plan.scenario, runs, 1), len(runs)),
        "all_cores": Task(play(plan.scenario, plan.seeds_of(plan.runs_on_threads), None), plan.runs_on_threads),
        **{name: Task(loop, len(distinct)) for name, loop in floor.parts(total, len(distinct)).items()},
        "network": Task(_room(plan, network=True), plan.runs),
        "alone": Task(_room(plan, network=False), plan.runs),
        "mesa": Task(_mesa(plan.scenario, distinct[:1])),
        "batch_run": Task(_batch_run(plan.scenario, distinct[:1])),
    }
    return Player(total.shared_by(len(distinct)), interleaved(tasks, plan.repetitions))


def time_threads(plan: Plan) -> Threads:
    """Time the engine and pure arithmetic on one thread and on two, in turn."""
    runs = plan.seeds_of(plan.runs_on_threads)
    times = interleaved(
        {
            "one": Task(play(plan.scenario, runs, 1)),
            "arithmetic_one": Task(floor.arithmetic(_STEPS, 1), 1),
            "two": Task(play(plan.scenario, runs, THREADS)),
            "arithmetic_two": Task(floor.arithmetic(_STEPS, THREADS), THREADS),
        },
        plan.repetitions_on_threads,
    )
    engine = times["one"].ratios(times["two"])
    arithmetic = times["arithmetic_one"].ratios(times["arithmetic_two"])
    shares = [gain / possible for gain, possible in zip(engine, arithmetic, strict=True)]
    return Threads(*map(statistics.median, (engine, arithmetic, shares)))


def time_growth(plan: Plan) -> dict[str, list[Step]]:
    """Time the engine on one thread for each value of each parameter, all in turn."""
    settings = [(name, value) for name, values in plan.growth for value in values]
    seeds = plan.seeds_of(plan.runs_of_growth)
    tasks = {
        f"{name}={value}": Task(play(plan.scenario.set({name: value}), seeds, 1), len(seeds))
        for name, value in settings
    }
    times = interleaved(tasks, plan.repetitions_of_growth)
    return {name: [Step(value, times[f"{name}={value}"].median) for value in values] for name, values in plan.growth}


def _room(plan: Plan, *, network: bool) -> Callable[[], Any]:
    """Return what plays the compiled week alone, with or without a network, without making outcomes of it."""
    cases = max(len(Stage(plan.scenario, seed, network=False).world.cases.status) for seed in plan.seeds)
    room = Room(plan.scenario, timetable(plan.scenario), cases, network)
    keys = np.array([key_of(seed) for seed in plan.seeds_of(plan.runs)], np.uint64)
    return lambda: room.play(keys)


def _mesa(scenario: Scenario, seeds: list[int]) -> Callable[[], object]:
    """Return what plays the Mesa model with all its outcomes, *alone* included."""
    return lambda: [CaseConferenceModel(scenario, rng=seed).run().outcomes() for seed in seeds]


def _batch_run(scenario: Scenario, seeds: list[int]) -> Callable[[], object]:
    """Return what lets Mesa's own batch runner play the model in this process."""
    parameters: dict[str, Any] = {"scenario": scenario}
    given: dict[str, Any] = {"number_processes": 1, "max_steps": scenario.weeks, "display_progress": False}
    # Mesa 3.5 takes seeds beside the parameters, 3.3 among them
    (given if "rng" in mesa.batch_run.__annotations__ else parameters)["rng"] = seeds
    return lambda: mesa.batch_run(CaseConferenceModel, parameters, **given)
