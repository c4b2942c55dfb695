"""What the source leads one to expect of a scenario: which outcomes end higher, which lower."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.errors import InputError, Phrase, describe, nearest_name
from sim.outcomes import OUTCOMES

HIGHER, LOWER = "higher", "lower"
DIRECTIONS = (HIGHER, LOWER)


class Expectations(Mapping[str, str]):
    """An immutable, hashable mapping from names of outcomes to `higher` or `lower`, in the registry's order.

    Held against the scenario that this one extends. Raises InputError for anything else.
    """

    __slots__ = ("_directions",)

    def __init__(self, directions: Mapping[str, Any]) -> None:
        for name, direction in directions.items():
            _check(name, direction)
        # the caller's order must not show: equal expectations give equal files
        self._directions: dict[str, str] = {name: directions[name] for name in OUTCOMES if name in directions}

    def __getitem__(self, name: str) -> str:
        return self._directions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._directions)

    def __len__(self) -> int:
        return len(self._directions)

    def __hash__(self) -> int:
        return hash(tuple(self._directions.items()))

    def __repr__(self) -> str:
        return f"Expectations({self._directions!r})"


def _check(name: str, direction: object) -> None:
    if name not in OUTCOMES:
        nearest = nearest_name(str(name), OUTCOMES)
        allowed = (
            "" if nearest else Phrase("the name of an outcome, such as {names}", names=", ".join(list(OUTCOMES)[:3]))
        )
        raise InputError("unknown outcome", key=f"expects.{name}", allowed=allowed, nearest=nearest)
    if direction not in DIRECTIONS:
        nearest = nearest_name(direction, DIRECTIONS) if isinstance(direction, str) else ""
        raise InputError(key=f"expects.{name}", got=describe(direction), allowed=", ".join(DIRECTIONS), nearest=nearest)
