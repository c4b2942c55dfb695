"""The page as a facilitator starts it, in a process of its own; and the browser in which it is looked at."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_PROGRAM = "import sys; from experiments.cli import run; sys.exit(run(sys.argv[1:]))"
_SECONDS_TO_STOP = 10
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
# Nothing of a browser's own may look like a request of the page, or need what a container does not give.
_SETTINGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass(frozen=True)
class Served:
    """A page that is served: its address, its process, and the file with what that complained of."""

    here: str
    process: subprocess.Popen[str]
    errors: Path

    def complaints(self) -> str:
        """Return what the process wrote where errors go: nothing, if all is well; fails if it has ended."""
        assert self.process.poll() is None, "the page has stopped"
        return self.errors.read_text("utf-8")

    def memory(self) -> int:
        """Return how many bytes the process has in use."""
        return int(psutil.Process(self.process.pid).memory_info().rss)


@contextmanager
def served(language: str = "nl") -> Iterator[Served]:
    """Serve the page on a free port, as `overleg workshop` does."""
    command = [sys.executable, "-c", _PROGRAM, "workshop", "--no-browser", "--port", "0", "--lang", language]
    with tempfile.TemporaryDirectory() as folder:
        errors = Path(folder) / "errors.txt"
        with errors.open("w", encoding="utf-8") as log:
            environment = os.environ | {"PYTHONUTF8": "1"}
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
        try:
            yield Served(_address(process, errors), process, errors)
        finally:
            _stop(process)


def _address(process: subprocess.Popen[str], errors: Path) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://\S+", line):
            return found[0]
    raise AssertionError(errors.read_text("utf-8"))


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.communicate(timeout=_SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def browser_here() -> str | None:
    """Return where a Chromium is, if there is one."""
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open a Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_here(), args=_SETTINGS)
        yield browser
        browser.close()
