"""Worlds are played once, further where more is asked, and kept within bounds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from experiments.workshop.worlds import Worlds
from scenarios import load
from sim.runs import simulate
from sim.scenario import Scenario
from tests.workshop.conftest import Engine

SHORT = load("top_x").set({"run.weeks": 6})


def trusting(trust: float) -> Scenario:
    return SHORT.set({"trust.initial": trust})


def test_a_world_that_is_played_in_parts_is_as_if_played_at_once() -> None:
    worlds = Worlds()
    worlds.play(SHORT, 7, 2)
    played = worlds.play(SHORT, 7, 5)
    at_once = simulate(SHORT, runs=5, seed=7)
    weekly = simulate(SHORT, runs=5, seed=7, weekly=True)
    assert played.runs == 5
    for name, values in played.outcomes.items():
        np.testing.assert_array_equal(values, at_once[name])
    np.testing.assert_allclose(played.series("risk", 5), weekly["risk"], rtol=1e-6)


def test_nothing_is_played_twice(engine: Engine) -> None:
    worlds = Worlds()
    for runs in (40, 40, 20, 200, 100):
        assert worlds.play(trusting(0.5), 1, runs).runs >= runs
    worlds.play(load("top_x").set({"run.weeks": 6, "trust.initial": 0.5}), 1, 200)  # the same in other words
    assert engine.played == [(0.5, 40), (0.5, 160)]
    worlds.play(trusting(0.5), 2, 40)
    assert len(engine.played) == 3


def test_the_world_that_was_not_used_for_longest_is_dropped(engine: Engine) -> None:
    size = Worlds().play(trusting(0.1), 1, 10).size
    worlds = Worlds(most_bytes=2 * size)
    for trust in (0.1, 0.2, 0.1, 0.3):
        worlds.play(trusting(trust), 1, 10)
        assert worlds.size <= 2 * size
    assert [worlds.runs(trusting(trust), 1) for trust in (0.1, 0.2, 0.3)] == [10, 0, 10]


def test_what_is_held_elsewhere_is_not_played_again(engine: Engine) -> None:
    worlds = Worlds(most_bytes=0)
    held = worlds.play(trusting(0.1), 1, 10)
    worlds.play(trusting(0.2), 1, 10)
    assert worlds.play(trusting(0.1), 1, 15, there=held).runs == 15
    assert engine.played == [(0.1, 10), (0.2, 10), (0.1, 5)]


def test_a_glance_works_out_what_is_named_and_is_not_kept(engine: Engine) -> None:
    worlds = Worlds()
    first = worlds.glance(trusting(0.1), 1, 5, ["risk", "compulsory_share"])
    assert set(first.outcomes) == set(first.weekly) == {"risk", "compulsory_share"}
    assert worlds.glance(trusting(0.1), 1, 10, ["risk", "compulsory_share"], there=first).runs == 10
    assert (worlds.size, worlds.runs(trusting(0.1), 1)) == (0, 0)
    assert worlds.glance(trusting(0.1), 1, 10, ["risk"]).series("risk", 5) == pytest.approx(first.series("risk", 5))
    kept = worlds.play(trusting(0.1), 1, 20)
    assert worlds.glance(trusting(0.1), 1, 20, ["risk"]) is kept
    assert engine.played == [(0.1, 5), (0.1, 5), (0.1, 10), (0.1, 20)]


def test_a_glance_has_the_numbers_of_the_whole_run() -> None:
    glance, whole = Worlds().glance(SHORT, 7, 5, ["risk", "weeks_to_plan"]), Worlds().play(SHORT, 7, 5)
    assert set(glance.weekly) == {"risk"}
    np.testing.assert_array_equal(glance.series("risk", 5), whole.series("risk", 5))
    for name, values in glance.outcomes.items():
        np.testing.assert_array_equal(values, whole.outcomes[name])


def test_many_threads_at_once_get_right_worlds(engine: Engine) -> None:
    worlds = Worlds(most_bytes=50_000)
    asked = [(number % 7 / 10, 5 + number % 11) for number in range(300)]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda one: worlds.play(trusting(one[0]), 1, one[1]).first(one[1])["trust"], asked))
    alone = {one: Worlds().play(trusting(one[0]), 1, one[1]).first(one[1])["trust"] for one in set(asked)}
    for one, values in zip(asked, found, strict=True):
        assert values == pytest.approx(alone[one], abs=0)
