"""A sweep told: where each outcome is lowest and highest, every point as a record, and what it will take."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.headlines import GROUPS, listed
from experiments.numbers import number_text, value_of_parameter, value_text
from experiments.progress import duration
from experiments.sweep.points import Points
from experiments.tables import aligned, heading, paragraph
from experiments.words import Words
from sim.outcomes import OUTCOMES

if TYPE_CHECKING:
    from experiments.options import Work
    from experiments.sweep.estimate import Estimate
    from experiments.sweep.outcome import Answer
    from experiments.sweep.study import Study

_MOST_FACTORS_NAMED = 3
_MOST_FACTORS_TOLD = 12
_MEBIBYTE = 1024 * 1024


def records(points: Points) -> list[dict[str, Any]]:
    """Return a record for each point: factors, number of runs; of each outcome mean, standard deviation and runs."""
    found: list[dict[str, Any]] = points.frame().to_dict("records")
    return found


def document(answer: Answer) -> dict[str, Any]:
    """Return everything as plain values that JSON can hold."""
    design, words = answer.study.design, answer.work.words
    return {
        "scenario": answer.study.scenario.name,
        "title": answer.title,
        "design": design.kind,
        "factors": list(design.names),
        "runs": answer.work.runs,
        "seed": answer.work.seed,
        "failed": answer.failed,
        "points": records(answer.points),
        "notes": [*_missing(answer), words("honesty.directions"), words("honesty.assumption")],
        "folder": str(answer.output.path),
    }


def lines(answer: Answer) -> list[str]:
    """Return the sweep as lines: what varied, and where each outcome is lowest and highest."""
    words, work = answer.work.words, answer.work
    rows: list[tuple[str, ...]] = [
        ("", words("sweep.lowest"), words("sweep.at"), words("sweep.highest"), words("sweep.at"), words("sweep.chance"))
    ]
    rows += [_row(answer.points, name, words) for name in _shown(answer)]
    table = aligned(rows, left=(0, 2, 4))
    if missing := _missing(answer):
        table += ["", *(line for text in missing for line in paragraph("⚠ " + text))]
    if work.quiet:
        return table
    return [heading(answer.title), *varied(answer.study, work), "", *table, "", *_notes(words)]


def forecast(runs: int, expected: Estimate, words: Words, *, workers: int) -> str:
    """Return how many runs are left to play, how long that takes and how large it gets."""
    sizes = {
        name: number_text(size / _MEBIBYTE, 0 if size > 10 * _MEBIBYTE else 1, words.language)
        for name, size in (("size", expected.size), ("most", expected.most))
    }
    return words("sweep.forecast", total=runs, time=duration(expected.seconds, words), workers=workers, **sizes)


def varied(study: Study, work: Work) -> list[str]:
    """Return what varies, and how many points and runs there are, as lines."""
    words, design = work.words, study.design
    kind = words(f"sweep.design.{design.kind}")
    told = words(
        "sweep.heading",
        design=kind,
        points=len(design.points),
        runs=work.runs,
        weeks=study.scenario.weeks,
        seed=work.seed,
    )
    titles = [factor.parameter.title[words.language] for factor in design.factors]
    more = len(titles) - _MOST_FACTORS_TOLD
    names = ", ".join(titles[:_MOST_FACTORS_TOLD]) + (f" … (+{more})" if more > 0 else "")
    return [words("sweep.varies", factors=names), told]


def _shown(answer: Answer) -> list[str]:
    if not answer.work.everything:
        return list(answer.outcomes)
    return [outcome.name for group in GROUPS for outcome in listed(group, everything=True)]


def _row(points: Points, name: str, words: Words) -> tuple[str, ...]:
    outcome, means = OUTCOMES[name], points.mean[name]
    title = outcome.title[words.language]
    if means.isna().all():
        return (title, *(value_text(outcome, math.nan, words.language),) * 5)
    ends = []
    for point in (int(means.idxmin()), int(means.idxmax())):
        ends += [value_text(outcome, float(means[point]), words.language), _place(points, point, words)]
    chance = float(np.nanmedian(points.deviation[name]))
    return (title, *ends, value_text(outcome, chance, words.language))


def _missing(answer: Answer) -> list[str]:
    """Return of each outcome that some runs have no value of how many those are, and where most of them."""
    points, words, told = answer.points, answer.work.words, []
    for name in _shown(answer):
        title, missing, played = OUTCOMES[name].title[words.language], points.missing(name), points.played
        if points.mean[name].isna().all():
            told.append(words("sweep.no_value", outcome=title))
        elif missing.any():
            point = int((missing / played).idxmax())
            rest = {"least": int(points.count[name][point]), "each": int(played[point])}
            counts = {"count": int(missing.sum()), "runs": int(played.sum())}
            told.append(words("sweep.missing", outcome=title, place=_place(points, point, words), **counts, **rest))
    return told


def _place(points: Points, point: int, words: Words) -> str:
    values = points.design.values(point)
    told = [f"{name}={value_of_parameter(value, words.language)}" for name, value in values.items()]
    if len(told) > _MOST_FACTORS_NAMED:
        return words("sweep.point", point=point)
    return ", ".join(told)


def _notes(words: Words) -> list[str]:
    return [words("sweep.explained"), words("honesty.directions"), words("honesty.assumption")]
