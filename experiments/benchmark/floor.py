"""The floor: compiled loops that do as much of each kind of work as runs do, and nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np

from experiments.benchmark.counting import Counts
from sim.week import ask

PARTS = ("draws", "exponentials", "memory")

_PURPOSE, _LANES = 1, 4
_SPREAD = 0xFFFF  # different powers of e


def draw(play: Any, groups: int) -> float:
    """Draw so many groups of four numbers; return the sum of their firsts."""
    total = 0.0
    for group in range(groups):
        total += ask.block(play, _PURPOSE, group, 0, _LANES)[0]
    return total


def raise_e(count: int) -> float:
    """Take so many exponentials; return their sum."""
    total = 0.0
    for number in range(count):
        total += math.exp(-1e-4 * (number & _SPREAD))
    return total


def touch(memory: Any, reads: int, writes: int, zeros: int) -> int:
    """Clear, write and read so many words, over and over from first to last; the memory is a power of two long."""
    mask = len(memory) - 1
    left = zeros
    while left > 0:
        memory[: min(left, len(memory))] = 0
        left -= len(memory)
    for place in range(writes):
        memory[place & mask] = place
    total = 0
    for place in range(reads):
        total += memory[place & mask]
    return total


def compute(steps: int) -> float:
    """Take so many steps of pure arithmetic: no memory, no branches, nothing shared."""
    a, b, c, d = 0.1, 0.2, 0.3, 0.4
    for _ in range(steps):
        a, b, c, d = 3.9 * a * (1.0 - a), 3.9 * b * (1.0 - b), 3.9 * c * (1.0 - c), 3.9 * d * (1.0 - d)
    return a + b + c + d


@cache
def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the compiled form of a loop; draws are those of the engine."""
    import numba

    from sim.engine.compiled import register

    register()
    loop: Callable[..., Any] = numba.njit(nogil=True, error_model="python")(function)
    return loop


def parts(counts: Counts, runs: int) -> dict[str, Callable[[], object]]:
    """Return what plays each part of the floor of some runs, of which `counts` are the sum."""
    memory = np.zeros(1 << (counts.zeros // runs).bit_length(), np.int64)
    draws, exponentials, traffic = (compiled(loop) for loop in (draw, raise_e, touch))
    return {
        "draws": lambda: draws(np.uint64(1), counts.groups),
        "exponentials": lambda: exponentials(counts.exponentials),
        "memory": lambda: traffic(memory, counts.reads, counts.writes, counts.zeros),
    }


def arithmetic(steps: int, threads: int) -> Callable[[], object]:
    """Return what takes so many steps of arithmetic on each of so many threads."""
    loop = compiled(compute)
    if threads == 1:
        return lambda: loop(steps)

    def play() -> None:
        with ThreadPoolExecutor(threads) as executor:
            list(executor.map(loop, [steps] * threads))

    return play
