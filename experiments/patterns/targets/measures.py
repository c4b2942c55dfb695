"""Quantities that are seen within runs: what each run adds, and what the sums over runs come to."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.bootstrap import FloatArray
from experiments.patterns.targets.people import (
    asked_of_fifteen,
    distrusting,
    growth_of_trust,
    main_obstacle,
    names_distrust,
    trust_at_tables,
)
from experiments.patterns.targets.sitting import Piece, Sitting
from experiments.patterns.targets.statistic import (
    Statistic,
    correlated,
    known_mean,
    larger_of_ratios,
    odds_ratio,
    quantile,
    ratio,
    ratio_of_ratios,
    share_of_top,
    value_and_one,
)
from experiments.patterns.targets.witness import HOUSING, VACUUM, Witnessed
from sim.state import CARE, SAFETY
from sim.week.decide import NO_PLAN
from sim.week.ties import KEPT

_SEATS = 60  # more than any table has
_NEAR = 0.15  # of what the case needs, on the scale from client to society
_ALL, _LITTLE = 0.9, 0.5  # parts of what matters that are known
_TOP = 0.38  # of those with a report (RIVM 2016)


@dataclass(frozen=True)
class Measure:
    """`counts`: what a run adds (columns,); `statistic`: what the sums over runs come to."""

    counts: Callable[[Witnessed], Sequence[float]]
    statistic: Statistic


MEASURES: dict[str, Measure] = {}
Counts = Callable[[Witnessed], Sequence[float]]


def _measured(statistic: Statistic) -> Callable[[Counts], Counts]:
    def register(counts: Counts) -> Counts:
        MEASURES[counts.__name__] = Measure(counts, statistic)
        return counts

    return register


# Agreements and plans.


@_measured(ratio)
def agreements_kept(run: Witnessed) -> Sequence[float]:
    """Of agreements kept or broken, those kept."""
    kept, broken = _ended(run.sittings)
    return kept, kept + broken


@_measured(ratio)
def impasses(run: Witnessed) -> Sequence[float]:
    """Of conferences, those that end without a plan because views stayed apart."""
    return sum(sitting.plan == NO_PLAN for sitting in run.sittings), len(run.sittings)


@_measured(ratio_of_ratios)
def plan_near_by_known(run: Witnessed) -> Sequence[float]:
    """Chance that a joint plan is near what the case needs: nearly all known, by half or less known."""
    plans = [sitting for sitting in run.sittings if sitting.planned]
    much, little = ([one for one in plans if one.known >= _ALL], [one for one in plans if one.known <= _LITTLE])
    return _near(much), len(much), _near(little), len(little)


@_measured(odds_ratio)
def odds_of_keeping(run: Witnessed) -> Sequence[float]:
    """Odds that an agreement is kept, for each organisation more at the table where it was made."""
    kept, broken = np.zeros(_SEATS), np.zeros(_SEATS)
    for sitting in run.sittings:
        kept[len(sitting.organisations)] += sitting.kept
        broken[len(sitting.organisations)] += sitting.broken
    return [*kept, *broken]


def _ended(sittings: Iterable[Sitting]) -> tuple[int, int]:
    sittings = list(sittings)
    return sum(one.kept for one in sittings), sum(one.broken for one in sittings)


def _near(plans: Sequence[Sitting]) -> int:
    return sum(abs(plan.proposal - plan.need) <= _NEAR for plan in plans)


# Trust.


@_measured(ratio)
def trust_at_table(run: Witnessed) -> Sequence[float]:
    """Trust among people who share a table, weighted by how often they do."""
    return value_and_one(trust_at_tables(run))


@_measured(ratio)
def trust_growth(run: Witnessed) -> Sequence[float]:
    """The same less that of week 0 with the same weights."""
    return value_and_one(growth_of_trust(run))


@_measured(ratio)
def kept_largest(run: Witnessed) -> Sequence[float]:
    """Of people, those for whom kept agreements brought most trust."""
    gained = run.people.gained[run.people.asked]
    return int((gained[:, KEPT] == gained.max(axis=1)).sum()), len(gained)


@_measured(ratio)
def doubters(run: Witnessed) -> Sequence[float]:
    """Of the fifteen asked, those whose trust in some organisation fell."""
    return value_and_one(sum(asked_of_fifteen(run, run.people.doubts).values()))


@_measured(ratio)
def doubters_from_safety(run: Witnessed) -> Sequence[float]:
    """Of those, the share from safety."""
    doubting = asked_of_fifteen(run, run.people.doubts)
    return doubting[SAFETY], sum(doubting.values())


@_measured(ratio)
def distrusting_pairs(run: Witnessed) -> Sequence[float]:
    """Pairs of organisations that clearly distrust each other."""
    return len(distrusting(run.people)), 1


@_measured(ratio)
def naming_distrust(run: Witnessed) -> Sequence[float]:
    """Of the fifteen asked, those who would name such a pair."""
    return value_and_one(sum(asked_of_fifteen(run, names_distrust(run)).values()))


@_measured(ratio)
def trust_and_results_within(run: Witnessed) -> Sequence[float]:
    """Over the conferences of a run: trust of the table, and the mean of what it shared, planned and kept."""
    trust = [sitting.trust for sitting in run.sittings]
    return value_and_one(correlated(trust, [_achieved(sitting) for sitting in run.sittings]))


@_measured(larger_of_ratios)
def skill_growth(run: Witnessed) -> Sequence[float]:
    """What whoever runs the network gained on average: in skill or in the members' trust, whichever is more."""
    skill, trust = run.manager[1] - run.manager[0]
    return *value_and_one(skill), *value_and_one(trust)


