"""The week: the seven steps in their order."""

from typing import Any

from sim.settings import Settings
from sim.state import World
from sim.week import agenda, arrive, between, climate, conference, contact, course, ties

SLOTS = agenda.SLOTS


def play_week(play: Any, world: World, p: Settings, week: int) -> None:
    """Play one week from referral to learning."""
    world.now[0] = week
    between.open_week(world, p)
    arrive.arrive(play, world, p, week, world.arrivals[week])
    if world.network:
        arrive.triage(play, world, p, week)
        between.need_hours(world, p, week)
        meet(play, world, p, week)
        climate.come_together(play, world, p, week)
        between.act(play, world, p, week)
        contact.keep_in_touch(play, world, p, week)
    course.move(play, world, p, week)
    climate.turn(play, world, p, week)
    if world.network:
        climate.learn_from_week(play, world, p, week)
        ties.measure(play, world, week)
        climate.measure(play, world, week)


def meet(play: Any, world: World, p: Settings, week: int) -> None:
    """Hold this week's conferences, the most urgent case first."""
    slots = agenda.see_simple(play, world, p, int(p[SLOTS]))
    agenda.rank(play, world, p, week)
    for _ in range(slots):
        case = agenda.next_case(world)
        if case < 0:
            break
        conference.confer(play, world, p, week, case)
