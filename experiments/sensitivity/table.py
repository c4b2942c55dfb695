"""Sensitivity told: a sentence for each outcome, a ranked table, and what cannot be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from experiments.numbers import decimals_of_difference, difference_text, number_text, title_of_difference
from experiments.sensitivity.analysis import Analysis
from experiments.sensitivity.item import REST
from experiments.sensitivity.remark import indistinct, remarks, settled, sum_alone, too_small
from experiments.tables import aligned, heading, paragraph
from experiments.words import Words
from sim.outcomes import OUTCOMES

_MOST_ROWS = 12
_IN_SENTENCE, _WORTH_MENTIONING = 3, 0.1  # as large as the first, at least


def records(analysis: Analysis, language: str) -> list[dict[str, Any]]:
    """Return a record for each item from high to low, the dummy last: indices, with both kinds of intervals."""
    counted = analysis.counted
    size = {"points": len(analysis.sample.shares), "missing": counted.missing, "partly": counted.partly}
    used = {"runs": counted.replications, "blocks": counted.blocks, "drawn": counted.drawn}
    return [
        {
            "outcome": analysis.outcome,
            "method": analysis.sample.method,
            "rank": rank if item != analysis.dummy else None,
            "name": analysis.items[item].name,
            "title": analysis.items[item].title[language],
            **_numbers(analysis, item),
            **size,
            **used,
        }
        for rank, item in enumerate(_order(analysis), 1)
    ]


def document(analysis: Analysis, words: Words) -> dict[str, Any]:
    """Return an analysis as plain values that JSON can hold."""
    items = {item.name: {"parameters": list(item.parameters), "source": item.source} for item in analysis.items}
    return {
        "outcome": analysis.outcome,
        "items": [row | items[row["name"]] for row in records(analysis, words.language)],
        "share_of_chance": analysis.of_chance,
        "share_of_chance_between_points": analysis.of_means,
        "convergence": [
            {
                "blocks": step.blocks,
                "items": {
                    item.name: [float(each[place]) for each in (step.value, step.low, step.high)]
                    for place, item in enumerate(analysis.items)
                },
            }
            for step in analysis.steps
        ],
        "remarks": [remark.told(words) for remark in remarks(analysis)],
    }


def lines(found: Sequence[Analysis], words: Words, *, file: str, quiet: bool) -> list[str]:
    """Return analyses as lines: of each a sentence, a table and remarks; `file` holds all rows."""
    told: list[str] = []
    for analysis in found:
        subject = words(f"compare.subject.{analysis.outcome}")
        told += ["", heading(title_of(analysis, words.language))]
        told += paragraph(_sentence(analysis, subject, words))
        if analysis.there:
            told += ["", *_table(analysis, words, file), ""]
        if not quiet:
            told += [line for text in _facts(analysis, words) for line in paragraph(text)]
        told += [line for remark in remarks(analysis) for line in paragraph("⚠ " + remark.told(words))]
    if quiet:
        return told[1:]
    explained = (f"sensitivity.explained.{found[0].sample.method}", "sensitivity.explained.common")
    notes = [*explained, "sensitivity.ranges", "honesty.directions", "honesty.assumption"]
    return [*told[1:], "", *(line for key in notes for line in paragraph(words(key)))]


def shown(analysis: Analysis) -> list[int]:
    """Return the items that a short table or a figure shows: the first ones, and the dummy last."""
    dummy = [] if analysis.dummy is None else [analysis.dummy]
    return [*analysis.ranking[:_MOST_ROWS], *dummy]


def title_of(analysis: Analysis, language: str) -> str:
    """Return the title over indices of an outcome: with the unit of effects, where they have one."""
    outcome = OUTCOMES[analysis.outcome]
    return title_of_difference(outcome, language) if analysis.sample.method == "morris" else outcome.title[language]


def index_text(analysis: Analysis, index: int, value: float, language: str, *, unit: bool = False) -> str:
    """Return an index as text: a share of variance, a distance, or an effect, of which the unit may be left out."""
    name = analysis.sample.indices[index]
    if analysis.sample.method == "sobol":
        return number_text(100 * value, 1 if 0 < abs(value) < 0.0995 else 0, language, unit="%")
    if analysis.sample.method == "pawn":
        return number_text(value, 2, language)
    outcome = OUTCOMES[analysis.outcome]
    decimals = decimals_of_difference(outcome, analysis.values[analysis.main, analysis.ranking[:1]])
    text = difference_text(outcome, value, language, decimals=decimals, unit=unit)
    return text if name == "mu" else text.lstrip("+")


def _order(analysis: Analysis) -> list[int]:
    return [*analysis.ranking, *([] if analysis.dummy is None else [analysis.dummy])]


def _numbers(analysis: Analysis, item: int) -> dict[str, float]:
    parts = {
        "": analysis.values,
        "_low": analysis.low,
        "_high": analysis.high,
        "_chance_low": analysis.chance_low,
        "_chance_high": analysis.chance_high,
    }
    return {
        f"{name}{part}": float(values[index, item])
        for index, name in enumerate(analysis.sample.indices)
        for part, values in parts.items()
    }


def _sentence(analysis: Analysis, subject: str, words: Words) -> str:
    if not analysis.there:
        return words("sensitivity.no_value", subject=subject)
    if too_small(analysis):
        return words("sensitivity.too_small", subject=subject)
    main, names = analysis.values[analysis.main], []
    highest, *others = analysis.ranking
    told_apart = [item for item in others if item not in indistinct(analysis)]
    worth = [item for item in told_apart if main[item] >= _WORTH_MENTIONING * main[highest]]
    for item in [highest, *worth][:_IN_SENTENCE]:
        value = index_text(analysis, analysis.main, main[item], words.language, unit=True)
        title = analysis.items[item].title[words.language]
        names.append(f"{title[0].lower()}{title[1:]} ({value})")
    *first, last = names
    both = words("sensitivity.and", first=", ".join(first), last=last) if first else last
    return words("sensitivity.sentence", subject=subject, items=both)


def _table(analysis: Analysis, words: Words, file: str) -> list[str]:
    sample = analysis.sample
    closely = {sample.indices.index(name) for name in (sample.ranked_by, sample.beside) if name}
    head = [""]
    for index, name in enumerate(sample.indices):
        head += [words(f"sensitivity.index.{name}"), *([words("table.interval")] if index in closely else [])]
    rows = [[*head, words("sensitivity.by_chance")]]
    for item in shown(analysis):
        row = [analysis.items[item].title[words.language]]
        for index in range(len(sample.indices)):
            row.append(index_text(analysis, index, analysis.values[index, item], words.language))
            if index in closely:
                row.append(_range(analysis, index, (analysis.low, analysis.high), item, words))
        ends = (analysis.chance_low, analysis.chance_high)
        rows.append([*row, _range(analysis, analysis.main, ends, item, words)])
    more = len(analysis.ranking) - _MOST_ROWS
    return [*aligned(rows), *([words("sensitivity.more", count=more, file=file)] if more > 0 else [])]


def _range(analysis: Analysis, index: int, ends: tuple[Any, Any], item: int, words: Words) -> str:
    low, high = (index_text(analysis, index, end[index, item], words.language) for end in ends)
    return low if not np.isfinite(ends[0][index, item]) else words("table.range", low=low, high=high)


def _facts(analysis: Analysis, words: Words) -> list[str]:
    """Return what can be said beside the table: interplay, chance, and what is settled."""
    if not analysis.there:
        return []
    told = [*(_about_shares(analysis, words) if analysis.sample.method == "sobol" else [])]
    if np.isfinite(analysis.of_chance):
        told.append(words("sensitivity.chance", share=_share(analysis.of_chance, words)))
    if not too_small(analysis) and (count := settled(analysis)):
        told.append(words("sensitivity.settled", count=count))
    if items := indistinct(analysis):
        told.append(words("sensitivity.indistinct", count=len(items)))
    return [" ".join(told)]


def _about_shares(analysis: Analysis, words: Words) -> list[str]:
    told = []
    alone = sum_alone(analysis)
    if 0 <= alone[0] <= 1:
        told.append(words("sensitivity.alone", share=_with_interval(*alone, words)))
    rest = next((place for place, item in enumerate(analysis.items) if item.name == REST), None)
    if rest is not None:
        value, high, low = (1 - values[:, rest] for values in (analysis.values, analysis.low, analysis.high))
        if 0 <= value[1] <= value[0] <= 1:
            whole, own = (_with_interval(value[index], low[index], high[index], words) for index in (0, 1))
            told.append(words("sensitivity.together", own=own, all=whole))
    return told


def _with_interval(value: float, low: float, high: float, words: Words) -> str:
    shares = {name: _share(each, words) for name, each in (("share", value), ("low", low), ("high", high))}
    return words("sensitivity.share", **shares)


def _share(value: float, words: Words) -> str:
    return number_text(100 * value, 0, words.language, unit="%")
