"""What came out of a trial as tables: how often patterns hold, and which parameters decide it."""

from __future__ import annotations

from typing import Any

from experiments.numbers import number_text
from experiments.patterns.deciding import deciding, told
from experiments.patterns.plausible import ALL, PLAUSIBLE, Robustness
from experiments.patterns.robustness import Share, Survey
from experiments.patterns.targets.table import range_text
from experiments.tables import Row, aligned
from experiments.words import Words

_SHARES = ("holds", "clear", "contradicted", "idle")


def lines(found: Robustness, words: Words) -> list[str]:
    """Return how patterns fare over all draws, over plausible ones, and what the columns mean."""
    trial, plausible = found.all.trial, found.plausible
    heading = words("robustness.heading", draws=trial.count, pairs=trial.pairs, seed=trial.seed)
    counts = {"draws": plausible.trial.count if plausible else 0, "near": found.near}
    ranges = (f"{row.says[words.language]} {range_text(each, words)}" for row, each in found.rows)
    few = words("robustness.few", plausible=found.plausible_of_all, draws=trial.count)
    why = words("robustness.why", ranges="; ".join(ranges))
    about = [words("robustness.plausible", **counts), why, few]
    over_plausible = [*about, "", *_table(plausible, words)] if plausible else about
    return [heading, "", *_table(found.all, words), "", *over_plausible, "", words("robustness.columns")]


def _table(survey: Survey, words: Words) -> list[str]:
    """Return a row for each pattern, below them which are not robust, and where the weakest claim of each is weaker."""
    heads = ("", *(words(f"robustness.column.{name}") for name in (*_SHARES, "robust")))
    rows: list[tuple[str, ...]] = [heads]
    notes = []
    for pattern in survey.trial.tried:
        robust = words(f"robustness.{'yes' if survey.robust(pattern.name) else 'no'}")
        rows.append((pattern.name, *_cells(survey.pattern(pattern.name), words), robust))
        weakest = min(survey.columns(pattern.name), key=lambda column: survey.claims[column].holds)
        notes += [f"{pattern.name}: {sentence}" for sentence in told(survey, weakest, words)]
    fragile = ", ".join(pattern.name for pattern in survey.trial.tried if not survey.robust(pattern.name))
    below = ([words("robustness.fragile", names=fragile)] if fragile else [], notes)
    return [*aligned(rows), *(line for part in below if part for line in ("", *part))]


def shares_table(found: Robustness) -> list[Row]:
    """Return a row for each pattern (its claims together) and for each of its claims, for a table.

    What holds over plausible draws stands beside what holds over all, empty where there is none.
    """
    everything, plausible = _shares(found.all), _shares(found.plausible) if found.plausible else []
    abouts = [
        {"pattern": pattern.name, "claim": claim, "outcome": outcome}
        for pattern in found.all.trial.tried
        for claim, outcome in [("", ""), *((str(number), one.outcome) for number, one in enumerate(pattern.claims, 1))]
    ]
    beside = [{f"plausible_{name}": value for name, value in row.items()} for row in plausible]
    beside = beside or [dict.fromkeys(f"plausible_{name}" for name in row) for row in everything]
    return [about | row | more for about, row, more in zip(abouts, everything, beside, strict=True)]


def entry(found: Robustness) -> dict[str, Any]:
    """Return all of it as an object."""
    return {
        "seed": found.all.trial.seed,
        "pairs": found.all.trial.pairs,
        "draws": found.all.trial.count,
        "plausible_of_draws": found.plausible_of_all,
        "draws_near": found.near,
        "plausible_draws": found.plausible.trial.count if found.plausible else 0,
        "ranges": [{"outcome": each.outcome, "low": each.low, "high": each.high} for _, each in found.rows],
        "shares": shares_table(found),
    }


def deciders_table(found: Robustness) -> list[Row]:
    """Return a row for each claim and each of the parameters that go most with it, for a table."""
    return [*_deciders(found.all, ALL), *(_deciders(found.plausible, PLAUSIBLE) if found.plausible else ())]


def _deciders(survey: Survey, draws: str) -> list[Row]:
    return [
        {
            "draws": draws,
            "pattern": pattern.name,
            "claim": number,
            "outcome": claim.outcome,
            "parameter": decider.parameter.name,
            "choice": decider.choice,
            "spearman": decider.correlation,
            "p_holm": decider.chance,
            "holds_low": decider.holds_low,
            "holds_high": decider.holds_high,
        }
        for column, (pattern, number, claim) in enumerate(survey.trial.claims)
        for decider in deciding(survey, column)
    ]


def _cells(share: Share, words: Words) -> tuple[str, ...]:
    return tuple(number_text(100 * getattr(share, name), 0, words.language, unit="%") for name in _SHARES)


def _shares(survey: Survey) -> list[dict[str, Any]]:
    """Return what holds for each pattern, its claims together, and then for each of these."""
    rows = []
    for pattern in survey.trial.tried:
        rows.append(_row(survey.pattern(pattern.name), survey.robust(pattern.name)))
        shares = (survey.claims[column] for column in survey.columns(pattern.name))
        rows += [_row(share, share.robust) for share in shares]
    return rows


def _row(share: Share, robust: bool) -> dict[str, Any]:
    shares = {name: getattr(share, name) for name in _SHARES}
    low, high = share.ends
    difference = {"mean": share.mean, "low": share.low, "high": share.high}
    return {"draws": share.draws, **shares, "holds_low": low, "holds_high": high, **difference, "robust": robust}
