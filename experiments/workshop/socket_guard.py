"""What comes over the socket: messages that make no sense are dropped without a word, and the page stays alive."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

from nicegui import core
from socketio.exceptions import ConnectionRefusedError

_FROM_VISITORS = ("connect", "handshake", "event", "javascript_response", "ack")
_LEFT = "disconnect"
_LOGGED = "log"  # a browser may ask for a line in the log; anyone could fill it
_UNREAD = "message"  # of the layer below, which does not know yet what it is
# These write what a stranger asks for to the terminal, as it is; of the first, what goes wrong with us is still told.
_QUIET = {"nicegui": logging.ERROR, "engineio.server": logging.CRITICAL, "socketio.server": logging.CRITICAL}

_log = logging.getLogger(__name__)


def guard_socket() -> None:
    """Let the library's handlers of messages survive anything that a visitor sends; once for the whole program."""
    handlers, below = core.sio.handlers["/"], core.sio.eio.handlers
    if handlers[_LOGGED] is _nothing:
        return
    for name in _FROM_VISITORS:
        handlers[name] = _guarded(handlers[name])
    handlers[_LEFT] = _guarded(_of_visitor_only(handlers[_LEFT]))
    handlers[_LOGGED] = _nothing
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)
    below[_UNREAD] = _guarded(below[_UNREAD])


def _guarded(handle: Callable[..., Any]) -> Callable[..., Any]:
    """Return a handler that says no to what the first one trips over."""
    return _guarded_later(handle) if iscoroutinefunction(handle) else _guarded_now(handle)


def _guarded_now(handle: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(handle)
    def guarded(*message: Any) -> Any:
        try:
            return handle(*message)
        except Exception:  # of whatever kind: it is the message that was wrong
            return _refused()

    return guarded


def _guarded_later(handle: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    @wraps(handle)
    async def guarded(*message: Any) -> Any:
        try:
            return await handle(*message)
        except ConnectionRefusedError:  # tells a browser whose page is gone to load it again
            raise
        except Exception:
            return _refused()

    return guarded


def _of_visitor_only(handle: Callable[[str], None]) -> Callable[..., None]:
    """Return a handler that takes a reason too; the layer below would find out by an error, which is kept from it."""
    return lambda visitor, *_: handle(visitor)


def _refused() -> bool:
    _log.debug("dropped a message that makes no sense", exc_info=True)
    return False


def _nothing(*_: Any) -> None:
    """Do nothing."""
