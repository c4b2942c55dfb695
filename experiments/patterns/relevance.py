"""How much of a difference matters in the outcome of a claim, and whether one is large enough."""

from __future__ import annotations

import numpy as np

from experiments.comparison import Verdict, verdict
from experiments.patterns.declared import Claim
from experiments.patterns.measured import Play, values


def smallest_relevant(claim: Claim, play: Play) -> float:
    """Return the smallest difference that matters, seen from the worlds in which less is claimed.

    Where there is nothing of the outcome in those, from the others.
    """
    outcome = claim.parts[0]  # of one by another, the first
    sides = (
        sum(float(np.nanmean(values(claim.outcome, play(world), claim.fed))) for world in worlds)
        for worlds in (claim.less, claim.more)
    )
    return next((found for side in sides if (found := outcome.smallest_relevant(side)) > 0), 1.0)


def relevant(low: float, high: float, smallest: float) -> bool | None:
    """Return whether a difference is surely larger than the smallest that matters, or surely smaller.

    `low` and `high` are the ends of its interval; None where they leave it open, or where no smallest is known (NaN).
    """
    return {Verdict.CLEAR: True, Verdict.SMALL: False}.get(verdict(low, high, smallest))
