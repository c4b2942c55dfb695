"""The store of a sweep: what is there stays there, whatever happens to the process, the disk or the neighbours."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pyarrow import parquet

from experiments.designs import Plan, designed, read_factor
from experiments.sweep.merging import write_runs
from experiments.sweep.playing import Crew, play_into
from experiments.sweep.store import RUNS, opened
from experiments.sweep.study import Study
from scenarios import load
from sim.errors import InputError, WorkError

ROOT = Path(__file__).parents[2]
WORLD = load("top_x").set({"run.weeks": 3})
# A shell that starts the tests in the background has them, and what they start, ignore Ctrl-C.
HEEDING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
CODE = f"{HEEDING}; import sys; sys.argv[0] = 'overleg'; from experiments.cli import main; main()"
GRID = ("sweep", "top_x", "--vary", "trust.initial=0:1:11", "--vary", "continuity.same_faces=0:1:11", "--quiet")


def study(levels: int = 5) -> Study:
    factors = (read_factor(f"trust.initial=0:1:{levels}"),)
    return Study(WORLD, designed(Plan("grid", factors), WORLD.values, 1), 1)


def begin(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start the command line in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "en_GB.UTF-8"}
    command = [sys.executable, "-c", CODE, *arguments, "--out", str(folder)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def chunks_in(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (folder / "sweep-parts").glob("runs*.parquet")}


def wait_for_chunks(process: subprocess.Popen[bytes], folder: Path, count: int) -> None:
    while process.poll() is None and len(chunks_in(folder)) < count:
        time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_five_times_and_resumed_it_has_the_same_content(tmp_path: Path) -> None:
    arguments = (*GRID, "--runs", "60", "--weeks", "40")
    assert begin(tmp_path / "whole", *arguments).wait() == 0
    cut = tmp_path / "cut"
    for _kill in range(5):
        before = chunks_in(cut)
        process = begin(cut, *arguments)
        wait_for_chunks(process, cut, len(before) + 1)
        assert process.poll() is None, "it should be killed before the end"
        process.send_signal(signal.SIGKILL)
        process.wait()
        after = chunks_in(cut)
        assert after.items() > before.items()  # nothing that was there was played again
    assert begin(cut, *arguments).wait() == 0
    assert (cut / RUNS).read_bytes() == (tmp_path / "whole" / RUNS).read_bytes()
    assert not (cut / "sweep-parts").exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a whole console")
def test_interrupted_it_says_what_is_kept_and_leaves_with_130(tmp_path: Path) -> None:
    process = begin(tmp_path / "cut", *GRID[:-1], "--runs", "200", "--weeks", "40", "--format", "json")
    wait_for_chunks(process, tmp_path / "cut", 2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"runs are kept in" in said
    assert b"Traceback" not in said
    assert chunks_in(tmp_path / "cut")


def test_more_runs_are_added_to_those_that_are_finished(tmp_path: Path) -> None:
    for runs in (2, 5):
        with opened(tmp_path, study()) as store:
            assert store.finished == (0 if runs == 2 else 2)
            play_into(store, runs, Crew.of(1))
            write_runs(store, runs, lambda piece: None)(tmp_path / "new")
        (tmp_path / "new").replace(tmp_path / RUNS)
        with opened(tmp_path, study()) as store:
            store.clear(runs)
            assert store.chunks() == []
    added = parquet.read_table(tmp_path / RUNS)
    whole = tmp_path / "whole"
    whole.mkdir()
    with opened(whole, study()) as store:
        play_into(store, 5, Crew.of(1))
        write_runs(store, 5, lambda piece: None)(whole / RUNS)
    assert added.equals(parquet.read_table(whole / RUNS))


def test_two_processes_on_one_folder_are_refused(tmp_path: Path) -> None:
    with opened(tmp_path, study()), pytest.raises(WorkError, match="another process is at work"), opened(
        tmp_path, study()
    ):
        pass
    with opened(tmp_path, study()):
        pass  # after the first has ended, it is free again


def test_a_folder_of_another_study_is_refused_unless_it_may_be_thrown_away(tmp_path: Path) -> None:
    with opened(tmp_path, study()) as store:
        play_into(store, 2, Crew.of(1))
    with pytest.raises(InputError, match=r"--out: .*another number of points: 5, not 6.*--afresh"), opened(
        tmp_path, study(6)
    ):
        pass
    assert len(chunks_in(tmp_path)) == 2
    with opened(tmp_path, study(6), afresh=True) as store:
        assert store.chunks() == []
        play_into(store, 1, Crew.of(1))
    assert len(chunks_in(tmp_path)) == 1


@pytest.mark.parametrize("finished", [False, True])
def test_what_is_different_about_the_study_that_is_there_is_told(tmp_path: Path, finished: bool) -> None:
    with opened(tmp_path, study()) as store:
        play_into(store, 1, Crew.of(1))
        if finished:
            write_runs(store, 1, lambda piece: None)(tmp_path / RUNS)
            store.clear(1)
    here = study()
    mandate = designed(Plan("grid", (read_factor("mandate.share=0:1:5"),)), WORLD.values, 1)
    sampled = designed(Plan("sobol", here.design.factors, 4), WORLD.values, 1)
    others = {
        "another scenario: top_x, not media_storm": replace(here, scenario=load("media_storm")),
        "another seed: 1, not 2": replace(here, seed=2),
        "another design: grid, not sobol": replace(here, design=sampled),
        "something else varies: trust.initial, not mandate.share": replace(here, design=mandate),
        "other values, settings or classes": replace(here, scenario=WORLD.set({"media.baseline": 0.9})),
    }
    for said, other in others.items():
        with pytest.raises(InputError, match=said), opened(tmp_path, other):
            pass


def test_of_a_file_that_says_nothing_no_more_is_told_than_is_known(tmp_path: Path) -> None:
    (tmp_path / RUNS).write_bytes(b"no runs")
    with pytest.raises(InputError, match="something else: another scenario, design, seed or version"), opened(
        tmp_path, study()
    ):
        pass


def test_a_full_disk_is_told_and_what_was_kept_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, written = parquet.write_table, []

    def until_full(table: object, path: Path) -> None:
        if len(written) == 2:
            path.write_bytes(b"half")
            raise OSError(28, "No space left on device")
        write(table, path)
        written.append(path)

    with opened(tmp_path, study()) as store:
        monkeypatch.setattr(parquet, "write_table", until_full)
        with pytest.raises(WorkError, match=r"runs-.*could not be written: No space left"):
            play_into(store, 4, Crew.of(1))
        monkeypatch.undo()
    assert len(chunks_in(tmp_path)) == 2
    assert not list((tmp_path / "sweep-parts").glob("*.partial"))
    with opened(tmp_path, study()) as store:
        kept = chunks_in(tmp_path)
        play_into(store, 4, Crew.of(1))
    assert chunks_in(tmp_path).items() > kept.items()


def test_what_a_killed_process_left_half_written_is_cleared(tmp_path: Path) -> None:
    with opened(tmp_path, study()) as store:
        play_into(store, 1, Crew.of(1))
    half = tmp_path / "sweep-parts" / "runs-000001-000002-points-000000-000005.parquet.partial"
    half.write_bytes(b"half")
    with opened(tmp_path, study()) as store:
        assert store.done(2).tolist() == [[True], [False]]
    assert not half.exists()
