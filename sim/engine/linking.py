"""The machine code of one function with all that it calls, optimised once and as a whole.

numba makes machine code of every function that it compiles, although only the outermost one is ever called from
outside: its code holds all the others again. Here the others are kept as they were translated, and linked into the
outermost. That halves the time of compiling; the code does the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from llvmlite.binding import Linkage
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import cpu_target


class _Part(JITCodeLibrary):
    """A function that is only ever linked into others."""

    def add_linking_library(self, library: Any) -> None:
        self._linking_libraries.append(library)

    def finalize(self) -> None:
        for function in self.get_defined_functions():
            if function.linkage == Linkage.external:
                function.linkage = Linkage.linkonce_odr
        self._finalized = True

    def _get_module_for_linking(self) -> Any:
        self._ensure_finalized()
        return self._final_module

    def get_pointer_to_function(self, name: str) -> int:
        return 0  # as numba's own library answers for a function that Python can't call


class _Whole(JITCodeLibrary):
    """The outermost function, with every part that it calls, however far down."""

    def finalize(self) -> None:
        self._linking_libraries[:] = _with_parts(self._linking_libraries)
        super().finalize()


def _with_parts(libraries: list[Any]) -> list[Any]:
    found: dict[Any, None] = {}
    left = list(reversed(libraries))
    while left:
        library = left.pop()
        if library not in found:
            found[library] = None
            left.extend(library._linking_libraries)
    return list(found)


def machine_code(function: Any, arguments: tuple[Any, ...]) -> tuple[str, bytes]:
    """Return symbol and object code of a function compiled for arguments of these numba types.

    It is called as numba's functions are: `int32 symbol(void *result, void **error, arguments…)`, 0 if all went well.
    """
    with _at_once(function.py_func.__name__):
        function.compile(arguments)
    (result,) = function.overloads.values()
    return result.fndesc.llvm_func_name, result.library._get_compiled_object()


@contextmanager
def _at_once(outermost: str) -> Iterator[None]:
    codegen = cpu_target.target_context.codegen()

    def create_library(name: str) -> JITCodeLibrary:
        return (_Whole if name == outermost else _Part)(codegen, name)

    with global_compiler_lock:
        # A part has no machine code of its own, so nothing in it can be told its environment (its Python globals,
        # which compiled rules never use).
        codegen.create_library, codegen.set_env = create_library, lambda name, environment: None
        try:
            yield
        finally:
            del codegen.create_library, codegen.set_env
