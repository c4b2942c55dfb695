"""A scenario file to edit: every parameter as a comment, with its value, its limits and what it means."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable
from itertools import groupby

from experiments.words import Words
from experiments.words.messages import told
from sim.parameters import PARAMETERS, Parameter, Value
from sim.scenario import Change, Departure, MediaEvent, Scenario

SCHEMA_FILE = "casusoverleg.schema.json"

_WIDTH = 100
_WEIGHTS = "rules"


def template(scenario: Scenario, name: str, words: Words, *, with_schema: bool = False) -> str:
    """Return the text of a file that extends a shipped scenario and as yet changes nothing in it.

    A setting is a line that starts with `#` and no space after it. `with_schema` names the schema beside the file.
    """
    lines = [
        *([f"#:schema ./{SCHEMA_FILE}"] if with_schema else []),
        *_remark(words("new.head", name=name, base=scenario.name)),
        "",
        f"title = {_text(_title(name), words)}",
        f"description = {_text(words('new.description'), words)}",
        f'extends = "{scenario.name}"',
        *_parameter_lines(scenario, words),
        *_later_lines(scenario, words),
    ]
    return "\n".join(lines) + "\n"


def _title(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()


def _text(text: str, words: Words) -> str:
    return f"{{ {words.language} = {toml_value(text)} }}"


def toml_value(value: Value) -> str:
    """Return a value as TOML has it: the same as JSON, for numbers and texts."""
    return json.dumps(value, ensure_ascii=False)


def _remark(text: str) -> list[str]:
    return [
        line
        for paragraph in text.splitlines()
        for line in _wrapped(paragraph)
    ]


def _wrapped(text: str) -> list[str]:
    lines = textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
    return lines or ["#"]


def _parameter_lines(scenario: Scenario, words: Words) -> list[str]:
    lines: list[str] = []
    for group, members in groupby(PARAMETERS.values(), key=lambda parameter: parameter.group):
        title = words(f"parameter_group.{group}")
        if group == _WEIGHTS:
            lines += ["", *_remark(f"{title}: {words('new.weights')}"), *_weight_lines(members, scenario, words)]
        else:
            lines += ["", f"[{group}] # {title}"]
            lines += [line for parameter in members for line in _setting(parameter, scenario, words)]
    return lines


def _setting(parameter: Parameter, scenario: Scenario, words: Words) -> list[str]:
    language = words.language
    facts = [
        words("new.allowed", values=told(parameter.allowed, language)),
        *([words("new.unit", unit=parameter.unit[language])] if parameter.unit[language] else []),
        words("new.source", source=parameter.source[language]),
        *([words("new.at_start")] if parameter.at_start else []),
    ]
    about = f"{parameter.title[language]}. {parameter.explanation[language]}"
    return ["", *_remark(about), *_remark(" ".join(facts)), _line(parameter, scenario)]


def _weight_lines(members: Iterable[Parameter], scenario: Scenario, words: Words) -> list[str]:
    lines: list[str] = []
    for table, weights in groupby(members, key=lambda parameter: parameter.name.rpartition(".")[0]):
        lines += ["", f"[{table}]"]
        for weight in weights:
            ends = words("table.range", low=f"{weight.low:g}", high=f"{weight.high:g}")
            lines.append(f"{_line(weight, scenario)} # {weight.title[words.language]}; {ends}")
    return lines


def _line(parameter: Parameter, scenario: Scenario) -> str:
    key = parameter.name.rpartition(".")[2]
    return f"#{key} = {toml_value(scenario.value(parameter.name))}"


def _later_lines(scenario: Scenario, words: Words) -> list[str]:
    """Return what the scenario has that comes later, or an example, and an expectation, all as comments."""
    half = scenario.weeks // 2
    changes = scenario.changes or (Change(half, {"informal_contact.events_per_year": 8}),)
    events = scenario.media_events or (MediaEvent(half, 0.3),)
    departures = scenario.departures or (Departure(half),)
    blocks = [
        *(("changes", [f"week = {change.week}", f"set = {_set(change)}"]) for change in changes),
        *(("media_events", [f"week = {event.week}", f"size = {event.size}"]) for event in events),
        *(("departures", [f"week = {one.week}", f"who = {toml_value(one.who)}"]) for one in departures),
    ]
    lines = ["", *_remark(words("new.later", base=scenario.name))]
    for key, settings in blocks:
        lines += ["", f"#[[{key}]]", *(f"#{setting}" for setting in settings)]
    return [*lines, "", *_remark(words("new.expects", base=scenario.name)), "#[expects]", '#risk = "lower"']


def _set(change: Change) -> str:
    settings = (f"{toml_value(name)} = {toml_value(value)}" for name, value in change.values.items())
    return f"{{ {', '.join(settings)} }}"
