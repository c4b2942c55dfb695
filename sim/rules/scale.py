"""Arithmetic that every rule shares: the logit of a decision and the bounds of a level."""

import math
from collections.abc import Sequence

Terms = tuple[float, ...]
Weights = Sequence[float]


def bounded(x: float) -> float:
    """x, kept between 0 and 1."""
    if x < 0.0:
        return 0.0
    if x > 1.0:
        return 1.0
    return x


def total(terms: Terms) -> float:
    """Sum of a decision's terms, from first to last."""
    summed = 0.0
    for term in terms:
        summed += term
    return summed


def chance(score: float) -> float:
    """Chance of yes in a binary logit (random utility; McFadden 1974)."""
    if score < -700.0:
        return 0.0
    return 1.0 / (1.0 + math.exp(-score))


def agrees(terms: Terms, luck: float) -> bool:
    """Whether a decision with these terms is a yes at this luck."""
    return luck < chance(total(terms))


def raised(level: float, step: float) -> float:
    """A level between 0 and 1 after a bounded step up: the nearer to 1, the smaller."""
    return level + step * (1.0 - level)


def lowered(level: float, step: float) -> float:
    """A level between 0 and 1 after a bounded step down: the nearer to 0, the smaller."""
    return level - step * level
