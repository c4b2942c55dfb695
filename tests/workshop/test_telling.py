"""What the page says is what the pairs allow, in both languages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.words import Words, words_in
from experiments.workshop import telling
from experiments.workshop.desk import Failure
from experiments.workshop.picture import TABLE, Picture, picture
from experiments.workshop.view import SHOWN, View
from experiments.workshop.worlds import Worlds
from sim.errors import WorkError
from sim.outcomes import OUTCOMES
from tests.workshop.conftest import Engine

EN, NL = words_in("en"), words_in("nl")
HIGHER = View().with_value("b", "trust.initial", 0.9)


def drawn(view: View, *, pairs: int = 200, wanted: int = 200, moving: bool = False) -> Picture:
    a, b = (Worlds().play(view.scenario(world), view.seed, pairs) for world in ("a", "b"))
    return picture(view, a, b, wanted=wanted, moving=moving)


@pytest.fixture
def higher(engine: Engine) -> Picture:
    return drawn(HIGHER)


def test_claim_evidence_and_number_go_together(higher: Picture) -> None:
    assert telling.answer(higher, NL) == "In deze simulatie is de kwaliteit van de samenwerking in B hoger dan in A."
    assert telling.evidence(higher, NL) == (
        "Bij 200 van de 200 paren is B hoger. A is Top X zoals onderzocht; B is Top X zoals onderzocht (aangepast). "
        "Beide kregen dezelfde casussen en hetzelfde toeval."
    )
    assert telling.number(higher, NL) == "+0,225"
    assert telling.interval(higher, NL) == "95%-interval +0,225 tot +0,225"
    assert telling.unit_of_number(higher, NL) == "verschil B − A, schaal 0 tot 1, over 104 weken"
    assert telling.number(higher, EN) == "+0.225"


def test_equal_worlds_are_told_as_such(engine: Engine) -> None:
    equal = drawn(View())
    assert telling.answer(equal, NL) == "A en B zijn gelijk."
    assert telling.evidence(equal, NL) == "Kies een voorbeeld voor B, zoals Vaste gezichten, of verschuif een factor."


def test_a_fall_counts_the_pairs_in_which_b_is_lower(engine: Engine) -> None:
    lower = drawn(View().with_value("b", "trust.initial", 0.1))
    assert telling.evidence(lower, EN).startswith("In 200 of 200 pairs B is lower.")


def test_pairs_without_a_difference_are_not_passed_over(higher: Picture) -> None:
    found = replace(higher.main, higher=73, lower=21)
    some = replace(higher, differences={found.outcome.name: found})
    assert telling.evidence(some, NL).startswith("Bij 73 van de 200 paren is B hoger, bij 21 lager.")


def test_worlds_that_part_later_are_told_as_such(engine: Engine) -> None:
    assert "A en B verschillen pas vanaf week 65." in telling.evidence(drawn(View(b="media_storm")), NL)
    assert "pas vanaf" not in telling.evidence(drawn(HIGHER), NL)


def test_what_is_small_or_not_clear_is_not_stressed(higher: Picture) -> None:
    row = telling.outcome_rows(higher, "cases", NL)[0]
    small = replace(row, found=replace(row.found, smallest_relevant=9.0))
    assert (row.relevant, small.relevant) == (True, False)


@pytest.mark.parametrize("moving", [True, False])
def test_beside_risk_always_stands_what_happens_to_compulsion(engine: Engine, moving: bool) -> None:
    view = View(outcome="risk").with_value("b", "trust.initial", 0.9)
    assert "share of compulsion is higher in B" in telling.evidence(drawn(view, moving=moving), EN)
    assert "compulsory_share" in TABLE["cases"]


def test_pairs_say_what_is_to_come_and_what_is_missing(engine: Engine) -> None:
    assert telling.pairs_text(drawn(HIGHER), NL) == "200 paren, 104 weken"
    assert telling.pairs_text(drawn(HIGHER, pairs=40), NL) == "40 paren, 104 weken, nog 160 paren"
    assert "fewer than the usual 200" in telling.pairs_text(drawn(HIGHER, pairs=100, wanted=100), EN)
    assert telling.pairs_text(drawn(HIGHER, pairs=40, wanted=40, moving=True), EN) == "40 pairs, 104 weeks"
    assert "usual 40" in telling.pairs_text(drawn(HIGHER, pairs=10, wanted=10, moving=True), EN)


def test_who_does_not_see_the_charts_hears_where_they_end(higher: Picture) -> None:
    assert "A op 0,5" in telling.chart_summary(higher, NL)
    assert "difference B − A is +0.450" in telling.difference_summary(higher, EN)


@pytest.mark.parametrize(("weeks", "shown"), [(104, [*range(0, 104, 13), 103]), (5, [0, 1, 2, 3, 4]), (1, [0])])
def test_the_table_of_weeks_goes_from_the_first_to_the_last(engine: Engine, weeks: int, shown: list[int]) -> None:
    table = telling.weeks_table(drawn(HIGHER.with_value("a", "run.weeks", weeks)), NL)
    assert [int(row[0]) for row in table.rows] == shown
    assert {len(row) for row in table.rows} == {len(table.columns)}


def test_a_week_without_a_value_has_a_dash(engine: Engine) -> None:
    view = View(outcome="information_shared").with_value("b", "trust.initial", 0.9)
    found = drawn(view)
    assert np.isnan(found.a.lines[:, 0]).all()
    first, *_ = telling.weeks_table(found, EN).rows
    assert set(first[1:]) == {"–", "– to –"}


def test_the_table_of_outcomes_is_complete_at_rest_only(higher: Picture) -> None:
    for group, names in TABLE.items():
        rows = telling.outcome_rows(higher, group, NL)
        assert [row.found.outcome.name for row in rows] == list(names)
        assert {OUTCOMES[name].group for name in names} == {group}
    risk = replace(HIGHER, outcome="risk")
    for unfinished in (drawn(risk, moving=True), drawn(risk, pairs=40)):
        assert telling.outcome_rows(unfinished, "cases", NL) == []
    row = telling.outcome_rows(higher, "collaboration", NL)[0]
    assert (row.title, row.number, row.verdict) == ("Informatie gedeeld (%-punt)", "+22,5", "hoger (beter)")


def test_a_changed_world_is_called_after_its_preset_and_its_changes(engine: Engine) -> None:
    assert telling.world_title(HIGHER, "a", NL) == "Top X zoals onderzocht"
    assert telling.world_title(HIGHER, "b", NL) == "Top X zoals onderzocht, met Vertrouwen bij de start = 0,9"


@pytest.mark.parametrize("words", [EN, NL])
@pytest.mark.parametrize("outcome", SHOWN)
def test_every_outcome_has_words_for_its_units(engine: Engine, outcome: str, words: Words) -> None:
    found = drawn(View(outcome=outcome).with_value("a", "run.weeks", 1), pairs=2)
    assert telling.unit_of_number(found, words)
    assert telling.unit(OUTCOMES[outcome], words)
    assert telling.unit_of_difference(OUTCOMES[outcome], words)


def test_a_failure_says_what_went_wrong_and_what_still_works() -> None:
    known = Failure(View(), WorkError("too many pages are open: close one, then load this page again"))
    assert "te veel pagina's open" in telling.failure_text(known, NL)
    unknown = telling.failure_text(Failure(View(), ZeroDivisionError("secret path")), NL)
    assert "ZeroDivisionError" in unknown
    assert "secret" not in unknown
