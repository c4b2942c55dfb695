"""Values of parameters by name, checked and fixed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.parameters import PARAMETERS, Value, find


class Values(Mapping[str, Value]):
    """An immutable, hashable mapping from names of parameters to checked values, in the registry's order.

    Raises InputError for an unknown name or a value that is not allowed.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, object]) -> None:
        checked = {name: find(name).check(value) for name, value in values.items()}
        # the caller's order must not show: equal values give equal files
        self._values = {name: checked[name] for name in PARAMETERS if name in checked}

    def changed(self, values: Mapping[str, object]) -> Values:
        """Return these values with others in their place; only those are checked."""
        new = {name: find(name).check(value) for name, value in values.items()}
        if any(name not in self._values for name in new):
            return Values({**self._values, **new})
        found = Values.__new__(Values)
        found._values = {**self._values, **new}
        return found

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return self._values == (other._values if isinstance(other, Values) else other)

    def __hash__(self) -> int:
        return hash(tuple(self._values.items()))

    def __repr__(self) -> str:
        return f"Values({self._values!r})"
