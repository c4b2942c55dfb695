"""The examples in experiments/sweep/README.md do what they say."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import experiments.sweep

TEXT = (Path(experiments.sweep.__file__).parent / "README.md").read_text("utf-8")
BLOCKS = [
    block.replace('load("top_x")', 'load("top_x").set({"run.weeks": 6})').replace("runs=20", "runs=2")
    for block in re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)
]


def test_three_lines_give_a_table_of_runs(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    exec(BLOCKS[0] + BLOCKS[1], names)
    assert len([line for line in BLOCKS[0].splitlines() if line]) == 3
    assert len(names["runs"]) == 5 * 2 * 2
    assert names["quality"].shape == (5, 2)
    assert "self_governed" in capsys.readouterr().out


def test_salib_is_served(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    exec(BLOCKS[2], names)
    assert names["points"].shape == (24, 2)
    assert "mu_star" in capsys.readouterr().out


@pytest.mark.skipif(find_spec("ema_workbench") is None, reason="EMA Workbench is not installed")
def test_ema_workbench_is_served() -> None:
    names: dict[str, Any] = {}
    exec(BLOCKS[3].replace("100)", "30)").replace("< 0.1", "< 0.01"), names)
    assert len(names["tried"]) == 30
    assert len(names["outcomes"]["effectiveness"]) == 30


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_three_lines_give_a_table_of_indices() -> None:
    names: dict[str, Any] = {}
    exec(BLOCKS[4], names)
    assert len([line for line in BLOCKS[4].splitlines() if line]) == 3
    assert {"trust.initial", "mandate.share"} == set(names["table"]["name"])
    assert names["table"]["outcome"].unique().tolist() == ["risk", "compulsory_share"]
