"""Courses that the thesis reports (patterns C11, C12): of a case, and of the weeks after a conference."""

from __future__ import annotations

from collections.abc import Callable

from experiments.patterns.levels import (
    Effort,
    Level,
    above,
    below,
    effective,
    finding,
    kept_agreements_lead,
    tables_vary,
    trust_settles,
    views_differ,
)
from experiments.patterns.observed import WEEKS_AFTER, observe
from sim.parameters import PARAMETERS
from sim.scenario import Scenario
from sim.text import Text


def complexity_lessens(scenario: Scenario, seed: int, effort: Effort) -> Level:
    """C11: complexity can lessen as a case is followed longer (two respondents, §5.2.1).

    For each case that was followed for a quarter or longer: facets open (above what counts as solved) and the
    unresolved part of its weight, at its first conference and in the last week it was active; the change is averaged
    over the cases of a run. Cases in which fewer facets were open are reported as a share.
    """
    runs = observe(scenario, seed, effort.agents_runs)
    share = "cases in which fewer facets are open", "casussen waarin minder deelproblemen openstaan"
    return Level(
        "C11",
        "§5.2.1",
        Text("complexity can lessen over time", "complexiteit kan met de tijd afnemen"),
        (),
        (
            finding(
                "change in open facets",
                "verandering in open deelproblemen",
                [one.open_change for one in runs],
                below(0),
            ),
            finding(
                "change in unresolved weight",
                "verandering in onopgelost gewicht",
                [one.unresolved_change for one in runs],
                below(0),
            ),
            finding(*share, [one.lessened for one in runs]),
        ),
    )


def contact_ebbs(scenario: Scenario, seed: int, effort: Effort) -> Level:
    """C12: contact and execution are most intense in the week after a conference, then ebb (§5.2.2).

    Contacts between meetings and agreed actions done, for each week that an active case is so many weeks past its last
    conference. The first week (the days after the conference) has more than the second, and the second more than the
    mean of the third to the sixth, by run.
    """
    runs = observe(scenario, seed, effort.agents_runs)
    found = []
    for english, dutch, rows in (
        ("contacts", "contacten", [one.contacts_after for one in runs]),
        ("actions", "acties", [one.actions_after for one in runs]),
    ):
        first = [row[0] - row[1] for row in rows]
        later = [row[1] - sum(row[2:]) / (WEEKS_AFTER - 2) for row in rows]
        found.append(finding(f"{english}: first week less second", f"{dutch}: eerste week min tweede", first, above(0)))
        found.append(finding(f"{english}: second week less later", f"{dutch}: tweede week min later", later, above(0)))
    return Level(
        "C12",
        "§5.2.2",
        Text("contact and execution ebb after a conference", "contact en uitvoering ebben weg na een overleg"),
        ("rules.contacts.ebb", "rules.acts.ebb"),
        tuple(found),
    )


Reported = Callable[[Scenario, int, Effort], Level]
REPORTED: tuple[Reported, ...] = (
    trust_settles,
    kept_agreements_lead,
    tables_vary,
    views_differ,
    complexity_lessens,
    contact_ebbs,
    effective,
)


def emergent(level: Level, reported: Reported, scenario: Scenario, seed: int, effort: Effort) -> bool:
    """Return whether a level that was reported holds, and still does without what says it most directly.

    Weights are then at 0, parameters at their lowest.
    """
    lowest = {name: 0.0 if name.startswith("rules.") else PARAMETERS[name].low for name in level.direct}
    return bool(level.holds) and (not lowest or bool(reported(scenario.set(lowest), seed, effort).holds))
