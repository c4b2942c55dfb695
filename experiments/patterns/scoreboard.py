"""The scoreboard: for every pattern what the source says, what the model does, and whether the two agree."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from experiments.patterns import interview
from experiments.patterns.courses import REPORTED, emergent
from experiments.patterns.declared import Claim, Patterns, World, declared
from experiments.patterns.interview import Count
from experiments.patterns.levels import FULL, QUICK
from experiments.patterns.measured import Columns, Measured, Play, Verdict, judge
from experiments.patterns.relevance import relevant, smallest_relevant
from experiments.patterns.robustness import Survey
from experiments.patterns.targets import Found, measure
from experiments.patterns.targets import declared as declared_targets
from sim.runs import simulate
from sim.text import LANGUAGES, Text

CHECKING = 9101  # base seed for checking; tuning has others
_PAIRS = {False: 100, True: 1000}
_RUNS_OF_INTERVIEW = {False: interview.QUICK_RUNS, True: interview.FULL_RUNS}
_RUNS_OF_TARGETS = {False: 12, True: 100}
Tell = Callable[[str], object]


@dataclass(frozen=True)
class Number:
    """One number behind a score: of what, its mean and interval, and whether it agrees.

    `smallest` is the smallest difference that matters; NaN for what is only told, or no difference in an outcome.
    """

    of: Text
    mean: float
    low: float
    high: float
    holds: bool | None
    smallest: float = math.nan

    @property
    def relevant(self) -> bool | None:
        """Return whether it is larger than the smallest difference that matters, or smaller; None: open, not judged."""
        return relevant(self.low, self.high, self.smallest)

    @property
    def too_small(self) -> bool:
        """Return whether it holds, but by less than what matters."""
        return self.holds is True and self.relevant is False


@dataclass(frozen=True)
class Score:
    """A row of the scoreboard; None: not judged.

    `emergent`: it survives without the weights that say it most directly; `emergent_strictly`: also without all others
    that say it in one step (A and B only).
    `numbers`: what decides it, each with its 99 % interval; for B12 shares of settings, with that of 95 %.
    """

    pattern: str
    source: str
    says: Text
    holds: bool | None
    emergent: bool | None
    pairs: int
    numbers: tuple[Number, ...]
    emergent_strictly: bool | None = None

    @property
    def relevant(self) -> bool | None:
        """Return whether all that it holds by is large enough to matter; None: open, not judged, does not hold."""
        known = [each.relevant for each in self.numbers if not math.isnan(each.smallest)]
        if not (self.holds and known) or (None in known and False not in known):
            return None
        return all(known)


@dataclass(frozen=True)
class Scoreboard:
    """All scores, the interview, the targets, and what was played for them: `play` gives the runs of a world."""

    scores: tuple[Score, ...]
    interview: tuple[Count, ...]
    targets: tuple[Found, ...]
    verdicts: tuple[Verdict, ...]
    seed: int
    full: bool
    play: Play

    @property
    def pairs(self) -> int:
        """Return how many pairs were played of each world of A and B."""
        return _PAIRS[self.full]

    @property
    def interviewed(self) -> int:
        """Return from how many runs the people of the interview came."""
        return _RUNS_OF_INTERVIEW[self.full]

    @property
    def coin(self) -> tuple[Count, ...]:
        """Return the same interview with fifteen people who toss a coin."""
        return interview.coin([count.question for count in self.interview])

    @property
    def base_rate(self) -> float:
        """Return the score of who answers every question as, on average, the others were answered."""
        return interview.base_rate([count.question for count in self.interview])

    def with_robustness(self, survey: Survey) -> Scoreboard:
        """Return the same with B12, from the draws in which the factors of Table 3 were tried."""
        shares = [(pattern.name, survey.pattern(pattern.name)) for pattern in survey.trial.tried]
        numbers = tuple(
            Number(Text(name, name), share.holds, *share.ends, survey.robust(name)) for name, share in shares
        )
        b12 = replace(_B12, holds=all(each.holds for each in numbers), pairs=survey.trial.pairs, numbers=numbers)
        return replace(self, scores=tuple(b12 if score.pattern == "B12" else score for score in self.scores))

    def holding(self, group: str) -> tuple[int, int]:
        """Return how many patterns of a group hold, of how many."""
        members = [score for score in self.scores if score.pattern.startswith(group) and score.pattern != "B12"]
        return sum(score.holds is True for score in members), len(members)

    def too_small(self, group: str) -> int:
        """Return how many patterns of a group hold, but in something by less than what matters."""
        return sum(score.relevant is False for score in self.scores if score.pattern.startswith(group))

    def emerging(self) -> tuple[int, int]:
        """Return how many patterns of A and B are emergent, of how many."""
        members = self._of_tables
        return sum(score.emergent is True for score in members), len(members)

    def emerging_strictly(self) -> int:
        """Return how many of them still are in the stricter reading."""
        return sum(score.emergent_strictly is True for score in self._of_tables)

    @property
    def _of_tables(self) -> list[Score]:
        return [score for score in self.scores if score.pattern[0] in "AB" and score.pattern != "B12"]

    def answers_held(self) -> tuple[int, int]:
        """Return how many answers of the interview hold, of how many."""
        return interview.agreeing(self.interview), len(self.interview)


def score_board(
    *,
    full: bool,
    seed: int = CHECKING,
    workers: int | None = None,
    only: Sequence[str] = (),
    tell: Tell = lambda part: None,
) -> Scoreboard:
    """Judge every pattern, C to E included, or those of A, B and E in `only`; `tell` hears what is being played."""
    patterns, pairs = declared(), _PAIRS[full]

    @cache
    def play(world: World) -> Columns:
        return simulate(patterns.scenario(world), runs=pairs, seed=seed, workers=workers)

    verdicts = []
    for pattern in patterns.all:
        if not only or pattern.name in only:
            tell(pattern.name)
            verdicts.append(judge(pattern, play, switch_off=full))
    scores = [_score(verdict, play) for verdict in verdicts]
    counts: tuple[Count, ...] = ()
    if not only:
        scores += [_B12, *_levels(patterns, seed, full, tell)]
        tell("D")
        runs = _RUNS_OF_INTERVIEW[full]
        counts = interview.hold(interview.declared(), seed, runs=runs, workers=workers)
    targets = [target.name for target in declared_targets() if not only or target.name in only]
    found: tuple[Found, ...] = ()
    if targets:
        tell("E")
        found = measure(patterns.base, seed, _RUNS_OF_TARGETS[full], only=targets, workers=workers)
    settled = tuple(_settled(score, full) for score in scores)
    return Scoreboard(settled, counts, found, tuple(verdicts), seed, full, play)


def _settled(score: Score, full: bool) -> Score:
    """With many runs a pattern that is not shown does not hold; with few it is open."""
    return replace(score, holds=False) if full and score.holds is None and score.numbers else score


def _score(verdict: Verdict, play: Play) -> Score:
    pattern = verdict.pattern
    claims = [replace(_number(each), smallest=smallest_relevant(each.claim, play)) for each in verdict.claims]
    numbers = (*claims, *map(_number, verdict.reports))
    pairs = verdict.claims[0].pairs
    return Score(
        pattern.name,
        pattern.source,
        pattern.says,
        verdict.holds,
        verdict.emergent,
        pairs,
        numbers,
        verdict.emergent_strictly,
    )


def _number(found: Measured) -> Number:
    return Number(_title(found.claim), found.mean, found.low, found.high, found.holds)


def _title(claim: Claim) -> Text:
    """Return what the outcome of a claim is called."""
    return Text(*(" / ".join(part.title[language] for part in claim.parts) for language in LANGUAGES))


_B12 = Score(
    "B12",
    "Table 3",
    Text(
        "The directions of Table 3 hold in most settings of everything else.",
        "De richtingen van tabel 3 gelden bij de meeste instellingen van al het andere.",
    ),
    None,
    None,
    0,
    (),
)


def _levels(patterns: Patterns, seed: int, full: bool, tell: Tell) -> Iterator[Score]:
    effort = FULL if full else QUICK
    for reported in REPORTED:
        level = reported(patterns.base, seed, effort)
        tell(level.name)
        known = emergent(level, reported, patterns.base, seed, effort) if full else None
        numbers = tuple(
            Number(each.says, each.value, each.low, each.high, each.holds, each.smallest) for each in level.findings
        )
        yield Score(level.name, level.source, level.says, level.holds, known, 0, numbers)
