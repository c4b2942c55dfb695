"""Which parameters decide whether a claim holds: rank correlations over drawn settings, and shares at both ends."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from experiments.bootstrap import FloatArray
from experiments.patterns.robustness import Survey
from experiments.words import Words
from sim.parameters import PARAMETERS, Parameter

_WORTH_TELLING = 10  # more of 100 settings
STRONGEST = 5
CHANCE = 0.01
_THIRD = 1.0 / 3.0


@dataclass(frozen=True)
class Decider:
    """How a claim's difference goes with one parameter.

    `choice` is the value that is set against all others, for a category; `correlation` is Spearman's, `chance` its
    p-value, made stricter by Holm for the number of parameters that were tried. `holds_low` and `holds_high` are the
    shares of draws in which the claim holds in the lowest and the highest third of the parameter, or without and with
    the choice.
    """

    parameter: Parameter
    choice: str
    correlation: float
    chance: float
    holds_low: float
    holds_high: float

    @property
    def certain(self) -> bool:
        """Return whether this is more than luck."""
        return self.chance < CHANCE


def deciding(survey: Survey, column: int, strongest: int = STRONGEST) -> tuple[Decider, ...]:
    """Return the parameters with which the difference of a claim goes most, the strongest first.

    What a pattern's own worlds set plays no part. A draw in which the claim has no value has no rank, but counts among
    those in which it does not hold.
    """
    differences = survey.means[:, column]
    return _strongest(survey, column, differences, differences > 0, strongest)


def silencing(survey: Survey, column: int, strongest: int = STRONGEST) -> tuple[Decider, ...]:
    """Return the parameters that decide whether a claim has a value at all: the shares are of draws that have one."""
    there = ~np.isnan(survey.means[:, column])
    return _strongest(survey, column, there.astype(float), there, strongest)


def _strongest(
    survey: Survey, column: int, values: FloatArray, holds: npt.NDArray[np.bool_], strongest: int
) -> tuple[Decider, ...]:
    there = ~np.isnan(values)
    own = set.intersection(*({name for name, _ in world.settings} for world in survey.trial.claims[column][2].worlds))
    columns = [each for each in _columns(survey) if each[0].name not in own]
    correlations, chances = _correlations(values[there], np.stack([each[2][there] for each in columns], axis=1))
    strict = holm(chances)
    found = []
    for place in np.argsort(-np.abs(correlations), kind="stable")[:strongest].tolist():
        parameter, choice, drawn = columns[place]
        shares = _shares(holds, drawn)
        found.append(Decider(parameter, choice, float(correlations[place]), float(strict[place]), *shares))
    return tuple(found)


def holm(chances: FloatArray) -> FloatArray:
    """Return p-values made stricter for their number, step by step (Holm 1979)."""
    order = np.argsort(chances)
    stricter = np.maximum.accumulate(chances[order] * np.arange(len(chances), 0, -1))
    found = np.empty_like(stricter)
    found[order] = np.minimum(stricter, 1.0)
    return found


def told(survey: Survey, column: int, words: Words) -> list[str]:
    """Return in words where a claim breaks down: a sentence for each parameter that surely matters, and enough."""
    sentences = []
    for decider in deciding(survey, column):
        if decider.certain:
            low, high = (round(100 * share) for share in (decider.holds_low, decider.holds_high))
            weak, strong = (low, high) if decider.correlation > 0 else (high, low)
            if strong - weak >= _WORTH_TELLING:
                sentences.append(words("robustness.less", where=_end(decider, words), weak=weak, strong=strong))
    return sentences


def _end(decider: Decider, words: Words) -> str:
    """Where a claim is weaker: at a low or high value of a parameter, or with or without a choice."""
    name, rises = decider.parameter.name, decider.correlation > 0
    title = decider.parameter.title[words.language]
    if decider.choice:
        return words(f"robustness.{'without' if rises else 'with'}", name=name, choice=decider.choice, title=title)
    return words(f"robustness.{'low' if rises else 'high'}", name=name, title=title)


def _columns(survey: Survey) -> Iterator[tuple[Parameter, str, FloatArray]]:
    """Yield what was drawn as numbers; a category has no order, so that each of its choices is a column."""
    for name in survey.settings[0]:
        parameter = PARAMETERS[name]
        values = [settings[name] for settings in survey.settings]
        if parameter.kind == "category":
            for choice in parameter.choices:
                yield parameter, choice, np.array([each == choice for each in values], float)
        else:
            column = np.array(values, float)
            if column.min() < column.max():
                yield parameter, "", column


def _correlations(differences: FloatArray, columns: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return Spearman's correlation of differences with each column, and its p-value; 0 and 1 where there is none."""
    from scipy.stats import spearmanr

    if len(np.unique(differences)) < 2:
        return np.zeros(columns.shape[1]), np.ones(columns.shape[1])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a column in which all values are the same: its NaN is seen below
        found = spearmanr(np.column_stack([differences, columns]))
    correlations, chances = found.statistic[0, 1:], found.pvalue[0, 1:]
    known = np.isfinite(correlations)
    return np.where(known, correlations, 0.0), np.where(known, chances, 1.0)


def _shares(holds: npt.NDArray[np.bool_], values: FloatArray) -> tuple[float, float]:
    low, high = np.quantile(values, (_THIRD, 1.0 - _THIRD))
    if low == high:  # the choice of a category, which is 0 or 1
        low, high = values.min(), values.max()
    return float(holds[values <= low].mean()), float(holds[values >= high].mean())
