"""Text in the margins of a figure: beside a row of its axes, and below the picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import look
from experiments.manifest import program_version
from experiments.words import Words

NOTE_LINE = 0.22  # inches
_NOTE = 0.35


def beside(axes: Axes, row: float, inches: float, text: str, **style: Any) -> None:
    """Write at the height of a row of the axes, at a distance in inches from the left edge of the figure."""
    across = axes.get_figure(root=True).get_size_inches()[0]  # type: ignore[union-attr]  # drawn in a figure
    box = axes.get_position()
    fraction = (inches / across - box.x0) / box.width
    kind: dict[str, Any] = {"size": look.TEXT, "va": "center_baseline", **style}
    axes.text(fraction, row, text, transform=axes.get_yaxis_transform(), **kind)


def notes(figure: Figure, lines: Sequence[str]) -> None:
    """Write lines in small type below a picture, the last one lowest."""
    for number, line in enumerate(reversed(lines)):
        look.written(figure, look.MARGIN, _NOTE + NOTE_LINE * number, line, size=look.SMALL, color=look.MUTED)


def origin(words: Words, count: str, seed: int) -> str:
    """Return where the numbers of a figure come from: how many runs or pairs, which seed and version."""
    return " · ".join([count, words("figure.seed", seed=seed), f"casusoverleg {program_version()}"])
