"""Luck by address: known numbers, independence of addresses, seeds of runs."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.draws import SEED_BITS, Luck, fresh_seed, key_of, run_seed
from sim.runs import run_seeds

MASK = 2**64 - 1
KNOWN_NUMBERS = [0.47696634758331224, 0.9366305171271488, 0.8320358744426327]
KNOWN_SEEDS = [7650985329741418, 4078921118240131, 3116646417981285, 183182279467481]
ADDRESSES = st.tuples(st.integers(0, 17), st.integers(0, 1040), st.integers(0, 4000))
KEYS = st.integers(0, MASK)


def philox(counter: tuple[int, int, int, int], key: int) -> tuple[int, int, int, int]:
    """Return one block of Philox 4x64-10 as Salmon et al. (2011) define it, in whole numbers."""
    a, b, c, d = counter
    first, second = key, 0
    for _ in range(10):
        high, low = divmod(0xD2E7470EE14C6C93 * a, 2**64)
        upper, lower = divmod(0xCA5A826395121157 * c, 2**64)
        a, b, c, d = upper ^ b ^ first, lower, high ^ d ^ second, low
        first, second = (first + 0x9E3779B97F4A7C15) & MASK, (second + 0xBB67AE8584CAA73B) & MASK
    return a, b, c, d


@given(KEYS, ADDRESSES)
def test_a_block_is_philox_at_its_address(key: int, address: tuple[int, int, int]) -> None:
    purpose, week, case = address
    # NumPy counts one on before it draws
    words = [*philox((1, case, week, purpose), key), *philox((2, case, week, purpose), key)]
    assert list(Luck(key).block(purpose, week, case, 8)) == [(word >> 11) * 2.0**-53 for word in words]


def test_known_numbers_stay_as_they_are() -> None:
    assert list(Luck(17).block(3, 5, 7, 3)) == KNOWN_NUMBERS
    assert [run_seed(seed, run) for seed, run in ((1, 0), (1, 1), (2, 0), (-1, 199))] == KNOWN_SEEDS


@given(KEYS, ADDRESSES, st.integers(0, 40), st.integers(0, 40))
def test_a_longer_block_starts_with_the_shorter_one(
    key: int, address: tuple[int, int, int], size: int, more: int
) -> None:
    luck = Luck(key)
    assert list(luck.block(*address, size + more))[:size] == list(luck.block(*address, size))


@given(KEYS, st.lists(st.tuples(ADDRESSES, st.integers(1, 9)), min_size=2, max_size=6))
def test_what_was_asked_before_does_not_matter(key: int, asked: list[tuple[tuple[int, int, int], int]]) -> None:
    luck = Luck(key)
    for address, size in [*asked, *reversed(asked)]:
        assert list(luck.block(*address, size)) == list(Luck(key).block(*address, size))


def test_every_part_of_an_address_counts() -> None:
    blocks = {
        tuple(Luck(key).block(purpose, week, case, 2))
        for key, purpose, week, case in itertools.product((0, 1, 2**63), (1, 2, 17), (0, 1, 52), (0, 1, 399))
    }
    assert len(blocks) == 3**4


def test_numbers_are_uniform_and_addresses_uncorrelated() -> None:
    luck = Luck(2019)
    addresses = itertools.product(range(1, 17), range(40), range(20))
    table = np.array([luck.block(*address, 5) for address in addresses])
    assert 0.0 <= table.min() and table.max() < 1.0
    counts = np.bincount((table.ravel() * 100).astype(int), minlength=100)
    assert stats.chisquare(counts).pvalue > 1e-4
    for place in range(5):
        column = table[:, place]
        assert abs(np.corrcoef(column[1:], column[:-1])[0, 1]) < 4 / math.sqrt(len(column))
    between = np.corrcoef(table.T)[np.triu_indices(5, 1)]
    assert np.abs(between).max() < 4 / math.sqrt(len(table))


def test_run_seeds_are_53_bits_and_the_ones_that_many_runs_use() -> None:
    seeds = [run_seed(1, run) for run in range(2000)]
    assert len(set(seeds)) == 2000
    assert 0 <= min(seeds) and 2 ** (SEED_BITS - 1) < max(seeds) < 2**SEED_BITS == 2**53
    bits = np.array([[seed >> bit & 1 for bit in range(SEED_BITS)] for seed in seeds])
    assert np.abs(bits.mean(axis=0) - 0.5).max() < 4.5 * 0.5 / math.sqrt(len(seeds))
    assert run_seeds(1, 5).tolist() == seeds[:5]


def test_fresh_seeds_differ_and_fit_in_53_bits() -> None:
    seeds = {fresh_seed() for _ in range(100)}
    assert len(seeds) == 100
    assert all(type(seed) is int and 0 <= seed < 2**53 for seed in seeds)


@pytest.mark.parametrize(
    ("seed", "key"),
    [
        (0, 0),
        (-1, MASK),
        (2**64 + 5, 5),
        (-(2**70) - 3, MASK - 2),
        (np.int64(-2), MASK - 1),
        (np.uint64(MASK), MASK),
        (np.uint8(7), 7),
    ],
)
def test_any_integer_is_a_key(seed: int, key: int) -> None:
    found = key_of(seed)
    assert (found, type(found)) == (key, int)
