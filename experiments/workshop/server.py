"""The server of the page: its own address, nothing from outside, and headers that keep it so."""

from __future__ import annotations

import errno
import logging
import os
import re
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address

import uvicorn
from fastapi import FastAPI, Request
from nicegui import app as nicegui_app
from nicegui import ui
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from experiments.workshop.desk import Desk
from experiments.workshop.page import open_page
from experiments.workshop.socket_guard import guard_socket
from sim.errors import InputError, Phrase, WorkError

LOOPBACK = "127.0.0.1"
_log = logging.getLogger(__name__)
_EVERYWHERE = ("0.0.0.0", "::", "")
_SECONDS_TO_STOP = 2
_SECONDS_TO_COME_BACK = 20.0  # a phone whose screen went dark finds its session again
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#6A26B8"/>'
    '<path d="M5 24C11 22 14 10 27 8" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round"/></svg>'
)
_HOST = re.compile(r"[\w.-]+(:\d+)?|\[[\da-fA-F:.]+\](:\d+)?")
_PATHS = ("/_nicegui", "/favicon.ico")  # beside the page: what the library serves
_REFUSED = {403: "Not from here.", 404: "Not here."}
# The library of the page makes functions from text and puts styles in place, so neither can be refused here.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self' {sockets}; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True)
class Place:
    """Where the page is: a socket that listens, its address for this computer, and that for phones in the room."""

    listening: socket.socket
    here: str
    outside: str = ""


def place(host: str, port: int) -> Place:
    """Return where the page will be; WorkError when the port is taken, InputError for a host that is not ours."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        raise _refusal(error, host, port) from None
    number = listening.getsockname()[1]
    if _is_loopback(host):
        return Place(listening, _address(host, number))
    reached = _own_address() if host in _EVERYWHERE else host
    return Place(listening, _address(LOOPBACK if host in _EVERYWHERE else host, number), _address(reached, number))


def serve(where: Place, desk: Desk, *, language: str, browser: bool, ready: Callable[[], None]) -> None:
    """Serve the page until somebody stops it (KeyboardInterrupt); `ready` is called when it can be opened."""
    web = site(desk, language=language, outside=where.outside)

    def started() -> None:
        ready()
        if browser:  # may take a while, or wait for a browser in the terminal to end
            threading.Thread(target=webbrowser.open, args=(where.here,), daemon=True).start()

    nicegui_app.on_startup(started)
    nicegui_app.on_shutdown(desk.close)
    settings = uvicorn.Config(
        web,
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_SECONDS_TO_STOP,
        ws_max_size=1_000_000,
    )
    uvicorn.Server(settings).run(sockets=[where.listening])


def site(desk: Desk, *, language: str, outside: str = "") -> FastAPI:
    """Return the site with its one page."""

    @ui.page("/", title="Casusoverleg", response_timeout=10)
    def page(request: Request) -> None:
        open_page(desk, dict(request.query_params), language=language, outside=outside)

    web = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    ui.run_with(
        web,
        title="Casusoverleg",
        favicon=_ICON,
        tailwind=False,
        language=None,
        binding_refresh_interval=None,
        reconnect_timeout=_SECONDS_TO_COME_BACK,
        message_history_length=100,
        show_welcome_message=False,
    )
    web.add_middleware(_Guard, only_here=not outside)
    guard_socket()
    return web


class _Guard:
    """Adds headers, and refuses what another site asks for through a visitor's browser."""

    def __init__(self, web: ASGIApp, *, only_here: bool) -> None:
        self._web, self._only_here = web, only_here

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._web(scope, receive, send)
        elif not self._allowed(Headers(scope=scope)):
            await _refuse(scope, receive, send, 403)
        elif not scope["path"].startswith(_PATHS) and scope["path"] != "/":
            await _refuse(scope, receive, send, 404)
        elif scope["type"] == "websocket":
            await self._talk(scope, receive, send)
        else:
            await self._web(scope, receive, _with_headers(send, Headers(scope=scope).get("host", "")))

    def _allowed(self, headers: Headers) -> bool:
        """Return whether the host is this computer, where it must be, and whoever asks is a page of that host."""
        host, origin = headers.get("host", ""), headers.get("origin")
        if self._only_here and not _is_loopback(host.rpartition(":")[0] or host):
            return False
        return origin is None or origin.partition("://")[2] == host

    async def _talk(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a socket on; one on which no sense is spoken is closed."""
        try:
            await self._web(scope, receive, send)
        except Exception:  # of whatever kind: what a visitor asks for is handled elsewhere, this is only the wire
            _log.debug("closed a socket that makes no sense", exc_info=True)
            await send({"type": "websocket.close", "code": 1002})


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
    else:
        await PlainTextResponse(_REFUSED[status], status_code=status)(scope, receive, send)


def _with_headers(send: Send, host: str) -> Send:
    known = _HOST.fullmatch(host)
    policy = _POLICY.format(sockets=f"ws://{host} wss://{host}" if known else "")  # older browsers: not under 'self'

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update({**_HEADERS, "Content-Security-Policy": policy})
        await send(message)

    return sent


def _is_loopback(host: str) -> bool:
    name = host.strip("[]")
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _own_address() -> str:
    """Return the address of this computer in the network of the room; sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address kept for documentation: only asks which way it would go
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()


def _refusal(error: OSError, host: str, port: int) -> InputError | WorkError:
    if error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", None)):
        return WorkError(Phrase("port {port} is taken: stop what uses it, or choose another with --port", port=port))
    if error.errno in (errno.EACCES, getattr(errno, "WSAEACCES", None)):
        return WorkError(Phrase("port {port} is not allowed here: choose another with --port", port=port))
    reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
    problem = Phrase("cannot be used: {reason}", reason=reason.lower())
    allowed = "an address of this computer, such as 127.0.0.1, or 0.0.0.0 for all of them"
    return InputError(problem, where="--host", got=host, allowed=allowed)
