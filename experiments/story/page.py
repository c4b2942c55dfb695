"""A story as a page to read and print: one file that needs no other."""

from __future__ import annotations

import math
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined

from experiments.story.document import Document, Figure
from experiments.story.picture import Picture, picture
from experiments.words import Words
from experiments.words.grammar import grammar_of

_TEMPLATE = "page.html"


def page(document: Document, words: Words) -> str:
    """Return the story as HTML; all text in it stays text."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    source = files("experiments.story").joinpath(_TEMPLATE).read_text("utf-8")
    values: dict[str, Any] = {
        "document": document,
        "picture": lambda figure: _picture(figure, words),
        "key": {name: words(f"story.figure.{name}") for name in ("risk", "week", "conference", "plan", "incident")},
        "parted": words("story.figure.parted"),
        "star": _star(7.0, 3.4),
    }
    return environment.from_string(source).render(values)


def _picture(figure: Figure, words: Words) -> Picture:
    return picture(figure, grammar_of(words.language).DECIMAL_MARK)


def _star(outer: float, inner: float) -> str:
    """Return the points of an eight-pointed star round 0."""
    turns = ((math.pi * corner / 8, outer if corner % 2 == 0 else inner) for corner in range(16))
    return " ".join(f"{radius * math.sin(turn):.2f},{-radius * math.cos(turn):.2f}" for turn, radius in turns)
