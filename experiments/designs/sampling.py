"""Points spread over a space of factors, as shares from 0 to 1 of the way along each: arrays (points, factors)."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt

Shares = npt.NDArray[np.float64]

MORRIS_LEVELS = 4  # along each factor; even, so that a step of 2/3 leaves every level equally likely


def latin_hypercube(factors: int, points: int, luck: np.random.Generator) -> Shares:
    """Return points of which every factor has one in each of `points` equal parts of its way (McKay et al. 1979)."""
    from scipy.stats import qmc

    shares: Shares = qmc.LatinHypercube(factors, rng=luck).random(points)
    return shares


def sobol(factors: int, points: int, luck: np.random.Generator) -> Shares:
    """Return the first `points`, a power of 2, of a scrambled Sobol sequence (Sobol 1967; Owen 1998)."""
    from scipy.stats import qmc

    shares: Shares = qmc.Sobol(factors, rng=luck).random_base2(points.bit_length() - 1)
    return shares


def morris(factors: int, trajectories: int, luck: np.random.Generator) -> Shares:
    """Return trajectories of `factors` + 1 points, each changing one factor of the point before (Morris 1991)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a library's warnings about its own libraries
        from SALib.sample import morris as trajectory

    problem: dict[str, Any] = {
        "num_vars": factors,
        "names": [str(factor) for factor in range(factors)],
        "bounds": [[0.0, 1.0]] * factors,
    }
    drawn = trajectory.sample(problem, trajectories, num_levels=MORRIS_LEVELS, seed=luck)
    # exactly on a level, so that the same level is the same value in every point
    shares: Shares = np.round(drawn * (MORRIS_LEVELS - 1)) / (MORRIS_LEVELS - 1)
    return shares
