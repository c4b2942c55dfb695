"""The desk: the one place where worlds are played and drawn, for all visitors in turn."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter

from experiments.workshop import limits
from experiments.workshop.load import pairs_in_a_turn, pairs_wanted
from experiments.workshop.picture import Picture, picture
from experiments.workshop.view import WORLDS, View
from experiments.workshop.worlds import Played, Worlds
from sim.errors import CasusoverlegError, WorkError
from sim.runs import prepare

_FIRST = limits.PAIRS_MOVING[-1]  # fewest pairs in a picture

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """A view that could not be drawn, and why."""

    view: View
    error: Exception


@dataclass(eq=False)
class _Request:
    """A view as it was asked for: how many pairs it gets in all and in a turn, and what is played of A and B so far.

    It holds its worlds itself: they could fall out of what the desk keeps for all while it waits for its next turn.
    """

    view: View
    moving: bool
    wanted: int
    in_a_turn: int
    played: tuple[Played | None, Played | None] = (None, None)

    @property
    def pairs(self) -> int:
        """Return how many pairs are there."""
        return min(played.runs if played else 0 for played in self.played)

    @property
    def done(self) -> bool:
        """Return whether all pairs are there."""
        return self.pairs >= self.wanted


class Seat:
    """A visitor's place at the desk, where a view can be asked for; its methods are called on the event loop."""

    def __init__(self, desk: Desk, show: Callable[[Picture | Failure], object]) -> None:
        self.show = show
        self.request: _Request | None = None
        self.seconds_a_run = limits.SECONDS_A_RUN
        self._desk = desk
        self._shown: tuple[View | None, float] = (None, 0.0)

    def ask(self, view: View, *, moving: bool) -> None:
        """Ask for a view, in place of what was asked before; returns at once.

        While a slider moves there is one picture, of few pairs; at rest they come until all pairs are in. What was
        begun for an earlier position of the slider is still shown, so that charts keep up with a hand that does not
        stop.
        """
        self._desk.take(self, view, moving=moving)

    def leave(self) -> None:
        """Give up the seat: from now on nothing is played for it or shown."""
        self._desk.dismiss(self)

    def due(self, view: View) -> bool:
        """Return whether it is time for another picture of a view that is still being refined."""
        last, moment = self._shown
        return last != view or perf_counter() - moment >= limits.SECONDS_BETWEEN_PICTURES

    def deliver(self, drawn: Picture | Failure) -> None:
        """Show what was drawn; a page that trips over it does not take the desk along."""
        self._shown = (drawn.view, perf_counter())
        try:
            self.show(drawn)
        except Exception:
            _log.exception("a page could not show a picture")


class Desk:
    """Draws what visitors ask for, in turn and in parts, on one thread beside the event loop.

    The engine uses every core for a part, and a part is short, so nobody waits long for another. Seats are counted:
    a visitor beyond the last is refused.
    """

    def __init__(self, worlds: Worlds | None = None) -> None:
        self.worlds = Worlds() if worlds is None else worlds
        self._seats: set[Seat] = set()
        self._waiting: deque[Seat] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk")
        self._turns: asyncio.Task[None] | None = None

    def warm(self, announce: Callable[[], None] = lambda: None) -> None:
        """Get ready what the first picture needs; `announce` is called where that takes long: on the first use."""
        prepare(announce)
        pairs = limits.PAIRS_AT_REST[0]
        self._part(Seat(self, print), _Request(View(), moving=False, wanted=pairs, in_a_turn=pairs))

    @property
    def seats(self) -> int:
        """Return how many seats are taken."""
        return len(self._seats)

    def seat(self, show: Callable[[Picture | Failure], object]) -> Seat:
        """Return a seat for a visitor, whose pictures go to `show` on the event loop; WorkError when all are taken."""
        if self.seats >= limits.MOST_SESSIONS:
            raise WorkError("too many pages are open: close one, then load this page again")
        seat = Seat(self, show)
        self._seats.add(seat)
        return seat

    def take(self, seat: Seat, view: View, *, moving: bool) -> None:
        """Take what a seat asks for; how much it gets depends on who else waits and on how slow its worlds are."""
        if seat not in self._seats:
            return
        waiting = len({*self._waiting, seat})
        most = (limits.PAIRS_MOVING if moving else limits.PAIRS_AT_REST)[0]
        seconds = seat.seconds_a_run * self._lacking(view, most) / most
        wanted = pairs_wanted(moving=moving, waiting=waiting, seconds_a_pair=seconds)
        in_a_turn = wanted if moving else pairs_in_a_turn(waiting=waiting, seconds_a_pair=seconds)
        seat.request = _Request(view, moving, wanted, in_a_turn)
        self._queue(seat)

    def dismiss(self, seat: Seat) -> None:
        """Forget a seat."""
        self._seats.discard(seat)
        seat.request = None
        if seat in self._waiting:
            self._waiting.remove(seat)

    async def close(self) -> None:
        """Forget all seats, and wait for the part that is being played."""
        for seat in list(self._seats):
            self.dismiss(seat)
        if self._turns is not None:
            await self._turns
        self._thread.shutdown()

    def _lacking(self, view: View, runs: int) -> int:
        """Return how many runs of both worlds are still to be played to have so many of each."""
        kept = (self.worlds.runs(view.scenario(world), view.seed) for world in WORLDS)
        return sum(max(0, runs - there) for there in kept)

    def _queue(self, seat: Seat) -> None:
        if seat not in self._waiting:
            self._waiting.append(seat)
        if self._turns is None or self._turns.done():
            self._turns = asyncio.create_task(self._take_turns())

    async def _take_turns(self) -> None:
        while self._waiting:
            seat = self._waiting.popleft()
            if seat.request is not None:
                await self._turn(seat, seat.request)

    async def _turn(self, seat: Seat, request: _Request) -> None:
        """Give a seat its turn; what is not done then waits for the next."""
        drawn = await self._drawn(seat, request)
        asked_again = seat.request is not request
        if drawn is not None and seat in self._seats and (request.moving or not asked_again):
            seat.deliver(drawn)
        if asked_again:
            return
        if request.done or isinstance(drawn, Failure):
            seat.request = None
        else:
            self._queue(seat)

    async def _drawn(self, seat: Seat, request: _Request) -> Picture | Failure | None:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._part, seat, request)
        except Exception as error:
            if not isinstance(error, CasusoverlegError):
                _log.exception("a view could not be drawn")
            return Failure(request.view, error)

    def _part(self, seat: Seat, request: _Request) -> Picture | None:
        """Play the next part of a request; return its picture, or nothing where it is too early for one."""
        view = request.view
        kept = min(self.worlds.runs(view.scenario(world), view.seed) for world in WORLDS)
        runs = min(max(kept, request.pairs) + request.in_a_turn, request.wanted)
        lacking, begun = self._lacking(view, runs), perf_counter()
        a, b = (
            self.worlds.play(view.scenario(world), view.seed, runs, there=there)
            for world, there in zip(WORLDS, request.played, strict=True)
        )
        request.played = a, b
        if lacking:
            seat.seconds_a_run = (seat.seconds_a_run + (perf_counter() - begun) / lacking) / 2
        if request.done or (runs >= _FIRST and seat.due(view)):
            return picture(view, a, b, wanted=request.wanted, moving=request.moving)
        return None
