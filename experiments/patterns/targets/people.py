"""What is asked of people, and between whom there is trust, while the interviews are held (§5.1.2, 5.2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from experiments.bootstrap import FloatArray
from experiments.patterns.targets.witness import INTERVIEWS, People, Witnessed
from sim.state import CARE, SAFETY

_ASKED = 7  # of each of care and safety; the fifteenth ran the network, and is left out (§3.5.2)
_CLEARLY = 0.5  # of the trust that there is on average


def asked_of_fifteen(run: Witnessed, says: Any) -> dict[int, float]:
    """Return how many of the seven asked of care and of safety would say so, on average over who is asked."""
    people, numbers = run.people, {}
    for domain in (CARE, SAFETY):
        said = says[people.asked & (people.domain == domain)]
        numbers[domain] = _ASKED * float(said.mean()) if len(said) else float("nan")
    return numbers


def _shared_tables(run: Witnessed) -> FloatArray:
    """Return how often two places, whoever held them, shared a table until the interviews were over."""
    tables = np.zeros_like(run.people.trust)
    for sitting in run.sittings:
        if sitting.week <= INTERVIEWS[1]:
            tables[np.ix_(sitting.members, sitting.members)] += 1.0
    np.fill_diagonal(tables, 0.0)
    return tables


def trust_at_tables(run: Witnessed) -> float:
    """Return the trust between people who share a table, weighted by how often; of a successor as of who was there."""
    return _weighted(run.people.trust, _shared_tables(run))


def growth_of_trust(run: Witnessed) -> float:
    """Return how much more it is than that of the same pairs of places, with the same weights, in week 0."""
    return _weighted(run.people.trust - run.people.trust_before, _shared_tables(run))


def _weighted(values: FloatArray, weights: FloatArray) -> float:
    whole = weights.sum()
    return float((values * weights).sum() / whole) if whole else float("nan")


def distrusting(people: People) -> list[tuple[int, int]]:
    """Return the pairs of organisations that clearly distrust each other.

    Both ways, the mean trust of people who met (shared a table) is less than half of what it is over all organisations.
    """
    trust = _between_organisations(people)
    low = trust < _CLEARLY * np.nanmean(trust)
    return [pair for pair in combinations(range(len(trust)), 2) if low[pair] and low[pair[::-1]]]


def _between_organisations(people: People) -> FloatArray:
    count = int(people.organisation.max()) + 1
    trust = np.full((count, count), np.nan)
    belongs = people.organisation == np.arange(count)[:, np.newaxis]
    for one in range(count):
        for other in range(count):
            met = np.outer(belongs[one], belongs[other]) & (people.tables > 0)
            if one != other and met.any():
                trust[one, other] = people.trust[met].mean()
    return trust


def names_distrust(run: Witnessed) -> Any:
    """Return who would name such a pair, [person]: belongs to it, or saw both at more than half of own tables."""
    people = run.people
    names = np.zeros(len(people.domain), bool)
    for pair in distrusting(people):
        names |= np.isin(people.organisation, pair) | (_seen(run, pair) > 0.5)
    return names


def _seen(run: Witnessed, pair: Sequence[int]) -> FloatArray:
    tables, together = np.zeros(len(run.people.domain)), np.zeros(len(run.people.domain))
    for sitting in run.sittings:
        if sitting.week <= INTERVIEWS[1]:
            tables[list(sitting.members)] += 1.0
            together[list(sitting.members)] += sitting.organisations.issuperset(pair)
    return np.asarray(together / np.maximum(tables, 1.0))


def main_obstacle(people: People, kind: int) -> Any:
    """Return in whose own cases this kind of obstacle is there more often than any other: [person]."""
    others = np.delete(people.in_the_way, kind, axis=1)
    return people.in_the_way[:, kind] > others.max(axis=1)
