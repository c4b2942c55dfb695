"""The desk draws for everybody in turn, the newest view first, and survives whatever goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from experiments.workshop import limits
from experiments.workshop.desk import Desk, Failure, Seat
from experiments.workshop.drawing import Drawing, Pace
from experiments.workshop.load import pairs_in_a_turn, pairs_wanted
from experiments.workshop.picture import TABLE, Picture
from experiments.workshop.view import View
from experiments.workshop.worlds import Worlds
from sim.errors import WorkError
from tests.workshop.conftest import Engine

START = View()


def trusting(trust: float) -> View:
    return START.with_value("b", "trust.initial", trust)


class Visitor:
    """A page that keeps all that it is shown."""

    def __init__(self, desk: Desk) -> None:
        self.shown: list[Picture | Failure] = []
        self.seat: Seat = desk.seat(self.shown.append)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        return [(drawn.pairs, drawn.wanted) for drawn in self.shown if isinstance(drawn, Picture)]

    @property
    def views(self) -> list[View]:
        return [drawn.view for drawn in self.shown]

    async def has(self, count: int) -> None:
        while len(self.shown) < count:
            await asyncio.sleep(0.001)


def at_a_desk(visit: Callable[[Desk], Awaitable[None]], worlds: Worlds | None = None) -> None:
    """Let something happen at a desk, within ten seconds."""

    async def all_of_it() -> None:
        desk = Desk(worlds)
        try:
            await asyncio.wait_for(visit(desk), 10)
        finally:
            await asyncio.wait_for(desk.close(), 10)
        assert desk.seats == 0

    asyncio.run(all_of_it())


def test_a_moving_slider_gets_a_picture_of_40_pairs_and_a_resting_one_all_200(engine: Engine) -> None:
    async def visit(desk: Desk) -> None:
        one = Visitor(desk)
        one.seat.ask(trusting(0.9), moving=True)
        await one.has(1)
        one.seat.ask(trusting(0.9), moving=False)
        await one.has(2)
        moving, resting = one.shown
        assert isinstance(moving, Picture)
        assert isinstance(resting, Picture)
        assert one.pairs == [(40, 40), (200, 200)]
        assert set(moving.differences) == {"collaboration_quality"}
        assert {name for group in TABLE.values() for name in group} < set(resting.differences)
        assert sum(runs for trust, runs in engine.played if trust == 0.9) == 40 + 200  # a glance is not kept

    at_a_desk(visit)


def test_a_first_view_is_shown_before_all_pairs_are_in(engine: Engine) -> None:
    async def visit(desk: Desk) -> None:
        one = Visitor(desk)
        one.seat.ask(trusting(0.9), moving=False)
        await one.has(2)
        assert one.pairs == [(40, 200), (200, 200)]

    at_a_desk(visit)


def test_at_a_warm_desk_an_untouched_page_is_there_at_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.workshop.desk.prepare", lambda announce: announce())

    async def visit(desk: Desk) -> None:
        told: list[str] = []
        desk.warm(lambda: told.append("the first time"))
        engine.failing = True
        one = Visitor(desk)
        one.seat.ask(View(), moving=False)
        await one.has(1)
        assert (told, one.pairs) == (["the first time"], [(200, 200)])

    at_a_desk(visit)


def test_the_newest_view_wins_and_what_lies_between_is_never_played(engine: Engine) -> None:
    async def visit(desk: Desk) -> None:
        one = Visitor(desk)
        engine.open.clear()
        for trust in (0.5, 0.6, 0.7, 0.8):
            one.seat.ask(trusting(trust), moving=True)
            await asyncio.sleep(0.02)
        engine.open.set()
        await one.has(2)
        assert one.views == [trusting(0.5), trusting(0.8)]
        assert {trust for trust, _ in engine.played} == {0.45, 0.5, 0.8}

    at_a_desk(visit)


def test_who_asks_little_does_not_wait_for_who_asks_much(engine: Engine) -> None:
    async def visit(desk: Desk) -> None:
        much, little = Visitor(desk), Visitor(desk)
        engine.open.clear()
        much.seat.ask(trusting(0.9), moving=False)
        await asyncio.sleep(0.02)
        little.seat.ask(trusting(0.1), moving=True)
        engine.open.set()
        await little.has(1)
        assert (200, 200) not in much.pairs
        await much.has(2)

    at_a_desk(visit)


def test_everybody_sees_only_what_they_asked_for(engine: Engine) -> None:
    async def visit(desk: Desk) -> None:
        visitors = [Visitor(desk) for _ in range(12)]
        for step in range(5):
            for number, visitor in enumerate(visitors):
                visitor.seat.ask(trusting((5 * number + step) / 100), moving=step < 4)
            await asyncio.sleep(0.01)
        for number, visitor in enumerate(visitors):
            while not (visitor.pairs and visitor.shown[-1].view == trusting((5 * number + 4) / 100)):
                await asyncio.sleep(0.001)
            own = {trusting((5 * number + step) / 100) for step in range(5)}
            assert set(visitor.views) <= own

    at_a_desk(visit)


def test_a_view_at_rest_is_not_shown_once_another_is_asked_for(engine: Engine) -> None:
    async def visit(desk: Desk) -> None:
        one = Visitor(desk)
        engine.open.clear()
        one.seat.ask(trusting(0.5), moving=False)
        await asyncio.sleep(0.02)
        one.seat.ask(trusting(0.8), moving=True)
        engine.open.set()
        await one.has(1)
        assert one.views == [trusting(0.8)]

    at_a_desk(visit)


@pytest.mark.parametrize("moving", [True, False])
def test_who_leaves_is_shown_nothing_more_and_costs_nothing_more(engine: Engine, moving: bool) -> None:
    async def visit(desk: Desk) -> None:
        gone, stays = Visitor(desk), Visitor(desk)
        engine.open.clear()
        gone.seat.ask(trusting(0.9), moving=moving)
        await asyncio.sleep(0.02)
        gone.seat.leave()
        gone.seat.ask(trusting(0.8), moving=moving)
        engine.open.set()
        stays.seat.ask(trusting(0.1), moving=True)
        await stays.has(1)
        assert (desk.seats, gone.shown) == (1, [])
        assert sum(runs for trust, runs in engine.played if trust > 0.5) <= 40

    at_a_desk(visit)


def test_a_failure_is_told_and_the_next_view_is_drawn(engine: Engine) -> None:
    async def visit(desk: Desk) -> None:
        one = Visitor(desk)
        engine.failing = True
        one.seat.ask(trusting(0.9), moving=False)
        await one.has(1)
        engine.failing = False
        one.seat.ask(trusting(0.8), moving=True)
        await one.has(2)
        failure, picture = one.shown
        assert isinstance(failure, Failure)
        assert (failure.view, str(failure.error)) == (trusting(0.9), "out of order")
        assert isinstance(picture, Picture)

    at_a_desk(visit)


def test_a_page_that_trips_over_a_picture_does_not_stop_the_others(engine: Engine) -> None:
    async def visit(desk: Desk) -> None:
        def trip(drawn: object) -> None:
            raise ZeroDivisionError

        desk.seat(trip).ask(trusting(0.9), moving=True)
        one = Visitor(desk)
        one.seat.ask(trusting(0.1), moving=True)
        await one.has(1)

    at_a_desk(visit)


def test_a_visitor_too_many_is_refused_until_somebody_leaves(engine: Engine) -> None:
    async def visit(desk: Desk) -> None:
        first, *_ = [Visitor(desk) for _ in range(limits.MOST_SESSIONS)]
        with pytest.raises(WorkError, match="too many pages"):
            Visitor(desk)
        first.seat.leave()
        Visitor(desk)

    at_a_desk(visit)


def test_nothing_is_played_twice_even_where_hardly_a_world_can_be_kept(engine: Engine) -> None:
    async def visit(desk: Desk) -> None:
        visitors = [Visitor(desk) for _ in range(2)]
        for number, visitor in enumerate(visitors):
            visitor.seat.ask(trusting(number / 10), moving=False)
        for number, visitor in enumerate(visitors):
            while (200, 200) not in visitor.pairs:
                await asyncio.sleep(0.001)
            assert sum(runs for trust, runs in engine.played if trust == number / 10) == 200

    at_a_desk(visit, Worlds(most_bytes=0))


def test_in_a_crowd_pictures_get_fewer_pairs_and_say_so(engine: Engine) -> None:
    async def visit(desk: Desk) -> None:
        visitors = [Visitor(desk) for _ in range(40)]
        for number, visitor in enumerate(visitors):
            visitor.seat.ask(trusting(number / 100), moving=True)
        for visitor in visitors:
            await visitor.has(1)
        assert visitors[0].pairs == [(10, 10)]
        assert visitors[-1].pairs == [(40, 40)]  # nobody waits any more

    at_a_desk(visit)


def test_large_worlds_are_measured_first_and_get_as_many_pairs_as_there_is_time_for(engine: Engine) -> None:
    engine.seconds_a_run = 0.05
    worlds, pace = Worlds(), Pace()
    large = trusting(0.9).with_value("a", "cases.initial", 200).with_value("b", "cases.initial", 200)
    moving, resting = (Drawing(large, moving=moving) for moving in (True, False))
    moving.go_on(worlds, pace, waiting=1)
    assert engine.played[:2] == [(0.45, 5), (0.9, 5)]
    assert (moving.done, moving.wanted) == (True, 10)
    turns = 0
    while not resting.done:
        begun = engine.clock
        resting.go_on(worlds, pace, waiting=1)
        turns += 1
        assert engine.clock - begun <= 10 * 0.05 + 1e-9
    assert (resting.wanted, turns) == (100, 20)


@pytest.mark.parametrize("moving", [True, False])
def test_pairs_and_turns_shrink_with_the_crowd_and_with_slow_worlds_never_below_the_least(moving: bool) -> None:
    by_crowd = [pairs_wanted(moving=moving, waiting=waiting, seconds_a_pair=0.004) for waiting in range(1, 100)]
    by_speed = [pairs_wanted(moving=moving, waiting=1, seconds_a_pair=10.0**power) for power in range(-6, 3)]
    turns = [pairs_in_a_turn(waiting=waiting, seconds_a_pair=0.004) for waiting in range(1, 100)]
    choices = limits.PAIRS_MOVING if moving else limits.PAIRS_AT_REST
    for found in (by_crowd, by_speed):
        assert found == sorted(found, reverse=True)
        assert (found[0], found[-1]) == (choices[0], choices[-1])
    assert (turns[0], turns[-1]) == (limits.PAIRS_A_TURN[1], limits.PAIRS_A_TURN[0])
    assert pairs_in_a_turn(waiting=1, seconds_a_pair=0.0) == limits.PAIRS_A_TURN[1]
