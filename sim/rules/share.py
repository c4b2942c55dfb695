"""Sharing: who discloses, who withholds, and why (§4.3.5, 5.1.5, 6.3.3; hidden profile: Stasser & Titus 1985)."""

from sim.rules.people import USUAL_UNDERSTANDING
from sim.rules.scale import Terms, Weights

USUAL_TABLE = 7.0  # people at a table that is neither small nor large
LARGEST_TABLE = 15.0  # people at the largest table that respondents mention (§5.1.3)

DISCLOSES = (
    ("readiness", 1.05, "social", "willingness to speak", "bereidheid om te spreken"),
    ("trust", 2.5, "social", "trust in this table", "vertrouwen in deze tafel"),
    ("caution", 2.0, "external", "caution", "voorzichtigheid"),
    ("size", 1.2, "network management", "the size of the table", "de grootte van de tafel"),
    ("facilitation", 1.0, "network management", "how the meeting is led", "hoe het gesprek wordt geleid"),
    ("danger", 0.6, "cognitive", "the danger of the case", "het gevaar in de casus"),
    ("secrecy", 2.5, "institutional", "professional secrecy", "het beroepsgeheim"),
    ("discipline", 1.2, "institutional", "fear of the disciplinary board", "vrees voor het tuchtrecht"),
    ("closed_core", 0.8, "social", "a closed circle at the table", "een gesloten kring aan tafel"),
    ("unshared", 0.8, "cognitive", "knowing something nobody else knows", "als enige iets weten"),
    ("audience", 0.6, "institutional", "a secret before many ears", "een geheim voor veel oren"),
    ("reciprocity", 1.5, "social", "others who keep theirs to themselves", "anderen die het hunne voor zich houden"),
    ("understanding", 3.0, "social", "knowing how the others work", "weten hoe de anderen werken"),
    ("person", 0.6, "social", "what this person is like", "wat voor iemand dit is"),
)

ASKS_ALONG = (
    ("reserve", 1.5, "network management", "asking for information as usual", "gewoon om informatie vragen"),
    ("think_along", 4.0, "network management", "asking for advice instead", "liever om advies vragen"),
    ("competence", 1.5, "network management", "skill in asking on", "vaardigheid in doorvragen"),
    ("trust", 2.0, "social", "trust in who withholds", "vertrouwen in wie iets achterhoudt"),
)

THINKS_ALONG = (
    ("readiness", 0.5, "social", "willingness to help", "bereidheid om mee te denken"),
    ("trust", 2.0, "social", "trust in this table", "vertrouwen in deze tafel"),
    ("competence", 1.5, "cognitive", "network competences", "netwerkcompetenties"),
)

RECORD = (
    ("minutes", 0.3, "network management", "what minutes keep", "wat in notulen blijft"),
    ("changes", 0.04, "cognitive", "how fast knowledge goes out of date", "hoe snel kennis veroudert"),
    ("fades", 0.05, "cognitive", "how fast what was heard is forgotten", "hoe snel men vergeet wat men hoorde"),
    ("strain", 0.25, "institutional", "strain of sharing without consent", "schade door delen zonder toestemming"),
    ("advice", 0.5, "cognitive", "what advice is worth beside information", "wat advies waard is naast informatie"),
)


def discloses(
    k: Weights,
    trust: float,
    caution: float,
    size: float,
    facilitation: float,
    danger: float,
    bound: float,
    strictness: float,
    guidance: float,
    fear: float,
    closed: float,
    unshared: float,
    withheld: float,
    understanding: float,
    person: float,
) -> Terms:
    """Terms of telling the table what one knows of a facet.

    Secrecy and the fear of the board count only for a protected facet without the client's consent; knowing the
    guidance on exchanging data takes away most of the strict reading (§4.3.5). Before many ears secrecy weighs more
    (§5.1.3). What others kept to themselves so far makes people hold back as well (§5.1.5, 6.3.3).
    """
    strict = bound * strictness * (1.0 - 0.7 * guidance)
    return (
        k[0],
        k[1] * (trust - 0.5),
        -k[2] * (caution - 0.5),
        -k[3] * (size / LARGEST_TABLE - 0.5),
        k[4] * facilitation,
        k[5] * danger,
        -k[6] * strict,
        -k[7] * bound * fear,
        -k[8] * closed,
        -k[9] * unshared,
        -k[6] * k[10] * strict * (size / USUAL_TABLE - 1.0),
        -k[11] * withheld,
        k[12] * (understanding - USUAL_UNDERSTANDING),
        k[13] * person,
    )


def asks_along(k: Weights, think_along: float, competence: float, trust: float) -> Terms:
    """Terms of asking somebody who withholds to think along instead (§4.3.5, 5.2.2)."""
    return (-k[0], k[1] * think_along, k[2] * (competence - 0.5), k[3] * (trust - 0.5))


def thinks_along(k: Weights, trust: float, competence: float) -> Terms:
    """Terms of helping the plan without disclosing anything (§4.3.5)."""
    return (k[0], k[1] * (trust - 0.5), k[2] * (competence - 0.5))


def record_chance(k: Weights, structure: float, shared_system: float) -> float:
    """Chance that what was said can be looked up at the next meeting: minutes or a shared system (§5.1.5, 6.1.5)."""
    return 1.0 - (1.0 - k[0] * structure) * (1.0 - shared_system)


def stale_chance(k: Weights) -> float:
    """Chance a week that a facet changes, so that what others knew of it no longer holds (assumption)."""
    return k[1]


def fade_chance(k: Weights) -> float:
    """Chance a week that people forget what they heard of a facet; what is on record stays (§5.1.5, 5.2.2)."""
    return k[2]


def strained(k: Weights, alliance: float) -> float:
    """The bond between client and care after something was told without consent."""
    return alliance - k[3] * alliance


def advice_worth(k: Weights) -> float:
    """Share of a facet's weight that thinking along gives to the plan."""
    return k[4]
