"""The book of a run: what it counts is what the outcomes count, and keeping it costs nothing."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import FrozenInstanceError, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from scenarios import load, names
from sim import CaseConferenceModel
from sim.agents import SafetyProfessional
from sim.draws import NEWS
from sim.events import OCCURRENCES, Event, tipped
from sim.parameters import PARAMETERS
from sim.rules import DECISIONS, media, refer
from sim.scenario import Departure, MediaEvent, Scenario
from sim.settings import position

WEEKS = 20
CAUSES = {"cognitive", "social", "institutional", "network management", "external"}
NUMBERS = {
    "network.care_organisations": (0, 4),
    "network.safety_organisations": (1, 4),
    "network.social_organisations": (0, 4),
    "network.people_per_organisation": (1, 3),
    "network.table_size": (2, 8),
    "cases.initial": (0, 12),
    "cases.arrivals_per_year": (0, 120),
    "cases.severity": (0, 1),
    "cases.consent_share": (0, 1),
    "legal.gap": (0, 1),
    "mandate.share": (0, 1),
    "trust.initial": (0, 1),
    "continuity.turnover_per_year": (0, 1),
    "media.baseline": (0, 1),
    "structures.indication_delay": (0, 6),
    "scaling_down.clear_criteria": (0, 1),
    "informal_contact.events_per_year": (0, 24),
    "rules.drift.hazard": (0.02, 0.06),
}
VALUES = st.fixed_dictionaries(
    {
        "process_management.form": st.sampled_from(PARAMETERS["process_management.form"].choices),
        **{
            name: st.integers(low, high) if PARAMETERS[name].kind == "integer" else st.floats(low, high)
            for name, (low, high) in NUMBERS.items()
        },
    }
)


def small(values: dict[str, Any], departs: bool, size: float) -> Scenario:
    """Return a small network in a short run, with a report of that size and perhaps a manager who leaves."""
    return replace(
        load("top_x").set({**values, "run.weeks": WEEKS}),
        departures=(Departure(6),) if departs else (),
        media_events=(MediaEvent(5, size),),
    )


def share(part: int, whole: int) -> float:
    """Return a share as outcomes have it."""
    return part / whole if whole else math.nan


def counted(events: list[Event]) -> dict[str, float]:
    """Return outcomes as far as the book alone tells them."""
    kinds = Counter(event.kind for event in events)
    said = Counter((event.decision, event.answer) for event in events if event.decision)
    tables: dict[tuple[int, int], int] = defaultdict(int)
    for event in events:
        if event.decision == "attends" and event.answer:
            tables[event.week, event.case] += 1
    conferences = sum(1 for present in tables.values() if present >= 2)
    return {
        "conferences": conferences,
        "plan_rate": share(kinds["plan"], conferences),
        "attendance": share(said["attends", True], said["attends", True] + said["attends", False]),
        "impasses": kinds["impasse"],
        "refusals": said["discloses", False],
        "shifts": said["takes_on", False],
        "improvisations": said["improvises", True],
        "paralyses": said["improvises", False],
        "bilateral_contacts": said["contacts", True],
        "agreements_kept": share(kinds["kept"], kinds["kept"] + kinds["broken"]),
        "incidents": kinds["incident"],
        "reports": kinds["report"],
        "scaled_down": said["scales_down", True],
        "returned": kinds["return"],
        "compulsory_share": share(_compulsory(events), kinds["kept"]),
    }


def _compulsory(events: list[Event]) -> int:
    """Count kept agreements whose grade, chosen when they were made, was compulsion."""
    grades: dict[tuple[int, int], Any] = {}
    kept = 0
    for event in events:
        if event.decision == "intervenes":
            grades[event.case, event.facet] = event.answer
        elif event.kind == "kept":
            kept += grades[event.case, event.facet] == 2
    return kept


def weeks_to_plan(model: CaseConferenceModel) -> float:
    """Return the weeks from referral to the first plan over admitted cases that need a network."""
    arrived: dict[int, int] = {}
    admitted: set[int] = set()
    planned: dict[int, int] = {}
    for event in model.events():
        if event.kind == "arrival":
            arrived[event.case] = event.week
        elif event.decision == "admits" and event.answer and event.case >= 0:
            admitted.add(event.case)
        elif event.kind == "plan":
            planned.setdefault(event.case, event.week)
    needing = [case for case in admitted if model.stage.world.cases.complex[case]]
    return share(sum(planned.get(case, WEEKS - 1) - arrived[case] for case in needing), len(needing))


def weeks_with_news(model: CaseConferenceModel) -> set[int]:
    """Return the weeks in which luck sends an event from outside."""
    place = position("media.events_per_year")
    rates = (media.news_a_week(model.stage._fixed.settings(week)[place]) for week in range(model.week))
    luck = model.stage.luck
    return {week for week, rate in enumerate(rates) if refer.arrived(rate, luck.block(NEWS, week, 0, 1)[0])}


def check_rows(events: list[Event]) -> None:
    """Check that every row says what its kind promises."""
    assert [event.week for event in events] == sorted(event.week for event in events)
    for event in events:
        if event.kind != "decision":
            usual = dict(OCCURRENCES)[event.kind]
            assert (event.decision, event.answer, event.terms, event.tipped_by) == ("", None, {}, "")
            assert event.cause in CAUSES if event.kind == "impasse" else event.cause == usual
            continue
        table = {row[0]: row[2] for row in DECISIONS[event.decision]}
        assert list(event.terms) == [term for term in table if term in event.terms]
        assert len(event.terms) >= len(table) - (event.decision == "intervenes")
        assert event.tipped_by in event.terms
        assert event.cause == table[event.tipped_by] and event.cause in CAUSES
        assert event.person >= 0 and event.role
        # the reason named pushed towards the answer, or no reason did and people stayed where they start from
        push = event.terms[event.tipped_by] if event.answer else -event.terms[event.tipped_by]
        assert push > 0.0 or event.tipped_by in ("readiness", "reserve")


def check_votes(events: list[Event]) -> None:
    """Check that nobody is asked again in the same week who agreed to a plan, nor more than twice."""
    answers: dict[tuple[int, int, int], list[Any]] = defaultdict(list)
    for event in events:
        if event.decision == "accepts":
            answers[event.week, event.case, event.person].append(event.answer)
    assert all(len(given) == 1 or (len(given) == 2 and given[0] is False) for given in answers.values())


@settings(max_examples=40, deadline=None, phases=[phase for phase in Phase if phase is not Phase.explain])
@given(VALUES, st.booleans(), st.sampled_from([0.0, 0.4]), st.integers(0, 2**53 - 1))
def test_counts_in_the_book_are_the_outcomes_and_keeping_it_changes_nothing(
    values: dict[str, Any], departs: bool, size: float, seed: int
) -> None:
    scenario = small(values, departs, size)
    model = CaseConferenceModel(scenario, rng=seed, record=True).run()
    plain = CaseConferenceModel(scenario, rng=seed).run()
    assert model.stage.tally().tobytes() == plain.stage.tally().tobytes()
    outcomes = model.outcomes()
    assert np.array_equal(list(outcomes.values()), list(plain.outcomes().values()), equal_nan=True)
    expected = counted(model.events()) | {"weeks_to_plan": weeks_to_plan(model)}
    assert {name: outcomes[name] for name in expected} == pytest.approx(expected, rel=0, abs=0, nan_ok=True)
    check_rows(model.events())


@pytest.mark.parametrize("name", names())
def test_the_books_of_the_shipped_scenarios_count_alike(name: str) -> None:
    scenario = load(name).set({"run.weeks": 70})
    model = CaseConferenceModel(scenario, rng=4, record=True).run()
    outcomes, expected = model.outcomes(), counted(model.events())
    assert {name: outcomes[name] for name in expected} == pytest.approx(expected, rel=0, abs=0, nan_ok=True)
    check_rows(model.events())
    check_votes(model.events())
    kinds = Counter(event.kind for event in model.events())
    assert kinds["arrival"] == sum(model.stage.world.arrivals)
    assert kinds["media"] == len({event.week for event in scenario.media_events} | weeks_with_news(model))


def test_weekly_series_count_the_rows_of_their_week() -> None:
    model = CaseConferenceModel(load("top_x").set({"run.weeks": WEEKS}), rng=4, record=True).run()
    rows = Counter((event.week, event.decision, event.answer) for event in model.events())
    for week in range(WEEKS):
        assert model.weekly()["refusals"][week] == rows[week, "discloses", False]
        assert model.weekly()["shifts"][week] == rows[week, "takes_on", False]


def test_a_row_cannot_be_changed_nor_the_book_from_outside() -> None:
    model = CaseConferenceModel(load("top_x").set({"run.weeks": 3}), rng=4, record=True).run()
    with pytest.raises(FrozenInstanceError):
        model.events()[0].week = 3  # type: ignore[misc]
    model.events().clear()
    assert model.events()


def test_the_book_is_there_from_the_first_week_and_empty_before() -> None:
    model = CaseConferenceModel(load("top_x"), rng=4, record=True)
    assert model.events() == []
    model.step()
    assert {event.week for event in model.events()} == {0}


def test_a_decision_of_somebody_s_own_has_no_terms() -> None:
    class Silent(SafetyProfessional):
        def discloses(self, case: int, facet: int, luck: float) -> bool:
            return False

    model = CaseConferenceModel(load("top_x").set({"run.weeks": 8}), rng=4, agents={"safety": Silent}, record=True)
    rows = [event for event in model.run().events() if event.decision == "discloses" and event.role == "safety"]
    assert rows
    assert all((row.answer, row.terms, row.tipped_by, row.cause) == (False, {}, "", "") for row in rows)


# What tipped a decision.


def test_the_strongest_push_towards_the_answer_tips_it() -> None:
    terms = (1.5, -1.0, 0.25, 0.3)  # readiness, workload, commitment, planning
    assert tipped("attends", terms, yes=True) == ("planning", "network management")
    assert tipped("attends", terms, yes=False) == ("workload", "institutional")


def test_where_people_start_from_tips_only_when_no_reason_does() -> None:
    assert tipped("attends", (1.5, -1.0, -0.25, 0.0), yes=True) == ("readiness", "social")
    assert tipped("evaluates", (-3.0, 1.2), yes=False) == ("reserve", "institutional")
    assert tipped("evaluates", (-3.0, 1.2), yes=True) == ("practice", "network management")
