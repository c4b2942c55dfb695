"""Deciding: a joint plan, an imposed one, or an impasse (§2.5, 2.8.1, 5.1.5)."""

from sim.rules.scale import Terms, Weights

ACCEPTS = (
    ("readiness", 0.9, "social", "willingness to agree", "bereidheid om in te stemmen"),
    ("distance", 6.0, "cognitive", "distance from one's own view", "afstand tot de eigen visie"),
    ("trust", 1.5, "social", "trust in those who propose", "vertrouwen in wie het voorstelt"),
    ("commitment", 1.5, "social", "belief in the network", "geloof in het netwerk"),
    ("information", 1.2, "cognitive", "a well-founded story", "een goed onderbouwd verhaal"),
    ("brokering", 0.8, "network management", "brokering", "makelen en verbinden"),
    ("mandate", 0.6, "institutional", "room to commit on the spot", "ruimte om ter plekke toe te zeggen"),
    ("deadlock", 1.2, "institutional", "no way out within anybody's powers", "geen uitweg binnen iemands bevoegdheid"),
)

MEDIATES = (
    ("reserve", 1.0, "network management", "leaving it at that", "het erbij laten"),
    ("mediation", 3.0, "network management", "practice in mediation", "gewoonte om te bemiddelen"),
    ("competence", 2.0, "network management", "network competences", "netwerkcompetenties"),
)

IMPOSES = (
    ("reserve", 3.5, "network management", "reluctance to cut the knot", "schroom om de knoop door te hakken"),
    ("authority", 6.5, "network management", "authority that members carry", "gezag dat de leden dragen"),
    ("risk", 1.0, "cognitive", "the risk of waiting", "het risico van wachten"),
)

PLAN = (
    ("majority", 0.65, "network management", "share that must agree", "deel dat moet instemmen"),
    (
        "unanimity",
        0.25,
        "network management",
        "more agreement where nobody brokers",
        "meer instemming nodig zonder makelaar",
    ),
    (
        "leaning",
        0.5,
        "network management",
        "a partial chair bends the proposal",
        "een partijdige voorzitter buigt het voorstel",
    ),
)


def proposal(k: Weights, middle: float, orientation: float, neutrality: float) -> float:
    """What is proposed: the middle of the table, bent towards the leaning of a partial chair (§5.1.1)."""
    return middle + k[2] * (1.0 - neutrality) * (orientation - middle)


def quorum(k: Weights, brokering: float) -> float:
    """Share of those present that must agree: a table that steers itself must agree by itself (§2.5)."""
    return min(1.0, k[0] + k[1] * (1.0 - brokering))


def accepts(
    k: Weights,
    distance: float,
    trust: float,
    commitment: float,
    known: float,
    brokering: float,
    mandate: float,
    deadlock: float,
) -> Terms:
    """Terms of agreeing to the proposal; people leave their conviction for a well-founded story (§5.1.5).

    Those who may commit on the spot look for solutions (Table 3, mandate).

    In the legal vacuum no plan offers a way out (§6.3.5).
    """
    return (
        k[0],
        -k[1] * distance,
        k[2] * (trust - 0.5),
        k[3] * (commitment - 0.5),
        k[4] * (known - 0.5),
        k[5] * brokering,
        k[6] * (mandate - 0.5),
        -k[7] * deadlock,
    )


def resistance(trust_in_leader: float) -> float:
    """How much goes against the grain in a plan that was imposed, 0 to 1: less from a leader one trusts (§2.6.1)."""
    return 1.0 - trust_in_leader


def mediates(k: Weights, mediation: float, competence: float) -> Terms:
    """Terms of trying once more to bring views together (§2.8.1, 6.1.5)."""
    return (-k[0], k[1] * (mediation - 0.5), k[2] * competence)


def imposes(k: Weights, authority: float, trust_in_leader: float, risk: float) -> Terms:
    """Terms of cutting the knot: authority counts as far as members trust the leader (§2.5, 2.6.1)."""
    return (-k[0], k[1] * authority * trust_in_leader, k[2] * risk)
