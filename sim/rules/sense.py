"""Making sense: views on what the case needs, from client (0) to society (1) (§2.8.1, 5.2.1, 6.3.2)."""

from sim.rules.scale import Weights, bounded

VIEWS = (
    ("clash", 0.6, "cognitive", "risk drives domains apart", "risico drijft domeinen uiteen"),
    ("evidence", 0.8, "cognitive", "what is known moves views", "wat bekend is verandert visies"),
    ("openness", 0.5, "social", "people move towards those they trust", "men beweegt naar wie men vertrouwt"),
    ("mediation", 0.5, "network management", "mediation brings views together", "bemiddeling brengt visies samen"),
    ("diversity", 0.4, "cognitive", "what difference adds to a plan", "wat verschil aan een plan toevoegt"),
    ("cohesion", 1.0, "social", "a close group voices less", "een hechte groep spreekt zich minder uit"),
    ("fit", 0.8, "cognitive", "a plan near to what the case needs", "een plan dat past bij wat nodig is"),
)


def first_view(k: Weights, orientation: float, risk: float, joint_logic: float) -> float:
    """View before the meeting: one's own orientation, driven outwards by risk, less so under a joint logic (§5.2.1)."""
    return bounded(orientation + k[0] * (orientation - 0.5) * risk * (1.0 - joint_logic))


def informed_view(k: Weights, view: float, need: float, known: float) -> float:
    """View after hearing the facts."""
    return view + bounded(k[1] * known) * (need - view)


def listening_view(k: Weights, view: float, trusted: float, competence: float, commitment: float) -> float:
    """View after the talk: towards the mean of others weighted by trust (DeGroot 1974), as far as one listens."""
    return view + k[2] * (0.5 * competence + 0.5 * commitment) * (trusted - view)


def mediated_view(k: Weights, view: float, middle: float, mediation: float, brokering: float) -> float:
    """View after mediation: towards the middle of the table (§6.1.5)."""
    return view + k[3] * mediation * brokering * (middle - view)


def plan_worth(k: Weights, known: float, spread: float, miss: float) -> float:
    """Worth of a plan, 0 to 1: what is known, what different views add, and how far it misses the need (§2.8.1)."""
    return bounded(known * (1.0 + k[4] * spread) * (1.0 + k[6] * (0.25 - miss)))


def voiceless(k: Weights, trust: float, joint_logic: float) -> float:
    """How far a close group keeps unique views unsaid, 0 to 1: only high cohesion counts (§2.8.1)."""
    return bounded(k[5] * (trust + joint_logic - 1.0))
