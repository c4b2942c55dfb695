"""The virtual interview: simulated professionals asked as the real ones were, and the counts of both side by side."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from math import comb, fsum, nan
from statistics import fmean
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import binom, energy_distance, spearmanr

from experiments.patterns.processes import in_order
from scenarios import load
from sim.errors import InputError, describe, nearest_name
from sim.interview import ANSWERS, YES, Comparison, answer, respondent
from sim.memory import Recollection
from sim.model import CaseConferenceModel
from sim.quantities import Respondent
from sim.runs import run_seeds
from sim.scenario import Scenario
from sim.state import CARE, SAFETY, SOCIAL, World
from sim.text import Text

_FILE = "interview.toml"
_KEYS = {"name", "section", "asks", "real", "more", "than", "goes_by", "tie", "counts", "manager"}
_ASKED = "asked"
ASKED = 15  # people
REDRAWS = 1000
QUICK_RUNS, FULL_RUNS = 12, 100
CERTAINTY = 0.9


@dataclass(frozen=True)
class Question:
    """One question of the interview: what is compared, what is counted, and how many of the fifteen said so."""

    name: str
    section: str
    asks: Text
    comparison: Comparison
    counts: tuple[str, ...]
    manager: str
    word: str
    real: tuple[int, int]


@dataclass(frozen=True)
class Sample:
    """Who is asked (§3.5.2); organisations of the social domain that count as care or safety by their order."""

    care: int
    safety: int
    meetings: int
    social_as_care: tuple[int, ...]
    social_as_safety: tuple[int, ...]


@dataclass(frozen=True)
class Interview:
    """All questions, who is asked, and the occasion: a scenario and the weeks of which one is drawn."""

    questions: tuple[Question, ...]
    sample: Sample
    scenario: Scenario
    weeks: tuple[int, int]

    def at(self, scenario: Scenario) -> Interview:
        """Return the same interview at the table of another scenario, on the same occasion."""
        weeks = self.scenario.value("run.weeks")
        table = replace(scenario.set({"run.weeks": weeks}), media_events=self.scenario.media_events)
        return replace(self, scenario=table)


@dataclass(frozen=True)
class Count:
    """How many of the fifteen say so: what was found, and median and 90 % interval of what the model says.

    `within`: the share of samples of fifteen whose count is what was found, or lies in its range. `score`: the ranked
    probability score of the samples, 0 at best.
    """

    question: Question
    low: int
    median: float
    high: int
    within: float
    score: float

    @classmethod
    def of(cls, question: Question, counts: npt.NDArray[np.int_]) -> Count:
        """Return what samples of fifteen, an array (samples,) of how many say so, come to."""
        tail = (1.0 - CERTAINTY) / 2.0
        low, high = np.quantile(counts, (tail, 1.0 - tail), method="inverted_cdf")
        least, most = question.real
        within = np.mean((least <= counts) & (counts <= most))
        score = ranked_probability_score(question.real, counts)
        return cls(question, int(low), float(np.median(counts)), int(high), float(within), score)

    @property
    def holds(self) -> bool:
        """Return whether what was found lies, at least in part, within the interval."""
        least, most = self.question.real
        return self.low <= most and least <= self.high


def coin(questions: Sequence[Question]) -> tuple[Count, ...]:
    """Return the counts if every one of the fifteen tossed a coin: exactly, from all ways in which the coins can fall.

    This is what agreement has to be seen beside: a wide range meets a wide interval whoever answers.
    """
    heads = np.repeat(np.arange(ASKED + 1), [comb(ASKED, number) for number in range(ASKED + 1)])
    return tuple(Count.of(question, heads) for question in questions)


def agreeing(counts: Sequence[Count]) -> int:
    """Return in how many answers the interval meets what was found."""
    return sum(count.holds for count in counts)


def within(counts: Sequence[Count]) -> float:
    """Return in how many answers a single sample of fifteen says what was found, on average: no interval is needed."""
    return fsum(count.within for count in counts)


# How far off the counts are, and whether they are in the right order.


def ranked_probability_score(
    real: tuple[int, int], counts: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> float:
    """Return the sum, over the numbers of people, of the squared distance of two cumulative distributions.

    One is that of the counts foretold, of which each has the same weight unless said otherwise; the other that of what
    was found: a step at the real count or, where the thesis has a word for it, as many steps as the word has numbers,
    each as likely. So a range is spread over its numbers rather than every number scored apart: what the word leaves
    open is nobody's error, and who foretells just that scores 0. Half the square of the energy distance of the two
    (Epstein 1969; Székely & Rizzo 2013).
    """
    least, most = real
    return float(energy_distance(counts, range(least, most + 1), weights)) ** 2 / 2.0


def base_rate(questions: Sequence[Question]) -> float:
    """Return the mean score of who answers every question as, on average, the other questions were answered.

    Fifteen people say yes, each with the same chance: the mean of the real counts of the other questions, to the
    nearest whole one, of fifteen. What a model knows of the questions shows where it scores less.
    """
    middles = [middle(question) for question in questions]
    everybody = np.arange(ASKED + 1)
    scores = []
    for place, question in enumerate(questions):
        others = middles[:place] + middles[place + 1 :]
        chance = round(fmean(others)) / ASKED if others else 0.5
        scores.append(ranked_probability_score(question.real, everybody, binom.pmf(everybody, ASKED, chance)))
    return fmean(scores) if scores else nan


def score(counts: Sequence[Count]) -> float:
    """Return the mean ranked probability score over the questions."""
    return fmean(count.score for count in counts) if counts else nan


def order(counts: Sequence[Count]) -> float:
    """Return Spearman's correlation of the medians with what was found; NaN where either is the same throughout."""
    foretold, found = [count.median for count in counts], [middle(count.question) for count in counts]
    if min(len(set(foretold)), len(set(found))) < 2:
        return nan
    return float(spearmanr(foretold, found).statistic)


