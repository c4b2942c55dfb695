"""What the model does with a claim: the difference over paired runs, with its interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.bootstrap import FloatArray, intervals_of_means
from experiments.patterns.declared import QUALITY_OF_THE_REST, Claim, Pattern, World
from sim.measures import QUALITY

CERTAINTY = 0.99
Columns = Mapping[str, FloatArray]
Play = Callable[[World], Columns]


@dataclass(frozen=True)
class Measured:
    """The difference that a claim is about: its mean over pairs and the 99 % interval of that mean."""

    claim: Claim
    pairs: int
    mean: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Return whether the interval lies on the side that the claim names."""
        return self.low > 0

    @property
    def contradicted(self) -> bool:
        """Return whether the interval lies on the other side."""
        return self.high < 0


@dataclass(frozen=True)
class Verdict:
    """What came out of a pattern: its claims, those only reported, and what is left with its weights at 0.

    `switched_off`: with the weights at 0 that say it most directly; `switched_off_strictly`: with all that do so in one
    step. None where that was not played, empty where there is no such weight.
    """

    pattern: Pattern
    claims: tuple[Measured, ...]
    reports: tuple[Measured, ...]
    switched_off: tuple[Measured, ...] | None
    switched_off_strictly: tuple[Measured, ...] | None = None

    @property
    def holds(self) -> bool | None:
        """Return whether all claims hold; None where some interval contains zero and none contradicts."""
        if all(claim.holds for claim in self.claims):
            return True
        return False if any(claim.contradicted for claim in self.claims) else None

    @property
    def emergent(self) -> bool | None:
        """Return whether the pattern survives without the weights that say it; None where that was not played."""
        if self.switched_off is None:
            return None
        return bool(self.holds) and all(claim.holds for claim in self.switched_off)

    @property
    def emergent_strictly(self) -> bool | None:
        """Return whether it also survives without any weight that says it in one step; None where not played.

        What can only come about by those weights is built in, and so is what another reading finds built in already.
        """
        if self.switched_off_strictly is None:
            return None
        survives = all(claim.holds for claim in self.switched_off_strictly)
        return bool(self.emergent) and survives and not self.pattern.by_construction


def values(outcome: str, rows: Columns, fed: Sequence[str]) -> FloatArray:
    """Return an outcome of a claim for each run: an array (runs,)."""
    if outcome == QUALITY_OF_THE_REST:
        return np.asarray(np.mean([rows[part] for part in QUALITY if part not in fed], axis=0))
    part, _, whole = outcome.partition(" / ")
    with np.errstate(divide="ignore", invalid="ignore"):
        return rows[part] / rows[whole] if whole else rows[part]


def contrast(claim: Claim, play: Play) -> FloatArray:
    """Return, for each run, the outcome over `more` minus that over `less`."""
    sides = [[values(claim.outcome, play(world), claim.fed) for world in worlds] for worlds in (claim.more, claim.less)]
    more, less = (np.sum(side, axis=0) if side else 0.0 for side in sides)
    return np.asarray(more - less, float)


def measured(claims: Sequence[Claim], play: Play) -> tuple[Measured, ...]:
    """Return what the runs say of these claims."""
    if not claims:
        return ()
    differences = np.stack([contrast(claim, play) for claim in claims], axis=1)
    low, high = intervals_of_means(differences, CERTAINTY)
    pairs = (~np.isnan(differences)).sum(axis=0)
    means = np.nanmean(differences, axis=0)
    return tuple(map(Measured, claims, map(int, pairs), map(float, means), map(float, low), map(float, high)))


def judge(pattern: Pattern, play: Play, *, switch_off: bool) -> Verdict:
    """Return what the runs say of a pattern; `switch_off`: also of what is left without its own weights."""
    off = strictly = None
    if switch_off:
        off, strictly = (
            measured([claim.off(weights) for claim in pattern.claims], play) if weights else ()
            for weights in (pattern.direct, pattern.direct_strictly)
        )
    return Verdict(pattern, measured(pattern.claims, play), measured(pattern.reports, play), off, strictly)
