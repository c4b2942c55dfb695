"""Who people are when they come: outlook, skill, closeness to the client (§2.8.2, 5.1.3)."""

import math

from sim.rules.scale import Weights, bounded

# What makes people and organisations differ in whom they trust at the start, as standard deviations (§5.2.2, 6.1.2).
DIFFERENCES = (
    ("propensity", 0.10, "social", "how trusting people are", "hoe goed van vertrouwen mensen zijn"),
    ("standing", 0.08, "social", "standing of an organisation", "aanzien van een organisatie"),
    ("pair", 0.1, "social", "history of two organisations", "geschiedenis van twee organisaties"),
    ("doubt", 0.05, "social", "safety doubts care", "veiligheid twijfelt aan zorg"),
)

USUAL_UNDERSTANDING = 0.4  # of other domains, where people have met for a while


def domain_orientation(care: float, safety: float, gap: float) -> float:
    """Outlook of a domain between client (0) and society (1): care and safety are `gap` apart, social between."""
    return 0.5 + 0.5 * gap * (safety - care)


def scattered(level: float, spread: float, luck: float) -> float:
    """A level with people round it, kept between 0 and 1."""
    return bounded(level + spread * (luck - 0.5))


def closeness(level: float, luck: float) -> float:
    """Closeness to the client: the shop floor knows the person, management the file (§5.1.3)."""
    return bounded(0.8 - 0.6 * level + 0.4 * (luck - 0.5))


def first_hand_chance(regular: bool, close: float) -> float:
    """Chance of knowing a facet that one's organisation owns: who works with the client or usually comes, or others."""
    if regular:
        return 0.7 + 0.3 * close
    return 0.25


def first_understanding(level: float) -> float:
    """How well one knows the work of somebody not met before."""
    return bounded(level)


def deviation(luck: float) -> float:
    """A draw from the logistic distribution with mean 0 and standard deviation 1."""
    inside = bounded(luck * (1.0 - 2e-6) + 1e-6)
    return math.log(inside / (1.0 - inside)) * math.sqrt(3.0) / math.pi


def regard(k: Weights, standing: float, pair: float, safety_to_care: bool) -> float:
    """What people of one organisation add to their trust in those of another: its standing, their history, doubt."""
    return k[1] * standing + k[2] * pair - (k[3] if safety_to_care else 0.0)


def tie(initial: float, known: bool, strangers: float, luck: float, propensity: float, regard: float) -> float:
    """Trust of one person in another at the start: thinner where the two do not know each other (§2.6.1, 5.1.2)."""
    level = initial if known else initial * strangers
    return bounded(level * (0.8 + 0.4 * luck) + propensity + regard)
