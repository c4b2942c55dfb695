"""Scenarios told: by theme, in full, and what `overleg check` makes of a file."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import pytest

from experiments.account import account, difference_lines
from experiments.words import words_in
from scenarios import load, names, restated
from sim.outcomes import OUTCOMES
from sim.scenario import THEMES
from sim.text import LANGUAGES

Overleg = Callable[..., Any]
MINE = """
title = { en = "Mine", nl = "Mijn" }
extends = "fixed_faces"
theme = "table"

[continuity]
same_faces = 0.95

[trust]
initial = 0.9
density = 0.6

[process_management]
form = "self_governed"

[expects]
risk = "lower"

[finding]
en = "Risk stays where it is."

[[changes]]
week = 60
set = { "media.baseline" = 0.5, "informal_contact.events_per_year" = 8 }

[[changes]]
week = 52
set = { "informal_contact.events_per_year" = 8, "media.baseline" = 0.3 }

[[media_events]]
week = 70
size = 0.4

[[departures]]
week = 65
who = "process_manager"
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(MINE, "utf-8")
    return path


def test_scenarios_are_listed_by_theme_the_baseline_first(overleg: Overleg) -> None:
    *listed, gap, more = overleg("scenarios").out.splitlines()
    assert (gap, more) == ("", words_in("en")("scenarios.more"))
    lines = overleg("scenarios", "--quiet").out.splitlines()
    assert lines == [line for line in listed if line]
    assert len(lines) == len(names()) + len(THEMES)
    words = words_in("en")
    assert [line for line in lines if not line.startswith(" ")] == [words(f"theme.{theme}") for theme in THEMES]
    assert lines[1].split()[0] == "top_x"
    shown = [line.split()[0] for line in lines if line.startswith("  ")]
    assert sorted(shown) == sorted(names())
    themes = [THEMES.index(load(name).theme) for name in shown]
    assert themes == sorted(themes)


def test_the_list_has_no_descriptions_unless_they_are_asked_for(overleg: Overleg) -> None:
    said = overleg("scenarios", "--all", "--lang", "nl").out
    assert words_in("nl")("theme.secrecy") in said
    told = " ".join(said.split())
    assert all(" ".join(load(name).description.nl.split()) in told for name in names())
    assert not any(first == second == "" for first, second in pairwise(said.splitlines()))
    assert words_in("nl")("scenarios.more") not in said
    short = " ".join(overleg("scenarios", "--lang", "nl").out.split())
    assert not any(" ".join(load(name).description.nl.split()) in short for name in names())


def test_records_have_theme_expectation_and_finding(overleg: Overleg) -> None:
    records = {record["name"]: record for record in overleg("scenarios", "--format", "json").json}
    assert all(record["theme"] in THEMES for record in records.values())
    assert records["fixed_faces"]["expects"] == dict(load("fixed_faces").expects)
    assert all(set(record["expects"]) <= set(OUTCOMES) for record in records.values())
    rows = list(csv.DictReader(overleg("scenarios", "--format", "csv").out.splitlines()))
    assert [row["name"] for row in rows] == list(records)
    (row,) = (row for row in rows if row["name"] == "fixed_faces")
    assert row["expects"] == " ".join(f"{name}={side}" for name, side in load("fixed_faces").expects.items())
    assert "values" not in row


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_one_scenario_is_told_in_full(name: str, language: str) -> None:
    scenario, words = load(name), words_in(language)
    lines = account(scenario, words)
    assert "" not in (lines[0], lines[-1])
    assert not any(first == second == "" for first, second in pairwise(lines))
    told = " ".join(" ".join(lines).split())
    for text in (scenario.title, scenario.description, scenario.finding):
        assert " ".join(text[language].split()) in told
    assert (words("scenarios.expects") in told) is bool(scenario.expects)
    assert all(OUTCOMES[outcome].title[language] in told for outcome in scenario.expects)
    assert (words("check.differs", base="top_x") in told) is (name != "top_x")


def test_one_scenario_can_be_asked_for(overleg: Overleg, mine: Path) -> None:
    assert "Risk stays where it is." in overleg("scenarios", "mine.toml").out
    assert "  Risk: lower" in overleg("scenarios", "mine.toml").out.splitlines()
    assert overleg("scenarios", "fixed_faces", "--quiet").out.splitlines()[-1] == "  fixed_faces   Fixed faces"
    (record,) = overleg("scenarios", "fixed_faces", "--format", "json").json
    assert record["name"] == "fixed_faces"
    wrong = overleg("scenarios", "fixed_face")
    assert (wrong.code, wrong.out) == (2, "")
    assert "did you mean fixed_faces?" in wrong.err


