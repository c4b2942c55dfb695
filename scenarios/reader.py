"""The reader of scenario files: finds them, lays them over the scenario that they extend, checks them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from scenarios.document import parse_document, read_document
from sim.errors import InputError, describe, nearest_name
from sim.parameters import PARAMETERS
from sim.scenario import Scenario, read_entries
from sim.text import Text

_ENDING = ".toml"
_OWN_KEYS = ("title", "description", "changes", "media_events", "departures")
_KEYS = (*_OWN_KEYS, "extends")
_TABLES = frozenset(
    ".".join(name.split(".")[:depth]) for name in PARAMETERS for depth in range(1, name.count(".") + 1)
)


@dataclass(frozen=True)
class Reader:
    """Reads scenarios: by name from the shipped ones in `folder`, or from a file anywhere."""

    folder: Traversable

    def names(self) -> tuple[str, ...]:
        """Return the names of the shipped scenarios, in alphabetical order."""
        files = (file.name for file in self.folder.iterdir())
        return tuple(sorted(name.removesuffix(_ENDING) for name in files if name.endswith(_ENDING)))

    def load(self, name_or_path: str | os.PathLike[str]) -> Scenario:
        """Return a scenario: a bare word is a shipped name; with `.toml` or a separator in it, a path.

        Raises InputError that names file, key, what it got, what is allowed and the nearest name.
        """
        if isinstance(name_or_path, str) and not _is_path(name_or_path):
            return self._shipped(name_or_path)
        if not isinstance(name_or_path, str | os.PathLike):
            raise InputError("not a scenario", got=describe(name_or_path), allowed="a name or a path")
        path = Path(name_or_path)
        return self._build(path.stem, read_document(path, self.names()), str(path))

    def _shipped(self, name: str, children: tuple[str, ...] = ()) -> Scenario:
        if name not in self.names():
            beside = name + _ENDING if name and Path(name + _ENDING).is_file() else ""
            raise InputError(
                "unknown scenario",
                got=describe(name),
                allowed=", ".join(self.names()) + ", or the path of a .toml file",
                nearest=beside or nearest_name(name, self.names()),
            )
        where = name + _ENDING
        tables = parse_document(self.folder.joinpath(where).read_bytes(), where)
        return self._build(name, tables, where, (*children, name))

    def _build(
        self, name: str, tables: Mapping[str, Any], where: str, chain: tuple[str, ...] = ()
    ) -> Scenario:
        try:
            if "title" not in tables:
                raise InputError("is missing", key="title", allowed='title = { en = "…", nl = "…" }')
            values = _flat({key: value for key, value in tables.items() if key not in _KEYS})
            base = replace(self._parent(tables, chain).set(values), description=Text())
            own = {key: tables[key] for key in _OWN_KEYS if key in tables}
            if "changes" in own:
                own["changes"] = read_entries(own, "changes", _flat_change)
            return Scenario.from_dict({**base.to_dict(), **own, "name": name})
        except InputError as error:
            raise error if error.where else error.within(where) from None

    def _parent(self, tables: Mapping[str, Any], chain: tuple[str, ...]) -> Scenario:
        """Return the scenario that `tables` extends; `chain` holds the shipped names that led here."""
        if "extends" not in tables:
            return Scenario("defaults")
        parent = tables["extends"]
        if not isinstance(parent, str) or parent not in self.names():
            nearest = nearest_name(parent, self.names()) if isinstance(parent, str) else ""
            allowed = "the name of a shipped scenario: " + ", ".join(self.names())
            raise InputError(key="extends", got=describe(parent), allowed=allowed, nearest=nearest)
        if parent in chain:
            raise InputError("goes round in a circle", key="extends", got=" → ".join((*chain, parent)))
        return self._shipped(parent, chain)


def _is_path(word: str) -> bool:
    return _ENDING in word.lower() or "/" in word or "\\" in word


def _flat_change(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a change with the tables under its `set` laid flat; what is no table is left to be refused."""
    return {**entry, "set": _flat(entry["set"])} if isinstance(entry.get("set"), dict) else entry


def _flat(tables: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return the values in nested tables by their full names; InputError for a name that is not known."""
    values: dict[str, Any] = {}
    for key, value in tables.items():
        name = prefix + key
        if name in PARAMETERS:
            found = {name: value}
        elif name in _TABLES and isinstance(value, dict):
            found = _flat(value, name + ".")
        else:
            raise _unknown(name, value)
        if twice := values.keys() & found.keys():
            raise InputError("stands twice", key=min(twice), allowed="each key once")
        values |= found
    return values


def _unknown(name: str, value: object) -> InputError:
    if name in _TABLES:
        known = [parameter for parameter in PARAMETERS if parameter.startswith(name + ".")]
        return InputError(key=name, got=describe(value), allowed=f"a table with values, such as {known[0]}")
    if isinstance(value, dict):
        nearest = nearest_name(name, _TABLES)
        allowed = "" if nearest else ", ".join(table for table in sorted(_TABLES) if "." not in table)
        return InputError("unknown table", key=name, allowed=allowed, nearest=nearest)
    nearest = nearest_name(name, (*_KEYS, *PARAMETERS))
    allowed = "" if nearest else "a name from the list that 'overleg parameters' prints"
    return InputError("unknown key", key=name, allowed=allowed, nearest=nearest)
