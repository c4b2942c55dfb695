"""A stand-in for the engine: at once, with plausible numbers, and it keeps count of what it was asked for."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import pytest

from experiments.runner import Runs
from experiments.workshop import limits
from sim.outcomes import OUTCOMES
from sim.runs import Array
from sim.scenario import Scenario


@dataclass
class Engine:
    """Plays by drawing from the run seeds; `played` lists what: the trust at the start and the number of runs.

    `open` lets it play; while it is cleared, it waits. `failing`: it fails. A run takes `seconds_a_run` on its clock.
    """

    played: list[tuple[float, int]] = field(default_factory=list)
    open: threading.Event = field(default_factory=threading.Event)
    failing: bool = False
    seconds_a_run: float = limits.SECONDS_A_RUN
    clock: float = 0.0

    def play(self, scenario: Scenario, seeds: Array, *, series: Collection[str], outcomes: Collection[str]) -> Runs:
        """Return runs in which everything rises with trust at the start; shares lack a value in the first week."""
        assert self.open.wait(timeout=10)
        if self.failing:
            raise RuntimeError("out of order")
        trust = float(scenario.value("trust.initial"))
        self.played.append((trust, len(seeds)))
        self.clock += self.seconds_a_run * len(seeds)
        luck = (seeds % 1000 / 1000.0)[:, np.newaxis] * np.linspace(0.1, 0.2, scenario.weeks)
        course = luck + trust * np.linspace(0, 1, scenario.weeks)
        weekly = {name: course.copy() for name in series if OUTCOMES[name].weekly}
        for name in {"information_shared", "compulsory_share"} & weekly.keys():
            weekly[name][:, 0] = np.nan
        return Runs(scenario, seeds, {name: course.mean(axis=1) for name in outcomes}, weekly)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Let every world be played by the stand-in."""
    stand_in = Engine()
    stand_in.open.set()
    monkeypatch.setattr("experiments.workshop.worlds.play", stand_in.play)
    monkeypatch.setattr("experiments.workshop.drawing.perf_counter", lambda: stand_in.clock)
    return stand_in
