"""What a case is made of (§4.1.3, 5.2.1; its numbers are assumptions)."""

from sim.rules.scale import bounded


def severity(level: float, luck: float) -> float:
    """Severity of one case: a few cases weigh far more than most (heavy tail, RIVM 2016)."""
    return bounded(level * (0.5 + 1.5 * luck * luck))


def facet_count(luck: float) -> int:
    """Facets of a case without housing: three to six."""
    return 3 + int(luck * 4.0)


def facet_domain(facet: int, luck: float) -> int:
    """Domain that owns a facet: every case has care (0) and safety (1), the rest is spread; 2 is the social domain."""
    if facet < 2:
        return facet
    if luck < 0.35:
        return 0
    if luck < 0.6:
        return 1
    return 2


def usual_alliance(luck: float) -> float:
    """Bond between client and care as it usually is with this client."""
    return 0.4 + 0.4 * luck


def unresolved(luck: float) -> float:
    """How far a facet is unresolved when the case comes."""
    return 0.5 + 0.5 * luck


def weight(luck: float) -> float:
    """Weight of a facet within its case."""
    return 0.5 + luck


def protected_share() -> float:
    """Share of care's facets that fall under professional secrecy."""
    return 0.85


def indication_share() -> float:
    """Share of care's facets for which care needs an indication first."""
    return 0.4


def also_share(protected: bool) -> float:
    """Share of facets that a second organisation knows of as well: of another domain, or of care where protected."""
    return 0.5 if protected else 0.8
