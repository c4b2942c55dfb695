"""Which outcomes a short table shows, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from sim.errors import InputError, describe, nearest_name
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
    "table_trust",
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
_BESIDE = {"risk": "compulsory_share"}  # less risk by more compulsion is another answer than less risk
COURSES = ("trust", "information_shared", "agreements_kept", "risk")


def asked(names: Sequence[str]) -> tuple[str, ...]:
    """Return the outcomes that an answer is about: those asked for, else the main ones; compulsion beside risk.

    Raises InputError for a name that is no outcome.
    """
    for name in names:
        if name not in OUTCOMES:
            nearest = _nearest(name)
            allowed = "" if nearest else ", ".join(OUTCOMES)
            raise InputError("unknown outcome", where="--outcome", got=describe(name), allowed=allowed, nearest=nearest)
    chosen = [each for name in names or MAIN for each in (name, _BESIDE.get(name, name))]
    return tuple(dict.fromkeys(chosen))


def _nearest(word: str) -> str:
    """Return the outcome whose title, in any language, holds a word, or else looks most like it; else nothing."""
    titles = {text.lower(): name for name, outcome in OUTCOMES.items() for text in outcome.title.to_dict().values()}
    known = titles | {name: name for name in OUTCOMES}
    word = word.strip().lower()
    holding = sorted((title for title in titles if word in title), key=len) if len(word) > 2 else []
    return known.get(next(iter(holding), "") or nearest_name(word, known), "")


def listed(group: str, *, everything: bool = False) -> tuple[Outcome, ...]:
    """Return the outcomes of a group: the headlines, and with `everything` the rest behind them."""
    names = (*HEADLINES, *(name for name in OUTCOMES if everything and name not in HEADLINES))
    return tuple(OUTCOMES[name] for name in names if OUTCOMES[name].group == group)
