"""A session: what each action of a visitor makes of the view, the address and the pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from experiments.workshop import address
from experiments.workshop.desk import Failure
from experiments.workshop.limits import MOST_MESSAGES_A_SECOND
from experiments.workshop.picture import Picture
from experiments.workshop.session import Session
from experiments.workshop.view import View
from sim.errors import WorkError


@dataclass
class Screen:
    """Keeps what a session has the page do."""

    shown: list[View] = field(default_factory=list)
    told: list[list[str]] = field(default_factory=list)
    steps: list[tuple[dict[str, str], bool]] = field(default_factory=list)

    def show(self, view: View) -> None:
        self.shown.append(view)

    def draw(self, drawn: Picture | Failure) -> None:
        raise AssertionError("nothing is drawn here")

    def tell(self, lines: list[str]) -> None:
        self.told.append(lines)

    def locate(self, query: Mapping[str, str], *, new: bool) -> None:
        self.steps.append((dict(query), new))


class Seat:
    """Keeps what is asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[View, bool]] = []

    def ask(self, view: View, *, moving: bool) -> None:
        self.asked.append((view, moving))


class Table:
    """A desk with one seat, or with none."""

    def __init__(self, *, full: bool = False) -> None:
        self.taken, self._full = Seat(), full

    def seat(self, show: object) -> Seat:
        if self._full:
            raise WorkError("too many pages are open: close one, then load this page again")
        return self.taken


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def session(screen: Screen, table: Table) -> Session:
    started = Session(View(language="nl"), screen)
    started.start(table)  # type: ignore[arg-type]
    return started


def test_a_moving_slider_asks_for_pictures_only(session: Session, screen: Screen, table: Table) -> None:
    session.slide("trust.initial", 0.7, True)
    assert table.taken.asked[-1] == (View(language="nl", b_values={"trust.initial": 0.7}), True)
    assert not screen.steps and not screen.shown


def test_at_rest_the_address_takes_a_step_that_leads_back_here(session: Session, screen: Screen, table: Table) -> None:
    session.slide("trust.initial", 0.7, True)
    session.slide("trust.initial", 0.8, False)
    query, new = screen.steps[-1]
    assert new and address.read(query)[0] == session.view == screen.shown[-1]
    assert table.taken.asked[-1] == (session.view, False)


def test_sliders_change_the_world_that_was_chosen(session: Session) -> None:
    session.choose_sliding("a")
    session.slide("trust.initial", 0.7, False)
    assert (session.view.value("a", "trust.initial"), session.view.value("b", "trust.initial")) == (0.7, 0.45)


def test_looks_are_no_step_of_their_own_and_play_nothing(session: Session, screen: Screen, table: Table) -> None:
    asked = len(table.taken.asked)
    session.speak("en")
    session.turn_beamer()
    session.choose_sliding("a")
    assert [new for _, new in screen.steps] == [False] * 3
    assert len(table.taken.asked) == asked


def test_back_shows_what_the_address_says_and_tells_what_is_wrong(
    session: Session, screen: Screen, table: Table
) -> None:
    session.go("?lang=nl&b=fixed_faces&b.trust.initial=7")
    assert (session.view.b, session.view.value("b", "trust.initial")) == ("fixed_faces", 1.0)
    assert len(screen.told[-1]) == 1 and "b.trust.initial" in screen.told[-1][0]
    assert table.taken.asked[-1][0] == session.view and not screen.steps


@pytest.mark.parametrize("value", ["x", None, [1], {"a": 1}, -5, 1e308, True, "0" * 10_000])
def test_what_is_not_allowed_is_told_and_changes_nothing(
    session: Session, screen: Screen, table: Table, value: object
) -> None:
    before, asked = session.view, len(table.taken.asked)
    session.slide("trust.initial", value, False)
    session.choose_preset("b", value)
    session.choose_outcome(value)
    assert session.view == before and len(table.taken.asked) == asked
    assert len(screen.told) == 3 and all(len(line) < 3000 for lines in screen.told for line in lines)


@pytest.mark.parametrize("query", ["?" + "a=" * 100_000, "\0", None, "?lang=xx&seed=1e9", "?%ff%fe=%00"])
def test_any_address_leads_somewhere(session: Session, query: object) -> None:
    session.go(query)
    assert isinstance(session.view, View)


def test_a_flood_is_let_by(session: Session, table: Table) -> None:
    for step in range(5 * MOST_MESSAGES_A_SECOND):
        session.slide("trust.initial", step % 100 / 100, True)
    assert len(table.taken.asked) <= MOST_MESSAGES_A_SECOND + 1


def test_a_visitor_too_many_is_told_so(screen: Screen) -> None:
    late = Session(View(language="nl"), screen)
    late.start(Table(full=True))  # type: ignore[arg-type]
    assert "te veel" in screen.told[-1][0]
    late.slide("trust.initial", 0.7, False)  # sliders still move, there is only no picture
    late.end()


