"""Morris' elementary effects: how far an outcome moves when one item goes all its way, with the others anywhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.designs import Factor
from experiments.designs.sampling import MORRIS_LEVELS, Shares, morris
from experiments.sensitivity.item import Item
from experiments.sensitivity.sample import Array, Places, Sample, groups_of

_STEP = MORRIS_LEVELS / (2 * (MORRIS_LEVELS - 1))  # of the way, at every change


class Morris(Sample):
    """Trajectories in which each item changes once; effects are in units of the outcome, over the whole range.

    `mu_star`: mean size of the effect (Campolongo et al. 2007); `mu`: mean with its sign, for a number that goes up;
    `sigma`: standard deviation, which tells of interplay and bends. A category and a group have no direction, and
    a group no `sigma`.
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
        self._sign = np.sign(moves[:, :, lead].sum(axis=1))
        single = np.array([len(item.parameters) == 1 for item in items])
        ordered = np.array([factors[place].parameter.kind != "category" for place in lead])
        self._directed, self._single = single & ordered, single

    @classmethod
    def points_of(cls, blocks: int, items: int) -> int:
        """Return how many points so many trajectories have."""
        return blocks * (items + 1)

    @classmethod
    def drawn(cls, factors: Sequence[Factor], items: Sequence[Item], blocks: int, luck: np.random.Generator) -> Morris:
        """Return so many trajectories."""
        return cls(factors, items, morris(len(factors), blocks, luck, groups_of(factors, items)), len(items) + 1)

    def estimate(self, values: Array, which: Places) -> Array:
        """Return `mu_star`, `mu` and `sigma`, an array (3, items)."""
        changes = np.take_along_axis(np.diff(values, axis=1), self._when[which], axis=1)
        effects = self._sign[which] * changes / _STEP
        return np.stack(
            [
                np.abs(effects).mean(axis=0),
                np.where(self._directed, effects.mean(axis=0), np.nan),
                np.where(self._single, effects.std(axis=0, ddof=1), np.nan),
            ]
        )
