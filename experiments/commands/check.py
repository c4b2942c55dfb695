"""`overleg check`: whether scenarios are right, how each differs from the baseline, what is expected, what is idle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from experiments.account import difference_lines, expectation_lines
from experiments.baseline import BASELINE, Step, steps, steps_of_changes
from experiments.options import format_options
from experiments.tables import as_csv, as_json
from experiments.words import Words
from experiments.words.messages import message
from scenarios import load, names, restated
from sim.errors import InputError
from sim.parameters import Value
from sim.scenario import Scenario


def command(words: Words) -> click.Command:
    """Return the command, in the language of `words`."""

    @click.command("check", help=words("help.check"), short_help=words("help.short.check"))
    @click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
    @format_options(words)
    def check(scenarios: tuple[str, ...], format: str, quiet: bool) -> None:
        checked = [(name, _checked(name)) for name in scenarios]
        if format == "json":
            click.echo(as_json([_document(name, found, words) for name, found in checked]))
        elif format == "csv":
            records = [_record(name, found, words) for name, found in checked]
            click.echo(as_csv(records, words.language), nl=False)
        for name, found in checked:
            if isinstance(found, InputError):
                click.echo(f"overleg: {message(found, words.language)}", err=True)
            elif format == "table" and not quiet:
                click.echo("\n".join(_lines(name, found, words)))
        if any(isinstance(found, InputError) for _, found in checked):
            raise click.exceptions.Exit(InputError.exit_code)

    return check


def _checked(name: str) -> Scenario | InputError:
    try:
        return load(name)
    except InputError as error:
        return error


def _record(name: str, found: Scenario | InputError, words: Words) -> dict[str, Any]:
    wrong = message(found, words.language) if isinstance(found, InputError) else None
    return {"scenario": name, "right": wrong is None, "message": wrong}


def _document(name: str, found: Scenario | InputError, words: Words) -> dict[str, Any]:
    """Return the record with, for a right scenario, all in which it differs from the baseline."""
    record = _record(name, found, words)
    if isinstance(found, InputError):
        return record
    return record | {
        "differences": [_step(step) for step in steps(found.values, load(BASELINE).values)],
        "changes": [
            {"week": change.week, "differences": [_step(step) for step in changed]}
            for change, changed in steps_of_changes(found)
        ],
        "media_events": [event.to_dict() for event in found.media_events],
        "departures": [departure.to_dict() for departure in found.departures],
        "expects": dict(found.expects),
        "warnings": _warnings(name, found, words),
    }


def _step(step: Step) -> dict[str, Any]:
    return {"parameter": step.parameter.name, "before": step.before, "after": step.after}


def _lines(name: str, scenario: Scenario, words: Words) -> list[str]:
    title = scenario.title[words.language]
    told = (
        *difference_lines(scenario, words),
        *expectation_lines(scenario, words),
        *_warnings(name, scenario, words),
    )
    return [words("check.right", name=name, title=title, weeks=scenario.weeks), *(f"  {line}" for line in told)]


def _warnings(name: str, scenario: Scenario, words: Words) -> list[str]:
    """Return a sentence for each value that changes nothing: as it was already, at the start or in its week."""
    already = restated(name) if name not in names() else {}
    told = [words("check.restated", setting=setting) for setting in _settings(already)]
    for change, changed in steps_of_changes(scenario):
        moved = {step.parameter.name for step in changed}
        idle = {name: value for name, value in change.values.items() if name not in moved}
        told += [words("check.idle", week=change.week, setting=setting) for setting in _settings(idle)]
    return told


def _settings(values: Mapping[str, Value]) -> list[str]:
    """Return values as they stand in the file, so that they can be found there."""
    return [f"{name} = {value}" for name, value in values.items()]
