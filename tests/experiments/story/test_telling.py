"""Stories in words: no sentence twice in a row, everything has its words, other people's text stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from experiments.story.chronicle import WHOLE, Excerpt
from experiments.story.composing import story
from experiments.story.course import courses
from experiments.story.document import Document, Figure
from experiments.story.drawing import line
from experiments.story.facts import MANAGER, Course, Fact, Person, Reason, Scene, Topic
from experiments.story.frame import Frame
from experiments.story.naming import Names
from experiments.story.page import page
from experiments.story.pairing import Pairing
from experiments.story.picture import picture
from experiments.story.record import Record
from experiments.story.salience import WEIGHTS
from experiments.story.telling import HOOKS, Teller
from experiments.story.text import markdown
from experiments.words import words_in
from experiments.words.grammar import cardinal, joined, sentences
from sim.events import OCCURRENCES
from sim.parameters import PARAMETERS
from sim.rules import DECISIONS
from sim.state import FACETS
from sim.text import Text
from sim.week.ties import CAUSES

LANGUAGES = ("en", "nl")


def told(record: Record, language: str, excerpt: Excerpt = WHOLE) -> Document:
    return story(record, excerpt, words_in(language), picked="Picked.", command="overleg story")


def group(language: str, key: str) -> set[str]:
    """Return the names under a key, those of variants left out."""
    found = (name.removeprefix(f"{key}.") for name in words_in(language).sentences if name.startswith(f"{key}."))
    return {re.sub(r"\.\d+$", "", name) for name in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_told_has_words(language: str) -> None:
    outcomes = {"plan", "new_plan", "imposed", "impasse", "no_time", "no_table"}
    assert group(language, "story.fact") == {*WEIGHTS, "end"}
    assert group(language, "story.heading") == outcomes
    assert group(language, "story.decision") == group(language, "story.decided") == set(DECISIONS)
    assert group(language, "story.case_of") == set(HOOKS)
    assert group(language, "story.task_of") == group(language, "story.task")
    words = words_in(language)
    assert words.variants("story.ordinal") == FACETS
    assert words.variants("story.tens") == words.variants("story.tenths") == 11
    assert group(language, "story.occurrence") == {name.replace(" ", "_") for name, _ in OCCURRENCES}
    causes = {row[2].replace(" ", "_") for rows in DECISIONS.values() for row in rows}
    assert group(language, "story.cause") == causes
    assert group(language, "story.moved") == set(CAUSES)
    forms = set(PARAMETERS["process_management.form"].choices)
    assert group(language, "story.form") == forms
    assert group(language, "story.leader") == forms - {"self_governed"}
    for reason in group(language, "story.reason") - {"unknown", "other"}:
        decision, answer, term = reason.split(".")
        assert term in {row[0] for row in DECISIONS[decision]}
        assert answer in ("yes", "no")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_can_be_told_whatever_tips_a_decision(language: str) -> None:
    teller = Teller(words_in(language), "nao", 1)
    for decision, rows in DECISIONS.items():
        for term, *_, cause, english, dutch in ((row[0], *row[2:]) for row in rows):
            for answer in (True, False):
                reason = Reason(decision, answer, term, 0.5, cause)
                assert teller.why(reason, 3, 1)
                assert {"en": english, "nl": dutch}[language] in teller.names.evidence([reason])
    assert teller.why(None, 3, 1) == words_in(language)("story.reason.unknown")


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_and_every_part_of_a_case_has_a_name(language: str) -> None:
    names = Names(words_in(language), "nao")
    everybody = [Person(d, o, s) for d in range(3) for o in range(12) for s in (False, True)]
    assert len({names.person(person) for person in everybody}) == len(everybody)
    assert names.person(Person(MANAGER)) == words_in(language)("story.leader.nao")
    for domain, kind in [(0, "plain"), (0, "protected"), (1, "plain"), (2, "plain"), (2, "housing")]:
        topic = Topic(domain, kind)  # type: ignore[arg-type]
        assert names.topics([topic]) != names.tasks([topic])


def test_parts_of_a_kind_are_told_apart(records: dict[str, Record]) -> None:
    names, record = Names(words_in("en"), "nao"), records["top_x"]
    assert names.tasks([Topic(0, "protected", 3), Topic(1), Topic(0, "protected", 1)]) == (
        "the first and third treatment parts and the safety part"
    )
    assert names.topics([Topic(0, "protected", 1), Topic(1), Topic(0, "protected", 2)]) == "the treatment and safety"
    for case in range(record.cases):
        parts = [record.topic(case, facet) for facet in range(record.facets(case))]
        assert len(set(parts)) == len(parts)
        for part in parts:
            alike = [other.place for other in parts if (other.domain, other.kind) == (part.domain, part.kind)]
            assert alike == ([0] if len(alike) == 1 else list(range(1, len(alike) + 1)))


def test_a_large_company_is_told_by_domain() -> None:
    names = Names(words_in("en"), "nao")
    few = [Person(0, 0), Person(1, 0, stands_in=True)]
    assert names.people(few) == "the mental health clinician and the stand-in from the police"
    assert names.company(few) == "the mental health clinician and a stand-in from the police"
    many = [*few, Person(0, 1), Person(0, 2), Person(2, 0), Person(2, 1, stands_in=True)]
    assert names.company(many) == (
        "three from care, one from safety and two from the social domain, two of them as stand-ins"
    )
    assert "stand-in" not in names.company([replace(person, stands_in=False) for person in many])


@pytest.mark.parametrize("bound", [0.1, 0.3, 0.6, 0.8])
def test_the_word_of_a_level_goes_by_the_number_that_is_shown(bound: float) -> None:
    names = Names(words_in("nl"), "nao")
    assert names.level(bound - 0.004) == names.level(bound) == names.level(bound + 0.004)
    assert names.level(bound - 0.006).split(" (")[0] != names.level(bound).split(" (")[0]
    assert names.share(bound - 0.0504) == names.share(bound - 0.05)


def test_a_level_that_keeps_its_word_is_said_once() -> None:
    names = Names(words_in("en"), "nao")
    assert names.way(0.74, 0.22) == "from high (0.74) to low (0.22)"
    assert names.way(0.49, 0.33) == "from 0.49 to 0.33 (both medium)"
    assert names.tenths(0.51) == "about half (51.0%)"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.29, "licht voor: +0,29"),
        (0.296, "voor: +0,30"),
        (0.7, "sterk voor: +0,70"),
        (-0.29, "licht tegen: −0,29"),
        (-0.694, "tegen: −0,69"),
        (-0.696, "sterk tegen: −0,70"),
    ],
)
def test_what_tipped_a_decision_is_told_by_its_size_and_without_names_of_the_model(value: float, said: str) -> None:
    told = Names(words_in("nl"), "nao").evidence([Reason("gets_consent", value > 0.0, "risk", value, "social")])
    term = next(row[4] for row in DECISIONS["gets_consent"] if row[0] == "risk")
    assert told == f"Wat de doorslag gaf bij thuis toestemming krijgen: {term} ({said}, sociaal)."


def test_where_no_term_tipped_a_decision_chance_did() -> None:
    names = Names(words_in("en"), "nao")
    said = {
        (answer, value): "chance" in names.evidence([Reason("attends", answer, "readiness", value, "social")])
        for answer in (True, False)
        for value in (1.5, -1.5)
    }
    assert said == {(True, 1.5): False, (False, -1.5): False, (True, -1.5): True, (False, 1.5): True}


def test_a_case_is_headed_by_what_happened_in_it_and_no_two_alike() -> None:
    teller = Teller(words_in("en"), "nao", 1)

    def course(*kinds: str) -> Course:
        return Course(4, (Scene(1, 4, "plan", tuple(Fact(kind, 1, 4) for kind in kinds)),), Fact("end", 9, 4))

    assert teller.titled(course("withheld")) == "Case 4"
    for kind in HOOKS:
        assert Teller(words_in("en"), "nao", 1).titled(course("told", kind)) == words_in("en")(
            f"story.case_of.{kind}", case=4
        )
    assert teller.titled(course("undone", "incident")) == "Case 4: things go wrong"
    assert teller.titled(course("undone", "incident")) == "Case 4: where powers come to an end"
    assert teller.titled(course("undone", "incident")) == "Case 4"


def test_an_agreement_that_ends_in_the_week_of_a_conference_is_an_earlier_one() -> None:
    for variant in range(2):
        teller = Teller(words_in("en"), "nao", variant)
        late = Fact("broken", 5, 4, (Person(0, 0),), topics=(Topic(0),))
        same, other = ({teller.told([late], week=week) for _ in range(2)} for week in (5, 1))
        assert all("earlier agreement" in text and "same week" in text for text in same)
        assert all("earlier" not in text and "week 5" in text for text in other)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["top_x", "lead", "self_governed", "hurried", "empty", "storm", "relapsing"])
def test_stories_are_whole_sentences_and_none_stands_twice_in_a_row(
    records: dict[str, Record], name: str, language: str
) -> None:
    whole = told(records[name], language)
    for text in (text for passage in whole.passages[:-1] for text in passage.paragraphs):
        assert text.endswith((".", "!", "?")), text
        assert not re.search(r"[{}]|nan|None|  | \.|(?<=[.?!] )[a-z]", text), text
        assert all(one != other for one, other in pairwise(re.split(r"(?<=[.?!]) ", text)))
    headings = [passage.heading.split(". ")[-1] for passage in whole.passages]
    assert all(one != other for one, other in pairwise(headings))


def test_the_same_kind_of_fact_is_never_told_twice_in_the_same_way() -> None:
    teller = Teller(words_in("nl"), "nao", 3)
    fact = Fact("evaluated", 3, 4)
    assert all(one != other for one, other in pairwise([teller.fact(fact) for _ in range(6)]))


def test_the_same_run_is_told_alike(records: dict[str, Record]) -> None:
    assert told(records["lead"], "nl") == told(records["lead"], "nl")


def test_the_close_holds_the_outcomes(records: dict[str, Record]) -> None:
    record = records["top_x"]
    text = " ".join(Frame(words_in("en"), record).ending().paragraphs)
    found = record.outcomes
    for phrase in (
        f"There were {found['conferences']:.0f} case conferences.",
        f"{found['impasses']:.0f} times it ended in an impasse.",
        f"{found['refusals']:.0f} times somebody withheld information.",
        f"({100 * found['agreements_kept']:.1f}%) were kept.",
        f"was passed on {found['shifts']:.0f} times.",
        f"({found['risk']:.2f}).",
    ):
        assert phrase in text


def test_what_people_learnt_is_told_by_its_direction(records: dict[str, Record]) -> None:
    record = records["top_x"]
    higher = replace(record.end, trust=record.start.trust + 0.1)
    lower = replace(record.end, trust=record.start.trust - 0.1)
    for end, said in [(higher, "grew"), (lower, "fell"), (record.start, "stayed")]:
        (text,) = Frame(words_in("en"), replace(record, end=end)).learnt().paragraphs
        assert [word for word in ("grew", "fell", "stayed") if f"Trust of care in safety {word}" in text] == [said]
    moved = replace(record, moved={"care": 2.0, "broken": -1.0, "kept": 0.0})
    (text,) = Frame(words_in("en"), moved).learnt().paragraphs
    assert "above all to care for each other after an incident." in text
    assert "cost them most trust: agreements that were broken." in text


HOSTILE = "<script>alert(1)</script> {title} *b* [x](y) `c`\n# \x1b[31mred\u202e"


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_of_others_stays_text(records: dict[str, Record], language: str) -> None:
    words, record = words_in(language), records["top_x"]
    hostile = replace(record, scenario=replace(record.scenario, title=Text(HOSTILE, HOSTILE), name="<i>n</i>"))
    one = told(hostile, language)
    two = Pairing(hostile, record, words).document(picked="", command="overleg story '<b>'")
    for document in (one, two):
        assert "<script>alert(1)</script> {title}" in document.title
        text, html = markdown(document), page(document, words)
        assert not re.search(r"(?<!\\)<(script|i|b)>", text)
        assert not re.search(r"(?<!\\)(\*b\*|`c`|\[x\])", text)
        assert "<script" not in html
        assert "<i>" not in html
        assert "&lt;script&gt;" in html
        assert not {"\x1b", "\u202e"} & {*text, *html}
        assert text.count("\n# ") == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_to_tell_it_again_stands_on_the_last_line_unbroken(
    records: dict[str, Record], language: str
) -> None:
    words, record = words_in(language), records["top_x"]
    command = f"overleg story top_x --against {'x' * 60} --lang {language} --out two_worlds.md --quiet"
    for document in (
        story(record, WHOLE, words, picked="", command=command),
        Pairing(record, record, words).document(picked="", command=command),
    ):
        assert markdown(document).splitlines()[-1] == command
        assert f"<code>{command}</code>" in page(document, words)


def test_a_page_needs_nothing_else(records: dict[str, Record]) -> None:
    html = page(told(records["top_x"], "nl"), words_in("nl"))
    assert '<html lang="nl">' in html
    assert not re.search(r"https?://|src=|url\(|@import", html)
    assert html.count('role="img"') == html.count("<desc") == html.count("<figure>") == 3
    assert "0,25" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_of_a_figure_names_what_is_in_it(records: dict[str, Record], language: str) -> None:
    words, record = words_in(language), records["top_x"]
    struck = next(event.case for event in record.events if event.kind == "incident")
    calm = next(course.case for course in courses(record) if not line(record, course.case).incidents)
    for case, there in [(struck, True), (calm, False)]:
        html = page(told(record, language, Excerpt(case)), words)
        assert (f"</svg>{words('story.figure.incident')}</span>" in html) is there
        assert f"</svg>{words('story.figure.risk')}</span>" in html


def test_lists_numbers_and_starts_of_sentences() -> None:
    assert joined([], "nl") == ""
    assert joined(["a"], "nl") == "a"
    assert joined(["a", "b", "c"], "nl") == "a, b en c"
    assert joined(["a", "b"], "en") == "a and b"
    assert [cardinal(n, "nl") for n in (0, 1, 12, 13)] == ["geen", "één", "twaalf", "13"]
    assert sentences("één keer. ijs? ja! 3,5 is 2.5", "nl") == "Eén keer. IJs? Ja! 3,5 is 2.5"
    assert sentences("one. two", "en") == "One. Two"


def test_a_figure_shows_what_the_run_holds(records: dict[str, Record]) -> None:
    record = records["top_x"]
    case = next(event.case for event in record.events if event.kind == "incident")
    drawn = line(record, case)
    shown = picture(Figure("", (drawn, replace(drawn, name="B"))), ",")
    assert [mark.week for mark in shown.traces[0].marks] == [*drawn.conferences, *drawn.incidents]
    assert {mark.week for mark in shown.traces[0].marks if mark.kind == "plan"} == set(drawn.plans) <= {
        event.week for event in record.events if event.case == case and event.kind == "plan"
    }
    points = [float(point.split(",")[1]) for point in shown.traces[0].points.split()]
    assert len(points) == sum(risk is not None for risk in drawn.risk)
    assert all(0 <= y <= shown.floor for y in points)
    assert shown.traces[1].label[1] - shown.traces[0].label[1] >= 12
