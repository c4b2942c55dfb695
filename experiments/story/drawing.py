"""What the figure of a case shows: its risk by week, its conferences and incidents, in one world or two."""

from __future__ import annotations

import math
from collections.abc import Sequence

from experiments.story.document import Figure, Line
from experiments.story.naming import Names
from experiments.story.record import Record
from experiments.words import Words


def line(record: Record, case: int, name: str = "") -> Line:
    """Return the course of one case in one world."""
    own = [event for event in record.events if event.case == case]
    plans = {event.week for event in own if event.kind == "plan"}
    ended = ("plan", "impasse", "no time")
    met = {event.week for event in own if event.kind in ended or (event.decision == "imposes" and event.answer)}
    return Line(
        name,
        tuple(float(risk) if math.isfinite(risk) else None for risk in record.risk[:, case]),
        conferences=tuple(sorted(met)),
        plans=tuple(sorted(plans)),
        incidents=tuple(event.week for event in own if event.kind == "incident"),
    )


def one_world(record: Record, case: int, words: Words, names: Names) -> Figure:
    """Return the figure of a case."""
    drawn = line(record, case)
    text = words(
        "story.figure.one",
        case=case,
        first=names.level(float(record.first_risk[case])),
        last=names.level(float(record.risk[-1, case])),
        conferences=len(drawn.conferences),
        plans=len(drawn.plans),
        incidents=len(drawn.incidents),
    )
    return Figure(text, (drawn,))


def two_worlds(
    records: Sequence[Record], cases: Sequence[int], words: Words, names: Names, *, parted: int
) -> Figure:
    """Return the figure of one case in both worlds."""
    drawn = tuple(line(*each) for each in zip(records, cases, ("A", "B"), strict=True))
    last = [next(risk for risk in reversed(each.risk) if risk is not None) for each in drawn]
    text = words("story.figure.two", case=cases[0], a=names.level(last[0]), b=names.level(last[1]))
    return Figure(text, drawn, parted)
