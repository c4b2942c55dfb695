"""The registry of parameters: what can be set, within which range, and what it stands for."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from numbers import Integral, Real
from types import MappingProxyType
from typing import Literal

from sim.errors import InputError, Phrase, describe, nearest_name
from sim.rules import COEFFICIENTS, DECISIONS
from sim.rules.govern import TABLES as FORMS
from sim.text import Text

Value = float | int | str
Kind = Literal["real", "integer", "category"]

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_WHOLE_NUMBER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_DECIMAL_COMMA = re.compile(r"([+-]?\d+),(\d+)", re.ASCII)

_READ_AT_START = {
    *(("coordination", term) for term in ("attention", "dilution")),  # go into what the form gives
    *(("differences", term) for term in ("standing", "pair", "doubt")),  # of organisations, which stay
}
_INTERCEPTS = {"reserve", "readiness"}
_ROUND_INTERCEPT = 1.0  # log odds
_DECIMALS = 6  # of the ends of a range: 0.9 - 1 is -0.1, and may be typed as such
_WEIGHT_OF_REASON = Text(
    "How heavily this reason weighs in the decision that the name tells.",
    "Hoe zwaar deze reden weegt in het besluit dat de naam noemt.",
)
_SIZE_OF_EFFECT = Text(
    "How large this effect is in the step that the name tells.",
    "Hoe groot dit effect is in de stap die de naam noemt.",
)


@dataclass(frozen=True)
class Parameter:
    """One parameter of the model.

    `low` and `high` bound a number (both included; 0 for a category), `choices` lists a category's values.
    `source` is a section of the thesis, a publication or an assumption. `at_start`: read in week 0 only.
    """

    name: str
    kind: Kind
    unit: Text
    low: float
    high: float
    choices: tuple[str, ...]
    default: Value
    title: Text
    explanation: Text
    source: Text
    at_start: bool

    @property
    def group(self) -> str:
        """Return the first part of the name, the table that holds it in a scenario file."""
        return self.name.partition(".")[0]

    @property
    def is_weight(self) -> bool:
        """Return whether this is the weight of a reason or an effect: at 0 it is switched off."""
        return self.group == "rules"

    @property
    def is_intercept(self) -> bool:
        """Return whether this is the readiness or reserve with which a decision starts: fitted to evidence, not varied.

        Half or twice an intercept is another world (nobody keeps a promise), where half or twice a weight is a doubt.
        """
        _, _, rule = self.name.partition("rules.")
        table, _, term = rule.partition(".")
        return table in DECISIONS and term in _INTERCEPTS

    @property
    def allowed(self) -> str:
        """Return the allowed values in words."""
        if self.kind == "category":
            return ", ".join(self.choices)
        ends = {"low": f"{self.low:g}", "high": f"{self.high:g}"}
        if self.kind == "integer":
            return Phrase("a whole number from {low} to {high}", **ends)
        if self.is_weight:
            return Phrase("a number from {low} to {high}, or 0: switched off", **ends)
        return Phrase("a number from {low} to {high}", **ends)

    def check(self, value: object, where: str = "") -> Value:
        """Return the value in its own type (a real as float), or raise InputError if it is not allowed."""
        if self.kind == "category":
            if isinstance(value, str) and value in self.choices:
                return str(value)
            raise self._error(value, where)
        number = plain_number(value)
        # nan fails both comparisons and inf one of them
        if number is None or not (self.low <= number <= self.high or (number == 0 and self.is_weight)):
            raise self._error(value, where)
        if self.kind == "real":
            return float(number)
        if not isinstance(number, int):
            raise self._error(value, where)
        return number

    def parse(self, text: str, where: str = "") -> Value:
        """Return the value that a person typed as text, or raise InputError if it is not allowed."""
        text = text.strip()
        if self.kind == "integer" and _WHOLE_NUMBER.fullmatch(text):
            return self.check(int(text), where)
        if self.kind == "real" and _NUMBER.fullmatch(text):
            return self.check(float(text), where)
        return self.check(text, where)

    def _error(self, value: object, where: str) -> InputError:
        allowed, nearest = self.allowed, ""
        text = value.strip() if isinstance(value, str) else ""
        if self.kind == "category":
            nearest = nearest_name(text, self.choices)
        elif self.kind == "real" and (comma := _DECIMAL_COMMA.fullmatch(text)):
            form = f"{comma[1]}.{comma[2]}"
            allowed = Phrase("{allowed}, with a decimal point: {form}", allowed=allowed, form=form)
        return InputError(where=where, key=self.name, got=describe(value), allowed=allowed, nearest=nearest)


def plain_number(value: object) -> int | float | None:
    """Return any kind of number, such as NumPy's, as one of Python's own; None for what is no number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else None


