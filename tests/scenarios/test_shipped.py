"""The scenarios that come with the package."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

import scenarios
from sim import simulate
from sim.expectations import HIGHER
from sim.scenario import THEMES, Departure, MediaEvent, Scenario
from sim.text import LANGUAGES

BASELINE = "top_x"
TOP_X = scenarios.load(BASELINE)
WHAT_IFS = tuple(name for name in scenarios.names() if name != BASELINE)
EVERY = pytest.mark.parametrize("name", scenarios.names())
EVERY_WHAT_IF = pytest.mark.parametrize("name", WHAT_IFS)

# what respondents wish for and what reports advise, by section of the thesis
WISHES = {
    "§5.1.3": {"fixed_faces", "mandate_at_the_table", "shop_floor_at_the_table", "smaller_tables"},
    "§5.1.5": {"action_list", "earlier_planning", "contact_between_meetings"},
    "§6.1.5": {"shared_system"},
    "§5.2.1": {"care_in_triage", "criteria_for_scaling_down"},
    "§5.3": {"housing_priority", "stature", "signals_to_policy", "informal_meetings"},
}
ADVICE = {"guidance_on_sharing", "thinking_along", "joint_evaluation", "professional_room", "backing_at_home"}
COMBINATIONS = {
    "faces_with_mandate": {"fixed_faces", "mandate_at_the_table"},
    "sharing_package": {"guidance_on_sharing", "consent_first", "shared_system"},
    "warm_contacts": {"informal_meetings", "contact_between_meetings"},
    "process_in_order": {"action_list", "earlier_planning", "shared_system"},
    "decisive_municipality": {"housing_priority", "stature", "signals_to_policy"},
    "room_with_backing": {"professional_room", "backing_at_home"},
    "lessons_of_the_safety_board": {*ADVICE, "shared_system"},
    "everything_asked_for": {wish for wishes in WISHES.values() for wish in wishes},
}
PAIRS = 1000  # the smallest effect, of care in triage, does not show in 300
BASE_SEED = 4444
CERTAINTY = 0.95
Columns = dict[str, npt.NDArray[np.float64]]


def differs(name: str) -> dict[str, object]:
    """Return the values in which a scenario differs from the baseline."""
    values = scenarios.load(name).values
    return {key: value for key, value in values.items() if value != TOP_X.value(key)}


def tables(name: str) -> dict[str, Any]:
    """Return what stands in the file of a shipped scenario."""
    return tomllib.loads(files("scenarios").joinpath(f"{name}.toml").read_text("utf-8"))


def test_every_wish_advice_and_form_has_a_scenario() -> None:
    assert len(WHAT_IFS) >= 32
    assert {"self_governed", "lead_organisation", "manager_leaves", "media_storm"} <= set(WHAT_IFS)
    assert set().union(*WISHES.values(), ADVICE, COMBINATIONS) <= set(WHAT_IFS)


@pytest.mark.parametrize(("section", "name"), [(key, name) for key, names in WISHES.items() for name in sorted(names)])
def test_a_wish_points_to_its_section(section: str, name: str) -> None:
    assert section in scenarios.load(name).description.en


@EVERY
def test_words_are_there_in_both_languages(name: str) -> None:
    found = tables(name)
    for key in {"title", "description", "finding"} & {*found, "title", "description"}:
        assert set(found[key]) == set(LANGUAGES)
        assert found[key]["en"] != found[key]["nl"]
        assert all(words.strip() == words and "\n" not in words for words in found[key].values())


@pytest.mark.parametrize("key", ["title", "description"])
def test_no_two_scenarios_say_the_same(key: str) -> None:
    said = [getattr(scenarios.load(name), key)[language] for name in scenarios.names() for language in LANGUAGES]
    assert len(set(said)) == len(said)


def test_every_scenario_has_a_theme_and_every_theme_a_scenario() -> None:
    assert {scenarios.load(name).theme for name in scenarios.names()} == set(THEMES)


@EVERY_WHAT_IF
def test_a_what_if_extends_the_baseline_differs_from_it_and_says_what_to_expect(name: str) -> None:
    scenario = scenarios.load(name)
    assert tables(name)["extends"] == BASELINE
    assert scenario.weeks == TOP_X.weeks
    assert differs(name) or scenario.changes or scenario.media_events or scenario.departures
    assert scenario.expects
    assert not TOP_X.expects


def test_no_two_scenarios_are_the_same_world() -> None:
    loaded = [scenarios.load(name) for name in scenarios.names()]
    worlds = {(found.values, found.changes, found.media_events, found.departures) for found in loaded}
    assert len(worlds) == len(loaded)


@pytest.mark.parametrize("name", [name for name in WHAT_IFS if scenarios.load(name).theme != "combinations"])
def test_a_what_if_that_is_no_combination_is_about_one_thing(name: str) -> None:
    scenario = scenarios.load(name)
    assert len(differs(name)) <= (3 if name == "modest_government" else 2)
    if scenario.changes or scenario.departures:
        assert differs(name) == {}


@pytest.mark.parametrize(("name", "parts"), COMBINATIONS.items())
def test_a_combination_takes_the_sizes_of_its_parts(name: str, parts: set[str]) -> None:
    together: dict[str, object] = {}
    for part in parts:
        together |= differs(part)
    assert differs(name) == together


@pytest.mark.parametrize("name", scenarios.names())
def test_every_value_says_why_it_has_this_size(name: str) -> None:
    lines = files("scenarios").joinpath(f"{name}.toml").read_text("utf-8").splitlines()
    values = [line for line in lines if re.match(r"\w+ = \d", line) and not line.startswith(("week ", "size "))]
    assert [line for line in values if "#" not in line] == []


@EVERY
def test_descriptions_point_to_the_thesis_alike_in_both_languages(name: str) -> None:
    description = scenarios.load(name).description
    sections = [sorted(re.findall(r"§[\d.]+\d", description[language])) for language in LANGUAGES]
    assert sections[0] == sections[1] != []


@EVERY
def test_a_scenario_survives_its_own_table(name: str) -> None:
    scenario = scenarios.load(name)
    assert scenario.name == name
    assert Scenario.from_dict(scenario.to_dict()) == scenario


def test_the_baseline_is_what_the_registry_says() -> None:
    assert TOP_X.values == Scenario("defaults").values
    assert (TOP_X.changes, TOP_X.media_events, TOP_X.departures) == ((), (), ())


@pytest.mark.parametrize(
    ("name", "difference"),
    [
        ("fixed_faces", {"continuity.same_faces": 0.95, "continuity.portfolio": 0.95}),
        ("self_governed", {"process_management.form": "self_governed"}),
        ("lead_organisation", {"process_management.form": "lead_organisation"}),
        ("media_storm", {}),
    ],
)
def test_a_what_if_differs_in_one_thing(name: str, difference: dict[str, object]) -> None:
    assert differs(name) == difference


def test_the_municipality_leads() -> None:
    assert scenarios.load("lead_organisation").value("process_management.leader_domain") == "social"


def test_the_media_storm_breaks_with_the_reports_and_stays() -> None:
    storm = scenarios.load("media_storm")
    assert storm.media_events == (MediaEvent(65, 0.3), MediaEvent(68, 0.3))
    [change] = storm.changes
    assert change.week == 65
    assert all(value > storm.value(name) for name, value in change.values.items())  # type: ignore[operator]
    assert all(name.startswith("media.") for name in change.values)


def test_only_the_manager_leaves_and_halfway() -> None:
    assert differs("manager_leaves") == {}
    assert scenarios.load("manager_leaves").departures == (Departure(TOP_X.weeks // 2, "process_manager"),)


@cache
def played(name: str) -> Columns:
    """Return the outcomes of all runs of a scenario, on the same run seeds for each."""
    return simulate(scenarios.load(name), runs=PAIRS, seed=BASE_SEED)


def moved_as_expected(name: str, outcome: str, direction: str) -> bool:
    """Return whether the 95 % interval of the mean paired difference is clear of 0 on the expected side."""
    gaps = played(name)[outcome] - played(BASELINE)[outcome]
    known = gaps[~np.isnan(gaps)]
    assert len(known) > 0.9 * PAIRS
    error = known.std(ddof=1) / np.sqrt(len(known))
    reach = float(stats.t.ppf(0.5 + 0.5 * CERTAINTY, len(known) - 1)) * error
    return bool(known.mean() > reach if direction == HIGHER else known.mean() < -reach)


@pytest.mark.slow
@EVERY_WHAT_IF
def test_a_what_if_moves_what_is_expected_or_says_that_it_does_not(name: str) -> None:
    scenario = scenarios.load(name)
    moved = [outcome for outcome, way in scenario.expects.items() if moved_as_expected(name, outcome, way)]
    assert bool(moved) != bool(scenario.finding.en), f"moved as expected: {moved}"
