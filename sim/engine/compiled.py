"""The compiled week: one function that plays runs one after another, without the interpreter's lock."""

import logging
import threading
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import FunctionType
from typing import Any

import numba
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, register_jitable

import sim.rules
import sim.week
from sim.engine import luck, people, shelf
from sim.engine.layout import SETTINGS, at_address, tree_type
from sim.measures import waiting
from sim.scenario import Scenario
from sim.timetable import timetable
from sim.week import ask
from sim.week.play import play_week
from sim.week.start import begin
from sim.world import build

_OPTIONS: dict[str, Any] = {"error_model": "python"}
_INNER = _OPTIONS | {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
_SIGNATURE = (
    "void(uint64[::1], int64, int64[:, ::1], int64, int64, int64[::1], "
    "float64[:, ::1], float64[:, :, ::1], int64[:, ::1])"
)
_log = logging.getLogger("casusoverleg")
_compiling = threading.Lock()


@intrinsic
def _clear(typing_context: Any, address: Any, size: Any) -> Any:
    """Fill memory with zeros."""

    def fill(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        start = builder.inttoptr(args[0], ir.IntType(8).as_pointer())
        cgutils.memset(builder, start, args[1], 0)
        return context.get_dummy_value()

    return types.none(types.int64, types.int64), fill


def _any_world() -> Any:
    scenario = Scenario(name="any")
    return build(scenario, timetable(scenario), 1, True)


# Sizes differ from scenario to scenario, the type of the world never does.
_as_world = at_address(tree_type(_any_world())[0])
_as_settings = at_address(SETTINGS)


def _play_runs(keys, table, scratch, rows, width, stretch, tally, tallies, waits):  # type: ignore[no-untyped-def]
    for run in range(len(keys)):
        for part in range(len(scratch)):
            _clear(scratch[part, 0], scratch[part, 1])
        world = _as_world(table)
        if begin(keys[run], world, _as_settings(rows)) > len(world.cases.status):
            waits[run, 0], waits[run, 1] = -1, -1
            continue
        for week in range(len(stretch)):
            play_week(keys[run], world, _as_settings(rows + 8 * width * stretch[week]), week)
        tallies[run, :, :] = tally
        waits[run, 0], waits[run, 1] = waiting(world.cases, world.now[1], len(stretch))


@cache
def _register() -> None:
    """Let numba compile every function of the rules and the week from inside others."""
    luck.register()
    people.register(_INNER)
    for package in (sim.rules, sim.week):
        for found in iter_modules(package.__path__):
            module = import_module(f"{package.__name__}.{found.name}")
            for function in list(vars(module).values()):
                own = isinstance(function, FunctionType) and function.__module__ == module.__name__
                if own and module is not ask:
                    register_jitable(**_INNER)(function)
    register_jitable(**_INNER)(waiting)


@cache
def _compiled() -> Callable[..., None]:
    with shelf.opened() as keeps:
        _register()
        function = numba.njit(nogil=True, cache=keeps, **_OPTIONS)(_play_runs)
        function.compile(_SIGNATURE)
    found: Callable[..., None] = function
    return found


def _tell() -> None:
    _log.warning("First use of this version on this machine: compiling the model, about 20 seconds.")


def prepare(announce: Callable[[], None] = _tell) -> None:
    """Load the compiled week; where there is none yet, call `announce` and compile it, which takes some 20 seconds."""
    with _compiling:
        if not _compiled.cache_info().currsize and not shelf.stocked():
            announce()
        _compiled()


def play_runs(*arguments: Any) -> None:
    """Play runs one after another, without the interpreter's lock.

    Arguments: keys (runs,) of the draws; address of the world's table; (arrays, 2) addresses and sizes to clear
    before each run; address of the settings, their number in a row, and the row of each week; the world's own tally;
    where to write tallies (runs, weeks, columns) and waits (runs, 2) as `sim.measures.waiting` returns them.
    """
    prepare()
    _compiled()(*arguments)
