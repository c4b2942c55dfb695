"""Step 4: between meetings agreements are carried out or not, called to account, kept or broken."""

from typing import Any

from sim import events
from sim.draws import BETWEEN as PURPOSE
from sim.rules import attend, between, course, govern, hours, learn, scale
from sim.rules.govern import MONITORING, OVERHEAD, OWNERSHIP
from sim.rules.scale import Terms
from sim.settings import Settings, position, weights
from sim.state import (
    COMPULSION,
    DOMAINS,
    FACETS,
    NONE,
    PENDING,
    RUNNING,
    SIGNALS_NOW,
    World,
)
from sim.week import ask, ties
from sim.week.agenda import spend
from sim.week.tally import ACTIONS, COMPULSORY, ENDED, HOURS, JOINT_HOURS, KEPT

STRUCTURE = position("process_management.structure")
RESPONSIVENESS = position("cases.responsiveness")
WORKLOAD_CARE = position("professionals.workload_care")
GAIN_KEPT = position("trust.gain_kept")
LOSS_BROKEN = position("trust.loss_broken")
PEERS = weights("peers")
ACTS = weights("acts")
CALLS_TO_ACCOUNT = weights("calls_to_account")
WEEK = weights("week")
PROGRESS = weights("progress")
DRIFT = weights("drift")
COMMITMENT_RESULT = position("rules.commitment.result")
HOURS_ACTION = position("rules.week.action")
TRUST_REFUSAL = position("rules.trust.refusal")
TRUST_RESULT = position("rules.trust.result")

LANES = 8
CONSENT, ACT, PARTNER_ACT, HOUSING, ACCOUNT = range(5)


def monitoring(world: World, p: Settings, goodwill: float) -> float:
    """How well an agreement is watched."""
    governance = world.governance
    return govern.monitoring(p[PEERS], governance[MONITORING], p[STRUCTURE], governance[OWNERSHIP], goodwill)


