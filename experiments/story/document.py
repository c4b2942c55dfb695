"""A story as it is read: headings, paragraphs and figures, whatever the format."""

from __future__ import annotations

from dataclasses import dataclass, field

from experiments.story.facts import Course


@dataclass(frozen=True)
class Passage:
    """Text under a heading of level 2 or 3 (empty: none); `evidence` is for who wants to check, `courses` are drawn."""

    level: int
    heading: str
    paragraphs: tuple[str, ...]
    evidence: str = ""
    courses: tuple[Course, ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole story in one language."""

    language: str
    title: str
    passages: tuple[Passage, ...] = field(default_factory=tuple)
