"""`overleg schema`: the JSON Schema of a scenario file, for editors."""

from __future__ import annotations

import click

from experiments.options import language_option
from experiments.schema import schema
from experiments.tables import as_json
from experiments.words import Words


def command(words: Words) -> click.Command:
    """Return the command, in the language of `words`."""

    @click.command("schema", help=words("help.schema"), short_help=words("help.short.schema"))
    @language_option(words)
    def print_schema() -> None:
        click.echo(as_json(schema(words)))

    return print_schema
