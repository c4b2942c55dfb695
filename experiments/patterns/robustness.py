"""Robustness: the claims of patterns, tried in settings of all other parameters drawn over their ranges."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import cache, cached_property, partial
from hashlib import blake2b
from pathlib import Path

import numpy as np

from experiments.bootstrap import FloatArray, intervals_of_means
from experiments.patterns.declared import Claim, Pattern, Patterns, World
from experiments.patterns.drawn import Settings, all_draws
from experiments.patterns.logbook import Drawn, Logbook
from experiments.patterns.measured import CERTAINTY, Columns, contrast
from experiments.progress import reported
from experiments.words import Words
from sim.runs import cores, prepare, simulate
from sim.window import in_order

ROWS = ("A1", "A2", "A3")
DRAWS_OF_ROWS, DRAWS_OF_FACTORS = 200, 1000
PAIRS = 20
MOST = 0.5
_CERTAINTY = 0.95  # of the share of settings in which something holds


@dataclass(frozen=True)
class Trial:
    """What is tried: patterns, in `count` draws, with `pairs` pairs each; `seed` is the base seed of both.

    `ranges` tells by what plausible draws were selected; it is empty where draws are over whole ranges.
    """

    patterns: Patterns
    tried: tuple[Pattern, ...]
    count: int
    seed: int
    pairs: int = PAIRS
    ranges: str = ""

    @classmethod
    def of_rows(cls, patterns: Patterns, seed: int, *, count: int = DRAWS_OF_ROWS, pairs: int = PAIRS) -> Trial:
        """Return the trial of the rows of Table 2 (A1 to A3)."""
        return cls(patterns, tuple(one for one in patterns.all if one.name in ROWS), count, seed, pairs)

    @classmethod
    def of_factors(cls, patterns: Patterns, seed: int, *, count: int = DRAWS_OF_FACTORS, pairs: int = PAIRS) -> Trial:
        """Return the trial of the factors of Table 3 (B1 to B11), whose shares are B12."""
        return cls(patterns, tuple(one for one in patterns.all if one.group == "B"), count, seed, pairs)

    @property
    def claims(self) -> tuple[tuple[Pattern, int, Claim], ...]:
        """Return every claim with its pattern and its number in it, from 1."""
        return tuple((one, number, claim) for one in self.tried for number, claim in enumerate(one.claims, 1))

    @property
    def key(self) -> dict[str, str]:
        """Return all that the draws follow from; the version of the model is that of its sources on this machine."""
        from sim.engine.shelf import fingerprint

        claims = repr([(one.name, one.claims) for one in self.tried]) + repr(self.patterns.base.to_dict())
        patterns = blake2b(claims.encode(), digest_size=8).hexdigest()
        key = {"seed": str(self.seed), "pairs": str(self.pairs), "model": fingerprint()[:16], "patterns": patterns}
        return key | ({"ranges": self.ranges} if self.ranges else {})

    @property
    def file(self) -> str:
        """Return the name of the file that keeps the draws."""
        groups = "-".join(sorted({one.group.lower() for one in self.tried}))
        return f"robustness-{groups}{'-plausible' if self.ranges else ''}.jsonl"

    @property
    def runs_of_a_draw(self) -> int:
        """Return how many runs it takes to try all claims in one draw."""
        return self.pairs * len({world for _, _, claim in self.claims for world in claim.worlds})


@dataclass(frozen=True)
class Share:
    """How often something holds, as shares of the draws.

    `holds`: the mean of the draw has the sign that is claimed; `clear`: beyond chance; `contradicted`: the other sign,
    beyond chance; `idle`: it makes no difference at all, or has no value (in a network that gets nothing done). For a
    single claim also the mean difference over draws, with its 99 % interval.
    """

    draws: int
    holds: float
    clear: float
    contradicted: float
    idle: float
    mean: float = math.nan
    low: float = math.nan
    high: float = math.nan

    @cached_property
    def ends(self) -> tuple[float, float]:
        """Return the ends of the 95 % interval of `holds` (Wilson 1927)."""
        from scipy.stats import binomtest

        interval = binomtest(round(self.holds * self.draws), self.draws).proportion_ci(_CERTAINTY, method="wilson")
        return float(interval.low), float(interval.high)

    @property
    def in_most(self) -> bool:
        """Return whether it holds in more than half of all settings, not just by the luck of those that were drawn."""
        return self.ends[0] > MOST

    @property
    def robust(self) -> bool:
        """Return whether the sign of a single claim holds in the mean over draws and in most of them."""
        return self.low > 0 and self.in_most


@dataclass(frozen=True)
class Survey:
    """What came out of a trial: mean differences, their standard errors, pairs: arrays (draws, claims)."""

    trial: Trial
    settings: Sequence[Settings]
    means: FloatArray
    errors: FloatArray
    pairs: FloatArray

    @cached_property
    def claims(self) -> tuple[Share, ...]:
        """Return for each claim how often it holds, and its mean difference over draws."""
        ends = zip(*intervals_of_means(self.means, CERTAINTY), strict=True)
        return tuple(
            self._share([column], float(np.nanmean(self.means[:, column])), float(low), float(high))
            for column, (low, high) in enumerate(ends)
        )

    def pattern(self, name: str) -> Share:
        """Return how often all claims of a pattern hold at once, and how often any is contradicted."""
        return self._share(self.columns(name))

    def robust(self, name: str) -> bool:
        """Return whether each claim of a pattern holds in the mean, and all of them together in most settings."""
        return all(self.claims[column].low > 0 for column in self.columns(name)) and self.pattern(name).in_most

    def columns(self, name: str) -> list[int]:
        """Return where the claims of a pattern stand."""
        return [column for column, (one, _, _) in enumerate(self.trial.claims) if one.name == name]

    @cached_property
    def _beyond_chance(self) -> FloatArray:
        """How far a difference may come from zero by chance, at 99 % certainty."""
        from scipy.stats import t

        return np.asarray(t.ppf((1.0 + CERTAINTY) / 2.0, np.maximum(self.pairs - 1.0, 1.0)) * self.errors)

    def _share(self, columns: list[int], *difference: float) -> Share:
        means, chance = self.means[:, columns], self._beyond_chance[:, columns]
        holds, clear = (means > 0).all(axis=1), (means - chance > 0).all(axis=1)
        contradicted = (means + chance < 0).any(axis=1)
        idle = ~holds & ~(means < 0).any(axis=1)
        held, clearly, denied, idly = (float(each.mean()) for each in (holds, clear, contradicted, idle))
        return Share(len(means), held, clearly, denied, idly, *difference)


def survey(
    trial: Trial,
    folder: Path,
    words: Words,
    *,
    settings: Sequence[Settings] | None = None,
    workers: int | None = None,
    quiet: bool = False,
) -> Survey:
    """Return what comes out of a trial, whose draws are kept in a folder as they are played.

    `settings`: the draws; where not given, over the whole ranges of everything.

    Killed at any moment and started again, it goes on where it was; a larger `count` later only adds draws. A file
    that was begun with another seed, model or patterns is refused by an InputError. Neither `workers` (None: all
    cores) nor the order of execution changes a number.
    """
    settings = all_draws(trial.count, trial.seed) if settings is None else settings
    logbook = Logbook(folder / trial.file, trial.key, [(one.name, number) for one, number, _ in trial.claims])
    found = logbook.read()[: trial.count]
    left = settings[len(found) :]
    runs = trial.runs_of_a_draw * len(left)
    with (
        logbook.opened() as write,
        reported(runs, words, quiet=quiet) as report,
        closing(_tried(trial, left, workers)) as played,
    ):
        for number, drawn in enumerate(played, 1):
            write(drawn)
            found.append(drawn)
            report(trial.runs_of_a_draw * number, runs)
    numbers = np.array([(drawn.means, drawn.errors, drawn.pairs) for drawn in found], float)
    return Survey(trial, settings, numbers[:, 0], numbers[:, 1], numbers[:, 2])


def _tried(trial: Trial, settings: Sequence[Settings], workers: int | None) -> Generator[Drawn, None, None]:
    """Yield what comes out of each draw, in their order; the engine lets threads play beside each other."""
    prepare(lambda: None)
    threads = workers or cores()
    with ThreadPoolExecutor(threads, thread_name_prefix="casusoverleg") as executor:
        yield from in_order(executor, partial(_draw, trial), settings, ahead=2 * threads)


def _draw(trial: Trial, settings: Settings) -> Drawn:
    @cache
    def play(world: World) -> Columns:
        return simulate(trial.patterns.scenario(world), runs=trial.pairs, seed=trial.seed, workers=1)

    found = [contrast(claim.with_settings(settings), play) for _, _, claim in trial.claims]
    return Drawn.of(np.stack(found, axis=1))
