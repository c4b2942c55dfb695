"""What comes over the socket: messages that make no sense are dropped without a word, and the page stays alive."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from nicegui import core

_FROM_VISITORS = ("event", "javascript_response", "ack")
_LOGGED = "log"  # a browser may ask for a line in the log; anyone could fill it

_log = logging.getLogger(__name__)


def guard_socket() -> None:
    """Let the library's handlers of messages survive anything that a visitor sends."""
    handlers = core.sio.handlers["/"]
    for name in _FROM_VISITORS:
        if not hasattr(handlers[name], "guarded"):
            handlers[name] = _guarded(handlers[name])
    handlers[_LOGGED] = _nothing


def _guarded(handle: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(*message: Any) -> Any:
        try:
            return handle(*message)
        except Exception:  # of whatever kind: it is the message that was wrong
            _log.debug("dropped a message that makes no sense", exc_info=True)
            return None

    guarded.guarded = True  # type: ignore[attr-defined]
    return guarded


def _nothing(*_: Any) -> None:
    """Do nothing."""
