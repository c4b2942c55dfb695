"""The command `overleg`: reads the command line, runs a command, turns failures into messages and exit codes.

0 done, 1 the work failed, 2 the input is wrong, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from itertools import pairwise

import click

from experiments.command_line import as_input_error
from experiments.commands import commands
from experiments.help import speak
from experiments.options import language_option
from experiments.words import Words, language_of_user, words_in
from experiments.words.messages import message
from sim.errors import CasusoverlegError, InputError, describe, nearest_name
from sim.text import LANGUAGES

_FAILED, _INTERRUPTED = 1, 130


def main() -> None:
    """Run the command line of this process and end the process."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command line; return the exit code."""
    _write_utf8()
    language = _language(arguments)
    try:
        overleg = program(words_in(language))
        result = overleg.main(list(arguments), prog_name="overleg", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.UsageError as error:
        return _fail(as_input_error(error), language)
    except CasusoverlegError as error:
        return _fail(error, language)
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except BrokenPipeError:  # whoever reads the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _FAILED


def program(words: Words) -> click.Group:
    """Return the command `overleg` with all its commands, in the language of `words`."""

    @click.group(
        cls=_Commands,
        help=words("help.program"),
        invoke_without_command=True,
        subcommand_metavar=words("help.subcommand"),
    )
    @language_option(words)
    @click.pass_context
    def overleg(context: click.Context) -> None:
        if context.invoked_subcommand is None:
            click.echo(context.get_help())

    for command in commands(words):
        overleg.add_command(speak(command, words))
    speak(overleg, words)
    return overleg


class _Commands(click.Group):
    """A group that lists its commands in the order in which they were added, and names the nearest."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise InputError(
                "unknown command",
                where="overleg",
                got=describe(args[0]),
                allowed=", ".join(self.commands),
                nearest=nearest_name(args[0], self.commands),
            )
        return super().resolve_command(ctx, args)


def _fail(error: CasusoverlegError, language: str) -> int:
    said = message(error, language)
    names_command = isinstance(error, InputError) and error.where.split()[:1] == ["overleg"]
    click.echo(said if names_command else f"overleg: {said}", err=True)
    return error.exit_code


def _language(arguments: Sequence[str]) -> str:
    """Return the language that the arguments ask for, else that of the user's computer."""
    asked = [after for before, after in pairwise(arguments) if before == "--lang"]
    asked += [text.removeprefix("--lang=") for text in arguments if text.startswith("--lang=")]
    return next((language for language in asked if language in LANGUAGES), None) or language_of_user()


def _write_utf8() -> None:
    """Write UTF-8 whatever the code page, also into a file or a pipe."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
