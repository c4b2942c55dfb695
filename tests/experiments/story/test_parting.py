"""Two worlds with the same luck: where they part, and why."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from experiments.story.contrast import contrast
from experiments.story.course import courses
from experiments.story.pairing import Pairing
from experiments.story.parting import parting
from experiments.story.record import Record, play
from experiments.words import words_in
from scenarios import load
from sim.errors import InputError
from sim.scenario import Change, Departure, MediaEvent, Scenario

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
    one, two = (side.event for side in found.sides if side is not None)
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
    people = [side.person for side in found.sides if side is not None]
    assert [person.stands_in for person in people if person is not None] == [True, False]


def test_it_is_told_why_a_case_is_followed_and_when_it_differed_most(top_x: Record) -> None:
    other = against({"secrecy.strictness": 0.0})
    words = words_in("nl")
    document = Pairing(top_x, other, words).document(picked="", command="")
    first, largest = (passage for passage in document.passages if passage.figure is not None)
    assert first.paragraphs[0].startswith(words("story.two.chosen"))
    assert largest.paragraphs[0].startswith(words("story.two.largest"))
    for passage in (first, largest):
        assert passage.figure is not None
        a, b = ([risk or 0.0 for risk in line.risk] for line in passage.figure.lines)
        (told,) = re.findall(r"in risico in week (\d+): .*?\((.*?)\) in A en .*?\((.*?)\) in B", passage.paragraphs[0])
        week = int(told[0])
        assert abs(a[week] - b[week]) == max(abs(one - two) for one, two in zip(a, b, strict=True))
        assert told[1:] == tuple(f"{risk[week]:.2f}".replace(".", ",") for risk in (a, b))


def test_each_world_has_its_own_reason(top_x: Record) -> None:
    other = against({"continuity.same_faces": 1.0})
    found = parting(top_x, other)
    assert found is not None
    document = Pairing(top_x, other, words_in("nl")).document(picked="", command="")
    (evidence,) = (each.evidence for each in document.passages if each.heading.endswith("gaan uiteen"))
    told = re.findall(r"Wat in wereld (.) de doorslag gaf bij [^.]*?(\+\d,\d\d)", evidence)
    values = [side.reason.value for side in found.sides if side is not None and side.reason is not None]
    assert told == [(world, f"+{value:.2f}".replace(".", ",")) for world, value in zip("AB", values, strict=True)]


def test_what_happens_in_one_world_alone_is_told_of_that_one_and_without_a_reason(top_x: Record) -> None:
    scenario: Scenario = replace(TOP_X, media_events=(MediaEvent(7, 0.8),))
    other = play(scenario, 5)
    there = {(e.week, e.kind, e.decision, e.case, e.person) for e in other.events if e.week == 7}
    ahead = next(event for event in top_x.events if event.week == 7)
    assert (ahead.week, ahead.kind, ahead.decision, ahead.case, ahead.person) in there  # it happens in both worlds
    for one, two, world in [(top_x, other, "B"), (other, top_x, "A")]:
        found = parting(one, two)
        assert found is not None
        assert (found.week, found.way, found.cases) == (7, "event", (-1, -1))
        assert [side is None for side in found.sides] == [world == "B", world == "A"]
        document = Pairing(one, two, words_in("en")).document(picked="", command="")
        (told,) = (passage for passage in document.passages if passage.heading == "Week 7. The worlds part")
        assert told.paragraphs[0].endswith(f"Then the media report, but in world {world} alone.")
        assert told.evidence == ""


def test_no_reason_tips_that_a_question_comes_up_at_all(top_x: Record) -> None:
    other = against({"agenda.slots_per_week": 2})
    found = parting(top_x, other)
    assert found is not None
    one, two = found.sides
    assert (found.way, two) == ("event", None)
    assert one is not None and one.reason is not None
    document = Pairing(top_x, other, words_in("en")).document(picked="", command="")
    (told,) = (passage for passage in document.passages if passage.heading.endswith("The worlds part"))
    assert told.paragraphs[0].endswith(f"in case {found.cases[0]}, but in world A alone.")
    assert told.evidence == ""


def told_rows(one: Scenario, other: Scenario, language: str = "en") -> list[tuple[str, ...]]:
    return list(contrast(one, other, words_in(language)).table[1:])


STORM = [
    ("Vanaf week 65: Media-aandacht (niveau)", "media.baseline", "–", "0,3 → 0,5"),
    ("Vanaf week 65: Mediareactie (niveau per incident)", "media.reactivity", "–", "0,0125 → 0,25"),
    ("Vanaf week 65: Landelijke gebeurtenissen (gebeurtenissen)", "media.events_per_year", "–", "2 → 6"),
    ("Week 65: mediabericht van grootte 0,3", "", "–", "ja"),
    ("Week 68: mediabericht van grootte 0,3", "", "–", "ja"),
]


def test_all_that_differs_between_the_worlds_is_told_and_nothing_else() -> None:
    base, storm = load("top_x"), load("media_storm")
    assert told_rows(base, storm, "nl") == STORM
    assert told_rows(storm, base, "nl") == [(what, name, b, a) for what, name, a, b in STORM]
    names = ["trust.initial", "trust.density", "continuity.same_faces", "media.half_life"]
    mine = replace(storm.set(dict.fromkeys(names[:3], 0.9) | {names[3]: 12}), departures=(Departure(20),))
    *values, left = told_rows(storm, mine)
    assert sorted(row[1] for row in values) == sorted(names)
    assert left == ("Week 20: the process manager leaves", "", "–", "yes")
    twice = replace(base, media_events=(MediaEvent(3, 0.2),) * 2)
    once = replace(base, media_events=(MediaEvent(3, 0.2),))
    assert told_rows(twice, once) == [("Week 3: media report of size 0.2", "", "yes", "–")]
    [change] = storm.changes
    calmer = replace(storm, changes=(Change(65, {**change.values, "media.reactivity": 0.1}),))
    assert [row[1:] for row in told_rows(storm, calmer)] == [
        ("media.reactivity", "0.0125 → 0.25", "–"),
        ("media.reactivity", "–", "0.0125 → 0.1"),
    ]
    assert contrast(base, base, words_in("nl")).paragraphs == ("Er is niets anders ingesteld.",)


def test_a_case_begins_alike_in_both_worlds(top_x: Record) -> None:
    """Also where the first week of one of them moves it, which the other leaves for later."""
    other = against({"continuity.same_faces": 1.0})
    begun = [{record.identities[course.case]: course for course in courses(record)} for record in (top_x, other)]
    moved = 0
    for identity, one in begun[0].items():
        two = begun[1][identity]
        assert one.end.before == two.end.before == one.scenes[0].risk
        (level,) = (fact.level for fact in one.scenes[0].facts if fact.kind in ("arrival", "there_already"))
        assert level == one.end.before
        week = one.scenes[0].week
        moved += top_x.risk[week, one.case] != other.risk[week, two.case]
    assert moved > 0


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
    set_otherwise, outcomes = (passage.table for passage in document.passages if passage.table)
    assert len(set_otherwise) > 1
    assert len(outcomes) > 10
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
