"""Points spread over a space of factors, as shares from 0 to 1 of the way along each: arrays (points, factors)."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
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


def morris(
    factors: int, trajectories: int, luck: np.random.Generator, groups: Sequence[int] | None = None
) -> Shares:
    """Return trajectories of points, each changing one factor of the point before (Morris 1991).

    With `groups`, the number of a group for each factor, all factors of one group change at once.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a library's warnings about its own libraries
        from SALib.sample import morris as trajectory

    drawn = trajectory.sample(_problem(factors, groups), trajectories, num_levels=MORRIS_LEVELS, seed=luck)
    # exactly on a level, so that the same level is the same value in every point
    shares: Shares = np.round(drawn * (MORRIS_LEVELS - 1)) / (MORRIS_LEVELS - 1)
    return shares


def saltelli(factors: int, blocks: int, luck: np.random.Generator, groups: Sequence[int] | None = None) -> Shares:
    """Return `blocks`, a power of 2, of points A, then A with each factor (or group) from B, then B (Saltelli 2002).

    A and B are halves of the points of a scrambled Sobol sequence.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from SALib.sample import sobol as cross

        shares: Shares = cross.sample(_problem(factors, groups), blocks, calc_second_order=False, seed=luck)
    return shares


def _problem(factors: int, groups: Sequence[int] | None) -> dict[str, Any]:
    names = [str(factor) for factor in range(factors)]
    told = None if groups is None else [str(group) for group in groups]
    return {"num_vars": factors, "names": names, "bounds": [[0.0, 1.0]] * factors, "groups": told}
