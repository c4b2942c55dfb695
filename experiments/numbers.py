"""Numbers as people read them: per kind of outcome and per language."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from experiments.words.grammar import grammar_of
from sim.outcomes import Outcome
from sim.text import Text

MINUS = "\N{MINUS SIGN}"
NO_VALUE = "\N{EN DASH}"

_MOST_EXTRA_DECIMALS = 2
_ROUNDING = 1e-9
_LARGE_IN_A_WEEK = 10


@dataclass(frozen=True)
class Scale:
    """How values of an outcome and differences in it are shown: times `factor`, with a unit behind them."""

    factor: float
    decimals: int
    decimals_at_line: int
    decimals_of_difference: int
    unit: str = ""
    unit_of_difference: Text | None = None


_SCALES = {
    "share": Scale(100, 1, 0, 1, "%", Text(" %-pt", " %-punt")),
    "level": Scale(1, 2, 2, 3),
    "index": Scale(1, 2, 2, 3),
    "flow": Scale(1, 1, 0, 1),
    "count": Scale(1, 1, 1, 2),
    "mean": Scale(1, 1, 1, 2),
}


def value_text(outcome: Outcome, value: float, language: str) -> str:
    """Return a value of an outcome as text: 0.54, 78.4%, 412.0; a dash where there is none."""
    scale = _SCALES[outcome.kind]
    return number_text(value * scale.factor, scale.decimals, language, unit=scale.unit)


def line_text(outcome: Outcome, value: float, language: str) -> str:
    """Return a value as it stands at the end of a line in a figure: 0.54, 78%, 412."""
    scale = _SCALES[outcome.kind]
    decimals = max(scale.decimals_at_line, _decimals_of_week(outcome, value))
    return number_text(value * scale.factor, decimals, language, unit=scale.unit)


def line_text_of_difference(outcome: Outcome, value: float, language: str) -> str:
    """Return a difference as it stands at the end of a line in a figure, without its unit: +0.040, −15.1."""
    decimals = max(_SCALES[outcome.kind].decimals_of_difference, _decimals_of_week(outcome, value))
    return difference_text(outcome, value, language, decimals=decimals, unit=False)


def _decimals_of_week(outcome: Outcome, value: float) -> int:
    """Return the decimals that a small count of one week needs, for which those of a total are too few."""
    return 2 if outcome.kind == "flow" and abs(value) < _LARGE_IN_A_WEEK else 0


def difference_text(
    outcome: Outcome, value: float, language: str, *, decimals: int | None = None, unit: bool = True
) -> str:
    """Return a difference between two values of an outcome, with its sign: +0.090, +1.2 %-pt."""
    scale = _SCALES[outcome.kind]
    behind = _unit_of_difference(scale, language) if unit else ""
    shown = scale.decimals_of_difference if decimals is None else decimals
    return number_text(value * scale.factor, shown, language, unit=behind, sign=True)


def title_of_difference(outcome: Outcome, language: str) -> str:
    """Return the title of an outcome over a column or axis of differences: with their unit where they have one."""
    unit = _unit_of_difference(_SCALES[outcome.kind], language).strip()
    return f"{outcome.title[language]} ({unit})" if unit else outcome.title[language]


def decimals_of_difference(outcome: Outcome, values: Iterable[float]) -> int:
    """Return with how many decimals to show differences so that those that differ, or are not 0, show it."""
    scale = _SCALES[outcome.kind]
    told_apart = {0.0, *(value * scale.factor for value in values if math.isfinite(value))}
    least = scale.decimals_of_difference
    enough = (
        decimals
        for decimals in range(least, least + _MOST_EXTRA_DECIMALS)
        if len({round(value, decimals) for value in told_apart}) == len(told_apart)
    )
    return next(enough, least + _MOST_EXTRA_DECIMALS)


def _unit_of_difference(scale: Scale, language: str) -> str:
    return scale.unit_of_difference[language] if scale.unit_of_difference else ""


def decimals_of_step(outcome: Outcome, step: float) -> int:
    """Return with how many decimals to show values of an outcome that are a round step apart."""
    return max(0, -math.floor(math.log10(step * _SCALES[outcome.kind].factor) + _ROUNDING))


def number_text(value: float, decimals: int, language: str, *, unit: str = "", sign: bool = False) -> str:
    """Return a number with a real minus sign and, in Dutch, a decimal comma."""
    if not math.isfinite(value):
        return NO_VALUE
    text = f"{abs(value):.{decimals}f}"
    nothing = not text.strip("0.")
    before = "" if nothing else MINUS if value < 0 else "+" if sign else ""
    return before + text.replace(".", grammar_of(language).DECIMAL_MARK) + unit


def value_of_parameter(value: float | int | str, language: str) -> str:
    """Return the value of a parameter as short as it goes."""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if isinstance(value, str) else text.replace(".", grammar_of(language).DECIMAL_MARK)
