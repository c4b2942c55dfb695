"""The compiled week: numba translates the rules and the week into machine code that plays runs one after another."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import FunctionType
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, register_jitable

import sim.rules
import sim.week
from sim.engine import luck, people
from sim.engine.layout import SETTINGS, at_address, tree_type
from sim.engine.linking import machine_code
from sim.engine.table import Job
from sim.measures import waiting
from sim.scenario import Scenario
from sim.timetable import timetable
from sim.week import ask
from sim.week.play import play_week
from sim.week.start import begin
from sim.week.tally import COLUMNS
from sim.world import build

_OPTIONS: dict[str, Any] = {"error_model": "python", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


@intrinsic
def _clear(typing_context: Any, address: Any, size: Any) -> Any:
    """Fill memory with zeros."""

    def fill(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        start = builder.inttoptr(args[0], ir.IntType(8).as_pointer())
        cgutils.memset(builder, start, args[1], 0)
        return context.get_dummy_value()

    return types.none(types.int64, types.int64), fill


def _any_job() -> Job:
    scenario = Scenario(name="any")
    world = build(scenario, timetable(scenario), 1, True)
    one, two = np.zeros(1, np.int64), np.zeros((1, 2), np.int64)
    return Job(one.astype(np.uint64), world, two, 0, 0, one, np.zeros((1, 1, 1)), two)


# Sizes differ from scenario to scenario, the type of a job never does.
_as_job = at_address(tree_type(_any_job(), "Job")[0])
_as_settings = at_address(SETTINGS)
_COLUMNS = len(COLUMNS)


def _play_runs(table):  # type: ignore[no-untyped-def]
    job = _as_job(table)
    world = job.world
    for run in range(len(job.keys)):
        key = job.keys[run]
        for part in range(len(job.scratch)):
            _clear(job.scratch[part][0], job.scratch[part][1])
        if begin(key, world, _as_settings(job.rows)) > len(world.cases.status):
            job.waits[run][0], job.waits[run][1] = -1, -1
            continue
        weeks = len(job.stretch)
        for week in range(weeks):
            play_week(key, world, _as_settings(job.rows + 8 * job.width * job.stretch[week]), week)
            for column in range(_COLUMNS):
                job.tallies[run][week][column] = world.tally[week][column]
        job.waits[run][0], job.waits[run][1] = waiting(world.cases, world.now[1], weeks)


@cache
def register() -> None:
    """Let numba compile every function of the rules and the week from inside others."""
    luck.register()
    people.register(_OPTIONS)
    for package in (sim.rules, sim.week):
        for found in iter_modules(package.__path__):
            module = import_module(f"{package.__name__}.{found.name}")
            for function in list(vars(module).values()):
                own = isinstance(function, FunctionType) and function.__module__ == module.__name__
                if own and module is not ask:
                    register_jitable(**_OPTIONS)(function)
    register_jitable(**_OPTIONS)(waiting)


def compile_week() -> tuple[str, bytes]:
    """Return the symbol and the object code of a function that takes the address of a job's table."""
    register()
    return machine_code(numba.njit(**_OPTIONS)(_play_runs), (types.int64,))
