"""The header of the page: its name and view, share, save, beamer, language."""

from __future__ import annotations

import json
from collections.abc import Callable

from nicegui import ui

from experiments.words import Words
from experiments.workshop.dialogs import opener
from experiments.workshop.markup import Tag
from experiments.workshop.saving import FILES
from experiments.workshop.session import Session
from experiments.workshop.view import View
from sim.text import LANGUAGES

_COPIED_SECONDS = 2.5


class Header:
    """The header; `save` is called with the kind of file, `outside` is where phones find the page, if they can."""

    def __init__(self, session: Session, words: Words, save: Callable[[str], object], *, outside: str) -> None:
        self._words = words
        self._link = words("page.copied" if outside else "page.copied_here")
        with Tag("header", classes="header"):
            Tag("span", words("page.name"), "name")
            with Tag("nav", classes="tabs", aria_label=words("page.views")):
                Tag("a", words("page.two_worlds"), "tab", href="#answer", aria_current="page")
            Tag("button", words("page.factors"), "ghost only-drawer", type="button", data_testid="open-rail").on(
                "click", js_handler="() => document.body.classList.toggle('rail-open')"
            )
            with Tag("div", classes="actions", id="actions"):
                self._share = Tag("button", words("page.share"), "ghost", type="button", data_testid="share")
                copy = f"workshop.copyAddress({json.dumps(outside)})"
                self._share.on("click", self._copied, js_handler=f"() => {{ {copy}; emit(); }}")
                if outside:
                    opener(words("page.phones"), "phones", "ghost")
                self._saving(save)
                self._beamer = Tag("button", words("page.beamer"), "ghost", type="button", id="beamer")
                self._beamer.on("click", session.turn_beamer)
            with Tag("div", classes="switch", role="group", aria_label=words("page.language")):
                for language in reversed(LANGUAGES):
                    self._speaking(language, session)
            opener("?", "keys", "ghost only-wide", label=words("page.keys"))
            Tag("button", "☰", "ghost only-phone", type="button", aria_label=words("page.menu"), id="menu").on(
                "click", js_handler="() => document.getElementById('actions').classList.toggle('open')"
            )

    def show(self, view: View) -> None:
        """Show which switches are on."""
        self._beamer.set(aria_pressed="true" if view.beamer else "false")

    def _speaking(self, language: str, session: Session) -> None:
        spoken = "true" if language == self._words.language else "false"
        button = Tag("button", language.upper(), type="button", aria_pressed=spoken, lang=language, id=f"in-{language}")
        button.set(aria_label=self._words(f"page.in_{language}"))
        button.on("click", lambda: session.speak(language))

    def _saving(self, save: Callable[[str], object]) -> None:
        with Tag("details", classes="menu", data_testid="save"):
            Tag("summary", self._words("page.save"), "ghost")
            with Tag("div", classes="items"):
                for file in FILES:
                    button = Tag("button", self._words(f"page.file.{file}"), type="button", data_testid=f"save-{file}")
                    button.on("click", lambda file=file: save(file))

    def _copied(self) -> None:
        self._share.set_text(self._link)
        ui.timer(_COPIED_SECONDS, lambda: self._share.set_text(self._words("page.share")), once=True)
