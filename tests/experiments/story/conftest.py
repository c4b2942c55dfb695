"""Runs in which, taken together, everything happens that a story can tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from experiments.story.record import Record, play
from scenarios import load
from sim.parameters import PARAMETERS
from sim.scenario import Departure, MediaEvent, Scenario


def worlds() -> dict[str, Scenario]:
    """Return the scenarios of those runs by name."""
    top_x = load("top_x").set({"run.weeks": 30})
    hurried = load("self_governed").set(
        {
            "run.weeks": 20,
            "agenda.minutes_per_case": 15,
            "trust.initial": 0.1,
            "cases.arrivals_per_year": 120,
            "rules.admits.complexity": 0.0,
            "rules.admits.readiness": 0.0,
        }
    )
    empty = top_x.set(
        {
            "goals.consensus": 0.0,
            "professionals.workload_care": 1.0,
            "professionals.workload_safety": 1.0,
            "professionals.workload_social": 1.0,
            "network.table_size": 4,
            "professionals.competence": 0.0,  # nor does anybody care for each other
            "rules.shows_care.readiness": PARAMETERS["rules.shows_care.readiness"].low,
        }
    )
    storm = top_x.set({"media.half_life": 26, "learning.joint_evaluation": 0.9, "municipality.housing_priority": 1.0})
    relapsing = load("top_x").set(  # long enough for cases to come back, and nobody new
        {
            "rules.drift.reopens": 0.012,
            "rules.drift.relapse": 1.0,
            "continuity.turnover_per_year": 0.0,
            "informal_contact.events_per_year": 0.0,
            "cases.complex_share": 1.0,
            "cases.arrivals_per_year": 15,
            "agenda.slots_per_week": 2,
            "media.referral_effect": 0.0,
        }
    )
    return {
        "top_x": top_x,
        "lead": load("lead_organisation").set({"run.weeks": 30}),
        "self_governed": load("self_governed").set({"run.weeks": 30}),
        "hurried": hurried,
        "empty": empty,
        "relapsing": relapsing,
        "storm": replace(storm, media_events=(MediaEvent(10, 0.9),), departures=(Departure(20),)),
    }


@pytest.fixture(scope="session")
def records() -> dict[str, Record]:
    """Return those runs by name."""
    return {name: play(scenario, 7) for name, scenario in worlds().items()}
