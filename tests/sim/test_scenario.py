"""Scenarios: values, changes and events, checked and immutable."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import FrozenInstanceError, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import InputError
from sim.expectations import DIRECTIONS, Expectations
from sim.outcomes import OUTCOMES
from sim.parameters import PARAMETERS, Parameter
from sim.scenario import THEMES, Change, Departure, MediaEvent, Scenario
from sim.text import Text
from sim.values import Values

FULL = Scenario(
    "full",
    Text("Full", "Vol"),
    Text("Something of everything.", "Van alles iets."),
    theme="contact",
    expects={"risk": "lower", "trust": "higher"},
    finding=Text("It moves neither.", "Het verandert geen van beide."),
    values={"trust.initial": 0.6, "process_management.form": "self_governed"},
    changes=(
        Change(30, {"media.baseline": 0.5, "agenda.slots_per_week": 6}),
        Change(10, {"mandate.share": 1}),
    ),
    media_events=(MediaEvent(68, 0.3), MediaEvent(65, 0.3)),
    departures=(Departure(52, "process_manager"),),
)


def allowed_values(parameter: Parameter) -> st.SearchStrategy[float | int | str]:
    """Return a strategy for values that a parameter allows."""
    if parameter.kind == "category":
        return st.sampled_from(parameter.choices)
    if parameter.kind == "integer":
        return st.integers(max(1, int(parameter.low)), int(parameter.high))  # 0 might leave no organisation
    return st.floats(parameter.low, parameter.high)


def settings_of(names: Iterable[str], most: int) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy for values of a few of the parameters of these names."""
    return st.lists(st.sampled_from(list(names)), max_size=most, unique=True).flatmap(
        lambda chosen: st.fixed_dictionaries({name: allowed_values(PARAMETERS[name]) for name in chosen})
    )


CHANGEABLE = [name for name, parameter in PARAMETERS.items() if not parameter.at_start]
CHANGES = st.lists(
    st.builds(Change, st.integers(0, 103), settings_of(CHANGEABLE, 3).filter(bool)),
    max_size=3,
    unique_by=lambda change: change.week,
)
SCENARIOS = st.builds(
    Scenario,
    st.text(min_size=1),
    st.builds(Text, st.sampled_from(["", "Trust"]), st.sampled_from(["", "Vertrouwen"])),
    theme=st.sampled_from(["", *THEMES]),
    expects=st.dictionaries(st.sampled_from(list(OUTCOMES)), st.sampled_from(DIRECTIONS), max_size=3),
    finding=st.builds(Text, st.sampled_from(["", "It does not."]), st.sampled_from(["", "Dat doet het niet."])),
    values=settings_of([name for name in PARAMETERS if name != "run.weeks"], 6),
    changes=CHANGES,
    media_events=st.lists(st.builds(MediaEvent, st.integers(0, 103), st.floats(0, 1)), max_size=3),
    departures=st.lists(st.builds(Departure, st.integers(0, 103)), max_size=2),
)


def test_a_scenario_holds_every_parameter_in_the_order_of_the_registry() -> None:
    assert list(FULL.values) == list(PARAMETERS)
    assert FULL.value("trust.initial") == 0.6
    assert FULL.value("mandate.share") == PARAMETERS["mandate.share"].default


def test_changes_and_events_stand_in_the_order_of_weeks() -> None:
    assert [change.week for change in FULL.changes] == [10, 30]
    assert [event.week for event in FULL.media_events] == [65, 68]


@given(settings_of(PARAMETERS, 5))
def test_what_is_set_is_what_is_found_and_nothing_else_moves(values: dict[str, Any]) -> None:
    start = Scenario("start")
    changed = start.set(values)
    assert {name: changed.value(name) for name in values} == values
    assert all(changed.value(name) == start.value(name) for name in PARAMETERS if name not in values)
    assert start == Scenario("start")


@given(settings_of(PARAMETERS, 5))
def test_setting_all_at_once_or_one_by_one_is_the_same(values: dict[str, Any]) -> None:
    scenario = Scenario("start")
    for name, value in values.items():
        scenario = scenario.set({name: value})
    assert scenario == Scenario("start").set(values)
    assert hash(scenario) == hash(Scenario("start").set(values))