def _achieved(sitting: Sitting) -> float:
    """Return the mean of sharing, plan and keeping; of a conference without one of these, of the others."""
    return known_mean((sitting.shared, float(sitting.planned), sitting.share_kept))


# The table.


@_measured(ratio_of_ratios)
def unshared_by_shared(run: Witnessed) -> Sequence[float]:
    """Chance that something is mentioned: known to one at the table, by known to two or more."""
    found = [0, 0, 0, 0]
    for sitting in run.sittings:
        for number, piece in enumerate(sitting.pieces):
            if piece.holders and not piece.on_record:
                place = 0 if piece.holders == 1 else 2
                found[place] += number in sitting.told
                found[place + 1] += 1
    return found


@_measured(ratio)
def known_to_two(run: Witnessed) -> Sequence[float]:
    """Of facets that somebody at the table knows first hand, those that two or more do."""
    pieces: list[Piece] = [piece for sitting in run.sittings for piece in sitting.pieces if piece.holders]
    return sum(piece.holders > 1 for piece in pieces), len(pieces)


def _sizes(run: Witnessed) -> Sequence[float]:
    sizes = [len(sitting.members) for sitting in run.sittings]
    return [float(number) for number in np.bincount(sizes, minlength=_SEATS)]


for _name, _at in (("smallest_tables", 0.05), ("middle_table", 0.5), ("largest_tables", 0.95)):
    MEASURES[_name] = Measure(_sizes, quantile(_at))


@_measured(ratio)
def care_by_safety(run: Witnessed) -> Sequence[float]:
    """People from care at a table, by people from safety."""
    domains = [domain for sitting in run.sittings for domain in sitting.domains]
    return domains.count(CARE), domains.count(SAFETY)


def _turns(run: Witnessed) -> tuple[float, float, float]:
    return float(run.withheld), float(run.shifts), float(_ended(run.sittings)[1])


@_measured(ratio)
def withheld_by_passed_on(run: Witnessed) -> Sequence[float]:
    """Times that something is withheld, by times that an action is passed on."""
    return _turns(run)[:2]


@_measured(ratio)
def passed_on_by_broken(run: Witnessed) -> Sequence[float]:
    """Times that an action is passed on, by times that an agreement is broken."""
    return _turns(run)[1:]


# Cases.


@_measured(ratio)
def active_later(run: Witnessed) -> Sequence[float]:
    """Active cases in week 104, by those in week 52."""
    return (run.active[103], run.active[51]) if len(run.active) > 103 else (math.nan, math.nan)


@_measured(ratio)
def contacts_ebb(run: Witnessed) -> Sequence[float]:
    """Contacts in the first week after a conference, by those in the fourth."""
    return run.contacts_after[0], run.contacts_after[3]


@_measured(ratio)
def housing_named(run: Witnessed) -> Sequence[float]:
    """Of the fifteen asked, those in whose cases a home is what is missing most."""
    return value_and_one(sum(asked_of_fifteen(run, main_obstacle(run.people, HOUSING)).values()))


@_measured(ratio)
def vacuum_named(run: Witnessed) -> Sequence[float]:
    """Of the fifteen asked, those in whose cases a ground in care and law is what is missing most."""
    return value_and_one(sum(asked_of_fifteen(run, main_obstacle(run.people, VACUUM)).values()))


@_measured(ratio)
def reports_of_top(run: Witnessed) -> Sequence[float]:
    """Of reports, those about the 38 % of the clients with a report who have most."""
    return value_and_one(share_of_top(run.reports, _TOP))


def counted(run: Witnessed, names: Sequence[str]) -> dict[str, FloatArray]:
    """Return what a run adds to each of these quantities."""
    return {name: np.asarray(MEASURES[name].counts(run), float) for name in names}
