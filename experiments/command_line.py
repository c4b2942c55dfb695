"""What is wrong with a command line: click's own complaints as errors of ours, and choices that name the nearest."""

from __future__ import annotations

import re
from typing import Any

import click

from sim.errors import InputError, Phrase, describe, nearest_name

_BETWEEN_BRACKETS = re.compile(r"\((.*)\)")


class Choice(click.Choice[str]):
    """A choice between words; another word is an InputError that says which there are."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word, if it is one of the choices."""
        if value in self.choices:
            return str(value)
        raise InputError(
            where=param.opts[0] if param is not None else "",
            got=describe(value),
            allowed=", ".join(self.choices),
            nearest=nearest_name(str(value), self.choices),
        )


def as_input_error(error: click.UsageError) -> InputError:
    """Return what click found wrong, with what is allowed where that is not said."""
    context = error.ctx
    where = context.command_path if context is not None else ""
    if isinstance(error, click.NoSuchOption) and context is not None:
        return _no_such_option(error.option_name, context, where)
    if isinstance(error, click.BadOptionUsage):
        flag = "does not take" in error.message
        problem = "takes no value" if flag else "needs a value behind it"
        return InputError(problem, where=where, key=error.option_name)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return _missing(error.param, where)
    if found := _BETWEEN_BRACKETS.search(error.message):
        return InputError("more than it takes", where=where, got=found[1])
    return InputError(error.format_message().rstrip("."), where=where)


def _no_such_option(name: str, context: click.Context, where: str) -> InputError:
    known = (option for parameter in context.command.params for option in parameter.opts)
    options = [option for option in known if option.startswith("-")]
    return InputError(
        "no such option", where=where, got=name, nearest=nearest_name(name, options), allowed=", ".join(options)
    )


def _missing(parameter: click.Parameter, where: str) -> InputError:
    shipped = "a name from the list that 'overleg scenarios' prints, such as top_x, or the path of a .toml file"
    allowed = "a name of your own, such as my_scenario" if parameter.name == "name" else shipped
    return InputError(
        Phrase("{argument} is missing", argument=parameter.human_readable_name), where=where, allowed=allowed
    )
