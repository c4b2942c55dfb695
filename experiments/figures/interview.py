"""The virtual interview: for every question how many of the fifteen said so, beside what the model makes of it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from experiments.figures import look
from experiments.figures.beside import beside, notes
from experiments.numbers import number_text
from experiments.patterns.interview import ASKED, Count, agreeing, base_rate, coin, order, score, within
from experiments.words import Words

_WIDTH = 12.6
_ROW = 0.36
_HEAD, _FOOT = 1.75, 1.37
_PLOT_LEFT, _PLOT_WIDTH, _REAL, _MODEL = 6.65, 3.3, 10.2, 11.05
_HALF = 0.28  # of the height of a bar; also half the width of a single count
_ABOVE = -0.75  # the row of headings
_LETTERS = 68
_FOUND = "#B9C2CC"


def interview_figure(counts: Sequence[Count], words: Words, *, footer: str) -> Figure:
    """Return the figure of the interview, the questions in their order in the thesis."""
    inside = len(counts) * _ROW
    height = _HEAD + inside + _FOOT
    chance = coin([count.question for count in counts])
    with look.look():
        figure = look.new_figure(_WIDTH, height)
        agree = {"held": agreeing(counts), "questions": len(counts), "coins": agreeing(chance)}
        title = words("figure.interview.title", **agree)
        look.written(figure, look.MARGIN, height - 0.62, title, size=look.TITLE, weight="bold")
        look.written(figure, look.MARGIN, height - 0.92, words("figure.interview.below"), color=look.MUTED)
        axes = look.panel(figure, _PLOT_LEFT, _FOOT, _PLOT_WIDTH, inside)
        _scale(axes, len(counts), words)
        _band(axes, chance[0], words)
        for row, count in enumerate(counts):
            _row(axes, row, count, words.language)
        _key(figure, height, words)
        model, coins = (number_text(within(each), 1, words.language) for each in (counts, chance))
        near = words("figure.interview.within", model=model, coin=coins)
        notes(figure, (near, _scored(counts, chance, words), footer))
    return figure


def _scored(counts: Sequence[Count], chance: Sequence[Count], words: Words) -> str:
    """Return how far off the counts are, beside those who know nothing of the questions, and how well ordered."""
    base = base_rate([count.question for count in counts])
    values = {"model": score(counts), "base": base, "coin": score(chance), "order": order(counts)}
    told = {name: number_text(value, 2, words.language) for name, value in values.items()}
    return words("figure.interview.score", **told)


def _scale(axes: Axes, rows: int, words: Words) -> None:
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_xlim(-0.5, ASKED + 0.5)
    axes.set_yticks([])
    axes.set_xticks(range(0, ASKED + 1, 3))
    axes.set_xlabel(words("figure.interview.scale"), size=look.SMALL, color=look.MUTED, labelpad=4)
    for inches, key in ((_REAL, "real"), (_MODEL, "model")):
        beside(axes, _ABOVE, inches, words(f"figure.interview.{key}"), size=look.SMALL, color=look.MUTED)


def _band(axes: Axes, coins: Count, words: Words) -> None:
    """Draw what the interval would be of fifteen people who toss a coin, which is the same for every question."""
    axes.axvspan(coins.low - _HALF, coins.high + _HALF, color=look.SOFT, linewidth=0, zorder=-1)
    style: dict[str, Any] = {"size": look.SMALL, "color": look.MUTED, "ha": "center", "va": "center_baseline"}
    axes.text(coins.median, _ABOVE, words("figure.interview.coin"), **style)


def _row(axes: Axes, row: int, count: Count, language: str) -> None:
    question = count.question
    axes.axhline(row, color=look.LINE, linewidth=0.8, zorder=0)
    asks = textwrap.shorten(question.asks[language], _LETTERS, placeholder=" …")
    beside(axes, row, look.MARGIN, asks)
    beside(axes, row, _PLOT_LEFT - 0.12, f"§{question.section}", size=look.SMALL, color=look.MUTED, ha="right")
    least, most = question.real
    axes.barh(row, most - least + 2 * _HALF, left=least - _HALF, height=2 * _HALF, color=_FOUND, zorder=1)
    axes.plot([count.low, count.high], [row, row], color=look.INK, linewidth=2.4, solid_capstyle="butt", zorder=2)
    face = look.INK if count.holds else "white"
    axes.plot([count.median], [row], marker="o", markersize=8, markeredgecolor=look.INK, markeredgewidth=1.6,
              markerfacecolor=face, zorder=3)
    beside(axes, row, _REAL, _ends(least, most))
    told = f"{number_text(count.median, 0, language)}  ({_ends(count.low, count.high)})"
    beside(axes, row, _MODEL, told, weight="bold" if count.holds else "normal")


def _ends(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}\N{EN DASH}{most}"


def _key(figure: Figure, height: float, words: Words) -> None:
    interval: dict[str, Any] = {
        "color": look.INK, "linewidth": 2.4, "marker": "o", "markersize": 8, "markeredgewidth": 1.6
    }
    entries: list[tuple[Artist, str]] = [
        (Patch(facecolor=_FOUND, linewidth=0), words("figure.interview.found")),
        (Line2D([], [], **interval), words("figure.interview.held")),
        (Line2D([], [], markerfacecolor="white", **interval), words("figure.interview.missed")),
    ]
    look.key(figure, entries, "upper left", height - 1.08)
