"""A visitor's session: what they look at, and what each of their actions makes of it; knows no widgets."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from time import monotonic
from typing import Protocol
from urllib.parse import parse_qsl

from experiments.words.messages import message
from experiments.workshop import address
from experiments.workshop.desk import Desk, Failure, Seat
from experiments.workshop.limits import LONGEST_FIELD, MOST_FIELDS, MOST_MESSAGES_A_SECOND
from experiments.workshop.picture import Picture
from experiments.workshop.view import View
from sim.errors import CasusoverlegError, InputError

_LONGEST_QUERY = MOST_FIELDS * LONGEST_FIELD


class Screen(Protocol):
    """What a session needs of the page: to show a view, a picture, a message, and to keep the address right."""

    def show(self, view: View) -> None:
        """Let controls stand as the view says."""

    def draw(self, drawn: Picture | Failure) -> None:
        """Draw a picture, or tell why there is none."""

    def tell(self, lines: list[str]) -> None:
        """Tell what was not right, in place of what was told before."""

    def locate(self, query: Mapping[str, str], *, new: bool) -> None:
        """Put a query in the address; `new`: as one more step, which the button Back undoes."""


class Session:
    """One visitor, who has the page open once; nothing of it is shared with others.

    What comes from a browser may be anything: what is not allowed is told on the page and changes nothing.
    """

    def __init__(self, view: View, screen: Screen) -> None:
        self.view = view
        self.drawn: Picture | Failure | None = None
        self._screen = screen
        self._seat: Seat | None = None
        self._times: deque[float] = deque(maxlen=MOST_MESSAGES_A_SECOND)

    def start(self, desk: Desk) -> None:
        """Take a seat at the desk and ask for the first picture, unless that was done before."""
        if self._seat is not None:
            return
        try:
            self._seat = desk.seat(self._receive)
        except CasusoverlegError as error:
            self._screen.tell([message(error, self.view.language)])
        self.again()

    def end(self) -> None:
        """Give up the seat."""
        if self._seat is not None:
            self._seat.leave()

    def again(self) -> None:
        """Ask for the picture of the view once more."""
        if self._seat is not None:
            self._seat.ask(self.view, moving=False)

    def slide(self, name: str, value: object, moving: bool) -> None:
        """Give a factor another value, in the world that sliders change."""
        self._change(lambda view: view.with_value(view.sliding, name, value), moving=moving)

    def choose_preset(self, world: str, name: object) -> None:
        """Start a world from another scenario."""
        self._change(lambda view: view.with_preset("a" if world == "a" else "b", _text(name)))

    def choose_outcome(self, name: object) -> None:
        """Show another outcome."""
        self._change(lambda view: replace(view, outcome=_text(name)))

    def back_to_a(self, name: str) -> None:
        """Make a factor in B equal to A."""
        self._change(lambda view: view.back_to_a(name))

    def choose_sliding(self, world: str) -> None:
        """Let sliders change another world."""
        self._look(lambda view: replace(view, sliding="a" if world == "a" else "b"))

    def speak(self, language: str) -> None:
        """Show the page in another language."""
        self._look(lambda view: replace(view, language=language))

    def turn_beamer(self) -> None:
        """Switch the large type for a projector on or off."""
        self._look(lambda view: replace(view, beamer=not view.beamer))

    def go(self, query: object) -> None:
        """Show what an address says, as after the button Back."""
        fields = dict(parse_qsl(str(query)[:_LONGEST_QUERY].lstrip("?"), keep_blank_values=True))
        view, complaints = address.read(fields, language=self.view.language)
        self._screen.tell([complaint.text(view.language) for complaint in complaints])
        self._show(view)
        self.again()

    def _change(self, change: Callable[[View], View], *, moving: bool = False) -> None:
        """Change what is drawn; while a slider moves, neither the address nor the other controls follow."""
        view = self._allowed(change)
        if view is None:
            return
        if moving:
            self.view = view
        else:
            self._show(view)
            self._screen.locate(address.query(view), new=True)
        if self._seat is not None:
            self._seat.ask(view, moving=moving)

    def _look(self, change: Callable[[View], View]) -> None:
        """Change how it is shown."""
        view = self._allowed(change)
        if view is not None:
            self._show(view)
            self._screen.locate(address.query(view), new=False)

    def _allowed(self, change: Callable[[View], View]) -> View | None:
        """Return the changed view; None, told on the page, where it is not allowed, or where changes come too fast."""
        now = monotonic()
        if len(self._times) == MOST_MESSAGES_A_SECOND and now - self._times[0] < 1:
            return None
        self._times.append(now)
        try:
            return change(self.view)
        except InputError as error:
            self._screen.tell([message(error, self.view.language)])
            return None

    def _show(self, view: View) -> None:
        self.view = view
        self._screen.show(view)

    def _receive(self, drawn: Picture | Failure) -> None:
        self.drawn = drawn
        self._screen.draw(drawn)


def _text(value: object) -> str:
    return str(value)[:LONGEST_FIELD]