def test_expectations_stand_in_the_order_of_the_registry() -> None:
    assert list(FULL.expects.items()) == [("trust", "higher"), ("risk", "lower")]
    assert hash(FULL.expects) == hash(Expectations({"trust": "higher", "risk": "lower"}))


def test_expectations_cannot_be_changed_in_place() -> None:
    with pytest.raises(TypeError):
        FULL.expects["trust"] = "lower"  # type: ignore[index]


def test_a_finding_holds_for_the_values_it_was_measured_with() -> None:
    assert FULL.set({"trust.initial": FULL.value("trust.initial")}).finding == FULL.finding
    changed = FULL.set({"trust.initial": 0.61})
    assert changed.finding == Text()
    assert changed.expects == FULL.expects


@given(SCENARIOS)
def test_a_scenario_survives_json(scenario: Scenario) -> None:
    assert Scenario.from_dict(json.loads(json.dumps(scenario.to_dict(), allow_nan=False))) == scenario


@given(SCENARIOS)
def test_a_scenario_survives_the_way_to_another_process(scenario: Scenario) -> None:
    copy = pickle.loads(pickle.dumps(scenario))
    assert copy == scenario
    assert hash(copy) == hash(scenario)


@given(SCENARIOS, st.integers(1, 104))
def test_a_shorter_run_drops_what_comes_later_and_nothing_else(scenario: Scenario, weeks: int) -> None:
    shorter = scenario.set({"run.weeks": weeks})
    for key in ("changes", "media_events", "departures"):
        assert getattr(shorter, key) == tuple(each for each in getattr(scenario, key) if each.week < weeks)
    assert shorter.weeks == weeks


def test_numbers_of_numpy_become_plain() -> None:
    scenario = FULL.set({"trust.initial": np.float32(0.5), "network.core_members": np.int64(2)})
    scenario = replace(scenario, media_events=[MediaEvent(np.int64(3), np.float32(0.5))])  # type: ignore[arg-type]
    assert json.dumps(scenario.to_dict())
    assert hash(scenario)
    assert type(scenario.value("network.core_members")) is int


@pytest.mark.parametrize("act", [iter, list, len])
def test_a_scenario_is_no_collection(act: Callable[[Any], Any]) -> None:
    """Batch tools take every iterable apart."""
    with pytest.raises(TypeError):
        act(FULL)


@pytest.mark.parametrize(
    ("target", "name"),
    [(FULL, "name"), (FULL.changes[0], "week"), (FULL.media_events[0], "size"), (FULL.departures[0], "who")],
)
def test_nothing_can_be_changed_in_place(target: object, name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(target, name, None)


def test_values_cannot_be_changed_in_place() -> None:
    with pytest.raises(TypeError):
        FULL.values["trust.initial"] = 1.0  # type: ignore[index]


def test_values_do_not_follow_the_mapping_they_came_from() -> None:
    source = {"trust.initial": 0.6}
    values = Values(source)
    source["trust.initial"] = 0.1
    assert values == {"trust.initial": 0.6}


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        ({"trust.inital": 0.5}, ["trust.inital", "did you mean trust.initial?"]),
        ({"trust.initial": 1.5}, ["trust.initial", "got 1.5", "a number from 0 to 1"]),
        ({"trust.initial": True}, ["got true"]),
        ({"trust.initial": float("nan")}, ["got nan"]),
        ({"trust.initial": float("inf")}, ["got inf"]),
        ({"trust.initial": "0.5"}, ["got '0.5'"]),
        ({"run.weeks": 10.0}, ["got 10.0", "a whole number"]),
        (
            {f"network.{domain}_organisations": 0 for domain in ("care", "safety", "social")},
            ["no organisation at all", "network.care_organisations"],
        ),
    ],
)
def test_wrong_values_are_refused(values: dict[str, Any], parts: list[str]) -> None:
    with pytest.raises(InputError) as later:
        FULL.set(values)
    with pytest.raises(InputError) as at_once:
        Scenario("x", values=values)
    assert str(later.value) == str(at_once.value)
    assert all(part in str(later.value) for part in parts)


