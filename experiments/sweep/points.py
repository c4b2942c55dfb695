"""What came out at each point of a design: means, spread and percentiles over its runs that have a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from experiments.designs import Design
from experiments.summary import PERCENTILES
from sim.parameters import Value

_NO_OUTCOMES = ("point", "run", "seed", "error")


class Points:
    """Gathers runs piece by piece, each with all runs of its points, into one row a point.

    `mean`, `deviation` (standard deviation between runs) and `count` (runs with a value, which the others are of) have
    a column for each outcome; `percentiles`, of the outcomes in `closely` alone, a column for each outcome and
    percentile; `runs` and `failed` count runs.
    """

    def __init__(self, design: Design, closely: Sequence[str]) -> None:
        self.design = design
        self._closely = list(closely)
        names = ("mean", "deviation", "count", "percentiles", "runs", "failed")
        self._pieces: dict[str, list[Any]] = {name: [] for name in names}

    def see(self, table: pa.Table) -> None:
        """Take in a piece."""
        frame = table.to_pandas()
        outcomes = [name for name in frame.columns if name not in (*_NO_OUTCOMES, *self.design.names)]
        by_point = frame.groupby("point")
        shares = [percentile / 100 for percentile in PERCENTILES]
        found = {
            "mean": by_point[outcomes].mean(),
            "deviation": by_point[outcomes].std(),
            "count": by_point[outcomes].count(),
            "percentiles": by_point[self._closely].quantile(shares).unstack().set_axis(self._columns(), axis=1),
            "runs": by_point.size(),
            "failed": by_point["error"].count(),
        }
        for name, values in found.items():
            self._pieces[name].append(values)

    def __getattr__(self, name: str) -> Any:
        pieces = self.__dict__.get("_pieces", {})
        if name not in pieces:
            raise AttributeError(name)
        return pd.concat(pieces[name])

    def factor(self, place: int) -> list[Value]:
        """Return the value of a factor at each point."""
        return [point[place] for point in self.design.points]

    @property
    def played(self) -> Any:
        """Return how many runs at each point did not fail."""
        return self.runs - self.failed

    def missing(self, name: str) -> Any:
        """Return how many of the played runs at each point have no value of an outcome: nothing there to measure."""
        return self.played - self.count[name]

    def frame(self) -> pd.DataFrame:
        """Return everything as one table: factors, number of runs, and of each outcome mean, deviation and count."""
        factors = {name: self.factor(place) for place, name in enumerate(self.design.names)}
        counts = {"runs": self.runs, "failed": self.failed}
        found = pd.concat([self.mean, self.deviation.add_suffix("_sd"), self.count.add_suffix("_n")], axis=1)[
            [f"{outcome}{part}" for outcome in self.mean.columns for part in ("", "_sd", "_n")]
        ]
        return pd.concat([pd.DataFrame(factors, index=found.index), pd.DataFrame(counts), found], axis=1).reset_index()

    def _columns(self) -> list[tuple[str, int]]:
        return [(name, percentile) for name in self._closely for percentile in PERCENTILES]
