"""What opens over the page: what its words mean, how to get there by phone, and which keys there are."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from urllib.parse import urlencode

import segno

from experiments.words import Words
from experiments.workshop.markup import Tag
from experiments.workshop.picture import TABLE
from experiments.workshop.view import View
from sim.outcomes import OUTCOMES

_TERMS = ("pair", "interval")
_KEYS = {"arrows": "← →", "pages": "Page Up, Page Down", "language": "L", "beamer": "B", "keys": "?"}


class Dialogs:
    """The dialogs of the page; `outside` is where phones find it, empty if they cannot."""

    def __init__(self, words: Words, outside: str) -> None:
        self._words, self._outside = words, outside
        self._keys()
        self._terms()
        if outside:
            self._phones()

    def show(self, view: View, query: Mapping[str, str]) -> None:
        """Explain the outcome that the page shows, and let phones open it."""
        outcome = OUTCOMES[view.outcome]
        self._outcome.set_text(outcome.title[self._words.language])
        self._meaning.set_text(outcome.explanation[self._words.language])
        if self._outside:
            there = f"{self._outside}?{urlencode(query)}"
            self._code.set(src=segno.make(there, error="l").svg_data_uri(scale=6, border=2))

    def _terms(self) -> None:
        words = self._words
        with _Dialog("terms", words("page.terms"), words("page.close")), Tag("dl", classes="terms"):
            self._outcome, self._meaning = Tag("dt"), Tag("dd")
            for term in _TERMS:
                Tag("dt", words(f"page.term.{term}"))
                Tag("dd", words(f"page.meaning.{term}"))
            for name in chain.from_iterable(TABLE.values()):
                Tag("dt", OUTCOMES[name].title[words.language])
                Tag("dd", OUTCOMES[name].explanation[words.language])

    def _phones(self) -> None:
        with _Dialog("phones", self._words("page.phones_title"), self._words("page.close")):
            self._code = Tag("img", classes="code", alt=self._words("page.code"))
            Tag("p", self._outside, "strong")

    def _keys(self) -> None:
        with _Dialog("keys", self._words("page.keys"), self._words("page.close")):
            with Tag("dl", classes="keys"):
                for name, key in _KEYS.items():
                    Tag("dt", key)
                    Tag("dd", self._words(f"page.key.{name}"))
            with Tag("label", classes="check"):
                single = Tag("input", type="checkbox", checked=True)
                single.on("change", js_handler="(event) => workshop.keys(event.target.checked)")
                Tag("span", self._words("page.single_keys"))


def opener(text: str, dialog: str, classes: str, label: str = "") -> None:
    """Make a button that opens a dialog."""
    button = Tag("button", text, classes, type="button", data_testid=f"open-{dialog}", aria_haspopup="dialog")
    button.set(aria_label=label or False)
    button.on("click", js_handler=f"() => document.getElementById('{dialog}').showModal()")


class _Dialog(Tag):
    """A dialog with a title and a button that closes it; what is made inside stands between them."""

    def __init__(self, name: str, title: str, close: str) -> None:
        super().__init__("dialog", id=name, aria_labelledby=f"{name}-title")
        with self, Tag("div", classes="dialog-head"):
            Tag("h2", title, id=f"{name}-title")
            button = Tag("button", close, "button", type="button")
            button.on("click", js_handler=f"() => document.getElementById('{name}').close()")