def weigh_acts(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of doing this week what was agreed."""
    people, agreements = world.people, world.agreements
    domain = people.domain[person]
    since = world.now[0] - max(world.cases.last[case], agreements.start[case][facet])
    return between.acts(
        p[ACTS],
        p[WORKLOAD_CARE + domain],
        people.commitment[person],
        monitoring(world, p, agreements.goodwill[case][facet]),
        1.0 - between.attention(max(since, 0)),
        agreements.imposed[case][facet],
        world.governance[OWNERSHIP],
        people.passivity[person],
        agreements.goodwill[case][facet],
        attend.overload(people.needed[person], people.hours[person]),
        agreements.account[case][facet],
        between.held_together(agreements.partner[case][facet] >= 0, agreements.linked[case][facet]),
    )


def weigh_calls_to_account(world: World, p: Settings, person: int, case: int, facet: int) -> Terms:
    """Terms of calling a late owner to account."""
    watched = monitoring(world, p, world.agreements.goodwill[case][facet])
    return between.calls_to_account(p[CALLS_TO_ACCOUNT], watched, world.people.competence[person])


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


def plan_actions(world: World, p: Settings, week: int) -> None:
    """Add up the hours that running agreements ask of everybody this week."""
    people, agreements = world.people, world.agreements
    for person in range(world.members):
        people.needed[person] = 0.0
    for case in range(world.now[1]):
        if agreements.open[case] > 0:
            stage, start = agreements.stage[case], agreements.start[case]
            for facet in range(world.cases.facets[case]):
                if stage[facet] == RUNNING and start[facet] <= week:
                    people.needed[agreements.person[case][facet]] += p[HOURS_ACTION]
                    if agreements.partner[case][facet] >= 0:
                        people.needed[agreements.partner[case][facet]] += p[HOURS_ACTION]


def act(play: Any, world: World, p: Settings, week: int) -> None:
    """Carry agreements out: ask everybody first, then let it happen in order of case and facet."""
    cases, agreements = world.cases, world.agreements
    luck = ask.block(play, PURPOSE, week, 0, 2 * world.now[1] * FACETS * LANES)
    plan_actions(world, p, week)
    for case in range(world.now[1]):
        if agreements.open[case] > 0:
            stage = agreements.stage[case]
            for facet in range(cases.facets[case]):
                if stage[facet] != NONE:
                    lane = (cases.identity[case] * FACETS + facet) * LANES
                    answer(play, world, p, week, case, facet, luck, lane)
    for case in range(world.now[1]):
        if agreements.open[case] > 0:
            stage, start = agreements.stage[case], agreements.start[case]
            for facet in range(cases.facets[case]):
                if stage[facet] == RUNNING and start[facet] <= week:
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
            agreements.due[case][facet] = max(agreements.due[case][facet], week + between.TERM)
        else:
            end(world, case, facet)
            judge(play, world, case, owner, p[TRUST_REFUSAL], ties.WITHDRAWN)
    elif agreements.start[case][facet] <= week:
        if not agreements.done[case][facet]:
            agreements.done[case][facet] = ask.acts(play, world, p, luck[lane + ACT], owner, case, facet)
        if not agreements.partner_done[case][facet]:
            number = luck[lane + PARTNER_ACT]
            agreements.partner_done[case][facet] = ask.acts(play, world, p, number, other, case, facet)


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
        if agreements.account[case][facet] == 0.0:
            caller = called(play, world, p, case, facet, luck, lane)
        if caller >= 0:
            agreements.account[case][facet] = between.tone(world.people.competence[caller])
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


def called(play: Any, world: World, p: Settings, case: int, facet: int, luck: Any, lane: int) -> int:
    """Who speaks up about a late agreement, whoever runs the network or else somebody of the table; -1 for nobody."""
    caller = world.manager if world.manager >= 0 else first_met(world, case, world.agreements.person[case][facet])
    if caller < 0:
        return -1
    speaks = ask.calls_to_account(play, world, p, luck[lane + ACCOUNT], caller, case, facet)
    return caller if speaks else -1


def first_met(world: World, case: int, owner: int) -> int:
    """Somebody else who was at the last conference, -1 for nobody."""
    for place in range(world.cases.circle_size[case]):
        person = world.cases.circle[case][place]
        if person != owner and world.cases.met[case][person]:
            return person
    return -1


def work(world: World, p: Settings, person: int) -> None:
    """Spend the hours of an agreed action."""
    spend(world, person, p[HOURS_ACTION])
    world.tally[world.now[0]][JOINT_HOURS] += p[HOURS_ACTION]


def keep(play: Any, world: World, p: Settings, week: int, case: int, facet: int) -> None:
    """An agreement is kept: the facet moves, the alliance feels it, those who were there trust the more (§5.1.2)."""
    agreements, facets, cases = world.agreements, world.facets, world.cases
    owner, other = agreements.person[case][facet], agreements.partner[case][facet]
    grade = agreements.grade[case][facet]
    work(world, p, owner)
    if other >= 0:
        work(world, p, other)
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
        celebrate(play, world, p, case)
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
    judge(play, world, case, owner, p[GAIN_KEPT], ties.KEPT)
    if other >= 0:
        judge(play, world, case, other, p[GAIN_KEPT], ties.KEPT)
    end(world, case, facet)


def celebrate(play: Any, world: World, p: Settings, case: int) -> None:
    """A facet is solved: seeing results brings trust and belief in the network (§5.1.2)."""
    people, cases = world.people, world.cases
    for place in range(cases.circle_size[case]):
        person = cases.circle[case][place]
        if not cases.met[case][person]:
            continue  # somebody new took this place
        people.commitment[person] = scale.raised(people.commitment[person], p[COMMITMENT_RESULT])
        for further in range(cases.circle_size[case]):
            other = cases.circle[case][further]
            if other != person and cases.met[case][other]:
                ties.warm(play, world, person, other, p[TRUST_RESULT], ties.RESULT)


def break_(play: Any, world: World, p: Settings, week: int, case: int, facet: int) -> None:
    """An agreement is broken: those who were there trust whoever left it undone the less (§5.1.2)."""
    agreements = world.agreements
    world.tally[week][ENDED] += 1.0
    ask.note(play, events.BROKEN, agreements.person[case][facet], case, facet)
    step = learn.loss(p[GAIN_KEPT], p[LOSS_BROKEN])
    if not agreements.done[case][facet]:
        judge(play, world, case, agreements.person[case][facet], step, ties.BROKEN)
    if not agreements.partner_done[case][facet]:
        judge(play, world, case, agreements.partner[case][facet], step, ties.BROKEN)
    end(world, case, facet)


def judge(play: Any, world: World, case: int, person: int, step: float, cause: int) -> None:
    """Trust in a person moves with those who were at the case's last conference, and with the manager."""
    cases = world.cases
    for place in range(cases.circle_size[case]):
        other = cases.circle[case][place]
        if other != person and cases.met[case][other]:
            judged(play, world, other, person, step, cause)
    if world.manager >= 0:
        judged(play, world, world.manager, person, step, cause)


def judged(play: Any, world: World, person: int, other: int, step: float, cause: int) -> None:
    """One person's trust after another kept a promise or not."""
    if cause == ties.KEPT:
        ties.warm(play, world, person, other, step, cause)
    else:
        ties.cool(play, world, person, other, step, cause)
