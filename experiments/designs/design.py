"""A design: the points, combinations of values of its factors, that a sweep plays."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from experiments.designs import sampling
from experiments.designs.factor import Factor
from experiments.designs.trajectory import trajectories
from sim.draws import key_of
from sim.errors import InputError, Phrase, describe, nearest_name
from sim.parameters import Value

KINDS = ("grid", "one_at_a_time", "latin_hypercube", "sobol", "morris")
MOST_POINTS = 1_000_000
_Sampler = Callable[[Sequence[Factor], int, np.random.Generator], sampling.Shares]
SAMPLED: Mapping[str, _Sampler] = {
    "latin_hypercube": lambda factors, size, luck: sampling.latin_hypercube(len(factors), size, luck),
    "sobol": lambda factors, size, luck: sampling.sobol(len(factors), size, luck),
    "morris": trajectories,
}
_DEFAULT_SIZE = {"latin_hypercube": 64, "sobol": 64, "morris": 10}

Point = tuple[Value, ...]


@dataclass(frozen=True)
class Plan:
    """What a design is asked for: its kind, what varies, and for a sampled one its size (None: as is usual).

    The size counts points, of Morris' design trajectories.
    """

    kind: str
    factors: tuple[Factor, ...]
    size: int | None = None


@dataclass(frozen=True)
class Design:
    """Points to play, each with a value for every factor, in the order of the factors."""

    kind: str
    factors: tuple[Factor, ...]
    points: tuple[Point, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters that vary."""
        return tuple(factor.name for factor in self.factors)

    def values(self, point: int) -> dict[str, Value]:
        """Return the values of a point by name."""
        return dict(zip(self.names, self.points[point], strict=True))


def designed(plan: Plan, base: Mapping[str, Value], seed: int) -> Design:
    """Return the design that a plan asks for; `base`: values of what does not vary, `seed`: of a sampled design.

    InputError when the plan does not make a design.
    """
    _check(plan)
    if plan.kind == "grid":
        points = _grid(plan.factors)
    elif plan.kind == "one_at_a_time":
        points = _one_at_a_time(plan.factors, base)
    else:
        size = _DEFAULT_SIZE[plan.kind] if plan.size is None else plan.size
        shares = SAMPLED[plan.kind](plan.factors, size, np.random.default_rng(key_of(seed)))
        points = [_at(plan.factors, row) for row in shares.tolist()]
    return Design(plan.kind, plan.factors, tuple(points))


def check_once(factors: Sequence[Factor]) -> None:
    """Raise InputError for a parameter that varies twice."""
    names = [factor.name for factor in factors]
    for name in names:
        if names.count(name) > 1:
            raise InputError("given twice", where="--vary", key=name, allowed="each parameter once")


def check_not_set(factors: Sequence[Factor], settings: Mapping[str, Value]) -> None:
    """Raise InputError for a parameter that varies and is also set to one value, which would do nothing."""
    for factor in factors:
        if factor.name in settings:
            raise InputError(
                "varies, so one value for it would do nothing",
                where="--set",
                key=factor.name,
                got=describe(settings[factor.name]),
                allowed="what does not vary; --vary says what does",
            )


def check_size(size: int, low: int, high: int, *, where: str, in_powers_of_2: bool) -> None:
    """Raise InputError for a sample of this size: not from `low` to `high`, or a Sobol sequence not spread evenly."""
    if in_powers_of_2:
        high = 1 << (high.bit_length() - 1)
    if not low <= size <= high:
        whole = Phrase("a whole number from {low} to {high}", low=low, high=high)
        powers = Phrase("a power of 2 from {low} to {high}", low=low, high=high)
        raise InputError(where=where, got=str(size), allowed=powers if in_powers_of_2 else whole)
    if in_powers_of_2 and size & (size - 1):
        lower = 1 << (size.bit_length() - 1)
        allowed = Phrase("a power of 2: {lower} or {upper}", lower=lower, upper=2 * lower)
        raise InputError("would not be balanced", where=where, got=str(size), allowed=allowed)


def _grid(factors: Sequence[Factor]) -> list[Point]:
    _need_levels(factors)
    return list(product(*(factor.levels for factor in factors)))


def _one_at_a_time(factors: Sequence[Factor], base: Mapping[str, Value]) -> list[Point]:
    """Return the base point, then for each factor its other levels with the rest as in the base."""
    _need_levels(factors)
    middle = tuple(base[factor.name] for factor in factors)
    others = [
        (*middle[:place], level, *middle[place + 1 :])
        for place, factor in enumerate(factors)
        for level in factor.levels
        if level != middle[place]
    ]
    return [middle, *others]


def _at(factors: Sequence[Factor], shares: Sequence[float]) -> Point:
    return tuple(factor.at(share) for factor, share in zip(factors, shares, strict=True))


def _check(plan: Plan) -> None:
    if plan.kind not in KINDS:
        nearest = nearest_name(plan.kind, KINDS)
        kinds = ", ".join(KINDS)
        raise InputError(
            "unknown design", where="--design", got=describe(plan.kind), allowed=kinds, nearest=nearest
        )
    if not plan.factors:
        raise InputError("nothing varies", where="--vary", allowed="name=low:high:steps, such as trust.initial=0:1:11")
    check_once(plan.factors)
    if plan.kind not in SAMPLED:
        _check_levels(plan)
    elif plan.size is not None:
        _check_size(plan.kind, plan.size, len(plan.factors))


def _check_levels(plan: Plan) -> None:
    if plan.size is not None:
        sampled = ", ".join(SAMPLED)
        allowed = Phrase("only with --design {kinds}", kinds=sampled)
        raise InputError("its points follow from --vary", where="--points", got=str(plan.size), allowed=allowed)
    if plan.kind == "grid":
        points = math.prod(len(factor.levels) or 1 for factor in plan.factors)
        if points > MOST_POINTS:
            allowed = Phrase("at most {most}; a sampled design, such as --design sobol, needs fewer", most=MOST_POINTS)
            raise InputError("too many points", where="--vary", got=str(points), allowed=allowed)


def _check_size(kind: str, size: int, factors: int) -> None:
    most = MOST_POINTS // (factors + 1) if kind == "morris" else MOST_POINTS
    check_size(size, 2, most, where="--points", in_powers_of_2=kind == "sobol")


def _need_levels(factors: Sequence[Factor]) -> None:
    for factor in factors:
        if not factor.levels:
            form = f"{factor.name}={factor.low:g}:{factor.high:g}:11"
            raise InputError(
                "in how many values?", where="--vary", key=factor.name, allowed=Phrase("such as {form}", form=form)
            )
