"""Where the compiled week is kept between uses: a folder of its own for every version of the model."""

import hashlib
import os
import platform
import shutil
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import numba
from platformdirs import user_cache_path

FOLDER = "CASUSOVERLEG_CACHE"  # environment variable that moves the shelf
_VERSIONS_KEPT = 8


@cache
def fingerprint() -> str:
    """Return a hash of everything that the compiled week follows from: a changed rule has another one."""
    digest = hashlib.blake2b(digest_size=16)
    for package in ("numba", "llvmlite", "numpy"):
        digest.update(f"{package} {version(package)}\n".encode())
    digest.update(f"{sys.version} {platform.machine()}\n".encode())
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
    """Return the folder for this version of the model, whether it exists or not."""
    home = os.environ.get(FOLDER)
    return (Path(home) if home else user_cache_path("casusoverleg", appauthor=False)) / fingerprint()


def stocked() -> bool:
    """Whether the compiled week of this version is there."""
    with suppress(OSError):
        return any(place().rglob("*.nbc"))
    return False


def _writable(folder: Path) -> bool:
    probe = folder / f"{uuid.uuid4().hex}.probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def _clear_out(home: Path) -> None:
    """Remove all but the newest versions."""
    with suppress(OSError):
        versions = sorted((folder for folder in home.iterdir() if folder.is_dir()), key=_age)
        for folder in versions[:-_VERSIONS_KEPT]:
            shutil.rmtree(folder, ignore_errors=True)


def _age(folder: Path) -> float:
    return folder.stat().st_mtime


@contextmanager
def opened() -> Iterator[bool]:
    """Point numba to the shelf for as long as this lasts; False where nothing can be kept there."""
    folder = place()
    if not _writable(folder):
        yield False
        return
    _clear_out(folder.parent)
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(folder)
    try:
        yield True
    finally:
        numba.config.CACHE_DIR = before
