"""Many scenarios against one baseline: a row each, a panel for each outcome of the answer."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.comparison import Difference
from experiments.figures import look
from experiments.figures.beside import notes
from experiments.numbers import decimals_of_step, difference_text, title_of_difference
from experiments.overview import ranked
from experiments.pair import Pair
from experiments.words import Words
from sim.outcomes import Outcome

_NAMES, _PANEL, _BETWEEN = 3.95, 2.25, 0.3  # inches
_ROW, _HEAD, _FOOT = 0.27, 1.75, 1.35
_LETTERS_IN_NAME = 42
_STEPS = (1, 2, 5, 10)


def overview_figure(pairs: Sequence[Pair], words: Words, outcomes: Sequence[str], *, footer: str) -> Figure:
    """Return the figure, ranked by the first outcome, each outcome on its own scale."""
    rows = ranked(pairs, outcomes[0])
    inside = len(rows) * _ROW
    height = _HEAD + inside + _FOOT
    with look.look():
        figure = look.new_figure(_NAMES + len(outcomes) * (_PANEL + _BETWEEN) + look.MARGIN, height)
        baseline = rows[0].baseline.title(words.language)
        look.written(
            figure, look.MARGIN, height - 0.62, words("figure.overview.title", baseline=baseline),
            size=look.TITLE, weight="bold",
        )
        look.written(figure, look.MARGIN, height - 0.92, words("figure.overview.below"), color=look.MUTED)
        for number, name in enumerate(outcomes):
            axes = look.panel(figure, _NAMES + number * (_PANEL + _BETWEEN), _FOOT, _PANEL, inside)
            axes.set_ylim(len(rows) - 0.5, -0.5)
            axes.set_yticks([])
            if number == 0:
                _names(axes, rows, words)
            _draw(axes, [pair.differences[name] for pair in rows], words)
        notes(figure, (words("figure.forest.points"), words("honesty.assumption"), footer))
    return figure


def _names(axes: Axes, rows: Sequence[Pair], words: Words) -> None:
    left = (look.MARGIN - _NAMES) / _PANEL
    for row, pair in enumerate(rows):
        name = textwrap.shorten(pair.other.title(words.language), _LETTERS_IN_NAME, placeholder=" …")
        axes.text(left, row, name, transform=axes.get_yaxis_transform(), va="center_baseline", size=look.TEXT)


def _draw(axes: Axes, found: Sequence[Difference], words: Words) -> None:
    outcome, language = found[0].outcome, words.language
    title = textwrap.fill(title_of_difference(outcome, language), 28)
    axes.annotate(title, (0, 1), xycoords="axes fraction", xytext=(0, 8), textcoords="offset points",
                  size=look.TEXT, weight="bold", va="bottom")
    matters = next((each.smallest_relevant for each in found if math.isfinite(each.smallest_relevant)), 0.0)
    ends = [abs(end) for each in found for end in (each.low, each.mean, each.high) if math.isfinite(end)]
    reach = 1.08 * max([*ends, 1.5 * matters, 1e-9])
    axes.set_xlim(-reach, reach)
    axes.set_xticks(*_ticks(outcome, reach, language))
    axes.axvspan(-matters, matters, color=look.SOFT, linewidth=0, zorder=0)
    axes.axvline(0, color=look.INK, linewidth=1.0, zorder=2)
    for row, each in enumerate(found):
        axes.axhline(row, color=look.LINE, linewidth=0.6, zorder=1)
        if each.pairs:
            axes.plot([each.low, each.high], [row, row], color=look.INK, linewidth=2.0, solid_capstyle="butt", zorder=3)
            face = "white" if each.contains_zero else look.INK
            axes.plot([each.mean], [row], marker="o", markersize=6, markeredgecolor=look.INK, markeredgewidth=1.3,
                      markerfacecolor=face, zorder=4)


def _ticks(outcome: Outcome, reach: float, language: str) -> tuple[list[float], list[str]]:
    """Return round values on either side of zero, and how they read."""
    round_values = MaxNLocator(4, symmetric=True, steps=_STEPS).tick_values(-reach, reach)
    values = [float(value) for value in round_values if abs(value) < reach]
    decimals = decimals_of_step(outcome, values[1] - values[0])
    return values, [
        difference_text(outcome, value, language, decimals=decimals, unit=False) if value else "0" for value in values
    ]
