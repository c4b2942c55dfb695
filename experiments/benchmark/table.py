"""A benchmark in words: what was found beside its target, and a record of each for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from experiments.benchmark.findings import Findings, Target
from experiments.numbers import NO_VALUE, number_text, value_of_parameter
from experiments.tables import aligned, heading
from experiments.words import Words
from sim.parameters import PARAMETERS

SPEEDS = ("engine", "all_cores", "floor", "mesa", "batch_run")
_DECIMALS = {"mesa": 0, "memory": 0, "compiling": 0, "sweep_memory": 0}
_DECIMALS_ELSE = 2
_THOUSAND = 1e3
_MEBI = 2.0**20


def lines(found: Findings, words: Words) -> list[str]:
    """Return the tables as lines: speeds, targets, growth."""
    return [
        heading(words("benchmark.speed")),
        *aligned(_speeds(found, words)),
        "",
        heading(words("benchmark.targets")),
        *aligned(_targets(found, words), left=(0, 4)),
        "",
        heading(words("benchmark.growth")),
        *_growth(found, words),
        "",
        *_notes(found, words),
    ]


def records(found: Findings, words: Words) -> list[dict[str, Any]]:
    """Return a record for each target, with full precision."""
    return [
        {
            "target": target.name,
            "title": words(f"benchmark.target.{target.name}"),
            "measured": target.measured,
            "at_most": target.limit if target.low else None,
            "at_least": None if target.low else target.limit,
            "aim": target.aim,
            "met": target.met,
            "aim_met": target.aim_met,
        }
        for target in found.targets
    ]


def times_text(times: float, words: Words) -> str:
    """Return how many times longer something takes than the engine."""
    return number_text(times, 1 if times > _DECIMALS_ELSE else _DECIMALS_ELSE, words.language, unit=" ×")


def _speeds(found: Findings, words: Words) -> Iterator[tuple[str, ...]]:
    yield "", *(words(f"benchmark.column.{name}") for name in ("rate", "milliseconds", "times"))
    for name in SPEEDS:
        times = found.times(name)
        yield (
            f"  {words(f'benchmark.player.{name}', cores=found.cores)}",
            number_text(times.rate, 1 if times.rate < _THOUSAND / 10 else 0, words.language),
            number_text(times.median * _THOUSAND, _DECIMALS_ELSE, words.language),
            times_text(found.ratio(name, "engine"), words),
        )


def _targets(found: Findings, words: Words) -> Iterator[tuple[str, ...]]:
    yield "", *(words(f"benchmark.column.{name}") for name in ("measured", "target", "aim", "verdict"))
    for target in found.targets:
        limit = _value(target, target.limit, words)
        yield (
            f"  {words(f'benchmark.target.{target.name}')}",
            _value(target, target.measured, words),
            words("benchmark.at_most" if target.low else "benchmark.at_least", value=limit),
            NO_VALUE if target.aim is None else _value(target, target.aim, words),
            _verdict(target, words),
        )


def _value(target: Target, value: float, words: Words) -> str:
    return number_text(value, _DECIMALS.get(target.name, _DECIMALS_ELSE), words.language)


def _verdict(target: Target, words: Words) -> str:
    met = words("benchmark.met" if target.met else "benchmark.not_met")
    if target.aim_met is None:
        return met
    return f"{met}; {words('benchmark.aim_met' if target.aim_met else 'benchmark.aim_not_met')}"


def _growth(found: Findings, words: Words) -> Iterator[str]:
    for name, steps in found.growth.items():
        each = ", ".join(
            words(
                "benchmark.step_of_growth",
                value=value_of_parameter(step.value, words.language),
                milliseconds=number_text(step.seconds * _THOUSAND, 1, words.language),
            )
            for step in steps
        )
        yield f"  {PARAMETERS[name].title[words.language]}: {each}"


def _notes(found: Findings, words: Words) -> Iterator[str]:
    counts = found.player.counts
    yield words(
        "benchmark.counted",
        groups=counts.groups,
        exponentials=counts.exponentials,
        reads=counts.reads,
        writes=counts.writes,
        zeros=counts.zeros,
    )
    if found.threads is not None:
        engine, arithmetic = (
            number_text(gain, _DECIMALS_ELSE, words.language)
            for gain in (found.threads.engine, found.threads.arithmetic)
        )
        yield words("benchmark.threads", engine=engine, arithmetic=arithmetic)
    memory = ", ".join(
        words("benchmark.step_of_memory", runs=runs, size=number_text(size / _MEBI, 0, words.language))
        for runs, size in found.memory.items()
    )
    yield words("benchmark.memory", steps=memory)
    if found.sweep is not None:
        rate = number_text(found.sweep.rate, 0, words.language)
        yield words("benchmark.sweep", runs=found.sweep.runs, rate=rate)
    if found.compiling is None:
        yield words("benchmark.not_compiled")
