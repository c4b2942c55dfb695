"""Learning: trust, understanding, commitment, caution and what grows between people (§5.1.2, 5.3, 6.1.2)."""

from sim.rules.scale import Terms, Weights, bounded

# Each is a share of what one kept agreement does (`trust.gain_kept`); kept counts 1, broken `trust.loss_broken`.
TRUST = (
    ("told", 0.2, "social", "telling what one knows", "vertellen wat men weet"),
    ("helped", 0.3, "social", "thinking along", "meedenken"),
    ("result", 0.3, "social", "results", "resultaten"),
    ("familiar", 0.1, "social", "seeing each other again", "elkaar vaker zien"),
    ("contact", 0.2, "social", "contact between meetings", "contact tussen de overleggen"),
    ("informal", 0.3, "social", "informal meetings", "informele bijeenkomsten"),
    ("care", 0.2, "social", "care for each other after an incident", "betrokkenheid na een incident"),
    ("withheld", 0.4, "institutional", "information withheld", "informatie achtergehouden"),
    ("shift", 0.7, "social", "an action passed on", "een actie doorgeschoven"),
    ("ordered", 0.5, "social", "being told what to do", "opgedragen krijgen wat te doen"),
    ("unheard", 0.15, "social", "not being heard", "niet gehoord worden"),
    ("setback", 0.1, "external", "things that fail", "dingen die mislukken"),
    ("partial", 0.2, "network management", "a partial manager", "een partijdige procesmanager"),
    ("fair", 0.1, "network management", "a fair hearing", "een eerlijke behandeling"),
    ("strangers", 0.75, "social", "trust in somebody one does not know", "vertrouwen in een onbekende"),
    ("handover", 0.5, "social", "trust that a successor inherits", "vertrouwen dat een opvolger erft"),
)

UNDERSTANDING = (
    ("own", 0.6, "institutional", "within one's own domain at the start", "binnen het eigen domein bij de start"),
    ("other", 0.3, "institutional", "across domains at the start", "tussen domeinen bij de start"),
    ("familiar", 0.012, "social", "seeing each other again", "elkaar vaker zien"),
    ("heard", 0.010, "cognitive", "hearing what somebody knows", "horen wat iemand weet"),
    ("advice", 0.020, "cognitive", "thinking along", "meedenken"),
    ("contact", 0.02, "social", "contact between meetings", "contact tussen de overleggen"),
    ("informal", 0.05, "social", "informal meetings", "informele bijeenkomsten"),
    ("evaluation", 0.06, "cognitive", "joint evaluation", "gezamenlijk evalueren"),
    ("refusal", 0.01, "institutional", "information withheld", "informatie achtergehouden"),
)

COMMITMENT = (
    ("plan", 0.015, "social", "a joint plan", "een gezamenlijk plan"),
    ("impasse", 0.005, "social", "an impasse", "een impasse"),
    ("disinterest", 0.03, "social", "somebody else's agenda", "andermans agenda"),
    (
        "passivity",
        0.02,
        "network management",
        "leaving it to whoever runs the network",
        "het overlaten aan wie de regie voert",
    ),
)

CAUTION = (
    ("base", 0.3, "social", "caution without pressure", "voorzichtigheid zonder druk"),
    ("media", 0.5, "external", "media attention", "media-aandacht"),
    ("incident", 0.15, "external", "an incident in one's own case", "een incident in de eigen casus"),
    ("tolerance", 0.8, "external", "acceptance of risk", "acceptatie van risico"),
    ("backing", 0.2, "institutional", "backing from home", "rugdekking van de eigen organisatie"),
    ("pace", 0.15, "social", "how fast caution follows", "hoe snel voorzichtigheid volgt"),
)

SKILL = (
    ("practice", 0.004, "network management", "a manager who gets better", "een procesmanager die beter wordt"),
)

LESSON = (
    ("fades", 0.05, "cognitive", "how fast a lesson wears off", "hoe snel een les wegzakt"),
)

SPIRIT = (
    ("plan", 0.02, "social", "a joint plan", "een gezamenlijk plan"),
    ("shift", 0.02, "social", "an action passed on", "een actie doorgeschoven"),
    ("informal", 0.05, "social", "informal meetings", "informele bijeenkomsten"),
    ("logic_plan", 0.004, "institutional", "a joint plan across domains", "een gezamenlijk plan tussen domeinen"),
    ("logic_impasse", 0.004, "institutional", "an impasse between domains", "een impasse tussen domeinen"),
    ("logic_shift", 0.003, "institutional", "us and them", "wij-zij"),
)