def test_one_organisation_is_enough() -> None:
    nobody = {f"network.{domain}_organisations": 0 for domain in ("care", "safety", "social")}
    alone = FULL.set({**nobody, "network.social_organisations": 1})
    assert alone.value("network.care_organisations") == 0


def test_an_unknown_name_has_no_value() -> None:
    with pytest.raises(InputError, match=r"continuity\.same_faces"):
        FULL.value("continuity.same_face")


@pytest.mark.parametrize(
    ("build", "part"),
    [
        (lambda: Change(3, {}), "sets nothing"),
        (lambda: Change(3, {"trust.initial": 0.5}), "read only at the start"),
        (lambda: Change(3, {"run.weeks": 10}), "read only at the start"),
        (lambda: Change(3, {"media.baselin": 0.5}), "media.baseline"),
        (lambda: Change(3, {"media.baseline": 5}), "got 5"),
        (lambda: Change(True, {"media.baseline": 0.5}), "week: got true"),
        (lambda: Change(-1, {"media.baseline": 0.5}), "week: got -1"),
        (lambda: MediaEvent(3, 1.5), "size: got 1.5"),
        (lambda: MediaEvent(3, float("nan")), "size: got nan"),
        (lambda: MediaEvent(3, True), "size: got true"),
        (lambda: MediaEvent(3.0, 0.5), "week: got 3.0"),  # type: ignore[arg-type]
        (lambda: Departure(3, "manager"), "did you mean process_manager?"),
        (lambda: Departure(3, 7), "who: got 7"),  # type: ignore[arg-type]
        (lambda: Scenario(""), "name: got ''"),
        (lambda: Scenario("x", theme="contcat"), "did you mean contact?"),
        (lambda: Scenario("x", theme=["contact"]), "theme: got a list"),  # type: ignore[arg-type]
        (lambda: Scenario("x", expects={"trsut": "higher"}), "did you mean trust?"),
        (lambda: Scenario("x", expects={"trust": "up"}), "expects.trust: got 'up'; allowed: higher, lower"),
        (lambda: Scenario("x", expects=["trust"]), "expects: got a list"),  # type: ignore[arg-type]
        (lambda: Scenario("x", media_events=(MediaEvent(104, 0.3),)), "a whole number from 0 to 103"),
        (lambda: Scenario("x", departures=(Departure(500),)), "departures, entry 1: week"),
        (lambda: Scenario("x", changes=(Change(104, {"media.baseline": 0.5}),)), "changes, entry 1: week"),
        (lambda: Scenario("x", changes=(Change(3, {"media.baseline": 0.5}),) * 2), "week 3 sets it twice"),
    ],
)
def test_wrong_changes_and_events_are_refused(build: Callable[[], object], part: str) -> None:
    with pytest.raises(InputError) as caught:
        build()
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("table", "part"),
    [
        ([], "scenario: got a list"),
        ({}, "name: is missing"),
        ({"name": 3}, "name: got 3"),
        ({"name": "x", "titel": {}}, "did you mean title?"),
        ({"name": "x", "title": "X"}, "title: got 'X'"),
        ({"name": "x", "values": []}, "values: got a list"),
        ({"name": "x", "expects": {"trust": ["higher"]}}, "expects.trust: got a list"),
        ({"name": "x", "finding": "none"}, "finding: got 'none'"),
        ({"name": "x", "changes": {}}, "changes: got a table"),
        ({"name": "x", "changes": [3]}, "changes, entry 1: got 3"),
        ({"name": "x", "changes": [{"week": 3}]}, "changes, entry 1: set: is missing"),
        ({"name": "x", "changes": [{"week": 3, "set": 5}]}, "changes, entry 1: set: got 5"),
        ({"name": "x", "media_events": [{"week": 3, "sise": 1}]}, "did you mean size?"),
        ({"name": "x", "departures": [{"week": 3}]}, "departures, entry 1: who: is missing"),
    ],
)
def test_wrong_tables_are_refused(table: Mapping[str, Any], part: str) -> None:
    with pytest.raises(InputError) as caught:
        Scenario.from_dict(table)
    assert part in str(caught.value)
