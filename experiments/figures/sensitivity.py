"""What outcomes depend on: indices with both kinds of intervals, and how they settle as the sample grows."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.figures import look
from experiments.figures.beside import NOTE_LINE, beside, notes
from experiments.sensitivity.analysis import Analysis
from experiments.sensitivity.remark import remarks
from experiments.sensitivity.table import index_text, shown, title_of
from experiments.words import Words

MOST_OUTCOMES = 6  # the parts of the quality of collaboration
_WIDTH, _ROW = 12.4, 0.34  # inches
_LEFT, _PLOT, _RIGHT, _STEPS = 3.2, 4.4, 8.75, 2.5
_HEAD, _FOOT, _BETWEEN = 1.75, 1.4, 1.15
_ABOVE = 0.2
_LEAST_ROWS = 5
_LETTERS_IN_NAME, _LETTERS_IN_NOTE = 34, 165
_MOST_REMARKS = 4  # on one outcome
_BELOW = 0.26  # rows: chance stands below the interval over points
_KEY = 0.34  # inches before the name, the line that stands for it at the right
_LINES = tuple(
    look.World(colour, dashes, filled=True)
    for colour, dashes in (
        (look.B, "solid"),
        ("#0B7285", (0, (5, 2))),
        ("#B35C00", (0, (2, 2))),
        ("#4C7A1F", (0, (5, 2, 1, 2))),
        ("#8C2F39", (0, (8, 3))),
    )
)


def sensitivity_figure(found: Sequence[Analysis], words: Words, *, title: str, footer: str) -> Figure:
    """Return the figure of the first outcomes, as many as fit: one below the other."""
    drawn = found[:MOST_OUTCOMES]
    below = _below(drawn, len(found), words)
    heights = [max(len(shown(each)) if each.there else 0, _LEAST_ROWS) * _ROW for each in drawn]
    height = _HEAD + sum(heights) + _BETWEEN * (len(drawn) - 1) + _FOOT + NOTE_LINE * len(below)
    with look.look():
        figure = look.new_figure(_WIDTH, height)
        _above(figure, drawn, words, title)
        bottom = height - _HEAD
        for analysis, tall in zip(drawn, heights, strict=True):
            bottom -= tall
            axes = look.panel(figure, _LEFT, bottom, _PLOT, tall)
            name = title_of(analysis, words.language)
            look.written(figure, look.MARGIN, bottom + tall + _ABOVE, name, size=look.PANEL, weight="bold")
            if analysis.there:
                _draw_indices(axes, analysis, words)
                _draw_steps(look.panel(figure, _RIGHT, bottom, _STEPS, tall), analysis, words)
            else:
                axes.set_axis_off()
                axes.text(0, 0.5, words("figure.sensitivity.none"), transform=axes.transAxes)
            bottom -= _BETWEEN
        notes(figure, (*below, words("honesty.directions"), footer))
    return figure


def _below(drawn: Sequence[Analysis], count: int, words: Words) -> list[str]:
    """Return as lines what cannot be trusted, how to read the figure, and what all of it hangs on."""
    told = [remark.told(words) for each in drawn for remark in remarks(each)[:_MOST_REMARKS]]
    if count > len(drawn):
        told.append(words("figure.first_outcomes", shown=len(drawn), count=count, file="indices.csv"))
    told += [words("figure.sensitivity.below"), words("sensitivity.ranges")]
    return [line for text in told for line in textwrap.wrap(text, _LETTERS_IN_NOTE)]


def _above(figure: Figure, drawn: Sequence[Analysis], words: Words, title: str) -> None:
    top = float(figure.get_size_inches()[1])
    subject = words(f"compare.subject.{drawn[0].outcome}")
    one = len(drawn) == 1
    told = words("figure.sensitivity.title", subject=subject) if one else words(
        "figure.sensitivity.many", count=len(drawn)
    )
    look.written(figure, look.MARGIN, top - 0.55, told, size=look.TITLE, weight="bold")
    marks = words(f"figure.sensitivity.marks.{drawn[0].sample.method}")
    look.written(figure, look.MARGIN, top - 0.85, f"{title}. {marks}", color=look.MUTED)


def _draw_indices(axes: Axes, analysis: Analysis, words: Words) -> None:
    items, main = shown(analysis), analysis.main
    other = analysis.sample.beside
    axes.set_ylim(len(items) - 0.4, -0.6)
    axes.set_yticks([])
    axes.axvline(0, color=look.INK, linewidth=1.0, zorder=2)
    for row, item in enumerate(items):
        dummy = item == analysis.dummy
        line = None if dummy or row >= len(_LINES) else _LINES[row]
        colour = look.MUTED if dummy else look.INK if line is None else line.colour
        if line is not None:
            _draw_key(axes, row, line)
        name = textwrap.shorten(analysis.items[item].title[words.language], _LETTERS_IN_NAME, placeholder=" …")
        beside(axes, row, look.MARGIN, name, color=colour, style="italic" if dummy else "normal")
        axes.axhline(row, color=look.LINE, linewidth=0.8, zorder=1)
        _draw_index(axes, analysis, (main, item), row, filled=True, colour=colour)
        if other:
            _draw_index(axes, analysis, (analysis.sample.indices.index(other), item), row, filled=False, colour=colour)
        text = index_text(analysis, main, analysis.values[main, item], words.language)
        beside(axes, row, _LEFT + _PLOT + 0.62, text, weight="bold", ha="right", color=colour)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: index_text(analysis, main, value, words.language)))


def _draw_key(axes: Axes, row: float, line: look.World) -> None:
    across = axes.get_figure(root=True).get_size_inches()[0]  # type: ignore[union-attr]  # drawn in a figure
    box = axes.get_position()
    ends = [(inches / across - box.x0) / box.width for inches in (look.MARGIN - _KEY - 0.06, look.MARGIN - 0.06)]
    axes.plot(
        ends,
        [row, row],
        transform=axes.get_yaxis_transform(),
        color=line.colour,
        linestyle=line.dashes,
        linewidth=1.8,
        clip_on=False,
    )


def _draw_index(
    axes: Axes, analysis: Analysis, place: tuple[int, int], row: float, *, filled: bool, colour: str
) -> None:
    if filled:
        axes.hlines(row, analysis.low[place], analysis.high[place], color=colour, linewidth=3.0, zorder=3)
        ends = (analysis.chance_low[place], analysis.chance_high[place])
        axes.hlines(row + _BELOW, *ends, color=colour, linewidth=1.0, zorder=3)
    axes.plot(
        [analysis.values[place]],
        [row],
        marker="o",
        markersize=7.5 if filled else 6.0,
        markeredgecolor=colour,
        markeredgewidth=1.4,
        markerfacecolor=colour if filled else "white",
        zorder=5,
    )


def _draw_steps(axes: Axes, analysis: Analysis, words: Words) -> None:
    """Draw the main index of the first items against the size of the sample, each with its interval as a band."""
    sizes = np.array([step.blocks for step in analysis.steps])
    for item, line in zip(analysis.ranking, _LINES, strict=False):
        value, low, high = (
            np.array([each[item] for each in column])
            for column in zip(*((step.value, step.low, step.high) for step in analysis.steps), strict=True)
        )
        axes.fill_between(sizes, low, high, color=line.colour, alpha=0.12, linewidth=0)
        axes.plot(sizes, value, color=line.colour, linestyle=line.dashes, linewidth=1.8, marker="o", markersize=3.5)
    axes.set_xscale("log", base=2)
    axes.set_xticks(sizes, [str(size) for size in sizes])
    axes.minorticks_off()
    axes.yaxis.tick_right()
    axes.yaxis.set_major_locator(MaxNLocator(4))
    main = analysis.main
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: index_text(analysis, main, value, words.language)))
    axes.grid(axis="y", color=look.LINE, linewidth=0.8)
    unit = words(f"sensitivity.unit.{analysis.sample.method}")
    axes.set_xlabel(words("figure.sensitivity.sample", unit=unit), size=look.SMALL, color=look.MUTED, labelpad=4)
