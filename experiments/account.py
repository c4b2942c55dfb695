"""A scenario told: what it is about, how it differs from the baseline, what is expected of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from experiments.baseline import BASELINE, Step, steps, steps_of_changes
from experiments.numbers import value_of_parameter
from experiments.tables import aligned, heading, paragraph
from experiments.words import Words
from scenarios import load
from sim.outcomes import OUTCOMES
from sim.parameters import Parameter
from sim.scenario import Scenario


@dataclass(frozen=True)
class Difference:
    """Something in which a scenario differs from another: a parameter, from which value to which, under a heading.

    An occurrence, such as a report in the media, is a heading alone.
    """

    heading: str
    name: str = ""
    title: str = ""
    before: str = ""
    after: str = ""


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
    base = load(BASELINE)
    rows: list[tuple[str, ...]] = []
    found = [*differing_values(scenario, base, words), *differing_course(scenario, base, words)]
    for title, members in groupby(found, key=lambda each: each.heading):
        group = list(members)
        within = [(f"  {each.name}", f"{each.before} → {each.after}", each.title) for each in group if each.name]
        rows += [(heading(title),), *within] if within else [(title,)] * len(group)
    if rows:
        return [words("check.differs", base=BASELINE), *(f"  {line}" for line in aligned(rows, left=range(3)))]
    return [] if scenario.name == BASELINE else [words("check.same", base=BASELINE)]


def differing_values(scenario: Scenario, base: Scenario, words: Words) -> list[Difference]:
    """Return the values at the start that differ from those of another scenario, under the group of each."""
    found = steps(scenario.values, base.values)
    return [_difference(words(f"parameter_group.{step.parameter.group}"), step, words) for step in found]


def differing_course(scenario: Scenario, base: Scenario, words: Words) -> list[Difference]:
    """Return what changes or happens in set weeks, and not in another scenario, each under its week."""
    return [*_changes(scenario, base, words), *_occurrences(scenario, base, words)]


def expectation_lines(scenario: Scenario, words: Words) -> list[str]:
    """Return what was expected of a scenario beforehand; nothing where nothing was."""
    sides = {name: words(f"compare.{side}") for name, side in scenario.expects.items()}
    told = [f"  {OUTCOMES[name].title[words.language]}: {side}" for name, side in sides.items()]
    return [words("scenarios.expects"), *told] if told else []


def title_with_unit(parameter: Parameter, words: Words) -> str:
    """Return the title of a parameter, with its unit between brackets if it has one."""
    title, unit = parameter.title[words.language], parameter.unit[words.language]
    return f"{title} ({unit})" if unit else title


def _changes(scenario: Scenario, base: Scenario, words: Words) -> Iterator[Difference]:
    there = {(change.week, *item) for change in base.changes for item in change.values.items()}
    for change, found in steps_of_changes(scenario):
        title = words("check.change", week=change.week)
        yield from (
            _difference(title, step, words)
            for step in found
            if (change.week, step.parameter.name, step.after) not in there
        )


def _occurrences(scenario: Scenario, base: Scenario, words: Words) -> list[Difference]:
    reports = Counter(scenario.media_events) - Counter(base.media_events)
    departures = Counter(scenario.departures) - Counter(base.departures)
    told = [
        (event.week, words("check.report", week=event.week, size=value_of_parameter(event.size, words.language)))
        for event in reports.elements()
    ]
    told += [(leaves.week, words("check.departure", week=leaves.week)) for leaves in departures.elements()]
    return [Difference(text) for _, text in sorted(told)]


def _difference(title: str, step: Step, words: Words) -> Difference:
    before, after = (value_of_parameter(value, words.language) for value in (step.before, step.after))
    return Difference(title, step.parameter.name, title_with_unit(step.parameter, words), before, after)
