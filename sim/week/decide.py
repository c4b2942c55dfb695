"""Steps 3d and 3e: views, a joint plan, an imposed plan or an impasse."""

from sim import events
from sim.rules import decide, govern, hours, learn, scale, sense
from sim.settings import position, weights
from sim.state import (
    DEADLOCK,
    IMPOSED,
    JOINT_LOGIC,
    KNOWN,
    MEAN_TRUST,
    MIDDLE,
    MINUTES,
    PROPOSAL,
    TRUST_IN_CHAIR,
    WORTH,
)
from sim.week import ask
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
TRUST = weights("trust")
COMMITMENT = weights("commitment")
SPIRIT = weights("spirit")

AUTHORITY, BROKERING, OWNERSHIP, PARTIALITY = 0, 1, 2, 8  # in World.governance
NO_PLAN, JOINT_PLAN, IMPOSED_PLAN, NO_TIME = range(4)
MEDIATE, IMPOSE = 6, 7  # the manager's places in the luck of the table


def brokering(world, p):
    """Brokering at this table."""
    skill = world.people.competence[world.manager] if world.manager >= 0 else 0.0
    return govern.brokering(
        p[PEERS],
        world.governance[BROKERING],
        skill,
        world.governance[OWNERSHIP],
        world.table.numbers[MEAN_TRUST],
        p[COMPETENCE],
    )


def neutrality(world, p):
    """Independence of whoever runs the network; a leader with an agenda has less."""
    return p[NEUTRALITY] * (1.0 - world.governance[PARTIALITY])


def weigh_accepts(world, p, person, case, facet):
    """Terms of agreeing to what is proposed."""
    table, people = world.table, world.people
    distance = abs(table.stance[person] - table.numbers[PROPOSAL])
    trust = table.trust[person]
    if world.manager >= 0:
        in_chair = people.trust[person, world.manager]
        trust = govern.carrying_trust(world.governance[AUTHORITY], in_chair, trust)
    mandate = 1.0 if mandated(world, p, person) else 0.0
    return decide.accepts(
        p[ACCEPTS_WEIGHTS], distance, trust, people.commitment[person], table.numbers[KNOWN], brokering(world, p), mandate, table.numbers[DEADLOCK]
    )


def weigh_mediates(world, p, person, case, facet):
    """Terms of bringing views together once more."""
    return decide.mediates(p[MEDIATES], p[MEDIATION], world.people.competence[person])


def weigh_imposes(world, p, person, case, facet):
    """Terms of imposing a plan."""
    trust = world.table.numbers[TRUST_IN_CHAIR]
    return decide.imposes(p[IMPOSES], world.governance[AUTHORITY], trust, world.cases.risk[case])


def form_views(world, p, case, count):
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
    table.numbers[WORTH] = sense.plan_worth(p[VIEWS], known, spread)


def listen(world, p, person, need, known, count):
    """One person's view after hearing the facts and the others as they came in."""
    table, people = world.table, world.people
    weighed = 0.0
    trusted = 0.0
    for place in range(count):
        other = table.present[place]
        trust = people.trust[person, other]
        weighed += trust * table.first_stance[other]
        trusted += trust
    view = sense.informed_view(p[VIEWS], table.first_stance[person], need, known)
    if trusted > 0.0:
        commitment = people.commitment[person]
        view = sense.listening_view(p[VIEWS], view, weighed / trusted, people.competence[person], commitment)
    table.stance[person] = view


def settle(world, p, count):
    """Find the middle of the table and what is proposed from it."""
    table = world.table
    middle = 0.0
    for place in range(count):
        middle += table.stance[table.present[place]]
    middle = middle / count
    table.numbers[MIDDLE] = middle
    table.numbers[PROPOSAL] = middle
    if world.manager >= 0:
        orientation = world.people.orientation[world.manager]
        table.numbers[PROPOSAL] = decide.proposal(p[PLAN], middle, orientation, neutrality(world, p))


def vote(play, world, p, case, count, luck, lane, again):
    """Ask who agrees, in a second round only those who did not; return whether enough do."""
    table, people = world.table, world.people
    agreed = 0
    for place in range(count):
        person = table.asked[place]
        if not (again and table.agrees[person]):
            number = ask.pick(luck, people.slot[person] * LANES + lane)
            table.agrees[person] = ask.accepts(play, world, p, number, person, case, -1)
        if table.agrees[person]:
            agreed += 1
    return agreed >= decide.quorum(p[PLAN], brokering(world, p)) * count - 1e-9


