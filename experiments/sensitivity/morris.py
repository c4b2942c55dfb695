"""Morris' elementary effects: how far an outcome moves when one item goes all its way, with the others anywhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.designs import Factor
from experiments.designs.sampling import MORRIS_LEVELS, Shares
from experiments.designs.trajectory import trajectories
from experiments.sensitivity.item import Item
from experiments.sensitivity.sample import Array, Places, Sample, groups_of

_STEP = MORRIS_LEVELS / (2 * (MORRIS_LEVELS - 1))  # of the way, at every change of a number


class Morris(Sample):
    """Trajectories in which each item changes once; effects are in units of the outcome, over the whole range.

    `mu_star`: mean size of the effect (Campolongo et al. 2007); `mu`: mean with its sign, for a number that goes up;
    `sigma`: standard deviation, which tells of interplay and bends. A category goes from any choice to any other. It
    and a group have no direction, and a group no `sigma`.
    """

    method = "morris"
    design = "morris"
    indices = ("mu_star", "mu", "sigma")
    ranked_by = "mu_star"
    least = 4
    usual = 20

    def __init__(self, factors: Sequence[Factor], items: Sequence[Item], shares: Shares, size: int) -> None:
        super().__init__(factors, items, shares, size)
        moves = np.diff(shares.reshape(-1, size, len(factors)), axis=1)
        lead = [item.places(factors)[0] for item in items]  # moves whenever its item does
        self._when = np.abs(moves[:, :, lead]).argmax(axis=1)
        moved = moves[:, :, lead].sum(axis=1)
        single = np.array([len(item.parameters) == 1 for item in items])
        ordered = np.array([factors[place].parameter.kind != "category" for place in lead])
        self._directed, self._single = single & ordered, single
        way = np.stack([_way(factors[place], each) for place, each in zip(lead, moved.T, strict=True)], axis=1)
        self._way = np.where(single, way, np.sign(moved) * _STEP)

    @classmethod
    def points_of(cls, blocks: int, items: int) -> int:
        """Return how many points so many trajectories have."""
        return blocks * (items + 1)

    @classmethod
    def drawn(cls, factors: Sequence[Factor], items: Sequence[Item], blocks: int, luck: np.random.Generator) -> Morris:
        """Return so many trajectories."""
        shares = trajectories(factors, blocks, luck, groups_of(factors, items))
        return cls(factors, items, shares, len(items) + 1)

    def estimate(self, values: Array, which: Places) -> Array:
        """Return `mu_star`, `mu` and `sigma`, an array (3, items)."""
        changes = np.take_along_axis(np.diff(values, axis=1), self._when[which], axis=1)
        effects = changes / self._way[which]
        return np.stack(
            [
                np.abs(effects).mean(axis=0),
                np.where(self._directed, effects.mean(axis=0), np.nan),
                np.where(self._single, effects.std(axis=0, ddof=1), np.nan),
            ]
        )


def _way(factor: Factor, moved: Array) -> Array:
    """Return which part of its way, with its sign, a factor went when its share moved so far."""
    if factor.parameter.kind == "category":
        return np.sign(moved)
    count = len(factor.levels)
    return moved * count / (count - 1) if count else np.sign(moved) * _STEP
