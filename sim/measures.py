"""From what was counted each week to outcomes: levels, flows and shares of one run or of many at once.

A tally is an array (…, weeks, columns of `sim.week.tally`); dimensions before the weeks, such as runs, are kept.
"""

import math
from typing import Any

import numpy as np

from sim.outcomes import OUTCOMES
from sim.state import REFERRED, SIMPLE
from sim.week import tally as t

TRAIL = 13  # weeks over which weekly shares look back

# Levels of a week: a column per column.
LEVELS = {
    "trust": (t.TRUST, t.WEEKS),
    "cross_domain_trust": (t.CROSS_DOMAIN_TRUST, t.WEEKS),
    "trust_care_to_safety": (t.TRUST_CARE_TO_SAFETY, t.WEEKS),
    "trust_safety_to_care": (t.TRUST_SAFETY_TO_CARE, t.WEEKS),
    "trust_in_manager": (t.TRUST_IN_MANAGER, t.WEEKS),
    "understanding": (t.UNDERSTANDING, t.WEEKS),
    "goal_consensus": (t.GOAL_CONSENSUS, t.WEEKS),
    "caution": (t.CAUTION, t.WEEKS),
    "media": (t.MEDIA, t.WEEKS),
    "collective_spirit": (t.COLLECTIVE_SPIRIT, t.WEEKS),
    "joint_logic": (t.JOINT_LOGIC, t.WEEKS),
    "alliance": (t.ALLIANCE, t.CASES_AT_RISK),
    "view_distance": (t.VIEW_DISTANCE, t.VIEW_TABLES),
    "waiting_cases": (t.WAITING_CASES, t.WEEKS),
    "active_cases": (t.ACTIVE_CASES, t.WEEKS),
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
    "simple_cases": t.SIMPLE_CASES,
    "scaled_down": t.SCALED_DOWN,
    "returned": t.RETURNED,
    "risk_weeks": t.RISK_WEEKS,
}

# Shares: what is counted, out of what.
SHARES = {
    "table_trust": (t.TABLE_TRUST, t.CONFERENCES),
    "information_shared": (t.SHARED_WEIGHT, t.INFORMATION_WEIGHT),
    "information_shared_care": (t.CARE_SHARED, t.CARE_WEIGHT),
    "information_shared_safety": (t.SAFETY_SHARED, t.SAFETY_WEIGHT),
    "information_shared_social": (t.SOCIAL_SHARED, t.SOCIAL_WEIGHT),
    "attendance": (t.CAME, t.INVITED),
    "familiar_faces": (t.FAMILIAR, t.ATTENDANTS),
    "plan_rate": (t.PLANS, t.CONFERENCES),
    "decided_on_the_spot": (t.ON_THE_SPOT, t.AGREEMENTS),
    "agreements_kept": (t.KEPT, t.ENDED),
    "joint_effort": (t.JOINT_HOURS, t.HOURS),
    "compulsory_share": (t.COMPULSORY, t.ACTIONS),
}

QUALITY = ("information_shared", "plan_rate", "agreements_kept", "cross_domain_trust", "understanding", "joint_effort")

WEEKLY = (*LEVELS, *FLOWS, *SHARES, "collaboration_quality")
_LEVEL = [column for column, _ in LEVELS.values()]
_LEVEL_PER = [per for _, per in LEVELS.values()]
_FLOW = list(FLOWS.values())
_SHARE = [column for column, _ in SHARES.values()]
_SHARE_OF = [whole for _, whole in SHARES.values()]
_QUALITY = [WEEKLY.index(name) for name in QUALITY]


def added(values: Any, axis: int = 0) -> Any:
    """Return the sum along an axis, strictly from first to last, so that every player adds alike."""
    if np.shape(values)[axis] == 0:
        return np.sum(values, axis=axis)
    return np.take(np.add.accumulate(values, axis=axis), -1, axis=axis)


def _divided(part: Any, whole: Any) -> Any:
    with np.errstate(invalid="ignore", divide="ignore"):
        return part / whole  # 0/0 is not a number, by definition


def _with_quality(levels: Any, flows: Any, shares: Any) -> Any:
    values = np.concatenate([levels, flows, shares, levels[..., :1]], axis=-1)
    values[..., -1] = added(values[..., _QUALITY], axis=-1) / len(QUALITY)
    return values


def week_values(tally: Any, week: int) -> Any:
    """Return the weekly outcomes of one week, in the order of WEEKLY: an array (…, outcomes).

    Shares and the quality of collaboration look back over 13 weeks.
    """
    trailing = added(tally[..., max(0, week - TRAIL + 1) : week + 1, :], axis=-2)
    return _weekly(tally[..., week, :], trailing)


def weekly_series(tally: Any) -> dict[str, Any]:
    """Return every weekly outcome by name, in the order of the registry: arrays (…, weeks)."""
    values = _weekly(tally, _trailing(tally))
    return {name: values[..., WEEKLY.index(name)].copy() for name, o in OUTCOMES.items() if o.weekly}


def _weekly(tally: Any, trailing: Any) -> Any:
    levels = _divided(tally[..., _LEVEL], tally[..., _LEVEL_PER])
    return _with_quality(levels, tally[..., _FLOW], _divided(trailing[..., _SHARE], trailing[..., _SHARE_OF]))


def _trailing(tally: Any) -> Any:
    """Return for each week what was counted in the last 13, added from first to last as `added` does."""
    total = np.zeros(tally.shape)
    for back in reversed(range(min(TRAIL, tally.shape[-2]))):
        total[..., back:, :] += tally[..., : tally.shape[-2] - back, :]
    return total


def run_values(tally: Any, waited: Any, admitted: Any, alone: Any) -> dict[str, Any]:
    """Return every outcome by name, in the order of the registry: arrays of the shape before the weeks.

    waited: weeks from referral to the first joint plan, added over `admitted` cases (see `waiting`); alone: weeks of
    risk without a network, below 1 of which effectiveness is not a number; None leaves effectiveness out.
    """
    totals = added(tally, axis=-2)
    shares = _divided(totals[..., _SHARE], totals[..., _SHARE_OF])
    values = _with_quality(_mean_levels(tally), totals[..., _FLOW], shares)
    outcomes = dict(zip(WEEKLY, np.moveaxis(values, -1, 0), strict=True))
    outcomes["weeks_to_plan"] = _divided(np.asarray(waited, float), np.asarray(admitted, float))
    if alone is not None:
        alone = np.where(np.asarray(alone) >= 1.0, alone, math.nan)
        outcomes["network_effectiveness"] = 1.0 - totals[..., t.RISK_WEEKS] / alone
    return {name: outcomes[name] for name in OUTCOMES if name in outcomes}


def _mean_levels(tally: Any) -> Any:
    levels = _divided(tally[..., _LEVEL], tally[..., _LEVEL_PER])
    known = ~np.isnan(levels)
    return _divided(added(np.where(known, levels, 0.0), axis=-2), known.sum(axis=-2).astype(float))


def waiting(cases: Any, arrived: int, weeks: int) -> tuple[int, int]:
    """Return the weeks that admitted cases waited for a joint plan, without one to the last week, and their number."""
    waited = 0
    admitted = 0
    for case in range(arrived):
        if cases.status[case] != REFERRED and cases.status[case] != SIMPLE:
            plan = cases.first_plan[case]
            waited += (plan if plan >= 0 else weeks - 1) - cases.arrival[case]
            admitted += 1
    return waited, admitted
