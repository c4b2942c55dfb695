"""How many runs are enough: more are added at fixed boundaries until the answer is decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from experiments.comparison import Verdict, differences_of_all
from experiments.runner import Runs, joined

FIRST = 100


def boundaries(most: int) -> tuple[int, ...]:
    """Return the numbers of runs at which is looked: 100, twice as many each time, and at last `most`."""
    found = []
    runs = FIRST
    while runs < most:
        found.append(runs)
        runs *= 2
    return (*found, most)


def level(most: int) -> float:
    """Return the level of the intervals that may end the growth.

    Who looks more often is more often fooled by chance; sharing out the 5 % over all looks (Bonferroni) makes up for
    it.
    """
    return 1 - 0.05 / len(boundaries(most))


def grown(
    play: Callable[[int, int], list[Runs]], most: int, outcomes: Sequence[str], told: Callable[[int], object]
) -> list[Runs]:
    """Return the baseline's runs and the others', as many as it takes to decide on every outcome, at most `most`.

    `play(first, last)` gives runs first to last of each scenario; `told(runs)` is called before each step.
    """
    worlds: list[Runs] = []
    for first, last in pairwise((0, *boundaries(most))):
        told(last)
        parts = play(first, last)
        worlds = [joined([had, part]) for had, part in zip(worlds, parts, strict=True)] if worlds else parts
        if not any(undecided(worlds, outcomes, level(most))):
            break
    return worlds


def undecided(worlds: Sequence[Runs], outcomes: Sequence[str], level: float) -> Iterator[tuple[Runs, list[str]]]:
    """Yield each of the others of which a question is still open in intervals of this level, with those outcomes."""
    baseline, *others = worlds
    found = differences_of_all(baseline.outcomes, [other.outcomes for other in others], names=outcomes, level=level)
    for other, by_name in zip(others, found, strict=True):
        if left := [name for name in outcomes if by_name[name].verdict in (Verdict.OPEN, Verdict.FEW)]:
            yield other, left
