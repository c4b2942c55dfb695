"""A story as it is read: headings, paragraphs and figures, whatever the format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """The course of one case: risk by week (None before it arrived), weeks with conferences, plans, incidents.

    `name` is that of the world, empty where there is one.
    """

    name: str
    risk: tuple[float | None, ...]
    conferences: tuple[int, ...]
    plans: tuple[int, ...]
    incidents: tuple[int, ...]


@dataclass(frozen=True)
class Figure:
    """The course of a case as a picture; `text` says in words what it shows."""

    text: str
    lines: tuple[Line, ...]
    parted: int | None = None  # week in which worlds part


@dataclass(frozen=True)
class Passage:
    """Text under a heading of level 2 or 3 (empty: none).

    `evidence` is for who wants to check; `table` has its heading in the first row; `figure` is drawn where it can be;
    `command` is to be typed over, and stands on a line of its own.
    """

    level: int
    heading: str
    paragraphs: tuple[str, ...]
    evidence: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    figure: Figure | None = None
    command: str = ""


@dataclass(frozen=True)
class Document:
    """A whole story in one language."""

    language: str
    title: str
    passages: tuple[Passage, ...]
