"""The address brings a view back, and survives whatever somebody makes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.workshop.address import query, read
from experiments.workshop.limits import LARGEST_SEED, MOST_COMPLAINTS, MOST_FIELDS
from experiments.workshop.view import SHOWN, View, allowed, highest
from scenarios import names
from sim.errors import InputError
from sim.parameters import PARAMETERS, Parameter


def values_of(parameter: Parameter) -> st.SearchStrategy[Any]:
    if parameter.kind == "category":
        return st.sampled_from(parameter.choices)
    if parameter.kind == "integer":
        return st.integers(int(parameter.low), int(highest(parameter)))
    return st.floats(parameter.low, parameter.high)


PARAMETER_AND_VALUE = st.sampled_from(list(PARAMETERS.values())).flatmap(
    lambda parameter: st.tuples(st.just(parameter.name), values_of(parameter))
)


@st.composite
def views(draw: st.DrawFn) -> View:
    view = View(
        a=draw(st.sampled_from(names())),
        b=draw(st.sampled_from(names())),
        outcome=draw(st.sampled_from(SHOWN)),
        language=draw(st.sampled_from(("en", "nl"))),
        beamer=draw(st.booleans()),
        sliding=draw(st.sampled_from(("a", "b"))),
        seed=draw(st.integers(0, LARGEST_SEED)),
    )
    for world, (name, value) in draw(st.lists(st.tuples(st.sampled_from(("a", "b")), PARAMETER_AND_VALUE), max_size=8)):
        try:
            view = view.with_value(world, name, value)
        except InputError:  # a network without organisations
            continue
    return view


@settings(max_examples=60, deadline=None)
@given(views())
def test_an_address_brings_its_view_back(view: View) -> None:
    assert read(query(view)) == (view, ())


FIELDS = st.one_of(
    st.sampled_from(["a", "b", "outcome", "lang", "beamer", "slide", "seed", "", "b.", "c.trust.initial", "run.weeks"]),
    st.sampled_from(list(PARAMETERS)).map(lambda name: f"b.{name}"),
    st.text(max_size=30),
)
GARBAGE = st.one_of(
    st.text(max_size=30), st.sampled_from(["1e999", "-inf", "nan", "0,5", "١", "9" * 400, "../..", "' OR 1=1", "0x1f"])
)


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(FIELDS, GARBAGE, max_size=12), st.sampled_from(("en", "nl")))
def test_garbage_gives_a_right_view_and_complaints_that_can_be_told(fields: dict[str, str], language: str) -> None:
    view, complaints = read(fields, language=language)
    assert read(query(view)) == (view, ())
    assert len(complaints) <= MOST_COMPLAINTS
    for complaint in complaints:
        assert complaint.text(view.language).isprintable()


@pytest.mark.parametrize(
    ("field", "got", "used"),
    [
        ("b.trust.initial", "1.5", 1.0),
        ("b.trust.initial", "-inf", 0.0),
        ("b.trust.initial", "0,6", 0.6),
        ("b.trust.initial", "much", 0.45),
        ("b.trust.initial", "nan", 0.45),
        ("b.network.table_size", "7.6", 8),
        ("b.network.table_size", "1e400", 20),
        ("run.weeks", "1040", 208),
        ("b.process_management.form", "lead_organization", "lead_organisation"),
    ],
)
def test_a_wrong_value_counts_as_the_nearest_that_is_allowed(field: str, got: str, used: object) -> None:
    view, (complaint,) = read({field: got})
    name = field.removeprefix("b.")
    assert view.value("b", name) == used
    assert (complaint.field, complaint.allowed, complaint.used) == (field, allowed(PARAMETERS[name]), str(used))


def test_wrong_words_count_as_the_nearest_word_or_as_on_an_untouched_page() -> None:
    wrong = {"a": "fixed_face", "b": "/etc/passwd", "outcome": "riks", "slide": "x", "seed": "-3", "lang": "fr"}
    view, complaints = read(wrong, language="nl")
    assert view == replace(View(a="fixed_faces", outcome="risk", seed=0), language="nl")
    assert {complaint.field for complaint in complaints} == set(wrong)


def test_an_unknown_field_is_told_with_the_nearest_one() -> None:
    view, (complaint,) = read({"b.trust.intial": "0.6", "lang": "nl"})
    assert view == View(language="nl")
    expected = "'b.trust.intial': er staat '0.6'; toegestaan: b.trust.initial; niet gebruikt"
    assert complaint.text("nl") == expected


@pytest.mark.parametrize("field", ["b.trust.initial", "a.trust.initial"])
def test_a_field_of_a_factor_is_told_with_what_the_page_calls_it(field: str) -> None:
    _, (complaint,) = read({field: "7"})
    title = PARAMETERS["trust.initial"].title["nl"]
    assert complaint.text("nl").startswith(f"{field} ({title}): er staat '7'; ")


def test_a_world_without_organisations_keeps_those_of_its_preset() -> None:
    none = {f"b.{name}": "0" for name in PARAMETERS if name.endswith("_organisations")}
    view, complaints = read(none)
    assert view == View()
    assert [complaint.used for complaint in complaints] == ["5", "7", "6"]


def test_an_endless_address_is_cut_off() -> None:
    view, complaints = read({f"x{number}": "" for number in range(10 * MOST_FIELDS)})
    assert view == View()
    assert len(complaints) == MOST_COMPLAINTS
    assert str(MOST_FIELDS) in complaints[0].text("en")


def test_an_address_is_short() -> None:
    view = View(b="fixed_faces", language="nl").with_value("b", "mandate.share", 0.9).with_value("a", "run.weeks", 52)
    assert query(view) == {"lang": "nl", "b": "fixed_faces", "run.weeks": "52", "b.mandate.share": "0.9"}
