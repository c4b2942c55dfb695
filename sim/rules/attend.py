"""Who is invited and who comes to the table (§5.1.3, 5.1.4, 5.1.5)."""

from sim.rules.scale import Terms, Weights, bounded

ATTENDS = (
    ("readiness", 1.5, "social", "the habit of coming", "de gewoonte om te komen"),
    ("workload", 2.0, "institutional", "pressure of other work", "druk van ander werk"),
    ("commitment", 1.5, "social", "belief in the network", "geloof in het netwerk"),
    ("planning", 1.0, "network management", "known in time", "op tijd bekend"),
)

INVITATION = (
    ("stakeless", 0.12, "network management", "inviting who has no part in it", "uitnodigen wie er niet over gaat"),
    ("gravity", 4.0, "cognitive", "a grave case draws a crowd", "een zware casus trekt veel mensen"),
    ("acquainted", 0.5, "social", "inviting who knew the client before", "uitnodigen wie de cliënt al kende"),
    ("caution", 0.2, "external", "inviting to be on the safe side", "voor de zekerheid uitnodigen"),
)


def invitation(k: Weights, risk: float, acquainted: float, caution: float) -> float:
    """Chance that an organisation without an open part in the case is invited: you don't need everybody (§5.1.3)."""
    return bounded(k[0] * (1.0 + k[1] * (risk - 0.25)) + k[2] * acquainted + k[3] * (caution - 0.45))


def attends(k: Weights, workload: float, commitment: float, early: float) -> Terms:
    """Terms of coming: workload keeps people away, commitment and early planning bring them (§5.1.4, 5.1.5)."""
    return (
        k[0],
        -k[1] * (workload - 0.5),
        k[2] * (commitment - 0.5),
        k[3] * early,
    )


def overload(needed: float, left: float) -> float:
    """Share of the hours needed that is not there, 0 to 1."""
    if needed <= left or needed <= 0.0:
        return 0.0
    return (needed - left) / needed
