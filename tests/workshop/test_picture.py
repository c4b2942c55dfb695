"""A picture draws what was played: pair by pair, and counts as means over the last 13 weeks."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.comparison import differences
from experiments.workshop.fan import fan
from experiments.workshop.picture import picture
from experiments.workshop.view import View
from experiments.workshop.worlds import Played, Worlds

VIEW = View().with_value("b", "trust.initial", 0.9)


def played(view: View, runs: int) -> tuple[Played, Played]:
    worlds = Worlds()
    a, b = (worlds.play(view.scenario(world), view.seed, runs) for world in ("a", "b"))
    return a, b


@pytest.mark.usefixtures("engine")
def test_a_picture_takes_the_first_pairs_of_both_worlds() -> None:
    a, _ = played(VIEW, 60)
    _, b = played(VIEW, 50)
    drawn = picture(VIEW, a, b, wanted=40, moving=True)
    first, second = a.first(40), b.first(40)
    assert (drawn.pairs, drawn.complete) == (40, True)
    assert drawn.main == differences(first, second, names=["collaboration_quality"])["collaboration_quality"]
    course = b.series("collaboration_quality", 40) - a.series("collaboration_quality", 40)
    np.testing.assert_array_equal(drawn.difference.lines, fan(course).lines)
    assert picture(VIEW, a, b, wanted=200, moving=False).pairs == 50


def test_counts_are_drawn_as_means_over_the_last_13_weeks() -> None:
    week = np.arange(30.0)
    flows = Played({"incidents": np.zeros(3)}, {"incidents": np.tile(week, (3, 1)).astype(np.float32)})
    drawn = picture(View(outcome="incidents"), flows, flows, wanted=3, moving=True)
    expected = [week[max(0, last - 12) : last + 1].mean() for last in range(30)]
    assert drawn.a.median == pytest.approx(expected)
