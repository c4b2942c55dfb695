"""The scenarios of a comparison: which is the baseline, which are held against it, what is set in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from experiments.options import settings_text
from experiments.words import words_in
from scenarios import load
from scenarios import names as shipped
from sim.errors import InputError
from sim.parameters import Value
from sim.scenario import Scenario
from sim.text import LANGUAGES, Text


@dataclass(frozen=True)
class Contenders:
    """The baseline first, then the others, under names that all differ; `shared` is set in all alike."""

    scenarios: tuple[Scenario, ...]
    shared: Mapping[str, Value]

    @property
    def name(self) -> str:
        """Return a name for the comparison, short enough for a folder."""
        first, second, *more = (scenario.name for scenario in self.scenarios)
        return f"{first}_vs_{second}" + (f"_and_{len(more)}_more" if more else "")


def contenders(names: Sequence[str], settings: Mapping[str, Value], *, every: bool = False) -> Contenders:
    """Return the scenarios to compare, loaded; with `every` all shipped ones behind those named.

    Settings hold for all. A single scenario is compared with itself under the settings, which then hold for
    the other one only (the length of the run for both). InputError when that leaves nothing to compare.
    """
    more = [name for name in shipped() if name not in names] if every else []
    loaded = [load(name) for name in (*names, *more)]
    if len(loaded) > 1:
        return Contenders(_distinct([scenario.set(settings) for scenario in loaded]), settings)
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
    return replace(scenario.set(settings), name=f"{scenario.name}_changed", title=Text(**titles))


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
