"""How fast the page follows a slider, and how it holds under twenty visitors: `python -m tests.workshop.load`.

Every picture that a visitor gets is recognised by the first weeks of its middle line, which are played here once more:
so it is known of which position of the slider it is, and that it is not a picture of somebody else's worlds.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import cycle
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import numpy as np

from experiments.workshop import address
from experiments.workshop.picture import picture
from experiments.workshop.view import View
from experiments.workshop.worlds import Worlds
from scenarios import names
from tests.workshop.served import Served, chromium, served
from tests.workshop.visitor import PATIENCE, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

VISITORS = 19  # besides the browser
WEEKS = 4  # of a middle line, by which it is recognised
SLIDER = "trust.initial"

_PAUSE = 0.05  # between two moves of a slider
_MOVES = 40  # of a slider, before it rests
_REST = 1.5
_STAY = 15.0  # after which a visitor leaves and another comes
_LINGER = 21.0  # a little longer than a session that was left is kept
_DECIMALS = 5  # of what the page sends
_OFFSET = 0.0004  # between the positions of two visitors, so that none has a world of another


@dataclass(frozen=True)
class Move:
    """A position of the slider, and when it was there."""

    moment: float
    value: float


@dataclass(frozen=True)
class Shown:
    """A picture: when it was there, of how many pairs, and the first weeks of its middle line of B."""

    moment: float
    pairs: int
    line: tuple[float, ...]


@dataclass
class Followed:
    """How the pictures followed a slider: seconds of each move, and what should not be there.

    `foreign`: pictures of no position that the slider had. `unanswered`: moves of which no picture came, nor of a
    later one.
    """

    seconds: list[float] = field(default_factory=list)
    foreign: int = 0
    unanswered: int = 0

    def add(self, other: Followed) -> None:
        """Take in how another slider was followed."""
        self.seconds += other.seconds
        self.foreign += other.foreign
        self.unanswered += other.unanswered

    def __str__(self) -> str:
        return (
            f"{len(self.seconds)} moves: median {1000 * statistics.median(self.seconds):.0f} ms, 95th percentile "
            f"{1000 * percentile(self.seconds, 95):.0f} ms, longest {1000 * max(self.seconds):.0f} ms; "
            f"without a picture: {self.unanswered}; pictures of others: {self.foreign}"
        )


def percentile(values: Sequence[float], share: float) -> float:
    """Return a percentile of some values."""
    return float(np.percentile(values, share))


def follow(query: str, moves: Sequence[Move], pictures: Sequence[Shown]) -> Followed:
    """Return how the pictures of a page that was opened with a query followed its slider."""
    found, at = Followed(), 0
    for shown in pictures:
        before = [number for number in range(at, len(moves)) if moves[number].moment <= shown.moment]
        now = next((n for n in reversed(before) if line(query, moves[n].value, shown.pairs) == shown.line), None)
        if now is not None:
            found.seconds += [shown.moment - move.moment for move in moves[at : now + 1]]
            at = now + 1
        elif not _is_known(query, moves[:at], shown):
            found.foreign += 1
    found.unanswered = len(moves) - at
    return found


def _is_known(query: str, moves: Sequence[Move], shown: Shown) -> bool:
    """Return whether a picture is of the page as it was opened, or once more of a position that was answered."""
    earlier = (line(query, move.value, shown.pairs) for move in reversed(moves))
    return shown.line == line(query, None, shown.pairs) or shown.line in earlier


@cache
def line(query: str, value: float | None, pairs: int) -> tuple[float, ...]:
    """Return the first weeks of the middle line of B, where the slider of a page stands at a value."""
    view = _view(query) if value is None else _view(query).with_value("b", SLIDER, value)
    a, b = (_WORLDS.play(view.scenario(world), view.seed, pairs) for world in ("a", "b"))
    median = picture(view, a, b, wanted=pairs, moving=True).b.median
    return tuple(round(float(week), _DECIMALS) for week in median)


_WORLDS = Worlds()


@cache
def _view(query: str) -> View:
    return address.read(dict(parse_qsl(query)))[0].with_value("a", "run.weeks", WEEKS)


# --- one visitor, in a browser ---

# What the page does is timed by itself: from the event of the slider to the picture in both charts, just before it is
# painted. The second chart gets its options last, so both are there when it has been drawn.
_WATCH = """async ([id, weeks]) => {
  const { echarts } = await import("nicegui-echart");
  const chart = (name) => echarts.getInstanceByDom(document.querySelector(`[data-testid=${name}-chart]`));
  const pairs = document.querySelector("[data-testid=pairs]");
  const seen = (window.seen = { moves: [], rests: [], pictures: [] });
  const slider = document.getElementById(id);
  slider.addEventListener("input", (event) => seen.moves.push([event.timeStamp / 1000, Number(slider.value)]));
  slider.addEventListener("change", (event) => seen.rests.push(event.timeStamp / 1000));
  chart("difference").on("rendered", () => {
    const line = chart("worlds").getOption().series.find((series) => series.id === "b-median").data;
    seen.pictures.push([performance.now() / 1000, pairs.textContent, line.slice(0, weeks)]);
  });
}"""


class Hand:
    """Moves the slider of a page in a browser with the mouse, and notes when pictures are there."""

    def __init__(self, page: Page, here: str, query: str) -> None:
        self._page, self.query = page, query
        page.goto(f"{here}?{query}")
        self._until_all_pairs()
        self._slider = page.locator(f'[id="front-{SLIDER}"]')
        page.evaluate(_WATCH, [f"front-{SLIDER}", WEEKS])

    def drag(self, moves: int = _MOVES) -> None:
        """Drag the slider from a fifth of its track on, a hundredth at a time, and let it go; wait for all pairs."""
        box = self._slider.bounding_box()
        assert box is not None
        height = box["y"] + box["height"] / 2
        for move in range(moves + 1):
            self._page.mouse.move(box["x"] + box["width"] * (0.2 + move / 100), height)
            if move == 0:
                self._page.mouse.down()
            self._page.wait_for_timeout(1000 * _PAUSE)
        self._page.mouse.up()
        self._until_all_pairs()

    def followed(self) -> Followed:
        """Return how the charts followed the slider while it moved."""
        seen = self._seen()
        pictures = [Shown(moment, _pairs(text), tuple(start)) for moment, text, start in seen["pictures"]]
        return follow(self.query, [Move(*move) for move in seen["moves"]], pictures)

    def settled(self) -> list[float]:
        """Return the seconds from each release to the picture of all pairs."""
        seen = self._seen()
        complete = [moment for moment, text, _ in seen["pictures"] if _is_complete(text)]
        return [next(moment for moment in complete if moment > rest) - rest for rest in seen["rests"]]

    def _seen(self) -> dict[str, Any]:
        return dict(self._page.evaluate("seen"))

    def _until_all_pairs(self) -> None:
        text = "document.querySelector('[data-testid=pairs]').textContent"
        self._page.wait_for_function(f"/^(200|100|40) .*(weken|usual|want|much)/.test({text}) && !/nog|more/.test({text})")


def _pairs(text: str) -> int:
    return int(re.match(r"\d+", text)[0])  # type: ignore[index]


def _is_complete(text: str) -> bool:
    return text.startswith("200 ") and "nog" not in text


def measure_latency(page: Page, here: str, drags: int) -> tuple[Followed, list[float]]:
    """Return how a single visitor's slider is followed, and how soon all pairs are there; each time in new worlds."""
    followed, settled = Followed(), []
    for seed in range(100, 100 + drags):
        hand = Hand(page, here, f"lang=nl&outcome=trust&b=fixed_faces&seed={seed}")
        hand.drag()
        followed.add(hand.followed())
        settled += hand.settled()
    return followed, settled
