"""What a scenario lays down for every run of it: the settings of each week, and what luck does not decide."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from sim.rules import govern
from sim.rules.govern import QUANTITIES
from sim.scenario import ORGANISATIONS, Scenario
from sim.settings import Settings, position, settings, weights

_COORDINATION = weights("coordination")
_ARRIVALS = position("cases.arrivals_per_year")
WEEKS_A_YEAR = 52.0


@dataclass(frozen=True, eq=False)
class Timetable:
    """The fixed course of a scenario; its arrays are shared by runs, which only read them.

    rows: settings, one row for each stretch of weeks; stretch: (weeks,) row of each week; rates: (weeks,) cases
    expected to arrive; events: (weeks,) size of scheduled media events, at most 1; departs: (weeks,) whether the
    process manager leaves; governance: in the order of `sim.rules.govern.QUANTITIES`.
    """

    weeks: int
    rows: tuple[Settings, ...]
    stretch: Any
    rates: Any
    events: Any
    departs: Any
    governance: Any

    def settings(self, week: int) -> Settings:
        """Return the settings of a week."""
        return self.rows[int(self.stretch[week])]


@lru_cache(maxsize=64)
def timetable(scenario: Scenario) -> Timetable:
    """Return the timetable of a scenario."""
    weeks = int(scenario.value("run.weeks"))
    values = dict(scenario.values)
    rows, stretch = [settings(values)], np.zeros(weeks, np.int64)
    for change in sorted(scenario.changes, key=lambda change: change.week):
        values |= change.values
        rows.append(settings(values))
        stretch[change.week :] = len(rows) - 1
    events, departs = np.zeros(weeks), np.zeros(weeks, np.bool_)
    for event in scenario.media_events:
        events[event.week] = min(1.0, events[event.week] + event.size)
    for departure in scenario.departures:
        departs[departure.week] = True
    for array in (events, departs):
        array.flags.writeable = False  # shared by all runs of the scenario
    form = scenario.value("process_management.form")
    return Timetable(
        weeks=weeks,
        rows=tuple(rows),
        stretch=stretch,
        rates=np.array([rows[row][_ARRIVALS] / WEEKS_A_YEAR for row in stretch]),
        events=events,
        departs=departs,
        governance=_governance(scenario, str(form)),
    )


def _governance(scenario: Scenario, form: str) -> Any:
    """Return what a form gives to a network of this size, in the order of QUANTITIES."""
    given = np.array([scenario.values.get(f"rules.{form}.{quantity}", 0.0) for quantity in QUANTITIES])
    k = settings(scenario.values)[_COORDINATION]
    members = sum(int(scenario.value(name)) for name in ORGANISATIONS)
    attention = govern.attention(k, given[govern.COORDINATION], members)
    given[govern.BROKERING] *= attention
    given[govern.MONITORING] *= attention
    given[govern.OWNERSHIP] *= govern.shared_ownership(k, given[govern.COORDINATION], members)
    return given