def middle(question: Question) -> float:
    """Return the number of the fifteen who said so, the middle where it is a range."""
    return fmean(question.real)


@cache
def declared() -> Interview:
    """Return the interview that is shipped."""
    return read(tomllib.loads(files("experiments.patterns").joinpath(_FILE).read_text("utf-8")), _FILE)


def read(tables: Mapping[str, Any], where: str) -> Interview:
    """Return the interview in the tables of a file; InputError for anything not allowed."""
    try:
        occasion, sample = tables["occasion"], tables["sample"]
        questions = tuple(_question(entry, tables["bands"]) for entry in tables["questions"])
        return Interview(questions, _sample(sample), _scenario(occasion), _weeks(occasion))
    except KeyError as error:
        raise InputError("is missing", where=where, key=str(error.args[0])) from None
    except InputError as error:
        raise error if error.where else error.within(where) from None


def _question(entry: Mapping[str, Any], bands: Mapping[str, Any]) -> Question:
    name = str(entry["name"])
    try:
        for key in entry:
            if key not in _KEYS:
                allowed = ", ".join(sorted(_KEYS))
                raise InputError("unknown key", key=key, allowed=allowed, nearest=nearest_name(key, _KEYS))
        counts, manager = tuple(entry.get("counts", (YES,))), entry["manager"]
        for key, values, allowed_values in (("counts", counts, ANSWERS), ("manager", (manager,), (_ASKED, *ANSWERS))):
            if not set(values) <= set(allowed_values):
                raise InputError(key=key, got=describe(entry[key]), allowed=", ".join(allowed_values))
        tie = {"tie": entry["tie"]} if "tie" in entry else {}
        comparison = Comparison(entry["more"], entry["than"], entry["goes_by"], **tie)
        word, real = _real(entry["real"], bands)
        asks = Text.from_dict(entry["asks"], "asks")
        return Question(name, entry["section"], asks, comparison, counts, manager, word, real)
    except InputError as error:
        raise error.under(name) from None


def _real(found: int | str, bands: Mapping[str, Any]) -> tuple[str, tuple[int, int]]:
    if isinstance(found, int):
        return "", (found, found)
    if found not in bands:
        raise InputError(key="real", got=found, allowed=", ".join(bands), nearest=nearest_name(found, bands))
    least, most = bands[found]
    return found, (int(least), int(most))