def mediate(world, p, count):
    """Bring the views of everybody present nearer to the middle."""
    table = world.table
    table.numbers[MINUTES] -= hours.spared(p[MINUTES_OF], p[MINUTES_OF][2], p[STRUCTURE])
    for place in range(count):
        person = table.present[place]
        table.stance[person] = sense.mediated_view(
            p[VIEWS], table.stance[person], table.numbers[MIDDLE], p[MEDIATION], brokering(world, p)
        )


def decision(play, world, p, case, count, luck):
    """Joint plan, imposed plan, none, or no time left to come to one."""
    numbers = world.table.numbers
    if numbers[MINUTES] <= 0.0:
        return NO_TIME
    numbers[IMPOSED] = 0.0
    if vote(play, world, p, case, count, luck, ACCEPTS, False):
        return JOINT_PLAN
    chair = world.manager if world.manager >= 0 else world.table.present[0]
    mediating = hours.spared(p[MINUTES_OF], p[MINUTES_OF][2], p[STRUCTURE])
    if numbers[MINUTES] >= mediating and ask.mediates(play, world, p, ask.pick(luck, MEDIATE), chair, case, -1):
        mediate(world, p, count)
        if vote(play, world, p, case, count, luck, ACCEPTS_AGAIN, True):
            return JOINT_PLAN
    if world.governance[AUTHORITY] > 0.5 and ask.imposes(play, world, p, ask.pick(luck, IMPOSE), chair, case, -1):
        numbers[IMPOSED] = 1.0
        return IMPOSED_PLAN
    return NO_PLAN


def distance_between_domains(world, count):
    """Mean distance of views of two people of different domains, -1 where there are none."""
    table, domain = world.table, world.people.domain
    distance = 0.0
    pairs = 0
    for place in range(count):
        for further in range(place + 1, count):
            one, other = table.present[place], table.present[further]
            if domain[one] != domain[other]:
                distance += abs(table.stance[one] - table.stance[other])
                pairs += 1
    return distance / pairs if pairs > 0 else -1.0


def remember(play, world, p, week, case, count, plan):
    """What people take from the decision: being heard or not, being told what to do, a plan or an impasse."""
    people, table = world.people, world.table
    distance = distance_between_domains(world, count)
    if distance >= 0.0:
        world.tally[week, VIEW_DISTANCE] += distance
        world.tally[week, VIEW_TABLES] += 1.0
    commitment, spirit = p[COMMITMENT], p[SPIRIT]
    for place in range(count):
        person = table.present[place]
        if plan == NO_PLAN or plan == NO_TIME:
            people.commitment[person] = scale.lowered(people.commitment[person], commitment[1])
        else:
            people.commitment[person] = scale.raised(people.commitment[person], commitment[0])
        if plan == JOINT_PLAN:
            people.spirit[person] = scale.raised(people.spirit[person], spirit[0])
        judge(world, p, person, plan, count)
    logic = world.climate[JOINT_LOGIC]
    if plan == JOINT_PLAN:
        world.climate[JOINT_LOGIC] = scale.raised(logic, spirit[3])
        world.tally[week, PLANS] += 1.0
        ask.note(play, events.PLAN, -1, case, -1)
        if world.cases.first_plan[case] < 0:
            world.cases.first_plan[case] = week
    elif plan == NO_PLAN:
        world.climate[JOINT_LOGIC] = scale.lowered(logic, spirit[4])
        world.tally[week, IMPASSES] += 1.0
        ask.note(play, events.IMPASSE, -1, case, -1)


def judge(world, p, person, plan, count):
    """What somebody thinks of whoever runs the network, or of the table where nobody does."""
    people, table = world.people, world.table
    trust = p[TRUST]
    planned = plan == JOINT_PLAN or plan == IMPOSED_PLAN
    unheard = planned and not table.agrees[person]
    if world.manager < 0:
        if unheard:
            for place in range(count):
                other = table.present[place]
                people.trust[person, other] = scale.lowered(people.trust[person, other], trust[5])
        return
    chair = world.manager
    level = people.trust[person, chair]
    partial = learn.partiality(people.orientation[chair], people.orientation[person], neutrality(world, p))
    level = scale.lowered(level, trust[11] * partial)
    if unheard:
        level = scale.lowered(level, trust[4] if plan == IMPOSED_PLAN else trust[5])
    elif planned:
        level = scale.raised(level, trust[12])
    people.trust[person, chair] = level
