"""What a governance form gives to a network (§2.5, 2.6; Kenis & Provan 2008).

The form is translated into the quantities below once, at the start; every other rule reads them, never the form.
"""

from sim.rules.scale import Weights, bounded

# Orders follow §2.5; sizes are assumptions. What a form does not have by definition is not listed: it is zero.
SELF_GOVERNED = (
    ("ownership", 1.0, "social", "members own the network", "leden zijn eigenaar"),
    ("coordination", 1.0, "network management", "everybody coordinates with everybody", "ieder stemt met ieder af"),
)

LEAD_ORGANISATION = (
    ("authority", 1.0, "network management", "the leader's authority", "het gezag van de leider"),
    ("brokering", 0.4, "network management", "the leader brokers", "de leider makelt"),
    ("ownership", 0.35, "social", "members own part of the network", "leden zijn deels eigenaar"),
    ("monitoring", 0.9, "network management", "the leader watches agreements", "de leider bewaakt afspraken"),
    (
        "overhead",
        4.0,
        "network management",
        "hours a week for the leader's administration",
        "uren per week voor de administratie van de leider",
    ),
    ("coordination", 0.3, "network management", "coordination beside the leader", "afstemming naast de leider"),
    ("passivity", 0.4, "network management", "waiting for the leader", "afwachten wat de leider doet"),
    ("disinterest", 1.0, "social", "losing interest in the leader's agenda", "interesse verliezen in andermans agenda"),
    ("partiality", 0.5, "network management", "a leader with an agenda", "een leider met een eigen agenda"),
)

NAO = (
    ("authority", 0.2, "network management", "the process manager's authority", "het gezag van de procesmanager"),
    ("brokering", 1.0, "network management", "brokering is the task", "makelen is de taak"),
    ("ownership", 0.3, "social", "members own part of the network", "leden zijn deels eigenaar"),
    ("monitoring", 1.0, "network management", "agreements are watched", "afspraken worden bewaakt"),
    (
        "overhead",
        10.0,
        "network management",
        "hours a week for a body of its own",
        "uren per week voor een eigen organisatie",
    ),
    ("coordination", 0.1, "network management", "coordination beside the manager", "afstemming naast de procesmanager"),
    ("passivity", 0.6, "network management", "waiting for the manager", "afwachten wat de procesmanager doet"),
)

TABLES = {"self_governed": SELF_GOVERNED, "lead_organisation": LEAD_ORGANISATION, "nao": NAO}

QUANTITIES = (
    "authority",
    "brokering",
    "ownership",
    "monitoring",
    "overhead",
    "coordination",
    "passivity",
    "disinterest",
    "partiality",
)
(
    AUTHORITY,
    BROKERING,
    OWNERSHIP,
    MONITORING,
    OVERHEAD,
    COORDINATION,
    PASSIVITY,
    DISINTEREST,
    PARTIALITY,
) = range(len(QUANTITIES))

PEERS = (
    ("brokering", 1.0, "social", "members who broker among themselves", "leden die onderling makelen"),
    ("monitoring", 0.8, "social", "members who keep each other to their word", "leden die elkaar aan hun woord houden"),
    ("following", 0.6, "social", "following a leader in joint work", "een leider volgen in gezamenlijk werk"),
    ("carried", 1.0, "social", "trust that carries the skill of a chair", "vertrouwen dat de voorzitter draagt"),
)

COORDINATION_WEIGHTS = (
    ("minutes", 0.12, "network management", "minutes for each pair of members", "minuten per paar leden"),
    ("distrust", 1.5, "social", "distrust asks for more talk", "wantrouwen vraagt meer overleg"),
    ("entwined", 1.5, "cognitive", "entwined tasks ask for more talk", "verweven taken vragen meer overleg"),
    ("attention", 0.1, "network management", "attention divided among members", "aandacht verdeeld over leden"),
    ("dilution", 0.06, "social", "ownership divided among members", "eigenaarschap verdeeld over leden"),
)


FEW = 5.0  # members of a small network (§2.6.2)


def attention(k: Weights, coordination: float, members: float) -> float:
    """How much attention whoever runs the network has for each case, 0 to 1.

    The more members, the more complex the task; less so where interaction runs by a body of its own (§2.6.2).
    """
    return 1.0 / (1.0 + k[3] * coordination * members)


def shared_ownership(k: Weights, coordination: float, members: float) -> float:
    """Ownership that is left to each member, 0 to 1: what is everybody's is nobody's (§2.6.2; Olson 1965)."""
    return 1.0 / (1.0 + k[4] * coordination * max(0.0, members - FEW))


def brokering(k: Weights, given: float, skill: float, ownership: float, trust: float, competence: float) -> float:
    """Brokering at a table, 0 to 1: by whoever runs the network, and by members who own it, as trust allows (§2.5)."""
    return bounded(given * skill + k[0] * ownership * trust * competence)


def linking(k: Weights, brokering: float, authority: float, trust_in_leader: float) -> float:
    """How well joint work is held together, 0 to 1: by brokering, or by a leader whom members follow (§2.5, 2.6.4)."""
    return bounded(brokering + k[2] * authority * trust_in_leader)


def carried_skill(k: Weights, skill: float, trust: float) -> float:
    """Skill of whoever runs the network as far as it works, 0 to 1: as far as trust carries it (§2.6.1, 6.1.2)."""
    return bounded(skill * (1.0 + k[3] * (trust - 0.5)))


def facilitation(given: float, skill: float) -> float:
    """How well the talk is led, 0 to 1: the skill of whoever leads it, as far as the form gives room (§2.8.1)."""
    return bounded(given * skill)


def monitoring(k: Weights, given: float, structure: float, ownership: float, trust: float) -> float:
    """How well agreements are watched, 0 to 1: by whoever runs the network, and by peers, as trust allows (§2.6.1)."""
    return bounded(given * structure + k[1] * ownership * trust)


def carrying_trust(authority: float, in_leader: float, in_table: float) -> float:
    """The trust that carries a proposal: in the leader as far as authority reaches, in each other beyond (§2.6.1)."""
    reach = bounded(authority)
    return reach * in_leader + (1.0 - reach) * in_table


def overhead_hours(total: float, people: float, left: float) -> float:
    """Hours a week that running the network costs each person: a fixed sum shared, at most half of what is left."""
    each = total / people
    return each if each < 0.5 * left else 0.5 * left


def coordination_minutes(
    k: Weights,
    coordination: float,
    members: float,
    trust: float,
    interdependence: float,
) -> float:
    """Minutes of a conference that go to running the network.

    Where nobody runs it, members settle it among themselves: it grows with members times members, more where trust
    is low and tasks intertwine (§2.5, 2.6.2).
    """
    return (
        k[0]
        * coordination
        * members
        * members
        * (0.25 + k[1] * (1.0 - trust) * (1.0 - trust))
        * (0.25 + k[2] * interdependence)
    )
