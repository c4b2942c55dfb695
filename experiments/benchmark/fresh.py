"""What is measured in processes of their own: the first call, memory, and compiling from nothing."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import sim
from experiments.benchmark.plan import Plan
from sim.engine.shelf import FOLDER
from sim.errors import Phrase, WorkError

_MOST_SECONDS = 3600
_TIMED = "import time; started = time.perf_counter(); {code}; print(time.perf_counter() - started)"
_LIBRARIES = "import numpy, numba"
_FIRST_CALL = "from scenarios import load; from sim import simulate; simulate(load({name!r}), runs=1)"
_COMPILE = "from sim.runs import prepare; prepare(lambda: None)"
_MEMORY = (
    "from experiments.benchmark.memory import peak; from scenarios import load; from sim import simulate; "
    "simulate(load({name!r}).set({{'run.weeks': {weeks}}}), runs={runs}); print(peak())"
)


@dataclass(frozen=True)
class Start:
    """Seconds in which a process loads the libraries, in which another plays its first run, and between the two."""

    libraries: float
    first_call: float
    above: float


def time_start(plan: Plan) -> Start:
    """Time fresh processes, in turn, from their first import on; the compiled week must be there."""
    first_call = _FIRST_CALL.format(name=plan.scenario.name)
    found = [(_timed(_LIBRARIES), _timed(first_call)) for _ in range(plan.starts)]
    libraries, calls = zip(*found, strict=True)
    above = [call - library for library, call in found]
    return Start(*map(statistics.median, (libraries, calls, above)))


def memory(plan: Plan) -> dict[int, float]:
    """Return the most memory, in bytes, that a process needed for one call, by the number of runs."""
    name, weeks = plan.scenario.name, plan.scenario.weeks
    return {runs: float(said(_MEMORY.format(name=name, weeks=weeks, runs=runs))) for runs in plan.memory}


def time_compiling() -> float:
    """Return the seconds that it takes to compile the model where nothing is kept yet."""
    with tempfile.TemporaryDirectory() as empty:
        return _timed(_COMPILE, {FOLDER: empty})


def _timed(code: str, more: dict[str, str] | None = None) -> float:
    return float(said(_TIMED.format(code=code), more))


def said(code: str, more: dict[str, str] | None = None) -> str:
    """Return what a Python process prints; it finds the program where this one found it."""
    home = str(Path(sim.__path__[0]).parent)
    path = os.pathsep.join([home, *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = os.environ | {"PYTHONPATH": path} | (more or {})
    command = [sys.executable, "-c", code]
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True, timeout=_MOST_SECONDS
        )
    except subprocess.CalledProcessError as error:
        raise _failed(" ".join(error.stderr.strip().splitlines()[-1:])) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(str(error)) from error
    return done.stdout.strip()


def _failed(reason: str) -> WorkError:
    return WorkError(Phrase("a process of its own failed: {reason}", reason=reason))
