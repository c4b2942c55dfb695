"""Two worlds: the fans of one outcome in A and B, and beside them the fan of the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from experiments.axis import reach_of_difference, tick_text_of_difference, ticks
from experiments.figures import look
from experiments.figures.courses import draw_courses, draw_fan, key, label_ends, mark_occurrences, weeks_axis
from experiments.figures.look import BASELINE, CHANGED, INK, World
from experiments.numbers import line_text_of_difference
from experiments.summary import Bands
from experiments.words import Words
from sim.outcomes import Outcome
from sim.scenario import Scenario

_WIDTH, _HEIGHT = 12.0, 6.6
_BOTTOM, _PANEL_HEIGHT = 1.45, 3.0
_FANS, _DIFFERENCE = (1.05, 5.2), (8.0, 2.9)  # left edge and width of a panel, inches
_LETTERS_IN_LINE = 84
_OF_DIFFERENCE = World(INK, "solid", filled=True)


@dataclass(frozen=True)
class Told:
    """The words of the figure: what it shows, how sure that is, the units, and what stands below it."""

    answer: str
    number: str
    titles: tuple[str, str]
    unit: str
    unit_of_difference: str
    footer: str


def fans_figure(
    outcome: Outcome,
    courses: tuple[Bands, Bands, Bands],
    scenarios: Sequence[Scenario],
    told: Told,
    words: Words,
) -> Figure:
    """Return the figure: of A, of B and of their difference; scenarios: A and B, whose planned weeks are marked."""
    a, b, difference = courses
    answer = look.in_lines(told.answer, _LETTERS_IN_LINE)
    height = _HEIGHT + look.TITLE_LINE * (len(answer) - 1) + look.more_for_names(told.titles)
    with look.look():
        figure = look.new_figure(_WIDTH, height)
        below = look.write_title(figure, height - 0.5, answer)
        look.written(figure, look.MARGIN, below, told.number, color=look.MUTED)
        look.name_worlds(figure, below - 0.35, told.titles)
        axes = look.panel(figure, _FANS[0], _BOTTOM, _FANS[1], _PANEL_HEIGHT)
        look.heading(axes, outcome.title[words.language], told.unit)
        draw_courses(axes, outcome, (a, b), (BASELINE, CHANGED), words)
        mark_occurrences(axes, scenarios, (BASELINE, CHANGED))
        beside = look.panel(figure, _DIFFERENCE[0], _BOTTOM, _DIFFERENCE[1], _PANEL_HEIGHT)
        look.heading(beside, words("workshop.told.beside"), told.unit_of_difference)
        _draw_difference(beside, outcome, difference, words)
        key(figure, scenarios, words)
        look.written(figure, look.MARGIN, 0.15, told.footer, size=look.SMALL, color=look.MUTED)
    return figure


def _draw_difference(axes: Axes, outcome: Outcome, course: Bands, words: Words) -> None:
    weeks = len(course.median)
    draw_fan(axes, course, _OF_DIFFERENCE)
    axes.axhline(0, color=INK, linewidth=1.0)
    weeks_axis(axes, weeks, words)
    values = ticks(*reach_of_difference((course.low, course.high)))
    axes.set_ylim(values[0], values[-1])
    axes.set_yticks(values)
    written = tick_text_of_difference(outcome, values[1] - values[0], words.language)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: written(value)))
    axes.grid(axis="y", color=look.LINE, linewidth=0.8)
    last = float(course.median[-1])
    if np.isfinite(last):
        end = line_text_of_difference(outcome, last, words.language)
        label_ends(axes, weeks - 1, [(last, _OF_DIFFERENCE, end)])
