"""The registry of parameters and its checks."""

from __future__ import annotations

import csv
import math
from dataclasses import FrozenInstanceError
from fractions import Fraction
from importlib.resources import files
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import InputError
from sim.parameters import PARAMETERS, Parameter, find, parse_setting
from sim.rules import COEFFICIENTS, DECISIONS
from sim.text import LANGUAGES

ROWS = list(csv.DictReader(files("sim").joinpath("parameters.csv").read_text("utf-8").splitlines()))
ROUND = 1.0  # log odds on either side of where people start from
EVERY = pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=PARAMETERS)
LISTED = pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])


def allowed_values(parameter: Parameter) -> st.SearchStrategy[float | int | str]:
    """Return a strategy for values that a parameter allows."""
    if parameter.kind == "category":
        return st.sampled_from(parameter.choices)
    if parameter.kind == "integer":
        return st.integers(int(parameter.low), int(parameter.high))
    return st.floats(parameter.low, parameter.high)


SETTINGS = st.sampled_from(list(PARAMETERS.values())).flatmap(
    lambda parameter: st.tuples(st.just(parameter), allowed_values(parameter))
)


def test_rows_come_first_and_then_the_weights_of_the_rules() -> None:
    weights = [f"rules.{rule}.{row[0]}" for rule, rows in COEFFICIENTS.items() for row in rows]
    assert list(PARAMETERS) == [row["name"] for row in ROWS] + weights


@EVERY
def test_default_is_allowed_and_of_its_kind(parameter: Parameter) -> None:
    checked = parameter.check(parameter.default)
    assert checked == parameter.default
    assert type(checked) is {"real": float, "integer": int, "category": str}[parameter.kind]


@EVERY
def test_range_has_room_and_choices_belong_to_categories(parameter: Parameter) -> None:
    if parameter.kind == "category":
        assert len(set(parameter.choices)) == len(parameter.choices) > 1
        assert not parameter.unit.en
    else:
        assert parameter.low < parameter.high
        assert math.isfinite(parameter.low) and math.isfinite(parameter.high)
        assert parameter.choices == ()
        assert parameter.unit.en


@EVERY
def test_name_is_lower_case_words_in_a_group(parameter: Parameter) -> None:
    group, *rest = parameter.name.split(".")
    assert len(rest) == (2 if group == "rules" else 1)
    assert parameter.group == group
    assert all(part.replace("_", "").isalpha() and part.islower() for part in (group, *rest))


def test_no_name_is_also_a_table() -> None:
    """A scenario file could not hold both `trust = 1` and `[trust]`."""
    assert not [name for name in PARAMETERS if any(other.startswith(f"{name}.") for other in PARAMETERS)]


def test_rows_of_one_group_stand_together() -> None:
    groups = [group for group, _ in groupby(row["name"].partition(".")[0] for row in ROWS)]
    assert len(groups) == len(set(groups))


@LISTED
def test_row_speaks_two_languages(row: dict[str, str]) -> None:
    for column in ("title", "explanation", "source"):
        assert all(row[f"{column}_{language}"].strip() for language in LANGUAGES)
    assert row["explanation_en"] != row["explanation_nl"]
    assert row["explanation_en"] != row["title_en"]
    for language in LANGUAGES:
        assert row[f"explanation_{language}"].endswith(".")
        assert bool(row["unit_en"]) == bool(row[f"unit_{language}"])
        assert "\n" not in row[f"explanation_{language}"] and len(row[f"explanation_{language}"]) <= 110


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_of_rows_are_unique(language: str) -> None:
    titles = [row[f"title_{language}"] for row in ROWS]
    assert len(set(titles)) == len(titles)


@LISTED
def test_row_has_flags_in_full(row: dict[str, str]) -> None:
    assert row["at_start"] in ("yes", "no")
    assert row["kind"] in ("real", "integer", "category")


@pytest.mark.parametrize(
    ("name", "at_start"),
    [
        ("network.table_size", True),
        ("trust.initial", True),
        ("run.weeks", True),
        ("process_management.form", True),
        ("rules.differences.standing", True),
        ("rules.differences.propensity", False),
        ("trust.gain_kept", False),
        ("media.baseline", False),
        ("continuity.same_faces", False),
    ],
)
def test_what_is_read_only_at_the_start(name: str, at_start: bool) -> None:
    assert PARAMETERS[name].at_start is at_start


@pytest.mark.parametrize("rule", COEFFICIENTS)
def test_weights_range_from_half_to_twice_their_default_and_intercepts_round_it(rule: str) -> None:
    """Where people start from is fitted to evidence; twice its default would say nothing about what is likely."""
    for term, default, english, dutch in COEFFICIENTS[rule]:
        parameter = PARAMETERS[f"rules.{rule}.{term}"]
        intercept = rule in DECISIONS and term in ("readiness", "reserve")
        ends = (default - ROUND, default + ROUND) if intercept else (default / 2, default * 2)
        assert (parameter.low, parameter.high) == tuple(round(end, 6) for end in ends)  # -0.1, not -0.09999999999999998
        assert parameter.default == default
        assert (parameter.title.en, parameter.title.nl) == (english, dutch)


def test_only_where_people_start_from_may_go_below_nothing() -> None:
    below = {name for name, parameter in PARAMETERS.items() if parameter.kind == "real" and parameter.low < 0.0}
    assert below and all(name.endswith((".readiness", ".reserve")) for name in below)


