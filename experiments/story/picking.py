"""Which run to tell: by its seed, by its place in a file, or picked among many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from experiments.headlines import asked
from experiments.numbers import value_text
from experiments.options import settings_text
from experiments.story.stored import Stored
from experiments.story.text import plain
from experiments.words import Words
from sim.errors import InputError, WorkError
from sim.outcomes import OUTCOMES
from sim.parameters import Value
from sim.runs import Array, Columns
from sim.scenario import Scenario


@dataclass(frozen=True)
class Picked:
    """A run to tell, and why this one; `row` is its place among stored runs, where it is one of them.

    `settings` are those in which its world differs from its scenario.
    """

    scenario: Scenario
    seed: int
    how: str = "seed"
    runs: int = 0
    outcome: str = ""
    value: float = np.nan
    median: float = np.nan
    row: int = -1
    stored: Stored | None = None
    settings: Mapping[str, Value] = field(default_factory=dict)

    def text(self, words: Words) -> str:
        """Return how it was picked, in words."""
        if self.stored is not None and self.how == "row":
            told = words("story.picked.row", row=self.row, file=plain(self.stored.path.name))
        elif self.how == "seed":
            told = words("story.picked.seed", seed=self.seed)
        elif self.how == "typical":
            told = words("story.picked.typical", runs=self.runs)
        else:
            outcome = OUTCOMES[self.outcome]
            value, median = (value_text(outcome, each, words.language) for each in (self.value, self.median))
            about = words(f"compare.subject.{self.outcome}")
            told = words(f"story.picked.{self.how}", runs=self.runs, outcome=about, value=value, median=median)
        settings = settings_text(self.settings, words.language)
        return f"{told} {words('run.settings', settings=settings)}" if settings else told


def checked(outcome: str, pick: str) -> str:
    """Return the outcome by which to pick; InputError for one without a better side."""
    asked([outcome])
    if pick != "typical" and OUTCOMES[outcome].direction == "none":
        allowed = ", ".join(name for name, each in OUTCOMES.items() if each.direction != "none")
        raise InputError("has no better side", where="--outcome", got=outcome, allowed=allowed)
    return outcome


def chosen(outcomes: Columns, pick: str, outcome: str) -> int:
    """Return the place of the run that is the best or worst by an outcome, or the nearest to the medians of all.

    Of equals the first. WorkError where no run has a value.
    """
    if pick == "typical":
        return int(np.argmin(_distance(outcomes)))
    values = outcomes[outcome] * (1.0 if (OUTCOMES[outcome].direction == "up") == (pick == "best") else -1.0)
    if np.isnan(values).all():
        raise WorkError("no run has a value of this outcome")
    return int(np.nanargmax(values))


def _distance(outcomes: Columns) -> Array:
    """Return how far each run lies from the medians: the mean over outcomes, in standard deviations between runs."""
    far = []
    for values in outcomes.values():
        there = values[~np.isnan(values)]
        spread = there.std() if there.size else 0.0
        if spread > 0.0:
            far.append(np.abs(np.where(np.isnan(values), np.inf, values) - np.median(there)) / spread)
    size = len(next(iter(outcomes.values())))
    return np.minimum(far, 10.0).mean(axis=0) if far else np.zeros(size)  # a missing value is far, not hopeless


def from_row(stored: Stored, row: int) -> Picked:
    """Return the run of one row; InputError where there is none."""
    stored.check(row)
    picked = Picked(stored.scenario(row), stored.seed(row), "row", row=row, stored=stored)
    return replace(picked, settings=stored.settings(row))


def from_file(stored: Stored, pick: str, outcome: str, scenario: str | None) -> Picked:
    """Return a run picked among those of one scenario in a file (None: the first that it holds)."""
    rows = stored.rows_of(scenario or next(iter(stored.scenarios)))
    columns = {name: values[rows] for name, values in stored.outcomes.items()}
    place = chosen(columns, pick, outcome)
    return _why(from_row(stored, rows[place]), columns, pick, outcome, place)


def among(scenario: Scenario, seeds: Sequence[int], columns: Columns, pick: str, outcome: str) -> Picked:
    """Return a run picked among runs that were played for it."""
    place = chosen(columns, pick, outcome)
    return _why(Picked(scenario, int(seeds[place])), columns, pick, outcome, place)


def _why(picked: Picked, columns: Columns, pick: str, outcome: str, place: int) -> Picked:
    values = columns[outcome]
    known = values[~np.isnan(values)]
    median = float(np.median(known)) if known.size else np.nan
    return replace(
        picked, how=pick, runs=len(values), outcome=outcome, value=float(values[place]), median=median
    )
