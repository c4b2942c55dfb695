"""What is lost when people leave, and how soon it is back (Hale et al. 2016)."""

from __future__ import annotations

from functools import partial

import numpy as np

from experiments.bootstrap import FloatArray
from experiments.patterns.processes import in_order
from experiments.patterns.targets.contrasts import Played
from experiments.patterns.targets.statistic import Statistic
from sim.model import CaseConferenceModel
from sim.runs import run_seeds
from sim.scenario import Scenario
from sim.week import start, tally

WEEK = 40  # in which they leave, before it is played
MONTH = 4  # weeks
_QUARTER = 3  # months
NOBODY, THIRD, MANAGER, MEMBER = WHO = ("nobody", "third", "manager", "member")
_COUNTED = (tally.SHARED_WEIGHT, tally.INFORMATION_WEIGHT, tally.PLANS, tally.CONFERENCES)


def departure_rows(played: Played) -> FloatArray:
    """Return what each run counts, (runs, columns): for each of WHO, in each month after WEEK, `_COUNTED`."""
    seeds = run_seeds(played.seed, played.runs).tolist()
    jobs = [(played.scenario, run, who) for run in seeds for who in WHO]
    months = list(in_order(after_leaving, jobs, played.workers))
    return np.array(months).reshape(len(seeds), -1)


def after_leaving(scenario: Scenario, run: int, who: str) -> FloatArray:
    """Return what is counted in each month after some people leave at once: (months, counted)."""
    model = CaseConferenceModel(scenario, rng=run, remember=who == MEMBER)
    while model.running:
        if model.week == WEEK:
            for person in _leaving(model, run, who):
                start.leaves(model.stage, model.stage.world, model.stage.p, person, WEEK)
        model.step()
    counted = model.stage.tally()[WEEK:][:, list(_COUNTED)]
    whole = len(counted) // MONTH * MONTH
    return np.asarray(counted[:whole].reshape(-1, MONTH, len(_COUNTED)).sum(axis=1))


def _leaving(model: CaseConferenceModel, run: int, who: str) -> list[int]:
    """Return the places of those who leave: a third drawn by luck, whoever runs the network, or who sat there most."""
    world = model.stage.world
    if who == THIRD:
        return [int(place) for place in np.random.default_rng(run).permutation(world.members)[: world.members // 3]]
    if who == MANAGER:
        return [world.manager] if world.manager >= 0 else []
    if who == MEMBER:
        memories = model.recollection().memories[: world.members]
        return [max(range(world.members), key=lambda place: len(memories[place].meetings))]
    return []


def losses(sums: FloatArray, who: str) -> FloatArray:
    """Return what is lost in each month of the mean of sharing and plans: (months, …)."""
    worlds = sums.reshape(len(WHO), -1, len(_COUNTED), *sums.shape[1:])
    with np.errstate(divide="ignore", invalid="ignore"):
        levels = (worlds[:, :, 0] / worlds[:, :, 1] + worlds[:, :, 2] / worlds[:, :, 3]) / 2.0
    return np.asarray(levels[WHO.index(NOBODY)] - levels[WHO.index(who)])


def weeks_to_half(lost: FloatArray) -> FloatArray:
    """Return after how many weeks half of a loss, by month, is back: 0 without any, all the weeks if it never is.

    What is lost is the most of a month in the first quarter; it is back in the first later month with half as much.
    """
    first = lost[:_QUARTER]
    worst, most = first.argmax(axis=0), first.max(axis=0)
    months = np.arange(len(lost)).reshape(-1, *(1,) * (lost.ndim - 1))
    back = (months > worst) & (lost <= most / 2.0)
    month = np.where(back.any(axis=0), back.argmax(axis=0), len(lost))
    return np.asarray(np.where(most > 0, month * MONTH, 0).astype(float))


def smoothed(lost: FloatArray) -> FloatArray:
    """Return for each month the mean of it and its neighbours: chance moves a single month by half of a small loss."""
    whole, there = (np.pad(values, [(1, 1), *[(0, 0)] * (lost.ndim - 1)]) for values in (lost, np.ones_like(lost)))
    return np.asarray((whole[:-2] + whole[1:-1] + whole[2:]) / (there[:-2] + there[1:-1] + there[2:]))


def weeks_to_recover(sums: FloatArray, who: str = THIRD) -> FloatArray:
    """Return the weeks until half of what is lost by a departure is back."""
    return weeks_to_half(smoothed(losses(sums, who)))


def loss_by_manager(sums: FloatArray) -> FloatArray:
    """Return how much more is lost in the half year after the manager left than after a regular member left."""
    half_year = 2 * _QUARTER
    manager, member = (losses(sums, who)[:half_year].mean(axis=0) for who in (MANAGER, MEMBER))
    return np.asarray(manager - member)


def longer_by_manager(sums: FloatArray) -> FloatArray:
    """Return how many weeks longer it takes until half is back."""
    return np.asarray(weeks_to_recover(sums, MANAGER) - weeks_to_recover(sums, MEMBER))


DEPARTURES: dict[str, Statistic] = {
    "weeks_to_recover": partial(weeks_to_recover, who=THIRD),
    "loss_by_manager": loss_by_manager,
    "longer_by_manager": longer_by_manager,
}
