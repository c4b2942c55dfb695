"""What has to be said beside indices: what is missing, too small, or not to be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from experiments.numbers import number_text
from experiments.sensitivity.analysis import Analysis
from experiments.words import Words
from sim.measures import QUALITY
from sim.outcomes import OUTCOMES
from sim.text import Text

_WIDE = 0.5  # an interval this large beside the largest index
_SURE = 0.95
_MUCH_CHANCE = 0.05  # of the variance between means at the points
_FEW_RUNS = 5
_TOO_SMALL = ("wide", "sum", "alone_above_total")


@dataclass(frozen=True)
class Remark:
    """A warning: the key of its words, the method, and the values in it; shares stand as numbers from 0 to 1."""

    key: str
    method: str
    values: Mapping[str, object]

    def told(self, words: Words) -> str:
        """Return the warning in a language."""
        shown = {name: _shown(value, words.language) for name, value in self.values.items()}
        return words(f"sensitivity.warning.{self.key}", unit=words(f"sensitivity.unit.{self.method}"), **shown)


def settled(analysis: Analysis) -> int:
    """Return how many of the first places are settled: in 95 % of resamples each lies above the next."""
    order = analysis.ranking
    main = analysis.resampled[:, analysis.main, :][:, order]
    above = (main[:, :-1] > main[:, 1:]).mean(axis=0) >= _SURE
    return int(np.logical_and.accumulate(above).sum())


def indistinct(analysis: Analysis) -> list[int]:
    """Return the items that are not told apart from the dummy; none without one."""
    if analysis.dummy is None or not analysis.there:
        return []
    high, low = analysis.high[analysis.main, analysis.dummy], analysis.low[analysis.main]
    return [item for item in analysis.ranking if low[item] <= high]


def too_small(analysis: Analysis) -> bool:
    """Return whether the sample is told to be too small to rank anything."""
    return any(key in _TOO_SMALL for key, _ in _found(analysis))


def remarks(analysis: Analysis) -> list[Remark]:
    """Return all warnings about an analysis, the gravest first."""
    subject = OUTCOMES[analysis.outcome].title
    return [Remark(key, analysis.sample.method, {"outcome": subject, **values}) for key, values in _found(analysis)]


def _found(analysis: Analysis) -> Iterator[tuple[str, Mapping[str, object]]]:
    counted, points = analysis.counted, len(analysis.sample.shares)
    missing = {"missing": counted.missing, "points": points, "drawn": counted.drawn}
    if not counted.blocks:
        yield "too_few", {**missing, "least": analysis.sample.least}
        return
    if counted.missing:
        yield "missing", {**missing, "dropped": counted.drawn - counted.blocks}
    if not analysis.there:
        yield "constant", {"points": points}
        return
    if counted.partly:
        yield "partly", {"partly": counted.partly, "points": points}
    if analysis.outcome == "collaboration_quality" and _vary_trust(analysis):
        yield "part", {"options": " ".join(f"--outcome {name}" for name in QUALITY)}
    yield from _about_the_sample(analysis)
    yield from _about_chance(analysis)


def _vary_trust(analysis: Analysis) -> bool:
    return any(factor.parameter.group == "trust" for factor in analysis.sample.factors)


def _about_the_sample(analysis: Analysis) -> Iterator[tuple[str, Mapping[str, object]]]:
    main, order = analysis.main, analysis.ranking
    widest = float((analysis.high - analysis.low)[main, order].max())
    if widest > _WIDE * analysis.values[main, order[0]]:
        yield "wide", {}
    if len(order) > 1 and not settled(analysis):
        yield "unsettled", {"first": analysis.items[order[0]].title, "second": analysis.items[order[1]].title}
    if analysis.sample.method == "sobol":
        yield from _about_shares(analysis)


def _about_shares(analysis: Analysis) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Shares of variance must add up to no more than 1, and alone no more than with all others."""
    low, high = sum_alone(analysis)[1:]
    if low > 1 or high < 0:
        yield "sum", {"low": low, "high": high}
    first, total = (analysis.sample.indices.index(name) for name in ("first", "total"))
    for item in analysis.ranking:
        if analysis.low[first, item] > analysis.high[total, item]:
            yield "alone_above_total", {"item": analysis.items[item].title}


def _about_chance(analysis: Analysis) -> Iterator[tuple[str, Mapping[str, object]]]:
    if analysis.of_means > _MUCH_CHANCE:
        yield "chance", {"share": analysis.of_means}
    if analysis.counted.replications < 2:
        yield "one_run", {}
    elif analysis.counted.replications < _FEW_RUNS:
        yield "few_runs", {"runs": analysis.counted.replications}


def sum_alone(analysis: Analysis) -> tuple[float, float, float]:
    """Return the sum of Sobol's first-order indices and its 95 % interval: what items account for without interplay."""
    first, order = analysis.sample.indices.index("first"), analysis.ranking
    sums = analysis.resampled[:, first, :][:, order].sum(axis=1)
    value = float(analysis.values[first, order].sum())
    low, high = np.percentile(sums - np.median(sums), (2.5, 97.5))
    return value, value + float(low), value + float(high)


def _shown(value: object, language: str) -> object:
    if isinstance(value, float):
        return number_text(100 * value, 0, language, unit="%")
    return value[language] if isinstance(value, Text) else value
