"""Table 2 as a map: a panel for each level of trust and need, in it a cell for each of members and consensus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from experiments.figures import look
from experiments.figures.beside import notes
from experiments.patterns.map_of_forms import ALONE, Cell, Map
from experiments.words import Words

_WIDTH, _HEIGHT = 11.4, 10.2
_LEFTS, _BOTTOMS = (2.85, 5.75, 8.65), (1.75, 4.0, 6.25)  # low to high, in inches
_PANEL_WIDTH, _PANEL_HEIGHT = 2.3, 1.75
_PALE = "#A3ACB6"
_KEY_BOTTOM, _KEY_STEP = 8.78, 2.6
_GAP = 0.04  # between cells
_ABOVE = 0.1  # inches between a panel and what is written above it


@dataclass(frozen=True)
class _Look:
    """How a form is drawn: a hatch or a face, and the line round its letter."""

    hatch: str
    filled: bool
    line: str


_LOOKS = {
    "self": _Look("...", False, "dotted"),
    "lead": _Look("---", False, "dashed"),
    "nao": _Look("", True, "solid"),
    ALONE: _Look("", False, "solid"),
}


def table2_figure(found: Map, words: Words, *, footer: str) -> Figure:
    """Return the map of forms, with the rows of Table 2 outlined."""
    with look.look(), mpl.rc_context({"hatch.linewidth": 1.1}):
        figure = look.new_figure(_WIDTH, _HEIGHT)
        agree = sum(cell.agrees for cell in found.of_rows)
        clear = sum(cell.agrees and cell.clear for cell in found.of_rows)
        title = words("figure.table2.title", agree=agree, cells=len(found.of_rows), clear=clear)
        look.written(figure, look.MARGIN, _HEIGHT - 0.62, title, size=look.TITLE, weight="bold")
        look.written(figure, look.MARGIN, _HEIGHT - 0.92, words("figure.table2.below"), color=look.MUTED)
        _key(figure, words)
        levels = found.design.factors
        for left, trust in zip(_LEFTS, levels["trust"], strict=True):
            for bottom, need in zip(_BOTTOMS, levels["need"], strict=True):
                cells = [cell for cell in found.cells if (cell.place["trust"], cell.place["need"]) == (trust, need)]
                axes = look.panel(figure, left, bottom, _PANEL_WIDTH, _PANEL_HEIGHT)
                _panel(axes, cells, found, words)
        _names(figure, found, words)
        notes(figure, (words("figure.table2.outline"), words("figure.table2.pale"), footer))
    return figure


def _panel(axes: Axes, cells: Sequence[Cell], found: Map, words: Words) -> None:
    across, up = list(found.design.factors["consensus"]), list(found.design.factors["members"])
    axes.set_xlim(0, len(across))
    axes.set_ylim(0, len(up))
    axes.set_xticks([])
    axes.set_yticks([])
    spots = {(across.index(cell.place["consensus"]), up.index(cell.place["members"])): cell for cell in cells}
    for (x, y), cell in spots.items():
        _cell(axes, x, y, cell, words)
    if named := {spot: cell.row for spot, cell in spots.items() if cell.row}:
        _outline(axes, list(named))
        (form,) = set(named.values())
        text = words("figure.table2.row", form=words(f"figure.table2.form.{form}").lower())
        above: dict[str, Any] = {"xycoords": "axes fraction", "xytext": (0, 72 * _ABOVE), "textcoords": "offset points"}
        axes.annotate(text, (0, 1), size=look.SMALL, weight="bold", annotation_clip=False, **above)


def _cell(axes: Axes, x: int, y: int, cell: Cell, words: Words) -> None:
    form, ink = _LOOKS[cell.best], look.INK if cell.clear else _PALE
    axes.add_patch(_box(x, y, 1, 1, facecolor=ink if form.filled else "white", edgecolor=ink, hatch=form.hatch, lw=0.8))
    _letter(axes, x + 0.5, y + 0.5, cell.best, words, clear=cell.clear)


def _letter(axes: Axes, x: float, y: float, name: str, words: Words, *, clear: bool) -> None:
    ink = look.INK if clear else look.MUTED
    badge = {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": ink, "linewidth": 1.2}
    text = words(f"figure.table2.letter.{name}")
    weight = "bold" if clear else "normal"
    style = {**badge, "linestyle": _LOOKS[name].line}
    axes.text(x, y, text, ha="center", va="center", size=look.SMALL, weight=weight, color=ink, bbox=style)


def _outline(axes: Axes, spots: Sequence[tuple[int, int]]) -> None:
    """Draw a line round the cells of a row of Table 2, which lie side by side."""
    left, bottom = (min(spot[side] for spot in spots) for side in (0, 1))
    width, height = (max(spot[side] for spot in spots) - start + 1 for side, start in ((0, left), (1, bottom)))
    for colour, thickness in (("white", 5.5), (look.INK, 3.0)):
        style: dict[str, Any] = {"edgecolor": colour, "lw": thickness, "clip_on": False, "zorder": 5}
        axes.add_patch(Rectangle((left, bottom), width, height, facecolor="none", **style))


def _box(x: float, y: float, width: float, height: float, **style: Any) -> Rectangle:
    return Rectangle((x + _GAP, y + _GAP), width - 2 * _GAP, height - 2 * _GAP, **style)


def _names(figure: Figure, found: Map, words: Words) -> None:
    """Write the levels: of trust and consensus below, of need and members at the left."""
    levels = found.design.factors
    small = {"size": look.SMALL, "color": look.MUTED}
    for left, trust in zip(_LEFTS, levels["trust"], strict=True):
        for number, consensus in enumerate(levels["consensus"]):
            x = left + (number + 0.5) * _PANEL_WIDTH / len(levels["consensus"])
            look.written(figure, x, _BOTTOMS[0] - 0.2, words(f"figure.table2.level.{consensus}"), ha="center", **small)
        middle = left + _PANEL_WIDTH / 2
        look.written(figure, middle, _BOTTOMS[0] - 0.4, words("figure.table2.consensus"), ha="center", **small)
        name = words(f"figure.table2.trust.{trust}")
        top = _BOTTOMS[-1] + _PANEL_HEIGHT + _ABOVE + 0.2
        look.written(figure, middle, top, name, ha="center", weight="bold", linespacing=1.3)
    for bottom, need in zip(_BOTTOMS, levels["need"], strict=True):
        for number, members in enumerate(levels["members"]):
            y = bottom + (number + 0.5) * _PANEL_HEIGHT / len(levels["members"])
            text = words(f"figure.table2.members.{members}")
            look.written(figure, _LEFTS[0] - 0.1, y, text, ha="right", va="center", **small)
        middle = bottom + _PANEL_HEIGHT / 2
        name = words(f"figure.table2.need.{need}")
        look.written(figure, look.MARGIN, middle, name, va="center", weight="bold", linespacing=1.35)


def _key(figure: Figure, words: Words) -> None:
    """Draw what stands for each form, and for working alone."""
    axes = look.panel(figure, look.MARGIN, _KEY_BOTTOM, _WIDTH - 2 * look.MARGIN, 0.36)
    axes.set_xlim(0, _WIDTH - 2 * look.MARGIN)
    axes.set_ylim(0, 0.36)
    axes.set_xticks([])
    axes.set_yticks([])
    for number, (name, form) in enumerate(_LOOKS.items()):
        left = number * _KEY_STEP
        face = look.INK if form.filled else "white"
        axes.add_patch(Rectangle((left, 0), 0.45, 0.34, facecolor=face, edgecolor=look.INK, hatch=form.hatch, lw=0.8))
        _letter(axes, left + 0.225, 0.17, name, words, clear=True)
        axes.text(left + 0.55, 0.17, words(f"figure.table2.form.{name}"), va="center", size=look.SMALL)
