"""A factor on the page: a slider for a number, a list for a choice, with its value in both worlds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from nicegui.element import Element

from experiments.numbers import value_of_parameter
from experiments.words import Words
from experiments.workshop.markup import Tag
from experiments.workshop.view import SHARED, View, World, highest
from sim.parameters import PARAMETERS, Parameter

FRONT = ("continuity.same_faces", "trust.initial", "mandate.share", "media.baseline")
ASSUMPTION = "cases.responsiveness"

# Called with the name of a factor, its new value (from a browser: anything) and whether it still moves.
Slide = Callable[[str, object, bool], None]

_STEPS = 100  # at most, from one end of a track to the other
_ROUND = (1, 2, 5, 10)


class FactorSlider(Element, component="factor_slider.js"):
    """A slider for a number; it changes the world that the view says, both for what they share."""

    def __init__(self, name: str, view: View, words: Words, slide: Slide, *, place: str) -> None:
        super().__init__()
        self.name, self._words = name, words
        self.props.update(_fixed(PARAMETERS[name], words), name=name, place=place)
        self.show(view)
        self.on("drag", lambda event: slide(name, event.args, True))
        self.on("rest", lambda event: slide(name, event.args, False))

    def show(self, view: View) -> None:
        """Show the values of a view."""
        for key, value in _values(self.name, view).items():
            if self.props.get(key) != value:
                self.props[key] = value
        told = _told(self.name, view, self._words)
        if self.props.get("words") != told:
            self.props["words"] = told


class FactorChoice(Tag):
    """A list of the choices of a factor that is no number."""

    def __init__(self, name: str, view: View, words: Words, slide: Slide, *, place: str) -> None:
        super().__init__("div", classes="factor choice")
        self.name, self._words = name, words
        key = f"{place}-{name}"
        with self:
            with Tag("div", classes="factor-head"):
                Tag("label", PARAMETERS[name].title[words.language], "factor-name", for_=key)
                self._other = Tag("span", classes="factor-other")
            with Tag("select", id=key, data_factor=name) as self._list:
                for choice in PARAMETERS[name].choices:
                    Tag("option", _choice(choice, words), value=choice)
        self._list.on("change", lambda event: slide(name, event.args, False), js_handler=CHOSEN)
        self.show(view)

    def show(self, view: View) -> None:
        """Show the values of a view."""
        mine, other = view.value(view.sliding, self.name), view.value(_other(view), self.name)
        self._list.set(value=str(mine))
        told = self._words(f"page.same_as_{_other(view)}")
        if mine != other:
            told = f"{_other(view).upper()}: {_choice(str(other), self._words)}"
        self._other.set_text(told)


CHOSEN = "(event) => emit(event.target.value)"


def factor(name: str, view: View, words: Words, slide: Slide, *, place: str) -> FactorSlider | FactorChoice:
    """Return what changes a factor, in the element that is open; `place` tells two of the same factor apart."""
    kind = FactorChoice if PARAMETERS[name].kind == "category" else FactorSlider
    return kind(name, view, words, slide, place=place)


def value_text(name: str, value: float | int | str, words: Words) -> str:
    """Return the value of a factor as it stands beside its slider."""
    parameter = PARAMETERS[name]
    if parameter.kind == "category":
        return _choice(str(value), words)
    if _is_share(parameter):
        return f"{value_of_parameter(round(float(value) * 100, 6), words.language)}%"
    return value_of_parameter(value, words.language)


def _choice(choice: str, words: Words) -> str:
    return words(f"page.choice.{choice}")


def _other(view: View) -> World:
    return "b" if view.sliding == "a" else "a"


def _is_share(parameter: Parameter) -> bool:
    return parameter.kind == "real" and (parameter.low, parameter.high) == (0, 1)


def _fixed(parameter: Parameter, words: Words) -> dict[str, Any]:
    """Return what never changes: the ends of the track, the step, and how the number is written."""
    low, high = parameter.low, highest(parameter)
    step = 1.0 if parameter.kind == "integer" else _step(high - low)
    share = _is_share(parameter)
    decimals = 0 if share else max(0, -int(np.floor(np.log10(step) + 1e-9)))
    return {"min": low, "max": high, "step": step, "factor": 100 if share else 1, "decimals": decimals}


def _step(span: float) -> float:
    """Return the smallest round step that goes at most _STEPS times into a span."""
    unit = 10.0 ** np.floor(np.log10(span / _STEPS))
    return float(round(next(unit * times for times in _ROUND if unit * times * _STEPS >= span * (1 - 1e-9)), 9))


def _values(name: str, view: View) -> dict[str, Any]:
    if name in SHARED:
        return {"value": view.value("b", name), "other": None, "kind": "both"}
    return {"value": view.value(view.sliding, name), "other": view.value(_other(view), name), "kind": view.sliding}


def _told(name: str, view: View, words: Words) -> dict[str, str]:
    parameter, other = PARAMETERS[name], _other(view)
    low, high = _ends(parameter, words)
    return {
        "label": parameter.title[words.language],
        "low": low,
        "high": high,
        "unit": "%" if _is_share(parameter) else "",
        "spoken_unit": f" {words('page.percent')}" if _is_share(parameter) else "",
        "other": f"{other.upper()} %",
        "same": words(f"page.same_as_{other}"),
        "spoken_other": words(f"page.spoken_{other}"),
        "spoken_same": words(f"page.spoken_same_{other}"),
        "locale": {"nl": "nl-NL", "en": "en-GB"}[words.language],
    }


def _ends(parameter: Parameter, words: Words) -> tuple[str, str]:
    """Return what stands at the ends of the track: words where there are, else the lowest and highest value."""
    if f"page.low.{parameter.name}" in words.sentences:
        return words(f"page.low.{parameter.name}"), words(f"page.high.{parameter.name}")
    low, high = (value_text(parameter.name, end, words) for end in (parameter.low, highest(parameter)))
    unit = "" if _is_share(parameter) else f" {parameter.unit[words.language]}"
    return low, high + unit
