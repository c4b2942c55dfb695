"""The chronicle of a run: the cases that mattered, scene by scene, and what happened around the table."""

from __future__ import annotations

from dataclasses import dataclass, replace

from experiments.story.around import around
from experiments.story.course import courses
from experiments.story.facts import Course, Fact
from experiments.story.record import Record
from experiments.story.salience import choose_around, choose_courses, choose_facts
from sim.errors import InputError, Phrase


@dataclass(frozen=True)
class Excerpt:
    """Which part of a run to tell: one case, or None for those that mattered; weeks from first to last, inclusive."""

    case: int | None = None
    first: int = 0
    last: int | None = None

    def check(self, record: Record) -> None:
        """Raise InputError for a case or weeks that the run does not have."""
        last = record.weeks - 1
        if max(self.first, self.last or 0) > last:
            allowed = Phrase("weeks from 0 to {last}, such as 10:20", last=last)
            got = f"{self.first}:{'' if self.last is None else self.last}"
            raise InputError("beyond the end of the run", where="--weeks", got=got, allowed=allowed)
        if self.case is None:
            return
        if self.case >= record.cases:
            allowed = Phrase("a whole number from 0 to {last}", last=record.cases - 1)
            raise InputError("no such case in this run", where="--case", got=str(self.case), allowed=allowed)
        if record.simple(self.case):
            raise InputError("a simple case, of which nothing is told", where="--case", got=str(self.case))

    def holds(self, week: int) -> bool:
        """Return whether a week is part of it."""
        return self.first <= week and (self.last is None or week <= self.last)

    def of(self, course: Course) -> Course:
        """Return the scenes of a course that begin within the weeks, behind its referral; none where nothing does."""
        referral, *scenes = course.scenes
        within = [scene for scene in scenes if self.holds(scene.week)]
        there = bool(within) or self.holds(referral.week)
        return replace(course, scenes=(referral, *within) if there else ())


WHOLE = Excerpt()


@dataclass(frozen=True)
class Chronicle:
    """What is told of a run: each case with its scenes, then what happened around the table."""

    record: Record
    courses: tuple[Course, ...]
    around: tuple[Fact, ...] = ()


def chronicle(record: Record, excerpt: Excerpt = WHOLE) -> Chronicle:
    """Return what to tell: of one case everything, else what mattered; InputError for what the run does not have."""
    excerpt.check(record)
    within = [excerpt.of(course) for course in courses(record)]
    if excerpt.case is not None:
        return Chronicle(record, tuple(course for course in within if course.case == excerpt.case))
    chosen = choose_facts(choose_courses(within))
    return Chronicle(record, tuple(chosen), tuple(choose_around(around(record, excerpt.holds))))
