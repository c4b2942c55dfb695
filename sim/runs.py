"""Many runs of one scenario: their seeds, the processes that play them, and what came out as arrays."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from operator import index
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.errors import CasusoverlegError, InputError, WorkError
from sim.scenario import Scenario

if TYPE_CHECKING:
    from sim.model import CaseConferenceModel

Array = npt.NDArray[Any]
Columns = dict[str, Array]
Progress = Callable[[int, int], None]

# Starting worker processes takes about as long as playing this many weeks in the process that is there.
_WEEKS_WORTH_A_PROCESS = 1000
_WAITING_PER_WORKER = 4


@dataclass(frozen=True)
class Run:
    """What one run reports: its run seed, a number an outcome and, where asked, a series a weekly outcome."""

    seed: int
    outcomes: Mapping[str, float]
    weekly: Mapping[str, Array]


@dataclass(frozen=True)
class _Job:
    """What every run of one call has in common."""

    scenario: Scenario
    weekly: bool
    model: type[CaseConferenceModel] | None
    agents: Mapping[str, type] | None


def run_seeds(seed: int, runs: int) -> npt.NDArray[np.int64]:
    """Return the run seeds 0 .. runs - 1 of a base seed: 53 bits of BLAKE2b of ('run', seed, number).

    They depend on nothing else, so that all scenarios share their luck. InputError for less than one run.
    """
    if index(runs) < 1:
        raise InputError(key="runs", got=runs, allowed="a whole number from 1")
    return np.array([_run_seed(index(seed), number) for number in range(index(runs))], dtype=np.int64)


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

    With `weekly` the values are the weekly series instead, arrays (runs, weeks). `model` and `agents` replace
    the model's own classes. Neither `workers` nor the order of execution changes a bit of the result. Raises
    WorkError, with the run seed, when a run fails.
    """
    seeds = run_seeds(seed, runs)
    played = each_run(
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


def each_run(
    scenario: Scenario,
    seeds: Iterable[int],
    *,
    weekly: bool = False,
    model: type[CaseConferenceModel] | None = None,
    agents: Mapping[str, type] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Run]:
    """Yield a run for each run seed, in their order; `progress(done, total)` is called before each."""
    seeds = [index(seed) for seed in seeds]
    job = _Job(scenario, weekly, model, agents)
    processes = _processes(workers, len(seeds), int(scenario.value("run.weeks")))
    played = _in_processes(job, seeds, processes) if processes > 1 else (_play(job, seed) for seed in seeds)
    for done, run in enumerate(played, start=1):
        if progress is not None:
            progress(done, len(seeds))
        yield run


def gather(played: Iterable[Run], count: int) -> tuple[Columns, Columns]:
    """Return the outcomes of `count` runs as arrays (runs,) and their series as arrays (runs, weeks)."""
    outcomes: Columns = {}
    weekly: Columns = {}
    for row, run in enumerate(played):
        for columns, values in ((outcomes, run.outcomes), (weekly, run.weekly)):
            for name, value in values.items():
                if name not in columns:
                    columns[name] = np.full((count, *np.shape(value)), np.nan)
                columns[name][row] = value
    return outcomes, weekly


def _run_seed(seed: int, number: int) -> int:
    digest = blake2b(f"run {seed} {number}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 11


def _processes(workers: int | None, runs: int, weeks: int) -> int:
    if workers is not None and index(workers) < 1:
        raise InputError(key="workers", got=workers, allowed="a whole number from 1")
    if workers == 1 or runs * weeks < _WEEKS_WORTH_A_PROCESS:
        return 1
    from loky import cpu_count

    return min(workers or cpu_count(), runs)


def _play(job: _Job, seed: int) -> Run:
    try:
        model = (job.model or _default_model())(job.scenario, rng=seed, agents=job.agents)
        model.run()
        return Run(seed, dict(model.outcomes()), dict(model.weekly()) if job.weekly else {})
    except CasusoverlegError:
        raise
    except Exception as error:
        raise WorkError(
            f"{job.scenario.name}: the run with seed {seed} failed: {type(error).__name__}: {error}"
        ) from error


def _default_model() -> type[CaseConferenceModel]:
    from sim.model import CaseConferenceModel

    return CaseConferenceModel


def _in_processes(job: _Job, seeds: list[int], processes: int) -> Iterator[Run]:
    # loky pickles by value what __main__ defines: classes of a notebook, or of a script without a main guard
    from loky import get_reusable_executor

    executor = get_reusable_executor(max_workers=processes, timeout=60, initializer=_ignore_interrupts)
    left = iter(seeds)
    waiting: deque[Future[Run]] = deque()
    try:
        for seed in islice(left, processes * _WAITING_PER_WORKER):
            waiting.append(executor.submit(_play, job, seed))
        while waiting:
            run = waiting.popleft().result()
            for seed in islice(left, 1):
                waiting.append(executor.submit(_play, job, seed))
            yield run
    except BrokenExecutor as error:
        reason = "a worker process stopped, perhaps for want of memory"
        raise WorkError(f"{job.scenario.name}: {reason}") from error
    except KeyboardInterrupt:
        waiting.clear()  # loky tells these futures that it stops, and trips over cancelled ones
        executor.shutdown(wait=False, kill_workers=True)
        raise
    finally:
        for future in waiting:
            future.cancel()


def _ignore_interrupts() -> None:
    """Leave Ctrl-C, which reaches every process of the terminal, to the process that started the workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
