"""The address of a page: a view as the fields of a query, and back, whatever somebody made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice

from experiments.words.messages import told
from experiments.workshop.limits import LARGEST_SEED, LONGEST_FIELD, MOST_COMPLAINTS, MOST_FIELDS
from experiments.workshop.view import (
    SEEDS,
    SHARED,
    SHOWN,
    WORLDS,
    View,
    World,
    allowed,
    checked,
    highest,
    preset,
)
from scenarios import names
from sim.errors import InputError, Phrase, describe, nearest_name
from sim.parameters import PARAMETERS, Parameter, Value
from sim.scenario import ORGANISATIONS
from sim.text import LANGUAGES

_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_PLAIN = View()
_ON, _OFF = "1", "0"
_MOST_LISTED = 8  # names in a complaint; there are dozens of scenarios and outcomes


@dataclass(frozen=True)
class Complaint:
    """A field of an address that was not right: its name, what it got, what is allowed, and what is used instead."""

    field: str
    got: str
    allowed: str
    used: str

    def text(self, language: str) -> str:
        """Return the complaint in a language, on one line."""
        parts = [
            Phrase("got {value}", value=self.got),
            *([Phrase("allowed: {values}", values=self.allowed)] if self.allowed else []),
            Phrase("used: {value}", value=self.used) if self.used else Phrase("not used"),
        ]
        name = next((name for name in (self.field, self.field.partition(".")[2]) if name in PARAMETERS), None)
        title = f" ({PARAMETERS[name].title[language]})" if name else ""
        return f"{self.field}{title}: " + "; ".join(told(part, language) for part in parts)


def query(view: View) -> dict[str, str]:
    """Return the fields of the address of a view: its language, and whatever is not as on an untouched page."""
    plain = {
        "a": (view.a, _PLAIN.a),
        "b": (view.b, _PLAIN.b),
        "outcome": (view.outcome, _PLAIN.outcome),
        "slide": (view.sliding, _PLAIN.sliding),
        "seed": (str(view.seed), str(_PLAIN.seed)),
        "beamer": (_ON if view.beamer else _OFF, _OFF),
    }
    fields = {key: value for key, (value, untouched) in plain.items() if value != untouched}
    return {"lang": view.language, **fields, **_values(view)}


def _values(view: View) -> dict[str, str]:
    """Return the changed values: as `b.trust.initial`, or under its own name for what both worlds share."""
    shared = {name: str(value) for name, value in view.a_values.items() if name in SHARED}
    own = {
        f"{world}.{name}": str(value)
        for world in WORLDS
        for name, value in view.changed(world).items()
        if name not in SHARED
    }
    return {**shared, **own}


def read(query: Mapping[str, str], *, language: str = "en") -> tuple[View, tuple[Complaint, ...]]:
    """Return the view that an address asks for, and a complaint for each field of it that was not right.

    Never raises: a wrong field counts as the nearest valid value, or not at all. `language` holds where the address
    names none.
    """
    reading = _Reading(dict(islice(query.items(), MOST_FIELDS)), language)
    if len(query) > MOST_FIELDS:
        most = Phrase("at most {count} fields", count=MOST_FIELDS)
        reading.complaints.append(Complaint("?", str(len(query)), most, str(MOST_FIELDS)))
    view = reading.view()
    reading.leftovers()
    return view, tuple(reading.complaints[:MOST_COMPLAINTS])


@dataclass
class _Reading:
    """Takes the fields of an address one by one, and complains of what is not right."""

    fields: dict[str, str]
    language: str
    complaints: list[Complaint] = field(default_factory=list)

    def view(self) -> View:
        """Return the view; fields that are left over are complained of."""
        a, b = (self._choice(world, names(), getattr(_PLAIN, world)) for world in WORLDS)
        return View(
            a=a,
            b=b,
            a_values=self._values("a", a),
            b_values=self._values("b", b),
            outcome=self._choice("outcome", SHOWN, _PLAIN.outcome),
            language=self._choice("lang", LANGUAGES, self.language),
            beamer=self._choice("beamer", (_ON, _OFF), _OFF) == _ON,
            sliding="a" if self._choice("slide", WORLDS, _PLAIN.sliding) == "a" else "b",
            seed=self._seed(),
        )

    def leftovers(self) -> None:
        """Complain of the fields that no part of a view was read from."""
        for name, got in self.fields.items():
            self._complain(describe(name), got, _nearest_field(name), "")

    def _choice(self, name: str, choices: tuple[str, ...], otherwise: str) -> str:
        """Return the value of a field that holds one of a few words."""
        got = self.fields.pop(name, otherwise)
        if got in choices:
            return got
        used = nearest_name(got, choices) or otherwise
        listed = ", ".join(choices) if len(choices) <= _MOST_LISTED else Phrase("a name from the list on the page")
        self._complain(name, got, listed, used)
        return used

    def _seed(self) -> int:
        got = self.fields.pop("seed", str(_PLAIN.seed)).strip()
        number = int(got) if _WHOLE.fullmatch(got) else _PLAIN.seed
        used = min(max(number, 0), LARGEST_SEED)
        if not _WHOLE.fullmatch(got) or used != number:
            self._complain("seed", got, SEEDS, str(used))
        return used

    def _values(self, world: World, base: str) -> dict[str, Value]:
        """Return what the fields say about parameters of a world that starts from a scenario."""
        own = {f"{world}.{name}": name for name in PARAMETERS if name not in SHARED}
        fields = own | ({name: name for name in SHARED} if world == "a" else {})
        values = {fields[name]: self._value(name, fields[name], base) for name in list(self.fields) if name in fields}
        try:
            preset(base).set(values)
        except InputError as error:  # each is right, but not beside the others: a network without organisations
            for name in [name for name in ORGANISATIONS if name in values]:
                self._complain(f"{world}.{name}", str(values.pop(name)), error.allowed, str(preset(base).value(name)))
        return values

    def _value(self, field: str, name: str, base: str) -> Value:
        """Return the value of a parameter that a field holds."""
        got, parameter = self.fields.pop(field), PARAMETERS[name]
        value, right = _nearest_value(parameter, got, preset(base).value(name))
        if not right:
            self._complain(field, got, allowed(parameter), str(value))
        return value

    def _complain(self, name: str, got: str, allowed: str, used: str) -> None:
        self.complaints.append(Complaint(name, describe(got), allowed, used))


def _nearest_field(name: str) -> str:
    """Return the name of a field that looks most like a name that is none, else which fields there are."""
    world, _, own = name.partition(".")
    near = nearest_name(own, PARAMETERS) if world in WORLDS else nearest_name(name, SHARED)
    if near:
        return near if near in SHARED else f"{world}.{near}"
    return ", ".join(("a", "b", "outcome", "slide", "seed", "beamer", "lang", "b.trust.initial", *SHARED))


def _nearest_value(parameter: Parameter, got: str, otherwise: Value) -> tuple[Value, bool]:
    """Return the valid value nearest to a text, and whether that is what the text says."""
    text = got[:LONGEST_FIELD]
    for reading in (text, text.replace(",", ".")):
        try:
            return checked(parameter.name, parameter.parse(reading)), reading == got
        except InputError:
            continue
    if parameter.kind == "category":
        return nearest_name(text, parameter.choices) or otherwise, False
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return otherwise, False
    if number != number:  # NaN is near to nothing
        return otherwise, False
    return _clamped(parameter, number), False


def _clamped(parameter: Parameter, number: float) -> Value:
    """Return the allowed value nearest to a number, which may be infinite."""
    inside = min(max(number, parameter.low), highest(parameter))
    return round(inside) if parameter.kind == "integer" else inside
