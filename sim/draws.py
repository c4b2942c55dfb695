"""Luck by address: every random number belongs to a run seed, a purpose, a week, a case and a place in a block.

A counter-based generator (Philox 4x64-10; Salmon et al. 2011) makes any of them without making the others. So adding
a person or a case shifts nobody else's luck, and two scenarios on one seed differ by their effect alone.
"""

import hashlib
import operator
from typing import Any, SupportsIndex

import numpy as np

SEED_BITS = 53  # survives spreadsheets and browsers

# Purposes: what a block of numbers is for. They are part of every address and are never given a second meaning.
START, TIES, FLOW, CASE, OWNER, REGULAR, KNOWS, TRIAGE = range(1, 9)
AGENDA, TABLE, SHARE, DUTY, BETWEEN, COURSE, LEARN, NEWCOMER = range(9, 17)
STANDING, PAIR, FACE, INVITE, ADVISE, ACCOUNT, NEWS = range(17, 24)


def run_seed(seed: SupportsIndex, run: SupportsIndex) -> int:
    """Return the seed of run number `run` under a base seed: 53 bits of BLAKE2b, never of a scenario."""
    address = ("run", operator.index(seed), operator.index(run))  # NumPy's integers have another repr
    digest = hashlib.blake2b(repr(address).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> (64 - SEED_BITS)


def fresh_seed() -> int:
    """Return a run seed that nobody chose."""
    return int(np.random.SeedSequence().generate_state(1, np.uint64)[0]) >> (64 - SEED_BITS)


def key_of(seed: SupportsIndex) -> int:
    """Return a run seed of any integer type, of either sign and any size, as the 64-bit key of its draws."""
    return operator.index(seed) % 2**64


class Luck:
    """The draws of one run."""

    def __init__(self, key: int) -> None:
        self._generator = np.random.Philox(key=key)
        self._numbers = np.random.Generator(self._generator)
        state: Any = self._generator.state
        # NumPy takes the state number by number: from lists more than twice as fast as from arrays
        state["buffer"] = state["buffer"].tolist()
        state["state"] = {name: numbers.tolist() for name, numbers in state["state"].items()}
        self._state = state

    def block(self, purpose: int, week: int, case: int, size: int) -> memoryview:
        """Return the first `size` numbers in [0, 1) of that address; a longer block starts with the same ones."""
        self._state["state"]["counter"] = (0, case, week, purpose)
        self._state["buffer_pos"] = 4  # what was drawn ahead belongs to another address
        self._generator.state = self._state
        return self._numbers.random(size).data
