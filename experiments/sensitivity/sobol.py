"""Sobol's indices: which share of the variance of an outcome each item accounts for, alone and with all others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.designs import Factor
from experiments.designs.sampling import saltelli
from experiments.sensitivity.item import DUMMY, Item, titled
from experiments.sensitivity.sample import Array, Places, Sample, groups_of, mean_of_runs


class Sobol(Sample):
    """Blocks of A, A with each item from B, and B; first-order and total indices after Saltelli et al. (2010).

    The dummy does nothing but bring other luck: A on one half of the replications against A on the other, less what
    luck does to all points alike. With one replication it has no value. SALib's estimators, on values centred and
    scaled as SALib does.
    """

    method = "sobol"
    design = "saltelli"
    indices = ("first", "total")
    ranked_by = "total"
    beside = "first"
    least = 8
    usual = 128
    in_powers_of_2 = True

    @classmethod
    def points_of(cls, blocks: int, items: int) -> int:
        """Return how many points so many blocks have."""
        return blocks * (items + 2)

    @classmethod
    def drawn(cls, factors: Sequence[Factor], items: Sequence[Item], blocks: int, luck: np.random.Generator) -> Sobol:
        """Return a sample of so many blocks, a power of 2."""
        shares = saltelli(len(factors), blocks, luck, groups_of(factors, items))
        return cls(factors, [*items, Item(DUMMY, titled("other_luck"), ())], shares, len(items) + 2)

    def blocks(self, runs: Array) -> Array:
        """Return the means by block: A, A with each item from B, A with other luck, B."""
        means = super().blocks(runs)
        return np.insert(means, -1, means[:, 0] + self._other_luck(runs), axis=1)

    def _other_luck(self, runs: Array) -> Array:
        """Return how far A would move on other run seeds: as halves differ, made as small as with all replications."""
        count = runs.shape[1]
        half = count // 2
        if not half:
            return np.full(len(runs) // self.size, np.nan)
        first = runs[:: self.size]
        moved = mean_of_runs(first[:, :half]) - mean_of_runs(first[:, half : 2 * half])
        alike = mean_of_runs(moved[np.newaxis])
        return np.asarray(np.nan_to_num((moved - alike) * np.sqrt(half / count)))  # 0 at a point with hardly any values

    def estimate(self, values: Array, which: Places) -> Array:
        """Return first-order and total indices, an array (2, items); NaN where neither A nor B varies."""
        from SALib.analyze.sobol import first_order, total_order

        if np.ptp(values[:, [0, -1]]) == 0:  # SALib would say 0
            return np.full((len(self.indices), len(self.items)), np.nan)
        played = np.delete(values, -2, axis=1)
        scaled = (values - played.mean()) / played.std()
        crossed = scaled[:, 1:-1]
        a, b = (np.broadcast_to(scaled[:, [place]], crossed.shape) for place in (0, -1))
        return np.stack([first_order(a, crossed, b), total_order(a, crossed, b)])
