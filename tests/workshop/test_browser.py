"""The page in a browser, as a facilitator uses it: nothing goes wrong, and nothing leaves the machine.

Its pictures go to the folder OVERLEG_PICTURES, to be looked at beside the design; without it they are thrown away.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

pytest.importorskip("nicegui", reason="the page needs the extra [workshop]")
pytest.importorskip("playwright", reason="a browser is driven by playwright")

from experiments.cli import run
from tests.workshop.served import Served, browser_here, chromium, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(browser_here() is None, reason="there is no Chromium or Chrome here"),
]

DESK, BEAMER, PHONE, ENLARGED = (1400, 900), (1920, 1080), (390, 844), (320, 256)
BUSY = "Array.from(document.querySelectorAll('[data-drawn]'), (chart) => chart.dataset.drawn).join()"
CUT_OFF = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
OPERATED = {"slider", "combobox", "button", "checkbox", "searchbox", "textbox", "link", "dialog", "DisclosureTriangle"}


@pytest.fixture(scope="module")
def site() -> Iterator[Served]:
    with served("en") as page:
        yield page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


Open = Callable[..., "Room"]


@pytest.fixture
def room(site: Served, browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Return what opens the page; afterwards nothing may have gone wrong, and nothing have left the machine."""
    rooms: list[Room] = []

    def opened(query: str = "", size: tuple[int, int] = DESK) -> Room:
        rooms.append(Room(browser, site, query, size, tmp_path))
        return rooms[-1]

    yield opened
    for each in rooms:
        each.page.context.close()
        assert not each.wrong
        assert each.asked and all(address.startswith(site.here) for address in each.asked)
    assert not site.complaints()


