"""`overleg workshop`: the page with two worlds, for a room."""

from __future__ import annotations

import click

from experiments.options import language_option, whole_number
from experiments.words import Words
from sim.errors import InputError, Phrase

_PORT, _HIGHEST_PORT = 8750, 65_535
_HOST = "127.0.0.1"


def command(words: Words) -> click.Command:
    """Return the command, in the language of `words`."""

    @click.command("workshop", help=words("help.workshop"), short_help=words("help.short.workshop"))
    @click.option("--port", type=_port, default=str(_PORT), metavar="P", help=words("help.option.port", default=_PORT))
    @click.option("--host", default=_HOST, metavar="H", help=words("help.option.host"))
    @click.option("--no-browser", is_flag=True, help=words("help.option.no_browser"))
    @language_option(words)
    def workshop(port: int, host: str, no_browser: bool) -> None:
        _need_extra()
        from experiments.workshop.desk import Desk
        from experiments.workshop.server import place, serve

        where = place(host, port)
        desk = Desk()
        click.echo(words("page.starting"))
        desk.warm(lambda: click.echo(words("run.first_use"), err=True))

        def ready() -> None:
            click.echo(words("page.open", address=where.here))
            if where.outside:
                _tell_room(where.outside, words)
            click.echo(words("page.stop"))

        serve(where, desk, language=words.language, browser=not no_browser, ready=ready)

    return workshop


def _port(text: str) -> int:
    number = whole_number("--port", 0)(text)
    if number > _HIGHEST_PORT:
        allowed = Phrase("a whole number from {low} to {high}", low=0, high=_HIGHEST_PORT)
        raise InputError(where="--port", got=text, allowed=allowed)
    return number


def _need_extra() -> None:
    """Raise InputError where the libraries of the page are not installed."""
    try:
        import nicegui  # noqa: F401
        import segno  # noqa: F401
    except ImportError as error:
        how = '{library} is not installed; python -m pip install -e ".[workshop]" installs what the page needs'
        raise InputError(Phrase(how, library=error.name or "nicegui"), where="overleg workshop") from None


def _tell_room(address: str, words: Words) -> None:
    """Print the address for phones in the room, also as a code to point a phone at."""
    import segno

    click.echo(words("page.for_phones", address=address))
    segno.make(address, error="l").terminal(compact=True, border=2)
