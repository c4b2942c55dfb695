"""Taking responsibility, or passing it on (§5.3, 6.3.4, 6.3.5)."""

from sim.rules.scale import Terms, Weights, chance, total

IMPROVISES = (
    ("reserve", 0.5, "institutional", "no ordinary power applies", "geen gewone bevoegdheid past"),
    ("trust", 2.5, "social", "trust in this table", "vertrouwen in deze tafel"),
    ("autonomy", 2.0, "institutional", "professional room", "professionele ruimte"),
    ("mandate", 0.8, "institutional", "mandate", "mandaat"),
    ("stature", 1.5, "institutional", "weight of the network's advice", "gewicht van het advies"),
    ("caution", 3.0, "external", "caution", "voorzichtigheid"),
    ("sealed", 0.6, "external", "rules that are sealed off", "dichtgetimmerde regels"),
)

TAKES_ON = (
    ("readiness", 1.5, "social", "sense of duty", "plichtsbesef"),
    ("risk", 2.0, "social", "the risk of being blamed", "het risico erop aangekeken te worden"),
    ("caution", 2.0, "external", "caution", "voorzichtigheid"),
    ("trust", 1.5, "social", "trust in this table", "vertrouwen in deze tafel"),
    ("commitment", 1.0, "social", "belief in the network", "geloof in het netwerk"),
    ("backing", 1.2, "institutional", "backing from home", "rugdekking van de eigen organisatie"),
    ("spirit", 1.0, "social", "collective spirit", "collectieve spirit"),
    ("clarity", 0.6, "network management", "clear tasks", "heldere taken"),
    ("authority", 1.2, "network management", "authority that members carry", "gezag dat de leden dragen"),
    ("imposed", 1.0, "social", "being told what to do", "opgedragen krijgen wat te doen"),
    (
        "passivity",
        0.8,
        "network management",
        "leaving it to whoever runs the network",
        "het overlaten aan wie de regie voert",
    ),
    ("lesson", 0.8, "cognitive", "what was learnt together", "wat samen is geleerd"),
    ("person", 0.6, "social", "what this person is like", "wat voor iemand dit is"),
)

GETS_CONSENT = (
    ("readiness", 0.8, "institutional", "what organisations usually allow", "wat organisaties doorgaans toestaan"),
    ("backing", 2.5, "institutional", "backing from home", "rugdekking van de eigen organisatie"),
    ("risk", 1.0, "social", "the risk of being blamed", "het risico erop aangekeken te worden"),
    ("management", 0.8, "institutional", "being close to management", "dicht bij het management staan"),
)

INTERVENES = (
    ("reserve", 2.2, "cognitive", "voluntary where it can be", "vrijwillig waar het kan"),
    ("society", 3.0, "cognitive", "society first", "de samenleving voorop"),
    ("risk", 2.0, "cognitive", "the risk of the case", "het risico van de casus"),
    ("caution", 1.5, "external", "caution", "voorzichtigheid"),
    ("tolerance", 1.0, "external", "acceptance of risk", "acceptatie van risico"),
    ("pressure", 1.3, "cognitive", "step between pressure and compulsion", "stap tussen drang en dwang"),
)

GRANTS_HOUSING = (
    ("reserve", 3.0, "institutional", "scarce housing", "schaarse woonruimte"),
    ("priority", 3.0, "institutional", "priority for these cases", "voorrang voor deze casussen"),
    ("stature", 1.5, "institutional", "weight of the network's advice", "gewicht van het advies"),
    ("capacity", 2.0, "external", "capacity after signals to policy", "capaciteit na signalen aan het beleid"),
)


def mandate_share(share: float, level: float) -> float:
    """Share of people with a mandate: management has it more often than the shop floor (§5.1.3)."""
    return share + 1.2 * (level - 0.5) * share * (1.0 - share)


def improvises(k: Weights, trust: float, autonomy: float, mandate: float, stature: float, caution: float) -> Terms:
    """Terms of finding a way where no ordinary power applies (§2.8.2, 6.3.5, 6.3.6).

    Under pressure rules are sealed off, which takes professional room away (§6.3.6).
    """
    return (
        -k[0],
        k[1] * (trust - 0.5),
        k[2] * (autonomy - 0.5),
        k[3] * (mandate - 0.5),
        k[4] * stature,
        -k[5] * (caution - 0.5),
        -k[2] * k[6] * autonomy * (caution - 0.45),
    )


def takes_on(
    k: Weights,
    risk: float,
    caution: float,
    trust: float,
    commitment: float,
    backing: float,
    spirit: float,
    clarity: float,
    authority: float,
    imposed: float,
    passivity: float,
    lesson: float,
    person: float,
) -> Terms:
    """Terms of taking an action rather than passing it on: 'who is responsible for lowering the risk?' (§6.3.4).

    Authority counts as far as members trust whoever has it (§2.6.1); who looked back together takes on more (§4.3.5).
    """
    return (
        k[0],
        -k[1] * risk,
        -k[2] * (caution - 0.5),
        k[3] * (trust - 0.5),
        k[4] * (commitment - 0.5),
        k[5] * (backing - 0.5),
        k[6] * (spirit - 0.5),
        k[7] * clarity,
        k[8] * authority,
        -k[9] * imposed,
        -k[10] * passivity,
        k[11] * lesson,
        k[12] * person,
    )


def gets_consent(k: Weights, backing: float, risk: float, management: float) -> Terms:
    """Terms of the home organisation allowing what was promised without mandate (§2.8.2, 5.1.3)."""
    return (k[0], k[1] * (backing - 0.5), -k[2] * risk, k[3] * (management - 0.5))


def intervenes(k: Weights, view: float, risk: float, caution: float, tolerance: float) -> Terms:
    """Terms of compulsion rather than persuasion; pressure is the grade between (§2.8.2, 2.10)."""
    return (-k[0], k[1] * (view - 0.5), k[2] * risk, k[3] * (caution - 0.5), -k[4] * tolerance)


def pressure_step(k: Weights) -> float:
    """How much easier pressure is chosen than compulsion, on the scale of the terms."""
    return k[5]


def grade(terms: Terms, luck: float, step: float) -> int:
    """Grade of an intervention: 2 compulsion, 1 pressure, 0 voluntary (ordered logit)."""
    score = total(terms)
    if luck < chance(score):
        return 2
    return 1 if luck < chance(score + step) else 0


def grants_housing(k: Weights, priority: float, stature: float, capacity: float) -> Terms:
    """Terms of the municipality finding a home this week (§5.3)."""
    return (-k[0], k[1] * priority, k[2] * stature, k[3] * capacity)
