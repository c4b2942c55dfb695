"""PAWN: how far the distribution of an outcome moves when one item is held in a part of its range."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.designs import Factor
from experiments.designs.sampling import Shares, latin_hypercube
from experiments.sensitivity.item import DUMMY, Item, titled
from experiments.sensitivity.sample import Array, Places, Sample
from sim.errors import InputError

_PARTS = 10


class Pawn(Sample):
    """Points of a Latin hypercube, cut in ten parts along each item (Pianosi & Wagener 2018).

    The distance of two distributions is Kolmogorov and Smirnov's; `median` and `largest` are over the parts. The
    dummy is one more column of the hypercube that sets nothing: what chance in the choice of points gives.
    """

    method = "pawn"
    design = "latin_hypercube"
    indices = ("median", "largest")
    ranked_by = "median"
    least = 5 * _PARTS
    usual = 512

    def __init__(self, factors: Sequence[Factor], items: Sequence[Item], shares: Shares, size: int) -> None:
        super().__init__(factors, [*items, Item(DUMMY, titled("dummy"), ())], shares[:, :-1], size)
        self._part = np.minimum((shares * _PARTS).astype(np.int64), _PARTS - 1)

    @classmethod
    def drawn(cls, factors: Sequence[Factor], items: Sequence[Item], blocks: int, luck: np.random.Generator) -> Pawn:
        """Return a sample of so many points; InputError for groups, whose parts would be none."""
        if any(len(item.parameters) > 1 for item in items):
            raise InputError("takes no groups", where="--method", got="pawn", allowed="morris, sobol")
        return cls(factors, items, latin_hypercube(len(factors) + 1, blocks, luck), 1)

    def estimate(self, values: Array, which: Places) -> Array:
        """Return `median` and `largest`, an array (2, items)."""
        order = np.argsort(values[:, 0], kind="stable")
        level, part = values[order, 0], self._part[which[order]]
        last = np.append(level[1:] != level[:-1], True)  # equal values step up together
        whole = np.arange(1, len(level) + 1) / len(level)
        found = []
        for column in part.T:
            inside = np.cumsum(column[:, np.newaxis] == np.arange(_PARTS), axis=0)
            there = inside[-1] > 0
            distance = np.abs(inside[:, there] / inside[-1, there] - whole[:, np.newaxis])[last].max(axis=0)
            found.append((np.median(distance), distance.max()))
        return np.array(found).T
