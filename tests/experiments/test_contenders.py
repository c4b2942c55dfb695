"""Which scenarios a comparison holds against each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from experiments.contenders import contenders
from sim.errors import InputError
from sim.parameters import PARAMETERS


def test_settings_hold_for_all_of_several_scenarios() -> None:
    chosen = contenders(["top_x", "fixed_faces"], {"trust.initial": 0.7})
    assert [scenario.value("trust.initial") for scenario in chosen.scenarios] == [0.7, 0.7]
    assert chosen.shared == {"trust.initial": 0.7}
    assert chosen.name == "top_x_vs_fixed_faces_trust.initial_0.7"
    assert contenders(["top_x", "fixed_faces"], {}).name == "top_x_vs_fixed_faces"


def test_no_two_settings_share_a_name_and_every_name_fits_any_folder() -> None:
    weights = [name for name, parameter in PARAMETERS.items() if parameter.is_weight]
    many = [dict.fromkeys(weights, 0.0), dict.fromkeys(weights[1:], 0.0)]
    settings = [{"trust.initial": 0.7}, {"trust.initial": 0.7000001}, {"trust.density": 0.7}, *many]
    found = [contenders(["top_x"], each).name for each in settings]
    assert len(set(found)) == len(found)
    for name in found:
        assert re.fullmatch(r"[\w.-]{1,100}", name, re.ASCII)
        assert name[-1] != "."
    backwards = [contenders(["top_x"], dict(reversed(each.items()))).name for each in settings]
    assert backwards == found


def test_one_scenario_is_held_against_itself_under_the_settings() -> None:
    chosen = contenders(["top_x"], {"trust.initial": 0.7, "run.weeks": 10})
    first, second = chosen.scenarios
    assert (first.value("trust.initial"), second.value("trust.initial")) == (0.45, 0.7)
    assert (first.weeks, second.weeks) == (10, 10)
    assert chosen.shared == {"run.weeks": 10}
    assert second.name == "top_x_trust.initial_0.7"
    assert chosen.name == "top_x_vs_top_x_trust.initial_0.7_run.weeks_10"
    assert second.title.en == "Top X as it was studied, with Trust at the start = 0.7"
    assert second.title.nl == "Top X zoals onderzocht, met Vertrouwen bij de start = 0,7"


def test_expectations_hold_against_the_scenario_that_one_extends(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('title = { en = "Mine" }\nextends = "fixed_faces"\n[expects]\ntrust = "lower"\n')
    chosen = contenders(["fixed_faces", str(mine), "media_storm", "top_x"], {})
    expected = [dict(chosen.expects(scenario)) for scenario in chosen.scenarios]
    assert expected == [{}, {"trust": "lower"}, {}, {}]
    assert chosen.written_for == {"mine": "fixed_faces", "media_storm": "top_x"}


def test_few_are_told_in_full_and_many_at_a_glance() -> None:
    assert not contenders(["top_x"] * 7, {}).at_a_glance
    assert contenders(["top_x"] * 8, {}).at_a_glance


@pytest.mark.parametrize("settings", [{}, {"run.weeks": 10}])
def test_one_scenario_alone_is_nothing_to_compare(settings: dict[str, int]) -> None:
    with pytest.raises(InputError, match="nothing to compare"):
        contenders(["top_x"], settings)


def test_a_scenario_that_comes_again_gets_a_number() -> None:
    chosen = contenders(["top_x", "top_x", "fixed_faces", "top_x"], {})
    assert [scenario.name for scenario in chosen.scenarios] == ["top_x", "top_x_2", "fixed_faces", "top_x_3"]
    assert chosen.name == "top_x_vs_top_x_2_and_2_more"
