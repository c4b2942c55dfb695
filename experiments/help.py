"""Help in the language of the user: click's own words, and the options that show a text and stop."""

from __future__ import annotations

from collections.abc import Callable

import click

from experiments.words import Words

_WIDTH = 100


def speak(command: click.Command, words: Words) -> click.Command:
    """Make a command show its help in the language of `words`; return it."""
    command.context_class = _context(words)
    command.context_settings["max_content_width"] = _WIDTH
    command.options_metavar = f"[{words('help.options').upper()}]"
    command.add_help_option = False
    command.params += [
        _option("--version", _version, words("help.option.version")),
        _option("--help", click.Context.get_help, words("help.option.help")),
    ]
    return command


def _option(name: str, text: Callable[[click.Context], str], told: str) -> click.Option:
    """Return an option that prints a text and stops, whatever else stands on the command line."""

    def show(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
        if wanted and not context.resilient_parsing:
            click.echo(text(context))
            context.exit()

    return click.Option([name], is_flag=True, is_eager=True, expose_value=False, callback=show, help=told)


def _version(context: click.Context) -> str:
    from experiments.manifest import program_version

    return f"casusoverleg {program_version()}"


def _context(words: Words) -> type[click.Context]:
    headings = {"Options": words("help.options"), "Commands": words("help.commands")}

    class Formatter(click.HelpFormatter):
        """Writes click's headings in the language of the words."""

        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, words("help.usage"))

        def write_heading(self, heading: str) -> None:
            super().write_heading(headings.get(heading, heading))

    class Context(click.Context):
        """A context that formats help so."""

        formatter_class = Formatter

    return Context
