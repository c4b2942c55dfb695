"""Table 2 as a map: which form is best at every combination of trust, members, consensus and need."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

import numpy as np

from experiments.bootstrap import FloatArray, intervals_of_means
from experiments.patterns.measured import CERTAINTY
from experiments.tables import Row
from scenarios import load
from sim.parameters import Value
from sim.runs import simulate
from sim.scenario import Scenario

ALONE = "alone"
FORMS = ("self", "lead", "nao")
_OUTCOME = "network_effectiveness"
_MAP, _PATTERNS = "map_of_forms.toml", "patterns.toml"


@dataclass(frozen=True)
class Design:
    """What is mapped: levels of factors, each as pieces of settings, and the cells of each form's row in Table 2."""

    base: Scenario
    pieces: Mapping[str, Mapping[str, Value]]
    factors: Mapping[str, Mapping[str, str]]
    rows: Mapping[str, Mapping[str, Sequence[str]]]

    @property
    def places(self) -> list[dict[str, str]]:
        """Return every combination of levels."""
        return [dict(zip(self.factors, levels, strict=True)) for levels in product(*self.factors.values())]

    def scenario(self, form: str, place: Mapping[str, str]) -> Scenario:
        """Return the world of a form at a place of the map."""
        names = [form, *(name for factor, level in place.items() for name in self.factors[factor][level].split())]
        return self.base.set({key: value for name in names for key, value in self.pieces[name].items()})

    def form_of_row(self, place: Mapping[str, str]) -> str:
        """Return the form whose row in Table 2 holds this place; an empty text where there is none."""
        fits = (form for form, row in self.rows.items() if all(level in row[key] for key, level in place.items()))
        return next(fits, "")


@dataclass(frozen=True)
class Cell:
    """One place of the map: the mean effectiveness of each form, and how far the best is before the second.

    `best` is a form, or ALONE where none achieves more than its members would alone; `low` and `high` are the ends of
    the 99 % interval of `margin`.
    """

    place: Mapping[str, str]
    row: str
    effectiveness: Mapping[str, float]
    best: str
    margin: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Return whether the best is clear of the second in the mean."""
        return self.low > 0

    @property
    def agrees(self) -> bool:
        """Return whether the best form is that of the row of Table 2 that holds this place."""
        return self.best == self.row


@dataclass(frozen=True)
class Map:
    """All cells, and how they were played."""

    design: Design
    cells: tuple[Cell, ...]
    runs: int
    seed: int

    @property
    def of_rows(self) -> tuple[Cell, ...]:
        """Return the cells that Table 2 names."""
        return tuple(cell for cell in self.cells if cell.row)

    @property
    def table(self) -> list[Row]:
        """Return a row a cell, for a table."""
        return [
            {
                **cell.place,
                **{form: cell.effectiveness[form] for form in FORMS},
                "best": cell.best,
                "margin": cell.margin,
                "margin_low": cell.low,
                "margin_high": cell.high,
                "row_of_table_2": cell.row,
            }
            for cell in self.cells
        ]


@cache
def design() -> Design:
    """Return the map that is shipped."""
    own, shared = (_read(name) for name in (_MAP, _PATTERNS))
    return Design(load(own["base"]), shared["pieces"] | own["pieces"], own["factors"], own["rows"])


def map_of_forms(
    runs: int, seed: int, *, workers: int | None = None, progress: Callable[[int, int], None] | None = None
) -> Map:
    """Return the map, every world played on the same run seeds; `progress(done, total)` counts the runs of all."""
    mapped = design()
    places = mapped.places
    cells = []
    for number, place in enumerate(places, 1):
        played = {
            form: simulate(mapped.scenario(form, place), runs=runs, seed=seed, workers=workers)[_OUTCOME]
            for form in FORMS
        }
        cells.append(_cell(place, mapped.form_of_row(place), played))
        if progress is not None:
            progress(number * runs * len(FORMS), len(places) * runs * len(FORMS))
    return Map(mapped, tuple(cells), runs, seed)


def _cell(place: Mapping[str, str], row: str, played: Mapping[str, FloatArray]) -> Cell:
    """Compare the forms, and working alone, which by its definition has an effectiveness of 0."""
    contenders = {**played, ALONE: np.zeros_like(next(iter(played.values())))}
    means = {name: float(values.mean()) for name, values in contenders.items()}
    best, second = sorted(contenders, key=lambda name: -means[name])[:2]
    margin = contenders[best] - contenders[second]
    low, high = (float(ends[0]) for ends in intervals_of_means(margin[:, np.newaxis], CERTAINTY))
    return Cell(place, row, means, best, float(margin.mean()), low, high)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("experiments.patterns").joinpath(name).read_text("utf-8"))
