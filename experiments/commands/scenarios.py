"""`overleg scenarios`: the scenarios that come with the program, by theme, or one of them in full."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import click

from experiments.account import account
from experiments.baseline import differing_values
from experiments.options import format_options
from experiments.shipped import by_theme
from experiments.tables import as_csv, as_json, heading, paragraph
from experiments.words import Words
from scenarios import load
from sim.scenario import Scenario


def command(words: Words) -> click.Command:
    """Return the command, in the language of `words`."""

    @click.command("scenarios", help=words("help.scenarios"), short_help=words("help.short.scenarios"))
    @click.argument("scenario", required=False)
    @click.option("--all", "everything", is_flag=True, help=words("help.option.texts"))
    @format_options(words)
    def scenarios(scenario: str | None, everything: bool, format: str, quiet: bool) -> None:
        told = by_theme() if scenario is None else (load(scenario),)
        records = [_record(one, words.language) for one in told]
        if format == "json":
            click.echo(as_json(records))
        elif format == "csv":
            click.echo(as_csv([_flat(record) for record in records], words.language), nl=False)
        elif quiet:
            click.echo("\n".join(line for line in _listed(told, words, texts=False) if line))
        elif scenario is not None:
            click.echo("\n".join(account(told[0], words)))
        else:
            more = [] if everything else ["", words("scenarios.more")]
            click.echo("\n".join([*_listed(told, words, texts=everything), *more]))

    return scenarios


def _record(scenario: Scenario, language: str) -> dict[str, Any]:
    return {
        "name": scenario.name,
        "title": scenario.title[language],
        "description": " ".join(scenario.description[language].split()),
        "theme": scenario.theme,
        "expects": dict(scenario.expects),
        "finding": " ".join(scenario.finding[language].split()),
        "weeks": scenario.weeks,
        "values": differing_values(scenario),
    }


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record as a row of a table: expectations as one text, values left out."""
    expects = " ".join(f"{name}={side}" for name, side in record["expects"].items())
    return {key: value for key, value in record.items() if key != "values"} | {"expects": expects}


def _listed(told: Sequence[Scenario], words: Words, *, texts: bool) -> list[str]:
    """Return a line for each scenario under the title of its theme, with `texts` its description below it."""
    width = max(len(scenario.name) for scenario in told)
    found: list[str] = []
    for theme, members in groupby(told, key=lambda scenario: scenario.theme):
        found += ["", heading(words(f"theme.{theme}"))] if theme else []
        for scenario in members:
            text = paragraph(scenario.description[words.language], indent=width + 5) if texts else []
            found += [""] if texts else []
            found += [f"  {scenario.name.ljust(width)}   {scenario.title[words.language]}", *text]
    return found[1:] if found[0] == "" else found
