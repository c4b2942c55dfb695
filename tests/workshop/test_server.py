"""`overleg workshop`: where the page is, and what is said when it cannot be there."""

from __future__ import annotations

import builtins
import signal
import socket
import subprocess
import sys
from typing import Any

import pytest

from experiments.cli import run

pytest.importorskip("nicegui", reason="the page needs the extra [workshop]")

from experiments.workshop.server import LOOPBACK, place


def test_only_this_computer_unless_asked_otherwise() -> None:
    where = place(LOOPBACK, 0)
    with where.listening:
        assert where.here.startswith("http://127.0.0.1:") and not where.outside


def test_a_room_gets_an_address_that_is_not_everywhere() -> None:
    where = place("0.0.0.0", 0)
    with where.listening:
        assert where.here.startswith("http://127.0.0.1:")
        assert where.outside and "0.0.0.0" not in where.outside


def test_a_port_that_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["workshop", "--no-browser", "--port", str(port), "--lang", "nl"]) == 1
    assert f"poort {port} is bezet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--port", "70000"], "--port: got 70000; allowed: a whole number from 0 to 65535"),
        (["--port", "x"], "--port: got 'x'"),
        (["--host", "192.0.2.7"], "--host: cannot be used"),
        (["--host", "no such host"], "--host: cannot be used"),
    ],
)
def test_a_place_that_cannot_be(options: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["workshop", "--no-browser", "--lang", "en", *options]) == 2
    assert told in capsys.readouterr().err


def test_without_the_libraries_of_the_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "nicegui":
            raise ModuleNotFoundError(name=name)
        return found(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    assert run(["workshop", "--lang", "nl"]) == 2
    assert 'pip install -e ".[workshop]"' in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to one process there")
def test_it_serves_until_somebody_stops_it() -> None:
    program = "import sys; from experiments.cli import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "workshop", "--no-browser", "--port", "0", "--lang", "en"]
    served = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert served.stdout is not None
    said = ""
    while "Ctrl+C" not in said:
        line = served.stdout.readline()
        assert line, served.communicate()[1]
        said += line
    served.send_signal(signal.SIGINT)
    _, errors = served.communicate(timeout=20)
    assert (served.returncode, errors.strip()) == (130, "")
    assert "http://127.0.0.1:" in said
