"""Two worlds with the same luck: where they part, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from experiments.story.pairing import Pairing
from experiments.story.parting import parting
from experiments.story.record import Record, play
from experiments.words import words_in
from scenarios import load
from sim.errors import InputError
from sim.scenario import MediaEvent, Scenario

TOP_X = load("top_x").set({"run.weeks": 20})


@pytest.fixture(scope="module")
def top_x() -> Record:
    return play(TOP_X, 5)


def against(values: dict[str, float]) -> Record:
    return play(TOP_X.set(values), 5)


def text(one: Record, other: Record, language: str = "en") -> str:
    document = Pairing(one, other, words_in(language)).document(picked="", command="")
    return "\n".join(line for passage in document.passages for line in (passage.heading, *passage.paragraphs))


def before(record: Record, week: int) -> list[tuple[object, ...]]:
    return [(e.week, e.kind, e.case, e.person, e.decision, e.answer) for e in record.events if e.week < week]


def test_equal_worlds_do_not_part(top_x: Record) -> None:
    assert parting(top_x, play(TOP_X, 5)) is None
    assert words_in("nl")("story.two.same") in text(top_x, play(TOP_X, 5), "nl")


def test_the_same_decision_with_another_answer_and_what_made_the_difference(top_x: Record) -> None:
    other = against({"secrecy.strictness": 0.0})
    found = parting(top_x, other)
    assert found is not None
    assert (found.way, found.term) == ("answer", "secrecy")
    one, two = (side.event for side in found.sides)
    assert one is not None and two is not None
    assert (one.decision, one.answer, two.answer) == ("discloses", False, True)
    assert found.values == (one.terms["secrecy"], two.terms["secrecy"])
    assert before(top_x, found.week) == before(other, found.week)
    told = text(top_x, other)
    assert "In world A the answer is no" in told
    assert "What makes the difference is ‘professional secrecy’" in told


def test_somebody_else_comes(top_x: Record) -> None:
    found = parting(top_x, against({"continuity.same_faces": 1.0}))
    assert found is not None
    assert found.way == "person"
    people = [side.person for side in found.sides]
    assert [person.stands_in for person in people if person is not None] == [True, False]


def test_something_else_happens_after_weeks_that_are_alike(top_x: Record) -> None:
    scenario: Scenario = replace(TOP_X, media_events=(MediaEvent(7, 0.8),))
    found = parting(top_x, play(scenario, 5))
    assert found is not None
    assert (found.week, found.way, found.cases) == (7, "event", (-1, -1))
    assert "In world A nothing happens then, in world B the media report." in text(top_x, play(scenario, 5))


def test_cases_are_known_by_their_luck_and_not_by_their_number(top_x: Record) -> None:
    more = against({"cases.initial": 12})
    assert top_x.identities[10] == more.identities[12] or top_x.identities[10] not in more.identities
    found = parting(top_x, more)
    assert found is not None
    assert found.cases[0] == top_x.number(more.identities[found.cases[1]])


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("name", ["self_governed", "lead_organisation", "fixed_faces", "high_turnover"])
def test_what_followed_is_told_of_both_worlds(top_x: Record, name: str, language: str) -> None:
    other = play(load(name).set({"run.weeks": 20}), 5)
    document = Pairing(top_x, other, words_in(language)).document(picked="Picked.", command="x")
    headings = [passage.heading for passage in document.passages]
    worlds = [heading for heading in headings if heading.endswith((" A", " B"))]
    assert [heading[-1] for heading in worlds] == ["A", "B"] * (len(worlds) // 2)
    assert worlds
    (table,) = (passage.table for passage in document.passages if passage.table)
    assert len(table) > 10
    figures = [passage.figure for passage in document.passages if passage.figure is not None]
    assert all(len(figure.lines) == 2 and figure.parted is not None for figure in figures)


def test_a_case_can_be_followed_that_the_other_world_does_not_have(top_x: Record) -> None:
    fewer = against({"cases.initial": 2})
    document = Pairing(top_x, fewer, words_in("en")).document(picked="", command="", case=5)
    told = [passage.heading for passage in document.passages]
    assert "Case 5 in both worlds" in told
    assert words_in("en")("story.two.untold", week=0) in [p for each in document.passages for p in each.paragraphs]
    simple = Pairing(top_x, against({"cases.complex_share": 0.0}), words_in("nl"))
    assert simple.document(picked="", command="").passages
    with pytest.raises(InputError):
        Pairing(top_x, fewer, words_in("en")).document(picked="", command="", case=10**6)