def find(name: str, where: str = "") -> Parameter:
    """Return the parameter of that name, or raise InputError with the nearest name."""
    try:
        return PARAMETERS[name]
    except KeyError:
        nearest = nearest_name(name, PARAMETERS)
        hint = "" if nearest else "a name from the list that 'overleg parameters' prints"
        raise InputError("unknown parameter", where=where, key=name, allowed=hint, nearest=nearest) from None


def parse_setting(text: str, where: str = "--set") -> tuple[str, Value]:
    """Return the name and the checked value in `name=value`, as `--set` takes it; InputError otherwise."""
    name, equals, value = text.partition("=")
    if not equals:
        raise InputError(
            "no '=' in it", where=where, got=describe(text), allowed="name=value, such as trust.initial=0.6"
        )
    parameter = find(name.strip(), where)
    return parameter.name, parameter.parse(value, where)


def _from_row(row: Mapping[str, str]) -> Parameter:
    kind = row["kind"]
    default: Value = row["default"]
    if kind != "category":
        default = int(row["default"]) if kind == "integer" else float(row["default"])
    return Parameter(
        name=row["name"],
        kind=kind,  # type: ignore[arg-type]  # the table is ours and tested
        unit=Text(row["unit_en"], row["unit_nl"]),
        low=float(row["low"] or 0),
        high=float(row["high"] or 0),
        choices=tuple(row["choices"].split("|")) if row["choices"] else (),
        default=default,
        title=Text(row["title_en"], row["title_nl"]),
        explanation=Text(row["explanation_en"], row["explanation_nl"]),
        source=Text(row["source_en"], row["source_nl"]),
        at_start=row["at_start"] == "yes",
    )


def _from_coefficient(rule: str, term: str, default: float, title: Text) -> Parameter:
    decides = rule in DECISIONS
    intercept = decides and term in _INTERCEPTS
    ends = (default - _ROUND_INTERCEPT, default + _ROUND_INTERCEPT) if intercept else (default / 2, default * 2)
    return Parameter(
        name=f"rules.{rule}.{term}",
        kind="real",
        unit=Text("log odds", "log-odds") if decides else Text("size", "grootte"),
        low=round(min(ends), _DECIMALS),
        high=round(max(ends), _DECIMALS),
        choices=(),
        default=default,
        title=title,
        explanation=_WEIGHT_OF_REASON if decides else _SIZE_OF_EFFECT,
        source=Text("assumption", "aanname"),
        at_start=rule in FORMS or (rule, term) in _READ_AT_START,
    )


def _registry() -> Mapping[str, Parameter]:
    lines = files("sim").joinpath("parameters.csv").read_text("utf-8").splitlines()
    listed = [_from_row(row) for row in csv.DictReader(lines)]
    weights = [
        _from_coefficient(rule, term, default, Text(en, nl))
        for rule, terms in COEFFICIENTS.items()
        for term, default, en, nl in terms
    ]
    return MappingProxyType({parameter.name: parameter for parameter in [*listed, *weights]})


PARAMETERS: Mapping[str, Parameter] = _registry()
"""Every parameter by name: those of `sim/parameters.csv`, then each weight of the rules as `rules.<table>.<term>`."""
