"""What the targets come to, as people read it and as data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from experiments.numbers import number_text
from experiments.patterns.targets.declared import USES, Quantity
from experiments.patterns.targets.measuring import Figure, Found, met
from experiments.tables import aligned
from experiments.words import Words

_DECIMALS, _DECIMALS_OF_RANGE = 3, 2
_ANSWERS = {True: "yes", False: "no", None: "open"}


def heading_of(found: Sequence[Found], words: Words) -> str:
    """Return how many rows lie in their range, by what they are for."""
    fit, check, hold_out = (words("validate.met", held=held, of=of) for held, of in _met(found))
    return words("validate.targets", fit=fit, check=check, hold_out=hold_out)


def counts_of(found: Sequence[Found]) -> str:
    """Return the same in the shortest form: of rows to fit, to check and held out."""
    uses = zip(USES, _met(found), strict=True)
    return "; ".join(f"{held} of {of} {use}" for use, (held, of) in uses) if found else ""


def _met(found: Sequence[Found]) -> tuple[tuple[int, int], ...]:
    return tuple(met(found, use) for use in USES)


def lines(found: Sequence[Found], words: Words) -> list[str]:
    """Return for every row whether it lies in its range, what it is for and what it says, and below it the numbers."""
    rows = []
    for one in found:
        answer = words(f"validate.{_ANSWERS[one.holds]}")
        rows.append((f"  {one.target.name}", answer, words(f"validate.use.{one.target.use}"), _says(one, words)))
        rows += [("", "", "", f"  {_number(figure, words)}") for figure in one.figures]
    return aligned(rows, left=(0, 1, 2, 3))


def _says(one: Found, words: Words) -> str:
    return one.target.says[words.language]


def _number(figure: Figure, words: Words) -> str:
    value, low, high = (_text(number, _DECIMALS, words) for number in (figure.value, figure.low, figure.high))
    if math.isnan(figure.value):
        return words("validate.unmeasured", range=range_text(figure.quantity, words))
    return words("validate.number", value=value, low=low, high=high, range=range_text(figure.quantity, words))


def range_text(quantity: Quantity, words: Words) -> str:
    """Return the range of a quantity in words."""
    low, high = (_text(end, _DECIMALS_OF_RANGE, words) for end in (quantity.low, quantity.high))
    if math.isinf(quantity.low):
        return words("validate.at_most", high=high)
    if math.isinf(quantity.high):
        return words("validate.at_least", low=low)
    return words("table.range", low=low, high=high)


def _text(value: float, decimals: int, words: Words) -> str:
    return number_text(value, decimals, words.language)


def csv_rows(found: Sequence[Found], words: Words) -> list[dict[str, Any]]:
    """Return a row for every quantity."""
    return [
        {
            "pattern": one.target.name,
            "source": one.target.source,
            "says": _says(one, words),
            "holds": words(f"validate.{_ANSWERS[one.holds]}"),
            "of": figure.quantity.measure,
            "mean": figure.value,
            "low": figure.low,
            "high": figure.high,
            "use": one.target.use,
            "least": figure.quantity.low,
            "most": figure.quantity.high,
            "distance": figure.distance,
        }
        for one in found
        for figure in one.figures
    ]


def entries(found: Sequence[Found], words: Words) -> list[dict[str, Any]]:
    """Return every row as an object."""
    return [
        {
            "target": one.target.name,
            "use": one.target.use,
            "holds": one.holds,
            "source": one.target.source,
            "says": _says(one, words),
            "quantities": [
                {
                    "measure": figure.quantity.measure,
                    "value": figure.value,
                    "low": figure.low,
                    "high": figure.high,
                    "least": figure.quantity.low,
                    "most": figure.quantity.high,
                    "distance": figure.distance,
                }
                for figure in one.figures
            ],
        }
        for one in found
    ]
