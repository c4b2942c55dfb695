"""Adding runs until the answer is decided."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.growth import boundaries, grown, level, undecided
from experiments.runner import Runs
from scenarios import load
from sim.scenario import Scenario

A, B = load("top_x"), load("fixed_faces")


def world(scenario: Scenario, trust: list[float]) -> Runs:
    return Runs(scenario, np.arange(len(trust)), {"trust": np.array(trust)}, {})


def test_boundaries_double_up_to_the_most() -> None:
    assert boundaries(1000) == (100, 200, 400, 800, 1000)
    assert boundaries(800) == (100, 200, 400, 800)
    assert boundaries(7) == (7,)


def test_every_look_has_its_share_of_the_risk() -> None:
    assert level(7) == 0.95
    assert level(1000) == pytest.approx(0.99)


def play_with(effect: float, spread: float, played: list[tuple[int, int]]) -> object:
    noise = np.random.default_rng(4).normal(effect, spread, 5000)

    def play(first: int, last: int) -> list[Runs]:
        played.append((first, last))
        return [world(A, [0.5] * (last - first)), world(B, list(0.5 + noise[first:last]))]

    return play


def test_a_clear_difference_needs_the_first_step_only() -> None:
    played: list[tuple[int, int]] = []
    worlds = grown(play_with(0.2, 0.05, played), 1000, ["trust"], lambda runs: None)  # type: ignore[arg-type]
    assert played == [(0, 100)]
    assert len(worlds[1].seeds) == 100


def test_a_hazy_difference_is_played_on_without_playing_a_run_again() -> None:
    played: list[tuple[int, int]] = []
    told: list[int] = []
    worlds = grown(play_with(0.015, 0.15, played), 5000, ["trust"], told.append)  # type: ignore[arg-type]
    assert played[0] == (0, 100)
    assert [last for _, last in played] == told
    assert [first for first, _ in played[1:]] == told[:-1]
    assert 100 < len(worlds[1].seeds) == told[-1]
    assert not list(undecided(worlds, ["trust"], level(5000)))


def test_values_in_too_few_pairs_leave_it_open() -> None:
    holed = [0.9] * 19 + [np.nan] * 81
    worlds = [world(A, [0.5] * 100), world(B, holed)]
    assert [names for _, names in undecided(worlds, ["trust"], 0.95)] == [["trust"]]
    worlds[1] = world(B, [0.9] * 20 + holed[20:])
    assert not list(undecided(worlds, ["trust"], 0.95))


def test_the_most_ends_it_and_what_is_open_is_named() -> None:
    worlds = grown(play_with(0.015, 0.9, []), 200, ["trust"], lambda runs: None)  # type: ignore[arg-type]
    assert len(worlds[0].seeds) == 200
    ((left, outcomes),) = undecided(worlds, ["trust"], level(200))
    assert (left.scenario.name, outcomes) == ("fixed_faces", ["trust"])
