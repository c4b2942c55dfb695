"""The JSON Schema of a scenario file: takes what the reader takes, refuses what it refuses."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from experiments.schema import schema
from experiments.words import words_in
from scenarios import load, names
from sim.errors import InputError
from sim.parameters import PARAMETERS
from sim.text import LANGUAGES

CHECK = Draft202012Validator(schema(words_in("en")))
TITLE = 'title = { en = "Mine" }\n'


def allows(text: str) -> bool:
    return bool(CHECK.is_valid(tomllib.loads(text)))


def reader_allows(text: str, folder: Path) -> bool:
    (folder / "mine.toml").write_text(text, "utf-8")
    try:
        load(folder / "mine.toml")
    except InputError:
        return False
    return True


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_a_schema(language: str) -> None:
    Draft202012Validator.check_schema(schema(words_in(language)))


@pytest.mark.parametrize("name", names())
def test_it_takes_every_shipped_scenario(name: str) -> None:
    assert allows(files("scenarios").joinpath(f"{name}.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", PARAMETERS)
def test_it_knows_every_parameter_within_its_limits(name: str) -> None:
    parameter = PARAMETERS[name]
    values = parameter.choices or (parameter.low, parameter.high, parameter.default)
    for value in values:
        shown = repr(value) if isinstance(value, str) else f"{value:g}"
        assert allows(f"{TITLE}{name} = {shown}")
    assert allows(f'{TITLE}"{name}" = {shown}')
    wrong = ["'nobody'"] if parameter.choices else [f"{-parameter.high - 1}", f"{parameter.high + 1}", "'high'"]
    assert not any(allows(f"{TITLE}{name} = {value}") for value in wrong)
    assert not parameter.is_weight or allows(f"{TITLE}{name} = 0")
    in_change = f"{TITLE}[[changes]]\nweek = 1\nset = {{ {name} = {shown} }}"
    assert allows(in_change) is not parameter.at_start


@pytest.mark.parametrize(
    "text",
    [
        TITLE + "[[changes]]\nweek = 3\nset = { media.baseline = 0.5, 'media.reactivity' = 0.4 }",
        TITLE + "theme = 'cases'\n[expects]\nrisk = 'lower'\n[finding]\nen = 'x'",
        TITLE + "extends = 'top_x'\n[[departures]]\nweek = 3\nwho = 'process_manager'",
        TITLE + "[trust]\n[rules.admits]\ncare = 3",
        TITLE + "[rules.admits]\ncare = 0",
    ],
)
def test_both_take(text: str, tmp_path: Path) -> None:
    assert (allows(text), reader_allows(text, tmp_path)) == (True, True)


@pytest.mark.parametrize(
    "text",
    [
        "trust.initial = 0.5",
        "title = 'Mine'",
        "title = {}",
        "title = { de = 'Mein' }",
        "title = { en = ' ' }",
        TITLE + "description = 3",
        TITLE + "extends = 'nobody'",
        TITLE + "theme = 'nothing'",
        TITLE + "desciption = { en = 'x' }",
        TITLE + "[trsut]\ninitial = 0.5",
        TITLE + "[trust]\ninital = 0.5",
        TITLE + "[trust]\ninitial = 'high'",
        TITLE + "[trust]\ninitial = 1.01",
        TITLE + "[trust]\ninitial = true",
        TITLE + "trust = 0.5",
        TITLE + "[run]\nweeks = 52.5",
        TITLE + "[process_management]\nform = 'noa'",
        TITLE + "[rules.admits]\ncare = 100",
        TITLE + "[rules.admits]\ncare = 0.001",
        TITLE + "[rules.discloses]\nnothing = 1.0",
        TITLE + "[expects]\nrisk = 'less'",
        TITLE + "[expects]\nrisc = 'lower'",
        TITLE + "changes = 3",
        TITLE + "[[changes]]\nweek = 3",
        TITLE + "[[changes]]\nweek = 3\nset = {}",
        TITLE + "[[changes]]\nweek = 3\nset = { trust.initial = 0.5 }",
        TITLE + "[[media_events]]\nweek = -1\nsize = 0.3",
        TITLE + "[[media_events]]\nweek = 1\nsize = 3",
        TITLE + "[[departures]]\nweek = 1\nwho = 'manager'",
    ],
)
def test_both_refuse(text: str, tmp_path: Path) -> None:
    assert (allows(text), reader_allows(text, tmp_path)) == (False, False)


def test_it_is_printed_in_the_language_of_the_user(overleg: Callable[..., Any]) -> None:
    assert overleg("schema").json == schema(words_in("en"))
    dutch = overleg("schema", "--lang", "nl").json
    assert dutch["$defs"]["trust.initial"]["title"] == PARAMETERS["trust.initial"].title.nl
    assert overleg("schema", "--lang", "de").code == 2
