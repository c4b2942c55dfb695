"""A scenario: the values of all parameters, and what changes or happens at set weeks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from sim.errors import InputError, Phrase, describe, nearest_name
from sim.expectations import Expectations
from sim.parameters import PARAMETERS, Value, find, plain_number
from sim.text import Text
from sim.values import Values

_NO_WORDS = Text()
ROLES = ("process_manager",)
THEMES = (
    "form",
    "table",
    "organisations",
    "process",
    "contact",
    "secrecy",
    "cases",
    "municipality",
    "society",
    "combinations",
)
_DEFAULTS = {name: parameter.default for name, parameter in PARAMETERS.items()}
ORGANISATIONS = tuple(name for name in PARAMETERS if name.endswith("_organisations"))


@dataclass(frozen=True)
class Change:
    """New values for some parameters from the start of a week on."""

    week: int
    values: Mapping[str, Value]

    def __post_init__(self) -> None:
        object.__setattr__(self, "week", _checked_week(self.week))
        object.__setattr__(self, "values", Values(_table(self.values, "set")))
        if not self.values:
            raise InputError("sets nothing", key="set", allowed='such as { "trust.gain_kept" = 0.05 }')
        for name in self.values:
            if PARAMETERS[name].at_start:
                raise InputError(
                    "is read only at the start of a run and cannot change later",
                    key=name,
                    allowed="a value of its own, outside changes",
                )

    def to_dict(self) -> dict[str, Any]:
        """Return the change as it stands in a scenario file."""
        return {"week": self.week, "set": dict(self.values)}

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> Change:
        """Return the change that a table holds; InputError if it is not allowed."""
        check_keys(table, ("week", "set"), ("week", "set"))
        return cls(table["week"], table["set"])


@dataclass(frozen=True)
class MediaEvent:
    """A report that lifts media attention by `size` (0 to 1) in a week, whatever happens in the cases."""

    week: int
    size: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "week", _checked_week(self.week))
        size = plain_number(self.size)
        if size is None or not 0 <= size <= 1:
            raise InputError(key="size", got=describe(self.size), allowed="a number from 0 to 1")
        object.__setattr__(self, "size", float(size))

    def to_dict(self) -> dict[str, Any]:
        """Return the event as it stands in a scenario file."""
        return {"week": self.week, "size": self.size}

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> MediaEvent:
        """Return the event that a table holds; InputError if it is not allowed."""
        check_keys(table, ("week", "size"), ("week", "size"))
        return cls(table["week"], table["size"])


@dataclass(frozen=True)
class Departure:
    """Somebody leaves in a week; a newcomer takes over, without ties or knowledge."""

    week: int
    who: str = "process_manager"

    def __post_init__(self) -> None:
        object.__setattr__(self, "week", _checked_week(self.week))
        if self.who not in ROLES:
            nearest = nearest_name(self.who, ROLES) if isinstance(self.who, str) else ""
            raise InputError(key="who", got=describe(self.who), allowed=", ".join(ROLES), nearest=nearest)

    def to_dict(self) -> dict[str, Any]:
        """Return the departure as it stands in a scenario file."""
        return {"week": self.week, "who": self.who}

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> Departure:
        """Return the departure that a table holds; InputError if it is not allowed."""
        check_keys(table, ("week", "who"), ("week", "who"))
        return cls(table["week"], table["who"])


Entry = TypeVar("Entry")
Dated = TypeVar("Dated", Change, MediaEvent, Departure)


@dataclass(frozen=True)
class Scenario:
    """A world to simulate; immutable, hashable, picklable and, on purpose, not iterable.

    `values` holds every parameter (those left out take their defaults). Weeks count from 0 up to `run.weeks`,
    that one excluded; lists stand in the order of weeks. `theme` is one of THEMES or empty; `expects` is what the
    source leads one to expect; `finding` tells it where the simulation moves none of that. Raises InputError for
    anything not allowed.
    """

    name: str
    title: Text = _NO_WORDS
    description: Text = _NO_WORDS
    theme: str = ""
    expects: Mapping[str, str] = field(default_factory=dict)
    finding: Text = _NO_WORDS
    values: Mapping[str, Value] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    media_events: tuple[MediaEvent, ...] = ()
    departures: tuple[Departure, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            raise InputError(key="name", got=describe(self.name), allowed="a text")
        self._refuse_unknown_theme()
        object.__setattr__(self, "expects", Expectations(_table(self.expects, "expects")))
        object.__setattr__(self, "values", _full(self.values))
        if not any(self.values[name] for name in ORGANISATIONS):
            allowed = Phrase("at least one in {names}", names=", ".join(ORGANISATIONS))
            raise InputError("no organisation at all", allowed=allowed)
        for key in ("changes", "media_events", "departures"):
            object.__setattr__(self, key, self._in_order(key, getattr(self, key)))
        self._refuse_double_changes()

    def _refuse_unknown_theme(self) -> None:
        if self.theme not in ("", *THEMES):
            nearest = nearest_name(self.theme, THEMES) if isinstance(self.theme, str) else ""
            raise InputError(key="theme", got=describe(self.theme), allowed=", ".join(THEMES), nearest=nearest)

    def _in_order(self, key: str, dated: Iterable[Dated]) -> tuple[Dated, ...]:
        listed = tuple(dated)
        for number, item in enumerate(listed, start=1):
            if item.week >= self.weeks:
                raise InputError(
                    "after the end of the run",
                    key=Phrase("{key}, entry {number}: week", key=key, number=number),
                    got=str(item.week),
                    allowed=Phrase(
                        "a whole number from 0 to {last} (run.weeks is {weeks})", last=self.weeks - 1, weeks=self.weeks
                    ),
                )
        return tuple(sorted(listed, key=lambda item: item.week))

    def _refuse_double_changes(self) -> None:
        seen: set[tuple[int, str]] = set()
        for change in self.changes:
            for name in change.values:
                if (change.week, name) in seen:
                    raise InputError(Phrase("week {week} sets it twice", week=change.week), key=f"changes: {name}")
                seen.add((change.week, name))

    @property
    def weeks(self) -> int:
        """Return the length of a run in weeks."""
        return int(self.values["run.weeks"])

    def value(self, name: str) -> Value:
        """Return the value of a parameter at the start; InputError for an unknown name."""
        return self.values[find(name).name]

    def set(self, values: Mapping[str, object]) -> Scenario:
        """Return a new scenario with other values, checked; a shorter run drops later changes and events.

        A finding holds for the values that it was measured with: other values drop it.
        """
        checked = _full(self.values).changed(values)
        weeks = int(checked["run.weeks"])
        return replace(
            self,
            finding=self.finding if checked == self.values else _NO_WORDS,
            values=checked,
            changes=tuple(change for change in self.changes if change.week < weeks),
            media_events=tuple(event for event in self.media_events if event.week < weeks),
            departures=tuple(departure for departure in self.departures if departure.week < weeks),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the whole scenario as plain values that JSON can hold."""
        return {
            "name": self.name,
            "title": self.title.to_dict(),
            "description": self.description.to_dict(),
            "theme": self.theme,
            "expects": dict(self.expects),
            "finding": self.finding.to_dict(),
            "values": dict(self.values),
            "changes": [change.to_dict() for change in self.changes],
            "media_events": [event.to_dict() for event in self.media_events],
            "departures": [departure.to_dict() for departure in self.departures],
        }

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> Scenario:
        """Return the scenario that `to_dict` wrote; the rest takes its default; InputError if wrong."""
        check_keys(_table(table, "scenario"), tuple(cls.__dataclass_fields__), ("name",))
        return cls(
            name=table["name"],
            title=_text(table, "title"),
            description=_text(table, "description"),
            theme=table.get("theme", ""),
            expects=table.get("expects", {}),
            finding=_text(table, "finding"),
            values=_table(table.get("values", {}), "values"),
            changes=read_entries(table, "changes", Change.from_dict),
            media_events=read_entries(table, "media_events", MediaEvent.from_dict),
            departures=read_entries(table, "departures", Departure.from_dict),
        )