def test_a_scenario_of_ones_own_needs_no_theme(overleg: Overleg, tmp_path: Path) -> None:
    (tmp_path / "bare.toml").write_text('title = { en = "Bare" }\n')
    assert overleg("scenarios", "bare.toml", "--quiet").out == "  bare   Bare\n"


def test_differences_go_from_old_to_new_by_group_and_then_by_week(mine: Path) -> None:
    lines = [click.unstyle(line).strip() for line in difference_lines(load(mine), words_in("nl"))]
    assert [re.sub(" {2,}", "  ", line) for line in lines] == [
        "Verschilt van top_x in:",
        "Vertrouwen",
        "trust.initial  0,45 → 0,9  Vertrouwen bij de start (niveau)",
        "Continuïteit",
        "continuity.same_faces  0,6 → 0,95  Vaste gezichten (kans)",
        "continuity.portfolio  0,8 → 0,95  Eén gezicht voor alle casussen (aandeel van de organisaties)",
        "Procesmanagement",
        "process_management.form  nao → self_governed  Organisatievorm",
        "Vanaf week 52",
        "informal_contact.events_per_year  4 → 8  Informele bijeenkomsten (bijeenkomsten)",
        "Vanaf week 60",
        "media.baseline  0,3 → 0,5  Media-aandacht (niveau)",
        "Week 65: de procesmanager vertrekt",
        "Week 70: mediabericht van grootte 0,4",
    ]


def test_check_warns_of_what_does_nothing(overleg: Overleg, mine: Path) -> None:
    said = overleg("check", "mine.toml").out
    assert [line.strip() for line in said.splitlines() if "Does nothing" in line] == [
        "Does nothing: continuity.same_faces = 0.95 is already so in the scenario that this one extends.",
        "Does nothing: trust.density = 0.6 is already so in the scenario that this one extends.",
        "Does nothing: in week 52, media.baseline = 0.3 is already so.",
        "Does nothing: in week 60, informal_contact.events_per_year = 8.0 is already so.",
    ]
    assert "Nothing differs" not in said
    assert "    Risk: lower" in said.splitlines()


def test_without_a_parent_no_value_is_superfluous(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(MINE.replace('extends = "fixed_faces"', ""), "utf-8")
    assert restated(path) == {}


@pytest.mark.parametrize("name", names())
def test_no_shipped_scenario_says_anything_that_does_nothing(overleg: Overleg, name: str) -> None:
    said = overleg("check", name).out
    assert "Does nothing" not in said
    assert ("Differs" in said) is (name != "top_x")
    assert "Nothing differs" not in said


def test_check_says_when_nothing_differs(overleg: Overleg, tmp_path: Path) -> None:
    (tmp_path / "same.toml").write_text('title = { en = "Same" }\nextends = "top_x"\ntrust.initial = 0.45\n')
    said = overleg("check", "same.toml", "--lang", "nl").out
    assert "Niets verschilt van top_x" in said
    assert "Doet niets: trust.initial = 0.45 is al zo" in said


def test_check_tells_programs_everything(overleg: Overleg, mine: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_text('title = { nl = "Fout" }\ntrust.initial = 3\n')
    said = overleg("check", "mine.toml", "wrong.toml", "--format", "json", "--lang", "nl")
    right, wrong = said.json
    assert said.code == 2
    assert right["differences"][0] == {"parameter": "trust.initial", "before": 0.45, "after": 0.9}
    assert [change["week"] for change in right["changes"]] == [52, 60]
    assert right["media_events"] == [{"week": 70, "size": 0.4}]
    assert right["departures"] == [{"week": 65, "who": "process_manager"}]
    assert right["expects"] == {"risk": "lower"}
    assert len(right["warnings"]) == 4
    assert wrong == {
        "scenario": "wrong.toml",
        "right": False,
        "message": "wrong.toml: trust.initial: er staat 3; toegestaan: een getal van 0 tot en met 1",
    }
    rows = overleg("check", "mine.toml", "wrong.toml", "--format", "csv").out.splitlines()
    assert rows[0] == "scenario,right,message"
    assert rows[1].startswith("mine.toml,True,")
