"""What the symbols of a rule mean and what gives them, from `sim/rules/symbols.csv`.

A row without rules holds for every rule that has no row of its own. Where a parameter says it all, `meaning` is empty.
"""

from __future__ import annotations

import csv
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sim.errors import InputError, nearest_name
from sim.parameters import PARAMETERS

TABLE = "symbols.csv"
WEIGHTS = "k"  # stand in an equation by their names


@dataclass(frozen=True)
class Symbol:
    """One symbol: `parameters`, `states` (of `sim.state`) and `rules` name what gives it."""

    name: str
    parameters: tuple[str, ...]
    states: tuple[str, ...]
    rules: tuple[str, ...]
    meaning: str

    def told(self) -> str:
        """Return what it means and what gives it, as one line of a list."""
        kinds = (("parameter", self.parameters), ("state", self.states), ("rule", self.rules))
        given = "; ".join(f"{kind} " + ", ".join(f"`{name}`" for name in names) for kind, names in kinds if names)
        return f"- *{self.name.replace('_', ' ')}*: {self.meaning}{f' ({given})' if given else ''}"


def symbols(name: str, rule: Callable[..., Any]) -> list[Symbol]:
    """Return the symbols of a rule, such as `share.discloses`, in its order; InputError for one without a meaning."""
    return [_symbol(symbol, name) for symbol in inspect.signature(rule).parameters if symbol != WEIGHTS]


def _symbol(symbol: str, rule: str) -> Symbol:
    found = listed()
    row = found.get((symbol, rule)) or found.get((symbol, ""))
    if row is None:
        known = sorted({name for name, _ in found})
        raise InputError(
            "symbol without a meaning", where=TABLE, key=symbol, got=rule, nearest=nearest_name(symbol, known)
        )
    return row


@cache
def listed() -> dict[tuple[str, str], Symbol]:
    """Return the table by symbol and rule, the rule being empty where it holds for every other one."""
    rows = csv.DictReader(files("sim.rules").joinpath(TABLE).read_text("utf-8").splitlines())
    return {(row["symbol"], rule): _from_row(row) for row in rows for rule in row["rules"].split() or [""]}


def _from_row(row: dict[str, str]) -> Symbol:
    parameters, states, rules = (tuple(row[kind].split()) for kind in ("parameter", "state", "rule"))
    meaning = row["meaning"]
    if not meaning:
        explanation = PARAMETERS[parameters[0]].explanation.en.rstrip(".")
        meaning = explanation[:1].lower() + explanation[1:]
    return Symbol(row["symbol"], parameters, states, rules, meaning)
