"""Steps 3d and 3e: views, a joint plan, an imposed plan or an impasse."""

from typing import Any

from sim import events
from sim.rules import decide, govern, hours, learn, scale, sense
from sim.rules.govern import AUTHORITY, BROKERING, OWNERSHIP, PARTIALITY
from sim.rules.scale import Terms
from sim.settings import Settings, position, weights
from sim.state import (
    BROKERAGE,
    IMPOSED,
    JOINT_LOGIC,
    KNOWN,
    MEAN_TRUST,
    MINUTES,
    PROPOSAL,
    TRUST_IN_CHAIR,
    WITHHELD,
    WORTH,
    World,
)
from sim.week import ask, share, ties
from sim.week.table import ACCEPTS, ACCEPTS_AGAIN, LANES, mandated
from sim.week.tally import IMPASSES, PLANS, VIEW_DISTANCE, VIEW_TABLES

MEDIATION = position("process_management.mediation")
STRUCTURE = position("process_management.structure")
NEUTRALITY = position("process_management.neutrality")
COMPETENCE = position("professionals.competence")
PEERS = weights("peers")
VIEWS = weights("views")
ACCEPTS_WEIGHTS = weights("accepts")
MEDIATES = weights("mediates")
IMPOSES = weights("imposes")
PLAN = weights("plan")
MINUTES_OF = weights("minutes")
COMMITMENT_IMPASSE = position("rules.commitment.impasse")
COMMITMENT_PLAN = position("rules.commitment.plan")
MINUTES_MEDIATING = position("rules.minutes.mediating")
SPIRIT_LOGIC_IMPASSE = position("rules.spirit.logic_impasse")
SPIRIT_LOGIC_PLAN = position("rules.spirit.logic_plan")
SPIRIT_PLAN = position("rules.spirit.plan")
TRUST_FAIR = position("rules.trust.fair")
TRUST_ORDERED = position("rules.trust.ordered")
TRUST_PARTIAL = position("rules.trust.partial")
TRUST_UNHEARD = position("rules.trust.unheard")

NO_PLAN, JOINT_PLAN, IMPOSED_PLAN, NO_TIME = range(4)
MEDIATE, IMPOSE = 6, 7  # the manager's places in the luck of the table


def brokering(world: World, p: Settings) -> float:
    """Brokering at this table."""
    return govern.brokering(
        p[PEERS],
        world.governance[BROKERING],
        share.chairing(world, p),
        world.governance[OWNERSHIP],
        world.table.numbers[MEAN_TRUST],
        p[COMPETENCE],
    )


def neutrality(world: World, p: Settings) -> float:
    """Independence of whoever runs the network; a leader with an agenda has less."""
    return p[NEUTRALITY] * (1.0 - world.governance[PARTIALITY])


