"""What a story tells is what happened: no more, no less, and the counts are those of the run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.story.around import STORM_LEVEL, STORM_WEEKS, around
from experiments.story.chronicle import Excerpt, chronicle
from experiments.story.course import courses
from experiments.story.facts import Fact, Scene
from experiments.story.record import Record, play
from experiments.story.salience import WEIGHTS
from experiments.story.telling import Teller
from experiments.words import Words, words_in
from scenarios import load
from sim.errors import InputError
from sim.events import OCCURRENCES, Event
from sim.rules import DECISIONS

ALWAYS: Callable[[int], bool] = lambda week: True  # noqa: E731


def everything(record: Record) -> list[Fact]:
    """Return all facts that a run leaves, whether a story would choose them or not."""
    told = [fact for course in courses(record) for scene in course.scenes for fact in scene.facts]
    return [*told, *around(record, ALWAYS)]


@settings(max_examples=4, deadline=None)
@given(
    seed=st.integers(0, 2**53 - 1),
    name=st.sampled_from(["top_x", "self_governed", "lead_organisation", "no_trust", "high_turnover"]),
)
def test_counts_are_those_of_the_run(seed: int, name: str) -> None:
    record = play(load(name).set({"run.weeks": 30}), seed)
    told: Counter[str] = Counter()
    for fact in everything(record):
        told[fact.kind] += fact.count
    found = record.outcomes
    plans = sum(event.kind == "plan" for event in record.events)
    assert {name: told[name] for name in ("incident", "return", "scaled_down", "report", "contacts")} == {
        "incident": found["incidents"],
        "return": found["returned"],
        "scaled_down": found["scaled_down"],
        "report": found["reports"],
        "contacts": found["bilateral_contacts"],
    }
    assert (told["withheld"] + told["spoken_for"], told["shifted"]) == (found["refusals"], found["shifts"])
    assert (told["improvised"], told["undone"]) == (found["improvisations"], found["paralyses"])
    assert told["kept"] / (told["kept"] + told["broken"]) == pytest.approx(found["agreements_kept"])
    kinds = Counter(fact.kind for fact in everything(record))
    assert kinds["impasse"] == found["impasses"]
    assert kinds["plan"] + kinds["new_plan"] == plans == round(found["plan_rate"] * found["conferences"])
    ends = [course.end for course in courses(record)]
    assert (sum(end.count for end in ends), sum(end.of for end in ends)) == (found["conferences"], plans)


# When each kind of fact is true of a scene, from nothing but its events: at the table, and what followed.
Events = Sequence[Event]


def yes(events: Events, decision: str) -> list[Event]:
    return [event for event in events if event.decision == decision and event.answer]


def no(events: Events, decision: str) -> list[Event]:
    return [event for event in events if event.decision == decision and not event.answer]


def kinds(events: Events) -> set[str]:
    return {event.kind for event in events}


def told_facets(events: Events) -> set[int]:
    return {event.facet for event in yes(events, "discloses")}


def ended(events: Events) -> bool:
    return bool(kinds(events) & {"plan", "impasse", "no time"} or yes(events, "imposes"))


def stands_in(record: Record, events: Events) -> bool:
    regular = record._world.cases.regular
    organisation = record._world.people.organisation
    return any(regular[e.case][organisation[e.person]] != e.person for e in yes(events, "attends"))


def withheld_before(before: Events) -> set[int]:
    """Return the facets that nobody told at the last conference at which they were asked for."""
    open_: set[int] = set()
    for week in sorted({event.week for event in before}):
        asked = [event for event in before if event.week == week]
        open_ = (open_ | {event.facet for event in no(asked, "discloses")}) - told_facets(asked)
    return open_


AT_TABLE: dict[str, Callable[[Record, Events, Events], Any]] = {
    "table": lambda r, now, before: ended(now) and no(now, "attends"),
    "full_table": lambda r, now, before: ended(now) and not no(now, "attends"),
    "no_table": lambda r, now, before: not ended(now),
    "stand_in": lambda r, now, before: stands_in(r, now),
    "absent": lambda r, now, before: no(now, "attends"),
    "told": lambda r, now, before: told_facets(now) - withheld_before(before),
    "told_at_last": lambda r, now, before: told_facets(now) & withheld_before(before),
    "withheld": lambda r, now, before: {e.facet for e in no(now, "discloses")} - told_facets(now),
    "spoken_for": lambda r, now, before: {e.facet for e in no(now, "discloses")} & told_facets(now),
    "not_asked": lambda r, now, before: no(now, "asks_along"),
    "thought_along": lambda r, now, before: yes(now, "thinks_along"),
    "kept_out": lambda r, now, before: no(now, "thinks_along"),
    "mediated": lambda r, now, before: yes(now, "mediates") and "plan" in kinds(now),
    "mediated_in_vain": lambda r, now, before: yes(now, "mediates") and "plan" not in kinds(now),
    "not_mediated": lambda r, now, before: no(now, "mediates"),
    "plan": lambda r, now, before: "plan" in kinds(now) and "plan" not in kinds(before),
    "new_plan": lambda r, now, before: "plan" in kinds(now) and "plan" in kinds(before),
    "imposed": lambda r, now, before: yes(now, "imposes"),
    "not_imposed": lambda r, now, before: no(now, "imposes"),
    "impasse": lambda r, now, before: "impasse" in kinds(now),
    "no_time": lambda r, now, before: "no time" in kinds(now),
    "improvised": lambda r, now, before: yes(now, "improvises"),
    "undone": lambda r, now, before: no(now, "improvises"),
    "taken_on": lambda r, now, before: yes(now, "takes_on"),
    "shifted": lambda r, now, before: no(now, "takes_on"),
    "compulsion": lambda r, now, before: any(e.answer == 2 for e in yes(now, "intervenes")),
    "pressure": lambda r, now, before: any(e.answer == 1 for e in yes(now, "intervenes")),
    "voluntary": lambda r, now, before: no(now, "intervenes"),
    "referred_home": lambda r, now, before: "referred home" in kinds(now),
    "indication": lambda r, now, before: "indication" in kinds(now),
}
AFTER: dict[str, Callable[[Record, Events], Any]] = {
    "home_refused": lambda r, after: no(after, "gets_consent"),
    "home_allowed": lambda r, after: yes(after, "gets_consent"),
    "kept": lambda r, after: "kept" in kinds(after),
    "broken": lambda r, after: "broken" in kinds(after),
    "called": lambda r, after: yes(after, "calls_to_account"),
    "not_called": lambda r, after: no(after, "calls_to_account"),
    "housing_found": lambda r, after: yes(after, "grants_housing"),
    "housing_waits": lambda r, after: no(after, "grants_housing"),
    "contacts": lambda r, after: yes(after, "contacts"),
    "stalled": lambda r, after: no(after, "acts"),
    "report": lambda r, after: "report" in kinds(after),
    "incident": lambda r, after: "incident" in kinds(after),
    "evaluated": lambda r, after: yes(after, "evaluates"),
    "looked_back_apart": lambda r, after: no(after, "evaluates"),
    "cared": lambda r, after: yes(after, "shows_care"),
    "nobody_cared": lambda r, after: {e.week for e in no(after, "shows_care")}
    - {e.week for e in yes(after, "shows_care")},
    "scaled_down": lambda r, after: yes(after, "scales_down"),
    "held_on": lambda r, after: no(after, "scales_down"),
    "return": lambda r, after: "return" in kinds(after),
}
REFERRAL: dict[str, Callable[[Record, Events], Any]] = {
    "arrival": lambda r, events: events[0].case >= r.initial,
    "there_already": lambda r, events: events[0].case < r.initial,
    "consent": lambda r, events: r._world.cases.consent[events[0].case],
    "no_consent": lambda r, events: not r._world.cases.consent[events[0].case],
    "admitted": lambda r, events: yes(events, "admits"),
    "turned_away": lambda r, events: no(events, "admits"),
}
AROUND: dict[str, Callable[[Record], Any]] = {
    "media": lambda r: "media" in kinds(r.events),
    "departure": lambda r: "departure" in kinds(r.events),
    "newcomer": lambda r: "newcomer" in kinds(r.events),
    "informal": lambda r: yes(r.events, "comes_along"),
    "simple": lambda r: any(e.case < 0 or r._world.cases.status[e.case] == 5 for e in yes(r.events, "admits")),
    "storm": lambda r: "1" * STORM_WEEKS in "".join("01"[int(level >= STORM_LEVEL)] for level in r.media),
}
BETWEEN = {"gets_consent", "acts", "grants_housing", "calls_to_account", "contacts", "scales_down", "shows_care",
           "evaluates", "admits"}  # fmt: skip
LATER = {"arrival", "return", "kept", "broken", "incident", "report"}


def is_later(event: Event) -> bool:
    return event.decision in BETWEEN or event.kind in LATER


def is_referral(event: Event) -> bool:
    return event.decision == "admits" or event.kind == "arrival"


def truths(record: Record) -> list[tuple[Sequence[Fact], dict[str, bool]]]:
    """Return for each scene its facts, and for each kind whether it is true of it."""
    found: list[tuple[Sequence[Fact], dict[str, bool]]] = []
    for course in courses(record):
        own = [event for event in record.events if event.case == course.case]
        at_table = [event for event in own if not is_later(event)]
        after = [event for event in own if is_later(event)]
        weeks = [scene.week for scene in course.scenes[1:]]
        start = weeks[0] if weeks else record.weeks
        early = [e for e in after if e.week < start or is_referral(e)]
        late = [e for e in after if not (e.week < start or is_referral(e))]
        found.append((course.scenes[0].facts, _of(REFERRAL, record, early) | _of(AFTER, record, early)))
        for scene, (week, following) in zip(course.scenes[1:], pairwise([*weeks, record.weeks]), strict=True):
            now, before = ([e for e in at_table if e.week == week], [e for e in at_table if e.week < week])
            true = {kind: bool(holds(record, now, before)) for kind, holds in AT_TABLE.items()}
            true |= _of(AFTER, record, [e for e in late if week <= e.week < following])
            found.append((scene.facts, true))
    return [*found, (around(record, ALWAYS), {kind: bool(holds(record)) for kind, holds in AROUND.items()})]


def _of(table: dict[str, Any], record: Record, events: Events) -> dict[str, bool]:
    return {kind: bool(holds(record, events)) for kind, holds in table.items()}


@pytest.fixture(scope="session")
def judged(records: dict[str, Record]) -> list[tuple[Record, Sequence[Fact], dict[str, bool]]]:
    """Return every scene of the runs with what is true of it."""
    return [(record, facts, true) for record in records.values() for facts, true in truths(record)]


def test_every_kind_of_fact_is_judged() -> None:
    assert set(AT_TABLE) | set(AFTER) | set(REFERRAL) | set(AROUND) == set(WEIGHTS)


def test_a_fact_is_told_where_it_is_true_and_nowhere_else(judged: Any) -> None:
    seen = Counter[tuple[str, bool]]()
    for _, facts, true in judged:
        told = {fact.kind for fact in facts}
        assert {kind: kind in told for kind in true} == true
        assert told <= set(true)
        seen.update(true.items())
    never = {(kind, holds) for kind in WEIGHTS for holds in (True, False) if not seen[kind, holds]}
    assert never == set()


class Listening(Words):
    """Words that remember which of them were said."""

    said: set[str]

    def __call__(self, key: str, **values: object) -> str:
        self.said.add(re.sub(r"\.\d+$", "", key))
        return super().__call__(key, **values)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_phrase_is_said_where_it_is_true_and_not_where_it_is_false(judged: Any, language: str) -> None:
    words = Listening(language, words_in(language).sentences)
    for record, facts, true in judged:
        words.said = set()
        Teller.of(words, record).told(facts)
        spoken = {key.removeprefix("story.fact.") for key in words.said if key.startswith("story.fact.")}
        true_here = {kind for kind, holds in true.items() if holds}
        assert spoken == true_here - ({"stand_in"} if true_here & {"table", "full_table"} else set())


def test_every_kind_of_event_is_told(records: dict[str, Record]) -> None:
    """Leave out all events of a kind, and the story is another; without arrivals there would be no case at all."""
    untold = {*DECISIONS, *(name for name, _ in OCCURRENCES)} - {"arrival"}
    for record in records.values():
        whole = everything(record)
        for event in sorted(untold & {each.decision or each.kind for each in record.events}):
            kept = tuple(each for each in record.events if event not in (each.decision, each.kind))
            if everything(replace(record, events=kept)) != whole:
                untold.remove(event)
    assert untold == set()


def test_of_one_case_everything_is_told(records: dict[str, Record]) -> None:
    (whole,) = chronicle(records["top_x"], Excerpt(case=3)).courses
    assert whole == next(course for course in courses(records["top_x"]) if course.case == 3)


def test_of_a_period_nothing_outside_is_told(records: dict[str, Record]) -> None:
    told = chronicle(records["storm"], Excerpt(first=9, last=12))
    scenes = [scene for course in told.courses for scene in course.scenes if scene.outcome != "referral"]
    assert scenes
    assert {scene.week for scene in scenes} <= {9, 10, 11, 12}
    assert {fact.week for fact in told.around} <= {9, 10, 11, 12}
    assert "media" in {fact.kind for fact in told.around}


def test_what_the_run_does_not_have_is_refused(records: dict[str, Record]) -> None:
    record = records["top_x"]
    simple = next(case for case in range(record.cases) if record.simple(case))
    for excerpt, where in [
        (Excerpt(case=record.cases), "--case"),
        (Excerpt(case=simple), "--case"),
        (Excerpt(first=30), "--weeks"),
        (Excerpt(last=30), "--weeks"),
    ]:
        with pytest.raises(InputError) as caught:
            chronicle(record, excerpt)
        assert caught.value.where == where


def test_scenes_know_what_went_before(records: dict[str, Record]) -> None:
    for course in courses(records["top_x"]):
        assert [scene.number for scene in course.scenes] == list(range(len(course.scenes)))
        for before, scene in pairwise(course.scenes):
            if {before.outcome, scene.outcome} in ({"plan", "impasse"}, {"new_plan", "impasse"}):
                assert scene.turn
            if before.outcome == scene.outcome == "impasse" and not _news(before, scene):
                assert not scene.turn


def _news(before: Scene, scene: Scene) -> bool:
    return before.has("return") or scene.has("told_at_last")
