"""A scenario told: what it is about, how it differs from the baseline, what is expected of it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from experiments.baseline import BASELINE, Step, steps, steps_of_changes
from experiments.numbers import value_of_parameter
from experiments.tables import aligned, heading, paragraph
from experiments.words import Words
from scenarios import load
from sim.outcomes import OUTCOMES
from sim.parameters import Parameter
from sim.scenario import Scenario


def account(scenario: Scenario, words: Words) -> list[str]:
    """Return the whole account, as lines: title, description, differences, expectation and finding."""
    language = words.language
    parts = [
        [heading(scenario.title[language]), *paragraph(scenario.description[language])],
        difference_lines(scenario, words),
        expectation_lines(scenario, words),
        paragraph(scenario.finding[language]),
    ]
    return [line for part in parts if part for line in ("", *part)][1:]


def difference_lines(scenario: Scenario, words: Words) -> list[str]:
    """Return how a scenario differs from the baseline, or that it does not; nothing for the baseline itself."""
    rows = [*_value_rows(scenario, words), *_change_rows(scenario, words), *_occurrence_rows(scenario, words)]
    if rows:
        return [words("check.differs", base=BASELINE), *(f"  {line}" for line in aligned(rows, left=range(3)))]
    return [] if scenario.name == BASELINE else [words("check.same", base=BASELINE)]


def expectation_lines(scenario: Scenario, words: Words) -> list[str]:
    """Return what was expected of a scenario beforehand; nothing where nothing was."""
    sides = {name: words(f"compare.{side}") for name, side in scenario.expects.items()}
    told = [f"  {OUTCOMES[name].title[words.language]}: {side}" for name, side in sides.items()]
    return [words("scenarios.expects"), *told] if told else []


def title_with_unit(parameter: Parameter, words: Words) -> str:
    """Return the title of a parameter, with its unit between brackets if it has one."""
    title, unit = parameter.title[words.language], parameter.unit[words.language]
    return f"{title} ({unit})" if unit else title


def _value_rows(scenario: Scenario, words: Words) -> list[tuple[str, ...]]:
    found = steps(scenario.values, load(BASELINE).values)
    rows: list[tuple[str, ...]] = []
    for group, members in groupby(found, key=lambda step: step.parameter.group):
        rows += [(heading(words(f"parameter_group.{group}")),), *_step_rows(members, words)]
    return rows


def _change_rows(scenario: Scenario, words: Words) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for change, found in steps_of_changes(scenario):
        rows += [(heading(words("check.change", week=change.week)),), *_step_rows(found, words)]
    return rows


def _step_rows(found: Iterable[Step], words: Words) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for step in found:
        before, after = (value_of_parameter(value, words.language) for value in (step.before, step.after))
        rows.append((f"  {step.parameter.name}", f"{before} → {after}", title_with_unit(step.parameter, words)))
    return rows


def _occurrence_rows(scenario: Scenario, words: Words) -> list[tuple[str, ...]]:
    told = [
        (event.week, words("check.report", week=event.week, size=value_of_parameter(event.size, words.language)))
        for event in scenario.media_events
    ]
    told += [(departure.week, words("check.departure", week=departure.week)) for departure in scenario.departures]
    return [(text,) for _, text in sorted(told)]
