"""Where the machine code of the week is kept between uses: a file of its own for every version of the model."""

import hashlib
import os
import platform
import sys
import uuid
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from llvmlite import binding
from platformdirs import user_cache_path

FOLDER = "CASUSOVERLEG_CACHE"  # environment variable that moves the shelf
_ENDING = ".week"
_VERSIONS_KEPT = 8


@cache
def fingerprint() -> str:
    """Return a hash of everything that the machine code follows from: a changed rule has another one."""
    digest = hashlib.blake2b(digest_size=16)
    for package in ("numba", "llvmlite", "numpy"):
        digest.update(f"{package} {version(package)}\n".encode())
    digest.update(f"{sys.version} {platform.machine()} {binding.get_host_cpu_name()}\n".encode())
    digest.update(binding.get_host_cpu_features().flatten().encode())
    for name, content in _sources(files("sim"), ""):
        digest.update(name.encode() + content)
    return digest.hexdigest()


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _sources(entry, f"{path}{entry.name}/")
        elif entry.name.endswith((".py", ".csv")):
            yield path + entry.name, entry.read_bytes()


def place() -> Path:
    """Return the file for this version of the model, whether it exists or not."""
    home = os.environ.get(FOLDER)
    return (Path(home) if home else user_cache_path("casusoverleg", appauthor=False)) / (fingerprint() + _ENDING)


def kept() -> tuple[str, bytes] | None:
    """Return symbol and object code of the week; None where they are not there, or damaged."""
    with suppress(OSError, ValueError):
        checksum, symbol, code = place().read_bytes().split(b"\n", 2)
        if checksum == _checksum(symbol, code):
            return symbol.decode(), code
    return None


def keep(symbol: str, code: bytes) -> None:
    """Keep symbol and object code for the next process, where that is possible, and clear out older versions."""
    file, name = place(), symbol.encode()
    half = file.with_name(f"{uuid.uuid4().hex}.half")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            half.write_bytes(b"\n".join([_checksum(name, code), name, code]))
            half.replace(file)  # so that others see all of it or nothing
        finally:
            half.unlink(missing_ok=True)
        for old in sorted(file.parent.glob("*" + _ENDING), key=_age)[:-_VERSIONS_KEPT]:
            old.unlink(missing_ok=True)


def _checksum(symbol: bytes, code: bytes) -> bytes:
    return hashlib.blake2b(symbol + code, digest_size=16).hexdigest().encode()


def _age(file: Path) -> float:
    return file.stat().st_mtime