@given(SETTINGS)
def test_allowed_values_pass_and_keep_their_worth(setting: tuple[Parameter, float | int | str]) -> None:
    parameter, value = setting
    assert parameter.check(value) == value


@given(SETTINGS)
def test_an_allowed_value_survives_its_own_text(setting: tuple[Parameter, float | int | str]) -> None:
    parameter, value = setting
    assert parse_setting(f"{parameter.name}={value}") == (parameter.name, value)


@given(st.sampled_from(list(PARAMETERS.values())), st.floats(allow_nan=True, allow_infinity=True))
def test_a_number_is_allowed_exactly_when_it_is_in_range(parameter: Parameter, number: float) -> None:
    switched_off = number == 0 and parameter.name.startswith("rules.")
    if parameter.kind == "real" and (switched_off or parameter.low <= number <= parameter.high):
        assert parameter.check(number) == number
    else:
        with pytest.raises(InputError):
            parameter.check(number)


@given(st.sampled_from(list(PARAMETERS.values())), st.text())
def test_a_wrong_text_gives_one_clear_error(parameter: Parameter, text: str) -> None:
    try:
        value = parameter.parse(text)
    except InputError as error:
        assert error.key == parameter.name
        assert error.allowed
        assert "\n" not in str(error)
    else:
        assert parameter.check(value) == value


@pytest.mark.parametrize("number", [0, 1, np.float32(0.5), np.float64(0.25), np.int64(1), Fraction(1, 2)])
def test_every_kind_of_number_becomes_a_plain_float(number: object) -> None:
    assert type(PARAMETERS["trust.initial"].check(number)) is float


@pytest.mark.parametrize("number", [np.int32(3), np.uint8(3)])
def test_whole_numbers_become_plain_integers(number: object) -> None:
    assert type(PARAMETERS["network.core_members"].check(number)) is int


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("trust.initial", True, "true"),
        ("trust.initial", np.bool_(True), "True"),
        ("trust.initial", math.nan, "nan"),
        ("trust.initial", math.inf, "inf"),
        ("trust.initial", -0.1, "-0.1"),
        ("trust.initial", 10**400, "a number of more than 60 digits"),
        ("trust.initial", "0.5", "'0.5'"),
        ("trust.initial", None, "None"),
        ("trust.initial", [0.5], "a list"),
        ("trust.initial", {"x": 1}, "a table"),
        ("run.weeks", 5.0, "5.0"),
        ("run.weeks", False, "false"),
        ("run.weeks", 0, "0"),
        ("process_management.form", "NAO", "'NAO'"),
        ("process_management.form", 1, "1"),
    ],
)
def test_refused_values_are_named_with_what_is_allowed(name: str, value: object, shown: str) -> None:
    with pytest.raises(InputError) as caught:
        PARAMETERS[name].check(value, "mine.toml")
    assert caught.value.got == shown
    assert str(caught.value).startswith(f"mine.toml: {name}: got {shown}; allowed: ")
    assert PARAMETERS[name].allowed in str(caught.value)


def test_a_category_suggests_the_nearest_choice() -> None:
    with pytest.raises(InputError, match=r"did you mean self_governed\?"):
        PARAMETERS["process_management.form"].check("selfgoverned")


@pytest.mark.parametrize(
    ("name", "nearest"), [("trust.inital", "trust.initial"), ("same_faces", "continuity.same_faces")]
)
def test_an_unknown_name_suggests_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(InputError) as caught:
        find(name)
    assert caught.value.nearest == nearest


def test_a_name_that_is_like_none_tells_how_to_list_them() -> None:
    with pytest.raises(InputError, match="overleg parameters"):
        find("zzzz")


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("trust.initial=0.6", ("trust.initial", 0.6)),
        (" trust.initial = .6 ", ("trust.initial", 0.6)),
        ("trust.initial=1e-1", ("trust.initial", 0.1)),
        ("trust.initial=1", ("trust.initial", 1.0)),
        ("run.weeks=52", ("run.weeks", 52)),
        ("process_management.form=nao", ("process_management.form", "nao")),
    ],
)
def test_settings_as_people_type_them(text: str, setting: tuple[str, object]) -> None:
    assert parse_setting(text) == setting


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("trust.initial", "no '=' in it"),
        ("trust.initial=0,5", "with a decimal point: 0.5"),
        ("trust.initial=", "got ''"),
        ("trust.initial=nan", "got 'nan'"),
        ("trust.initial=inf", "got 'inf'"),
        ("trust.initial=true", "got 'true'"),
        ("trust.initial=1_0", "got '1_0'"),
        ("trust.initial=2", "got 2.0"),
        ("run.weeks=2,5", "got '2,5'; allowed: a whole number from 1 to 1040"),
        ("run.weeks=5.0", "a whole number from 1 to 1040"),
        ("run.weeks=" + "9" * 5000, "a whole number from 1 to 1040"),
        ("trust.inital=0.5", "did you mean trust.initial?"),
        ("=0.5", "unknown parameter"),
    ],
)
def test_wrong_settings_are_refused(text: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_setting(text)
    assert str(caught.value).startswith("--set: ")
    assert part in str(caught.value)
    assert len(str(caught.value)) < 300


def test_the_registry_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        PARAMETERS["run.weeks"] = PARAMETERS["trust.initial"]  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        PARAMETERS["run.weeks"].high = 2000  # type: ignore[misc]
