"""Step 4: between meetings agreements are carried out or not, called to account, kept or broken."""

from typing import Any

from sim import events
from sim.draws import ACCOUNT as ACCOUNT_PURPOSE
from sim.draws import BETWEEN as PURPOSE
from sim.rules import attend, between, course, govern, hours, learn
from sim.rules.govern import MONITORING, OVERHEAD, OWNERSHIP
from sim.rules.scale import Terms
from sim.settings import Settings, position, weights
from sim.state import (
    CHASED,
    COMPULSION,
    DOMAINS,
    FACETS,
    NONE,
    PENDING,
    RUNNING,
    SIGNALS_NOW,
    WITHDRAWN,
    World,
)
from sim.week import ask, ties
from sim.week.agenda import spend
from sim.week.tally import ACTIONS, COMPULSORY, ENDED, HOURS, JOINT_HOURS, KEPT

STRUCTURE = position("process_management.structure")
RESPONSIVENESS = position("cases.responsiveness")
WORKLOAD_CARE = position("professionals.workload_care")
LOSS_BROKEN = position("trust.loss_broken")
PEERS = weights("peers")
ACTS = weights("acts")
CALLS_TO_ACCOUNT = weights("calls_to_account")
WEEK = weights("week")
PROGRESS = weights("progress")
DRIFT = weights("drift")
HOURS_ACTION = position("rules.week.action")
TRUST_WITHHELD = position("rules.trust.withheld")
TRUST_ORDERED = position("rules.trust.ordered")

LANES = 8
CONSENT, ACT, PARTNER_ACT, HOUSING = range(4)


def monitoring(world: World, p: Settings, goodwill: float) -> float:
    """How well an agreement is watched."""
    governance = world.governance
    return govern.monitoring(p[PEERS], governance[MONITORING], p[STRUCTURE], governance[OWNERSHIP], goodwill)


