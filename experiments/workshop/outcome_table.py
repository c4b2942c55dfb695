"""The outcomes below the charts, in two groups: a point with its interval around zero, and the number."""

from __future__ import annotations

import math

from experiments.comparison import Difference
from experiments.words import Words
from experiments.workshop.markup import Tag
from experiments.workshop.picture import TABLE, Picture
from experiments.workshop.telling import OutcomeRow, outcome_rows

_SHOWN = {"share": 0.2, "level": 0.2, "index": 0.2}  # from zero to the end of a line, on a scale of 0 to 1 …
_PART_OF_A = 0.5  # … else this part of what A has
_TOGETHER = "\N{WORD JOINER}"


class OutcomeTable:
    """Both groups of outcomes; empty until a picture has them."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._of_equal = False  # what it shows is of A and B as the same world
        self._groups: dict[str, Tag] = {}
        with Tag("div", classes="outcomes", data_testid="outcomes"):
            for group in TABLE:
                with Tag("section"):
                    Tag("h2", words(f"group.{group}"))
                    self._groups[group] = Tag("table")
                    Tag("p", words(f"page.note.{group}"), "small muted")

    def show(self, picture: Picture) -> None:
        """Show the outcomes of a picture, if it has them: not while a slider moves; then they stay as they are.

        Zeros stay no longer than A and B are the same.
        """
        if self._of_equal and not picture.view.equal:
            for table in self._groups.values():
                table.clear()
        self._of_equal = picture.view.equal
        for group, table in self._groups.items():
            rows = outcome_rows(picture, group, self._words)
            if len(rows) < len(TABLE[group]):
                continue
            table.clear()
            with table, Tag("tbody"):
                for row in rows:
                    _show_row(row)


def _show_row(row: OutcomeRow) -> None:
    with Tag("tr", title=row.verdict):
        Tag("th", row.title.replace("-", f"-{_TOGETHER}"), scope="row")  # a narrow phone would break "%-punt"
        with Tag("td", classes="drawn", aria_hidden="true"):
            _draw(row.found)
        with Tag("td", classes="figures"):
            Tag("strong" if row.relevant else "span", row.number)
            Tag("span", f" ({row.interval})", "muted")
        Tag("td", row.verdict, "visually-hidden")


def _draw(found: Difference) -> None:
    """Draw the interval and its point around zero, scaled to the outcome's own range."""
    reach = _reach(found)
    low, mean, high = (_place(value, reach) for value in (found.low, found.mean, found.high))
    if math.isnan(found.mean):
        return
    open_point = " open" if found.contains_zero else ""
    style = {"--low": low, "--high": high, "--mean": mean}
    with Tag("div", classes=f"interval{open_point}") as drawn:
        Tag("span", classes="zero")
        Tag("span", classes="bar")
        Tag("span", classes="point")
    drawn.style.update({name: f"{value:.4f}" for name, value in style.items()})


def _reach(found: Difference) -> float:
    own = _SHOWN.get(found.outcome.kind, _PART_OF_A * abs(found.baseline))
    return own if own > 0 and math.isfinite(own) else 1.0


def _place(value: float, reach: float) -> float:
    """Return where a difference stands on a line from 0 to 1, zero in the middle; at the end if it lies beyond."""
    return 0.5 if math.isnan(value) else 0.5 + 0.5 * min(max(value / reach, -1.0), 1.0)
