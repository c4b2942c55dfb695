"""From which week two scenarios differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from experiments.pair import week_of_first_difference
from scenarios import load
from sim.scenario import Change, Departure, MediaEvent, Scenario

BASE = Scenario("base")
STORM = Change(40, {"media.baseline": 0.5})


@pytest.mark.parametrize(
    ("first", "second", "week"),
    [
        (BASE, replace(BASE, name="other"), None),
        (BASE, BASE.set({"trust.initial": 0.9}), 0),
        (BASE, BASE.set({"run.weeks": 50}), 0),
        (BASE, replace(BASE, changes=(STORM,)), 40),
        (BASE, replace(BASE, media_events=(MediaEvent(30, 0.2),), changes=(STORM,)), 30),
        (BASE, replace(BASE, departures=(Departure(20), Departure(60))), 20),
        # what does nothing is no difference, in whatever order or weeks it is written down
        (BASE, replace(BASE, changes=(Change(10, {"media.baseline": BASE.value("media.baseline")}),)), None),
        (BASE.set({"media.baseline": 0.5}), replace(BASE, changes=(Change(0, {"media.baseline": 0.5}),)), None),
        (
            replace(BASE, changes=(STORM,)),
            replace(BASE, changes=(STORM, Change(50, {"media.baseline": 0.5, "media.reactivity": 0.9}))),
            50,
        ),
        (
            replace(BASE, media_events=(MediaEvent(9, 0.1), MediaEvent(9, 0.2))),
            replace(BASE, media_events=(MediaEvent(9, 0.2), MediaEvent(9, 0.1))),
            None,
        ),
        (
            replace(BASE, media_events=(MediaEvent(9, 0.1), MediaEvent(12, 0.1))),
            replace(BASE, media_events=(MediaEvent(9, 0.1), MediaEvent(12, 0.2))),
            12,
        ),
        (load("top_x"), load("media_storm"), 65),
        (load("manager_leaves"), load("top_x"), 52),
        (load("manager_leaves"), load("media_storm"), 52),
    ],
)
def test_week_of_the_first_difference(first: Scenario, second: Scenario, week: int | None) -> None:
    assert week_of_first_difference(first, second) == week
    assert week_of_first_difference(second, first) == week
