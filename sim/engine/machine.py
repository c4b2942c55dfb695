"""The machine code of the week, ready to call: from the shelf, else compiled.

What was compiled before is loaded by itself, without numba, whose import takes longer than hundreds of runs.
"""

import ctypes
import logging
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from llvmlite import binding

from sim.engine import shelf
from sim.errors import Phrase, WorkError

_log = logging.getLogger("casusoverleg")
_fetching = threading.Lock()


class _Code:
    """The function in machine code; its memory lasts as long as this object."""

    def __init__(self, symbol: str, code: bytes) -> None:
        binding.initialize_native_target()
        binding.initialize_native_asmprinter()
        target = binding.Target.from_default_triple().create_target_machine(codemodel="jitdefault", jit=True)
        self._engine = binding.create_mcjit_compiler(binding.parse_assembly(""), target)
        self._engine.add_object_file(binding.ObjectFileRef.from_data(code))
        self._engine.finalize_object()
        called = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64)
        self.play = called(self._engine.get_function_address(symbol))


@cache
def _code() -> _Code:
    found = shelf.kept()
    if found is None:
        from sim.engine.compiled import compile_week

        found = compile_week()
        shelf.keep(*found)
    return _Code(*found)


def _tell() -> None:
    _log.warning("First use of this version on this machine: compiling the model, about 10 seconds.")


def prepare(announce: Callable[[], None] = _tell) -> None:
    """Load the machine code; where there is none yet, call `announce` and compile it, which takes some 10 seconds."""
    with _fetching:
        if not _code.cache_info().currsize and shelf.kept() is None:
            announce()
        _code()


def play_runs(table: Any) -> None:
    """Play the runs of a job, given as its table, without the interpreter's lock; WorkError where the code gives up."""
    prepare()
    result, error = ctypes.c_void_p(), ctypes.c_void_p()
    status = _code().play(ctypes.byref(result), ctypes.byref(error), table.ctypes.data)
    if status:
        raise WorkError(Phrase("the engine gave up with status {status}", status=status))
