"""A design file: TOML with the kind of a design, its size, and a table for each factor."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.designs.design import KINDS, Plan
from experiments.designs.factor import Factor, entire, listed, spread
from scenarios.document import read_document
from sim.errors import InputError, describe, nearest_name
from sim.parameters import find, plain_number
from sim.scenario import check_keys, read_entries

_KEYS = ("design", "points", "vary")
_FACTOR_KEYS = ("name", "values", "from", "to", "steps")


def read_plan(path: Path) -> Plan:
    """Return the plan in a design file; InputError, with its name, for anything that is wrong with it."""
    tables = read_document(path)
    try:
        return _plan(tables)
    except InputError as error:
        raise error.within(str(path)) from None


def _plan(tables: Mapping[str, Any]) -> Plan:
    check_keys(tables, _KEYS, ("vary",))
    kind, size = tables.get("design", KINDS[0]), tables.get("points")
    if kind not in KINDS:
        nearest = nearest_name(kind, KINDS) if isinstance(kind, str) else ""
        raise InputError(key="design", got=describe(kind), allowed=", ".join(KINDS), nearest=nearest)
    if size is not None and not isinstance(plain_number(size), int):
        raise InputError(key="points", got=describe(size), allowed="a whole number")
    return Plan(kind, read_entries(tables, "vary", _factor), size)


def _factor(table: Mapping[str, Any]) -> Factor:
    check_keys(table, _FACTOR_KEYS, ("name",))
    name = table["name"]
    if not isinstance(name, str):
        raise InputError(key="name", got=describe(name), allowed="a text")
    parameter = find(name)
    if "values" in table:
        _refuse_both(table)
        if not isinstance(table["values"], list):
            raise InputError(key="values", got=describe(table["values"]), allowed="a list, such as [0.2, 0.5]")
        return listed(parameter, table["values"])
    if "from" in table or "to" in table:
        check_keys(table, _FACTOR_KEYS, ("from", "to"))
        return spread(parameter, table["from"], table["to"], table.get("steps"))
    return entire(parameter)


def _refuse_both(table: Mapping[str, Any]) -> None:
    for key in ("from", "to", "steps"):
        if key in table:
            raise InputError("stands beside values", key=key, allowed="values, or from, to and steps")
