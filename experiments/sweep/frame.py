"""Sweeps from Python: a scenario and what varies in it, back comes a table of runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from experiments.designs import KINDS, Factor, Plan, designed, read_factor
from experiments.designs.factor import listed
from experiments.sweep.merging import in_order, pieces
from experiments.sweep.playing import Crew, Progress, play_in_memory, play_into
from experiments.sweep.store import opened
from experiments.sweep.study import Study
from sim.errors import InputError, describe
from sim.parameters import find
from sim.runs import check_asked
from sim.scenario import Scenario

if TYPE_CHECKING:
    from sim.model import CaseConferenceModel

_ARGUMENTS = {"out": "folder", "outcome": "outcomes"}  # where they have another name than the option


def sweep(
    scenario: Scenario,
    vary: Mapping[str, object],
    *,
    runs: int = 200,
    seed: int = 1,
    design: str = KINDS[0],
    points: int | None = None,
    folder: str | Path | None = None,
    workers: int | None = None,
    model: type[CaseConferenceModel] | None = None,
    agents: Mapping[str, type] | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Play every point of a design `runs` times and return a row a run, by point and then by run.

    `vary` gives for each parameter its values: a list, or a text such as "0:1:11" (see `--vary`), or None for its whole
    range. All points share their run seeds. With a `folder` the runs are kept there as they come, and the same
    call goes on where it was interrupted. A run that fails is a row with its `error`. `executor`, any of
    `concurrent.futures`, plays instead of this machine's threads or processes.
    """
    check_asked(scenario, runs, seed)
    with told_by_argument():
        factors = tuple(factor_from(name, values) for name, values in vary.items())
        study = Study(scenario, designed(Plan(design, factors, points), scenario.values, seed), seed, model, agents)
        return runs_of(study, runs, Crew.of(workers, executor), folder, progress)


@contextmanager
def told_by_argument() -> Iterator[None]:
    """Tell an InputError about an option as one about the argument of Python that stands for it."""
    try:
        yield
    except InputError as error:
        if not error.where.startswith("--"):
            raise
        name = error.where.removeprefix("--")
        raise error.within(_ARGUMENTS.get(name, name)) from None


def runs_of(
    study: Study, runs: int, crew: Crew, folder: str | Path | None = None, progress: Progress | None = None
) -> pd.DataFrame:
    """Return a row a run of a study, by point and then by run; with a folder they are kept there, as in `sweep`."""
    study.check()
    if runs < 1:
        raise InputError(key="runs", got=runs, allowed="a whole number from 1")
    if folder is None:
        return in_order(study, play_in_memory(study, runs, crew, progress)).to_pandas()
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    with opened(place, study) as store:
        play_into(store, runs, crew, progress)
        return pa.concat_tables(pieces(store, runs)).to_pandas()


def factor_from(name: str, values: object) -> Factor:
    """Return the factor whose values are a list, a text as behind `--vary`, or None for the whole range."""
    if values is None or isinstance(values, str):
        return read_factor(name if values is None else f"{name}={values}", "vary")
    parameter = find(name, "vary")
    if not isinstance(values, Iterable):
        raise InputError(where="vary", key=name, got=describe(values), allowed="a list, such as [0.2, 0.5]")
    return listed(parameter, list(values))
