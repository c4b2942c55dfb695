"""Whatever somebody in the room sends: whoever sends it is told, nobody else notices, and the log stays readable."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator

import httpx
import pytest

pytest.importorskip("nicegui", reason="the page needs the extra [workshop]")

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from experiments.workshop.limits import MOST_FILES, MOST_MESSAGES_A_SECOND
from tests.workshop.served import Served, served
from tests.workshop.visitor import Visitor

pytestmark = pytest.mark.slow

SHORT = "run.weeks=4&lang=nl"
LONG = "x" * 100_000
NONSENSE = [
    None,
    5,
    "x",
    LONG,
    [],
    {},
    [None],
    [[]],
    [{}],
    ["null"],
    ['{"a": 1}'],
    ["[1]"],
    ["1" * 9999],
    ["NaN"],
    [LONG],
]
FIELDS = [
    "a=%00",
    "a=" + LONG[:50_000],
    "&".join(f"x{number}=1" for number in range(3000)),
    "%ff%fe=%80",
    "b.trust.initial=nan",
    "seed=9e99",
    "b=../../etc/passwd",
    "b.trust.initial=<script>alert(1)</script>",
    "%1b%5b31m=%1b%5b31m",
]
PATHS = ["../etc/passwd", "%2e%2e/pyproject.toml", "_nicegui/%1b%5b31mred", "_nicegui/3.18.0/static/..%2f..%2fx", "%00"]
WIRE: list[list[str | bytes]] = [
    ["nonsense"],
    [b"\0\xff"],
    ["40", "42["],
    ["40", "42{}"],
    ["40", "42" + "[" * 9999],
    ["40", '42["event",1,2,3]', '42["handshake"]', '42["handshake",{}]', '42["connect",5]', '42["disconnect",1,2]'],
    ["40", '451-["event",{"_placeholder":true,"num":0}]', b"x"],
    ["40/other,", "41", "43", "44", "46", "49", "4"],
    ["40", "42" + "x" * 2_000_000],
]


@pytest.fixture(scope="module")
def site() -> Iterator[Served]:
    with served() as page:
        yield page


@pytest.fixture(autouse=True)
def nothing_broke(site: Served) -> Iterator[None]:
    """See to it that after each test the page still works for somebody else, at once, and has not complained."""

    async def visit() -> None:
        async with Visitor(site.here, f"{SHORT}&b.trust.initial=0.9") as visitor:
            await visitor.sees("200 paren", data_testid="pairs")

    yield
    began = time.perf_counter()
    asyncio.run(visit())
    assert time.perf_counter() - began < 5
    assert not site.complaints()


def test_in_the_address(site: Served) -> None:
    for fields in FIELDS:
        answer = httpx.get(f"{site.here}?{fields}")
        assert answer.status_code == 200 and len(answer.content) < 100_000
        assert answer.text.count('"tag":"li"') > 0 and "<script>alert" not in answer.text


def test_in_the_path(site: Served) -> None:
    assert {httpx.get(site.here + path).status_code for path in PATHS} == {404}


def test_in_every_control(site: Served) -> None:
    async def visit() -> None:
        luck = random.Random(1)
        async with Visitor(site.here, SHORT) as visitor:
            await visitor.sees("200 paren", data_testid="pairs")
            listened = [
                (int(number), event["listener_id"])
                for number, element in visitor.elements.items()
                if isinstance(element, dict)
                for event in element.get("events", [])
            ]
            assert len(listened) > 20
            for number, listener in listened:
                for arguments in luck.sample(NONSENSE, 4):
                    await visitor.emit({"id": number, "listener_id": listener, "args": arguments})
            for name in ("event", "handshake", "javascript_response", "ack", "log", "no_such_thing"):
                for message in NONSENSE:
                    await visitor.emit(message, name)
            await asyncio.sleep(1.5)  # the page hears so much in a second, and no more
            await visitor.slide('"no number"')
            await asyncio.sleep(0.5)
            assert any("trust.initial" in told and "no number" in told for told in visitor.notices())

    asyncio.run(visit())


def test_on_the_wire(site: Served) -> None:
    async def talk(messages: list[str | bytes]) -> None:
        there = site.here.replace("http:", "ws:") + "_nicegui_ws/socket.io/?EIO=4&transport=websocket"
        async with connect(there) as socket:
            try:
                for message in messages:
                    await socket.send(message)
                await asyncio.sleep(0.1)
            except ConnectionClosed:
                pass  # as it should be, for what is too long or no message at all

    for messages in WIRE:
        asyncio.run(talk(messages))


def test_far_too_much(site: Served) -> None:
    """A visitor who sends thousands of positions and asks for dozens of files gets no more than others do."""

    async def visit() -> None:
        async with Visitor(site.here, SHORT) as visitor:
            await visitor.sees("200 paren", data_testid="pairs")
            for number in range(50 * MOST_MESSAGES_A_SECOND):
                await visitor.slide(str(number % 100 / 100), "drag")
            for _ in range(10 * MOST_FILES):
                await visitor.send("click", "null", data_testid="save-svg")
            await asyncio.sleep(3)
            await visitor.slide("0.9")
            await visitor.sees("B hoger", id="status")
            assert sum("b-median" in script for script in visitor.scripts) < 10 * MOST_MESSAGES_A_SECOND
            assert 0 < len(visitor.files) < 5 * MOST_FILES

    asyncio.run(visit())
