"""The page: builds its parts for one visitor, and joins them to the visitor's session."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from importlib.resources import files
from urllib.parse import urlencode

from nicegui import Client, ui

from experiments.figures import look
from experiments.words import words_in
from experiments.words.messages import message
from experiments.workshop import address
from experiments.workshop.address import Complaint
from experiments.workshop.desk import Desk, Failure
from experiments.workshop.dialogs import Dialogs
from experiments.workshop.header import Header
from experiments.workshop.limits import MOST_FILES
from experiments.workshop.markup import Tag
from experiments.workshop.picture import Picture
from experiments.workshop.rail import Rail
from experiments.workshop.saving import saved
from experiments.workshop.session import Session
from experiments.workshop.stage import Stage
from experiments.workshop.view import View
from sim.errors import CasusoverlegError, WorkError

_COLOURS = {"ink": look.INK, "muted": look.MUTED, "line": look.LINE, "soft": look.SOFT, "a": look.A, "b": look.B}


class Page:
    """The page of one visitor, which is the screen of a session. `outside`: where phones find it, if they can."""

    def __init__(self, view: View, complaints: tuple[Complaint, ...], *, outside: str = "") -> None:
        self.session = Session(view, self)
        self._client: Client = ui.context.client
        self._outside = outside
        self._files = 0  # that are being made
        _dress()
        self._body = Tag("div", classes="page")
        self._build()
        self.tell([complaint.text(view.language) for complaint in complaints])
        ui.on("went", lambda event: self.session.go(event.args))

    def show(self, view: View) -> None:
        """Let controls stand as the view says; another language gives all of them other words."""
        if view.language != self._language:
            self._build()
            self._run(f"document.getElementById('in-{view.language}')?.focus()")
            return
        for part in (self._header, self._rail, self._stage):
            part.show(view)
        self._dialogs.show(view, address.query(view))
        self._look(view)

    def draw(self, drawn: Picture | Failure) -> None:
        """Draw a picture, or tell why there is none."""
        self._rail.count(drawn.view)  # while a slider moves, nothing else tells
        with self._body:
            self._stage.draw(drawn)

    def tell(self, lines: list[str]) -> None:
        """Tell what was not right above the page."""
        self._told = lines
        self._notice.clear()
        self._notice.set(hidden=not lines)
        with self._notice:
            with Tag("ul"):
                for line in lines:
                    Tag("li", line)
            close = Tag("button", self._words("page.close"), "button", type="button")
            close.on("click", lambda: self.tell([]))

    def locate(self, query: Mapping[str, str], *, new: bool) -> None:
        """Put a query in the address."""
        self._run(f"workshop.locate({json.dumps(urlencode(query))}, {json.dumps(new)})")

    def _build(self) -> None:
        view = self.session.view
        self._language = view.language
        self._words = words_in(view.language)
        self._body.clear()
        with self._body:
            self._notice = Tag("div", classes="notice", role="alert", hidden=True, data_testid="notice")
            self._header = Header(self.session, self._words, self._save, outside=self._outside)
            with Tag("div", classes="worlds"):
                self._rail = Rail(self.session, self._words)
                self._stage = Stage(self.session, self._words)
            self._dialogs = Dialogs(self._words, self._outside)
        self.show(view)
        if self.session.drawn is not None:
            self.draw(self.session.drawn)

    def _look(self, view: View) -> None:
        title = f"{self._words('page.two_worlds')} – {self._words('page.name')}"
        beamer = json.dumps(view.beamer)
        self._run(f"workshop.look({json.dumps(view.language)}, {json.dumps(title)}, {beamer})")

    def _run(self, code: str) -> None:
        self._client.run_javascript(code)

    async def _save(self, file: str) -> None:
        """Send a file of what is shown; it is made beside the event loop, so that others need not wait."""
        if self._files == MOST_FILES:
            self.tell([message(WorkError("wait for the files that are being made"), self._language)])
            return
        self._files += 1
        try:
            made = await asyncio.to_thread(saved, file, self.session.view, self._picture(), self._words)
        except CasusoverlegError as error:
            self.tell([message(error, self._language)])
        else:
            self._client.download(made.content, made.name, made.media_type)
        finally:
            self._files -= 1

    def _picture(self) -> Picture | None:
        drawn = self.session.drawn
        return drawn if isinstance(drawn, Picture) else None


def open_page(desk: Desk, query: Mapping[str, str], *, language: str, outside: str = "") -> Page:
    """Return the page that an address asks for, in the client whose page is being built, with a seat at the desk."""
    view, complaints = address.read(query, language=language)
    page = Page(view, complaints, outside=outside)
    client = ui.context.client
    client.on_connect(lambda: page.session.start(desk))
    client.on_delete(page.session.end)
    return page


def _dress() -> None:
    """Give the page its look, its colours from the same table as those of figures, and what it does by itself."""
    folder = files("experiments.workshop")
    colours = "".join(f"--{name}:{value};" for name, value in _COLOURS.items())
    ui.add_head_html(f"<style>:root{{{colours}}}\n{folder.joinpath('style.css').read_text('utf-8')}</style>")
    ui.add_head_html(f"<script>{folder.joinpath('page.js').read_text('utf-8')}</script>")
