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

from experiments.runner import play
from experiments.workshop import address
from experiments.workshop.fan import fan
from experiments.workshop.view import View
from scenarios import names
from sim.runs import run_seeds
from tests.workshop.served import Served, chromium, served
from tests.workshop.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

VISITORS = 19  # besides the browser
WEEKS = 4  # of a middle line, by which it is recognised
SLIDER = "trust.initial"
OUTCOME = "trust"

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
    """A picture: when it was there, of how many pairs, and the first weeks of its middle line of B.

    In a browser the number of pairs may be told a blink before the picture is drawn, so there it is one of a few.
    """

    moment: float
    pairs: tuple[int, ...]
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
        there = [number for number in range(at, len(moves)) if moves[number].moment <= shown.moment]
        now = next((number for number in reversed(there) if _is_of(query, moves[number].value, shown)), None)
        if now is not None:
            found.seconds += [shown.moment - move.moment for move in moves[at : now + 1]]
            at = now + 1
        elif not _is_known(query, moves[:at], shown):
            found.foreign += 1
    found.unanswered = len(moves) - at
    return found


def _is_known(query: str, moves: Sequence[Move], shown: Shown) -> bool:
    """Return whether a picture is of the page as it was opened, or once more of a position that was answered."""
    return _is_of(query, None, shown) or any(_is_of(query, move.value, shown) for move in reversed(moves))


def _is_of(query: str, value: float | None, shown: Shown) -> bool:
    """Return whether a picture is of a position; of none: of the page as it was opened."""
    return any(line(query, value, pairs) == shown.line for pairs in shown.pairs)


@cache
def line(query: str, value: float | None, pairs: int) -> tuple[float, ...]:
    """Return the first weeks of the middle line of B, where the slider of a page stands at a value."""
    view = _view(query) if value is None else _view(query).with_value("b", SLIDER, value)
    runs = play(view.scenario("b"), run_seeds(view.seed, pairs), series=(OUTCOME,), workers=1)
    median = fan(runs.weekly[OUTCOME].astype(np.float32).astype(float)).median  # no finer than the page keeps it
    return tuple(round(float(week), _DECIMALS) for week in median)


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
  const told = [pairs.textContent];
  const texts = { childList: true, characterData: true, subtree: true };
  new MutationObserver(() => told.unshift(pairs.textContent)).observe(pairs, texts);
  const slider = document.getElementById(id);
  slider.addEventListener("input", (event) => seen.moves.push([event.timeStamp / 1000, Number(slider.value)]));
  slider.addEventListener("change", (event) => seen.rests.push(event.timeStamp / 1000));
  chart("difference").on("rendered", () => {
    const line = chart("worlds").getOption().series.find((series) => series.id === "b-median").data;
    seen.pictures.push([performance.now() / 1000, told.slice(0, 3), line.slice(0, weeks)]);
  });
}"""


class Hand:
    """Moves the slider of a page in a browser with the mouse, and notes when pictures are there."""

    def __init__(self, page: Page, here: str, query: str) -> None:
        self._page, self.query = page, query
        page.goto(f"{here}?{query}")
        self.wait()
        self._slider = page.locator(f'[id="front-{SLIDER}"]')
        page.evaluate(_WATCH, [f"front-{SLIDER}", WEEKS])

    def drag(self, moves: int = _MOVES) -> None:
        """Drag the slider from a fifth of its track on, a hundredth at a time, and let it go."""
        box = self._slider.bounding_box()
        assert box is not None
        height = box["y"] + box["height"] / 2
        for move in range(moves + 1):
            self._page.mouse.move(box["x"] + box["width"] * (0.2 + move / 100), height)
            if move == 0:
                self._page.mouse.down()
            self._page.wait_for_timeout(1000 * _PAUSE)
        self._page.mouse.up()

    def wait(self) -> None:
        """Wait until all pairs are there."""
        text = "document.querySelector('[data-testid=pairs]').textContent"
        self._page.wait_for_function(f"{text}.startsWith('200 ') && !{text}.includes('nog')")

    def followed(self) -> Followed:
        """Return how the charts followed the slider while it moved."""
        seen = self._seen()
        pictures = [Shown(moment, _pairs(texts), tuple(start)) for moment, texts, start in seen["pictures"]]
        return follow(self.query, [Move(*move) for move in seen["moves"]], pictures)

    def settled(self) -> list[float]:
        """Return the seconds from each release to the picture of all pairs."""
        seen = self._seen()
        complete = [moment for moment, texts, _ in seen["pictures"] if _is_complete(texts[0])]
        return [next(moment for moment in complete if moment > rest) - rest for rest in seen["rests"]]

    def _seen(self) -> dict[str, Any]:
        return dict(self._page.evaluate("seen"))


def _pairs(texts: Sequence[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(number[0]) for text in texts if (number := re.match(r"\d+", text))))


def _shortly(text: str) -> str:
    """Return what is told of a number of pairs, but for those that are still to come."""
    return re.sub(r", nog \d+ pa[a-z]+", " and more", re.sub(r", \d+ weken", "", text))


def _is_complete(text: str) -> bool:
    """Return whether a picture has all pairs that there can be; the page tells so in Dutch."""
    return text.startswith("200 ") and "nog" not in text


def measure_latency(page: Page, here: str, drags: int) -> tuple[Followed, list[float]]:
    """Return how a single visitor's slider is followed, and how soon all pairs are there; each time in new worlds."""
    followed, settled = Followed(), []
    for seed in range(100, 100 + drags):
        hand = Hand(page, here, f"lang=nl&outcome={OUTCOME}&b=fixed_faces&seed={seed}")
        hand.drag()
        hand.wait()
        followed.add(hand.followed())
        settled += hand.settled()
    return followed, settled


