"""Everything that goes wrong in a foreseen way: one tree of exceptions, one form of message."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 60


class CasusoverlegError(Exception):
    """Any failure that this package foresees; the root of its exceptions."""

    exit_code = 1


class WorkError(CasusoverlegError):
    """The input was right, but the work failed."""


class InputError(CasusoverlegError):
    """The input is wrong: says where, in which key, what it got, what is allowed and the nearest valid name.

    `problem` says what is wrong in a few words, `where` is a file or an option, `got` any value (text is
    told as it stands, so pass `describe(value)` for what somebody typed).
    """

    exit_code = 2

    def __init__(
        self,
        problem: str = "",
        *,
        where: str = "",
        key: str = "",
        got: object = None,
        allowed: str = "",
        nearest: str = "",
    ) -> None:
        self.problem = problem
        self.where = _printable(where)
        self.key = _printable(key)
        self.got = got if isinstance(got, str) else "" if got is None else describe(got)
        self.allowed = allowed
        self.nearest = nearest
        super().__init__(self._message())

    def _message(self) -> str:
        facts = [
            self.problem,
            self.got and f"got {self.got}",
            self.allowed and f"allowed: {self.allowed}",
            self.nearest and f"did you mean {self.nearest}?",
        ]
        places = [place for place in (self.where, self.key) if place]
        return ": ".join([*places, "; ".join(fact for fact in facts if fact)])

    def within(self, where: str) -> InputError:
        """Return the same error, told as one in `where` (a file or an option)."""
        return _rebuild(self.problem, where, self.key, self.got, self.allowed, self.nearest)

    def under(self, key: str) -> InputError:
        """Return the same error, with `key` before its own key."""
        longer = f"{key}: {self.key}" if self.key else key
        return _rebuild(self.problem, self.where, longer, self.got, self.allowed, self.nearest)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.problem, self.where, self.key, self.got, self.allowed, self.nearest)


def _rebuild(problem: str, where: str, key: str, got: str, allowed: str, nearest: str) -> InputError:
    return InputError(problem, where=where, key=key, got=got, allowed=allowed, nearest=nearest)


def _printable(place: str) -> str:
    return place if place.isprintable() else repr(place)


def describe(value: object) -> str:
    """Return a value as a short, printable piece of a message, in the words of a scenario file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, int) and value.bit_length() > 200:
        return "a number of more than 60 digits"  # longer ones cannot even be printed
    text = repr(value) if isinstance(value, str) else " ".join(str(value).split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def nearest_name(name: str, names: Iterable[str]) -> str:
    """Return the valid name that looks most like `name`, or an empty text when none does."""
    found = get_close_matches(name[:_LONGEST].lower(), list(names), n=1)
    return found[0] if found else ""
