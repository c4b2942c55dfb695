"""The outcomes of one scenario as a table: for people, and as records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.headlines import GROUPS, listed
from experiments.numbers import NO_VALUE, value_text
from experiments.runner import Runs
from experiments.summary import FEWEST, Spread
from experiments.tables import aligned, heading, paragraph
from experiments.words import Words

Spreads = Mapping[str, Spread]


def records(spreads: Spreads, words: Words) -> list[dict[str, Any]]:
    """Return a record for each outcome, with full precision."""
    return [_record(spread, words.language) for spread in spreads.values()]


def lines(spreads: Spreads, words: Words, *, everything: bool) -> list[str]:
    """Return the table as lines, by group: median, and 5th to 95th percentile."""
    rows: list[tuple[str, ...]] = [("", words("table.median"), words("table.spread"))]
    for group in GROUPS:
        members = listed(group, everything=everything)
        rows += [(heading(words(f"group.{group}")),)] if members else []
        rows += [_cells(spreads[outcome.name], words) for outcome in members]
    return aligned(rows)


def title_lines(runs: Runs, words: Words, *, seed: int, settings: str) -> list[str]:
    """Return what stands above the table: the scenario, other settings, and how often it was played."""
    count, weeks = len(runs.seeds), runs.scenario.weeks
    played = words("run.heading", runs=count, weeks=weeks, seed=seed)
    other = paragraph(words("run.settings", settings=settings)) if settings else []
    return [heading(runs.title(words.language)), *other, played]


def notes(spreads: Spreads, words: Words, *, runs: int, everything: bool) -> list[str]:
    """Return what stands below the table: how to read it and how far to trust it, and which runs are left out."""
    shown = [outcome.name for group in GROUPS for outcome in listed(group, everything=everything)]
    missing = [spreads[name] for name in shown if spreads[name].runs < runs]
    return [
        words("run.explained"),
        *few(words, runs),
        *(_missing(spread, words, runs) for spread in missing),
        words("honesty.directions"),
    ]


def few(words: Words, runs: int) -> list[str]:
    """Return what is to be said of runs that are too few to tell a range."""
    return [words("run.few", runs=runs, enough=FEWEST)] if runs < FEWEST else []


def _record(spread: Spread, language: str) -> dict[str, Any]:
    outcome = spread.outcome
    return {
        "outcome": outcome.name,
        "title": outcome.title[language],
        "group": outcome.group,
        "runs": spread.runs,
        "percentile_5": spread.low,
        "median": spread.median,
        "percentile_95": spread.high,
    }


def _cells(spread: Spread, words: Words) -> tuple[str, str, str]:
    low, median, high = (
        value_text(spread.outcome, value, words.language)
        for value in (spread.low, spread.median, spread.high)
    )
    spread_text = words("table.range", low=low, high=high) if spread.runs >= FEWEST else NO_VALUE
    return f"  {spread.outcome.title[words.language]}", median, spread_text


def _missing(spread: Spread, words: Words, runs: int) -> str:
    title = spread.outcome.title[words.language]
    return words("run.missing", outcome=title, count=runs - spread.runs, runs=runs)
