"""`overleg scenarios`: the scenarios that come with the program."""

from __future__ import annotations

import textwrap
from typing import Any

import click

from experiments.baseline import BASELINE, differing_values
from experiments.options import format_options
from experiments.tables import as_csv, as_json, heading
from experiments.words import Words
from scenarios import load, names

_WIDTH = 100


def command(words: Words) -> click.Command:
    """Return the command, in the language of `words`."""

    @click.command("scenarios", help=words("help.scenarios"), short_help=words("help.short.scenarios"))
    @format_options(words)
    def scenarios(format: str, quiet: bool) -> None:
        records = [_record(name, words.language) for name in _in_order()]
        if format == "json":
            click.echo(as_json(records))
        elif format == "csv":
            plain = [{key: value for key, value in record.items() if key != "values"} for record in records]
            click.echo(as_csv(plain, words.language), nl=False)
        else:
            click.echo("\n".join(_lines(records, quiet=quiet)))

    return scenarios


def _in_order() -> list[str]:
    return sorted(names(), key=lambda name: (name != BASELINE, name))


def _record(name: str, language: str) -> dict[str, Any]:
    scenario = load(name)
    return {
        "name": name,
        "title": scenario.title[language],
        "description": " ".join(scenario.description[language].split()),
        "weeks": scenario.weeks,
        "values": differing_values(scenario),
    }


def _lines(records: list[dict[str, Any]], *, quiet: bool) -> list[str]:
    width = max(len(record["name"]) for record in records)
    found = []
    for record in records:
        found.append(f"{heading(record['name'].ljust(width))}   {record['title']}")
        if not quiet:
            indent = " " * (width + 3)
            text = textwrap.wrap(
                record["description"], _WIDTH, initial_indent=indent, subsequent_indent=indent
            )
            found += [*text, ""]
    return found if quiet else found[:-1]
