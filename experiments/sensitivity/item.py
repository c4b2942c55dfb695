"""What a sensitivity analysis varies, and what gets an index of its own: a parameter, or a group of them."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from experiments.designs import Factor
from experiments.designs.factor import entire, spread
from experiments.words import words_in
from sim.errors import InputError
from sim.parameters import PARAMETERS, Parameter, Value
from sim.text import LANGUAGES, Text

BY = ("parameter", "factor", "factor_and_rest")
REST, DUMMY = "rest", "dummy"
LEFT_OUT = ("rules", "run", "network")  # inner weights, how long, and which network: not how it works
AROUND_BASE = ("cases", "agenda")


@dataclass(frozen=True)
class Item:
    """What gets an index; `parameters` names those that vary for it: none for a dummy."""

    name: str
    title: Text
    parameters: tuple[str, ...]
    source: str = ""

    def places(self, factors: Sequence[Factor]) -> list[int]:
        """Return where its parameters stand among the factors."""
        return [place for place, factor in enumerate(factors) if factor.name in self.parameters]


@cache
def factors_of_table_3() -> tuple[Item, ...]:
    """Return the eleven factors of the thesis, each with the parameters that stand for it."""
    told = tomllib.loads(files("experiments.sensitivity").joinpath("table3.toml").read_text("utf-8"))
    return tuple(
        Item(row["name"], Text(**row["title"]), tuple(row["parameters"]), row["source"]) for row in told["factors"]
    )


def usual_factors(by: str, base: Mapping[str, Value]) -> tuple[Factor, ...]:
    """Return what varies unless somebody says otherwise: each over its whole range, cases and agenda around `base`.

    Without any case, or time for one, there would be nothing to measure: these vary from half to twice their value.
    """
    if by == "factor":
        names = [name for item in factors_of_table_3() for name in item.parameters]
    else:
        names = [parameter.name for parameter in PARAMETERS.values() if parameter.group not in LEFT_OUT]
    return tuple(_usual(PARAMETERS[name], base[name]) for name in names)


def _usual(parameter: Parameter, value: Value) -> Factor:
    if parameter.group not in AROUND_BASE or isinstance(value, str):
        return entire(parameter)
    half = math.ceil(value / 2) if parameter.kind == "integer" else value / 2
    low, high = max(half, parameter.low), min(2 * value, parameter.high)
    return spread(parameter, type(value)(low), type(value)(high)) if low < high else entire(parameter)


def items_of(factors: Sequence[Factor], by: str) -> tuple[Item, ...]:
    """Return what gets an index, in the order in which its first parameter stands among the factors.

    InputError when only factors of the thesis may vary, and something else does.
    """
    if by == "parameter":
        return tuple(Item(factor.name, factor.parameter.title, (factor.name,)) for factor in factors)
    owner = {name: item for item in factors_of_table_3() for name in item.parameters}
    others = tuple(factor.name for factor in factors if factor.name not in owner)
    if others and by == "factor":
        allowed = "a parameter of a factor, or --by factor_and_rest"
        raise InputError("belongs to none of the eleven factors", where="--vary", key=others[0], allowed=allowed)
    rest = Item(REST, titled("rest"), others)
    return tuple(dict.fromkeys(owner.get(factor.name, rest) for factor in factors))


def titled(key: str) -> Text:
    """Return the title, in all languages, of an item that is no parameter and no factor."""
    return Text(**{language: words_in(language)(f"sensitivity.item.{key}") for language in LANGUAGES})
