"""The registry of outcomes."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from sim.outcomes import OUTCOMES, Outcome
from sim.text import LANGUAGES

ROWS = list(csv.DictReader(files("sim").joinpath("outcomes.csv").read_text("utf-8").splitlines()))
EVERY = pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=OUTCOMES)
LISTED = pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])


def test_names_are_unique_and_keep_the_order_of_the_table() -> None:
    assert list(OUTCOMES) == [row["name"] for row in ROWS]


@LISTED
def test_row_uses_known_words_only(row: dict[str, str]) -> None:
    assert row["kind"] in ("level", "flow", "share", "count", "mean", "index")
    assert row["direction"] in ("up", "down", "none")
    assert row["group"] in ("collaboration", "cases", "context")
    assert row["weekly"] in ("yes", "no")


@LISTED
def test_row_speaks_two_languages(row: dict[str, str]) -> None:
    for language in LANGUAGES:
        assert row[f"title_{language}"].strip()
        assert row[f"explanation_{language}"].endswith(".")
        assert "\n" not in row[f"explanation_{language}"] and len(row[f"explanation_{language}"]) <= 110
    assert row["explanation_en"] != row["explanation_nl"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_unique(language: str) -> None:
    assert len({outcome.title[language] for outcome in OUTCOMES.values()}) == len(OUTCOMES)


def test_only_what_needs_a_whole_run_has_no_weekly_series() -> None:
    whole = {name for name, outcome in OUTCOMES.items() if not outcome.weekly}
    assert whole == {"weeks_to_plan", "network_effectiveness"}


@pytest.mark.parametrize(
    "name",
    [
        "information_shared",
        "plan_rate",
        "agreements_kept",
        "cross_domain_trust",
        "understanding",
        "joint_effort",
        "collaboration_quality",
    ],
)
def test_quality_of_collaboration_and_its_parts_are_better_when_higher(name: str) -> None:
    assert OUTCOMES[name].direction == "up"
    assert OUTCOMES[name].group == "collaboration"


@pytest.mark.parametrize("name", ["compulsory_share", "refusals", "view_distance", "media"])
def test_what_has_two_sides_has_no_better_side(name: str) -> None:
    assert OUTCOMES[name].direction == "none"


@EVERY
def test_smallest_relevant_difference(outcome: Outcome) -> None:
    on_unit_scale = outcome.kind in ("level", "share", "index")
    assert outcome.smallest_relevant(0.4) == (0.02 if on_unit_scale else pytest.approx(0.02))
    assert outcome.smallest_relevant(200.0) == (0.02 if on_unit_scale else pytest.approx(10.0))
    assert outcome.smallest_relevant(-200.0) >= 0


@pytest.mark.parametrize("name", ["collaboration_quality", "network_effectiveness", "trust", "plan_rate"])
def test_two_hundredths_matter_on_a_scale_of_0_to_1(name: str) -> None:
    assert OUTCOMES[name].smallest_relevant(0.9) == 0.02
