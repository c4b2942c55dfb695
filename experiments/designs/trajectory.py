"""Morris' trajectories of factors of which some have levels of their own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.designs.factor import Factor
from experiments.designs.sampling import Shares, morris


def trajectories(
    factors: Sequence[Factor], count: int, luck: np.random.Generator, groups: Sequence[int] | None = None
) -> Shares:
    """Return so many trajectories, in which each factor or group changes once: shares (points, factors)."""
    shares = morris(len(factors), count, luck, groups)
    for place, factor in enumerate(factors):
        if factor.levels:
            shares[:, place] = _on_levels(factor, shares[:, place].reshape(count, -1), luck).ravel()
    return shares


def _on_levels(factor: Factor, shares: Shares, luck: np.random.Generator) -> Shares:
    """Return shares (trajectories, points) in the middle of levels, so that all pairs of choices are as likely.

    Morris' own levels would fall on the choices unevenly: on the last of three in half of the points.
    """
    count, blocks = len(factor.levels), len(shares)
    if factor.parameter.kind != "category":
        return np.asarray((np.rint(shares * (count - 1)) + 0.5) / count)
    before = luck.integers(count, size=(blocks, 1))
    after = (before + luck.integers(1, count, size=(blocks, 1))) % count
    return np.asarray((np.where(shares == shares[:, :1], before, after) + 0.5) / count)
