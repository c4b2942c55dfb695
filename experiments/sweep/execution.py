"""Chunks played by whoever is there: threads for the engine, processes for models in Python, or an executor given."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from experiments.designs.design import Point
from experiments.sweep.chunk import Chunk
from experiments.sweep.study import Study
from sim.draws import run_seed
from sim.errors import CasusoverlegError, InputError, WorkError
from sim.outcomes import OUTCOMES
from sim.runs import Columns, play_one, worker_processes, worker_stopped
from sim.scenario import Scenario
from sim.window import as_done
from sim.world import form_of

if TYPE_CHECKING:
    from sim.model import CaseConferenceModel

Played = tuple[Columns, list[str | None]]  # outcomes of runs, and what went wrong in each of them

_AHEAD = 2  # chunks for each worker: one to play and one that waits
_NOTHING = np.array([np.nan])


@dataclass(frozen=True)
class Task:
    """A chunk with all that a worker, wherever it is, needs to play it."""

    chunk: Chunk
    scenario: Scenario
    names: tuple[str, ...]
    points: tuple[Point, ...]
    seed: int
    model: type[CaseConferenceModel] | None
    agents: Mapping[str, type] | None

    @property
    def by_engine(self) -> bool:
        """Whether the engine plays it."""
        return self.model is None and self.agents is None

    @property
    def seeds(self) -> tuple[int, ...]:
        """Run seeds: the same for all points."""
        return tuple(run_seed(self.seed, run) for run in range(self.chunk.first_run, self.chunk.end_run))


def task_of(study: Study, chunk: Chunk) -> Task:
    """Return the task of a chunk."""
    points = study.design.points[chunk.first : chunk.end]
    return Task(chunk, study.scenario, study.design.names, points, study.seed, study.model, study.agents)


def each_chunk(
    study: Study, chunks: Iterable[Chunk], workers: int, executor: Executor | None = None
) -> Iterator[tuple[Chunk, pa.Table]]:
    """Yield each chunk with its runs as soon as they are played; a run that fails is a row with its error."""
    left = deque(chunks)
    while left:
        lost: list[Chunk] = []
        with _workers(study, workers, executor) as (crew, stop):
            tasks = (task_of(study, chunk) for chunk in _until(left, lost))
            for task, future in as_done(crew, play_task, tasks, ahead=_AHEAD * workers, stop=stop):
                if future.cancelled():
                    raise workers_gone()
                if _worker_died(future):
                    lost.append(task.chunk)
                else:
                    yield task.chunk, future.result()
        for chunk in lost:
            yield chunk, _one_by_one(study, chunk)


def play_task(task: Task) -> pa.Table:
    """Return the runs of a task, by point and then by run; those that failed with an error instead of outcomes."""
    seeds = task.seeds
    found: list[Played] = [({}, [])] * len(task.points)
    scenarios, wrong = _scenarios(task)
    for place, scenario in sorted(scenarios.items(), key=lambda each: form_of(each[1])):
        found[place] = _play_point(task, scenario, seeds)
    for place, reason in wrong.items():
        found[place] = ({}, [reason] * len(seeds))
    return _table(task.chunk, seeds, found)


def workers_gone() -> WorkError:
    """Return the error of a cluster that is there no more."""
    return WorkError("the cluster is gone: its scheduler stopped, or no workers were left; the same command goes on")


def _worker_died(future: Future[pa.Table]) -> bool:
    distributed = sys.modules.get("distributed")  # where it is not loaded, no worker of it plays
    died = (BrokenExecutor, *([distributed.KilledWorker] if distributed else []))
    return isinstance(future.exception(), died)


def _until(left: deque[Chunk], lost: list[Chunk]) -> Iterator[Chunk]:
    """Hand out chunks until one is lost: then the workers are gone."""
    while left and not lost:
        yield left.popleft()


@contextmanager
def _workers(
    study: Study, workers: int, executor: Executor | None
) -> Iterator[tuple[Executor, Callable[[], object] | None]]:
    """Give who plays, and how to stop them at once where that is possible."""
    if executor is not None:
        yield executor, None
    elif study.by_engine:
        with ThreadPoolExecutor(workers, thread_name_prefix="casusoverleg") as threads:
            yield threads, None
    else:
        processes = worker_processes(workers)
        yield processes, lambda: processes.shutdown(wait=False, kill_workers=True)


def _one_by_one(study: Study, chunk: Chunk) -> pa.Table:
    """Return the runs of a chunk during which a worker died: each in turn, so that only the deadly one fails."""
    tables = []
    for single in chunk.singly():
        task = task_of(study, single)
        try:
            tables.append(worker_processes(1).submit(play_task, task).result())
        except BrokenExecutor:
            tables.append(_table(single, task.seeds, [({}, [str(worker_stopped(study.scenario))])]))
    return pa.concat_tables(tables, promote_options="default").sort_by([("point", "ascending"), ("run", "ascending")])


def _scenarios(task: Task) -> tuple[dict[int, Scenario], dict[int, str]]:
    scenarios: dict[int, Scenario] = {}
    wrong: dict[int, str] = {}
    for place, point in enumerate(task.points):
        try:
            scenarios[place] = task.scenario.set(dict(zip(task.names, point, strict=True)))
        except InputError as error:
            wrong[place] = str(error)
    return scenarios, wrong


def _play_point(task: Task, scenario: Scenario, seeds: tuple[int, ...]) -> Played:
    """Return the runs of one point; where something fails, they are played one by one to find what."""
    if len(seeds) > 1 and not task.by_engine:
        return _joined([_play_point(task, scenario, (seed,)) for seed in seeds])
    try:
        return _play(task, scenario, seeds), [None] * len(seeds)
    except CasusoverlegError as error:
        if len(seeds) == 1:
            return {}, [str(error)]
    return _joined([_play_point(task, scenario, (seed,)) for seed in seeds])


def _play(task: Task, scenario: Scenario, seeds: tuple[int, ...]) -> Columns:
    if not task.by_engine:
        return play_one(scenario, seeds[0], model=task.model, agents=task.agents).outcomes
    from sim.engine.rooms import rooms_here
    from sim.engine.threads import most_at_once

    size = most_at_once(scenario)
    parts = [rooms_here().play(scenario, seeds[first : first + size]) for first in range(0, len(seeds), size)]
    return {name: np.concatenate([part.outcomes[name] for part in parts]) for name in parts[0].outcomes}


def _joined(each: Sequence[Played]) -> Played:
    """Return single runs as one; an outcome that a run does not have is NaN."""
    names = dict.fromkeys(name for values, _ in each for name in values)
    columns = {name: np.concatenate([values.get(name, _NOTHING) for values, _ in each]) for name in names}
    return columns, [error for _, errors in each for error in errors]


def _table(chunk: Chunk, seeds: tuple[int, ...], found: Sequence[Played]) -> pa.Table:
    points, runs = chunk.end - chunk.first, len(seeds)
    names = dict.fromkeys([*OUTCOMES, *(name for values, _ in found for name in values)])
    nothing = np.full(runs, np.nan)
    outcomes = {name: np.concatenate([values.get(name, nothing) for values, _ in found]) for name in names}
    return pa.table(
        {
            "point": pa.array(np.repeat(np.arange(chunk.first, chunk.end, dtype=np.int32), runs)),
            "run": pa.array(np.tile(np.arange(chunk.first_run, chunk.end_run, dtype=np.int32), points)),
            "seed": pa.array(np.tile(np.array(seeds, np.int64), points)),
            # from_pandas: NaN is no value, and stands as null
            **{name: pa.array(values, pa.float64(), from_pandas=True) for name, values in outcomes.items()},
            "error": pa.array([error for _, errors in found for error in errors], pa.string()),
        }
    )
