"""The page under a room full of visitors: a short version of `python -m tests.workshop.load`."""

from __future__ import annotations

import pytest

pytest.importorskip("nicegui", reason="the page needs the extra [workshop]")
pytest.importorskip("playwright", reason="a browser is driven by playwright")

from tests.workshop.load import measure_load
from tests.workshop.served import browser_here, chromium, served

SECONDS = 6
MOST_BYTES = 300_000_000  # that a room full of visitors adds; what is kept of worlds takes 160 million

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(browser_here() is None, reason="there is no Chromium or Chrome here"),
]


def test_twenty_visitors_at_once() -> None:
    with served() as site, chromium() as browser:
        load = measure_load(site, browser.new_page(), SECONDS)
        print(load)
        for found in (load.followed, load.in_browser):
            assert found.seconds and found.foreign == 0  # how soon is for the long version: machines are shared
        assert any("minder dan de gebruikelijke 40" in told for told in load.told)
        assert not load.wrong
        before, most, after = load.memory
        assert max(most, after) - before < MOST_BYTES
        assert not site.complaints()
