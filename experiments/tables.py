"""Tables: aligned for people, as CSV for spreadsheets, as JSON for programs."""

from __future__ import annotations

import csv
import json
import math
import shutil
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

import click

Row = Mapping[str, Any]

_GAP = "  "
_TERMINAL = (100, 24)  # taken where the text does not go to a terminal


def aligned(rows: Iterable[Sequence[str]], *, left: Sequence[int] = (0,)) -> list[str]:
    """Return rows as lines in columns: those in `left` start together, the others end together.

    A row of one cell is a heading and stands as it is.
    """
    rows = list(rows)
    full = [row for row in rows if len(row) > 1]
    widths = [max(len(cell) for cell in column) for column in zip(*full, strict=True)]
    return [row[0] if len(row) == 1 else _line(row, widths, left) for row in rows]


def heading(text: str) -> str:
    """Return a text that stands out on a terminal; `click.echo` makes it plain elsewhere."""
    return click.style(text, bold=True)


def paragraph(text: str, *, indent: int = 0) -> list[str]:
    """Return a text as indented lines that fit the terminal."""
    before = " " * indent
    return textwrap.wrap(
        " ".join(text.split()),
        shutil.get_terminal_size(_TERMINAL).columns,
        initial_indent=before,
        subsequent_indent=before,
        break_long_words=False,
        break_on_hyphens=False,
    )


def labelled(label: str, text: str) -> list[str]:
    """Return a text as lines that fit the terminal, behind a label that stands out."""
    indent = len(label) + 2
    first, *others = paragraph(text, indent=indent)
    return [f"{heading(label)}  {first[indent:]}", *others]


def as_csv(rows: Sequence[Row], language: str) -> str:
    """Return rows as CSV: with semicolons and decimal commas in Dutch, as spreadsheets there expect."""
    dutch = language == "nl"
    text = StringIO()
    writer = csv.writer(text, delimiter=";" if dutch else ",", lineterminator="\n")
    writer.writerow(rows[0] if rows else ())
    writer.writerows([_cell(value, dutch) for value in row.values()] for row in rows)
    return text.getvalue()


def as_json(value: object) -> str:
    """Return a value as JSON; a number that is none (NaN, infinite) becomes null."""
    return json.dumps(_finite(value), ensure_ascii=False, indent=2, allow_nan=False)


def _line(row: Sequence[str], widths: Sequence[int], left: Sequence[int]) -> str:
    cells = (
        cell.ljust(width) if number in left else cell.rjust(width)
        for number, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return _GAP.join(cells).rstrip()


def _cell(value: object, dutch: bool) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    text = str(value)
    return text.replace(".", ",") if dutch and isinstance(value, float) else text


def _finite(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(entry) for entry in value]
    return value
