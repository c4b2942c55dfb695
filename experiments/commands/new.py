"""`overleg new`: a scenario file to edit, with every parameter in it as a comment."""

from __future__ import annotations

import re
from pathlib import Path
from unicodedata import normalize

import click

from experiments.baseline import BASELINE
from experiments.options import folder, language_option
from experiments.schema import schema
from experiments.tables import as_json
from experiments.template import SCHEMA_FILE, template
from experiments.words import Words
from scenarios import load, names
from sim.errors import InputError, Phrase, WorkError, describe, nearest_name

_LONGEST = 60
_NAME = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{_LONGEST - 1}}}", re.IGNORECASE | re.ASCII)
_NO_NAME_PART = re.compile(r"[^a-z0-9_-]+", re.IGNORECASE | re.ASCII)
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)  # no file on Windows can be called so


def command(words: Words) -> click.Command:
    """Return the command, in the language of `words`."""

    @click.command("new", help=words("help.new"), short_help=words("help.short.new"))
    @click.argument("name", metavar=words("help.name"))
    @click.option(
        "--from", "base", default=BASELINE, metavar="SCENARIO", help=words("help.option.from", default=BASELINE)
    )
    @click.option("--out", type=folder, default=".", metavar=words("help.folder"), help=words("help.option.new_out"))
    @click.option("--schema", "with_schema", is_flag=True, help=words("help.option.schema", file=SCHEMA_FILE))
    @language_option(words)
    def new(name: str, base: str, out: Path, with_schema: bool) -> None:
        _check_name(name)
        _check_base(base)
        path = out / f"{name}.toml"
        _make(out)
        _write(path, template(load(base), name, words, with_schema=with_schema), again=False)
        if with_schema:
            _write(out / SCHEMA_FILE, as_json(schema(words)) + "\n", again=True)
        click.echo(words("new.made", path=path, base=base))

    return new


def _check_name(name: str) -> None:
    if name.lower() in names():
        raise InputError(
            "comes with the program", where="overleg new", got=describe(name), allowed="a name of your own"
        )
    if not _NAME.fullmatch(name) or _DEVICES.fullmatch(name):
        raise InputError(
            "is no name for a scenario",
            where="overleg new",
            got=describe(name),
            allowed="at most 60 letters, digits, _ and -, without accents or spaces",
            nearest=_nearest(name),
        )


def _nearest(name: str) -> str:
    """Return the name without ending, accents, spaces and the like, or an empty text where that gives no name."""
    letters = normalize("NFKD", name.removesuffix(".toml")).encode("ascii", "ignore").decode()
    plain = _NO_NAME_PART.sub("_", letters).strip("_-")[:_LONGEST]
    return plain if plain and not _DEVICES.fullmatch(plain) else ""


def _check_base(base: str) -> None:
    if base not in names():
        raise InputError(
            where="--from",
            got=describe(base),
            allowed="a name from the list that 'overleg scenarios' prints",
            nearest=nearest_name(base, names()),
        )


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise InputError(
            Phrase("cannot be made: {reason}", reason=_reason(error)), where="--out", key=str(out), allowed="a folder"
        ) from None


def _write(path: Path, text: str, *, again: bool) -> None:
    """Write a file; unless it may be written `again`, InputError when it is there already."""
    try:
        with path.open("w" if again else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(
            "is there already and stays as it is", where=str(path), allowed="another name, or --out with another folder"
        ) from None
    except OSError as error:
        raise WorkError(Phrase("{file}: could not be written: {reason}", file=path, reason=_reason(error))) from error


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
