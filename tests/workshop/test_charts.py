"""The charts: what is drawn is what was played, on axes that hold still while a slider moves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.words import words_in
from experiments.workshop.charts import Axis, difference_chart, patch, worlds_chart
from experiments.workshop.fan import Fan, fan
from sim.outcomes import OUTCOMES

QUALITY, KEPT = OUTCOMES["collaboration_quality"], OUTCOMES["agreements_kept"]
WEEKS = 12


def a_fan(middle: float, half: float = 0.1) -> Fan:
    runs = np.linspace(middle - half, middle + half, 41)
    return fan(np.repeat(runs[:, np.newaxis], WEEKS, axis=1))


def series(chart: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in chart["series"] if each["id"] == name)


def drawn(a: Fan, b: Fan | None, language: str = "nl") -> dict[str, Any]:
    shown = [a] if b is None else [a, b]
    return worlds_chart(a, b, Axis.of_worlds(shown), QUALITY, words_in(language))


def test_bands_stack_up_to_the_percentiles() -> None:
    b = a_fan(0.6)
    chart = drawn(a_fan(0.5), b)
    for band, low, high in (("outer", b.bands.low, b.bands.high), ("inner", b.bands.lower, b.bands.upper)):
        start, rise = series(chart, f"b-{band}-from"), series(chart, f"b-{band}")
        assert start["stack"] == rise["stack"] and start["stackStrategy"] == rise["stackStrategy"] == "all"
        assert start["data"] == pytest.approx(low, abs=1e-4)
        assert np.add(start["data"], rise["data"]) == pytest.approx(high, abs=1e-4)
    assert series(chart, "b-median")["data"] == pytest.approx(b.median, abs=1e-4)


def test_worlds_differ_by_line_and_end_point_too() -> None:
    chart = drawn(a_fan(0.5), a_fan(0.6))
    assert isinstance(series(chart, "a-median")["lineStyle"]["type"], list)
    assert series(chart, "b-median")["lineStyle"]["type"] == "solid"
    points = {world: series(chart, f"{world}-end")["itemStyle"] for world in "ab"}
    assert points["a"]["color"] != points["a"]["borderColor"]
    assert points["b"]["color"] == points["b"]["borderColor"]


@pytest.mark.parametrize(("language", "label"), [("nl", "B 0,60"), ("en", "B 0.60")])
def test_label_at_the_end_tells_world_and_value(language: str, label: str) -> None:
    assert series(drawn(a_fan(0.5), a_fan(0.6), language), "b-end")["label"]["formatter"] == label


def test_equal_worlds_are_one_fan() -> None:
    assert {each["id"][0] for each in drawn(a_fan(0.5), None)["series"]} == {"a"}


def test_weeks_without_a_value_are_gaps_and_the_point_stands_at_the_last_value() -> None:
    gaps = a_fan(0.6).lines.copy()
    gaps[:, [0, -1]] = np.nan
    chart = drawn(a_fan(0.5), Fan(gaps))
    assert series(chart, "b-median")["data"][0] is None
    assert series(chart, "b-end")["data"] == [[WEEKS - 2, 0.6]]


def test_nothing_played_yet_leaves_axes_and_no_points() -> None:
    nothing = Fan(np.full((5, WEEKS), np.nan))
    assert series(drawn(nothing, None), "a-end")["data"] == []
    chart = difference_chart(nothing, Axis.of_difference(nothing), QUALITY, words_in("en"))
    assert chart["yAxis"]["min"] < 0 < chart["yAxis"]["max"]


def test_patch_has_all_that_changes_and_little_else() -> None:
    whole = drawn(a_fan(0.5), a_fan(0.6))
    part = patch(whole)
    assert part["yAxis"]["axisLabel"] == whole["yAxis"]["axisLabel"]
    assert [each["data"] for each in part["series"]] == [each["data"] for each in whole["series"]]
    assert set(part) == {"yAxis", "series"}


def test_difference_of_shares_is_in_percentage_points_with_a_sign() -> None:
    found = a_fan(0.05, half=0.02)
    chart = difference_chart(found, Axis.of_difference(found), KEPT, words_in("nl"))
    assert chart["yAxis"]["axisLabel"]["texts"] == ["−10", "−5", "0", "+5", "+10"]
    assert series(chart, "difference-end")["label"]["formatter"].startswith("+5,0")
    assert series(chart, "difference-median")["markLine"]["data"] == [{"yAxis": 0}]


@given(
    st.floats(-1, 1),
    st.floats(0.0, 0.5),
    st.floats(-1, 1),
)
def test_axis_of_difference_shows_all_of_it_and_zero(middle: float, half: float, later: float) -> None:
    found = a_fan(middle, half)
    axis = Axis.of_difference(found)
    low, high = float(axis.values[0]), float(axis.values[-1])
    assert low <= min(0, found.lines.min()) + 1e-9 and high >= max(0, found.lines.max()) - 1e-9
    assert 2 <= len(axis.values) <= 6
    grown = axis.grown([a_fan(later, half)])
    assert grown.values[0] <= low + 1e-9 and grown.values[-1] >= high - 1e-9
    assert grown.values[0] - 1e-9 <= later <= grown.values[-1] + 1e-9


def test_axis_holds_still_while_the_middle_lines_stay_on_it() -> None:
    axis = Axis.of_worlds([a_fan(0.5), a_fan(0.6)])
    assert axis.grown([a_fan(0.65, half=0.4)]) is axis
