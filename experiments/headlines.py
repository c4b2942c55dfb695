"""Which outcomes a short table shows, and in which order."""

from __future__ import annotations

from sim.outcomes import OUTCOMES, Outcome

GROUPS = ("collaboration", "cases", "context")

# The six parts of the quality of collaboration follow it, and compulsion stands beside risk.
HEADLINES = (
    "collaboration_quality",
    "information_shared",
    "plan_rate",
    "agreements_kept",
    "cross_domain_trust",
    "understanding",
    "joint_effort",
    "trust",
    "weeks_to_plan",
    "meeting_hours",
    "network_effectiveness",
    "risk",
    "compulsory_share",
    "incidents",
    "waiting_cases",
    "scaled_down",
    "returned",
)
MAIN = ("collaboration_quality", "network_effectiveness", "risk", "compulsory_share")
COURSES = ("trust", "information_shared", "agreements_kept", "risk")


def listed(group: str, *, everything: bool = False) -> tuple[Outcome, ...]:
    """Return the outcomes of a group: the headlines, and with `everything` the rest behind them."""
    names = (*HEADLINES, *(name for name in OUTCOMES if everything and name not in HEADLINES))
    return tuple(OUTCOMES[name] for name in names if OUTCOMES[name].group == group)
