"""The scenarios that come with the package."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

import scenarios
from sim.scenario import MediaEvent, Scenario
from sim.text import LANGUAGES

EVERY = pytest.mark.parametrize("name", scenarios.names())
TOP_X = scenarios.load("top_x")


def differs(name: str) -> dict[str, object]:
    """Return the values in which a scenario differs from the baseline."""
    values = scenarios.load(name).values
    return {key: value for key, value in values.items() if value != TOP_X.value(key)}


def test_names() -> None:
    wanted = {"top_x", "fixed_faces", "self_governed", "lead_organisation", "media_storm"}
    assert wanted <= set(scenarios.names())


@EVERY
def test_words_are_there_in_both_languages(name: str) -> None:
    tables = tomllib.loads(files("scenarios").joinpath(f"{name}.toml").read_text("utf-8"))
    for key in ("title", "description"):
        assert set(tables[key]) == set(LANGUAGES)
        assert tables[key]["en"] != tables[key]["nl"]
        assert all(words.strip() == words and "\n" not in words for words in tables[key].values())


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
        ("fixed_faces", {"continuity.same_faces": 0.95}),
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
