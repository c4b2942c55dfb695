"""Differences as a comparison finds them, one for each verdict."""

from __future__ import annotations

from dataclasses import replace

from experiments.comparison import Difference
from sim.outcomes import OUTCOMES

INTERVALS = {
    "clear": (0.03, 0.05),
    "small": (0.005, 0.015),
    "uncertain": (0.01, 0.03),
    "hardly": (-0.01, 0.015),
    "open": (-0.01, 0.03),
}


def found(outcome: str = "collaboration_quality", verdict: str = "clear", *, sign: int = 1) -> Difference:
    low, high = sorted(sign * end for end in INTERVALS[verdict])
    return Difference(
        outcome=OUTCOMES[outcome],
        pairs=200,
        left_out=0,
        baseline=0.5,
        other=0.5 + (low + high) / 2,
        spread=0.05,
        mean=(low + high) / 2,
        low=low,
        high=high,
        smallest_relevant=0.02,
        higher=188,
        lower=12,
    )


def nothing(outcome: str = "collaboration_quality") -> Difference:
    nan = float("nan")
    return replace(
        found(outcome),
        pairs=0,
        left_out=200,
        mean=nan,
        low=nan,
        high=nan,
        smallest_relevant=nan,
        higher=0,
        lower=0,
    )
