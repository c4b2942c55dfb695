"""A study: everything that its runs follow from; two studies with one key have the same runs, bit for bit."""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from experiments.designs import Design
from sim.scenario import Scenario

if TYPE_CHECKING:
    from sim.model import CaseConferenceModel

_FORM = 1  # of what the store holds; another form has another key
_POINTS_IN_SLICE = 100
_POINTS_IN_SLICE_OF_MODEL = 4  # a run in Python takes as long as a hundred of the engine's


@dataclass(frozen=True)
class Study:
    """A scenario whose factors vary after a design, on the run seeds of a base seed.

    `model` and `agents` replace the model's own classes; without them the engine plays.
    """

    scenario: Scenario
    design: Design
    seed: int = 1
    model: type[CaseConferenceModel] | None = None
    agents: Mapping[str, type] | None = None

    @property
    def by_engine(self) -> bool:
        """Return whether the engine plays the runs."""
        return self.model is None and self.agents is None

    @cached_property
    def slices(self) -> tuple[range, ...]:
        """Points in parts that are played together."""
        most = _POINTS_IN_SLICE if self.by_engine else _POINTS_IN_SLICE_OF_MODEL
        return parts_of(range(len(self.design.points)), most)

    @cached_property
    def key(self) -> str:
        """Hash of all that the runs follow from, the version of the model included; not of how many there are."""
        from sim.engine.shelf import fingerprint

        digest = hashlib.blake2b(digest_size=16)
        digest.update(json.dumps([_FORM, fingerprint(), self.seed, self._world(), self._classes()]).encode())
        for point in self.design.points:
            digest.update(json.dumps(point).encode())
        return digest.hexdigest()

    @property
    def about(self) -> dict[str, object]:
        """By what a person would know it, as plain values that JSON can hold; less than what `key` is of."""
        from sim.engine.shelf import fingerprint

        design = {"design": self.design.kind, "factors": list(self.design.names), "points": len(self.design.points)}
        return {"scenario": self.scenario.name, "seed": self.seed, **design, "model": fingerprint()}

    def check(self) -> None:
        """Raise InputError for the first point that makes no scenario."""
        for point in range(len(self.design.points)):
            self.scenario.set(self.design.values(point))

    def _world(self) -> list[object]:
        told = self.scenario.to_dict()
        own = [told[part] for part in ("values", "changes", "media_events", "departures")]
        return [*own, list(self.design.names)]

    def _classes(self) -> list[str]:
        replaced = [*([self.model] if self.model else []), *(self.agents or {}).values()]
        return [f"{each.__module__}.{each.__qualname__} {_source(each)}" for each in replaced]


def parts_of(points: range, most: int) -> tuple[range, ...]:
    """Return points in parts of at most `most`, as large as each other, give or take one."""
    parts = -(-len(points) // most)
    bounds = [points.start + len(points) * part // parts for part in range(parts + 1)]
    return tuple(range(first, last) for first, last in pairwise(bounds))


def _source(replaced: type) -> str:
    try:
        return inspect.getsource(replaced)
    except (OSError, TypeError):  # typed at a prompt: told apart by name alone
        return ""
