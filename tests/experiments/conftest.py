"""A stand-in for the model: quick, with plausible numbers, the same luck for all scenarios."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pytest

import sim.runs
from experiments import cli
from sim.outcomes import OUTCOMES
from sim.scenario import Scenario

_START = {"level": 0.5, "share": 0.6, "index": 0.5, "flow": 120.0, "count": 9.0, "mean": 6.0}


class StandInModel:
    """Draws every outcome from the run seed; fixed faces and trust at the start move most of them."""

    def __init__(self, scenario: Scenario, rng: int, *, agents: Mapping[str, type] | None = None) -> None:
        assert agents is None
        assert type(rng) is int
        self.scenario = scenario
        self.weeks = int(scenario.value("run.weeks"))
        self._draws = np.random.default_rng(rng)
        self._push = (
            float(scenario.value("continuity.same_faces"))
            - 0.6
            + float(scenario.value("trust.initial"))
            - 0.45
        )

    def run(self) -> None:
        """Draw the level of every outcome in every week."""
        self._series: dict[str, npt.NDArray[np.float64]] = {}
        for number, outcome in enumerate(OUTCOMES.values()):
            start, sign = _START[outcome.kind], -1 if outcome.direction == "down" else 1
            luck = self._draws.normal(0, 0.06) + np.cumsum(self._draws.normal(0, 0.006, self.weeks))
            growth = 0.12 * (1 - np.exp(-np.arange(self.weeks) / 20))
            effect = sign * self._push * growth * (5 - number % 7 + self._draws.normal(0, 4))
            moved = 1 + luck + growth + effect
            self._series[outcome.name] = start * moved

    def outcomes(self) -> dict[str, float]:
        """Return the mean of each series; weeks to a plan are missing in a tenth of the runs."""
        found = {name: float(series.mean()) for name, series in self._series.items()}
        if self._draws.random() < 0.1:
            found["weeks_to_plan"] = float("nan")
        return found

    def weekly(self) -> dict[str, npt.NDArray[np.float64]]:
        """Return the series of the weekly outcomes; shares have no value in the first two weeks."""
        series = {name: values for name, values in self._series.items() if OUTCOMES[name].weekly}
        for name, values in series.items():
            if OUTCOMES[name].kind == "share":
                values[:2] = np.nan
        return series


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> type[StandInModel]:
    """Let every run in this process be played by the stand-in."""

    def by_stand_in(scenario: Scenario, seeds: list[int], weekly: bool, outcomes: Any, workers: int | None) -> Any:
        stand_in = cast(Any, StandInModel)
        return sim.runs.each_batch(scenario, seeds, weekly=weekly, outcomes=outcomes, model=stand_in, workers=1)

    monkeypatch.setattr(sim.runs, "_by_engine", by_stand_in)
    monkeypatch.setattr("experiments.job.prepare", lambda announce: None)
    return StandInModel


@dataclass(frozen=True)
class Said:
    """What a command line left: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return what standard output holds as JSON."""
        return json.loads(self.out)


@pytest.fixture
def overleg(stand_in: type, overleg_played: Callable[..., Said]) -> Callable[..., Said]:
    """Run a command line in an empty folder, in English, with the stand-in for the model."""
    return overleg_played


@pytest.fixture
def overleg_played(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Said]:
    """Run a command line in an empty folder, in English, with the model itself."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")  # lines wrap alike on every machine

    def run(*arguments: str) -> Said:
        code = cli.run(arguments)
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run
