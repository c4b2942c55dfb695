"""Deciding: a joint plan, an imposed one, or an impasse (§2.5, 2.8.1, 5.1.5)."""

from sim.rules.people import USUAL_UNDERSTANDING
from sim.rules.scale import Terms, Weights

ACCEPTS = (
    ("readiness", 0.75, "social", "willingness to agree", "bereidheid om in te stemmen"),
    ("distance", 6.0, "cognitive", "distance from one's own view", "afstand tot de eigen visie"),
    ("trust", 1.5, "social", "trust in those who propose", "vertrouwen in wie het voorstelt"),
    ("commitment", 1.5, "social", "belief in the network", "geloof in het netwerk"),
    ("information", 1.2, "cognitive", "a well-founded story", "een goed onderbouwd verhaal"),
    ("brokering", 0.8, "network management", "brokering", "makelen en verbinden"),
    ("mandate", 0.6, "institutional", "room to commit on the spot", "ruimte om ter plekke toe te zeggen"),
    ("withheld", 3.0, "institutional", "information that is withheld", "informatie die wordt achtergehouden"),
    ("understanding", 2.0, "social", "knowing how the others work", "weten hoe de anderen werken"),
    ("partiality", 2.0, "network management", "a chair who takes sides", "een voorzitter die partij kiest"),
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
        "more agreement where members own the network",
        "meer instemming nodig waar leden eigenaar zijn",
    ),
)


def felt_distance(distance: float, understanding: float) -> float:
    """Distance from one's own view as it is felt: less where one knows how the others work (§5.2.1)."""
    return distance * (1.0 - 0.5 * understanding)


def quorum(k: Weights, ownership: float) -> float:
    """Share of those present that must agree: who own their network decide together (§2.5)."""
    return min(1.0, k[0] + k[1] * ownership)


def accepts(
    k: Weights,
    distance: float,
    trust: float,
    commitment: float,
    known: float,
    brokering: float,
    mandate: float,
    withheld: float,
    understanding: float,
    partiality: float,
) -> Terms:
    """Terms of agreeing to the proposal; people leave their conviction for a well-founded story (§5.1.5).

    Those who may commit on the spot look for solutions (Table 3, mandate).
    What is withheld irritates and burdens the plan at hand, less so where people understand each other (§5.1.5, 6.3.3).
    A chair who is not seen as neutral meets resistance on the far side (§5.1.1, 6.1.1).
    """
    return (
        k[0],
        -k[1] * distance,
        k[2] * (trust - 0.5),
        k[3] * (commitment - 0.5),
        k[4] * (known - 0.5),
        k[5] * brokering,
        k[6] * (mandate - 0.5),
        -k[7] * withheld * (1.0 - 0.6 * understanding),
        k[8] * (understanding - USUAL_UNDERSTANDING),
        -k[9] * partiality,
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
