"""The story of one run, put together: how it was picked, how it begins, its cases, how it ends, how to check it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from experiments.story.chronicle import Chronicle, Excerpt, chronicle
from experiments.story.document import Document, Passage
from experiments.story.drawing import one_world
from experiments.story.frame import Frame
from experiments.story.record import Record
from experiments.story.telling import Teller
from experiments.story.text import plain
from experiments.words import Words


def title_of(record: Record, language: str) -> str:
    """Return the title of a run's scenario, as one line of plain text."""
    return plain(record.scenario.title[language] or record.scenario.name)


def story(record: Record, excerpt: Excerpt, words: Words, *, picked: str, command: str) -> Document:
    """Return the story of one run; InputError for a case or weeks that it does not have."""
    told = chronicle(record, excerpt)
    frame = Frame(words, record)
    about = " ".join(part for part in (picked, _period(record, excerpt, words)) if part)
    case = told.courses[0].case if told.courses and excerpt.case is None else None
    passages = [
        Passage(2, "", (about, *frame.opening())),
        *_cases(told, words),
        frame.learnt(),
        frame.ending(),
        frame.checking(command, case),
    ]
    return Document(words.language, words("story.title", title=title_of(record, words.language)), tuple(passages))


def _period(record: Record, excerpt: Excerpt, words: Words) -> str:
    if (excerpt.first, excerpt.last) == (0, None):
        return ""
    last = record.weeks - 1 if excerpt.last is None else excerpt.last
    return words("story.frame.part", first=excerpt.first, last=last)


def _cases(told: Chronicle, words: Words) -> Iterator[Passage]:
    """Yield the passages of each case, with its figure at the first, and what happened around the table."""
    teller = Teller.of(words, told.record)
    scenes = [course for course in told.courses if course.scenes]
    for course in scenes:
        first, *more = teller.course(course)
        figure = one_world(told.record, course.case, words, teller.names)
        yield replace(first, heading=teller.titled(course), figure=figure)
        yield from more
    if told.around:
        yield Passage(2, words("story.around"), (teller.told(told.around),))
    elif not scenes:
        yield Passage(2, "", (words("story.nothing"),))
