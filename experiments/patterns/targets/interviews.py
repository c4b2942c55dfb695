"""What the virtual interview comes to as a target."""

from __future__ import annotations

import numpy as np

from experiments.patterns.interview import counts_of, declared, each_run, order, score
from sim.scenario import Scenario

INTERVIEWED = ("interview_score", "interview_order")
_RESAMPLED = 100  # times; the energy distances of a resample take a while
_CERTAINTY = (0.025, 0.975)


def interview_figures(
    scenario: Scenario, seed: int, runs: int, workers: int | None
) -> dict[str, tuple[float, float, float]]:
    """Return score and order of the answers at this scenario's table, each with its 95 % interval over runs."""
    interview = declared().at(scenario)
    found = each_run(interview, seed, runs=runs, workers=workers)
    luck = np.random.default_rng(seed)
    resampled = ([found[run] for run in luck.integers(0, runs, runs)] for _ in range(_RESAMPLED))
    statistics = [(score(counts), order(counts)) for counts in (counts_of(interview, each) for each in resampled)]
    counts = counts_of(interview, found)
    ends = np.quantile(np.array(statistics), _CERTAINTY, axis=0).T.tolist()
    values = (score(counts), order(counts))
    return {name: (value, *end) for name, value, end in zip(INTERVIEWED, values, ends, strict=True)}
