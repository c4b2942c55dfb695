"""What a sensitivity analysis is asked for, checked, and the sample that comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.designs import Factor
from experiments.designs.design import MOST_POINTS, check_once, check_size
from experiments.sensitivity.item import BY, items_of, usual_factors
from experiments.sensitivity.morris import Morris
from experiments.sensitivity.pawn import Pawn
from experiments.sensitivity.sample import Sample
from experiments.sensitivity.sobol import Sobol
from sim.draws import key_of
from sim.errors import InputError, describe, nearest_name
from sim.parameters import Value

METHODS: dict[str, type[Sample]] = {kind.method: kind for kind in (Morris, Sobol, Pawn)}


@dataclass(frozen=True)
class Asked:
    """A method, what varies (nothing: what usually does), what gets an index, and the size of the sample."""

    method: str = Morris.method
    factors: tuple[Factor, ...] = ()
    by: str = BY[0]
    blocks: int | None = None

    def sample(self, base: Mapping[str, Value], seed: int) -> Sample:
        """Return the sample, the same for the same seed, in a scenario with the values `base`.

        InputError for what cannot be.
        """
        _check_name("--method", self.method, tuple(METHODS))
        _check_name("--by", self.by, BY)
        factors = self.factors or usual_factors(self.by, base)
        check_once(factors)
        items = items_of(factors, self.by)
        kind = METHODS[self.method]
        blocks = kind.usual if self.blocks is None else self.blocks
        most = MOST_POINTS // kind.points_of(1, len(items))
        check_size(blocks, kind.least, most, where="--sample", in_powers_of_2=kind.in_powers_of_2)
        return kind.drawn(factors, items, blocks, np.random.default_rng(key_of(seed)))


def _check_name(option: str, name: str, names: Sequence[str]) -> None:
    if name not in names:
        allowed = ", ".join(names)
        raise InputError(where=option, got=describe(name), allowed=allowed, nearest=nearest_name(str(name), names))
