"""Between meetings: agreements carried out, people finding each other (§5.1.5, 5.2.2)."""

from sim.rules.people import USUAL_UNDERSTANDING
from sim.rules.scale import Terms, Weights, bounded

ACTS = (
    ("reserve", 2.3, "institutional", "the rush of every day", "de waan van de dag"),
    ("workload", 2.0, "institutional", "pressure of other work", "druk van ander werk"),
    ("commitment", 1.5, "social", "belief in the network", "geloof in het netwerk"),
    ("monitoring", 1.5, "network management", "an action list that is watched", "een actielijst die wordt gevolgd"),
    ("ebb", 0.8, "social", "attention that ebbs away", "aandacht die wegebt"),
    ("imposed", 0.6, "social", "half a heart for what was imposed", "half werk bij wat is opgelegd"),
    ("ownership", 0.6, "social", "owning the network", "eigenaarschap"),
    (
        "passivity",
        0.6,
        "network management",
        "leaving it to whoever runs the network",
        "het overlaten aan wie de regie voert",
    ),
    ("goodwill", 1.0, "social", "goodwill towards the table", "de gunfactor"),
    ("overload", 2.0, "institutional", "no hours left this week", "geen uren over deze week"),
    ("account", 1.6, "network management", "being called to account", "aangesproken zijn"),
    ("linking", 1.0, "network management", "joint work that is held together", "gezamenlijk werk dat iemand verbindt"),
    ("groups", 0.15, "network management", "many organisations at the table", "veel organisaties aan tafel"),
    ("chased", 0.8, "network management", "a manager who drives things on", "een procesmanager die aanjaagt"),
    ("person", 0.6, "social", "what this person is like", "wat voor iemand dit is"),
)

CALLS_TO_ACCOUNT = (
    ("reserve", 3.0, "social", "shyness to speak up", "schroom om aan te spreken"),
    ("role", 1.8, "network management", "running or owning the network", "de regie of het eigenaarschap hebben"),
    ("monitoring", 3.0, "network management", "an action list that is watched", "een actielijst die wordt gevolgd"),
    ("competence", 1.5, "network management", "network competences", "netwerkcompetenties"),
    ("understanding", 2.0, "social", "knowing how the other works", "weten hoe de ander werkt"),
)

CONTACTS = (
    ("reserve", 1.8, "social", "no contact of itself", "geen contact vanzelf"),
    ("tie", 3.0, "social", "trust between the two", "vertrouwen tussen de twee"),
    ("reach", 2.0, "network management", "knowing where to find each other", "elkaar weten te vinden"),
    ("danger", 1.5, "cognitive", "the danger of the case", "het gevaar in de casus"),
    ("ebb", 1.2, "social", "attention that ebbs away", "aandacht die wegebt"),
    ("overload", 2.0, "institutional", "no hours left this week", "geen uren over deze week"),
    ("understanding", 2.0, "social", "knowing how the other works", "weten hoe de ander werkt"),
    ("chased", 0.8, "network management", "a manager who drives things on", "een procesmanager die aanjaagt"),
)

USUAL_TABLE = 7  # organisations at a table that is neither small nor large

TERM = 4  # weeks to carry out an agreement
GRACE = 2  # weeks more after being called to account


def attention(weeks_since: float) -> float:
    """What is left of the attention after a conference or a contact: halves in two weeks (§5.2.2)."""
    return 2.0 / (weeks_since + 2.0)


def held_together(joint: bool, linked: float) -> float:
    """How far joint work is held together, 0 to 1: what intertwines takes skill in connecting (§2.6.4)."""
    return linked if joint else 0.0


def chased(overhead: float, skill: float, agreements: float) -> float:
    """How far open agreements are driven on between meetings, 0 to 1: hours of whoever runs it, by skill (§5.2.2)."""
    return skill * bounded(overhead / (agreements + 1.0))


def goodwill(trust: float, people: float) -> float:
    """Trust now in those who wait for what was agreed, summed over so many people; neutral where there are none."""
    return trust / people if people > 0.0 else 0.5


def tone(competence: float) -> float:
    """How far being called to account helps, 0 to 1: tone and skill decide (§5.1.5)."""
    return 0.25 + 0.75 * competence


def acts(
    k: Weights,
    workload: float,
    commitment: float,
    monitoring: float,
    ebb: float,
    imposed: float,
    ownership: float,
    passivity: float,
    goodwill: float,
    overload: float,
    account: float,
    linking: float,
    groups: float,
    chased: float,
    person: float,
) -> Terms:
    """Terms of doing this week what was agreed; people go further for those they trust (§5.1.5, 5.2.2, 5.3).

    The more groups had a say, the less is carried out (Raine et al. 2014).
    """
    return (
        -k[0],
        -k[1] * (workload - 0.5),
        k[2] * (commitment - 0.5),
        k[3] * monitoring,
        -k[4] * ebb,
        -k[5] * imposed,
        k[6] * ownership,
        -k[7] * passivity,
        k[8] * (goodwill - 0.5),
        -k[9] * overload,
        k[10] * account,
        k[11] * linking,
        -k[12] * (groups - USUAL_TABLE),
        k[13] * chased,
        k[14] * person,
    )


def calls_to_account(k: Weights, role: float, monitoring: float, competence: float, understanding: float) -> Terms:
    """Terms of calling somebody to account for an agreement that is late; any member may (§5.1.1, 5.1.5, 5.3)."""
    return (
        -k[0],
        k[1] * role,
        k[2] * monitoring,
        k[3] * (competence - 0.5),
        k[4] * (understanding - USUAL_UNDERSTANDING),
    )


def contacts(
    k: Weights,
    tie: float,
    reach: float,
    danger: float,
    ebb: float,
    overload: float,
    understanding: float,
    chased: float,
) -> Terms:
    """Terms of finding each other between meetings; risk asks for more contact (§5.1.5, 5.2.2)."""
    return (
        -k[0],
        k[1] * (tie - 0.5),
        k[2] * reach,
        k[3] * danger,
        -k[4] * ebb,
        -k[5] * overload,
        k[6] * (understanding - USUAL_UNDERSTANDING),
        k[7] * chased,
    )
