"""Sensitivity from Python: a scenario and what varies in it, back comes a table of indices."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.headlines import asked as outcomes_asked
from experiments.sensitivity.analysis import Analysis, analysed
from experiments.sensitivity.asked import Asked
from experiments.sensitivity.item import BY
from experiments.sensitivity.remark import remarks
from experiments.sensitivity.sample import Sample
from experiments.sensitivity.table import records
from experiments.sweep.frame import factor_from, runs_of, told_by_argument
from experiments.sweep.playing import Crew, Progress
from experiments.sweep.study import Study
from experiments.words import words_in
from sim.errors import InputError, describe
from sim.runs import check_asked
from sim.scenario import Scenario


def sensitivity(
    scenario: Scenario,
    vary: Mapping[str, object] | None = None,
    *,
    outcomes: Sequence[str] = (),
    method: str = "morris",
    by: str = BY[0],
    sample: int | None = None,
    runs: int = 10,
    seed: int = 1,
    folder: str | Path | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return a row for each outcome and each parameter (or factor), from high to low, with indices and intervals.

    `vary` as in `sweep`; without it nearly all parameters vary over their whole range (see `overleg sensitivity
    --help`). Without `outcomes` the main ones are told, and beside `risk` always `compulsory_share`: less risk by more
    compulsion is another answer. `sample` counts Morris' trajectories, Sobol's blocks or PAWN's points; each point is
    played `runs` times. What cannot be trusted is told by Python's warnings.
    """
    check_asked(scenario, runs, seed)
    if isinstance(outcomes, str):
        raise InputError(where="outcomes", got=describe(outcomes), allowed="a list, such as ['risk']")
    with told_by_argument():
        factors = tuple(factor_from(name, values) for name, values in (vary or {}).items())
        about = outcomes_asked(outcomes)
        points = Asked(method, factors, by, sample).sample(scenario.values, seed)
        study = Study(scenario, points.points(), seed)
        played = runs_of(study, runs, Crew.of(workers, executor), folder, progress)
    found = analyses(points, played, about, seed)
    for analysis in found:
        for remark in remarks(analysis):
            warnings.warn(remark.told(words_in("en")), stacklevel=2)
    return pd.DataFrame([row for analysis in found for row in records(analysis, "en")])


def analyses(sample: Sample, played: pd.DataFrame, outcomes: Sequence[str], seed: int) -> list[Analysis]:
    """Return the analysis of each outcome of played runs, a row a run by point and then by run."""
    shape = (len(sample.shares), -1)
    return [analysed(name, sample, played[name].to_numpy(np.float64).reshape(shape), seed) for name in outcomes]
