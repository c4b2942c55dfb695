"""Everything that goes wrong in a foreseen way: one tree of exceptions, one form of message."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches

_LONGEST = 60


class Phrase(str):
    """Words with values filled in between braces: English text that can still be told in another language.

    The template is the key of its translation (experiments/words/messages.nl.toml). A sentence without values needs
    none of this: it is its own key.
    """

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, /, **values: object) -> Phrase:
        """Return the template with its values filled in; KeyError for a value that is missing."""
        phrase = super().__new__(cls, template.format(**values))
        phrase.template, phrase.values = template, values
        return phrase

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (self.template,), self.values


class CasusoverlegError(Exception):
    """Any failure that this package foresees; the root of its exceptions."""

    exit_code = 1

    def message(self, tell: Callable[[str], str] = str) -> str:
        """Return what went wrong on one line; `tell` puts each sentence or phrase in it into a language."""
        return tell(self.args[0])


class WorkError(CasusoverlegError):
    """The input was right, but the work failed."""


class InputError(CasusoverlegError):
    """The input is wrong: says where, in which key, what it got, what is allowed and the nearest valid name.

    `problem` says what is wrong in a few words, `where` is a file or an option, `got` any value (text is
    told as it stands, so pass `describe(value)` for what somebody typed). Another language has its own words for
    `problem` and `allowed`, and for every Phrase; other texts are taken for names.
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
        super().__init__(self.message())

    def message(self, tell: Callable[[str], str] = str) -> str:
        """Return what is wrong, and all that is known of it, on one line; `tell` as above."""
        facts = [
            self.problem and tell(self.problem),
            self.got and tell(Phrase("got {value}", value=self.got)),
            self.allowed and tell(Phrase("allowed: {values}", values=tell(self.allowed))),
            self.nearest and tell(Phrase("did you mean {name}?", name=self.nearest)),
        ]
        # a name is no sentence, whatever it looks like
        places = [
            tell(place) if isinstance(place, Phrase) else place for place in (self.where, self.key) if place
        ]
        return ": ".join([*places, "; ".join(fact for fact in facts if fact)])

    def within(self, where: str) -> InputError:
        """Return the same error, told as one in `where` (a file or an option)."""
        return _rebuild(self.problem, where, self.key, self.got, self.allowed, self.nearest)

    def under(self, key: str) -> InputError:
        """Return the same error, with `key` before its own key."""
        longer = Phrase("{key}: {own}", key=key, own=self.key) if self.key else key
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
        return Phrase("a table")
    if isinstance(value, list | tuple):
        return Phrase("a list")
    if isinstance(value, int) and value.bit_length() > 200:
        return Phrase("a number of more than 60 digits")  # longer ones cannot even be printed
    text = repr(value) if isinstance(value, str) else " ".join(str(value).split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def nearest_name(name: str, names: Iterable[str]) -> str:
    """Return the valid name that looks most like `name`, or an empty text when none does."""
    found = get_close_matches(name[:_LONGEST].lower(), list(names), n=1)
    return found[0] if found else ""
