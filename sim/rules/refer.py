"""Referral and triage: which cases reach the table (§4.1.3, 4.3.3, 5.2.1)."""

import math

from sim.rules.scale import Terms, Weights

# term, weight, cause (after Koppenjan & Klijn, §2.8.1), English, Dutch
ADMITS = (
    ("readiness", 0.4, "network management", "room for a new case", "ruimte voor een nieuwe casus"),
    ("complexity", 3.0, "cognitive", "how complex the case is", "hoe complex de casus is"),
    ("care", 2.0, "network management", "care takes part in triage", "zorg doet mee in de triage"),
    ("attention", 0.8, "external", "media attention", "media-aandacht"),
)

INFLOW = (
    ("media_referrals", 3.0, "external", "referrals that attention brings", "aanmeldingen door aandacht"),
    ("reports", 0.4, "external", "reports that risk brings", "meldingen door risico"),
    ("media_reports", 3.0, "external", "reports that attention adds", "extra meldingen door aandacht"),
)


def admits(k: Weights, complexity: float, care: float, media: float) -> Terms:
    """Terms of letting a referral in: care knows best which cases need a network (§5.2.1)."""
    return (
        k[0],
        k[1] * (complexity - 0.5),
        k[2] * care * (complexity - 0.5),
        k[3] * media,
    )


def simple_referrals(k: Weights, arrivals_a_week: float, referral_effect: float, media: float) -> float:
    """Expected simple referrals a week that attention alone brings: no more risk, more work (§4.3.3)."""
    return k[0] * arrivals_a_week * referral_effect * media


def report_chance(k: Weights, risk: float, referral_effect: float, media: float) -> float:
    """Chance of a report about a client this week; attention multiplies it without more risk (§4.3.3)."""
    chance = k[1] * risk * (1.0 + k[2] * referral_effect * media)
    return chance if chance < 1.0 else 1.0


def arrived(mean: float, luck: float) -> int:
    """How many arrive in a week, at most 63: the Poisson count with this mean at this luck (inverse distribution)."""
    share = math.exp(-mean)
    reached = share
    count = 0
    while luck >= reached and count < 63:
        count += 1
        share = share * mean / count
        if reached + share == reached and count > mean:
            return count  # what is left of the distribution is less than numbers can tell
        reached += share
    return count
