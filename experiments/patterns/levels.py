"""Levels that the thesis reports (patterns C1, C4, C5, C10, C14), from wide priors where Top X's own is an input."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
import numpy.typing as npt

from experiments.bootstrap import FloatArray, intervals_of_means
from experiments.patterns.measured import CERTAINTY
from experiments.patterns.observed import observation, observe
from experiments.patterns.processes import in_order
from sim.draws import run_seed
from sim.outcomes import OUTCOMES
from sim.parameters import Value
from sim.runs import run_seeds, simulate
from sim.scenario import Scenario
from sim.text import Text

MEDIUM = (0.35, 0.65)  # moderately low to moderately high
HIGH = 0.8
PRIOR = (0.05, 0.95)  # of trust and how widely it is shared at the start
MOST = 0.5


@dataclass(frozen=True)
class Effort:
    """How much is played: runs of one scenario by the engine and by agents, and draws from priors."""

    runs: int
    agents_runs: int
    draws: int


QUICK = Effort(runs=100, agents_runs=8, draws=40)
FULL = Effort(runs=500, agents_runs=60, draws=400)


@dataclass(frozen=True)
class Finding:
    """One number with its 99 % interval; `holds` is None where the interval leaves it open; claimed or only told.

    `smallest` is the smallest difference that matters; NaN for what is no difference in an outcome.
    """

    says: Text
    value: float
    low: float
    high: float
    holds: bool | None
    claimed: bool = True
    smallest: float = math.nan


@dataclass(frozen=True)
class Level:
    """What came out of one pattern; `direct`: the parameters that say it most directly, none where it is empty."""

    name: str
    source: str
    says: Text
    direct: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool | None:
        """Return whether everything that is claimed holds; None where that is open and nothing contradicts."""
        claimed = [finding.holds for finding in self.findings if finding.claimed]
        return True if all(claimed) else None if False not in claimed else False


Claim = Callable[[float, float], bool | None]


def finding(
    english: str,
    dutch: str,
    values: Sequence[float] | FloatArray,
    claim: Claim | None = None,
    *,
    smallest: float = math.nan,
) -> Finding:
    """Return the mean of values with its interval; `claim` gets the ends of the interval."""
    column = np.asarray(values, float)[:, np.newaxis]
    low, high = (float(ends[0]) for ends in intervals_of_means(column, CERTAINTY))
    holds = None if claim is None else claim(low, high)
    mean, claimed = float(np.nanmean(column)), claim is not None
    return Finding(Text(english, dutch), mean, low, high, holds, claimed, smallest)


def above(bound: float) -> Claim:
    """The interval lies above a bound."""
    return lambda low, high: True if low > bound else False if high < bound else None


def below(bound: float) -> Claim:
    """The interval lies below a bound."""
    return lambda low, high: True if high < bound else False if low > bound else None


def not_below(bound: float) -> Claim:
    """The interval does not reach below a bound."""
    return lambda low, high: True if low >= bound else False if high < bound else None


def trust_settles(scenario: Scenario, seed: int, effort: Effort) -> Level:
    """C1: trust settles at a medium level wherever it starts, and grew since the start (§5.1.2, 6.1.2).

    Start and density are drawn from PRIOR, evenly. At the end is the mean over pairs of people in the last week; in
    the medium band is from 0.35 to 0.65. It settles there if most worlds end in the band, and more than started in it:
    the mean over worlds would tell nothing, as that of the starts is medium too. It grew if end less start in the
    scenario itself, paired by run, is more than the smallest difference that matters. Only told: how far apart worlds
    end that start 1 apart (slope of end on start, over resampled draws).
    """
    start, end = _courses_of_trust(scenario, seed, effort)
    started, ended = (_medium(trust) for trust in (start, end))
    own = simulate(scenario, runs=effort.runs, seed=seed, weekly=True)["trust"]
    smallest = OUTCOMES["trust"].smallest_relevant(float(own[:, 0].mean()))
    ends_there = "worlds that end with medium trust", "werelden die eindigen met gemiddeld vertrouwen"
    starts_there = "worlds that start with medium trust", "werelden die beginnen met gemiddeld vertrouwen"
    come = "ends with medium trust more than starts", "vaker gemiddeld vertrouwen aan het eind dan aan het begin"
    grew = "trust gained since the start", "vertrouwen gewonnen sinds het begin"
    return Level(
        "C1",
        "§5.1.2, 6.1.2",
        Text("trust settles at a medium level, and grew", "vertrouwen komt uit op gemiddeld niveau, en is gegroeid"),
        (),
        (
            finding(*ends_there, ended, above(MOST)),
            finding(*starts_there, started),
            finding(*come, ended - started, above(0)),
            _remaining(start, end, seed),
            finding(*grew, own[:, -1] - own[:, 0], above(smallest), smallest=smallest),
        ),
    )


def _medium(trust: FloatArray) -> FloatArray:
    """Return 1 for each world whose trust lies in the medium band, 0 for any other."""
    least, most = MEDIUM
    return ((least <= trust) & (trust <= most)).astype(float)


def _remaining(start: FloatArray, end: FloatArray, seed: int) -> Finding:
    """Return how much of a difference at the start is left at the end."""
    slopes = _slopes(start, end, seed)
    low, high = (float(np.quantile(slopes, at)) for at in ((1.0 - CERTAINTY) / 2.0, (1.0 + CERTAINTY) / 2.0))
    says = Text("how far apart starts that lie 1 apart end", "afstand aan het eind van wie op afstand 1 begint")
    return Finding(says, float(np.polyfit(start, end, 1)[0]), low, high, None, claimed=False)


def _courses_of_trust(scenario: Scenario, seed: int, effort: Effort) -> tuple[FloatArray, FloatArray]:
    luck = np.random.default_rng(run_seed(seed, 0))
    pairs = []
    for draw in range(effort.draws):
        initial, density = luck.uniform(*PRIOR, size=2).tolist()
        world = scenario.set({"trust.initial": initial, "trust.density": density})
        trust = simulate(world, runs=1, seed=run_seed(seed, draw), weekly=True)["trust"]
        pairs.append((trust[0, 0], trust[0, -1]))
    start, end = np.array(pairs, float).T
    return start, end


def _slopes(start: FloatArray, end: FloatArray, seed: int) -> npt.NDArray[np.float64]:
    luck = np.random.default_rng(seed)
    picked = luck.integers(0, len(start), size=(2000, len(start)))
    x, y = start[picked], end[picked]
    x = x - x.mean(axis=1, keepdims=True)
    return np.asarray((x * y).sum(axis=1) / (x * x).sum(axis=1))


def kept_agreements_lead(scenario: Scenario, seed: int, effort: Effort) -> Level:
    """C4: kept agreements are the largest entry in most people's ledger of trust gained (§5.1.2).

    The ledger adds up, for each person who attended more than once, every step up in trust in anybody, by its cause.
    How much an agreement that is kept brings is a parameter, so that the order of causes is built in.
    """
    shares = [one.kept_largest for one in observe(scenario, seed, effort.agents_runs)]
    says = (
        "people for whom kept agreements brought most trust",
        "wie door nagekomen afspraken het meest ging vertrouwen",
    )
    return Level(
        "C4",
        "§5.1.2",
        Text("trust grows most by agreements that are kept", "vertrouwen groeit het meest door nagekomen afspraken"),
        ("trust.gain_kept",),
        (finding(*says, shares, above(MOST)),),
    )


def tables_vary(scenario: Scenario, seed: int, effort: Effort) -> Level:
    """C5: most tables have 5 to 15 people, with sizes of the network drawn (§5.1.3).

    In every run the number of organisations of each domain is drawn from 2 to 10 and of the core from 0 to 10, evenly;
    the cap on the table is lifted to its highest value, for 15 is what Top X itself puts in. A year is played.
    """
    luck = np.random.default_rng(run_seed(seed, 0))
    jobs = []
    for run in run_seeds(seed, effort.agents_runs).tolist():
        sizes: dict[str, Value] = {
            f"network.{domain}_organisations": int(luck.integers(2, 11)) for domain in ("care", "safety", "social")
        }
        drawn = sizes | {"network.core_members": int(luck.integers(0, 11)), "network.table_size": 20, "run.weeks": 52}
        jobs.append((scenario.set(drawn), run))
    tables = [one.tables for one in in_order(observation, jobs, None) if one.tables]
    shares = [fmean(5 <= size <= 15 for size in each) for each in tables]
    return Level(
        "C5",
        "§5.1.3",
        Text("tables have 5 to 15 people", "aan tafel zitten 5 tot 15 mensen"),
        (),
        (
            finding("tables of 5 to 15 people", "tafels van 5 tot 15 mensen", shares, above(MOST)),
            finding("smallest table of a network", "kleinste tafel van een netwerk", [min(each) for each in tables]),
            finding("largest table of a network", "grootste tafel van een netwerk", [max(each) for each in tables]),
        ),
    )


def views_differ(scenario: Scenario, seed: int, effort: Effort) -> Level:
    """C10: views are further apart between domains than within (§5.2.1), as they come in and in the end.

    The distance between two people at a table, averaged over pairs of different domains and over pairs of the same
    one, then over the tables of a run; the difference of the two, by run.
    """
    runs = observe(scenario, seed, effort.agents_runs)
    came_in = (
        "distance of views between domains more than within, before the talk",
        "meer afstand tussen dan binnen domeinen, vóór het gesprek",
    )
    in_the_end = "the same after the talk", "hetzelfde na het gesprek"
    return Level(
        "C10",
        "§5.2.1",
        Text("views differ more between domains than within", "visies verschillen meer tussen domeinen dan erbinnen"),
        ("rules.views.clash",),
        (
            finding(*came_in, [one.across - one.within for one in runs], above(0)),
            finding(*in_the_end, [one.across_in_the_end - one.within_in_the_end for one in runs], above(0)),
        ),
    )


def effective(scenario: Scenario, seed: int, effort: Effort) -> Level:
    """C14: the network is not less effective than its members alone, and competence would help (§6.2).

    network_effectiveness of the scenario itself, and what it gains when the competence of whoever runs the network, or
    of its members, is raised to 0.8: paired by run.
    """
    outcome = OUTCOMES["network_effectiveness"]
    plain = simulate(scenario, runs=effort.runs, seed=seed)[outcome.name]
    smallest = outcome.smallest_relevant(float(np.nanmean(plain)))

    def gained(name: str) -> FloatArray:
        raised = simulate(scenario.set({name: HIGH}), runs=effort.runs, seed=seed)[outcome.name]
        return np.asarray(raised - plain)

    manager = "gain by a more competent manager", "winst door een bekwamere procesmanager"
    members = "gain by more competent members", "winst door bekwamere leden"
    return Level(
        "C14",
        "§6.2",
        Text("the network is effective, and competence helps", "het netwerk is doeltreffend, en competenties helpen"),
        (),
        (
            finding("effectiveness of the network", "doeltreffendheid van het netwerk", plain, not_below(0)),
            finding(*manager, gained("process_management.competence"), above(0), smallest=smallest),
            finding(*members, gained("professionals.competence"), above(0), smallest=smallest),
        ),
    )