def weigh_acts(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of doing this week what was agreed."""
    people, agreements = world.people, world.agreements
    domain = people.domain[person]
    since = world.now[0] - max(world.cases.touched[case], agreements.start[case][facet])
    towards_others = goodwill(world, case, person)
    return between.acts(
        p[ACTS],
        p[WORKLOAD_CARE + domain],
        people.commitment[person],
        monitoring(world, p, towards_others),
        1.0 - between.attention(max(since, 0)),
        agreements.imposed[case][facet],
        world.governance[OWNERSHIP],
        people.passivity[person],
        towards_others,
        attend.overload(people.needed[person], people.hours[person]),
        agreements.account[case][facet],
        between.held_together(agreements.partner[case][facet] >= 0, agreements.linked[case][facet]),
        agreements.groups[case][facet],
        world.climate[CHASED],
        people.diligence[person],
    )


def goodwill(world: World, case: int, person: int) -> float:
    """How far somebody trusts, by now, those who wait for what was agreed: who was at the case's last conference."""
    cases, people = world.cases, world.people
    trusted = 0.0
    count = 0.0
    for place in range(cases.circle_size[case]):
        other = cases.circle[case][place]
        if other != person and cases.met[case][other]:
            trusted += people.trust[person][other]
            count += 1.0
    return between.goodwill(trusted, count)


def weigh_calls_to_account(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of calling to account whoever is late."""
    people = world.people
    other = late(world, case, facet)
    return between.calls_to_account(
        p[CALLS_TO_ACCOUNT],
        1.0 if person == world.manager else world.governance[OWNERSHIP],
        monitoring(world, p, people.trust[person][other]),
        people.competence[person],
        people.understanding[person][other],
    )


def late(world: World, case: int, facet: int) -> int:
    """Who is called to account for an agreement: whoever took it on or, where that part is done, the partner."""
    agreements = world.agreements
    return agreements.partner[case][facet] if agreements.done[case][facet] else agreements.person[case][facet]


def open_week(world: World, p: Settings) -> None:
    """Everybody's hours after other work, and what running the network costs."""
    members = world.members
    total = world.governance[OVERHEAD] if world.network else 0.0
    for domain in range(DOMAINS):
        left = hours.week_hours(p[WEEK], p[WORKLOAD_CARE + domain])
        overhead = govern.overhead_hours(total, members, left)
        for person in range(world.bounds[domain], world.bounds[domain + 1]):
            world.people.hours[person] = left - overhead
            world.tally[world.now[0]][HOURS] += overhead


def need_hours(world: World, p: Settings, week: int) -> None:
    """Add up the hours that running agreements still ask of everybody this week."""
    people, agreements = world.people, world.agreements
    for person in range(world.members):
        people.needed[person] = 0.0
    for case in range(world.now[1]):
        if agreements.open[case] > 0:
            for facet in range(world.cases.facets[case]):
                if agreements.stage[case][facet] == RUNNING and agreements.start[case][facet] <= week:
                    if not agreements.done[case][facet]:
                        people.needed[agreements.person[case][facet]] += p[HOURS_ACTION]
                    if not agreements.partner_done[case][facet]:
                        people.needed[agreements.partner[case][facet]] += p[HOURS_ACTION]


def drive_on(world: World) -> None:
    """Measure how far whoever runs the network drives open agreements on this week."""
    pending = 0.0
    for case in range(world.now[1]):
        pending += world.agreements.open[case]
    people = world.people
    skill = people.competence[world.manager] if world.manager >= 0 else 0.0
    world.climate[CHASED] = between.chased(world.governance[OVERHEAD], skill, pending)


def act(play: Any, world: World, p: Settings, week: int) -> None:
    """Carry agreements out: ask everybody first, then let it happen in order of case and facet."""
    cases, agreements = world.cases, world.agreements
    luck = ask.block(play, PURPOSE, week, 0, 2 * world.now[1] * FACETS * LANES)
    need_hours(world, p, week)
    drive_on(world)
    for case in range(world.now[1]):
        if agreements.open[case] > 0:
            for facet in range(cases.facets[case]):
                if agreements.stage[case][facet] != NONE:
                    lane = (cases.identity[case] * FACETS + facet) * LANES
                    answer(play, world, p, week, case, facet, luck, lane)
    for case in range(world.now[1]):
        if agreements.open[case] > 0:
            for facet in range(cases.facets[case]):
                if agreements.stage[case][facet] == WITHDRAWN:
                    end(world, case, facet)
                    judge(play, world, p, case, agreements.person[case][facet], p[TRUST_WITHHELD], ties.WITHDRAWN)
                elif agreements.stage[case][facet] == RUNNING and agreements.start[case][facet] <= week:
                    work_done(world, p, week, case, facet)
                    lane = (cases.identity[case] * FACETS + facet) * LANES
                    carry_out(play, world, p, week, case, facet, luck, lane)


def answer(play: Any, world: World, p: Settings, week: int, case: int, facet: int, luck: Any, lane: int) -> None:
    """Ask the home organisation, the owner and the partner of one agreement."""
    agreements = world.agreements
    owner, other = agreements.person[case][facet], agreements.partner[case][facet]
    if agreements.stage[case][facet] == PENDING:
        if ask.gets_consent(play, world, p, luck[lane + CONSENT], owner, case, facet):
            agreements.stage[case][facet] = RUNNING
            agreements.start[case][facet] = max(agreements.start[case][facet], week + 1)
            agreements.due[case][facet] = agreements.start[case][facet] + between.TERM
        else:
            agreements.stage[case][facet] = WITHDRAWN
    elif agreements.start[case][facet] <= week:
        agreements.acts[case][facet] = False
        agreements.partner_acts[case][facet] = False
        if not agreements.done[case][facet]:
            agreements.acts[case][facet] = ask.acts(play, world, p, luck[lane + ACT], owner, case, facet)
        if not agreements.partner_done[case][facet]:
            number = luck[lane + PARTNER_ACT]
            agreements.partner_acts[case][facet] = ask.acts(play, world, p, number, other, case, facet)


def carry_out(play: Any, world: World, p: Settings, week: int, case: int, facet: int, luck: Any, lane: int) -> None:
    """What comes of one agreement this week: kept, still open, called to account, broken or stalled."""
    agreements = world.agreements
    owner = agreements.person[case][facet]
    done = agreements.done[case][facet] and agreements.partner_done[case][facet]
    if done and not housed(play, world, p, case, facet, owner, luck[lane + HOUSING]):
        if week >= agreements.due[case][facet]:
            end(world, case, facet)
            world.climate[SIGNALS_NOW] += 1.0
    elif done:
        keep(play, world, p, week, case, facet)
    elif week >= agreements.due[case][facet]:
        caller = -1
        if not agreements.called[case][facet]:
            caller = who_calls(play, world, p, week, case, facet)
        if caller >= 0:
            tone = between.tone(world.people.competence[caller])
            agreements.called[case][facet] = True
            agreements.account[case][facet] = tone
            other = late(world, case, facet)
            ties.cool(play, world, p, other, caller, learn.rebuke(p[TRUST_ORDERED], tone), ties.ORDERED)
            agreements.due[case][facet] = week + between.GRACE
        else:
            break_(play, world, p, week, case, facet)


def housed(play: Any, world: World, p: Settings, case: int, facet: int, owner: int, number: float) -> bool:
    """Whether the facet asks for no home, or the municipality finds one (§5.3)."""
    if not world.facets.housing[case][facet]:
        return True
    return ask.grants_housing(play, world, p, number, owner, case, facet)


def end(world: World, case: int, facet: int) -> None:
    """An agreement is over, however it went."""
    world.agreements.stage[case][facet] = NONE
    world.agreements.open[case] -= 1


def who_calls(play: Any, world: World, p: Settings, week: int, case: int, facet: int) -> int:
    """Who speaks up about a late agreement: whoever runs the network, else somebody of the table; -1 for nobody."""
    other = late(world, case, facet)
    luck = ask.block(play, ACCOUNT_PURPOSE, week, world.cases.identity[case] * FACETS + facet, 3)
    if world.manager >= 0:
        if ask.calls_to_account(play, world, p, luck[0], world.manager, case, facet):
            return world.manager
    member = another(world, case, other, luck[1])
    if member >= 0 and ask.calls_to_account(play, world, p, luck[2], member, case, facet):
        return member
    return -1


def another(world: World, case: int, person: int, number: float) -> int:
    """Somebody else of the case's last conference, drawn by this number; -1 for nobody, or who has left since."""
    cases, others = world.cases, 0
    for place in range(cases.circle_size[case]):
        if cases.circle[case][place] != person:
            others += 1
    left = int(number * others)
    for place in range(cases.circle_size[case]):
        one = cases.circle[case][place]
        if one != person:
            if left == 0:
                return one if cases.met[case][one] else -1
            left -= 1
    return -1


def work_done(world: World, p: Settings, week: int, case: int, facet: int) -> None:
    """Who acts this week spends the hours, whatever comes of the agreement."""
    agreements = world.agreements
    if agreements.acts[case][facet]:
        agreements.done[case][facet] = True
        work(world, p, agreements.person[case][facet])
    if agreements.partner_acts[case][facet]:
        agreements.partner_done[case][facet] = True
        work(world, p, agreements.partner[case][facet])


def work(world: World, p: Settings, person: int) -> None:
    """Spend the hours of an agreed action, which are needed no longer."""
    spend(world, person, p[HOURS_ACTION])
    world.people.needed[person] -= p[HOURS_ACTION]
    world.tally[world.now[0]][JOINT_HOURS] += p[HOURS_ACTION]


def keep(play: Any, world: World, p: Settings, week: int, case: int, facet: int) -> None:
    """An agreement is kept: the facet moves, the alliance feels it, those who were there trust the more (§5.1.2)."""
    agreements, facets, cases = world.agreements, world.facets, world.cases
    owner, other = agreements.person[case][facet], agreements.partner[case][facet]
    grade = agreements.grade[case][facet]
    effect = course.action_effect(
        p[PROGRESS],
        p[RESPONSIVENESS],
        agreements.worth[case][facet],
        cases.alliance[case],
        1.0 if grade == COMPULSION else 0.0,
        agreements.imposed[case][facet],
    )
    facets.unresolved[case][facet] = facets.unresolved[case][facet] * (1.0 - effect)
    if facets.unresolved[case][facet] < course.SOLVED:
        ties.celebrate(play, world, p, case)
    if grade > 0:
        cases.alliance[case] = course.coerced_alliance(p[DRIFT], cases.alliance[case], 0.5 * grade)
    else:
        cases.alliance[case] = course.kept_alliance(p[DRIFT], cases.alliance[case])
    world.tally[week][ACTIONS] += 1.0
    if grade == COMPULSION:
        world.tally[week][COMPULSORY] += 1.0
    world.tally[week][KEPT] += 1.0
    world.tally[week][ENDED] += 1.0
    ask.note(play, events.KEPT, owner, case, facet)
    judge(play, world, p, case, owner, ties.KEPT_WEIGHT, ties.KEPT)
    if other >= 0:
        judge(play, world, p, case, other, ties.KEPT_WEIGHT, ties.KEPT)
    end(world, case, facet)


def break_(play: Any, world: World, p: Settings, week: int, case: int, facet: int) -> None:
    """An agreement is broken: those who were there trust whoever left it undone the less (§5.1.2)."""
    agreements = world.agreements
    world.tally[week][ENDED] += 1.0
    ask.note(play, events.BROKEN, agreements.person[case][facet], case, facet)
    if not agreements.done[case][facet]:
        judge(play, world, p, case, agreements.person[case][facet], p[LOSS_BROKEN], ties.BROKEN)
    if not agreements.partner_done[case][facet]:
        judge(play, world, p, case, agreements.partner[case][facet], p[LOSS_BROKEN], ties.BROKEN)
    end(world, case, facet)


def judge(play: Any, world: World, p: Settings, case: int, person: int, weight: float, cause: int) -> None:
    """Trust in a person moves with those who were at the case's last conference, and with the manager."""
    cases = world.cases
    for place in range(cases.circle_size[case]):
        other = cases.circle[case][place]
        if other != person and cases.met[case][other]:
            judged(play, world, p, other, person, weight, cause)
    if world.manager >= 0:
        judged(play, world, p, world.manager, person, weight, cause)


def judged(play: Any, world: World, p: Settings, person: int, other: int, weight: float, cause: int) -> None:
    """One person's trust after another kept a promise or not."""
    if cause == ties.KEPT:
        ties.warm(play, world, p, person, other, weight, cause)
    else:
        ties.cool(play, world, p, person, other, weight, cause)
