"""Levels and courses that the thesis reports."""

from __future__ import annotations

import math

import pytest

from experiments.patterns.courses import REPORTED, Reported, contact_ebbs, emergent
from experiments.patterns.levels import (
    Claim,
    Effort,
    Level,
    above,
    below,
    finding,
    not_below,
    tables_vary,
    views_differ,
    within,
)
from experiments.patterns.observed import WEEKS_AFTER, observe
from scenarios import load
from sim.parameters import PARAMETERS

SHORT = load("top_x").set({"run.weeks": 40})
LITTLE = Effort(runs=6, agents_runs=3, draws=12)


@pytest.mark.parametrize("reported", REPORTED)
def test_every_level_has_numbers_and_words(reported: Reported) -> None:
    level = reported(SHORT, 4, LITTLE)
    assert level.name.startswith("C") and level.source.startswith("§")
    assert set(level.direct) <= set(PARAMETERS)
    for found in level.findings:
        assert found.low <= found.value + 1e-12 and found.value <= found.high + 1e-12
        assert found.says.en != found.says.nl
    assert reported(SHORT, 4, LITTLE) == level


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        (above(0.3), True),
        (above(0.5), None),
        (above(0.7), False),
        (below(0.7), True),
        (below(0.5), None),
        (below(0.3), False),
        (not_below(0.4), True),
        (not_below(0.5), None),
        (within(0.3, 0.7), True),
        (within(0.5, 0.7), None),
        (within(0.7, 0.9), False),
    ],
)
def test_an_interval_holds_where_all_of_it_is_claimed(claim: Claim, holds: bool | None) -> None:
    found = finding("a", "b", [0.4, 0.5, 0.6], claim)
    assert 0.4 <= found.low < 0.5 < found.high <= 0.6
    assert found.holds is holds and found.claimed


def test_what_is_only_told_decides_nothing() -> None:
    told = finding("a", "b", [0.4, 0.5])
    yes, no, perhaps = (finding("a", "b", [0.4, 0.5, 0.6], above(bound)) for bound in (0.3, 0.7, 0.5))
    assert not told.claimed and told.holds is None
    for findings, holds in (((told, yes), True), ((yes, perhaps), None), ((no, perhaps), False)):
        assert Level("C0", "§5", told.says, (), findings).holds is holds


def test_where_nothing_divides_domains_their_views_are_no_further_apart() -> None:
    united = SHORT.set({"culture.gap": 0.0})
    assert not views_differ(united, 4, LITTLE).holds
    assert views_differ(SHORT, 4, LITTLE).holds


def test_what_needs_no_weight_of_its_own_is_emergent() -> None:
    level = tables_vary(SHORT, 4, LITTLE)
    assert emergent(level, tables_vary, SHORT, 4, LITTLE) is bool(level.holds)


def test_weeks_after_a_conference_are_counted_from_it() -> None:
    (seen,) = observe(SHORT, 9, 1)
    assert len(seen.contacts_after) == len(seen.actions_after) == WEEKS_AFTER
    assert seen.contacts_after[0] > seen.contacts_after[-1]
    silent = SHORT.set({"rules.contacts.reserve": PARAMETERS["rules.contacts.reserve"].high, "trust.initial": 0.0})
    assert sum(observe(silent, 9, 1)[0].contacts_after) < sum(seen.contacts_after)
    assert not math.isnan(contact_ebbs(SHORT, 9, LITTLE).findings[0].value)
