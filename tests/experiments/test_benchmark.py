"""The benchmark: what it counts, how it computes, what it says; never how long something takes."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.text import Text

import sim.rules.scale
from experiments.benchmark import clock, counting, findings, floor, fresh, memory, speed, table
from experiments.benchmark.clock import Task, Times
from experiments.benchmark.counting import Counts
from experiments.benchmark.findings import Findings, Target
from experiments.benchmark.fresh import Start
from experiments.benchmark.plan import Plan, chosen
from experiments.benchmark.speed import Player, Step, Threads
from experiments.benchmark.sweep import Sweep
from experiments.figures.benchmark import benchmark_figure
from experiments.words import words_in
from scenarios import load
from sim.draws import Luck
from sim.errors import WorkError
from sim.model import CaseConferenceModel
from sim.stage import Stage

SHORT = load("top_x").set({"run.weeks": 6})
SMALL = Plan(
    scenario=SHORT,
    distinct=2,
    runs=4,
    repetitions=1,
    runs_on_threads=4,
    repetitions_on_threads=1,
    runs_of_growth=2,
    repetitions_of_growth=1,
    repetitions_of_sweep=1,
    starts=1,
    memory=(2, 4),
    growth=(("run.weeks", (2, 4)),),
)
COUNTS = Counts(groups=10, exponentials=5, reads=200, writes=40, zeros=60)
_NAMES = ("engine", "all_cores", *floor.PARTS, "network", "alone", "mesa", "batch_run")


def found(**seconds: float) -> Findings:
    """Return findings in which everything takes one second, but for what is given."""
    times = {name: Times((seconds.get(name, 1.0),) * 3) for name in _NAMES}
    return Findings(
        plan=SMALL,
        cores=2,
        player=Player(COUNTS, times),
        threads=Threads(1.9, 2.0, 0.95),
        growth={"run.weeks": [Step(2, 0.1), Step(4, 0.2)], "network.people_per_organisation": [Step(1, 0.1)]},
        start=Start(0.4, 1.0, 0.6),
        memory={2: 100.0 * 2**20, 4: 130.0 * 2**20},
        compiling=None,
    )


def test_a_counted_run_is_the_run_itself_and_leaves_the_rules_as_they_were() -> None:
    seed = SMALL.seeds[0]
    model = CaseConferenceModel(SHORT, rng=seed).run()
    counted = CaseConferenceModel(SHORT, rng=seed).stage
    counts = counting.count_stage(counted, SHORT)
    np.testing.assert_array_equal(counted.tally(), model.stage.tally())
    assert min(dataclasses.astuple(counts)) > 0
    assert sim.rules.scale.math is math


def test_counts_grow_with_weeks_and_alone_does_less() -> None:
    seed = SMALL.seeds[0]
    longer = SHORT.set({"run.weeks": 12})
    short, long = (counting.count_run(scenario, seed) for scenario in (SHORT, longer))
    alone = counting.count_stage(Stage(SHORT, seed, network=False), SHORT)
    for name in ("groups", "exponentials", "reads", "writes"):
        assert getattr(alone, name) < getattr(short, name) < getattr(long, name) < 3 * getattr(short, name)


def test_stand_ins_count_each_access_and_each_group_once() -> None:
    tally = counting._Tally()
    view = counting._watched([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]], tally)
    view[1][2] = 5.0
    assert (view[1][2], len(view[1])) == (5.0, 3)
    assert [row.all() for row in view] == [[0.0, 0.0, 0.0], [0.0, 0.0, 5.0]]
    assert (tally.reads, tally.writes) == (1 + 6, 1)
    block = counting._Luck(Luck(1), tally).block(1, 0, 0, 12)
    assert [block[place] for place in (0, 3, 4, 0, 11)] == [Luck(1).block(1, 0, 0, 12)[p] for p in (0, 3, 4, 0, 11)]
    assert tally.groups == 3
    mathematics = counting._Mathematics(tally)
    assert (mathematics.exp(1.0), mathematics.sqrt(4.0), tally.exponentials) == (math.e, 2.0, 1)


def test_counts_add_up_and_are_shared() -> None:
    assert (COUNTS + COUNTS).shared_by(2) == COUNTS
    assert sum([COUNTS, COUNTS], Counts()).reads == 400


class _Memory:
    """Memory that counts."""

    def __init__(self) -> None:
        self.done = {"reads": 0, "writes": 0, "zeros": 0}

    def __len__(self) -> int:
        return 8

    def __getitem__(self, place: int) -> int:
        assert 0 <= place < 8
        self.done["reads"] += 1
        return place

    def __setitem__(self, place: Any, value: int) -> None:
        if isinstance(place, slice):
            self.done["zeros"] += len(range(8)[place])
        else:
            assert 0 <= place < 8
            self.done["writes"] += 1


@pytest.mark.parametrize(("reads", "writes", "zeros"), [(0, 0, 0), (11, 7, 3), (8, 16, 20)])
def test_the_floor_does_as_much_as_it_is_told(reads: int, writes: int, zeros: int) -> None:
    memory = _Memory()
    floor.touch(memory, reads, writes, zeros)
    assert memory.done == {"reads": reads, "writes": writes, "zeros": zeros}
    tally = counting._Tally()

    class Play:
        luck = counting._Luck(Luck(3), tally)

    floor.draw(Play(), reads)
    assert tally.groups == reads


def test_compiled_loops_do_the_same() -> None:
    class Play:
        luck = Luck(1)

    assert floor.compiled(floor.draw)(np.uint64(1), 9) == floor.draw(Play(), 9)
    assert floor.compiled(floor.raise_e)(9) == floor.raise_e(9)
    assert 0.0 < floor.compute(3) == pytest.approx(floor.compiled(floor.compute)(3))
    parts = floor.parts(COUNTS, 2)
    assert tuple(parts) == floor.PARTS
    for play in (*parts.values(), floor.arithmetic(10, 1), floor.arithmetic(10, 2)):
        play()


def test_tasks_take_turns_and_the_first_turn_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[str] = []
    moments = iter([0.0, 50.0, 50.0, 60.0, 60.0, 61.0, 61.0, 65.0, 65.0, 67.0, 67.0, 73.0])
    monkeypatch.setattr(clock.time, "perf_counter", lambda: next(moments))
    tasks = {name: Task(partial(played.append, name), runs) for name, runs in (("a", 1), ("b", 2))}
    times = clock.interleaved(tasks, 2)
    assert played == ["a", "b"] * 3
    assert times == {"a": Times((1.0, 2.0)), "b": Times((2.0, 3.0))}


def test_a_ratio_is_the_middle_of_the_ratios_of_repetitions() -> None:
    one, other = Times((2.0, 3.0, 40.0)), Times((1.0, 3.0, 10.0))
    assert (one.median, one.rate, one.over(other)) == (3.0, 1 / 3, 2.0)
    player = found(draws=0.1, exponentials=0.2, memory=0.3).player
    assert player.floor.seconds == pytest.approx((0.6,) * 3)


@pytest.mark.parametrize(
    ("measured", "low", "met", "aim_met"),
    [(1.0, True, True, True), (2.0, True, True, False), (4.0, True, False, False), (math.nan, True, False, False),
     (1.0, False, False, False), (3.0, False, True, True)],
)  # fmt: skip
def test_targets(measured: float, low: bool, met: bool, aim_met: bool) -> None:
    target = Target("floor", measured, 3.0, low=low, aim=1.5 if low else 3.0)
    assert (target.met, target.aim_met) == (met, aim_met)
    assert dataclasses.replace(target, aim=None).aim_met is None


def test_findings_stand_beside_their_targets() -> None:
    here = found(engine=0.01, mesa=0.5, draws=0.002, exponentials=0.001, memory=0.001, alone=0.2, network=1.0)
    measured = {target.name: (round(target.measured, 9), target.met) for target in here.targets}
    assert measured == {
        "floor": (2.5, True),
        "mesa": (50.0, True),
        "threads": (0.95, True),
        "alone": (0.2, True),
        "first_call": (0.6, False),
        "memory": (30.0, True),
    }
    sweep = Sweep(runs=121, rate=400.0, share=0.9, memory=1.5 * 2**30)
    full = dataclasses.replace(here, threads=None, compiling=21.0, sweep=sweep)
    assert [(target.name, target.met) for target in full.targets if target.name not in measured] == [
        ("compiling", False), ("sweep", True), ("sweep_memory", False),
    ]  # fmt: skip
    assert "threads" not in {target.name for target in full.targets}
    assert full.document()["sweep"]["runs"] == 121
    assert full.document()["threads"] is None


def test_a_small_benchmark_measures_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "_STEPS", 1000)
    monkeypatch.setattr(findings, "cpu_count", lambda: 2)
    monkeypatch.setattr(fresh, "said", lambda code, more=None: "7")
    told: list[str] = []
    here = findings.measure(dataclasses.replace(SMALL, compile=True, runs_of_sweep=130), told.append)
    assert told == ["players", "threads", "growth", "start", "memory", "compiling", "sweep"]
    assert here.sweep is not None
    assert (here.sweep.runs, here.sweep.memory) == (2 * 121, 7.0)
    assert set(here.player.times) == set(_NAMES)
    assert all(math.isfinite(target.measured) for target in here.targets)
    assert [step.value for step in here.growth["run.weeks"]] == [2, 4]
    assert (here.memory, here.compiling) == ({2: 7.0, 4: 7.0}, 7.0)
    json.dumps(here.document(), allow_nan=False)


def test_processes_of_their_own() -> None:
    said = fresh.said("from experiments.benchmark.memory import peak; print(peak())")
    assert 5e6 < float(said) < 5e8
    assert memory.peak() > float(said)
    with pytest.raises(WorkError, match="ZeroDivisionError"):
        fresh.said("1 / 0")


def test_full_measures_more() -> None:
    quick, full = chosen(full=False), chosen(full=True)
    assert (quick.compile, full.compile) == (False, True)
    assert (quick.runs_of_sweep, chosen(full=False, runs_of_sweep=9).runs_of_sweep) == (0, 9)
    assert full.runs_of_sweep > 1000
    assert max(full.memory) == 100_000
    assert quick.seeds_of(6) == [*quick.seeds, *quick.seeds[:2]]


@pytest.fixture
def canned(monkeypatch: pytest.MonkeyPatch) -> Findings:
    sweep = Sweep(runs=121, rate=400.0, share=0.9, memory=5e8)
    here = dataclasses.replace(found(engine=0.01, mesa=0.5), sweep=sweep)

    def measure(plan: Plan, tell: Callable[[str], None]) -> Findings:
        tell("players")
        return here

    monkeypatch.setattr(findings, "measure", measure)
    monkeypatch.setattr("sim.runs.prepare", lambda announce: None)
    return here


def test_the_command_leaves_document_figure_and_manifest(overleg: Any, canned: Findings) -> None:
    said = overleg("benchmark")
    assert said.code == 0
    assert "121 runs on all cores, 400 a second" in said.out
    assert "not met" in said.out and "Mesa model: times the engine" in said.out
    assert "Timing the engine" in said.err
    folder = Path("overleg-output/benchmark")
    assert {path.name for path in folder.iterdir()} == {
        "benchmark.json", "benchmark.png", "benchmark.svg", "manifest.json",
    }  # fmt: skip
    document = json.loads((folder / "benchmark.json").read_text("utf-8"))
    assert document["counted_in_a_run"]["reads"] == COUNTS.reads
    assert document["runs_a_second"]["engine"] == pytest.approx(100.0)


def test_the_command_answers_programs_and_speaks_dutch(overleg: Any, canned: Findings) -> None:
    said = overleg("benchmark", "--format", "json", "--out", "here", "--quiet")
    assert (said.err, [target["name"] for target in said.json["targets"]][:2]) == ("", ["floor", "mesa"])
    assert Path("here/benchmark.svg").exists()
    dutch = overleg("benchmark", "--format", "csv", "--lang", "nl", "--quiet").out.splitlines()
    assert dutch[0].split(";")[:3] == ["target", "title", "measured"]
    assert "Mesa-model: maal de motor;50,0" in dutch[2]
    assert "niet gehaald" in overleg("benchmark", "--lang", "nl", "--quiet").out
    assert overleg("benchmark", "--out", "").code == 2


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_figure_names_every_player_and_nothing_is_cut_off(language: str) -> None:
    words, here = words_in(language), found(engine=0.003, all_cores=0.0015, mesa=0.2, batch_run=0.17, memory=0.001)
    figure = benchmark_figure(here, words, footer="x")
    figure.draw_without_rendering()
    labels = [label for label in figure.findobj(Text) if label.get_text() and label.get_visible()]
    said = {label.get_text() for label in labels}
    assert {words(f"benchmark.player.{name}", cores=2) for name in table.SPEEDS} <= said
    for label in labels:
        box = label.get_window_extent()
        assert box.x0 >= 0 and box.x1 <= figure.bbox.x1, label.get_text()
