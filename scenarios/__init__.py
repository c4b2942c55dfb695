"""The shipped scenarios and their reader."""

from __future__ import annotations

import os
from importlib.resources import files

from scenarios.reader import Reader
from sim.parameters import Value
from sim.scenario import Scenario

__all__ = ["extends", "load", "names", "restated"]

_SHIPPED = Reader(files("scenarios"))


def load(name_or_path: str | os.PathLike[str]) -> Scenario:
    """Return a shipped scenario by name, or one from a TOML file by path; InputError if that is not right."""
    return _SHIPPED.load(name_or_path)


def extends(name_or_path: str | os.PathLike[str]) -> str:
    """Return the name of the scenario that a right one extends; empty where it extends none."""
    return _SHIPPED.extends(name_or_path)


def restated(path: str | os.PathLike[str]) -> dict[str, Value]:
    """Return the values in a right file which the scenario that it extends has already."""
    return _SHIPPED.restated(path)


def names() -> tuple[str, ...]:
    """Return the names of the shipped scenarios, in alphabetical order."""
    return _SHIPPED.names()
