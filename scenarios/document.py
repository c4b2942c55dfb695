"""A TOML document: its bytes fetched with care, its text read into tables."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sim.errors import InputError, Phrase, describe, nearest_name

LARGEST = 1024 * 1024  # bytes; scenarios take a few thousand

_LINE = re.compile(r"line (\d+)")
_DECIMAL_COMMA = re.compile(r"=\s*([+-]?\d+),(\d+)(?![\d.])")
_CURLY = re.compile(r"=\s*([“”„‘’«].*)")  # as a word processor writes them
_GIVEN_TWICE = ("Cannot overwrite a value", "Cannot declare", "Duplicate inline table key")


def read_document(path: Path, names: Iterable[str] = ()) -> dict[str, Any]:
    """Return the tables in a TOML file; InputError for anything else (missing, a folder, too large, …).

    `names`: what else may be suggested for a file that does not exist.
    """
    where = str(path)
    try:
        _refuse_odd_file(path, names)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(Phrase("cannot be read: {reason}", reason=reason.lower()), where=where) from None
    return parse_document(data, where)


def parse_document(data: bytes, where: str) -> dict[str, Any]:
    """Return the tables in the bytes of a TOML file; InputError names `where` and the line."""
    if len(data) > LARGEST:
        raise _too_large(where, Phrase("more"))
    text = _decode(data, where)
    try:
        tables = tomllib.loads(text)
    except RecursionError:
        raise InputError("lists or tables nested too deeply", where=where) from None
    except ValueError as error:
        raise _syntax_error(text, error, where) from None
    if not tables:
        raise InputError("says nothing", where=where, allowed='at least title = { en = "…", nl = "…" }')
    return tables


def _refuse_odd_file(path: Path, names: Iterable[str]) -> None:
    where = str(path)
    if path.is_dir():
        raise InputError("is a folder", where=where, allowed="a scenario file (.toml)")
    if not path.exists():
        raise InputError(
            "no such file", where=where, nearest=_nearest_file(path) or nearest_name(path.stem, names)
        )
    if not path.is_file():  # a pipe or a device might never end
        raise InputError("is not an ordinary file", where=where, allowed="a scenario file (.toml)")
    size = path.stat().st_size
    if size > LARGEST:
        raise _too_large(where, f"{size / 1024 / 1024:.1f} MiB")


def _nearest_file(path: Path) -> str:
    if not path.parent.is_dir():
        return ""
    # stems only: the common ending would make all names look alike
    stem = nearest_name(path.stem, [file.stem for file in path.parent.glob("*.toml")])
    return str(path.with_name(f"{stem}.toml")) if stem else ""


def _too_large(where: str, got: str) -> InputError:
    return InputError("is too large for a scenario", where=where, got=got, allowed="at most 1 MiB")


def _decode(data: bytes, where: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("is not UTF-8 text", where=where, got="UTF-16", allowed="a file saved as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            "is not UTF-8 text",
            where=where,
            key=Phrase("line {line}", line=line),
            allowed="a file saved as UTF-8",
        ) from None
    if "\0" in text:
        raise InputError("is not text", where=where, allowed="a scenario file (.toml)")
    return text


def _syntax_error(text: str, error: ValueError, where: str) -> InputError:
    if not isinstance(error, tomllib.TOMLDecodeError):  # Python gives up on very long numbers
        return InputError("a number with too many digits", where=where)
    lines = text.rstrip().split("\n")
    found = _LINE.search(str(error))  # absent when the file ends too early
    number = min(int(found[1]), len(lines)) if found else len(lines)
    key, line = Phrase("line {line}", line=number), lines[number - 1]
    if comma := _DECIMAL_COMMA.search(line):
        got, form = f"{comma[1]},{comma[2]}", f"{comma[1]}.{comma[2]}"
        point = Phrase("a decimal point: {form}", form=form)
        return InputError("decimal comma", where=where, key=key, got=got, allowed=point)
    if curly := _CURLY.search(line):
        return InputError("curly quotes", where=where, key=key, got=curly[1].strip(), allowed='straight ones: "…"')
    reason = str(error).partition(" (at ")[0]
    if reason.startswith(_GIVEN_TWICE):
        return InputError("stands twice", where=where, key=key, got=_shown(line), allowed="each key once")
    allowed = "key = value, one on a line; text in quotes, numbers such as 0.5"
    problem = Phrase("not valid TOML ({reason})", reason=reason)
    return InputError(problem, where=where, key=key, got=_shown(line), allowed=allowed)


def _shown(line: str) -> str:
    return describe(line.strip()) if line.strip() else ""
