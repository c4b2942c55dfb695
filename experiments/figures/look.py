"""The look of every figure: colours with a meaning, type, axes, and what stands under a picture."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Literal

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.text import Text as Label

INK = "#1B2430"
MUTED = "#4F5A66"
LINE = "#D3D9E0"
SOFT = "#E8ECF0"
A = "#5D6874"
B = "#6A26B8"

TITLE, PANEL, TEXT, SMALL = 16.0, 12.0, 10.5, 9.0
MARGIN = 0.55  # inches, left and right of everything
TITLE_LINE, TEXT_LINE = 0.31, 0.2  # inches from line to line of a title, of text

_FONTS = ("Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "Arial", "DejaVu Sans")

_DOTS_PER_INCH = 160
_NAMES_LINE = 0.29  # inches from the name of A to the name of B
_LETTERS_IN_NAME, _MOST_LINES_OF_NAME = 115, 4
_LEFT_OF_AXES = 0.5  # inches: headings start with the labels of the axis


@dataclass(frozen=True)
class World:
    """How one scenario is drawn: a colour and, so that it survives a photocopy, a line and an end point."""

    colour: str
    dashes: str | tuple[int, tuple[int, ...]]
    filled: bool


BASELINE = World(A, (0, (4, 2)), filled=False)
CHANGED = World(B, "solid", filled=True)


@contextmanager
def look() -> Iterator[None]:
    """Set matplotlib's defaults while a figure is made or written, and set them back."""
    with mpl.rc_context(
        {
            "font.family": _fonts(),
            "font.size": TEXT,
            "text.color": INK,
            "axes.unicode_minus": True,
            "svg.hashsalt": "casusoverleg",
            "svg.fonttype": "path",
        }
    ):
        yield


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure, inches; it belongs to no window and no global list."""
    return Figure(figsize=(width, height), facecolor="white")


def key(
    figure: Figure, entries: Sequence[tuple[Artist, str]], corner: Literal["lower left", "upper left"], up: float
) -> None:
    """Put a key of signs and their meanings in one row; its corner stands at the left margin, so many inches up."""
    width, height = figure.get_size_inches()
    figure.legend(
        handles=[artist for artist, _ in entries],
        labels=[text for _, text in entries],
        loc=corner,
        bbox_to_anchor=(MARGIN / width, up / height),
        ncols=len(entries),
        frameon=False,
        fontsize=SMALL,
        labelcolor=MUTED,
        handlelength=2.0,
        columnspacing=1.6,
        borderpad=0,
        borderaxespad=0,
    )


def panel(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Return an empty axes at a place in inches, without frame, with thin horizontal lines."""
    across, up = figure.get_size_inches()
    axes = figure.add_axes((left / across, bottom / up, width / across, height / up))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, labelsize=SMALL, labelcolor=MUTED, pad=5)
    axes.set_axisbelow(True)
    return axes


def heading(axes: Axes, title: str, unit: str) -> None:
    """Write a title above the axes, with its unit in small type behind it."""
    words = axes.annotate(
        title,
        xy=(0, 1),
        xycoords="axes fraction",
        xytext=(-72 * _LEFT_OF_AXES, 10),
        textcoords="offset points",
        size=PANEL,
        weight="bold",
        va="bottom",
        annotation_clip=False,
    )
    axes.annotate(
        unit,
        xy=(1, 0),
        xycoords=words,
        xytext=(8, 0.6),
        textcoords="offset points",
        size=SMALL,
        color=MUTED,
        va="bottom",
        annotation_clip=False,
    )


def written(figure: Figure, left: float, bottom: float, text: str, **style: Any) -> Label:
    """Write text at a place in inches from the lower left corner."""
    across, up = figure.get_size_inches()
    return figure.text(left / across, bottom / up, text, **{"size": TEXT, **style})


def in_lines(title: str, letters: int) -> list[str]:
    """Return a title in as few lines as fit, of about the same length; `letters`: at most, in a line."""
    fewest = len(textwrap.wrap(title, letters))
    widths = range(letters // 3, letters + 1)
    return next(lines for width in widths if len(lines := textwrap.wrap(title, width)) <= fewest)


def write_title(figure: Figure, top: float, lines: Sequence[str]) -> float:
    """Write a title, its first line at `top` inches; return where the next line would come."""
    for line in lines:
        written(figure, MARGIN, top, line, size=TITLE, weight="bold")
        top -= TITLE_LINE
    return top


def write_below(figure: Figure, line: float, texts: Sequence[str]) -> None:
    """Write what stands below a title, a text a line, the first at `line` inches."""
    for row, text in enumerate(texts):
        written(figure, MARGIN, line - row * TEXT_LINE, text, color=MUTED)


def more_for_names(titles: Sequence[str]) -> float:
    """Return how many inches the names of A and B take more than where each fits on a line."""
    return TEXT_LINE * sum(len(name_in_lines(title)) - 1 for title in titles)


def name_in_lines(title: str) -> list[str]:
    """Return the name of a world, or in what it differs, in lines that fit; a setting is not torn from its value."""
    unbroken = title.replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")
    return textwrap.wrap(unbroken, _LETTERS_IN_NAME, max_lines=_MOST_LINES_OF_NAME, placeholder=" …")


def name_worlds(figure: Figure, bottom: float, titles: Sequence[str]) -> None:
    """Write which scenario is A and, below it, which is B, each letter in a badge as its line is drawn.

    `bottom`, in inches, is that of the first line of A.
    """
    line = bottom
    for letter, title, world in zip("AB", titles, (BASELINE, CHANGED), strict=True):
        badge = {
            "boxstyle": "round,pad=0.28",
            "edgecolor": world.colour,
            "linewidth": 1.2,
            "linestyle": world.dashes,
            "facecolor": world.colour if world.filled else "white",
        }
        colour = "white" if world.filled else world.colour
        written(figure, MARGIN + 0.06, line, letter, size=SMALL, weight="bold", color=colour, bbox=badge)
        for part in name_in_lines(title):
            written(figure, MARGIN + 0.3, line, part)
            line -= TEXT_LINE
        line -= _NAMES_LINE - TEXT_LINE


def writer(figure: Figure, kind: str) -> Callable[[Path | BinaryIO], None]:
    """Return what writes the figure to a path or an open file as `png` or `svg`, the same bytes each time."""

    def write(place: Path | BinaryIO) -> None:
        with look():
            figure.savefig(
                place, format=kind, dpi=_DOTS_PER_INCH, metadata={"Date": None} if kind == "svg" else None
            )

    return write


@lru_cache(maxsize=1)
def _fonts() -> list[str]:
    there = set(fontManager.get_font_names())
    return [name for name in _FONTS if name in there]
