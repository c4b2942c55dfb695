"""A sample of points made for a method, in blocks that stand or fall together, and what the method makes of them."""

from __future__ import annotations

import warnings
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from experiments.designs import Design, Factor
from experiments.designs.sampling import Shares
from experiments.sensitivity.item import Item

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


class Sample(ABC):
    """Points as shares of the way along each factor: blocks of `size` points, for the indices of `items`.

    `indices` names what `estimate` returns; items are ranked by `ranked_by`, and `beside` it another one is told as
    fully. A method needs `least` blocks to say anything, and takes `usual` where none are asked for.
    """

    method: ClassVar[str]
    design: ClassVar[str]
    indices: ClassVar[tuple[str, ...]]
    ranked_by: ClassVar[str]
    beside: ClassVar[str | None] = None
    least: ClassVar[int]
    usual: ClassVar[int]
    in_powers_of_2: ClassVar[bool] = False

    def __init__(self, factors: Sequence[Factor], items: Sequence[Item], shares: Shares, size: int) -> None:
        self.factors = tuple(factors)
        self.items = tuple(items)
        self.shares = shares
        self.size = size

    @classmethod
    @abstractmethod
    def drawn(cls, factors: Sequence[Factor], items: Sequence[Item], blocks: int, luck: np.random.Generator) -> Sample:
        """Return a sample of so many blocks."""

    @classmethod
    def points_of(cls, blocks: int, items: int) -> int:
        """Return how many points so many blocks have; of a sample for so many items, the dummy not counted."""
        return blocks

    @abstractmethod
    def estimate(self, values: Array, which: Places) -> Array:
        """Return indices (names of indices, items) from values (blocks, as `blocks` gives them) of these blocks."""

    def blocks(self, runs: Array) -> Array:
        """Return what `estimate` takes, from the runs (points, replications): the mean of each point by block."""
        return mean_of_runs(runs).reshape(-1, self.size)

    def points(self) -> Design:
        """Return the points as a design to play."""
        points = (tuple(map(Factor.at, self.factors, row)) for row in self.shares.tolist())
        return Design(self.design, self.factors, tuple(points))


def groups_of(factors: Sequence[Factor], items: Sequence[Item]) -> list[int]:
    """Return for each factor the number of the item that it belongs to."""
    return [next(number for number, item in enumerate(items) if factor.name in item.parameters) for factor in factors]


def mean_of_runs(runs: Array) -> Array:
    """Return the mean of each row over the values that are there; NaN where none is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a row of NaN alone
        return np.asarray(np.nanmean(runs, axis=1))
