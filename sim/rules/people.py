"""Who people are when they come: outlook, skill, closeness to the client (§2.8.2, 5.1.3)."""

from sim.rules.scale import bounded


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
    """Chance of knowing a facet of a case that one's organisation owns: who usually comes, or a colleague."""
    if regular:
        return 0.7 + 0.3 * close
    return 0.25


def first_understanding(level: float) -> float:
    """How well one knows the work of somebody not met before."""
    return bounded(level)


def tie(initial: float, known: bool, strangers: float, luck: float) -> float:
    """Trust of one person in another at the start: thinner where the two do not know each other (§2.6.1)."""
    level = initial if known else initial * strangers
    return bounded(level * (0.8 + 0.4 * luck))
