"""A visitor of the page over a real socket, without a browser."""

from __future__ import annotations

import asyncio
import json
import re
import time
import uuid
from typing import Any

import httpx
import socketio

PATIENCE = 30.0


class Visitor:
    """A browser without a window: loads the page, keeps its elements, moves its controls."""

    def __init__(self, here: str, query: str) -> None:
        self._here = here
        self.html = httpx.get(f"{here}?{query}").raise_for_status().text
        written = re.search(r"parseElements\(String\.raw`(.*?)`\)", self.html, re.DOTALL)
        assert written
        plain = written[1]
        for sign, mark in (("&#36;", "$"), ("&#96;", "`"), ("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&")):
            plain = plain.replace(sign, mark)
        self.elements: dict[str, Any] = json.loads(plain)
        (self.client,) = re.findall(r"""["']client_id["']: ["']([^"']+)["']""", self.html)
        self.scripts: list[str] = []
        self.files: list[str] = []
        self._socket = socketio.AsyncClient(reconnection=False)
        self._socket.on("update", lambda message: self.elements.update(message))
        self._socket.on("download", lambda message: self.files.append(message["filename"]))
        self._socket.on("run_javascript", lambda message: self.take(message["code"]))

    async def __aenter__(self) -> Visitor:
        tab = str(uuid.uuid4())
        query = f"client_id={self.client}&next_message_id=0&implicit_handshake=true&document_id={tab}&tab_id={tab}"
        await self._socket.connect(
            f"{self._here}?{query}",
            socketio_path="/_nicegui_ws/socket.io",
            transports=["websocket"],
            wait_timeout=PATIENCE,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.disconnect()

    def take(self, script: str) -> None:
        """Keep what the page is to do, once its elements are as they then should be."""
        self.scripts.append(script)

    def find(self, **props: str) -> tuple[str, dict[str, Any]]:
        """Return the element that has these properties."""
        wanted = {name.replace("_", "-"): value for name, value in props.items()}
        for number, element in self.elements.items():
            if isinstance(element, dict) and wanted.items() <= element.get("props", {}).items():
                return number, element
        raise AssertionError(f"no element with {wanted}")

    def text(self, **props: str) -> str:
        return str(self.find(**props)[1].get("text", ""))

    def notices(self) -> list[str]:
        """Return what the page tells that was not right."""
        elements = [element for element in self.elements.values() if isinstance(element, dict)]
        return [str(element.get("text", "")) for element in elements if element.get("tag") == "li"]

    async def send(self, kind: str, argument: str, **props: str) -> None:
        """Send an event of an element, its argument as JSON."""
        number, element = self.find(**props)
        event = next(event for event in element["events"] if event["type"] == kind)
        await self.emit({"id": int(number), "listener_id": event["listener_id"], "args": [argument]})

    async def emit(self, message: Any, event: str = "event") -> None:
        whole = {"client_id": self.client, **message} if isinstance(message, dict) else message
        await self._socket.emit(event, whole)

    async def slide(self, value: str, kind: str = "rest", name: str = "trust.initial") -> None:
        await self.send(kind, value, name=name, place="front")

    async def sees(self, part: str, **props: str) -> None:
        """Wait until an element has a text."""
        end = time.monotonic() + PATIENCE
        while part not in self.text(**props):
            assert time.monotonic() < end, f"{part!r} never came, but {self.text(**props)!r}"
            await asyncio.sleep(0.01)
