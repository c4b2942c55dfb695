"""A comparison in words: no claim stronger than its interval."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from experiments.comparison import Difference, Verdict
from experiments.headlines import MAIN
from experiments.numbers import NO_VALUE, decimals_of_difference, difference_text, number_text
from experiments.words import Words
from sim.measures import QUALITY

_LEAST_IN_SPREADS = 0.05  # less reads as 0.0
_BETTER = {("up", True): "better", ("down", False): "better", ("up", False): "worse", ("down", True): "worse"}


def answers(
    differences: Mapping[str, Difference], words: Words, outcomes: Sequence[str] = MAIN
) -> list[tuple[str, str]]:
    """Return a claim and its evidence for each of these outcomes, compulsion right behind risk.

    `differences` holds every outcome: beside the quality of collaboration stands how its parts differ.
    """
    beside = {"collaboration_quality": divergence(differences, words)}
    return [
        (claim(differences[name], words), f"{evidence(differences[name], words)} {beside.get(name, '')}".rstrip())
        for name in outcomes
    ]


def claim(found: Difference, words: Words) -> str:
    """Return what the runs allow to be said about an outcome, as a sentence."""
    subject = words(f"compare.subject.{found.outcome.name}")
    return words(f"compare.sentence.{found.verdict}", subject=subject, side=_side(found, words), pairs=found.pairs)


def divergence(differences: Mapping[str, Difference], words: Words) -> str:
    """Return which parts of the quality of collaboration are clearly higher and which lower; empty if not both."""
    clear = [differences[name] for name in QUALITY if differences[name].verdict is Verdict.CLEAR]
    higher = [_part(found, words) for found in clear if found.mean > 0]
    lower = [_part(found, words) for found in clear if found.mean < 0]
    if not higher or not lower:
        return ""
    return words("compare.parts", higher=", ".join(higher), lower=", ".join(lower))


def _part(found: Difference, words: Words) -> str:
    return f"{found.outcome.title[words.language].lower()} ({mean_text(found, words)})"


def evidence(found: Difference, words: Words) -> str:
    """Return number, interval and pairs behind a claim; of the pairs left out, how many."""
    left_out = words("compare.left_out", count=found.left_out) if found.left_out else ""
    if found.verdict is Verdict.NONE:
        return left_out
    if not found.higher and not found.lower:
        return f"{words('compare.same', pairs=found.pairs)} {left_out}".rstrip()
    difference = mean_text(found, words)
    if found.pairs == 1:
        return f"{words('compare.one', difference=difference)} {left_out}".rstrip()
    if found.verdict is not Verdict.FEW:
        difference = words("compare.with_interval", difference=difference, interval=interval_text(found, words))
    counted = {"higher": found.higher, "lower": found.lower, "pairs": found.pairs}
    text = words("compare.evidence", difference=difference, **counted)
    return " ".join(part for part in (text, _in_spreads(found, words), _needed(found, words), left_out) if part)


def _in_spreads(found: Difference, words: Words) -> str:
    if found.contains_zero or not math.isfinite(found.effect_size):
        return ""
    times = abs(found.effect_size)
    if times < _LEAST_IN_SPREADS:
        return words("compare.in_few_spreads", times=number_text(_LEAST_IN_SPREADS, 2, words.language))
    return words("compare.in_spreads", times=number_text(times, 1, words.language))


def _needed(found: Difference, words: Words) -> str:
    pairs = found.pairs_to_decide
    return "" if pairs is None else words("compare.needed", pairs=pairs)


def mean_text(found: Difference, words: Words, *, brief: bool = False) -> str:
    """Return the mean difference; `brief`: without its unit, and with as few decimals as keep it from reading as 0."""
    decimals = _decimals(found, brief)
    return difference_text(found.outcome, found.mean, words.language, decimals=decimals, unit=not brief)


def interval_text(found: Difference, words: Words, *, brief: bool = False) -> str:
    """Return the interval as 'low to high', in the unit and with the decimals of the mean; a dash if there is none."""
    if math.isnan(found.low):
        return NO_VALUE
    low, high = (
        difference_text(found.outcome, end, words.language, decimals=_decimals(found, brief), unit=False)
        for end in (found.low, found.high)
    )
    return words("compare.interval", low=low, high=high)


def verdict_text(found: Difference, words: Words, *, brief: bool = False) -> str:
    """Return the verdict in a few words, with the good side where the outcome has one and it is clear."""
    kind, side = found.verdict, _side(found, words)
    text = words(f"compare.brief.{kind}", side=side) if brief else words(f"compare.verdict.{kind}", side=side)
    better = _BETTER.get((found.outcome.direction, found.mean > 0))
    if better and kind is Verdict.CLEAR:
        text += f" ({words(f'compare.{better}')})"
    return text


def _decimals(found: Difference, brief: bool) -> int:
    ends = (found.low, found.high)
    if not brief:
        return decimals_of_difference(found.outcome, ends)
    return max(decimals_of_difference(found.outcome, [] if found.contains_zero else [end]) for end in ends)


def _side(found: Difference, words: Words) -> str:
    return words("compare.higher" if found.mean > 0 else "compare.lower")
