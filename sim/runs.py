"""Many runs of one scenario: their seeds, who plays them, and what came out as arrays."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from functools import partial
from operator import index
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.batch import Batch
from sim.draws import run_seed
from sim.errors import CasusoverlegError, InputError, Phrase, WorkError, describe
from sim.parameters import plain_number
from sim.scenario import Scenario, checked_scenario
from sim.window import Part, Result, in_order

if TYPE_CHECKING:
    from sim.model import CaseConferenceModel

Array = npt.NDArray[Any]
Columns = dict[str, Array]
Progress = Callable[[int, int], None]

# Starting worker processes takes about as long as playing this many weeks in the process that is there.
_WEEKS_WORTH_A_PROCESS = 1000
_WAITING_PER_WORKER = 4


@dataclass(frozen=True)
class _Job:
    """What every run of one call has in common."""

    scenario: Scenario
    weekly: bool
    outcomes: Collection[str] | None
    model: type[CaseConferenceModel] | None
    agents: Mapping[str, type] | None


def run_seeds(seed: int, runs: int) -> npt.NDArray[np.int64]:
    """Return the run seeds 0 .. runs - 1 of a base seed; InputError for less than one run, or no whole number.

    They depend on nothing else, so that all scenarios share their luck.
    """
    base = _base(seed)
    return np.array([run_seed(base, number) for number in range(_count("runs", runs))], dtype=np.int64)


def check_asked(scenario: object, runs: object, seed: object) -> None:
    """Raise InputError unless these are a scenario, a number of runs and a base seed."""
    checked_scenario(scenario)
    _count("runs", runs)
    _base(seed)


def _base(seed: object) -> int:
    number = plain_number(seed)
    if not isinstance(number, int):
        raise InputError(key="seed", got=describe(seed), allowed="a whole number")
    return number


def _count(key: str, value: object) -> int:
    number = plain_number(value)
    if not isinstance(number, int) or number < 1:
        raise InputError(key=key, got=describe(value), allowed="a whole number from 1")
    return number


def simulate(
    scenario: Scenario,
    *,
    runs: int = 200,
    seed: int = 1,
    weekly: bool = False,
    model: type[CaseConferenceModel] | None = None,
    agents: Mapping[str, type] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Columns:
    """Play a scenario `runs` times and return its outcomes, and "seed" (the run seeds), a value a run.

    Outcomes are arrays of float64, by the names in `OUTCOMES`, NaN where there is nothing to divide by (no conference,
    no process manager); run seeds are int64. With `weekly` the values are the weekly series instead, arrays
    (runs, weeks). The engine plays them; `model` and `agents` (as in CaseConferenceModel) replace the model's own
    classes, and are played by that model, in worker processes. Neither `workers` nor the order of execution changes a
    bit of the result. Raises InputError for what is not allowed, an answer of replaced agents too, and WorkError, with
    the run seed, when a run fails.
    """
    check_asked(scenario, runs, seed)
    seeds = run_seeds(seed, runs)
    played = each_batch(
        scenario,
        seeds.tolist(),
        weekly=weekly,
        model=model,
        agents=agents,
        workers=workers,
        progress=progress,
    )
    outcomes, series = gather(played, len(seeds))
    return {"seed": seeds, **(series if weekly else outcomes)}


def each_batch(
    scenario: Scenario,
    seeds: Iterable[int],
    *,
    weekly: bool = False,
    outcomes: Collection[str] | None = None,
    model: type[CaseConferenceModel] | None = None,
    agents: Mapping[str, type] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Batch]:
    """Yield the runs of these run seeds, in their order, in batches; `progress(done, total)` is called before each.

    `outcomes` names those that are wanted (None: all); without network effectiveness less has to be played.
    """
    seeds = [index(seed) for seed in seeds]
    if workers is not None:
        workers = _count("workers", workers)
    if model is None and agents is None:
        played = _by_engine(scenario, seeds, weekly, outcomes, workers)
    else:
        played = _by_model(_Job(scenario, weekly, outcomes, model, agents), seeds, workers)
    done = 0
    for batch in played:
        done += len(batch.seeds)
        if progress is not None:
            progress(done, len(seeds))
        yield batch


def prepare(announce: Callable[[], None]) -> None:
    """Get the engine ready; `announce` is called where that takes long: on the first use, when it is compiled."""
    from sim.engine.machine import prepare as prepare_engine

    prepare_engine(announce)


def gather(played: Iterable[Batch], count: int) -> tuple[Columns, Columns]:
    """Return the outcomes of `count` runs as arrays (runs,) and their series as arrays (runs, weeks)."""
    outcomes: Columns = {}
    weekly: Columns = {}
    first = 0
    for batch in played:
        last = first + len(batch.seeds)
        for columns, values in ((outcomes, batch.outcomes), (weekly, batch.weekly)):
            for name, value in values.items():
                if name not in columns:
                    columns[name] = np.full((count, *np.shape(value)[1:]), np.nan)
                columns[name][first:last] = value
        first = last
    return outcomes, weekly


def cores() -> int:
    """Return on how many cores this process may work."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this platform
        return os.cpu_count() or 1


