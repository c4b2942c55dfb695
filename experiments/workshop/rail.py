"""The controls beside the answer: both worlds, the factors in front, the assumption, and the way to all factors."""

from __future__ import annotations

from itertools import groupby

from experiments.shipped import by_theme
from experiments.words import Words
from experiments.workshop.drawer import Drawer
from experiments.workshop.factor import ASSUMPTION, CHOSEN, FRONT, FactorChoice, FactorSlider, factor
from experiments.workshop.markup import Tag
from experiments.workshop.session import Session
from experiments.workshop.telling import preset_title
from experiments.workshop.view import WORLDS, View, World

_WORLDS, _LAST = "worlds", "assumption"


class Rail:
    """The controls; on a phone chips choose which part of them shows."""

    def __init__(self, session: Session, words: Words) -> None:
        self._session, self._words = session, words
        self._presets: dict[World, Tag] = {}
        self._scenarios: dict[tuple[World, str], Tag] = {}
        self._sliding: dict[World, Tag] = {}
        self._factors: list[FactorSlider | FactorChoice] = []
        self._parts: dict[str, Tag] = {}
        self._chips: dict[str, Tag] = {}
        self.drawer: Drawer
        with Tag("aside", classes="rail", aria_label=words("page.controls"), id="rail"):
            self._chip_row()
            with self._part(_WORLDS, "presets"):
                for world in WORLDS:
                    self._preset(world)
                self._sliding_switch()
            with Tag("div", classes="front"):
                for name in FRONT:
                    with self._part(name):
                        self._factors.append(factor(name, session.view, words, session.slide, place="front"))
            with self._part(_LAST, "assumption"):
                Tag("h2", words("page.assumption"))
                self._factors.append(factor(ASSUMPTION, session.view, words, session.slide, place="front"))
            with Tag("div", classes="rail-foot"):
                opener = Tag("button", words("page.all_factors"), "button", type="button", data_testid="open-drawer")
                opener.on("click", lambda: self.drawer.open())
                self._differing = Tag("span", classes="muted", data_testid="differing")
            self.drawer = Drawer(session, words)
        self._choose(FRONT[0])

    def show(self, view: View) -> None:
        """Let every control stand as the view says."""
        for world, chosen in self._presets.items():
            chosen.set(value=getattr(view, world))
        for (world, name), option in self._scenarios.items():
            changed = name == getattr(view, world) and bool(view.changed(world))
            option.set_text(preset_title(name, self._words, changed=changed))
        for world, button in self._sliding.items():
            button.set(aria_pressed="true" if view.sliding == world else "false")
        for each in self._factors:
            each.show(view)
        self.count(view)
        self.drawer.show(view)

    def count(self, view: View) -> None:
        """Tell in how much A and B differ."""
        count = len(view.differing())
        self._differing.set_text(self._words("page.differing", count=count) if count else self._words("page.equal"))

    def _part(self, name: str, classes: str = "") -> Tag:
        self._parts[name] = Tag("div", classes=f"part {classes}")
        return self._parts[name]

    def _preset(self, world: World) -> None:
        with Tag("div", classes="preset"):
            Tag("span", world.upper(), f"badge badge-{world}", aria_hidden="true")
            label = self._words(f"page.preset_{world}")
            with Tag("select", classes="list", aria_label=label, data_testid=f"preset-{world}") as self._presets[world]:
                for theme, scenarios in groupby(by_theme(), key=lambda scenario: scenario.theme):
                    with Tag("optgroup", label=self._words(f"theme.{theme}")):
                        for scenario in scenarios:
                            option = Tag("option", preset_title(scenario.name, self._words), value=scenario.name)
                            self._scenarios[world, scenario.name] = option
        choose = self._session.choose_preset
        self._presets[world].on("change", lambda event: choose(world, event.args), js_handler=CHOSEN)

    def _sliding_switch(self) -> None:
        with Tag("div", classes="sliding"):
            Tag("span", self._words("page.sliding"), "strong", id="sliding")
            with Tag("div", classes="switch", role="group", aria_labelledby="sliding"):
                for world in WORLDS:
                    button = Tag("button", world.upper(), type="button", data_testid=f"slide-{world}")
                    button.set(aria_label=self._words(f"page.world_{world}"))
                    button.on("click", lambda world=world: self._session.choose_sliding(world))
                    self._sliding[world] = button

    def _chip_row(self) -> None:
        with Tag("div", classes="chips", role="group", aria_label=self._words("page.controls")):
            for name in (*FRONT, _LAST, _WORLDS):
                chip = Tag("button", self._words(f"page.chip.{name}"), "button", type="button")
                chip.on("click", lambda name=name: self._choose(name))
                self._chips[name] = chip
            opener = Tag("button", self._words("page.all_factors"), "button", type="button")
            opener.on("click", lambda: self.drawer.open())

    def _choose(self, name: str) -> None:
        for each, part in self._parts.items():
            part.classes(add="chosen") if each == name else part.classes(remove="chosen")
            self._chips[each].set(aria_pressed="true" if each == name else "false")
