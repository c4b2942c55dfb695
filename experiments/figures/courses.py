"""Weekly courses: for each outcome a panel with median and bands over runs, of one scenario or of two."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from experiments.axis import reach, tick_text, ticks, weeks_between
from experiments.figures import look
from experiments.figures.look import BASELINE, CHANGED, World
from experiments.headlines import COURSES
from experiments.numbers import line_text
from experiments.runner import Runs
from experiments.summary import Bands, FloatArray, bands
from experiments.words import Words
from sim.outcomes import OUTCOMES, Outcome
from sim.scenario import Scenario

_WIDTH, _HEIGHT = 11.0, 8.82
_PANEL_WIDTH, _PANEL_HEIGHT = 3.85, 2.3
_LEFTS, _BOTTOMS = (1.05, 6.15), (4.6, 1.4)
_LETTERS_IN_TITLE = 75
_LABEL_GAP = 15.0  # points between two labels at the end of lines


def courses_figure(worlds: Sequence[Runs], words: Words, *, footer: str, settings: str = "") -> Figure:
    """Return the figure: one scenario, under these settings, or the baseline and another one."""
    alone = len(worlds) == 1
    drawn = [CHANGED] if alone else [BASELINE, CHANGED]
    scenarios = [runs.scenario for runs in worlds]
    titles = [runs.title(words.language) for runs in worlds]
    title = look.in_lines(titles[0], _LETTERS_IN_TITLE) if alone else [words("figure.courses.two")]
    named = look.name_in_lines(words("run.settings", settings=settings)) if settings else []
    more = look.TEXT_LINE * len(named) if alone else look.more_for_names(titles)
    height = _HEIGHT + look.TITLE_LINE * (len(title) - 1) + more
    with look.look():
        figure = look.new_figure(_WIDTH, height)
        below = look.write_title(figure, height - 0.62, title)
        if alone:
            look.write_below(figure, below, [*named, words("figure.courses.one")])
        else:
            look.name_worlds(figure, below, titles)
        for number, name in enumerate(COURSES):
            left, bottom = _LEFTS[number % 2], _BOTTOMS[number // 2]
            axes = look.panel(figure, left, bottom, _PANEL_WIDTH, _PANEL_HEIGHT)
            look.heading(axes, OUTCOMES[name].title[words.language], words(f"figure.unit.{name}"))
            draw_courses(axes, OUTCOMES[name], [bands(runs.weekly[name]) for runs in worlds], drawn, words)
            mark_occurrences(axes, scenarios, drawn)
        key(figure, scenarios, words)
        look.written(figure, look.MARGIN, 0.35, footer, size=look.SMALL, color=look.MUTED)
    return figure


def draw_courses(
    axes: Axes, outcome: Outcome, courses: Sequence[Bands], worlds: Sequence[World], words: Words
) -> None:
    """Draw the courses of an outcome, one of one scenario or two of two, with axes and with names at their ends."""
    for course, world in zip(courses, worlds, strict=True):
        draw_fan(axes, course, world)
    weeks_axis(axes, len(courses[0].median), words)
    values_axis(axes, outcome, [edge for course in courses for edge in (course.low, course.high)], words.language)
    letters = "AB" if len(courses) > 1 else " "
    ends = [
        (_last(course.median), world, f"{letter} {line_text(outcome, _last(course.median), words.language)}")
        for course, world, letter in zip(courses, worlds, letters, strict=True)
    ]
    label_ends(axes, len(courses[0].median) - 1, [end for end in ends if np.isfinite(end[0])])


def draw_fan(axes: Axes, course: Bands, world: World) -> None:
    """Draw median and bands of a course as those of a world."""
    weeks = np.arange(len(course.median))
    colour = world.colour
    axes.fill_between(weeks, course.low, course.high, color=colour, alpha=0.10, linewidth=0)
    axes.fill_between(weeks, course.lower, course.upper, color=colour, alpha=0.24, linewidth=0)
    for edge in (course.low, course.high):
        axes.plot(weeks, edge, color=colour, linewidth=0.7, linestyle=world.dashes, alpha=0.8)
    axes.plot(weeks, course.median, color=colour, linewidth=2.2, linestyle=world.dashes)


def weeks_axis(axes: Axes, weeks: int, words: Words) -> None:
    """Give the axes the weeks of a run."""
    axes.set_xlim(0, max(weeks, 1))
    axes.set_xticks(range(0, weeks + 1, weeks_between(weeks)))
    axes.set_xlabel(words("figure.week"), size=look.SMALL, color=look.MUTED, labelpad=2)


def values_axis(axes: Axes, outcome: Outcome, shown: Sequence[FloatArray], language: str) -> None:
    """Give the axes round values of an outcome, far enough for all that is shown."""
    values = ticks(*reach(shown))
    written = tick_text(outcome, values[1] - values[0], language)
    axes.set_ylim(values[0], values[-1])
    axes.set_yticks(values)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: written(value)))
    axes.grid(axis="y", color=look.LINE, linewidth=0.8)


def label_ends(axes: Axes, week: int, ends: Sequence[tuple[float, World, str]]) -> None:
    """Put a point and its label at the end of each line; labels move apart, points stay."""
    low, high = axes.get_ylim()
    gap = _LABEL_GAP / (72 * axes.bbox.height / axes.figure.dpi) * (high - low)
    values = [value for value, _, _ in ends]
    middle = sum(values) / len(values) if values else 0.0
    crowded = len(values) == 2 and abs(values[0] - values[1]) < gap
    for value, world, text in ends:
        upper = value > middle or (value == middle and world.filled)
        place = middle + (gap / 2 if upper else -gap / 2) if crowded else value
        face = world.colour if world.filled else "white"
        axes.plot(
            [week],
            [value],
            marker="o",
            markersize=7,
            markerfacecolor=face,
            markeredgecolor=world.colour,
            markeredgewidth=1.6,
            clip_on=False,
            zorder=5,
        )
        axes.annotate(
            text.strip(),
            (week, place),
            xytext=(12, 0),
            textcoords="offset points",
            va="center",
            color=world.colour,
            weight="bold",
            size=look.TEXT,
            annotation_clip=False,
        )


def _last(line: np.ndarray) -> float:
    finite = line[np.isfinite(line)]
    return float(finite[-1]) if len(finite) else np.nan


def mark_occurrences(axes: Axes, scenarios: Sequence[Scenario], drawn: Sequence[World]) -> None:
    """Mark planned weeks: a triangle for a report, a line for a change or a departure.

    What the baseline shares with the other scenario is marked once, as the baseline's.
    """
    reported: set[int] = set()
    altered: set[int] = set()
    for scenario, world in zip(scenarios, drawn, strict=True):
        reports = _media_weeks(scenario) - reported
        axes.plot(
            sorted(reports),
            [0.0] * len(reports),
            transform=axes.get_xaxis_transform(),
            linestyle="",
            marker="^",
            markersize=7,
            markerfacecolor="white",
            markeredgecolor=world.colour,
            clip_on=False,
            zorder=6,
        )
        for week in sorted(_altered_weeks(scenario) - altered):
            axes.axvline(week, color=world.colour, linewidth=1.1, linestyle=(0, (1, 2)))
        reported |= reports
        altered |= _altered_weeks(scenario)


def _media_weeks(scenario: Scenario) -> set[int]:
    return {event.week for event in scenario.media_events}


def _altered_weeks(scenario: Scenario) -> set[int]:
    changed = {change.week for change in scenario.changes}
    return changed | {departure.week for departure in scenario.departures}


def key(figure: Figure, scenarios: Sequence[Scenario], words: Words) -> None:
    """Say below the picture what lines, bands and marks mean."""
    entries: list[tuple[Artist, str]] = [
        (Line2D([], [], color=look.INK, linewidth=2.2), words("figure.median")),
        (Patch(facecolor=look.INK, alpha=0.40, linewidth=0), words("figure.half")),
        (Patch(facecolor=look.INK, alpha=0.14, linewidth=0), words("figure.nine")),
    ]
    if any(_media_weeks(scenario) for scenario in scenarios):
        triangle = Line2D(
            [], [], linestyle="", marker="^", markersize=7, markerfacecolor="white", markeredgecolor=look.INK
        )
        entries.append((triangle, words("figure.report")))
    if any(_altered_weeks(scenario) for scenario in scenarios):
        line = Line2D([], [], color=look.INK, linewidth=1.1, linestyle=(0, (1, 2)))
        entries.append((line, words("figure.change")))
    look.key(figure, entries, "lower left", 0.62)
