"""What a visitor looks at: two worlds, an outcome, and how the page shows them; all that its address holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Literal

from experiments.baseline import BASELINE
from experiments.workshop.limits import LARGEST_SEED, MOST_WEEKS
from scenarios import load, names
from sim.errors import InputError, Phrase, describe, nearest_name
from sim.outcomes import OUTCOMES
from sim.parameters import Parameter, Value, find
from sim.scenario import Scenario
from sim.text import LANGUAGES
from sim.values import Values

World = Literal["a", "b"]

WORLDS: tuple[World, ...] = ("a", "b")
SHARED = ("cases.responsiveness", "run.weeks")  # an assumption and the length of a run: always alike in A and B
LATER = "later"  # stands for all that happens in set weeks, which a preset brings along
DEFAULT_OUTCOME = "collaboration_quality"
SHOWN = tuple(name for name, outcome in OUTCOMES.items() if outcome.weekly)
SEEDS = Phrase("a whole number from {low} to {high}", low=0, high=LARGEST_SEED)


@cache
def preset(name: str) -> Scenario:
    """Return a shipped scenario; InputError for any other name, paths included."""
    if name not in names():
        raise InputError(
            "unknown scenario",
            got=describe(name),
            allowed=", ".join(names()),
            nearest=nearest_name(name, names()),
        )
    return load(name)


def checked(name: str, value: object) -> Value:
    """Return the value of a parameter in its own type; InputError where the page does not allow it."""
    found = find(name).check(value)
    if name == "run.weeks" and int(found) > MOST_WEEKS:
        raise InputError(key=name, got=describe(value), allowed=allowed(find(name)))
    return found


def highest(parameter: Parameter) -> float:
    """Return the highest value of a number that the page allows."""
    return min(parameter.high, MOST_WEEKS) if parameter.name == "run.weeks" else parameter.high


def allowed(parameter: Parameter) -> str:
    """Return in words what the page allows."""
    if parameter.name == "run.weeks":
        return Phrase("a whole number from {low} to {high}", low=f"{parameter.low:g}", high=f"{highest(parameter):g}")
    return parameter.allowed


@dataclass(frozen=True)
class View:
    """The two worlds of a page and what it shows of them; immutable, hashable and always right.

    A world is a shipped scenario (`a`, `b`) and the values in which it differs from that (`a_values`, `b_values`).
    `outcome` has a weekly series; `sliding` is the world that sliders change. What the worlds share (SHARED) is as in
    A. Raises InputError for what is not allowed.
    """

    a: str = BASELINE
    b: str = BASELINE
    a_values: Mapping[str, Value] = field(default_factory=dict)
    b_values: Mapping[str, Value] = field(default_factory=dict)
    outcome: str = DEFAULT_OUTCOME
    language: str = "en"
    beamer: bool = False
    sliding: World = "b"
    seed: int = 1

    def __post_init__(self) -> None:
        a_values = _changed(self.a, self.a_values)
        shared = {name: a_values.get(name, preset(self.a).values[name]) for name in SHARED}
        object.__setattr__(self, "a_values", a_values)
        object.__setattr__(self, "b_values", _changed(self.b, {**self.b_values, **shared}))
        _refuse("outcome", self.outcome, SHOWN)
        _refuse("language", self.language, LANGUAGES)
        _refuse("sliding", self.sliding, WORLDS)
        if not 0 <= self.seed <= LARGEST_SEED:
            raise InputError(key="seed", got=describe(self.seed), allowed=SEEDS)
        _ = self._scenarios  # values may be right one by one and wrong together

    @cached_property
    def _scenarios(self) -> Mapping[World, Scenario]:
        return {"a": preset(self.a).set(self.a_values), "b": preset(self.b).set(self.b_values)}

    def scenario(self, world: World) -> Scenario:
        """Return a world as a scenario."""
        return self._scenarios[world]

    def value(self, world: World, name: str) -> Value:
        """Return the value of a parameter in a world."""
        return self.scenario(world).value(name)

    def changed(self, world: World) -> Mapping[str, Value]:
        """Return the values in which a world differs from its preset."""
        return self.a_values if world == "a" else self.b_values

    @property
    def equal(self) -> bool:
        """Return whether A and B are the same world, whatever they are called."""
        return not self.differing()

    def differing(self) -> tuple[str, ...]:
        """Return the names of the parameters in which B differs from A, and LATER if what happens later differs."""
        first, second = self.scenario("a"), self.scenario("b")
        found = tuple(name for name, value in second.values.items() if value != first.values[name])
        return (*found, LATER) if _later(first) != _later(second) else found

    def with_value(self, world: World, name: str, value: object) -> View:
        """Return the view with another value in a world; in both worlds for what they share."""
        new = {name: checked(name, value)}
        changing: World = "a" if name in SHARED else world  # what they share, B takes over from A
        return self._with_values(changing, {**self.changed(changing), **new})

    def with_preset(self, world: World, name: str) -> View:
        """Return the view with another scenario as a world, as it is shipped but for what both worlds share."""
        shared = {key: self.value(world, key) for key in SHARED}
        values = _changed(name, shared)
        return replace(self, a=name, a_values=values) if world == "a" else replace(self, b=name, b_values=values)

    def back_to_a(self, name: str) -> View:
        """Return the view in which a parameter has in B the value that it has in A."""
        return self.with_value("b", name, self.value("a", name))

    def _with_values(self, world: World, values: Mapping[str, Value]) -> View:
        return replace(self, a_values=values) if world == "a" else replace(self, b_values=values)


def _changed(name: str, values: Mapping[str, Value]) -> Values:
    """Return the values that differ from those of a preset, checked."""
    own = preset(name).values
    found = {key: checked(key, value) for key, value in values.items()}
    return Values({key: value for key, value in found.items() if value != own[key]})


def _refuse(key: str, got: object, choices: tuple[str, ...]) -> None:
    if got not in choices:
        nearest = nearest_name(got, choices) if isinstance(got, str) else ""
        raise InputError(key=key, got=describe(got), allowed=", ".join(choices), nearest=nearest)


def _later(scenario: Scenario) -> tuple[object, ...]:
    return scenario.changes, scenario.media_events, scenario.departures
