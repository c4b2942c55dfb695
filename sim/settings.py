"""The values of a scenario as one row of numbers for each stretch of weeks, and where each stands in it."""

from collections.abc import Mapping

from sim.parameters import PARAMETERS, Value
from sim.rules import TABLES

Settings = tuple[float, ...]

_POSITIONS = {name: index for index, name in enumerate(PARAMETERS)}


def position(name: str) -> int:
    """Return where the parameter of that name stands in a row of settings."""
    return _POSITIONS[name]


def weights(table: str) -> slice:
    """Return where the weights of a rule stand in a row of settings, in the order of the rule's table."""
    rows = TABLES[table]
    first = _POSITIONS[f"rules.{table}.{rows[0][0]}"]
    return slice(first, first + len(rows))


def settings(values: Mapping[str, Value]) -> Settings:
    """Return the row of settings of a full mapping of values; a category as the index of its choice."""
    return tuple(
        float(parameter.choices.index(str(values[name]))) if parameter.kind == "category" else float(values[name])
        for name, parameter in PARAMETERS.items()
    )
