"""A story as text: Markdown, readable on a terminal as it is."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from experiments.story.document import Document, Passage
from experiments.tables import aligned

_WIDTH = 100
_MARKUP = re.compile(r"([\\`*\[\]<>#|]|\b_(?!\w)|(?<!\w)_)")


def plain(text: str) -> str:
    """Return a text of somebody else's on one line, without what a terminal would take for a command."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def markdown(document: Document) -> str:
    """Return the story as Markdown; what looks like markup in it stays text."""
    lines = [f"# {_escaped(document.title)}"]
    for passage in document.passages:
        lines += ["", *_passage(passage)]
    return "\n".join(lines) + "\n"


def _passage(passage: Passage) -> Iterator[str]:
    if passage.heading:
        yield f"{'#' * passage.level} {_escaped(passage.heading)}"
    for place, text in enumerate(passage.paragraphs):
        if place or passage.heading:
            yield ""
        yield _wrapped(_escaped(text))
    if passage.table:
        yield from ("", *_table(passage.table))
    if passage.evidence:
        yield ""
        yield _wrapped(f"> {_escaped(passage.evidence)}", "> ")
    if passage.command:
        yield from ("", _escaped(passage.command))


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    head, *body = aligned([[f"{_escaped(cell)} |" for cell in row] for row in rows])
    yield f"| {head}"
    yield f"|{'---|' * len(rows[0])}"
    yield from (f"| {line}" for line in body)


def _wrapped(text: str, before: str = "") -> str:
    return textwrap.fill(
        text, _WIDTH, subsequent_indent=before, break_long_words=False, break_on_hyphens=False
    )


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)