class Room:
    """A page in a browser of its own, which keeps what it asks for and what goes wrong."""

    def __init__(self, browser: Browser, site: Served, query: str, size: tuple[int, int], folder: Path) -> None:
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self._folder = Path(os.environ.get("OVERLEG_PICTURES", folder))
        width, height = size
        self.page: Page = browser.new_context(viewport={"width": width, "height": height}).new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url.replace("ws:", "http:")))
        self.page.on("console", lambda line: line.type in ("error", "warning") and self.wrong.append(line.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("requestfailed", lambda request: self.wrong.append(request.url))
        self.page.goto(f"{site.here}?{query}")
        self.settle()

    def at(self, name: str) -> Locator:
        """Return the element that tests know by this name."""
        return self.page.get_by_test_id(name)

    def text(self, element: str) -> str:
        return self.page.locator(element).inner_text()

    def slider(self, name: str) -> Locator:
        return self.page.locator(f'[id="front-{name}"]')

    def settle(self) -> None:
        """Wait until all pairs are there."""
        text = "document.querySelector('[data-testid=pairs]').textContent"
        self.page.wait_for_function(f"/^200 /.test({text}) && !/nog|more/.test({text})")

    @contextmanager
    def redrawn(self) -> Iterator[None]:
        """Wait, after what is done inside, until both charts have been drawn anew, and all pairs are there."""
        before = self.page.evaluate(BUSY)
        yield
        self.page.wait_for_function(
            "(before) => before.split(',').every((drawn, number) => drawn !== " + BUSY + ".split(',')[number])",
            arg=before,
        )
        self.settle()

    def saved(self, kind: str) -> Path:
        """Save a file of this kind by the menu; return it."""
        self.at("save").locator("summary").click()
        with self.page.expect_download() as expected:
            self.at(f"save-{kind}").click()
        self.page.keyboard.press("Escape")
        path = self._folder / expected.value.suggested_filename
        expected.value.save_as(path)
        return path

    def picture(self, name: str) -> None:
        """Keep what the page looks like."""
        self.page.screenshot(path=self._folder / f"{name}.png")

    def fits(self) -> bool:
        """Return whether nothing sticks out sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_facilitator_shows_what_continuity_does(room: Open) -> None:
    here = room()
    assert here.text("#answer") == "A and B are the same."
    here.page.locator("#in-nl").click()
    here.page.wait_for_function("document.documentElement.lang === 'nl'")
    assert here.text("#answer") == "A en B zijn gelijk."
    with here.redrawn():
        here.at("preset-b").select_option("fixed_faces")
    first = here.text("#answer")
    assert first.startswith("In deze simulatie") and "van de 200 paren" in here.text(".evidence")

    number = here.text(".big")
    with here.redrawn():
        _drag(here, "continuity.same_faces", 0.05)
    assert here.text(".big") != number and here.text("#answer") != first
    with here.redrawn():
        here.slider("trust.initial").press("ArrowRight")
    assert "b.trust.initial=0.46" in here.page.url
    assert here.at("preset-b").locator("option:checked").inner_text() == "Vaste gezichten (aangepast)"
    with here.redrawn():
        here.at("outcome").select_option("trust")
    here.picture("two_worlds")

    again = room(here.page.url.partition("?")[2])
    assert [again.text(part) for part in ("#answer", ".big", ".pairs", ".rail")] == [
        here.text(part) for part in ("#answer", ".big", ".pairs", ".rail")
    ]
    with here.redrawn():
        here.page.go_back()
    assert here.at("outcome").input_value() == "collaboration_quality" and "0.46" in here.page.url
    with here.redrawn():
        here.page.go_back()
    assert here.slider("trust.initial").input_value() == "0.45"


def _drag(here: Room, name: str, to: float) -> None:
    """Drag a slider to a part of its track; both charts follow before it is let go, and the address does not."""
    slider, address = here.slider(name), here.page.url
    box = slider.bounding_box()
    assert box is not None
    height, start = box["y"] + box["height"] / 2, float(slider.input_value())
    before = here.page.evaluate(BUSY)
    here.page.mouse.move(box["x"] + box["width"] * start, height)
    here.page.mouse.down()
    here.page.mouse.move(box["x"] + box["width"] * to, height, steps=10)
    here.page.wait_for_function(f"(before) => {BUSY} !== before", arg=before)
    here.page.wait_for_function("document.querySelector('[data-testid=pairs]').textContent.startsWith('40 ')")
    assert here.page.url == address
    here.page.mouse.up()


def test_what_is_taken_home(room: Open) -> None:
    here = room("lang=nl&b=fixed_faces&b.trust.initial=0.6")
    assert here.saved("png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in here.saved("svg").read_text("utf-8")
    header, first, *_ = here.saved("csv").read_bytes().decode("utf-8").splitlines()
    assert header.startswith("\ufeffoutcome;unit;week;") and re.search(r";0,\d+;", first)
    scenario = here.saved("b")
    assert "trust.initial = 0.6" in scenario.read_text("utf-8") and run(["check", str(scenario)]) == 0


def test_a_broken_link_is_told_and_nothing_in_it_runs(room: Open) -> None:
    script, image = "<script>alert(1)</script>", "<img src=x onerror=alert(2)>"
    here = room(urlencode({"lang": "nl", "b": "fixed_facez", "b.trust.initial": script, image: "1"}))
    told = here.at("notice").inner_text()
    assert "fixed_facez" in told and script in told and image in told
    assert here.at("notice").locator("script, img").count() == 0
    here.picture("broken_link")
    here.at("open-drawer").click()
    here.page.locator("#drawer-search").fill("<script>alert(3)</script>")
    here.page.get_by_text("Geen factor gevonden.").wait_for()
    here.at("close-drawer").click()
    here.at("notice").get_by_role("button").click()
    here.at("notice").wait_for(state="hidden")


def test_keys_and_languages(room: Open) -> None:
    here = room("lang=nl&b=fixed_faces&b.trust.initial=0.6")
    rail = [slider.input_value() for slider in here.page.locator("input[type=range]").all()]
    here.page.keyboard.press("l")
    here.page.wait_for_function("document.documentElement.lang === 'en'")
    here.page.locator("#answer", has_text="In this simulation").wait_for()
    assert [slider.input_value() for slider in here.page.locator("input[type=range]").all()] == rail
    assert "lang=en" in here.page.url and "b.trust.initial=0.6" in here.page.url
    here.page.keyboard.press("b")
    here.page.wait_for_function("document.documentElement.classList.contains('beamer')")
    here.page.keyboard.press("?")
    assert here.page.get_by_role("dialog").is_visible()
    here.page.keyboard.press("Escape")
    with here.redrawn():
        here.slider("trust.initial").press("PageUp")
    assert here.slider("trust.initial").input_value() == "0.7"


def test_a_key_that_is_held_down_drags(room: Open) -> None:
    here = room("lang=nl")
    here.slider("trust.initial").focus()
    with here.redrawn():
        for _ in range(10):
            here.page.keyboard.down("ArrowRight")
        here.page.wait_for_function("document.querySelector('[data-testid=pairs]').textContent.startsWith('40 ')")
        assert here.page.url.endswith("b.trust.initial=0.46")  # where the first press came to rest
        here.page.keyboard.up("ArrowRight")
    assert here.slider("trust.initial").input_value() == "0.55"
    assert here.page.url.endswith("b.trust.initial=0.55")
    with here.redrawn():
        here.page.go_back()
    assert here.slider("trust.initial").input_value() == "0.46"


@pytest.mark.parametrize("size", [DESK, BEAMER, PHONE, ENLARGED])
def test_everything_can_be_seen_and_has_a_name(room: Open, size: tuple[int, int]) -> None:
    looks = {DESK: "desk", BEAMER: "beamer", PHONE: "phone", ENLARGED: "enlarged"}
    here = room("lang=nl&b=fixed_faces" + "&beamer=1" * (size == BEAMER), size)
    assert here.fits()
    here.picture(looks[size])
    for role, name in _controls(here.page):
        assert name, f"a {role} without a name"
    for chart in ("worlds-chart", "difference-chart"):
        assert here.at(chart).is_visible() and here.at(chart).locator("svg path").count() > 5
        told = here.page.locator(f".{chart} p.visually-hidden").text_content()
        assert told and "9 van de 10" in told
    if size != BEAMER:
        here.at("as-table").click()
        assert here.page.locator("#weeks tbody tr").nth(8).is_visible()


def _controls(page: Page) -> list[tuple[str, str]]:
    """Return all that can be operated, as a screen reader finds it: what it is and what it is called."""
    tree: dict[str, Any] = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    found = [
        (node["role"]["value"], node["name"]["value"].strip())
        for node in tree["nodes"]
        if not node.get("ignored") and node["role"]["value"] in OPERATED
    ]
    assert {"slider", "combobox", "button"} <= {role for role, _ in found}
    return found


def _can_be_cut_off() -> bool:
    """Return whether a process can be started here that has no network but its own."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*CUT_OFF, "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not _can_be_cut_off(), reason="no process can be cut off from the network here (unshare, ip)")
def test_it_needs_no_network() -> None:
    one = f"{__file__}::{test_keys_and_languages.__name__}"
    done = subprocess.run(
        [*CUT_OFF, sys.executable, "-m", "pytest", "-n0", "-m", "slow", "-q", one], capture_output=True, text=True
    )
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout + done.stderr
