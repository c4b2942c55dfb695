"""Hours and minutes: everybody's time is finite (§5.1.4; model: other work, then meetings, then action)."""

from sim.rules.scale import Weights, bounded

WEEK = (
    (
        "hours",
        6.0,
        "institutional",
        "hours a week for these cases without other work",
        "uren per week voor deze casussen zonder ander werk",
    ),
    ("workload", 0.8, "institutional", "part of them that other work can take", "deel dat ander werk kan wegnemen"),
    ("action", 1.0, "institutional", "hours that an action takes", "uren die een actie kost"),
    ("contact", 0.1, "institutional", "hours that a contact takes", "uren die een contact kost"),
    ("informal", 2.0, "institutional", "hours of an informal meeting", "uren van een informele bijeenkomst"),
    ("evaluation", 1.0, "institutional", "hours of looking back together", "uren van samen terugkijken"),
    (
        "alone",
        1.0,
        "institutional",
        "most hours a week alone on one facet",
        "meeste uren per week alleen aan een deelprobleem",
    ),
)

MINUTES = (
    ("opening", 1.5, "network management", "minutes for each attendant", "minuten per aanwezige"),
    ("telling", 2.0, "network management", "minutes to tell one thing", "minuten om iets te vertellen"),
    ("mediating", 8.0, "network management", "minutes of mediation", "minuten bemiddeling"),
    ("deciding", 3.0, "network management", "minutes for one agreement", "minuten per afspraak"),
    ("structure", 0.3, "network management", "minutes that structure saves", "minuten die structuur bespaart"),
)


def week_hours(k: Weights, workload: float) -> float:
    """Hours a week for these cases, after other work."""
    return k[0] * (1.0 - bounded(k[1] * workload))


def spared(k: Weights, minutes: float, structure: float) -> float:
    """Minutes that something takes at the table when it is well structured (§5.1.5)."""
    return minutes * (1.0 - k[4] * structure)
