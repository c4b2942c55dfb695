"""The scenarios of a comparison: which is the baseline, which are held against it, what is set in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from experiments.options import named, settings_text
from experiments.words import words_in
from scenarios import extends, load
from scenarios import names as shipped
from sim.errors import InputError
from sim.parameters import Value
from sim.scenario import Scenario
from sim.text import LANGUAGES, Text

MOST_IN_FULL = 6  # more comparisons than this are told at a glance


@dataclass(frozen=True)
class Contenders:
    """The baseline first, then the others, under names that all differ; `shared` is set in all alike.

    `written_for` tells, for each of the others of which something is expected, the name of the scenario that this is
    expected against; `typed` as which the others were asked for.
    """

    scenarios: tuple[Scenario, ...]
    shared: Mapping[str, Value]
    written_for: Mapping[str, str] = field(default_factory=dict)
    baseline: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return a name for the comparison, short enough for a folder."""
        first, second, *more = (scenario.name for scenario in self.scenarios)
        return named(f"{first}_vs_{second}" + (f"_and_{len(more)}_more" if more else ""), self.shared)

    @property
    def at_a_glance(self) -> bool:
        """Return whether these are too many to be told in full."""
        return len(self.scenarios) - 1 > MOST_IN_FULL

    def expects(self, scenario: Scenario) -> Mapping[str, str]:
        """Return what is expected of a scenario against the baseline of this comparison: outcomes with their side."""
        return scenario.expects if self.written_for.get(scenario.name) == self.baseline else {}


def contenders(names: Sequence[str], settings: Mapping[str, Value], *, every: bool = False) -> Contenders:
    """Return the scenarios to compare, loaded; with `every` all shipped ones behind those named.

    Settings hold for all. A single scenario is compared with itself under the settings, which then hold for
    the other one only (the length of the run for both). InputError when that leaves nothing to compare.
    """
    more = [name for name in shipped() if name not in names] if every else []
    loaded = [load(name) for name in (*names, *more)]
    if len(loaded) > 1:
        found = _distinct([scenario.set(settings) for scenario in loaded])
        typed = dict(zip((scenario.name for scenario in found[1:]), (*names, *more)[1:], strict=True))
        written_for = {scenario.name: extends(typed[scenario.name]) for scenario in found[1:] if scenario.expects}
        return Contenders(found, settings, written_for, names[0], typed)
    shared = {name: value for name, value in settings.items() if name == "run.weeks"}
    own = {name: value for name, value in settings.items() if name not in shared}
    if not own:
        raise InputError(
            "nothing to compare it with",
            where="overleg compare",
            got=", ".join(names),
            allowed="two scenarios or more, one with --every, or one with --set name=value",
        )
    baseline = loaded[0].set(shared)
    return Contenders((baseline, _changed(baseline, own)), shared)


def _changed(scenario: Scenario, settings: Mapping[str, Value]) -> Scenario:
    """Return the scenario under other settings, with a name and a title that say so."""
    titles = {
        language: words_in(language)(
            "compare.changed_title",
            title=scenario.title[language] or scenario.name,
            settings=settings_text(settings, language),
        )
        for language in LANGUAGES
    }
    return replace(scenario.set(settings), name=named(scenario.name, settings), title=Text(**titles))


def _distinct(scenarios: Sequence[Scenario]) -> tuple[Scenario, ...]:
    """Return the scenarios with numbers behind names that come again, so that rows can be told apart."""
    found: list[Scenario] = []
    for scenario in scenarios:
        taken = {other.name for other in found}
        name, number = scenario.name, 1
        while name in taken:
            number += 1
            name = f"{scenario.name}_{number}"
        found.append(replace(scenario, name=name))
    return tuple(found)
