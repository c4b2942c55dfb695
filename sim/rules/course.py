"""The course of a case: progress, drift, incidents, scaling down (§2.10, 5.2.1)."""

from sim.rules.scale import Terms, Weights, bounded

PROGRESS = (
    ("base", 0.35, "cognitive", "effect of an action", "effect van een actie"),
    ("worth", 0.5, "cognitive", "effect of a plan that knows the case", "effect van een plan dat de casus kent"),
    ("alliance", 0.5, "social", "part that needs the client's trust", "deel dat vertrouwen van de cliënt vraagt"),
    ("compulsion", 0.3, "cognitive", "effect that compulsion adds", "extra effect van dwang"),
    ("half_hearted", 0.3, "social", "effect lost when imposed", "effectverlies bij opleggen"),
    ("alone", 0.10, "social", "effect of an hour on one's own", "effect van een uur alleen"),
    ("alone_joint", 0.2, "social", "part of joint work that one can do", "deel van gezamenlijk werk dat alleen kan"),
)

DRIFT = (
    ("drift", 0.012, "external", "problems that grow of themselves", "problemen die vanzelf groeien"),
    ("reopens", 0.006, "external", "problems that come back", "problemen die terugkomen"),
    ("relapse", 0.5, "external", "size of a relapse", "omvang van een terugval"),
    ("hazard", 0.03, "external", "incidents that risk brings", "incidenten door risico"),
    ("coerced", 0.12, "institutional", "strain of compulsion on the alliance", "schade van dwang aan de relatie"),
    ("healing", 0.02, "social", "recovery of the alliance", "herstel van de relatie"),
    ("kept", 0.04, "social", "alliance gained by a kept promise", "relatie gewonnen door nakomen"),
)

SCALES_DOWN = (
    ("reserve", 1.8, "social", "finding it hard to let go", "moeite met loslaten"),
    ("calm", 8.0, "cognitive", "how low the risk is", "hoe laag het risico is"),
    ("criteria", 2.0, "network management", "agreed criteria", "afgesproken criteria"),
    ("caution", 2.5, "external", "caution", "voorzichtigheid"),
    ("tolerance", 1.0, "external", "acceptance of risk", "acceptatie van risico"),
)


SOLVED = 0.1  # a facet below this asks for no action
CALM = 0.2  # risk below this is low in any case
CALM_SHARE = 0.5  # and so is risk below this share of a grave case's severity
ALARM = 1.5  # times what is calm: risk above this brings a case back
CALM_WEEKS = 4  # of low risk before letting go is considered


def calm_level(severity: float) -> float:
    """Risk below which a case is calm: what is left can be borne, the more so where it was grave (§5.2.1)."""
    return max(CALM, CALM_SHARE * severity)


def action_effect(
    k: Weights,
    responsiveness: float,
    worth: float,
    alliance: float,
    compulsion: float,
    imposed: float,
) -> float:
    """Part of a facet that an agreed action resolves, 0 to 0.95 (responsiveness: an assumption of its own)."""
    effect = (
        responsiveness
        * (k[0] + k[1] * worth + k[3] * compulsion)
        * (1.0 - k[2] + k[2] * alliance)
        * (1.0 - k[4] * imposed)
    )
    return effect if effect < 0.95 else 0.95


def lone_effect(k: Weights, responsiveness: float, hours: float, alliance: float, joint: bool) -> float:
    """Part of a facet that its owner resolves alone in these hours; joint work hardly moves (§5.1.2)."""
    reach = k[6] if joint else 1.0
    effect = responsiveness * k[5] * hours * reach * (1.0 - k[2] + k[2] * alliance)
    return effect if effect < 0.95 else 0.95


def drifted(k: Weights, unresolved: float) -> float:
    """A facet a week later: what is unresolved grows of itself."""
    return unresolved + k[0] * unresolved * (1.0 - unresolved)


def reopen_chance(k: Weights) -> float:
    """Chance a week that a facet flares up."""
    return k[1]


def reopened(k: Weights, unresolved: float) -> float:
    """A facet after it flared up."""
    return unresolved + k[2] * (1.0 - unresolved)


def risk_of(severity: float, unresolved_share: float) -> float:
    """Risk of a case: what is unresolved, scaled by severity (§6.3.4)."""
    return severity * unresolved_share


def incident_chance(k: Weights, risk: float) -> float:
    """Chance of an incident this week: the hazard itself grows with risk."""
    return bounded(k[3] * risk * (0.5 + risk))


def coerced_alliance(k: Weights, alliance: float, grade: float) -> float:
    """The alliance after an intervention (§2.10)."""
    return alliance - k[4] * grade * alliance


def healed_alliance(k: Weights, alliance: float, usual: float) -> float:
    """The alliance a week later: back towards what is usual with this client."""
    return alliance + k[5] * (usual - alliance)


def kept_alliance(k: Weights, alliance: float) -> float:
    """The alliance after a promise to the client was kept."""
    return alliance + k[6] * (1.0 - alliance)


def scales_down(k: Weights, calm: float, criteria: float, caution: float, tolerance: float) -> Terms:
    """Terms of letting a case go whose risk is so far below what is calm (§5.2.1)."""
    return (-k[0], k[1] * calm, k[2] * criteria, -k[3] * (caution - 0.5), k[4] * tolerance)
