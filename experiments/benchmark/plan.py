"""How much a benchmark measures: a quick one in about a minute, a full one in about ten."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from experiments.baseline import BASELINE
from scenarios import load
from sim.parameters import Value
from sim.runs import run_seeds
from sim.scenario import Scenario

Growth = tuple[tuple[str, tuple[Value, ...]], ...]

_GROWTH: Growth = (
    ("run.weeks", (52, 104, 208)),
    ("network.people_per_organisation", (1, 2, 3, 4, 5, 6)),
    ("cases.arrivals_per_year", (20.0, 40.0, 80.0, 160.0)),
)
_RUNS_OF_SWEEP = 6_000


@dataclass(frozen=True)
class Plan:
    """What is played, how often, and in how many repetitions, of which the median counts.

    distinct: different runs, counted one by one and played again and again; runs: in a repetition; memory: runs in
    one call, each in a process of its own; compile: also from an empty cache; runs_of_sweep: in a sweep, 0 for none;
    growth: parameters and their values.
    """

    scenario: Scenario = field(default_factory=lambda: load(BASELINE))
    seed: int = 1
    distinct: int = 4
    runs: int = 100
    repetitions: int = 7
    runs_on_threads: int = 200
    repetitions_on_threads: int = 9
    runs_of_growth: int = 40
    repetitions_of_growth: int = 5
    starts: int = 5
    memory: tuple[int, ...] = (1_000, 10_000)
    compile: bool = False
    runs_of_sweep: int = 0
    repetitions_of_sweep: int = 5
    growth: Growth = _GROWTH

    @cached_property
    def seeds(self) -> tuple[int, ...]:
        """Run seeds of the runs that are counted and played."""
        return tuple(run_seeds(self.seed, self.distinct).tolist())

    def seeds_of(self, runs: int) -> list[int]:
        """Return run seeds for so many runs: the same few, over and over."""
        return [self.seeds[number % len(self.seeds)] for number in range(runs)]


def chosen(*, full: bool, runs_of_sweep: int | None = None) -> Plan:
    """Return the plan of a quick benchmark or a full one; with another number of runs in the sweep, where given."""
    if not full:
        return Plan(runs_of_sweep=runs_of_sweep or 0)
    runs = runs_of_sweep or _RUNS_OF_SWEEP
    return Plan(memory=(1_000, 10_000, 100_000), repetitions=15, compile=True, runs_of_sweep=runs)
