"""The page as it is served: visitors over a real socket, each on their own; strangers and nonsense kept out."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

pytest.importorskip("nicegui", reason="the page needs the extra [workshop]")

import uvicorn

from experiments.workshop import server
from experiments.workshop.desk import Desk
from experiments.workshop.server import LOOPBACK, place, site
from sim.runs import prepare
from tests.workshop.visitor import PATIENCE, Visitor

SHORT = "run.weeks=6"  # so that worlds are played at once, and some agreement has ended in each


@pytest.fixture(scope="module")
def desk() -> Desk:
    prepare(lambda: None)  # else compiling would count as slow playing
    return Desk()


@pytest.fixture(scope="module")
def here(desk: Desk) -> Iterator[str]:
    """Serve the page; return its address."""
    where = place(LOOPBACK, 0)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(server, "_SECONDS_TO_COME_BACK", 0.2)
        web = uvicorn.Server(uvicorn.Config(site(desk, language="nl"), log_level="error"))
        thread = threading.Thread(target=web.run, kwargs={"sockets": [where.listening]}, daemon=True)
        thread.start()
        until(lambda: web.started)
        yield where.here
        web.should_exit = True
        thread.join(PATIENCE)


def until(true: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def test_a_visitor_slides_and_is_told_what_it_does(here: str) -> None:
    async def visit() -> None:
        async with Visitor(here, SHORT) as visitor:
            await visitor.sees("200 paren", data_testid="pairs")
            assert visitor.text(id="answer") == "A en B zijn gelijk."
            await visitor.slide("0.9", "drag")
            await visitor.sees("40 paren", data_testid="pairs")
            assert "hoger" in visitor.text(id="answer")
            assert not any("workshop.locate" in script for script in visitor.scripts)
            await visitor.slide("0.95")
            await visitor.sees("200 paren", data_testid="pairs")
            await visitor.sees("van de 200 paren is B hoger", id="status")
            assert any("b.trust.initial=0.95" in script for script in visitor.scripts)
            assert any('"id":"b-median"' in script.replace(" ", "") for script in visitor.scripts)

    asyncio.run(visit())


def test_language_changes_everything_and_loses_nothing(here: str) -> None:
    async def visit() -> None:
        async with Visitor(here, f"{SHORT}&b.trust.initial=0.9") as visitor:
            await visitor.sees("200 paren", data_testid="pairs")
            await visitor.send("click", "null", id="in-en")
            await visitor.sees("200 pairs", data_testid="pairs")
            assert visitor.text(id="answer").startswith("In this simulation")
            assert visitor.find(name="trust.initial")[1]["props"]["value"] == 0.9

    asyncio.run(visit())


def test_nobody_sees_the_state_of_another_and_seats_are_freed(here: str, desk: Desk) -> None:
    async def visit() -> None:
        async with Visitor(here, SHORT) as first, Visitor(here, f"{SHORT}&lang=en") as second:
            await first.slide("0.9")
            await second.slide("0.1")
            await first.sees("B hoger", id="status")
            await second.sees("B is lower", id="status")
            assert desk.seats >= 2
            assert first.find(name="trust.initial")[1]["props"]["value"] == 0.9

    asyncio.run(visit())
    until(lambda: desk.seats == 0)


def test_nonsense_in_fields_leaves_the_page_alive(here: str) -> None:
    async def visit() -> None:
        async with Visitor(here, SHORT) as visitor:
            for argument in ('"x"', "[1]", '{"a": 1}', "null", "-5", "1e308", "not json", "1e999"):
                await visitor.slide(argument)
                await visitor.send("change", argument, data_testid="preset-b")
            await visitor.slide("0.9")
            await visitor.sees("B hoger", id="status")

    asyncio.run(visit())


def test_nonsense_over_the_socket_leaves_the_page_alive(here: str, capfd: pytest.CaptureFixture[str]) -> None:
    async def visit() -> None:
        async with Visitor(here, SHORT) as visitor:
            for message in (None, 5, [], {"id": "x"}, {"id": 10**9, "listener_id": "x", "args": []}, {"args": 3}):
                await visitor.emit(message)
            await visitor.slide("0.9")
            await visitor.sees("B hoger", id="status")

    asyncio.run(visit())
    assert "Traceback" not in capfd.readouterr().err


def test_a_broken_link_opens_and_tells_what_was_wrong(here: str) -> None:
    visitor = Visitor(here, f"{SHORT}&b=fixed_facez&b.trust.initial=7<script>&lang=nl")
    lines = visitor.notices()
    assert any("fixed_facez" in line for line in lines) and any("b.trust.initial" in line for line in lines)
    assert visitor.find(data_testid="preset-b")[1]["props"]["value"] == "fixed_faces"
    assert "7<script>" not in visitor.html


def test_every_answer_keeps_the_browser_at_home(here: str) -> None:
    answer = httpx.get(here)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    host = urlsplit(here).netloc
    assert f"connect-src 'self' ws://{host} wss://{host};" in policy
    assert not re.findall(r"""(?:src|href|url\()=?["']?https?://""", answer.text)
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["docs", "openapi.json", "redoc"])
def test_there_is_nothing_beside_the_page(here: str, path: str) -> None:
    assert httpx.get(here + path).status_code == 404


@pytest.mark.parametrize(
    "headers", [{"Host": "elsewhere.example"}, {"Host": "127.evil.example"}, {"Origin": "http://elsewhere.example"}]
)
def test_what_another_site_asks_for_is_refused(here: str, headers: dict[str, str]) -> None:
    assert httpx.get(here, headers=headers).status_code == 403


def test_localhost_is_this_computer_too(here: str) -> None:
    assert httpx.get(here, headers={"Host": f"localhost:{urlsplit(here).port}"}).status_code == 200
