"""From what was counted each week to the outcomes of a run (model: levels, flows, shares)."""

import math
from typing import Any

import numpy as np

from sim.outcomes import OUTCOMES
from sim.state import REFERRED, SIMPLE
from sim.week import tally as t

TRAIL = 13  # weeks over which weekly shares look back

# Shares: what is counted, and out of what.
SHARES = {
    "information_shared": (t.SHARED_WEIGHT, (t.INFORMATION_WEIGHT,)),
    "information_shared_care": (t.CARE_SHARED, (t.CARE_WEIGHT,)),
    "information_shared_safety": (t.SAFETY_SHARED, (t.SAFETY_WEIGHT,)),
    "information_shared_social": (t.SOCIAL_SHARED, (t.SOCIAL_WEIGHT,)),
    "attendance": (t.CAME, (t.INVITED,)),
    "familiar_faces": (t.FAMILIAR, (t.ATTENDANTS,)),
    "plan_rate": (t.PLANS, (t.CONFERENCES,)),
    "decided_on_the_spot": (t.ON_THE_SPOT, (t.AGREEMENTS,)),
    "agreements_kept": (t.KEPT, (t.KEPT, t.BROKEN)),
    "joint_effort": (t.JOINT_HOURS, (t.HOURS,)),
    "compulsory_share": (t.COMPULSORY, (t.ACTIONS,)),
}

# Levels of a week: a column, or a column divided by another.
LEVELS: dict[str, tuple[int, int | None]] = {
    "trust": (t.TRUST, None),
    "cross_domain_trust": (t.CROSS_DOMAIN_TRUST, None),
    "trust_care_to_safety": (t.TRUST_CARE_TO_SAFETY, None),
    "trust_safety_to_care": (t.TRUST_SAFETY_TO_CARE, None),
    "trust_in_manager": (t.TRUST_IN_MANAGER, None),
    "understanding": (t.UNDERSTANDING, None),
    "goal_consensus": (t.GOAL_CONSENSUS, None),
    "caution": (t.CAUTION, None),
    "media": (t.MEDIA, None),
    "collective_spirit": (t.COLLECTIVE_SPIRIT, None),
    "joint_logic": (t.JOINT_LOGIC, None),
    "alliance": (t.ALLIANCE, t.CASES_AT_RISK),
    "view_distance": (t.VIEW_DISTANCE, t.VIEW_TABLES),
    "waiting_cases": (t.WAITING_CASES, None),
    "active_cases": (t.ACTIVE_CASES, None),
    "risk": (t.RISK_WEEKS, t.CASES_AT_RISK),
}

FLOWS = {
    "impasses": t.IMPASSES,
    "refusals": t.REFUSALS,
    "shifts": t.SHIFTS,
    "improvisations": t.IMPROVISATIONS,
    "paralyses": t.PARALYSES,
    "bilateral_contacts": t.BILATERAL_CONTACTS,
    "incidents": t.INCIDENTS,
    "reports": t.REPORTS,
    "meeting_hours": t.MEETING_HOURS,
    "conferences": t.CONFERENCES,
    "scaled_down": t.SCALED_DOWN,
    "returned": t.RETURNED,
    "risk_weeks": t.RISK_WEEKS,
}

QUALITY = (
    "information_shared",
    "plan_rate",
    "agreements_kept",
    "cross_domain_trust",
    "understanding",
    "joint_effort",
)


def added(rows: Any) -> Any:
    """Return the sum over the first axis, strictly from first to last, so that every player adds alike."""
    return np.add.accumulate(rows, axis=0)[-1]


def _divided(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def _share(totals: list[float], name: str) -> float:
    part, wholes = SHARES[name]
    whole = 0.0
    for column in wholes:
        whole += totals[column]
    return _divided(totals[part], whole)


def _level(row: list[float], name: str) -> float:
    column, per = LEVELS[name]
    return row[column] if per is None else _divided(row[column], row[per])


def _quality(values: dict[str, float]) -> float:
    summed = 0.0
    for name in QUALITY:
        summed += values[name]
    return summed / len(QUALITY)


def week_values(tally: Any, week: int) -> dict[str, float]:
    """Return every weekly outcome of one week; shares look back over 13 weeks. tally: (weeks, columns)."""
    row = tally[week].tolist()
    trailing = added(tally[max(0, week - TRAIL + 1) : week + 1]).tolist()
    values = {name: _level(row, name) for name in LEVELS}
    values |= {name: row[column] for name, column in FLOWS.items()}
    values |= {name: _share(trailing, name) for name in SHARES}
    values["collaboration_quality"] = _quality(values)
    return values


def run_values(tally: Any, cases: Any, arrived: int, alone: float) -> dict[str, float]:
    """Return every outcome of a run, in the order of the registry.

    tally: (weeks, columns); cases: `sim.state.Cases` of the run, of which `arrived` have come; alone: weeks of risk
    without a network.
    """
    totals = added(tally).tolist()
    values = {name: _mean_level(tally, name) for name in LEVELS}
    values |= {name: totals[column] for name, column in FLOWS.items()}
    values |= {name: _share(totals, name) for name in SHARES}
    values["collaboration_quality"] = _quality(values)
    values["weeks_to_plan"] = _weeks_to_plan(cases, arrived, len(tally))
    values["network_effectiveness"] = 1.0 - totals[t.RISK_WEEKS] / alone if alone >= 1.0 else math.nan
    return {name: values[name] for name in OUTCOMES}


def _mean_level(tally: Any, name: str) -> float:
    column, per = LEVELS[name]
    series = tally[:, column]
    if per is not None:
        counted = tally[:, per] > 0
        series = series[counted] / tally[counted, per]
    return float(added(series)) / len(series) if len(series) else math.nan


def _weeks_to_plan(cases: Any, arrived: int, weeks: int) -> float:
    waited = 0
    admitted = 0
    for case in range(arrived):
        if cases.status[case] not in (REFERRED, SIMPLE):
            plan = cases.first_plan[case]
            waited += (plan if plan >= 0 else weeks - 1) - cases.arrival[case]
            admitted += 1
    return _divided(float(waited), float(admitted))