# --- a room full of visitors ---


@dataclass
class Load:
    """What a room full of visitors brought about: how their sliders were followed, and what it took.

    `visits`: how many there were, one after another in their places; `told`: what was told of numbers of pairs, and
    what was not right; `memory`: bytes of the process before, at most and after.
    """

    followed: Followed = field(default_factory=Followed)
    in_browser: Followed = field(default_factory=Followed)
    visits: int = 0
    told: set[str] = field(default_factory=set)
    wrong: set[str] = field(default_factory=set)
    memory: tuple[int, int, int] = (0, 0, 0)

    def __str__(self) -> str:
        before, most, after = (bytes / 1e6 for bytes in self.memory)
        return "\n".join(
            [
                f"sockets: {self.followed}",
                f"browser: {self.in_browser}",
                f"visits: {self.visits}; not right: {sorted(self.wrong) or 'nothing'}",
                f"pairs told: {'; '.join(sorted(set(map(_shortly, self.told))))}",
                f"memory: {before:.0f} MB before, {most:.0f} at most, {after:.0f} after",
            ]
        )


class Mover(Visitor):
    """A visitor who moves a slider; keeps when it was where, and when which picture came."""

    def __init__(self, here: str, query: str) -> None:
        super().__init__(here, query)
        self.query = query
        self.moves: list[Move] = []
        self.pictures: list[Shown] = []
        self.told: set[str] = set()

    def take(self, script: str) -> None:
        """Keep the picture that a script draws, if it does."""
        found = re.search(r'"id":"b-median".*?"data":\[([^\]]*)\]', script)
        if found:
            text = self.text(data_testid="pairs")
            start = tuple(float(week) for week in found[1].split(",")[:WEEKS])
            self.pictures.append(Shown(time.perf_counter(), _pairs([text]), start))
            self.told.add(text)

    async def drag(self, values: Sequence[float]) -> None:
        """Drag the slider over some values, let it go, and look at what comes."""
        for value in values:
            self.moves.append(Move(time.perf_counter(), value))
            await self.slide(str(value), "drag")
            await asyncio.sleep(_PAUSE)
        await self.slide(str(values[-1]))
        await asyncio.sleep(_REST)


async def _fill(here: str, seconds: float, stay: float) -> list[Mover]:
    """Let visitors come, move their sliders, leave, and be followed by others; return them all."""
    end = time.perf_counter() + seconds
    visits = await asyncio.gather(*(_take_place(here, place, end, stay) for place in range(VISITORS)))
    return [mover for place in visits for mover in place]


async def _take_place(here: str, place: int, end: float, stay: float) -> list[Mover]:
    scenarios = [name for name in names() if name != "top_x"]
    query = f"lang=nl&outcome={OUTCOME}&b={scenarios[place % len(scenarios)]}"
    way = cycle([round(step / 100 + place * _OFFSET, 4) for step in (*range(1, 98), *range(97, 1, -1))])
    movers: list[Mover] = []
    while time.perf_counter() < end:
        movers.append(await asyncio.to_thread(Mover, here, query))
        leave = min(end, time.perf_counter() + stay)
        async with movers[-1] as mover:
            await mover.sees("paren", data_testid="pairs")
            while time.perf_counter() < leave:
                await mover.drag([next(way) for _ in range(_MOVES)])
            await asyncio.sleep(_REST)  # for the last picture
    return movers


def measure_load(site: Served, page: Page, seconds: float, *, stay: float = _STAY) -> Load:
    """Return what comes of so many seconds with a browser and a room full of visitors, all moving sliders."""
    load, before, most = Load(), site.memory(), 0
    hand = Hand(page, site.here, f"lang=nl&outcome={OUTCOME}&b=fixed_faces&b.mandate.share=0.7")
    movers: list[Mover] = []
    room = threading.Thread(target=lambda: movers.extend(asyncio.run(_fill(site.here, seconds, stay))))
    room.start()
    while room.is_alive():
        hand.drag()
        page.wait_for_timeout(1000 * _REST)
        most = max(most, site.memory())
    room.join()
    for mover in movers:
        load.followed.add(follow(mover.query, mover.moves, mover.pictures))
        load.told |= mover.told
        load.wrong |= set(mover.notices())
    load.in_browser, load.visits = hand.followed(), len(movers)
    load.memory = (before, most, site.memory())
    return load


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drags", type=int, default=6, help=f"drags of a single visitor, each of {_MOVES} moves")
    parser.add_argument("--seconds", type=float, default=60, help=f"with {VISITORS} more visitors; 0: without them")
    asked = parser.parse_args()
    with served() as site, chromium() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        followed, settled = measure_latency(page, site.here, asked.drags)
        print(f"one visitor, {followed}")
        print(f"all 200 pairs after release: {', '.join(f'{1000 * seconds:.0f}' for seconds in settled)} ms")
        if asked.seconds:
            print(measure_load(site, page, asked.seconds))
            time.sleep(_LINGER)
            print(f"memory once all have left: {site.memory() / 1e6:.0f} MB; complaints: {site.complaints() or 'none'}")


if __name__ == "__main__":
    main()