def _sample(table: Mapping[str, Any]) -> Sample:
    as_care, as_safety = tuple(table["social_as_care"]), tuple(table["social_as_safety"])
    return Sample(int(table["care"]), int(table["safety"]), int(table["meetings"]), as_care, as_safety)


def _weeks(occasion: Mapping[str, Any]) -> tuple[int, int]:
    return int(occasion["first_week"]), int(occasion["last_week"])


def _scenario(occasion: Mapping[str, Any]) -> Scenario:
    base = load(occasion["base"]).set({"run.weeks": _weeks(occasion)[1] + 1})
    return Scenario.from_dict(base.to_dict() | {"media_events": occasion["media_events"]})


# Asking.


def hold(
    interview: Interview,
    seed: int,
    *,
    runs: int = FULL_RUNS,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Count, ...]:
    """Return the count for every question, over about a thousand samples that are spread over the runs.

    `seed` is a base seed; neither `workers` nor the order of execution changes a number.
    """
    return counts_of(interview, each_run(interview, seed, runs=runs, workers=workers, progress=progress))


def counts_of(interview: Interview, found: Sequence[Any]) -> tuple[Count, ...]:
    """Return the count for every question of what was found in some runs, each an array (samples, questions)."""
    columns = np.concatenate(found).T
    return tuple(Count.of(question, counts) for question, counts in zip(interview.questions, columns, strict=True))


def each_run(
    interview: Interview,
    seed: int,
    *,
    runs: int,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Any]:
    """Return for each run the counts of its samples: arrays (samples, questions)."""
    each = max(1, round(REDRAWS / runs))
    jobs = [(interview, run, each) for run in run_seeds(seed, runs).tolist()]
    found = []
    for done, counts in enumerate(in_order(samples, jobs, workers), 1):
        found.append(counts)
        if progress is not None:
            progress(done, runs)
    return found


def samples(interview: Interview, run: int, redraws: int) -> Any:
    """Return the counts of samples drawn from one run: an array (redraws, questions)."""
    luck = np.random.default_rng(run)
    week = int(luck.integers(interview.weeks[0], interview.weeks[1] + 1))
    model = CaseConferenceModel(interview.scenario, rng=run, remember=True)
    while model.week <= week:
        model.step()
    recollection, world = model.recollection(), model.stage.world
    everybody = [respondent(recollection, world, place, luck) for place in range(world.members + 1)]
    counted = np.array([_counted(interview, one, one.memory.place == world.members) for one in everybody])
    pools = [_pool(interview.sample, recollection, world, domain) for domain in (CARE, SAFETY)]
    sizes = (interview.sample.care, interview.sample.safety)
    found = []
    for _ in range(redraws):
        asked = [person for pool, size in zip(pools, sizes, strict=True) for person in _drawn(pool, size, luck)]
        found.append(counted[[*asked, world.members] if world.manager >= 0 else asked].sum(axis=0))
    return np.array(found)


def _counted(interview: Interview, one: Respondent, manages: bool) -> list[bool]:
    """Whether the answer of somebody to each question is counted."""
    said = (
        question.manager if manages and question.manager != _ASKED else answer(question.comparison, one)
        for question in interview.questions
    )
    return [word in question.counts for word, question in zip(said, interview.questions, strict=True)]


def _pool(sample: Sample, recollection: Recollection, world: World, domain: int) -> list[list[int]]:
    """Who of a domain attended often enough to be asked, by organisation."""
    as_this = sample.social_as_care if domain == CARE else sample.social_as_safety
    first_social = int(world.bounds[SOCIAL]) // world.each
    pool = []
    for organisation, own in enumerate(world.organisations.domain):
        if own == domain or (own == SOCIAL and organisation - first_social in as_this):
            people = range(organisation * world.each, (organisation + 1) * world.each)
            pool.append([one for one in people if len(recollection.memories[one].meetings) >= sample.meetings])
    return pool


def _drawn(pool: Sequence[Sequence[int]], size: int, luck: np.random.Generator) -> list[int]:
    """Draw people, from as many organisations as there are before two of the same one (§3.5.2)."""
    order = luck.permutation(len(pool))
    lines = [luck.permutation(np.array(pool[organisation], int)).tolist() for organisation in order]
    return [person for line in zip_longest(*lines) for person in line if person is not None][:size]
