"""The state of runs as one table of 64-bit words, which compiled code finds behind one address.

An array takes four words (address and first three sizes), a number one.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from sim.state import World

WORDS = 4  # of an array in the table


class Job(NamedTuple):
    """Runs to play one after another in the same arrays.

    `keys` (runs,) of the draws; `world`; `scratch` (arrays, 2): addresses and sizes to clear before each run; `rows`:
    address of the settings, `width` of them in a row, and the row of each week in `stretch`; `tallies` (runs, weeks,
    columns) and `waits` (runs, 2), as `sim.measures.waiting` returns them, take what came of it.
    """

    keys: Any
    world: World
    scratch: Any
    rows: int
    width: int
    stretch: Any
    tallies: Any
    waits: Any


def leaves(tree: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every array and number of a tree of named tuples with its path, in the order of the table."""
    for name, value in zip(tree._fields, tree, strict=True):
        if isinstance(value, tuple):
            yield from leaves(value, (*path, name))
        else:
            yield (*path, name), value


def table_of(tree: Any, known: Mapping[str, Any] | None = None) -> Any:
    """Return the table of a tree of named tuples; its arrays must be contiguous and must outlive it.

    `known`: tables of branches that were made before, by the name of the branch.
    """
    words: list[int] = []
    for name, value in zip(tree._fields, tree, strict=True):
        if known is not None and name in known:
            words += known[name].tolist()
        elif isinstance(value, tuple):
            words += table_of(value).tolist()
        elif isinstance(value, np.ndarray):
            words += [value.ctypes.data, *value.shape, *(0,) * (WORDS - 1 - value.ndim)]
        else:
            words.append(int(value))
    return np.array(words, np.int64)


def places_of_numbers(tree: Any) -> dict[str, int]:
    """Return where each number of the tree itself, by name, stands in its table."""
    places: dict[str, int] = {}
    at = 0
    for path, value in leaves(tree):
        if isinstance(value, np.ndarray):
            at += WORDS
        else:
            places |= {path[0]: at} if len(path) == 1 else {}
            at += 1
    return places