SHOWS_CARE = (
    ("readiness", 0.3, "social", "concern for each other", "betrokkenheid bij elkaar"),
    ("competence", 1.5, "social", "network competences", "netwerkcompetenties"),
)

COMES_ALONG = (
    ("readiness", 0.3, "social", "interest in each other", "belangstelling voor elkaar"),
    ("workload", 2.0, "institutional", "pressure of other work", "druk van ander werk"),
    ("commitment", 1.5, "social", "belief in the network", "geloof in het netwerk"),
)

EVALUATES = (
    ("reserve", 3.0, "institutional", "looking back at home only", "alleen in eigen huis terugkijken"),
    ("practice", 6.0, "network management", "practice of joint evaluation", "gewoonte om samen te evalueren"),
)


def trust_step(rate: float, weight: float) -> float:
    """Part of the way that trust goes to what was experienced: the pace of a kept agreement times a weight (§5.1.2)."""
    step = rate * weight
    return step if step < 1.0 else 1.0


def irritation(weight: float, understanding: float) -> float:
    """Weight of something withheld or passed on: less where people understand each other (§5.2.1)."""
    return weight * (1.0 - 0.6 * understanding)


def blame(weight: float, understanding: float, across: bool, risk: float) -> float:
    """Weight of an action passed on: us-and-them counts between domains, half within, and grows with risk (§6.3.4)."""
    felt = irritation(weight, understanding) * (0.5 + risk)
    return felt if across else 0.5 * felt


def rebuke(weight: float, tone: float) -> float:
    """Weight of being called to account: the worse the tone, the more it is being told what to do (§5.1.2, 5.1.5)."""
    return weight * (1.0 - tone)


def inherited(share: float, before: float, stranger: float) -> float:
    """Level of a tie with a successor: part of what the predecessor stood for, the rest as with a stranger (§6.1.3)."""
    return share * before + (1.0 - share) * stranger


def partiality(orientation: float, own: float, neutrality: float) -> float:
    """How partial whoever runs the network looks from where one stands, 0 to 1 (§5.1.1)."""
    distance = orientation - own
    if distance < 0.0:
        distance = -distance
    return (1.0 - neutrality) * distance


def caution_target(k: Weights, media: float, tolerance: float, backing: float) -> float:
    """Where caution goes under this pressure (§5.2.2, 6.3.6); a society that accepts risk softens it (§2.11)."""
    softened = max(0.0, 1.0 - k[3] * (tolerance - 0.3) / 0.7)
    return bounded(k[0] + k[1] * media * softened - k[4] * (backing - 0.7))


def followed(k: Weights, caution: float, target: float) -> float:
    """Caution a week later."""
    return caution + k[5] * (target - caution)


def practised(k: Weights, skill: float) -> float:
    """Skill of whoever runs the network a week later: it grows by doing (§5.1.5, 6.1.2)."""
    return skill + k[0] * (1.0 - skill)


def faded_lesson(k: Weights, lesson: float) -> float:
    """What is left a week later of what people learnt by looking back together (§4.3.5)."""
    return lesson - k[0] * lesson


def grown_passive(pace: float, passivity: float, given: float, commitment: float) -> float:
    """Passivity a week later: towards what the form gives, the more so where belief in the network is low (§5.1.1)."""
    return passivity + pace * (bounded(given * (1.0 - commitment)) - passivity)


def shows_care(k: Weights, competence: float) -> Terms:
    """Terms of showing care for colleagues after an incident (§5.1.2)."""
    return (k[0], k[1] * (competence - 0.5))


def mingling(trust: float, trust_back: float) -> float:
    """How much two people talk at an informal meeting, 0 to 1: mostly with whom they know (Ingram & Morris 2007)."""
    return 0.5 * (trust + trust_back)


def comes_along(k: Weights, workload: float, commitment: float) -> Terms:
    """Terms of coming to an informal meeting (§5.3)."""
    return (k[0], -k[1] * (workload - 0.5), k[2] * (commitment - 0.5))


def evaluates(k: Weights, practice: float) -> Terms:
    """Terms of looking back on an incident together, across domains and without blame (§4.3.5)."""
    return (-k[0], k[1] * practice)
