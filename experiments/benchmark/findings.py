"""Everything that a benchmark found, and how it stands beside the targets."""

from __future__ import annotations

import operator
import platform
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from loky import cpu_count

from experiments.benchmark import floor, fresh, speed
from experiments.benchmark.clock import Times
from experiments.benchmark.fresh import Start
from experiments.benchmark.plan import Plan
from experiments.benchmark.speed import Player, Step, Threads
from experiments.benchmark.sweep import Sweep, measure_sweep

_MEBI = 2.0**20


@dataclass(frozen=True)
class Target:
    """A figure beside what it ought to be; low: it ought to be at most that, else at least; aim: what is hoped for."""

    name: str
    measured: float
    limit: float
    low: bool
    aim: float | None = None

    @property
    def met(self) -> bool:
        """Whether the figure is as it ought to be; never where it is not a number."""
        return self._within(self.limit)

    @property
    def aim_met(self) -> bool | None:
        """Whether the figure is as hoped for; None where no more is hoped for than the target."""
        return None if self.aim is None else self._within(self.aim)

    def _within(self, end: float) -> bool:
        compared = operator.le if self.low else operator.ge
        return bool(compared(self.measured, end))


@dataclass(frozen=True)
class Findings:
    """What was measured; None for what was left out."""

    plan: Plan
    cores: int
    player: Player
    threads: Threads | None
    growth: Mapping[str, list[Step]]
    start: Start
    memory: Mapping[int, float]
    compiling: float | None
    sweep: Sweep | None = None

    @property
    def targets(self) -> list[Target]:
        """Every target of which the figure was measured."""
        found = [
            Target("floor", self.ratio("engine", "floor"), 3.0, low=True, aim=1.5),
            Target("mesa", self.ratio("mesa", "engine"), 20.0, low=False, aim=60.0),
            Target("alone", self.ratio("alone", "network"), 0.5, low=True),
            Target("first_call", self.start.above, 0.4, low=True),
            Target("memory", self.growth_of_memory, 100.0, low=True),
        ]
        if self.threads is not None:
            found.insert(2, Target("threads", self.threads.share, 0.9, low=False))
        if self.compiling is not None:
            found.append(Target("compiling", self.compiling, 20.0, low=True))
        if self.sweep is not None:
            found.append(Target("sweep", self.sweep.share, 0.85, low=False))
            found.append(Target("sweep_memory", self.sweep.memory / _MEBI, 1024.0, low=True))
        return found

    @property
    def growth_of_memory(self) -> float:
        """Memory, in MiB, that most runs in one call need beyond what fewest need."""
        return (self.memory[max(self.memory)] - self.memory[min(self.memory)]) / _MEBI

    def times(self, name: str) -> Times:
        """Return the times of a player, or of the floor."""
        return self.player.floor if name == "floor" else self.player.times[name]

    def ratio(self, one: str, other: str) -> float:
        """Return how many times longer one takes than another."""
        return self.times(one).over(self.times(other))

    def document(self) -> dict[str, Any]:
        """Return everything as plain values that JSON can hold; times in seconds a run, memory in bytes."""
        names = ("floor", *self.player.times)
        return {
            "scenario": self.plan.scenario.name,
            "weeks": self.plan.scenario.weeks,
            "cores": self.cores,
            "machine": f"{platform.system()} {platform.machine()}",
            "targets": [{**asdict(target), "met": target.met, "aim_met": target.aim_met} for target in self.targets],
            "seconds_a_run": {name: self.times(name).median for name in names},
            "runs_a_second": {name: self.times(name).rate for name in names if name not in floor.PARTS},
            "times_the_engine": {
                name: self.ratio(name, "engine") for name in ("floor", "all_cores", "mesa", "batch_run")
            },
            "counted_in_a_run": asdict(self.player.counts),
            "threads": None if self.threads is None else {"count": speed.THREADS, **asdict(self.threads)},
            "growth": {name: [asdict(step) for step in steps] for name, steps in self.growth.items()},
            "start": asdict(self.start),
            "memory": [{"runs": runs, "bytes": size} for runs, size in self.memory.items()],
            "compiling": self.compiling,
            "sweep": None if self.sweep is None else asdict(self.sweep),
            "repetitions": {name: self.times(name).seconds for name in names},
        }


def measure(plan: Plan, tell: Callable[[str], None]) -> Findings:
    """Measure everything, one thing after another; `tell` hears the name of each part before it begins."""
    cores = int(cpu_count())
    tell("players")
    player = speed.time_players(plan, speed.count(plan))
    tell("threads")
    threads = speed.time_threads(plan) if cores >= speed.THREADS else None
    tell("growth")
    growth = speed.time_growth(plan)
    tell("start")
    start = fresh.time_start(plan)
    tell("memory")
    memory = fresh.memory(plan)
    if plan.compile:
        tell("compiling")
    compiling = fresh.time_compiling() if plan.compile else None
    if plan.runs_of_sweep:
        tell("sweep")
    sweep = measure_sweep(plan) if plan.runs_of_sweep else None
    return Findings(plan, cores, player, threads, growth, start, memory, compiling, sweep)
