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
from experiments.workshop.drawing import Drawing, Pace
from experiments.workshop.picture import Picture
from experiments.workshop.view import View
from experiments.workshop.worlds import Worlds
from sim.errors import CasusoverlegError, WorkError
from sim.runs import prepare

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """A view that could not be drawn, and why."""

    view: View
    error: Exception


class Seat:
    """A visitor's place at the desk, where a view can be asked for; its methods are called on the event loop."""

    def __init__(self, desk: Desk, show: Callable[[Picture | Failure], object]) -> None:
        self.show = show
        self.drawing: Drawing | None = None
        self.pace = Pace()
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

    def due(self, view: View, seconds_left: float) -> bool:
        """Return whether it is time for another picture of a view that is complete in so many seconds."""
        last, moment = self._shown
        return last != view or min(perf_counter() - moment, seconds_left) >= limits.SECONDS_BETWEEN_PICTURES

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
        """Get ready what the first pictures need; `announce` is called where that takes long: on the first use.

        An untouched page is there at once then, and so is the library that finds intervals where two worlds differ.
        """
        prepare(announce)
        for view, moving in ((View(), False), (View().with_value("b", "trust.initial", 1), True)):
            drawing = Drawing(view, moving=moving)
            while not drawing.done:
                drawing.go_on(self.worlds, Pace(), waiting=1)
            drawing.picture()

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
        """Take what a seat asks for, and let it wait for its turn."""
        if seat in self._seats:
            seat.drawing = Drawing(view, moving=moving)
            self._queue(seat)

    def dismiss(self, seat: Seat) -> None:
        """Forget a seat."""
        self._seats.discard(seat)
        seat.drawing = None
        if seat in self._waiting:
            self._waiting.remove(seat)

    async def close(self) -> None:
        """Forget all seats, and wait for the part that is being played."""
        for seat in list(self._seats):
            self.dismiss(seat)
        if self._turns is not None:
            await self._turns
        self._thread.shutdown()

    def _queue(self, seat: Seat) -> None:
        if seat not in self._waiting:
            self._waiting.append(seat)
        if self._turns is None or self._turns.done():
            self._turns = asyncio.create_task(self._take_turns())

    async def _take_turns(self) -> None:
        while self._waiting:
            seat = self._waiting.popleft()
            if seat.drawing is not None:
                await self._turn(seat, seat.drawing)

    async def _turn(self, seat: Seat, drawing: Drawing) -> None:
        """Give a seat its turn; what is not done then waits for the next."""
        drawn = await self._drawn(seat, drawing)
        asked_again = seat.drawing is not drawing
        if drawn is not None and seat in self._seats and (drawing.moving or not asked_again):
            seat.deliver(drawn)
        if asked_again:
            return
        if drawing.done or isinstance(drawn, Failure):
            seat.drawing = None
        else:
            self._queue(seat)

    async def _drawn(self, seat: Seat, drawing: Drawing) -> Picture | Failure | None:
        """Return what a turn brings: a picture, a failure, or nothing yet."""
        waiting = len({*self._waiting, seat})
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, self._go_on, seat, drawing, waiting)
        except Exception as error:
            if not isinstance(error, CasusoverlegError):
                _log.exception("a view could not be drawn")
            return Failure(drawing.view, error)

    def _go_on(self, seat: Seat, drawing: Drawing, waiting: int) -> Picture | None:
        drawing.go_on(self.worlds, seat.pace, waiting=waiting)
        left = drawing.seconds_left(self.worlds, seat.pace) * waiting
        if drawing.done or (drawing.presentable and seat.due(drawing.view, left)):
            return drawing.picture()
        return None
