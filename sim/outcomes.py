"""The registry of outcomes: what a run reports, and which difference in it matters."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from sim.text import Text

Kind = Literal["level", "flow", "share", "count", "mean", "index"]
Direction = Literal["up", "down", "none"]
Group = Literal["collaboration", "cases", "context"]

_ON_UNIT_SCALE = ("level", "share", "index")


@dataclass(frozen=True)
class Outcome:
    """One outcome of a run.

    `kind`: a level is a mean over weeks, a flow a sum, a share a total divided by a total, a count a mean
    number over weeks, a mean is taken over cases, an index combines others. `direction`: where better lies,
    if anywhere. `weekly`: also a series, a value a week.
    """

    name: str
    kind: Kind
    direction: Direction
    group: Group
    title: Text
    explanation: Text
    weekly: bool

    def smallest_relevant(self, baseline_mean: float) -> float:
        """Return the smallest difference that matters: 0.02 on a scale of 0 to 1, else 5 % of the mean."""
        return 0.02 if self.kind in _ON_UNIT_SCALE else 0.05 * abs(baseline_mean)


def _from_row(row: Mapping[str, str]) -> Outcome:
    return Outcome(
        name=row["name"],
        kind=row["kind"],  # type: ignore[arg-type]  # the table is ours and tested
        direction=row["direction"],  # type: ignore[arg-type]
        group=row["group"],  # type: ignore[arg-type]
        title=Text(row["title_en"], row["title_nl"]),
        explanation=Text(row["explanation_en"], row["explanation_nl"]),
        weekly=row["weekly"] == "yes",
    )


def _registry() -> Mapping[str, Outcome]:
    lines = files("sim").joinpath("outcomes.csv").read_text("utf-8").splitlines()
    return MappingProxyType({row["name"]: _from_row(row) for row in csv.DictReader(lines)})


OUTCOMES: Mapping[str, Outcome] = _registry()
"""Every outcome by name, in the order of `sim/outcomes.csv`: what `simulate` and `outcomes()` return."""
