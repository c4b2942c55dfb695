"""Robustness over plausible settings: those in which the network is, by itself, what is known of networks like it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from itertools import compress
from pathlib import Path

import numpy as np

from experiments.bootstrap import FloatArray
from experiments.patterns.drawn import MOST_NEAR, Settings, near_draws
from experiments.patterns.logbook import Drawn, Logbook
from experiments.patterns.measured import values
from experiments.patterns.robustness import Survey, Trial, survey
from experiments.patterns.targets.declared import Quantity, Target, plausibility
from experiments.progress import reported
from experiments.words import Words
from sim.runs import cores, prepare, simulate
from sim.scenario import Scenario
from sim.window import in_order

WANTED = 200  # plausible draws in which patterns are tried
RUNS = 10  # of each draw, to tell whether it is plausible
ALL, NEAR, PLAUSIBLE = "all", "near", "plausible"


@dataclass(frozen=True)
class Screening:
    """Which draws are plausible: of a base scenario, on a base seed, by `runs` each."""

    base: Scenario
    seed: int
    rows: tuple[tuple[Target, Quantity], ...]
    runs: int = RUNS

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Return what is measured in each draw."""
        return tuple(quantity for _, quantity in self.rows)

    @property
    def ranges(self) -> str:
        """Return what tells these ranges from others."""
        known = [(each.outcome, each.low, each.high) for each in self.quantities]
        return blake2b(repr(known).encode(), digest_size=8).hexdigest()

    def logbook(self, folder: Path, kind: str) -> Logbook:
        """Return where is kept what the draws of a kind come to; which of these are plausible follows from it."""
        from sim.engine.shelf import fingerprint

        base = blake2b(repr(self.base.to_dict()).encode(), digest_size=8).hexdigest()
        key = {"seed": str(self.seed), "runs": str(self.runs), "model": fingerprint()[:16], "base": base}
        claims = [(each.outcome, number) for number, each in enumerate(self.quantities, 1)]
        outcomes = ", ".join(each.outcome for each in self.quantities)
        return Logbook(folder / f"plausible-{kind}.jsonl", key | {"outcomes": outcomes}, claims)

    def plausible(self, drawn: Drawn) -> bool:
        """Return whether every quantity lies in its range; one without a value does not."""
        return all(each.distance(mean) == 0.0 for each, mean in zip(self.quantities, drawn.means, strict=True))

    def measured(self, settings: Settings) -> Drawn:
        """Return what a draw comes to: the base scenario with its values, over the weeks to which the ranges belong."""
        world = self.base.set({**settings, "run.weeks": self.base.weeks})
        rows = simulate(world, runs=self.runs, seed=self.seed, workers=1)
        return Drawn.of(np.stack([values(each.outcome, rows, ()) for each in self.quantities], axis=1))


@dataclass(frozen=True)
class Screened:
    """What draws came to: `values` is an array (draws, quantities), `plausible` tells which are."""

    draws: Sequence[Settings]
    values: FloatArray
    plausible: tuple[bool, ...]

    @cached_property
    def kept(self) -> list[Settings]:
        """Return the plausible draws."""
        return list(compress(self.draws, self.plausible))


@dataclass(frozen=True)
class Robustness:
    """A trial over all draws and over plausible ones.

    Over whole ranges of everything hardly any network is like those that are known (`plausible_of_all` of the draws):
    too few to say in which share of them a pattern holds. So plausible ones are sought among networks near the base
    scenario, `near` of which were looked at; the draws are taken as they come, so that nothing but the ranges of the
    targets selects. None where there is no plausible draw.
    """

    all: Survey
    plausible: Survey | None
    plausible_of_all: int
    near: int
    rows: tuple[tuple[Target, Quantity], ...]


def robustness(
    trial: Trial,
    folder: Path,
    words: Words,
    *,
    wanted: int = WANTED,
    most: int = MOST_NEAR,
    workers: int | None = None,
    quiet: bool = False,
) -> Robustness:
    """Return what comes out of a trial over all draws, and over the first `wanted` plausible ones of `most` near ones.

    Everything is kept in the folder as it is played, as `survey` does; trials with the same seed share what draws come
    to by themselves.
    """
    screening = Screening(trial.patterns.base, trial.seed, plausibility())
    over_all = survey(trial, folder, words, workers=workers, quiet=quiet)
    among_all = screen(screening, ALL, over_all.settings, folder, words, workers=workers, quiet=quiet)
    near = near_draws(trial.patterns.base, most, trial.seed)
    found = screen(screening, NEAR, near, folder, words, wanted=wanted, workers=workers, quiet=quiet)
    plausible = None
    if found.kept:
        among = replace(trial, count=len(found.kept), ranges=screening.ranges)
        plausible = survey(among, folder, words, settings=found.kept, workers=workers, quiet=quiet)
    return Robustness(over_all, plausible, len(among_all.kept), len(found.draws), screening.rows)


def screen(
    screening: Screening,
    kind: str,
    draws: Sequence[Settings],
    folder: Path,
    words: Words,
    *,
    wanted: int | None = None,
    workers: int | None = None,
    quiet: bool = False,
) -> Screened:
    """Return what draws come to by themselves, in their order, until `wanted` of them are plausible (None: all)."""
    logbook = screening.logbook(folder, kind)
    found: list[Drawn] = []
    plausible: list[bool] = []

    def enough(drawn: Drawn) -> bool:
        found.append(drawn)
        plausible.append(screening.plausible(drawn))
        return sum(plausible) == wanted

    there = logbook.read()[: len(draws)]
    done = any(map(enough, there))  # takes them up to the one that is enough
    left = [] if done else draws[len(there) :]
    runs = screening.runs * len(left)
    with (
        logbook.opened() as write,
        reported(runs, words, quiet=quiet) as report,
        closing(_measured(screening, left, workers)) as played,
    ):
        for number, drawn in enumerate(played, 1):
            write(drawn)
            report(screening.runs * number, runs)
            if enough(drawn):
                break
    means = np.array([drawn.means for drawn in found], float)
    return Screened(draws[: len(found)], means, tuple(plausible))


def _measured(screening: Screening, draws: Sequence[Settings], workers: int | None) -> Generator[Drawn, None, None]:
    prepare(lambda: None)
    threads = workers or cores()
    with ThreadPoolExecutor(threads, thread_name_prefix="casusoverleg") as executor:
        yield from in_order(executor, screening.measured, draws, ahead=2 * threads)
