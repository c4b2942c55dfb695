"""The drawer with all factors, by theme: to search, to see what differs, to put back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from experiments.account import differing_course
from experiments.words import Words
from experiments.workshop.factor import FactorChoice, FactorSlider, factor, value_text
from experiments.workshop.markup import Tag
from experiments.workshop.session import Session
from experiments.workshop.view import LATER, View
from sim.parameters import PARAMETERS, Parameter

_SEARCHING = 0.15  # seconds between two searches while somebody types


@dataclass(frozen=True)
class _Entry:
    """A factor in the drawer, with the button that puts it back."""

    parameter: Parameter
    frame: Tag
    control: FactorSlider | FactorChoice
    back: Tag


class Drawer:
    """All factors; it lies over the controls and leaves the charts in sight. Made when it first opens."""

    def __init__(self, session: Session, words: Words) -> None:
        self._session, self._words = session, words
        self._entries: list[_Entry] = []
        self._themes: dict[str, Tag] = {}
        self._search, self._only_differing = "", False
        self._panel = Tag("section", classes="drawer", aria_label=words("page.all_factors"), id="drawer")
        self._panel.set(hidden=True)

    def open(self) -> None:
        """Show the drawer."""
        if not self._entries:
            with self._panel:
                self._head()
                with Tag("div", classes="drawer-list"):
                    self._weights = Tag("div", classes="drawer-weights")
                    self._themes_of_factors()
                    self._nothing = Tag("p", self._words("page.nothing_found"), "muted")
        self._panel.set(hidden=False)
        self.show(self._session.view)
        self._panel.client.run_javascript("document.getElementById('drawer-search').focus()")

    def show(self, view: View) -> None:
        """Let every factor stand as the view says, and list those that are asked for."""
        if not self._entries or self._panel.props.get("hidden"):
            return
        differing = view.differing()
        for entry in self._entries:
            entry.control.show(view)
            entry.back.set(hidden=entry.parameter.name not in differing)
        self._list_weights(view, differing)
        self._filter(differing)

    def _head(self) -> None:
        words = self._words
        with Tag("div", classes="drawer-head"):
            Tag("h2", words("page.all_factors"))
            close = Tag("button", words("page.close"), "button", type="button", data_testid="close-drawer")
            close.on("click", self._close)
            search = Tag("input", classes="search", type="search", id="drawer-search", maxlength="60")
            search.set(aria_label=words("page.search"), placeholder=words("page.search"))
            search.on("input", self._searched, throttle=_SEARCHING, js_handler="(event) => emit(event.target.value)")
            with Tag("label", classes="check"):
                only = Tag("input", type="checkbox", data_testid="only-differing")
                only.on("change", self._limited, js_handler="(event) => emit(event.target.checked)")
                Tag("span", words("page.only_differing"))

    def _themes_of_factors(self) -> None:
        factors = [parameter for parameter in PARAMETERS.values() if not parameter.is_weight]
        for group, members in groupby(factors, key=lambda parameter: parameter.group):
            with Tag("section", classes="theme") as self._themes[group]:
                Tag("h3", self._words(f"parameter_group.{group}"))
                for parameter in members:
                    self._entry(parameter)

    def _entry(self, parameter: Parameter) -> None:
        with Tag("div", classes="entry") as frame:
            control = factor(parameter.name, self._session.view, self._words, self._session.slide, place="drawer")
            Tag("p", parameter.explanation[self._words.language], "muted")
            back = self._back(parameter.name)
        self._entries.append(_Entry(parameter, frame, control, back))

    def _back(self, name: str) -> Tag:
        button = Tag("button", self._words("page.back_to_a"), "link", type="button", data_testid=f"back-{name}")
        button.on("click", lambda: self._session.back_to_a(name))
        return button

    def _list_weights(self, view: View, differing: tuple[str, ...]) -> None:
        """List what differs without a slider: weights, which are far too many to show all, and what happens later."""
        self._weights.clear()
        with self._weights:
            if LATER in differing:
                self._list_later(view)
            for name in differing:
                if name == LATER or not PARAMETERS[name].is_weight:
                    continue
                a, b = (value_text(name, view.value(world, name), self._words) for world in ("a", "b"))
                Tag("p", f"{PARAMETERS[name].title[self._words.language]}: A {a}, B {b}")
                self._back(name)

    def _list_later(self, view: View) -> None:
        Tag("p", self._words("page.later"), "muted")
        a, b = view.scenario("a"), view.scenario("b")
        for world, mine, other in (("A", a, b), ("B", b, a)):
            for each in differing_course(mine, other, self._words):
                what = f"{each.heading} {each.title}: {each.before} → {each.after}" if each.name else each.heading
                Tag("p", self._words("page.later_in", world=world, what=what))

    def _searched(self, event: object) -> None:
        self._search = str(getattr(event, "args", ""))[:60].strip().lower()
        self._filter(self._session.view.differing())

    def _limited(self, event: object) -> None:
        self._only_differing = getattr(event, "args", False) is True
        self._filter(self._session.view.differing())

    def _filter(self, differing: tuple[str, ...]) -> None:
        """List only what is searched for, and only themes in which something is left."""
        listed = {entry.parameter.group: False for entry in self._entries}
        for entry in self._entries:
            found = self._search in self._searchable(entry.parameter)
            shown = found and (not self._only_differing or entry.parameter.name in differing)
            entry.frame.set(hidden=not shown)
            listed[entry.parameter.group] |= shown
        for group, theme in self._themes.items():
            theme.set(hidden=not listed[group])
        self._nothing.set(hidden=any(listed.values()) or (self._only_differing and LATER in differing))

    def _searchable(self, parameter: Parameter) -> str:
        language = self._words.language
        theme = self._words(f"parameter_group.{parameter.group}")
        return f"{theme} {parameter.title[language]} {parameter.explanation[language]}".lower()

    def _close(self) -> None:
        self._panel.set(hidden=True)