def weigh_accepts(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of agreeing to what is proposed."""
    table, people = world.table, world.people
    distance = decide.felt_distance(abs(table.stance[person] - table.numbers[PROPOSAL]), table.understanding[person])
    trust, belief, partial = table.trust[person], people.commitment[person], 0.0
    if world.manager >= 0:
        in_chair = people.trust[person][world.manager]
        trust = govern.carrying_trust(world.governance[AUTHORITY], in_chair, trust)
        belief = govern.carrying_trust(world.governance[AUTHORITY], in_chair, belief)
        partial = seen_partial(world, p, person)
    mandate = 1.0 if mandated(world, p, person) else 0.0
    return decide.accepts(
        p[ACCEPTS_WEIGHTS],
        distance,
        trust,
        belief,
        table.numbers[KNOWN],
        table.numbers[BROKERAGE],
        mandate,
        table.numbers[WITHHELD],
        table.understanding[person],
        partial,
    )


def seen_partial(world: World, p: Settings, person: int) -> float:
    """How partial whoever runs the network looks to somebody."""
    people = world.people
    return learn.partiality(people.orientation[world.manager], people.orientation[person], neutrality(world, p))


def weigh_mediates(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of bringing views together once more."""
    return decide.mediates(p[MEDIATES], p[MEDIATION], world.people.competence[person])


def weigh_imposes(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of imposing a plan."""
    trust = world.table.numbers[TRUST_IN_CHAIR]
    return decide.imposes(p[IMPOSES], world.governance[AUTHORITY], trust, world.cases.risk[case])


def form_views(world: World, p: Settings, case: int, count: int) -> None:
    """Views from one's own orientation, through what is known and who is trusted."""
    table, people, cases = world.table, world.people, world.cases
    risk, need = cases.risk[case], cases.need[case]
    known = table.numbers[KNOWN]
    lowest, highest = 1.0, 0.0
    for place in range(count):
        person = table.present[place]
        view = sense.first_view(p[VIEWS], people.orientation[person], risk, world.climate[JOINT_LOGIC])
        table.first_stance[person] = view
        lowest = min(lowest, view)
        highest = max(highest, view)
    spread = highest - lowest
    for place in range(count):
        listen(world, p, table.present[place], need, known, count)
    settle(world, p, count)
    table.numbers[WORTH] = sense.plan_worth(p[VIEWS], known, spread, abs(table.numbers[PROPOSAL] - need))


def listen(world: World, p: Settings, person: int, need: float, known: float, count: int) -> None:
    """One person's view after hearing the facts and the others as they came in."""
    table, people = world.table, world.people
    present, views, ties = table.present, table.first_stance, people.trust[person]
    weighed = 0.0
    trusted = 0.0
    for place in range(count):
        other = present[place]
        trust = ties[other]
        weighed += trust * views[other]
        trusted += trust
    view = sense.informed_view(p[VIEWS], views[person], need, known)
    if trusted > 0.0:
        commitment = people.commitment[person]
        view = sense.listening_view(p[VIEWS], view, weighed / trusted, people.competence[person], commitment)
    table.stance[person] = view


def settle(world: World, p: Settings, count: int) -> None:
    """Propose the middle of the table."""
    table = world.table
    middle = 0.0
    for place in range(count):
        middle += table.stance[table.present[place]]
    middle = middle / count
    table.numbers[PROPOSAL] = middle


def vote(play: Any, world: World, p: Settings, case: int, count: int, luck: Any, lane: int, again: bool) -> bool:
    """Ask who agrees, in a second round only those who did not; return whether enough do."""
    table, people = world.table, world.people
    agreed = 0
    for place in range(count):
        person = table.asked[place]
        if not (again and table.agrees[person]):
            number = luck[people.slot[person] * LANES + lane]
            table.agrees[person] = ask.accepts(play, world, p, number, person, case, -1)
        if table.agrees[person]:
            agreed += 1
    return agreed >= decide.quorum(p[PLAN], world.governance[OWNERSHIP]) * count - 1e-9


def mediate(world: World, p: Settings, count: int) -> None:
    """Bring the views of everybody present nearer to the middle."""
    table = world.table
    for place in range(count):
        person = table.present[place]
        table.stance[person] = sense.mediated_view(
            p[VIEWS], table.stance[person], table.numbers[PROPOSAL], p[MEDIATION], table.numbers[BROKERAGE]
        )


def decision(play: Any, world: World, p: Settings, case: int, count: int, luck: Any) -> int:
    """Joint plan, imposed plan, none, or no time left to come to one."""
    numbers = world.table.numbers
    if numbers[MINUTES] <= 0.0:
        return NO_TIME
    numbers[IMPOSED] = 0.0
    if vote(play, world, p, case, count, luck, ACCEPTS, False):
        return JOINT_PLAN
    chair = world.manager if world.manager >= 0 else world.table.present[0]
    mediating = hours.spared(p[MINUTES_OF], p[MINUTES_MEDIATING], p[STRUCTURE])
    if numbers[MINUTES] >= mediating and ask.mediates(play, world, p, luck[MEDIATE], chair, case, -1):
        numbers[MINUTES] -= mediating
        mediate(world, p, count)
        if vote(play, world, p, case, count, luck, ACCEPTS_AGAIN, True):
            return JOINT_PLAN
    if world.governance[AUTHORITY] > 0.0 and ask.imposes(play, world, p, luck[IMPOSE], chair, case, -1):
        numbers[IMPOSED] = decide.resistance(numbers[TRUST_IN_CHAIR])
        return IMPOSED_PLAN
    return NO_PLAN


def note_distance(world: World, week: int, count: int) -> None:
    """Count the mean distance of views of two people of different domains, where there are any."""
    table, domain = world.table, world.people.domain
    distance = 0.0
    pairs = 0
    for place in range(count):
        for further in range(place + 1, count):
            one, other = table.present[place], table.present[further]
            if domain[one] != domain[other]:
                distance += abs(table.stance[one] - table.stance[other])
                pairs += 1
    if pairs > 0:
        world.tally[week][VIEW_DISTANCE] += distance / pairs
        world.tally[week][VIEW_TABLES] += 1.0


def remember(play: Any, world: World, p: Settings, week: int, case: int, count: int, plan: int) -> None:
    """What people take from the decision: being heard or not, being told what to do, a plan or an impasse."""
    people, table = world.people, world.table
    note_distance(world, week, count)
    for place in range(count):
        person = table.present[place]
        if plan == NO_PLAN or plan == NO_TIME:
            people.commitment[person] = scale.lowered(people.commitment[person], p[COMMITMENT_IMPASSE])
        else:
            people.commitment[person] = scale.raised(people.commitment[person], p[COMMITMENT_PLAN])
        if plan == JOINT_PLAN:
            people.spirit[person] = scale.raised(people.spirit[person], p[SPIRIT_PLAN])
        judge(play, world, p, person, plan, count)
    logic = world.climate[JOINT_LOGIC]
    if plan == JOINT_PLAN:
        world.climate[JOINT_LOGIC] = scale.raised(logic, p[SPIRIT_LOGIC_PLAN])
        world.tally[week][PLANS] += 1.0
        ask.note(play, events.PLAN, -1, case, -1)
        if world.cases.first_plan[case] < 0:
            world.cases.first_plan[case] = week
    elif plan == NO_PLAN:
        world.climate[JOINT_LOGIC] = scale.lowered(logic, p[SPIRIT_LOGIC_IMPASSE])
        world.tally[week][IMPASSES] += 1.0
        ask.note(play, events.IMPASSE, -1, case, -1)
    elif plan == NO_TIME:
        ask.note(play, events.NO_TIME, -1, case, -1)


def judge(play: Any, world: World, p: Settings, person: int, plan: int, count: int) -> None:
    """What somebody thinks of whoever runs the network, and of those who went over his or her head (§5.1.2)."""
    table, chair = world.table, world.manager
    planned = plan == JOINT_PLAN or plan == IMPOSED_PLAN
    unheard = planned and not table.agrees[person]
    if unheard:
        for place in range(count):
            other = table.present[place]
            if table.agrees[other]:
                ties.cool(play, world, p, person, other, p[TRUST_UNHEARD], ties.UNHEARD)
    if chair < 0:
        return
    ties.cool(play, world, p, person, chair, p[TRUST_PARTIAL] * seen_partial(world, p, person), ties.PARTIAL)
    if unheard and plan == IMPOSED_PLAN:
        ties.cool(play, world, p, person, chair, p[TRUST_ORDERED] * table.numbers[IMPOSED], ties.ORDERED)
    elif unheard:
        ties.cool(play, world, p, person, chair, p[TRUST_UNHEARD], ties.UNHEARD)
    elif planned:
        ties.warm(play, world, p, person, chair, p[TRUST_FAIR], ties.FAIR)
