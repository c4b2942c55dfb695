"""The logbook of a long trial: a line for each draw, so that work that was broken off goes on where it was."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from experiments.bootstrap import FloatArray
from experiments.store import PROGRAM
from sim.errors import InputError, Phrase, WorkError


@dataclass(frozen=True)
class Drawn:
    """What came out of one draw for each claim: mean difference, its standard error, pairs that have a value."""

    means: tuple[float, ...]
    errors: tuple[float, ...]
    pairs: tuple[int, ...]

    @classmethod
    def of(cls, differences: FloatArray) -> Drawn:
        """Return the summary of an array (pairs, claims); NaN where no pair has a value, or no error is known."""
        there = ~np.isnan(differences)
        pairs = there.sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            means = np.where(there, differences, 0.0).sum(axis=0) / pairs
            squares = np.where(there, differences - means, 0.0) ** 2
            errors = np.sqrt(squares.sum(axis=0) / (pairs - 1) / pairs)
        return cls(tuple(means.tolist()), tuple(errors.tolist()), tuple(pairs.tolist()))


@dataclass(frozen=True)
class Logbook:
    """A file of JSON lines: what the draws follow from, then a line a draw, in their order.

    `key` holds names and values that must be the same for draws to belong together; `claims` names and numbers those
    of each line.
    """

    path: Path
    key: Mapping[str, str]
    claims: Sequence[tuple[str, int]]

    def read(self) -> list[Drawn]:
        """Return the draws that are there, up to the first that was not written to its end.

        InputError for a file that was begun with another key, or that is something else.
        """
        lines = self._lines()
        if not lines:
            return []
        self._refuse_others(lines[0])
        return [self._drawn(line) for line in lines[1:]]

    @contextmanager
    def opened(self) -> Iterator[Callable[[Drawn], None]]:
        """Give what writes the next draw; WorkError when the file cannot be written."""
        lines = self._lines()
        number = max(0, len(lines) - 1)
        with self._told(), self._positioned(lines) as file:
            if not lines:
                file.write(_text(self._head))

            def write(drawn: Drawn) -> None:
                nonlocal number
                with self._told():
                    file.write(_text(self._line(number, drawn)))
                    file.flush()  # so that nothing is lost when the program is killed
                number += 1

            yield write

    @contextmanager
    def _positioned(self, lines: Sequence[Mapping[str, Any]]) -> Iterator[BinaryIO]:
        """Open the file behind its last whole line; what stands there in part is cut off."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("r+b" if self.path.exists() else "wb") as file:
            file.truncate(sum(len(_text(line)) for line in lines))
            file.seek(0, SEEK_END)
            yield file

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            raise WorkError(Phrase("{file}: could not be written: {reason}", file=self.path, reason=reason)) from error

    @property
    def _head(self) -> dict[str, Any]:
        return {"program": PROGRAM, **self.key}

    def _lines(self) -> list[dict[str, Any]]:
        """Return every line that was written to its end; InputError for a file of something else."""
        content = self.path.read_bytes() if self.path.exists() else b""
        found: list[dict[str, Any]] = []
        for raw in content.splitlines(keepends=True):
            line = _read(raw)
            if line is None or (found and line.get("draw") != len(found) - 1):
                break
            found.append(line)
        ours = found[0].get("program") == PROGRAM if found else _text(self._head).startswith(content)
        if not ours:
            problem = "is no logbook of draws"
            raise InputError(problem, where="--out", key=str(self.path), allowed="another folder")
        return found

    def _refuse_others(self, head: Mapping[str, Any]) -> None:
        for name, value in self.key.items():
            if head.get(name) != value:
                problem = Phrase("was begun with another value of {name}", name=name)
                allowed = Phrase("{value}, or another folder", value=value)
                raise InputError(problem, where="--out", key=str(self.path), got=head.get(name), allowed=allowed)

    def _line(self, number: int, drawn: Drawn) -> dict[str, Any]:
        rows = zip(self.claims, drawn.means, drawn.errors, drawn.pairs, strict=True)
        return {
            "draw": number,
            "claims": [[*claim, _or_none(mean), _or_none(error), pairs] for claim, mean, error, pairs in rows],
        }

    def _drawn(self, line: Mapping[str, Any]) -> Drawn:
        _, _, means, errors, pairs = zip(*line["claims"], strict=True)
        return Drawn(_known(means), _known(errors), pairs)


def _read(raw: bytes) -> dict[str, Any] | None:
    try:
        line = json.loads(raw)
    except ValueError:
        return None
    return line if isinstance(line, dict) and raw == _text(line) else None


def _text(line: Mapping[str, Any]) -> bytes:
    return json.dumps(line).encode() + b"\n"


def _or_none(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _known(values: Sequence[float | None]) -> tuple[float, ...]:
    return tuple(math.nan if value is None else value for value in values)
