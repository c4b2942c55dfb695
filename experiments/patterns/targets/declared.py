"""The targets that are declared in `targets.toml`: quantities, the ranges in which they should lie, and the sources."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sim.errors import InputError, describe, nearest_name
from sim.outcomes import OUTCOMES
from sim.text import Text

_FILE = "targets.toml"
_KEYS = {"id", "use", "source", "says", "quantities"}
_KEYS_OF_QUANTITY = {"measure", "low", "high", "width", "outcome"}
FIT, CHECK, HOLD_OUT = USES = ("fit", "check", "hold_out")


@dataclass(frozen=True)
class Quantity:
    """What is measured, by name, and where it should lie; `width`: the unit of its distance to that range.

    `outcome`: the outcome of a run, or one by another (`a / b`), that comes to the same; empty where there is none.
    """

    measure: str
    low: float
    high: float
    width: float
    outcome: str = ""

    def distance(self, value: float) -> float:
        """Return how far a value lies outside the range, in widths; 0 inside, NaN of none."""
        return max(self.low - value, value - self.high, 0.0) / self.width if not math.isnan(value) else math.nan


@dataclass(frozen=True)
class Target:
    """What a source says in numbers: it holds if every quantity lies in its range; `use` is one of USES."""

    name: str
    use: str
    source: str
    says: Text
    quantities: tuple[Quantity, ...]


def plausibility() -> tuple[tuple[Target, Quantity], ...]:
    """Return what a plausible network meets: the quantities of rows to fit by, where all are outcomes of a run."""
    rows = (row for row in declared() if row.use == FIT and all(each.outcome for each in row.quantities))
    return tuple((row, each) for row in rows for each in row.quantities)


@cache
def declared() -> tuple[Target, ...]:
    """Return the targets that are shipped."""
    return read(tomllib.loads(files("experiments.patterns").joinpath(_FILE).read_text("utf-8")), _FILE)


def read(tables: Mapping[str, Any], where: str) -> tuple[Target, ...]:
    """Return the targets in the tables of a file; InputError for anything not allowed."""
    try:
        return tuple(_target(entry) for entry in tables.get("targets", ()))
    except InputError as error:
        raise error if error.where else error.within(where) from None


def _target(entry: Mapping[str, Any]) -> Target:
    name = str(entry.get("id", "?"))
    try:
        _refuse_unknown(entry, _KEYS)
        if entry["use"] not in USES:
            raise InputError(key="use", got=describe(entry["use"]), allowed=", ".join(USES))
        says = Text.from_dict(entry["says"], "says")
        return Target(name, entry["use"], entry["source"], says, tuple(map(_quantity, entry["quantities"])))
    except KeyError as error:
        raise InputError("is missing", key=f"{name}: {error.args[0]}") from None
    except InputError as error:
        raise error.under(name) from None


def _quantity(entry: Mapping[str, Any]) -> Quantity:
    _refuse_unknown(entry, _KEYS_OF_QUANTITY)
    low, high = float(entry.get("low", -math.inf)), float(entry.get("high", math.inf))
    width = float(entry.get("width", high - low))
    if not (low < high and 0 < width < math.inf):
        allowed = "a range, and its width where it has one end"
        raise InputError(key=entry["measure"], got=describe([low, high]), allowed=allowed)
    outcome = entry.get("outcome", "")
    for part in outcome.split(" / ") if outcome else ():
        if part not in OUTCOMES:
            raise InputError("unknown outcome", key="outcome", got=part, nearest=nearest_name(part, OUTCOMES))
    return Quantity(entry["measure"], low, high, width, outcome)


def _refuse_unknown(entry: Mapping[str, Any], known: Collection[str]) -> None:
    for key in entry:
        if key not in known:
            allowed = ", ".join(sorted(known))
            raise InputError("unknown key", key=key, allowed=allowed, nearest=nearest_name(key, known))
