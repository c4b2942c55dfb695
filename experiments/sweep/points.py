"""What came out at each point of a design: means, spread and percentiles over its runs."""

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

    `mean` and `deviation` (standard deviation between runs) have a column for each outcome; `percentiles`, of the
    outcomes in `closely` alone, a column for each outcome and percentile; `runs` and `failed` count runs.
    """

    def __init__(self, design: Design, closely: Sequence[str]) -> None:
        self.design = design
        self._closely = list(closely)
        self._pieces: dict[str, list[Any]] = {"mean": [], "deviation": [], "percentiles": [], "runs": [], "failed": []}

    def see(self, table: pa.Table) -> None:
        """Take in a piece."""
        frame = table.to_pandas()
        outcomes = [name for name in frame.columns if name not in (*_NO_OUTCOMES, *self.design.names)]
        by_point = frame.groupby("point")
        shares = [percentile / 100 for percentile in PERCENTILES]
        found = {
            "mean": by_point[outcomes].mean(),
            "deviation": by_point[outcomes].std(),
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

    def frame(self) -> pd.DataFrame:
        """Return everything as one table: factors, number of runs, and mean and deviation of each outcome."""
        factors = {name: self.factor(place) for place, name in enumerate(self.design.names)}
        deviation = self.deviation.add_suffix("_sd")
        counts = {"runs": self.runs, "failed": self.failed}
        both = pd.concat([self.mean, deviation], axis=1)[
            [name for outcome in self.mean.columns for name in (outcome, f"{outcome}_sd")]
        ]
        return pd.concat([pd.DataFrame(factors, index=both.index), pd.DataFrame(counts), both], axis=1).reset_index()

    def _columns(self) -> list[tuple[str, int]]:
        return [(name, percentile) for name in self._closely for percentile in PERCENTILES]