def checked_scenario(scenario: object) -> Scenario:
    """Return what was given for a scenario; InputError for anything else, such as its name."""
    if not isinstance(scenario, Scenario):
        allowed = 'a Scenario, such as scenarios.load("top_x")'
        raise InputError(key="scenario", got=describe(scenario), allowed=allowed)
    return scenario


def _full(values: Mapping[str, Value]) -> Values:
    """Return values of all parameters, checked; defaults for those left out."""
    if isinstance(values, Values) and len(values) == len(_DEFAULTS):  # checked before
        return values
    return Values({**_DEFAULTS, **values})


def _checked_week(week: object) -> int:
    number = plain_number(week)
    if not isinstance(number, int) or number < 0:
        raise InputError(key="week", got=describe(week), allowed="a whole number from 0")
    return number


def check_keys(table: Mapping[str, Any], known: tuple[str, ...], needed: tuple[str, ...]) -> None:
    """Raise InputError for a key of a table that is not known, or a needed one that is missing."""
    for key in table:
        if key not in known:
            raise InputError("unknown key", key=key, allowed=", ".join(known), nearest=nearest_name(key, known))
    for key in needed:
        if key not in table:
            raise InputError("is missing", key=key)


def _table(value: object, key: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InputError(key=key, got=describe(value), allowed="a table")
    return value


def _text(table: Mapping[str, Any], key: str) -> Text:
    value = table.get(key)
    return Text.from_dict(value, key) if value is not None and value != _NO_WORDS.to_dict() else _NO_WORDS


def read_entries(table: Mapping[str, Any], key: str, read: Callable[[Mapping[str, Any]], Entry]) -> tuple[Entry, ...]:
    """Return what `read` makes of each table in the list under `key`; an InputError tells which entry."""
    entries = table.get(key, [])
    if not isinstance(entries, list | tuple):
        allowed = Phrase("a list of tables, each under [[{key}]]", key=key)
        raise InputError(key=key, got=describe(entries), allowed=allowed)
    found = []
    for number, entry in enumerate(entries, start=1):
        try:
            found.append(read(_table(entry, "")))
        except InputError as error:
            raise error.under(Phrase("{key}, entry {number}", key=key, number=number)) from None
    return tuple(found)
