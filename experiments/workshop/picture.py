"""What the page shows of a view: fans, differences, and on how many pairs they rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from experiments.comparison import Difference, differences
from experiments.headlines import asked
from experiments.summary import FloatArray
from experiments.workshop.fan import Fan, fan, fan_of_difference
from experiments.workshop.view import View
from experiments.workshop.worlds import Played
from sim.measures import TRAIL
from sim.outcomes import OUTCOMES

# The outcomes below the charts, by group; compulsion stands beside risk, always.
TABLE: Mapping[str, tuple[str, ...]] = {
    "collaboration": ("information_shared", "agreements_kept", "trust", "weeks_to_plan"),
    "cases": ("risk", "compulsory_share", "incidents", "network_effectiveness"),
}


@dataclass(frozen=True)
class Picture:
    """The first `pairs` of the `wanted` pairs of a view, drawn.

    `a`, `b` and `difference` are fans of the outcome that the view shows. `differences` holds that outcome; once a
    picture at rest is complete, those of TABLE too. `moving`: drawn while a slider moves.
    """

    view: View
    pairs: int
    wanted: int
    moving: bool
    a: Fan
    b: Fan
    difference: Fan
    differences: Mapping[str, Difference]

    @property
    def complete(self) -> bool:
        """Return whether all pairs that were wanted are in it."""
        return self.pairs >= self.wanted

    @property
    def main(self) -> Difference:
        """Return the difference in the outcome that the view shows."""
        return self.differences[self.view.outcome]


def picture(view: View, a: Played, b: Played, *, wanted: int, moving: bool) -> Picture:
    """Return the picture of a view from the runs of both its worlds: as many pairs as both have, at most `wanted`."""
    pairs = min(a.runs, b.runs, wanted)
    first, second = (_course(view.outcome, world.series(view.outcome, pairs)) for world in (a, b))
    return Picture(
        view=view,
        pairs=pairs,
        wanted=wanted,
        moving=moving,
        a=fan(first),
        b=fan(second),
        difference=fan_of_difference(first, second),
        differences=differences(a.first(pairs), b.first(pairs), names=told(view, hurried=moving or pairs < wanted)),
    )


def _course(name: str, series: FloatArray) -> FloatArray:
    """Return a series as it is drawn: of what is counted, the mean over the last 13 weeks, as shares are.

    Incidents, say, are mostly 0, 1 or 2 in a week: percentiles of these would jump up and down.
    """
    if OUTCOMES[name].kind != "flow":
        return series
    total = np.cumsum(series, axis=1)
    total[:, TRAIL:] -= total[:, :-TRAIL].copy()
    return total / np.minimum(np.arange(series.shape[1]) + 1, TRAIL)


def told(view: View, *, hurried: bool) -> tuple[str, ...]:
    """Return the outcomes whose differences are told: in a hurry only what is shown, with compulsion beside risk."""
    rest = () if hurried else tuple(name for group in TABLE.values() for name in group)
    return tuple(dict.fromkeys((*asked([view.outcome]), *rest)))
