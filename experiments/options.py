"""The options that commands share, and how their values are read."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

import click

from experiments.command_line import Choice
from experiments.numbers import value_of_parameter
from experiments.words import Words, words_in
from sim.errors import InputError, Phrase, describe
from sim.parameters import PARAMETERS, Value, parse_setting
from sim.text import LANGUAGES

FORMATS = ("table", "csv", "json")

Callback = TypeVar("Callback", bound=Callable[..., Any])
_MOST_SETTINGS_NAMED = 8
SETTINGS_IN_A_FOOTER = 3  # that fit on its line
_LONGEST_IN_NAME = 60
_MOST_RUNS_OF_AUTO = 6400
_AUTO = re.compile(r"auto(?::([1-9]\d{0,17}))?", re.ASCII)
_WHOLE_NUMBER = re.compile(r"[+-]?\d{1,18}", re.ASCII)


@dataclass(frozen=True)
class Work:
    """What a command that plays runs is asked for; `out` None: a folder named after the work.

    `grows`: `runs` is the most that may be played, fewer if they decide.
    """

    words: Words
    runs: int
    seed: int
    format: str
    quiet: bool
    out: Path | None = None
    workers: int | None = None
    settings: Mapping[str, Value] = field(default_factory=dict)
    grows: bool = False
    weekly: bool = False
    everything: bool = False
    dask: str | None = None

    @property
    def talks(self) -> bool:
        """Return whether standard output is for people, and may hold more than the result."""
        return self.format == "table" and not self.quiet

    def remark(self, text: str) -> None:
        """Tell the user something beside the result: on standard error when a program reads the result."""
        if not self.quiet:
            click.echo(text, err=self.format != "table")


def whole_number(option: str, low: int | None = None) -> Callable[[str], int]:
    """Return what reads an option as a whole number from `low` up, with InputError for anything else."""

    def read(text: str) -> int:
        if _WHOLE_NUMBER.fullmatch(text) and (low is None or int(text) >= low):
            return int(text)
        allowed = "a whole number" if low is None else Phrase("a whole number from {low}", low=low)
        raise InputError(where=option, got=describe(text), allowed=allowed)

    return read


def runs_or_auto(text: str) -> tuple[int, bool]:
    """Return the number of runs of `--runs` and whether it is only the most; InputError for anything else."""
    if auto := _AUTO.fullmatch(text):
        return int(auto[1] or _MOST_RUNS_OF_AUTO), True
    if _WHOLE_NUMBER.fullmatch(text) and int(text) >= 1:
        return int(text), False
    raise InputError(where="--runs", got=describe(text), allowed="a whole number from 1, auto, or auto:3000 (at most)")


def folder(text: str) -> Path:
    """Return the folder that `--out` names; InputError for an empty name."""
    if not text.strip():
        raise InputError(where="--out", got=describe(text), allowed="a folder")
    return Path(text)


def language_option(words: Words) -> Callable[[Callback], Callback]:
    """Return the option `--lang`; it has been read before, since help texts depend on it."""
    return click.option(
        "--lang", type=Choice(LANGUAGES), expose_value=False, help=words("help.option.lang")
    )


def format_options(words: Words) -> Callable[[Callback], Callback]:
    """Return the options of every command: how the result is printed, and in which language."""

    def decorate(callback: Callback) -> Callback:
        for option in (
            language_option(words),
            click.option("--quiet", is_flag=True, help=words("help.option.quiet")),
            click.option(
                "--format",
                type=Choice(FORMATS),
                default=FORMATS[0],
                help=words("help.option.format", default=FORMATS[0]),
            ),
        ):
            callback = option(callback)
        return callback

    return decorate


def work_options(
    words: Words, *, grows: bool = False, series: bool = True, cluster: bool = False, runs: int = 200
) -> Callable[[Callback], Callback]:
    """Return the options of commands that play runs, which `work_from` turns into Work.

    `grows`: the command can find out by itself how many runs are enough; `series`: it can write weekly series;
    `cluster`: a cluster can play (experiments/cluster.py); `runs`: how many unless it is told.
    """
    amount = runs_or_auto if grows else whole_number("--runs", 1)

    def option(name: str, **settings: Any) -> Callable[[Callback], Callback]:
        told = words(f"help.option.{name}", default=settings.get("default"))
        return click.option(f"--{name}", help=told, **settings)

    def decorate(callback: Callback) -> Callback:
        callback = format_options(words)(callback)
        for add in reversed(
            (
                option("runs", type=amount, default=str(runs), metavar="N|auto" if grows else "N"),
                option("seed", type=whole_number("--seed"), default="1", metavar="S"),
                option("set", multiple=True, metavar=words("help.setting")),
                option("weeks", metavar="W"),
                option("out", type=folder, metavar=words("help.folder")),
                option("workers", type=whole_number("--workers", 1), metavar="N"),
                *([option("dask", metavar=words("help.address"))] if cluster else []),
                *([option("weekly", is_flag=True)] if series else []),
                option("all", is_flag=True),
            )
        ):
            callback = add(callback)
        return callback

    return decorate


def work_from(words: Words, options: Mapping[str, Any]) -> Work:
    """Return the work that the options of `work_options` ask for; InputError when they contradict."""
    asked = options["runs"]
    runs, grows = asked if isinstance(asked, tuple) else (asked, False)
    dask = options.get("dask")
    if dask is not None and options["workers"] is not None:
        raise InputError("not beside --dask: the workers of the cluster play", where="--workers")
    return Work(
        words=words,
        runs=runs,
        grows=grows,
        seed=options["seed"],
        settings=read_settings(options["set"], options["weeks"]),
        out=options["out"],
        workers=options["workers"],
        weekly=options.get("weekly", False),
        everything=options["all"],
        dask=dask,
        format=options["format"],
        quiet=options["quiet"],
    )


def read_settings(texts: Sequence[str], weeks: str | None) -> dict[str, Value]:
    """Return the checked values of `--set name=value` and `--weeks`; InputError for a name given twice."""
    given = [parse_setting(text) for text in texts]
    if weeks is not None:
        given.append(("run.weeks", PARAMETERS["run.weeks"].parse(weeks, "--weeks")))
    settings = dict(given)
    for name in settings:
        if sum(name == other for other, _ in given) > 1:
            raise InputError("given twice", where="--set", key=name, allowed="one value")
    return settings


def settings_text(settings: Mapping[str, Value], language: str, *, most: int = _MOST_SETTINGS_NAMED) -> str:
    """Return settings as a text, in the words of the registry, at most so many; of a weight it says that it is one."""
    named = [
        f"{_setting_title(name, language)} = {value_of_parameter(value, language)}" for name, value in settings.items()
    ]
    more = len(named) - most
    return ", ".join(named[:most]) + (f" … (+{more})" if more > 0 else "")


def named(name: str, settings: Mapping[str, Value]) -> str:
    """Return a name for what is played under these settings: one of its own for each, and right in any folder."""
    told = "_".join(f"{setting}_{settings[setting]}" for setting in sorted(settings))
    if len(told) > _LONGEST_IN_NAME:
        told = f"{told[:_LONGEST_IN_NAME - 9]}_{blake2b(told.encode(), digest_size=4).hexdigest()}"
    return f"{name}_{told}" if told else name


def _setting_title(name: str, language: str) -> str:
    parameter = PARAMETERS[name]
    title = parameter.title[language]
    return words_in(language)("setting.weight", title=title, name=name) if parameter.is_weight else title


def command_line() -> list[str]:
    """Return the command as it was typed, without the place of the program."""
    return ["overleg", *sys.argv[1:]]