def _by_engine(
    scenario: Scenario, seeds: list[int], weekly: bool, outcomes: Collection[str] | None, workers: int | None
) -> Iterator[Batch]:
    from sim.engine.threads import each_batch as compiled_batches

    return compiled_batches(scenario, seeds, weekly, outcomes, workers or cores())


def _by_model(job: _Job, seeds: list[int], workers: int | None) -> Iterator[Batch]:
    processes = _processes(workers, len(seeds), int(job.scenario.value("run.weeks")))
    if processes > 1:
        return _in_processes(job, seeds, processes)
    return (_play(job, seed) for seed in seeds)


def _processes(workers: int | None, runs: int, weeks: int) -> int:
    if workers == 1 or runs * weeks < _WEEKS_WORTH_A_PROCESS:
        return 1
    from loky import cpu_count

    return min(workers or cpu_count(), runs)


def play_one(
    scenario: Scenario,
    seed: int,
    *,
    weekly: bool = False,
    outcomes: Collection[str] | None = None,
    model: type[CaseConferenceModel] | None = None,
    agents: Mapping[str, type] | None = None,
) -> Batch:
    """Return one run played in Python, by the model or by what replaces parts of it; WorkError when it fails."""
    try:
        played = (model or _default_model())(scenario, rng=seed, agents=agents)
        played.run()
        found = {name: np.array([value]) for name, value in played.outcomes().items()}
        series = {name: values[np.newaxis] for name, values in played.weekly().items()} if weekly else {}
        return Batch((seed,), found if outcomes is None else {name: found[name] for name in outcomes}, series)
    except CasusoverlegError:
        raise
    except Exception as error:
        told = {"name": scenario.name, "seed": seed, "reason": f"{type(error).__name__}: {error}"}
        raise WorkError(Phrase("{name}: the run with seed {seed} failed: {reason}", **told)) from error


def _play(job: _Job, seed: int) -> Batch:
    return play_one(
        job.scenario, seed, weekly=job.weekly, outcomes=job.outcomes, model=job.model, agents=job.agents
    )


def _default_model() -> type[CaseConferenceModel]:
    from sim.model import CaseConferenceModel

    return CaseConferenceModel


def worker_stopped(scenario: Scenario) -> WorkError:
    """Return the error of runs whose worker process died."""
    return WorkError(Phrase("{name}: a worker process stopped, perhaps for want of memory", name=scenario.name))


def worker_processes(processes: int) -> Any:
    """Return an executor of that many worker processes, which is used again by the next to ask for it."""
    # loky pickles by value what __main__ defines: classes of a notebook, or of a script without a main guard
    from loky import get_reusable_executor

    return get_reusable_executor(max_workers=processes, timeout=60, initializer=_ignore_interrupts)


def by_processes(play: Callable[[Part], Result], parts: Iterable[Part], processes: int) -> Iterator[Result]:
    """Yield what worker processes make of each part, in their order; Ctrl-C stops them."""
    executor = worker_processes(processes)
    stop = partial(executor.shutdown, wait=False, kill_workers=True)
    yield from in_order(executor, play, parts, ahead=processes * _WAITING_PER_WORKER, stop=stop)


def _in_processes(job: _Job, seeds: list[int], processes: int) -> Iterator[Batch]:
    try:
        yield from by_processes(partial(_play, job), seeds, processes)
    except BrokenExecutor as error:
        raise worker_stopped(job.scenario) from error


def _ignore_interrupts() -> None:
    """Leave Ctrl-C, which reaches every process of the terminal, to the process that started the workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
