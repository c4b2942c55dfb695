"""The folder that takes what a command writes: checked before the work, filled at once after it."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sim.errors import InputError, Phrase, WorkError

Writer = Callable[[Path], object]

MANIFEST = "manifest.json"
PROGRAM = "casusoverleg"


class OutputFolder:
    """A folder in which all files of a command appear together, under their names, or none does.

    Files are written under temporary names and then put in place one by one, the manifest last. What stood
    there before stays until then; `replaces` tells whether a command had left its files there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.replaces = (path / MANIFEST).exists()
        self._written: dict[str, Path] = {}

    def write(self, name: str, writer: Writer) -> Path:
        """Let `writer` write the file `name`, still under a temporary name, which this returns."""
        hidden = self.path / f".{name}.{os.getpid()}.partial"
        self._written[name] = hidden
        try:
            writer(hidden)
        except OSError as error:
            raise WorkError(
                Phrase("{file}: could not be written: {reason}", file=self.path / name, reason=_reason(error))
            ) from error
        return hidden

    def publish(self) -> dict[str, Path]:
        """Put all written files in place; return where each stands.

        A file that another program holds open keeps its content; the new one then stands beside it.
        """
        return {name: _put(self._written.pop(name), self.path / name) for name in list(self._written)}

    def discard(self) -> None:
        """Remove what was written and not put in place."""
        for hidden in self._written.values():
            hidden.unlink(missing_ok=True)
        self._written.clear()


@contextlib.contextmanager
def output_folder(path: Path, names: Sequence[str]) -> Iterator[OutputFolder]:
    """Give the folder, made if need be, after checking that the files `names` can be written in it.

    InputError when the folder cannot be used, WorkError when a file of that name is locked. When the work
    fails or is interrupted, nothing of it stays, nor do folders that were made for it.
    """
    made = _make(path)
    output = OutputFolder(path)
    try:
        _check_ours(path / MANIFEST)
        for name in names:
            _check_free(path / name)
        yield output
    except BaseException:
        output.discard()
        _remove_empty(made)
        raise


def _make(path: Path) -> list[Path]:
    made = [folder for folder in (path, *path.parents) if not folder.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return made
    except (OSError, ValueError) as error:
        _remove_empty(made)
        reason = Phrase("a file of that name is there") if path.is_file() else _reason(error)
        problem = "cannot be written to: {reason}" if path.is_dir() else "cannot be made: {reason}"
        raise InputError(
            Phrase(problem, reason=reason),
            where="--out",
            key=str(path),
            allowed="a folder in which you may write, there already or not",
        ) from None


def _check_ours(manifest: Path) -> None:
    if not manifest.exists():
        return
    try:
        content = json.loads(manifest.read_text("utf-8"))
    except (OSError, ValueError):
        content = None
    if not isinstance(content, dict) or content.get("program") != PROGRAM:
        raise InputError(
            "holds a manifest.json of something else, which would be overwritten",
            where="--out",
            key=str(manifest.parent),
            allowed="another folder",
        )


def _check_free(path: Path) -> None:
    try:
        with path.open("r+b"):
            return
    except FileNotFoundError:
        return
    except OSError as error:
        raise WorkError(
            Phrase(
                "{file}: cannot be replaced: {reason}; is it open in another program?",
                file=path,
                reason=_reason(error),
            )
        ) from None


def _put(hidden: Path, target: Path) -> Path:
    beside = (target.with_name(f"{target.stem}.new{number}{target.suffix}") for number in ("", *range(2, 10)))
    for place in (target, *beside):
        try:
            hidden.replace(place)
        except OSError:
            continue
        return place
    raise WorkError(
        Phrase("{file}: could not be replaced; is it open in another program? See {new}", file=target, new=hidden)
    )


def _remove_empty(folders: Sequence[Path]) -> None:
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
