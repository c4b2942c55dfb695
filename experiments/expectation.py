"""What was expected of a scenario beforehand, held against what came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from experiments.answer import mean_text
from experiments.comparison import Difference, Verdict
from experiments.words import Words
from sim.expectations import HIGHER

Expected = Sequence[tuple[Difference, str]]


class CameOut(StrEnum):
    """How an expectation came out; where its name says no more, the difference is surely large enough to matter."""

    AS_EXPECTED = "as_expected"
    AS_EXPECTED_UNCERTAIN = "as_expected_uncertain"
    AS_EXPECTED_SMALL = "as_expected_small"
    OTHER_WAY = "other_way"
    OTHER_WAY_UNCERTAIN = "other_way_uncertain"
    OTHER_WAY_SMALL = "other_way_small"
    HARDLY = "hardly"
    OPEN = "open"
    NONE = "none"


_COUNTED = {
    "as_expected": (CameOut.AS_EXPECTED, CameOut.AS_EXPECTED_UNCERTAIN),
    "small": (CameOut.AS_EXPECTED_SMALL,),
    "hardly": (CameOut.HARDLY,),
    "open": (CameOut.OPEN,),
    "other_way": (CameOut.OTHER_WAY, CameOut.OTHER_WAY_UNCERTAIN, CameOut.OTHER_WAY_SMALL),
    "none": (CameOut.NONE,),
}


def came_out(found: Difference, side: str) -> CameOut:
    """Return how it came out that this difference was expected to be `higher` or `lower`."""
    if found.verdict is Verdict.FEW:
        return CameOut.OPEN
    if found.verdict in (Verdict.HARDLY, Verdict.OPEN, Verdict.NONE):
        return CameOut(str(found.verdict))
    way = "as_expected" if (found.mean > 0) == (side == HIGHER) else "other_way"
    return CameOut(way if found.verdict is Verdict.CLEAR else f"{way}_{found.verdict}")


def sentence(found: Difference, side: str, words: Words) -> str:
    """Return what was expected of an outcome, whether it came out, and the number."""
    return words(
        f"expected.{came_out(found, side)}",
        outcome=found.outcome.title[words.language],
        side=words(f"compare.{side}"),
        difference=mean_text(found, words),
    )


def expected(differences: Mapping[str, Difference], expects: Mapping[str, str]) -> Expected:
    """Return the differences of which something was expected, with the side."""
    return [(differences[name], side) for name, side in expects.items()]


def expectation_record(found: Difference, side: str | None, words: Words) -> dict[str, Any]:
    """Return the part of a record that tells what was expected; None where nothing was."""
    if side is None:
        return dict.fromkeys(("expected", "came_out", "expectation"))
    return {
        "expected": side,
        "came_out": str(came_out(found, side)),
        "expectation": sentence(found, side, words),
    }


def counts(found: Expected, words: Words) -> list[str]:
    """Return how often expectations came out in which way, as phrases; ways that did not occur are left out."""
    times = Counter(came_out(difference, side) for difference, side in found)
    summed = {name: sum(times[way] for way in ways) for name, ways in _COUNTED.items()}
    return [words(f"expected.count.{name}", count=count) for name, count in summed.items() if count]


def against(found: Expected) -> Expected:
    """Return those of which the other way came out."""
    return [(difference, side) for difference, side in found if came_out(difference, side) in _COUNTED["other_way"]]
