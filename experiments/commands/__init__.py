"""The commands of `overleg`: a module each, which makes its command in the language of the user."""

from __future__ import annotations

import click

from experiments.commands import (
    benchmark,
    check,
    compare,
    new,
    parameters,
    run,
    scenarios,
    schema,
    sensitivity,
    story,
    sweep,
    validate,
    workshop,
)
from experiments.words import Words


def commands(words: Words) -> list[click.Command]:
    """Return all commands, in the order in which a newcomer meets them."""
    modules = (
        run,
        compare,
        story,
        workshop,
        sweep,
        sensitivity,
        scenarios,
        parameters,
        new,
        check,
        schema,
        validate,
        benchmark,
    )
    return [module.command(words) for module in modules]
