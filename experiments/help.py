"""Help in the language of the user: click's own words, and the option that shows it."""

from __future__ import annotations

import click

from experiments.words import Words

_WIDTH = 100


def speak(command: click.Command, words: Words) -> click.Command:
    """Make a command show its help in the language of `words`; return it."""
    command.context_class = _context(words)
    command.context_settings["max_content_width"] = _WIDTH
    command.options_metavar = f"[{words('help.options').upper()}]"
    command.add_help_option = False
    option = click.Option(
        ["--help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show,
        help=words("help.option.help"),
    )
    command.params.append(option)
    return command


def _show(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(context.get_help())
        context.exit()


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
