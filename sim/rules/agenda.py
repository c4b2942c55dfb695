"""The agenda: who is discussed this week (§5.1.5)."""

from sim.rules.scale import Weights

URGENCY = (
    ("risk", 1.0, "network management", "risk of the case", "risico van de casus"),
    ("time", 1.0, "network management", "time since the last discussion", "tijd sinds de vorige bespreking"),
    ("newcomer", 0.5, "network management", "never discussed before", "nog niet eerder besproken"),
    ("disorder", 0.8, "network management", "an agenda that shifts", "een agenda die verschuift"),
)


def planning(weeks_ahead: float) -> float:
    """How early a meeting is known, 0 to 1: half at two weeks ahead."""
    return weeks_ahead / (weeks_ahead + 2.0)


def urgency(
    k: Weights,
    risk: float,
    weeks_since: float,
    newcomer: float,
    early: float,
    structure: float,
    luck: float,
) -> float:
    """Place in the queue: risk and time since the last discussion.

    What is planned early can follow risk less closely; without structure chance decides more (§5.1.5).
    """
    return (
        k[0] * risk * (1.0 - 0.5 * early)
        + k[1] * weeks_since / (weeks_since + 6.0)
        + k[2] * newcomer
        + k[3] * (1.0 - structure) * (luck - 0.5)
    )
