"""The engine plays the same week as the Mesa model, to the bit, however it is asked."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios import load, names
from sim.draws import key_of, run_seed
from sim.engine.rooms import Room
from sim.engine.table import leaves
from sim.model import CaseConferenceModel
from sim.parameters import PARAMETERS
from sim.runs import each_batch, run_seeds, simulate
from sim.scenario import Scenario
from sim.stage import Stage
from sim.timetable import timetable

ROOT = Path(__file__).parents[2]
FREE = [name for name in PARAMETERS if not name.startswith("run.")]


def parting(scenario: Scenario, seed: int, network: bool = True) -> str:
    """Return where the two players part: first week and first value, with case or person; '' if nowhere."""
    stage = _played(scenario, seed, network)
    tallies, _ = _room(scenario, network).play(_keys(seed))
    rows = [
        week for week in range(stage.weeks) if not np.array_equal(stage.tally()[week], tallies[0, week], equal_nan=True)
    ]
    if not rows:
        return _difference(scenario, seed, network, stage.weeks)
    return _difference(scenario, seed, network, rows[0] + 1) or f"week {rows[0]}: only the tally differs"


def _difference(scenario: Scenario, seed: int, network: bool, weeks: int) -> str:
    short = scenario.set({"run.weeks": weeks})
    stage = _played(short, seed, network)
    room = _room(short, network)
    room.play(_keys(seed))
    for path, compiled in leaves(room.world):
        plain = stage.world
        for name in path:
            plain = getattr(plain, name)
        if isinstance(compiled, np.ndarray):
            values = np.asarray(plain)
            part = compiled[tuple(slice(size) for size in values.shape)]  # the engine keeps room to spare
            differing = np.argwhere(~((values == part) | ((values != values) & (part != part))))
            if len(differing):
                return f"week {weeks - 1}: {'.'.join(path)}{differing[0].tolist()} (people, cases, facets by number)"
    return ""


def _played(scenario: Scenario, seed: int, network: bool) -> Stage:
    if network:
        return CaseConferenceModel(scenario, rng=seed).run().stage
    stage = Stage(scenario, seed, network=False)
    for week in range(stage.weeks):
        stage.play(week)
    return stage


def _room(scenario: Scenario, network: bool) -> Room:
    return Room(scenario, timetable(scenario), 400, network)


def _keys(seed: int) -> Any:
    return np.array([key_of(seed)], np.uint64)


@pytest.mark.parametrize("name", names())
def test_every_shipped_scenario_has_the_same_bits_from_both_players(name: str) -> None:
    scenario = load(name)
    outcomes = simulate(scenario, runs=5, seed=2)
    weekly = simulate(scenario, runs=5, seed=2, weekly=True)
    for row, seed in enumerate(outcomes["seed"]):
        model = CaseConferenceModel(scenario, rng=seed).run()
        for outcome, value in model.outcomes().items():
            assert np.array_equal(value, outcomes[outcome][row], equal_nan=True), parting(scenario, int(seed))
        for outcome, series in model.weekly().items():
            assert np.array_equal(series, weekly[outcome][row], equal_nan=True), parting(scenario, int(seed))


@st.composite
def scenarios_anywhere(draw: st.DrawFn) -> Scenario:
    """Settings anywhere in their ranges, weights included, sizes kept small enough to play many."""
    values: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(FREE), min_size=5, max_size=60, unique=True)):
        parameter = PARAMETERS[name]
        if parameter.kind == "category":
            values[name] = draw(st.sampled_from(parameter.choices))
        elif parameter.kind == "integer":
            values[name] = draw(st.integers(int(parameter.low), int(min(parameter.high, 40))))
        else:
            values[name] = draw(st.floats(parameter.low, parameter.high))
    if all(values.get(f"network.{domain}_organisations") == 0 for domain in ("care", "safety", "social")):
        values["network.care_organisations"] = 1
    scenario = load(draw(st.sampled_from(names()))).set({"run.weeks": draw(st.integers(1, 30))} | values)
    changed = {"continuity.same_faces": draw(st.floats(0, 1)), "rules.acts.ebb": draw(st.floats(0.4, 1.6))}
    if draw(st.booleans()) and scenario.weeks > 2:
        scenario = Scenario.from_dict(scenario.to_dict() | {"changes": [{"week": 2, "set": changed}]})
    return scenario


def assert_same_everywhere(scenario: Scenario, seed: int) -> None:
    assert parting(scenario, seed) == ""
    assert parting(scenario, seed, network=False) == ""


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(scenario=scenarios_anywhere(), seed=st.integers(0, 2**53 - 1))
def test_settings_anywhere_have_the_same_bits(scenario: Scenario, seed: int) -> None:
    assert_same_everywhere(scenario, seed)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(scenario=scenarios_anywhere(), seed=st.integers(0, 2**53 - 1))
def test_two_hundred_settings_have_the_same_bits(scenario: Scenario, seed: int) -> None:
    assert_same_everywhere(scenario, seed)


def test_a_difference_names_week_and_place(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load("top_x").set({"run.weeks": 12})
    play = Stage.play

    def tampered(self: Stage, week: int) -> None:
        if week == 7:
            self.world.people.caution[5] += 1e-9
        play(self, week)

    monkeypatch.setattr(Stage, "play", tampered)
    assert parting(scenario, 17).startswith("week 7: people.caution[5]")


def test_threads_batches_and_order_change_no_bit() -> None:
    scenario = load("top_x").set({"run.weeks": 20})
    seeds = run_seeds(3, 230).tolist()
    together = {seed: row for batch in each_batch(scenario, seeds, workers=3) for seed, row in _rows(batch)}
    backwards = {seed: row for batch in each_batch(scenario, seeds[::-1], workers=1) for seed, row in _rows(batch)}
    single = dict(_rows(next(iter(each_batch(scenario, [seeds[100]], workers=1)))))
    assert together == backwards
    assert single[seeds[100]] == together[seeds[100]]
    assert list(together) == seeds


@pytest.mark.parametrize("own_model", [None, CaseConferenceModel])
def test_outcomes_that_are_asked_for_have_the_bits_of_all_of_them(own_model: Any) -> None:
    scenario = load("top_x").set({"run.weeks": 20})
    seeds, asked = run_seeds(3, 4).tolist(), ["weeks_to_plan", "risk"]
    (whole,) = each_batch(scenario, seeds, workers=1)
    for wanted in (asked, [*asked, "network_effectiveness"]):
        for batch in each_batch(scenario, seeds, outcomes=wanted, model=own_model, workers=1):
            assert list(batch.outcomes) == wanted
            for name, values in batch.outcomes.items():
                places = [whole.seeds.index(seed) for seed in batch.seeds]
                assert values.tobytes() == whole.outcomes[name][places].tobytes()


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="processes do not fork here")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
def test_a_forked_process_has_threads_of_its_own() -> None:
    scenario = load("top_x").set({"run.weeks": 2})
    expected = simulate(scenario, runs=4, workers=2)["risk"]  # from here on there are threads
    with multiprocessing.get_context("fork").Pool(1) as pool:
        found = pool.apply_async(simulate, [scenario], {"runs": 4, "workers": 2}).get(timeout=60)["risk"]
    np.testing.assert_array_equal(found, expected)


def _rows(batch: Any) -> list[tuple[int, bytes]]:
    table = np.stack(list(batch.outcomes.values()), axis=-1)
    return [(seed, table[row].tobytes()) for row, seed in enumerate(batch.seeds)]


def test_more_cases_than_there_is_room_for_get_more_room() -> None:
    scenario = load("top_x").set({"run.weeks": 40, "cases.arrivals_per_year": 300})
    small = Room(scenario, timetable(scenario), 20, True)
    _, waits = small.play(_keys(5))
    assert (waits == -1).all()
    fitting = Room(scenario, timetable(scenario), 600, True)
    _, waits = fitting.play(_keys(5))
    assert (waits > 0).all()


FRESH = """
import numpy as np
from scenarios import load
from sim import simulate
rows = simulate(load("top_x").set({"run.weeks": 5}), runs=2, seed=4)
print(repr(float(np.nansum([values.sum() for name, values in rows.items() if name != "seed"]))))
"""


def fresh(folder: Path, cache: Path, path: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Simulate in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(path), "CASUSOVERLEG_CACHE": str(cache)}
    return subprocess.run(
        [sys.executable, "-c", FRESH], cwd=folder, env=environment, capture_output=True, text=True, timeout=300
    )


@pytest.mark.slow
def test_what_was_compiled_is_kept_and_a_changed_rule_is_never_played_from_it(tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    for package in ("sim", "scenarios"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    cache = tmp_path / "cache"
    first, second = fresh(tmp_path, cache, copy), fresh(tmp_path, cache, copy)
    assert "compiling" in first.stderr
    assert second.stderr == ""
    assert first.stdout == second.stdout != ""
    rule = copy / "sim" / "rules" / "cases.py"
    stamp = rule.stat()
    text = rule.read_text("utf-8")
    assert "return 0.5 + 0.5 * luck" in text
    rule.write_text(text.replace("return 0.5 + 0.5 * luck", "return 0.4 + 0.6 * luck"), "utf-8")
    os.utime(rule, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    changed = fresh(tmp_path, cache, copy)
    assert "compiling" in changed.stderr
    assert changed.stdout not in ("", first.stdout)


@pytest.mark.slow
def test_where_nothing_can_be_kept_it_runs_all_the_same(tmp_path: Path) -> None:
    blocked = tmp_path / "a file in the way"
    blocked.write_text("")
    done = fresh(tmp_path, blocked / "cache")
    assert done.returncode == 0, done.stderr
    assert "compiling" in done.stderr
    rows = simulate(load("top_x").set({"run.weeks": 5}), runs=2, seed=4)
    expected = float(np.nansum([values.sum() for name, values in rows.items() if name != "seed"]))
    assert done.stdout.strip() == repr(expected)


def test_run_seeds_reach_the_draws_whole() -> None:
    assert key_of(run_seed(1, 0)) == run_seed(1, 0)
    scenario = load("top_x").set({"run.weeks": 3})
    for seed in (0, 2**53 - 1, 2**64 - 1, -1):
        assert parting(scenario, seed) == ""
