"""The patterns that are declared in `patterns.toml`: worlds, claims, and where each stands in the thesis."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from scenarios import load
from sim.errors import InputError, Phrase, describe, nearest_name
from sim.measures import QUALITY
from sim.outcomes import OUTCOMES, Outcome
from sim.parameters import PARAMETERS, Value
from sim.scenario import Scenario
from sim.text import Text

_FILE = "patterns.toml"
_KEYS = {"id", "source", "says", "direct", "direct_strictly", "by_construction", "row", "claims", "reports"}
_KEYS_OF_CLAIM = {"outcome", "more", "less", "fed"}
QUALITY_OF_THE_REST = "quality"


@dataclass(frozen=True)
class World:
    """What is set over the base scenario, in the order of the parameters' names."""

    settings: tuple[tuple[str, Value], ...]

    def with_settings(self, more: Mapping[str, Value]) -> World:
        """Return a world with other values as well; its own go first."""
        return World(tuple(sorted({**more, **dict(self.settings)}.items())))

    def off(self, weights: Sequence[str]) -> World:
        """Return the same world with these weights switched off."""
        return World(tuple(sorted({**dict(self.settings), **dict.fromkeys(weights, 0.0)}.items())))


@dataclass(frozen=True)
class Claim:
    """An outcome, added up over the worlds in `more`, is higher than over those in `less`.

    `outcome` is a name, one by another (`a / b`), or `quality`: the mean of the parts of the quality of collaboration
    that are not in `fed`.
    """

    outcome: str
    more: tuple[World, ...]
    less: tuple[World, ...]
    fed: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[Outcome, ...]:
        """Return the outcomes that it is about: one, or one and what it is divided by."""
        names = "collaboration_quality" if self.outcome == QUALITY_OF_THE_REST else self.outcome
        return tuple(OUTCOMES[name] for name in names.split(" / "))

    @property
    def worlds(self) -> tuple[World, ...]:
        """Return every world that the claim speaks of."""
        return self.more + self.less

    def off(self, weights: Sequence[str]) -> Claim:
        """Return the same claim about worlds in which these weights are switched off."""
        more, less = (tuple(world.off(weights) for world in worlds) for worlds in (self.more, self.less))
        return Claim(self.outcome, more, less, self.fed)

    def with_settings(self, settings: Mapping[str, Value]) -> Claim:
        """Return the same claim about worlds in which these values hold too."""
        more, less = (tuple(world.with_settings(settings) for world in worlds) for worlds in (self.more, self.less))
        return Claim(self.outcome, more, less, self.fed)


@dataclass(frozen=True)
class Pattern:
    """What a source says, and the claims that it comes to; `direct`: the weights that say it most directly.

    `direct_strictly`: those and every other weight by which what it speaks of enters, in one step, the very decision or
    update that its claims count. `by_construction`: without these nothing could be left.
    """

    name: str
    source: str
    says: Text
    direct: tuple[str, ...]
    claims: tuple[Claim, ...]
    reports: tuple[Claim, ...]
    row: str = ""
    direct_strictly: tuple[str, ...] = ()
    by_construction: bool = False

    @property
    def group(self) -> str:
        """Return the letter of the group."""
        return self.name[0]


@dataclass(frozen=True)
class Patterns:
    """All patterns, in order, and the scenario over which their worlds are laid."""

    base: Scenario
    all: tuple[Pattern, ...]

    def scenario(self, world: World) -> Scenario:
        """Return the scenario of a world."""
        return self.base.set(dict(world.settings))


@cache
def declared() -> Patterns:
    """Return the patterns that are shipped."""
    return read(tomllib.loads(files("experiments.patterns").joinpath(_FILE).read_text("utf-8")), _FILE)


def read(tables: Mapping[str, Any], where: str) -> Patterns:
    """Return the patterns in the tables of a file; InputError for anything not allowed."""
    pieces = tables.get("pieces", {})
    try:
        base = load(tables.get("base", "top_x"))
        found = tuple(_pattern(entry, pieces, base) for entry in tables.get("patterns", []))
    except InputError as error:
        raise error if error.where else error.within(where) from None
    return Patterns(base, found)


def _pattern(entry: Mapping[str, Any], pieces: Mapping[str, Any], base: Scenario) -> Pattern:
    name = str(entry.get("id", "?"))
    try:
        _refuse_unknown(entry, _KEYS)
        direct = _weights(entry, "direct")
        strictly = _weights(entry, "direct_strictly") if "direct_strictly" in entry else direct
        for weight in direct:
            if weight not in strictly:
                problem = "leaves out a weight that is direct"
                raise InputError(problem, key="direct_strictly", allowed=Phrase("{weight} as well", weight=weight))
        claims, reports = (
            tuple(_claim(each, pieces, base) for each in entry.get(key, ())) for key in ("claims", "reports")
        )
        says = Text.from_dict(entry.get("says"), "says")
        row, by_construction = entry.get("row", ""), bool(entry.get("by_construction", False))
        return Pattern(name, entry["source"], says, direct, claims, reports, row, strictly, by_construction)
    except KeyError as error:
        raise InputError("is missing", key=f"{name}: {error.args[0]}") from None
    except InputError as error:
        raise error.under(name) from None


def _weights(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return the weights that a pattern names under a key; InputError for one that does not exist."""
    weights = tuple(entry.get(key, ()))
    for weight in weights:
        if weight not in PARAMETERS or not PARAMETERS[weight].is_weight:
            raise InputError("no such weight", key=key, got=weight, nearest=nearest_name(weight, PARAMETERS))
    return weights


def _claim(entry: Mapping[str, Any], pieces: Mapping[str, Any], base: Scenario) -> Claim:
    _refuse_unknown(entry, _KEYS_OF_CLAIM)
    outcome = entry["outcome"]
    for part in () if outcome == QUALITY_OF_THE_REST else outcome.split(" / "):
        if part not in OUTCOMES:
            raise InputError("unknown outcome", key="outcome", got=part, nearest=nearest_name(part, OUTCOMES))
    fed = tuple(entry.get("fed", ()))
    if not set(fed) < set(QUALITY):
        raise InputError(key="fed", got=describe(list(fed)), allowed=", ".join(QUALITY))
    more, less = (tuple(_world(names, pieces) for names in entry[key]) for key in ("more", "less"))
    for world in more + less:
        base.set(dict(world.settings))
    return Claim(outcome, more, less, fed)


def _world(names: str, pieces: Mapping[str, Any]) -> World:
    settings: dict[str, Value] = {}
    for name in names.split():
        if name not in pieces:
            raise InputError("unknown piece", got=name, nearest=nearest_name(name, pieces))
        settings |= pieces[name]
    return World(tuple(sorted(settings.items())))


def _refuse_unknown(entry: Mapping[str, Any], known: set[str]) -> None:
    for key in entry:
        if key not in known:
            allowed = Phrase("{names}", names=", ".join(sorted(known)))
            raise InputError("unknown key", key=key, allowed=allowed, nearest=nearest_name(key, known))
