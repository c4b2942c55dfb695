"""`overleg story`: a run retold in words: what was decided and why, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.command_line import Choice
from experiments.options import Callback, command_line, folder, language_option, read_settings, whole_number
from experiments.story.asked import OUTCOME, PICKS, RUNS, Asked, retold
from experiments.words import Words
from sim.errors import InputError, Phrase, describe

if TYPE_CHECKING:
    from experiments.story.document import Document

_Period = tuple[int, int | None]
_WHOLE: _Period = (0, None)
_WEEKS = re.compile(r"(\d{0,4}):(\d{0,4})", re.ASCII)
_NO_NAME_PART = re.compile(r"[^\w-]+")  # a file of runs may name its scenarios as it likes
_ENDINGS = {"text": ".md", "html": ".html"}


def command(words: Words) -> click.Command:
    """Return the command, in the language of `words`."""

    def option(name: str, *names: str, **settings: Any) -> Callable[[Callback], Callback]:
        told = words(f"help.option.story_{name.strip('-')}", default=settings.get("default"))
        return click.option(name, *names, help=told, **settings)

    @click.command("story", help=words("help.story"), short_help=words("help.short.story"))
    @click.argument("scenario", required=False)
    @option("--seed", type=whole_number("--seed"), metavar="S")
    @option("--case", type=whole_number("--case", 0), metavar="N")
    @option("--weeks", type=_weeks, default=":", metavar="A:B")
    @option("--from", "file", type=Path, metavar=words("help.file"))
    @option("--row", type=whole_number("--row", 0), metavar="N")
    @option("--pick", type=Choice(PICKS))
    @option("--outcome", default=OUTCOME, metavar=words("help.name"))
    @option("--runs", type=whole_number("--runs", 1), default=str(RUNS), metavar="N")
    @option("--against", metavar="SCENARIO")
    @click.option("--set", "settings", multiple=True, metavar=words("help.setting"), help=words("help.option.set"))
    @option("--format", "form", type=Choice(list(_ENDINGS)))
    @option("--out", type=folder, metavar=words("help.folder"))
    @click.option("--workers", type=whole_number("--workers", 1), metavar="N", help=words("help.option.workers"))
    @click.option("--quiet", is_flag=True, help=words("help.option.quiet"))
    @language_option(words)
    def story(settings: tuple[str, ...], case: int | None, weeks: _Period, **options: Any) -> None:
        place = _Place.of(options.pop("form"), options.pop("out"))
        asked = Asked(settings=read_settings(settings, None), **options)
        if asked.against is not None and weeks != _WHOLE:
            allowed = "the whole run where --against compares two"
            raise InputError("does not go together with the rest", where="--weeks", allowed=allowed)
        _tell(asked, case, weeks, place, words)

    return story


def _weeks(text: str) -> _Period:
    """Return the first and the last week that `--weeks` names; None for the end of the run."""
    found = _WEEKS.fullmatch(text)
    first, last = (int(found[1] or 0), int(found[2]) if found[2] else None) if found else (1, 0)
    if last is not None and last < first:
        raise InputError(where="--weeks", got=describe(text), allowed="the first and the last week, such as 10:20")
    return first, last


@dataclass(frozen=True)
class _Place:
    """Where the story goes: a format, and a file or folder; None: text to the screen, a page to a folder of its own."""

    form: str
    out: Path | None

    @classmethod
    def of(cls, form: str | None, out: Path | None) -> _Place:
        page = out is not None and out.suffix.lower() in (".html", ".htm")
        return cls(form or ("html" if page else "text"), out)

    def path(self, name: str) -> Path | None:
        """Return the file to write; None for the screen."""
        if self.out is not None and self.out.suffix:
            return self.out
        if self.out is None and self.form == "text":
            return None
        own = Path("overleg-output") / _NO_NAME_PART.sub("_", name)
        return (self.out or own) / f"story{_ENDINGS[self.form]}"


def _tell(asked: Asked, case: int | None, weeks: _Period, place: _Place, words: Words) -> None:
    other = asked.other
    picked = asked.picked(words, lambda text: None if asked.quiet else click.echo(text, err=True))
    record = retold(picked)

    from experiments.story.composing import story
    from experiments.story.text import plain

    told = {"picked": picked.text(words), "command": plain(" ".join(command_line()))}
    if other is None:
        from experiments.story.chronicle import Excerpt

        document = story(record, Excerpt(case, *weeks), words, **told)
    else:
        from experiments.story.pairing import Pairing
        from experiments.story.record import play

        document = Pairing(record, play(other, picked.seed), words).document(case=case, **told)
    _deliver(_rendered(document, place.form, words), place.path(picked.scenario.name), words, quiet=asked.quiet)


def _rendered(document: Document, form: str, words: Words) -> str:
    if form == "html":
        from experiments.story.page import page

        return page(document, words)
    from experiments.story.text import markdown

    return markdown(document)


def _deliver(text: str, path: Path | None, words: Words, *, quiet: bool) -> None:
    """Print the story, or write it as a whole or not at all."""
    if path is None:
        click.echo(text, nl=False)
        return
    from experiments.files import refuse_held, text_file
    from experiments.store import output_folder

    if path.is_dir():
        raise InputError(where="--out", got=Phrase("a folder"), key=str(path), allowed="the name of a file")
    with output_folder(path.parent, [path.name]) as output:
        output.write(path.name, text_file(text))
        refuse_held(output.publish())
    if not quiet:
        click.echo(words("story.written", path=path))
