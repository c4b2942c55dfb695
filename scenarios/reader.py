"""The reader of scenario files: finds them, lays them over the scenario that they extend, checks them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from scenarios.document import parse_document, read_document
from sim.errors import InputError, Phrase, describe, nearest_name
from sim.parameters import PARAMETERS, Value
from sim.scenario import Scenario, read_entries

_ENDING = ".toml"
_ABOUT = ("title", "description", "theme", "expects", "finding")  # about this file alone: never inherited
_OWN_KEYS = (*_ABOUT, "changes", "media_events", "departures")
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

    def extends(self, name_or_path: str | os.PathLike[str]) -> str:
        """Return the name of the scenario that one, which `load` takes, extends; empty where it extends none."""
        if isinstance(name_or_path, str) and not _is_path(name_or_path):
            tables = self._document(name_or_path)
        else:
            tables = read_document(Path(name_or_path), self.names())
        return str(tables.get("extends", ""))

    def restated(self, path: str | os.PathLike[str]) -> dict[str, Value]:
        """Return the values in a file, one that `load` takes, which the scenario it extends has already."""
        tables = read_document(Path(path), self.names())
        if "extends" not in tables:
            return {}
        inherited = self._parent(tables, ()).values
        return {name: value for name, value in _values(tables).items() if value == inherited[name]}

    def _shipped(self, name: str, children: tuple[str, ...] = ()) -> Scenario:
        if name not in self.names():
            beside = name + _ENDING if name and Path(name + _ENDING).is_file() else ""
            nearest = beside or self._nearest(name)
            allowed = (
                "a name from the list that 'overleg scenarios' prints, or the path of a .toml file"
                if nearest
                else Phrase("{names}, or the path of a .toml file", names=", ".join(self.names()))
            )
            raise InputError("unknown scenario", got=describe(name), allowed=allowed, nearest=nearest)
        return self._build(name, self._document(name), name + _ENDING, (*children, name))

    def _document(self, name: str) -> Mapping[str, Any]:
        where = name + _ENDING
        return parse_document(self.folder.joinpath(where).read_bytes(), where)

    def _nearest(self, word: str) -> str:
        """Return the shipped name that a word looks most like, or whose title, in any language; else nothing."""
        known = {title.lower().replace(" ", "_"): name for name in self.names() for title in self._titles(name)}
        known |= {name: name for name in self.names()}
        return known.get(nearest_name(word, known), "")

    def _titles(self, name: str) -> list[str]:
        try:
            title = self._document(name).get("title")
        except InputError:  # it will say so itself when somebody asks for it
            return []
        return [str(text) for text in title.values()] if isinstance(title, dict) else []

    def _build(
        self, name: str, tables: Mapping[str, Any], where: str, chain: tuple[str, ...] = ()
    ) -> Scenario:
        try:
            if "title" not in tables:
                raise InputError("is missing", key="title", allowed='title = { en = "…", nl = "…" }')
            base = self._parent(tables, chain).set(_values(tables)).to_dict()
            inherited = {key: value for key, value in base.items() if key not in _ABOUT}
            own = {key: tables[key] for key in _OWN_KEYS if key in tables}
            if "changes" in own:
                own["changes"] = read_entries(own, "changes", _flat_change)
            return Scenario.from_dict({**inherited, **own, "name": name})
        except InputError as error:
            raise error if error.where else error.within(where) from None

    def _parent(self, tables: Mapping[str, Any], chain: tuple[str, ...]) -> Scenario:
        """Return the scenario that `tables` extends; `chain` holds the shipped names that led here."""
        if "extends" not in tables:
            return Scenario("defaults")
        parent = tables["extends"]
        if not isinstance(parent, str) or parent not in self.names():
            nearest = self._nearest(parent) if isinstance(parent, str) else ""
            allowed = (
                "the name of a shipped scenario, from the list that 'overleg scenarios' prints"
                if nearest
                else Phrase("the name of a shipped scenario: {names}", names=", ".join(self.names()))
            )
            raise InputError(key="extends", got=describe(parent), allowed=allowed, nearest=nearest)
        if parent in chain:
            raise InputError("goes round in a circle", key="extends", got=" → ".join((*chain, parent)))
        return self._shipped(parent, chain)


def _is_path(word: str) -> bool:
    return _ENDING in word.lower() or "/" in word or "\\" in word


def _values(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of parameters in a scenario file, by their full names."""
    return _flat({key: value for key, value in tables.items() if key not in _KEYS})


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
        example = Phrase("a table with values, such as {name}", name=known[0])
        return InputError(key=name, got=describe(value), allowed=example)
    if isinstance(value, dict):
        nearest = nearest_name(name, (*_ABOUT, *_TABLES))
        allowed = "" if nearest else ", ".join(table for table in sorted(_TABLES) if "." not in table)
        return InputError("unknown table", key=name, allowed=allowed, nearest=nearest)
    nearest = nearest_name(name, (*_KEYS, *PARAMETERS))
    allowed = "" if nearest else "a name from the list that 'overleg parameters' prints"
    return InputError("unknown key", key=name, allowed=allowed, nearest=nearest)
