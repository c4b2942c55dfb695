"""`overleg check`: whether scenarios are right, and how each differs from the baseline."""

from __future__ import annotations

from typing import Any

import click

from experiments.baseline import BASELINE, differing_values
from experiments.numbers import value_of_parameter
from experiments.options import format_options, settings_text
from experiments.tables import as_csv, as_json
from experiments.words import Words
from scenarios import load
from sim.errors import InputError
from sim.parameters import PARAMETERS
from sim.scenario import Scenario


def command(words: Words) -> click.Command:
    """Return the command, in the language of `words`."""

    @click.command("check", help=words("help.check"), short_help=words("help.short.check"))
    @click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
    @format_options(words)
    def check(scenarios: tuple[str, ...], format: str, quiet: bool) -> None:
        checked = [(name, _checked(name)) for name in scenarios]
        if format != "table":
            records = [_record(name, found) for name, found in checked]
            text = as_json(records) + "\n" if format == "json" else as_csv(records, words.language)
            click.echo(text, nl=False)
        for name, found in checked:
            if isinstance(found, InputError):
                click.echo(f"overleg: {found}", err=True)
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


def _record(name: str, found: Scenario | InputError) -> dict[str, Any]:
    wrong = str(found) if isinstance(found, InputError) else None
    return {"scenario": name, "right": wrong is None, "message": wrong}


def _lines(name: str, scenario: Scenario, words: Words) -> list[str]:
    title = scenario.title[words.language]
    differing = [
        *(_value_line(name, scenario, words.language) for name in differing_values(scenario)),
        *_dated_lines(scenario, words),
    ]
    summary = words("check.differs" if differing else "check.same", base=BASELINE)
    return [
        words("check.right", name=name, title=title, weeks=scenario.weeks),
        *([f"  {summary}"] if differing or scenario.name != BASELINE else []),
        *(f"    {line}" for line in differing),
    ]


def _value_line(name: str, scenario: Scenario, language: str) -> str:
    before, after = (value_of_parameter(world.value(name), language) for world in (load(BASELINE), scenario))
    return f"{name}: {before} → {after} ({PARAMETERS[name].title[language]})"


def _dated_lines(scenario: Scenario, words: Words) -> list[str]:
    return [
        *(
            words("check.change", week=change.week, settings=settings_text(change.values, words.language))
            for change in scenario.changes
        ),
        *(
            words("check.report", week=event.week, size=value_of_parameter(event.size, words.language))
            for event in scenario.media_events
        ),
        *(words("check.departure", week=departure.week) for departure in scenario.departures),
    ]
