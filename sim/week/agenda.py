"""Step 2: which cases are discussed this week."""

from typing import Any

from sim.draws import AGENDA as PURPOSE
from sim.rules import agenda as rules
from sim.settings import Settings, position, weights
from sim.state import ACTIVE, SIMPLE_QUEUE, WAITING, World
from sim.week import ask
from sim.week.tally import HOURS, MEETING_HOURS, SIMPLE_CASES

SLOTS = position("agenda.slots_per_week")
MINUTES = position("agenda.minutes_per_case")
WEEKS_AHEAD = position("agenda.weeks_ahead")
STRUCTURE = position("process_management.structure")
URGENCY = weights("urgency")


def spend(world: World, person: int, hours_spent: float) -> None:
    """Take hours from a person's week, and count them as spent on these cases."""
    people = world.people
    people.hours[person] = people.hours[person] - hours_spent if people.hours[person] > hours_spent else 0.0
    world.tally[world.now[0]][HOURS] += hours_spent


def see_simple(play: Any, world: World, p: Settings, slots: int) -> int:
    """Let waiting simple referrals take slots, at most half of them; the core sits through them (§5.2.1)."""
    waiting = int(world.climate[SIMPLE_QUEUE])
    taken = min(waiting, (slots + 1) // 2)
    world.climate[SIMPLE_QUEUE] = float(waiting - taken)
    world.tally[world.now[0]][SIMPLE_CASES] += taken
    for organisation in range(len(world.organisations.core)):
        if world.organisations.core[organisation]:
            meeting = taken * p[MINUTES] / 60.0
            face = world.organisations.face[organisation]
            person = face if face >= 0 else organisation * world.each
            spend(world, person, meeting)
            world.tally[world.now[0]][MEETING_HOURS] += meeting
            ask.sit_through(play, person, taken)
    return slots - taken


def rank(play: Any, world: World, p: Settings, week: int) -> None:
    """Queue the cases that are for the agenda, each by its urgency."""
    cases = world.cases
    early = rules.planning(p[WEEKS_AHEAD])
    luck = ask.block(play, PURPOSE, week, 0, 2 * world.now[1])
    for case in range(world.now[1]):
        world.queued[case] = cases.status[case] == WAITING or cases.status[case] == ACTIVE
        if world.queued[case]:
            new = cases.last[case] < 0
            since = week - cases.arrival[case] if new else week - cases.last[case]
            number = luck[cases.identity[case]]
            world.urgency[case] = rules.urgency(
                p[URGENCY], cases.risk[case], since, 1.0 if new else 0.0, early, p[STRUCTURE], number
            )


def next_case(world: World) -> int:
    """Take the most urgent case out of the queue, -1 for none; of equals the first to arrive."""
    chosen = -1
    for case in range(world.now[1]):
        if world.queued[case] and (chosen < 0 or world.urgency[case] > world.urgency[chosen]):
            chosen = case
    if chosen >= 0:
        world.queued[chosen] = False
    return chosen
