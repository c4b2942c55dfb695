"""`overleg parameters`: what can be set, within which range, and where the default comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from experiments.numbers import value_of_parameter
from experiments.options import format_options
from experiments.tables import aligned, as_csv, as_json, heading
from experiments.words import Words
from sim.errors import InputError, describe, nearest_name
from sim.parameters import PARAMETERS, Parameter


def command(words: Words) -> click.Command:
    """Return the command, in the language of `words`."""

    @click.command("parameters", help=words("help.parameters"), short_help=words("help.short.parameters"))
    @click.argument("part", required=False, default="", metavar=f"[{words('help.part')}]")
    @format_options(words)
    def parameters(part: str, format: str, quiet: bool) -> None:
        found = _named(part)
        records = [_record(parameter, words.language) for parameter in found]
        if format == "json":
            click.echo(as_json(records))
        elif format == "csv":
            click.echo(as_csv(records, words.language), nl=False)
        else:
            click.echo("\n".join(_lines(found, words, weights=bool(part), quiet=quiet)))

    return parameters


def _named(part: str) -> list[Parameter]:
    """Return the parameters with `part` in their name or title, else in what explains them; InputError without any."""
    found = _holding(part, lambda each: (each.name, each.title.en, each.title.nl)) or _holding(
        part, lambda each: (each.explanation.en, each.explanation.nl)
    )
    if not found:
        raise InputError(
            "no parameter has this in its name or meaning",
            where="overleg parameters",
            got=describe(part),
            allowed="a piece of a word, such as trust",
            nearest=nearest_name(part, PARAMETERS),
        )
    return found


def _holding(part: str, texts: Callable[[Parameter], tuple[str, ...]]) -> list[Parameter]:
    sought = part.lower()
    return [each for each in PARAMETERS.values() if any(sought in text.lower() for text in texts(each))]


def _record(parameter: Parameter, language: str) -> dict[str, Any]:
    number = parameter.kind != "category"
    return {
        "name": parameter.name,
        "title": parameter.title[language],
        "explanation": parameter.explanation[language],
        "kind": parameter.kind,
        "unit": parameter.unit[language],
        "default": parameter.default,
        "low": parameter.low if number else None,
        "high": parameter.high if number else None,
        "choices": " ".join(parameter.choices),
        "at_start": parameter.at_start,
        "source": parameter.source[language],
    }


def _lines(found: list[Parameter], words: Words, *, weights: bool, quiet: bool) -> list[str]:
    shown = [parameter for parameter in found if weights or not parameter.is_weight]
    head = tuple(words(f"parameters.{column}") for column in ("name", "default", "range", "title", "source"))
    rows: list[tuple[str, ...]] = [head]
    for before, parameter in zip([None, *shown], shown, strict=False):
        if before is None or before.group != parameter.group:
            rows.append((heading(words(f"parameter_group.{parameter.group}")),))
        rows.append(_cells(parameter, words))
    hidden = len(found) - len(shown)
    more = ["", words("parameters.more", count=hidden)] if hidden and not quiet else []
    return [*aligned(rows, left=range(len(head))), *more]


def _cells(parameter: Parameter, words: Words) -> tuple[str, ...]:
    language = words.language
    low, high = (value_of_parameter(bound, language) for bound in (parameter.low, parameter.high))
    apart = parameter.is_weight and not parameter.low <= 0 <= parameter.high
    ends = words("parameters.weight" if apart else "table.range", low=low, high=high)
    allowed = ", ".join(parameter.choices) or ends
    return (
        f"  {parameter.name}",
        value_of_parameter(parameter.default, language),
        allowed,
        parameter.title[language],
        parameter.source[language],
    )
