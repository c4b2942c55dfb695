"""The course of one case: its referral, then each conference with what followed until the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from experiments.story.aftermath import Aftermath, belongs
from experiments.story.facts import Course, Fact, Scene
from experiments.story.record import Record
from experiments.story.sitting import Sitting
from sim.events import Event

PLANNED = ("plan", "new_plan")


def courses(record: Record) -> list[Course]:
    """Return the course of every case that is not simple, in order of arrival."""
    found: list[list[Event]] = [[] for _ in range(record.cases)]
    for event in record.events:
        if event.case >= 0:
            found[event.case].append(event)
    return [course(record, case, events) for case, events in enumerate(found) if not record.simple(case)]


def course(record: Record, case: int, events: Sequence[Event]) -> Course:
    """Return everything about one case, from all its events."""
    met = sorted({event.week for event in events if event.decision == "attends"})
    first = met[0] if met else record.weeks
    later = [event for event in events if belongs(event)]
    before = [event for event in later if _of_referral(event) or event.week < first]
    after = [event for event in later if not _of_referral(event)]
    arrived = events[0].week
    referral = tuple(Aftermath(record, case, before).facts())
    scenes = [Scene(arrived, case, "referral", referral, risk=record.risk_before(case, arrived))]
    withheld: frozenset[int] = frozenset()
    for week, following in pairwise([*met, record.weeks]):
        at_table = [event for event in events if event.week == week and not belongs(event)]
        planned = any(scene.outcome in PLANNED for scene in scenes)
        sitting = Sitting(record, case, at_table, withheld_before=withheld, planned_before=planned)
        followed = Aftermath(record, case, [event for event in after if week <= event.week < following])
        facts = (*sitting.facts(), *followed.facts())
        scene = Scene(week, case, sitting.outcome, facts, len(scenes), record.risk_before(case, week))
        scenes.append(replace(scene, turn=_turns(scenes[-1], scene)))
        withheld = (withheld | sitting.withheld) - sitting.told
    return Course(case, tuple(scenes), _end(record, scenes))


def _of_referral(event: Event) -> bool:
    return event.kind == "arrival" or event.decision == "admits"


def _turns(before: Scene, scene: Scene) -> bool:
    """Return whether the course of a case turns: another outcome, somebody who tells at last, or its return."""
    was, now = (each.outcome in PLANNED for each in (before, scene))
    return (was != now and before.outcome != "referral") or scene.has("told_at_last") or before.has("return")


def _end(record: Record, scenes: Sequence[Scene]) -> Fact:
    """Conferences held, how many came to a joint plan, and the risk at the end and at the start."""
    case, held = scenes[0].case, [scene for scene in scenes[1:] if scene.outcome != "no_table"]
    return Fact(
        "end",
        record.weeks - 1,
        case,
        count=len(held),
        of=sum(scene.outcome in PLANNED for scene in held),
        level=float(record.risk[-1, case]),
        before=scenes[0].risk,
    )
