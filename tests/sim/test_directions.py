"""Table 3: the direction in which each factor works, in the mean over paired runs of Top X.

Each row of the table below raises one parameter, everything else as in Top X. Both ends are played on the same run
seeds; held is a direction when the 99 % interval of the mean of the paired differences is clear of zero.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from scenarios import load
from sim import simulate
from sim.measures import QUALITY
from sim.parameters import PARAMETERS

pytestmark = pytest.mark.slow

PAIRS = 40
WEEKS = 52
BASE_SEED = 3
CERTAINTY = 0.99
Columns = dict[str, npt.NDArray[np.float64]]


@dataclass(frozen=True)
class Contrast:
    """A parameter raised from one level to another, and what goes up (1) or down (-1).

    `fed` are the parts of collaboration quality that the parameter feeds directly; the direction of quality is that
    of the mean of the others. `downstream`: outcomes, or one outcome by another, two steps on.
    """

    pattern: str
    parameter: str
    low: float
    high: float
    quality: int
    downstream: tuple[tuple[str, int], ...]
    fed: tuple[str, ...] = ()


CONTRASTS = (
    Contrast("B1", "trust.initial", 0.2, 0.7, 1, (("improvisations", 1),), ("cross_domain_trust",)),
    Contrast("B2", "continuity.same_faces", 0.3, 0.95, 1, (("trust", 1), ("weeks_to_plan", -1))),
    Contrast("B3", "mandate.share", 0.3, 0.95, 1, (("weeks_to_plan", -1),)),
    Contrast("B4 structure", "process_management.structure", 0.2, 0.9, 1, (("agreements_kept", 1),)),
    Contrast("B4 mediation", "process_management.mediation", 0.2, 0.9, 1, (("plan_rate", 1),)),
    Contrast("B5", "information.shared_system", 0.0, 0.8, 1, (("plan_rate", 1),), ("information_shared",)),
    Contrast(
        "B6",
        "informal_contact.events_per_year",
        0.0,
        12.0,
        1,
        (("information_shared", 1),),
        ("understanding", "cross_domain_trust"),
    ),
    Contrast("B7", "culture.gap", 0.5, 0.9, -1, (("plan_rate", -1),)),
    Contrast(
        "B8",
        "secrecy.strictness",
        0.1,
        0.95,
        -1,
        (("understanding", -1), ("cross_domain_trust", -1), ("alliance", 1)),
        ("information_shared",),
    ),
    Contrast("B9", "cases.severity", 0.3, 0.8, -1, (("shifts / conferences", 1), ("cross_domain_trust", -1))),
    Contrast("B10", "legal.gap", 0.05, 0.4, -1, (("paralyses", 1), ("risk", 1))),
    Contrast("B11", "media.baseline", 0.1, 0.8, -1, (("improvisations", -1), ("information_shared", -1))),
)
QUALITY_OF_THE_REST = "quality"
CLAIMS = [
    pytest.param(contrast, outcome, sign, id=f"{contrast.pattern}-{outcome.replace(' / ', '_per_')}")
    for contrast in CONTRASTS
    for outcome, sign in ((QUALITY_OF_THE_REST, contrast.quality), *contrast.downstream)
]


@cache
def played(parameter: str, value: float) -> Columns:
    """Return the outcomes of all runs of Top X with this value, a run in a row."""
    return simulate(load("top_x").set({parameter: value, "run.weeks": WEEKS}), runs=PAIRS, seed=BASE_SEED)


def measured(rows: Columns, outcome: str, fed: tuple[str, ...]) -> npt.NDArray[np.float64]:
    """Return an outcome, one outcome by another, or the mean of the parts of quality that are not fed, per run."""
    if outcome == QUALITY_OF_THE_REST:
        return np.mean([rows[part] for part in QUALITY if part not in fed], axis=0)
    part, _, whole = outcome.partition(" / ")
    return rows[part] / rows[whole] if whole else rows[part]


def interval(differences: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Return the interval of the mean of the known differences (Student's t)."""
    known = differences[~np.isnan(differences)]
    assert len(known) > 0.9 * PAIRS
    error = known.std(ddof=1) / math.sqrt(len(known))
    reach = float(stats.t.ppf(0.5 + 0.5 * CERTAINTY, len(known) - 1)) * error
    return float(known.mean() - reach), float(known.mean() + reach)


def test_the_table_names_every_factor_and_stays_within_the_ranges() -> None:
    assert {contrast.pattern.split()[0] for contrast in CONTRASTS} == {f"B{number}" for number in range(1, 12)}
    for contrast in CONTRASTS:
        parameter = PARAMETERS[contrast.parameter]
        assert parameter.low <= contrast.low < contrast.high <= parameter.high
        assert set(contrast.fed) <= set(QUALITY)


@pytest.mark.parametrize(("contrast", "outcome", "sign"), CLAIMS)
def test_a_direction_holds_in_the_mean(contrast: Contrast, outcome: str, sign: int) -> None:
    low, high = (played(contrast.parameter, end) for end in (contrast.low, contrast.high))
    assert (low["seed"] == high["seed"]).all()
    ends = interval(measured(high, outcome, contrast.fed) - measured(low, outcome, contrast.fed))
    assert min(sign * end for end in ends) > 0.0, f"{contrast.parameter} on {outcome}: 99 % within {ends}"
