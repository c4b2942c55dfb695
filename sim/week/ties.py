"""The ties between people: what moves them, by its cause, and what they add up to each week."""

import math
from typing import Any

from sim.rules import learn, scale
from sim.settings import Settings, position
from sim.state import CARE, DOMAINS, SAFETY, World
from sim.week import ask, tally

GAIN_KEPT = position("trust.gain_kept")
TRUST_RESULT = position("rules.trust.result")

NOT_A_NUMBER = math.nan
KEPT_WEIGHT = 1.0  # by which every other is measured

# What moves trust (§5.1.2), by the names of the weights in `sim.rules.learn.TRUST`; a kept agreement sets the pace
# (`trust.gain_kept`), a broken one weighs `trust.loss_broken`, and what home refuses as much as what is withheld.
CAUSES = (
    "kept",
    "broken",
    "withdrawn",
    "familiar",
    "told",
    "helped",
    "withheld",
    "shift",
    "ordered",
    "unheard",
    "result",
    "setback",
    "care",
    "contact",
    "informal",
    "partial",
    "fair",
)
(
    KEPT,
    BROKEN,
    WITHDRAWN,
    FAMILIAR,
    TOLD,
    HELPED,
    WITHHELD,
    SHIFT,
    ORDERED,
    UNHEARD,
    RESULT,
    SETBACK,
    CARING,
    CONTACT,
    INFORMAL,
    PARTIAL,
    FAIR,
) = range(len(CAUSES))


def warm(play: Any, world: World, p: Settings, person: int, other: int, weight: float, cause: int) -> None:
    """A person had a good turn of another: trust moves towards 1, by the pace of a kept agreement times a weight."""
    trust = world.people.trust[person]
    before = trust[other]
    after = scale.raised(before, learn.trust_step(p[GAIN_KEPT], weight))
    trust[other] = after
    ask.feel(play, person, other, cause, after - before)


def cool(play: Any, world: World, p: Settings, person: int, other: int, weight: float, cause: int) -> None:
    """A person had a bad turn of another: trust moves towards 0, by the pace of a kept agreement times a weight."""
    trust = world.people.trust[person]
    before = trust[other]
    after = scale.lowered(before, learn.trust_step(p[GAIN_KEPT], weight))
    trust[other] = after
    ask.feel(play, person, other, cause, after - before)


def celebrate(play: Any, world: World, p: Settings, case: int) -> None:
    """A facet is solved, or a case let go: people see results of what they did together (§5.1.2)."""
    cases = world.cases
    for place in range(cases.circle_size[case]):
        person = cases.circle[case][place]
        if not cases.met[case][person]:
            continue  # somebody new took this place
        for further in range(cases.circle_size[case]):
            other = cases.circle[case][further]
            if other != person and cases.met[case][other]:
                warm(play, world, p, person, other, p[TRUST_RESULT], RESULT)


def measure(play: Any, world: World, week: int) -> None:
    """Mean trust and understanding over ordered pairs of people, by the domains of the two."""
    ask.block_sums(play, world.people.trust, world.bounds, world.sums)
    size, bounds, sums = world.members, world.bounds, world.sums
    everybody = 0.0
    across = 0.0
    crossing = 0
    for one in range(DOMAINS):
        for other in range(DOMAINS):
            everybody += sums[one][other]
            if one != other:
                across += sums[one][other]
                crossing += (bounds[one + 1] - bounds[one]) * (bounds[other + 1] - bounds[other])
    pairs = size * (size - 1)
    row = world.tally
    row[week][tally.TRUST] = mean(everybody, pairs)
    row[week][tally.CROSS_DOMAIN_TRUST] = mean(across, crossing)
    between = (bounds[CARE + 1] - bounds[CARE]) * (bounds[SAFETY + 1] - bounds[SAFETY])
    row[week][tally.TRUST_CARE_TO_SAFETY] = mean(sums[CARE][SAFETY], between)
    row[week][tally.TRUST_SAFETY_TO_CARE] = mean(sums[SAFETY][CARE], between)
    ask.block_sums(play, world.people.understanding, world.bounds, world.sums)
    everybody = 0.0
    for one in range(DOMAINS):
        for other in range(DOMAINS):
            everybody += sums[one][other]
    row[week][tally.UNDERSTANDING] = mean(everybody, pairs)


def mean(total: float, count: int) -> float:
    """Mean, not a number where there is nothing to count."""
    return total / count if count > 0 else NOT_A_NUMBER
