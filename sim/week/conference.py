"""Step 3: one conference, from invitation to division of tasks."""

from typing import Any

from sim.draws import TABLE as PURPOSE
from sim.rules import govern, hours, scale
from sim.rules.govern import COORDINATION
from sim.settings import Settings, position, weights
from sim.state import ACTIVE, BROKERAGE, MEAN_TRUST, MINUTES, World
from sim.week import agenda, ask, decide, duty, share, table, ties
from sim.week.tally import CONFERENCES, JOINT_HOURS, MEETING_HOURS, TABLE_TRUST

MINUTES_PER_CASE = position("agenda.minutes_per_case")
INTERDEPENDENCE = position("cases.interdependence")
STRUCTURE = position("process_management.structure")
COORDINATION_WEIGHTS = weights("coordination")
MINUTES_OF = weights("minutes")
MINUTES_OPENING = position("rules.minutes.opening")
TRUST_FAMILIAR = position("rules.trust.familiar")
UNDERSTANDING_FAMILIAR = position("rules.understanding.familiar")


def confer(play: Any, world: World, p: Settings, week: int, case: int) -> None:
    """Hold the conference on a case; without anybody present there is none."""
    cases = world.cases
    luck = ask.block(play, PURPOSE, week, cases.identity[case], world.slots * table.LANES)
    table.invite(play, world, p, week, case)
    count = table.gather(play, world, p, week, case, luck)
    if count < 2:
        return
    world.tally[week][CONFERENCES] += 1.0
    cases.status[case] = ACTIVE
    table.sound(world, case, count)
    world.tally[week][TABLE_TRUST] += world.table.numbers[MEAN_TRUST]
    world.table.numbers[BROKERAGE] = decide.brokering(world, p)
    open_meeting(world, p, count)
    ask.sit_down(play, case, count)
    share.recall(world, case, count)
    share.tell(play, world, p, week, case, count)
    share.think_along(play, world, p, week, case, count)
    share.weigh_up(world, week, case)
    decide.form_views(world, p, case, count)
    plan = decide.decision(play, world, p, case, count, luck)
    decide.remember(play, world, p, week, case, count, plan)
    if plan == decide.JOINT_PLAN or plan == decide.IMPOSED_PLAN:
        duty.divide(play, world, p, week, case, count)
    ask.get_up(play, case, count, plan)
    close(play, world, p, week, case, count, plan)


def open_meeting(world: World, p: Settings, count: int) -> None:
    """Time left once everybody has spoken and the network has been run."""
    opening = hours.spared(p[MINUTES_OF], count * p[MINUTES_OPENING], p[STRUCTURE])
    coordinating = govern.coordination_minutes(
        p[COORDINATION_WEIGHTS],
        world.governance[COORDINATION],
        len(world.organisations.domain),
        world.table.numbers[MEAN_TRUST],
        p[INTERDEPENDENCE],
    )
    world.table.numbers[MINUTES] = p[MINUTES_PER_CASE] - opening - coordinating


def close(play: Any, world: World, p: Settings, week: int, case: int, count: int, plan: int) -> None:
    """Count the hours, and let those who met before for this case grow familiar."""
    people, cases, present = world.people, world.cases, world.table.present
    met = cases.met[case]
    meeting = p[MINUTES_PER_CASE] / 60.0
    for place in range(count):
        person = present[place]
        agenda.spend(world, person, meeting)
        world.tally[week][MEETING_HOURS] += meeting
        if plan == decide.JOINT_PLAN:
            world.tally[week][JOINT_HOURS] += meeting
        if met[person]:
            understanding = people.understanding[person]
            for further in range(count):
                other = present[further]
                if other != person and met[other]:
                    ties.warm(play, world, p, person, other, p[TRUST_FAMILIAR], ties.FAMILIAR)
                    understanding[other] = scale.raised(understanding[other], p[UNDERSTANDING_FAMILIAR])
    for person in range(world.members):
        met[person] = False
    for place in range(count):
        met[present[place]] = True
        cases.circle[case][place] = present[place]
    cases.circle_size[case] = count
    cases.last[case] = week
    cases.touched[case] = week
