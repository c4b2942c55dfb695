"""Levels and courses that the thesis reports."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from experiments.patterns import levels
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
    trust_settles,
    views_differ,
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


@pytest.mark.parametrize(
    ("change", "settles"),
    [
        (lambda start: 0.5 + (start - 0.5) / 10, (True, True)),  # wherever it starts
        (lambda start: start, (None, False)),  # nothing happens: as the model did when this was still said to hold
        (lambda start: 0.5 + (start - 0.5) * 0.9, (None, False)),
        (lambda start: start + 1.0, (False, False)),
    ],
)
def test_trust_settles_only_where_most_worlds_come_to_the_middle(
    change: Callable[[Any], Any], settles: tuple[bool | None, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    start = np.linspace(0.05, 0.95, 40)
    monkeypatch.setattr(levels, "_courses_of_trust", lambda *given: (start, change(start)))
    ended, started, more, _, grew = trust_settles(SHORT, 4, LITTLE).findings
    assert (ended.holds, bool(more.holds)) == settles
    assert not started.claimed and started.value == pytest.approx(np.mean((start >= 0.35) & (start <= 0.65)))
    assert grew.smallest == 0.02


@pytest.mark.parametrize(("gain", "holds"), [(0.05, True), (0.0065, False), (-0.05, False)])
def test_trust_grew_only_by_what_matters(gain: float, holds: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    starts = np.linspace(0.05, 0.95, 12)
    monkeypatch.setattr(levels, "_courses_of_trust", lambda *given: (starts, starts))
    course = np.linspace(0.4, 0.4 + gain, 5)
    monkeypatch.setattr(levels, "simulate", lambda *given, **named: {"trust": np.tile(course, (6, 1))})
    assert trust_settles(SHORT, 4, LITTLE).findings[-1].holds is holds


def test_what_needs_no_weight_of_its_own_is_emergent() -> None:
    level = tables_vary(SHORT, 4, LITTLE)
    assert emergent(level, tables_vary, SHORT, 4, LITTLE) is bool(level.holds)


def test_weeks_after_a_conference_are_counted_from_it() -> None:
    (seen,) = observe(SHORT, 9, 1)
    assert len(seen.contacts_after) == len(seen.actions_after) == WEEKS_AFTER
    first, *later = seen.contacts_after[:3]  # the weeks after those are of a few cases
    assert first > 1.2 * max(later)  # attention is whole in the week of a conference, two thirds a week later
    silent = SHORT.set({"rules.contacts.reserve": PARAMETERS["rules.contacts.reserve"].high, "trust.initial": 0.0})
    assert sum(observe(silent, 9, 1)[0].contacts_after) < sum(seen.contacts_after)
    assert not math.isnan(contact_ebbs(SHORT, 9, LITTLE).findings[0].value)
