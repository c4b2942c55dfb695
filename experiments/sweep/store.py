"""The store of a sweep: chunks that are there stay there, whatever happens to the process that plays them."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from filelock import FileLock, Timeout
from pyarrow import parquet

from experiments.store import PROGRAM
from experiments.sweep.chunk import Chunk, Done, chunk_named
from experiments.sweep.study import Study
from sim.errors import InputError, Phrase, WorkError

RUNS = "runs.parquet"
# metadata of finished runs
KEY, COUNT, ABOUT = b"casusoverleg.key", b"casusoverleg.runs", b"casusoverleg.study"
_PARTS, _ABOUT, _LOCK = "sweep-parts", "study.json", ".sweep.lock"
_PARTIAL = ".partial"


class Store:
    """Chunks of one study in a folder; only one process at a time has it open.

    A chunk is written under another name, brought to the disk and then renamed: it is there in full or not at all.
    """

    def __init__(self, folder: Path, study: Study) -> None:
        self.folder = folder
        self.study = study
        self.parts = folder / _PARTS
        self.finished = _finished_runs(folder / RUNS, study.key)

    def done(self, runs: int) -> Done:
        """Return which of so many replications of each slice are there: an array (runs, slices)."""
        places = {points.start: place for place, points in enumerate(self.study.slices)}
        there = np.zeros((runs, len(places)), np.bool_)
        there[: self.finished] = True
        for chunk in self.chunks():
            there[chunk.first_run : chunk.end_run, places[chunk.first]] = True
        return there

    def chunks(self) -> list[Chunk]:
        """Return the chunks that are there beside finished runs, in their order."""
        found = (chunk_named(path.name) for path in self.parts.glob("*")) if self.parts.is_dir() else ()
        return sorted(chunk for chunk in found if chunk is not None)

    def commit(self, chunk: Chunk, table: pa.Table) -> None:
        """Keep a chunk; WorkError, with all that was kept before as it was, when that fails."""
        self._write(chunk.name, lambda path: parquet.write_table(table, path))

    def read(self, chunk: Chunk, points: range) -> pa.Table:
        """Return the runs of some points in a chunk."""
        return _read(self.parts / chunk.name, points)

    def read_finished(self, points: range) -> pa.Table | None:
        """Return the finished runs of some points; None where there are none."""
        return _read(self.folder / RUNS, points) if self.finished else None

    def clear(self, runs: int) -> None:
        """Remove the chunks of which every run is among so many finished ones."""
        for chunk in self.chunks():
            if chunk.end_run <= runs:
                (self.parts / chunk.name).unlink()
        if not self.chunks():
            (self.parts / _ABOUT).unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                self.parts.rmdir()

    def check(self) -> None:
        """Raise InputError when the folder holds another study."""
        finished, about = self.folder / RUNS, self.parts / _ABOUT
        if finished.exists() and self.finished < 0:
            raise _other(self.folder, _read_about(_metadata(finished).get(ABOUT, b"")), self.study)
        if about.exists() and (told := _read_about(about.read_bytes())).get("key") != self.study.key:
            raise _other(self.folder, told, self.study)

    def open(self) -> None:
        """Make ready for the study; InputError when the folder holds another one."""
        self.check()
        about = self.parts / _ABOUT
        for half in (*self.parts.glob(f"*{_PARTIAL}"), *self.folder.glob(f".*{_PARTIAL}")):
            half.unlink()  # of a process that was killed
        if not about.exists():
            self._write(_ABOUT, lambda path: path.write_text(json.dumps(self._about()), "utf-8"))

    def throw_away(self) -> None:
        """Remove all chunks and forget finished runs."""
        for path in self.parts.glob("*"):
            path.unlink()
        self.finished = 0

    def _write(self, name: str, write: Any) -> None:
        half, whole = self.parts / f"{name}{_PARTIAL}", self.parts / name
        try:
            self.parts.mkdir(exist_ok=True)
            write(half)
            _to_disk(half)
            half.replace(whole)
        except OSError as error:
            with contextlib.suppress(OSError):
                half.unlink(missing_ok=True)
            reason = error.strerror or str(error)
            raise WorkError(Phrase("{file}: could not be written: {reason}", file=whole, reason=reason)) from error

    def _about(self) -> dict[str, object]:
        return {"program": PROGRAM, "key": self.study.key, **self.study.about}


@contextlib.contextmanager
def opened(folder: Path, study: Study, *, afresh: bool = False) -> Iterator[Store]:
    """Give the store of a study in a folder that exists; WorkError when another process has it open.

    `afresh`: throw away what the folder holds of this or another study.
    """
    lock = FileLock(folder / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise WorkError(Phrase("{folder}: another process is at work on this sweep", folder=folder)) from None
    try:
        store = Store(folder, study)
        if afresh:
            store.throw_away()
        store.open()
        try:
            yield store
        finally:
            store.clear(0)  # without a chunk there is nothing to keep
    finally:
        lock.release()
        if [path.name for path in folder.iterdir()] == [_LOCK]:  # nothing came of it
            (folder / _LOCK).unlink(missing_ok=True)


def _finished_runs(path: Path, key: str) -> int:
    """Return how many replications of this study a file of finished runs holds; -1 when they are another study's."""
    if not path.exists():
        return 0
    found = _metadata(path)
    return int(found[COUNT]) if found.get(KEY) == key.encode() and COUNT in found else -1


def _metadata(path: Path) -> Mapping[bytes, bytes]:
    """Return what a file of runs says of itself; nothing when it cannot be read."""
    try:
        return parquet.read_schema(path).metadata or {}
    except (OSError, pa.ArrowException):
        return {}


def _read_about(text: bytes) -> dict[str, object]:
    """Return what is told of a study; nothing when it cannot be read."""
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _read(path: Path, points: range) -> pa.Table:
    return parquet.read_table(path, filters=[("point", ">=", points.start), ("point", "<", points.stop)])


def _to_disk(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _other(folder: Path, there: Mapping[str, object], study: Study) -> InputError:
    return InputError(
        _difference(there, study.about),
        where="--out",
        key=str(folder),
        allowed="another folder, or --afresh to throw them away",
    )


def _difference(there: Mapping[str, object], here: Mapping[str, object]) -> str:
    """Return what is different about the study that is there, as far as it is known."""
    sides = {name: {"there": _told(there.get(name)), "here": _told(here[name])} for name in here}
    phrases = {
        "scenario": Phrase("holds runs of another scenario: {there}, not {here}", **sides["scenario"]),
        "seed": Phrase("holds runs with another seed: {there}, not {here}", **sides["seed"]),
        "design": Phrase("holds runs of another design: {there}, not {here}", **sides["design"]),
        "factors": Phrase("holds runs in which something else varies: {there}, not {here}", **sides["factors"]),
        "points": Phrase("holds runs of another number of points: {there}, not {here}", **sides["points"]),
        "model": Phrase("holds runs of another version of the model or its libraries"),
    }
    if not set(phrases) <= set(there):
        return Phrase("holds runs of something else: another scenario, design, seed or version of the model")
    different = (phrase for name, phrase in phrases.items() if there[name] != here[name])
    return next(different, Phrase("holds runs with other values, settings or classes"))


def _told(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
