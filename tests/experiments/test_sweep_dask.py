"""Sweeps on a Dask cluster: the same bits as here, whatever happens to its workers; others are refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from distributed import Client

from experiments import cluster as dask
from experiments.cluster import Likeness, cluster, likeness
from experiments.sweep import sweep
from experiments.sweep.store import Store
from scenarios import load
from sim.errors import WorkError
from sim.model import CaseConferenceModel
from sim.runs import run_seeds

Overleg = Callable[..., Any]
ROOT = Path(__file__).parents[2]
GRID = ("sweep", "top_x", "--vary", "trust.initial=0:1:5", "--vary", "continuity.same_faces=0:1:5")
WORLD = load("top_x").set({"run.weeks": 4})
README = Path(sys.modules[sweep.__module__].__file__ or "").with_name("README.md")
EXAMPLE = README.read_text("utf-8").rpartition("```python\n")[2].partition("```")[0]
VARY = {"trust.initial": "0:1:5"}
MORE = ("--runs", "40", "--weeks", "10", "--quiet")


class Deadly(CaseConferenceModel):
    """Takes its process with it in one run."""

    def run(self) -> Any:
        """Play, or end the process."""
        if self._scenario.value("trust.initial") == 0.5 and self.run_seed == int(run_seeds(1, 2)[1]):
            os._exit(3)
        return super().run()


@dataclass
class Machines:
    """A scheduler and its workers, each a process of its own; a task in which more workers die is given up."""

    file: Path
    deaths: int
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Return where the scheduler answers."""
        return str(json.loads(self.file.read_text("utf-8"))["address"])

    def start(self, kind: str, *more: str) -> subprocess.Popen[bytes]:
        """Start a process of Dask in the folder of the scheduler's address."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(self.deaths),
        }
        command = [sys.executable, "-m", "dask", kind, "--scheduler-file", str(self.file), "--no-dashboard", *more]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, env=environment, cwd=self.file.parent, **quiet)  # type: ignore[call-overload]

    def add_worker(self, *more: str) -> None:
        """Start a worker with one thread."""
        self.workers.append(self.start("worker", "--nthreads", "1", "--no-nanny", *more))


@contextmanager
def machines(folder: Path, *, workers: int, deaths: int = 3) -> Iterator[Machines]:
    """Give a scheduler with so many workers that it knows of."""
    here = Machines(folder / "scheduler.json", deaths)
    scheduler = here.start("scheduler", "--host", "127.0.0.1", "--port", "0")
    try:
        while not here.file.exists():
            time.sleep(0.05)
        for _ in range(workers):
            here.add_worker()
        with Client(here.address, set_as_default=False) as client:
            client.wait_for_workers(workers)
        yield here
    finally:
        for process in (*here.workers, scheduler):
            process.kill()
            process.wait()


@pytest.mark.slow
def test_a_cluster_plays_the_same_bits_also_when_a_worker_is_killed(
    overleg_played: Overleg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert overleg_played(*GRID, *MORE, "--out", "here").code == 0
    commit, kept = Store.commit, []

    def commit_and_kill(store: Store, *chunk: Any) -> None:
        commit(store, *chunk)
        kept.append(chunk)
        if len(kept) == 2:
            there.workers[0].kill()

    monkeypatch.setattr(Store, "commit", commit_and_kill)
    with machines(tmp_path, workers=2) as there:
        said = overleg_played(*GRID, *MORE, "--dask", there.address, "--out", "there")
        assert (said.code, said.err) == (0, "")
        assert len(kept) > 4
        assert there.workers[0].wait() != 0
    assert (tmp_path / "there" / "runs.parquet").read_bytes() == (tmp_path / "here" / "runs.parquet").read_bytes()


@pytest.mark.slow
def test_workers_that_differ_are_refused_also_when_they_come_late(tmp_path: Path) -> None:
    odd = tmp_path / "odd.py"
    odd.write_text("import experiments.cluster as here\nhere.likeness = lambda: here.Likeness('other', '')\n", "utf-8")
    with machines(tmp_path, workers=1) as there:
        names: dict[str, Any] = {}
        exec(EXAMPLE.replace("tcp://192.168.0.7:8786", there.address).replace("runs=20", "runs=2"), names)
        assert len(names["runs"]) == 11 * 2
        with cluster(there.address) as workers:
            there.workers[0].kill()
            there.add_worker("--preload", str(odd))
            with pytest.raises(WorkError, match=r"tcp://.*: refused, for this machine has another version"):
                sweep(WORLD, {"trust.initial": "0:1:5"}, runs=4, executor=workers, workers=workers.threads)
        with pytest.raises(WorkError, match=r"tcp://.*: refused"), cluster(there.address):
            pass


@pytest.mark.slow
def test_a_deadly_run_is_a_row_and_a_cluster_without_workers_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask, "_SECONDS_ALONE", 1)
    with machines(tmp_path, workers=2, deaths=0) as there, cluster(there.address) as workers:
        assert workers.threads == 2
        frame = sweep(WORLD, VARY, runs=2, model=Deadly, executor=workers, workers=2)
        failed = frame["error"].notna()
        assert frame[failed][["trust.initial", "run"]].to_numpy().tolist() == [[0.5, 1]]
        assert "a worker process stopped" in frame[failed]["error"].item()
        whole = sweep(WORLD, VARY, runs=2)
        pd.testing.assert_frame_equal(frame[~failed], whole[~failed], check_exact=True)
        there.workers[0].kill()
        there.workers[1].kill()
        while workers._client.nthreads():
            time.sleep(0.05)
        with pytest.raises(WorkError, match="the cluster is gone"):
            sweep(WORLD, {"trust.initial": "0:1:41"}, runs=12, executor=workers, workers=2)
        monkeypatch.setattr(dask, "_SECONDS", 1)
        with pytest.raises(WorkError, match="there are no workers"), cluster(there.address):
            pass


class Gone(Executor):
    """Lets go of all work, as a cluster does whose scheduler has stopped."""

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        """Return work that was called off."""
        future: Future[Any] = Future()
        future.cancel()
        future.set_running_or_notify_cancel()
        return future


def test_work_that_was_called_off_is_told() -> None:
    with pytest.raises(WorkError, match="the cluster is gone"):
        sweep(WORLD, VARY, runs=2, executor=Gone())


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--dask", "127.0.0.1:1"), "--dask: no scheduler answers; got '127.0.0.1:1'; allowed: the address that dask"),
        (("--dask", "somewhere"), "--dask: no address; got 'somewhere'"),
        (("--dask", "127.0.0.1:1", "--workers", "2"), "--workers: not beside --dask"),
    ],
)
def test_an_address_without_a_scheduler_is_told_and_nothing_is_left(
    overleg: Overleg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...], said: str
) -> None:
    monkeypatch.setattr(dask, "_SECONDS", 0.5)
    found = overleg(*GRID, *more)
    assert (found.code, found.err.count("\n")) == (2, 1)
    assert said in found.err
    assert list(tmp_path.iterdir()) == []


def test_without_dask_it_tells_how_to_install_it(overleg: Overleg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = overleg(*GRID, "--dask", "127.0.0.1:1")
    assert (said.code, "--dask: Dask is not installed; python -m pip install" in said.err) == (2, True)


def test_a_worker_is_refused_for_its_version_its_outcomes_and_its_failures() -> None:
    here = likeness()
    dask._check({"tcp://one": here, "tcp://two": here}, here)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"a": here, "b": Likeness("other", here.outcomes)}, "^b: refused, for this machine has another version"),
        ({"a": Likeness(here.version, "other"), "b": here}, "^a: refused, for the self-test came out differently"),
        ({"a": here, "b": ModuleNotFoundError("no sim")}, "^b: this worker cannot play: ModuleNotFoundError: no sim"),
        ({name: Likeness("other", "") for name in "abcde"}, r"^a, b, c … \(\+2\): refused"),
    ]
    for found, said in cases:
        with pytest.raises(WorkError, match=said):
            dask._check(found, here)
