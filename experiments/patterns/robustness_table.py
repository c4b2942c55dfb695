"""What came out of a trial as tables: how often patterns hold, and which parameters decide it."""

from __future__ import annotations

from experiments.numbers import number_text
from experiments.patterns.deciding import deciding, told
from experiments.patterns.robustness import Share, Survey
from experiments.tables import Row, aligned
from experiments.words import Words

_SHARES = ("holds", "clear", "contradicted", "idle")


def lines(survey: Survey, words: Words) -> list[str]:
    """Return a row for each pattern, below them which are not robust, and where the weakest claim of each is weaker."""
    heads = ("", *(words(f"robustness.column.{name}") for name in (*_SHARES, "robust")))
    rows: list[tuple[str, ...]] = [heads]
    notes = []
    for pattern in survey.trial.tried:
        robust = words(f"robustness.{'yes' if survey.robust(pattern.name) else 'no'}")
        rows.append((pattern.name, *_cells(survey.pattern(pattern.name), words), robust))
        weakest = min(survey.columns(pattern.name), key=lambda column: survey.claims[column].holds)
        notes += [f"{pattern.name}: {sentence}" for sentence in told(survey, weakest, words)]
    count = words("robustness.heading", draws=survey.trial.count, pairs=survey.trial.pairs, seed=survey.trial.seed)
    fragile = ", ".join(pattern.name for pattern in survey.trial.tried if not survey.robust(pattern.name))
    told_fragile = [words("robustness.fragile", names=fragile)] if fragile else []
    below = [words("robustness.columns"), *told_fragile, *([""] if notes else []), *notes]
    return [count, "", *aligned(rows), "", *below]


def shares_table(survey: Survey) -> list[Row]:
    """Return a row for each pattern (its claims together) and for each of its claims, for a table."""
    rows: list[Row] = []
    for pattern in survey.trial.tried:
        robust = survey.robust(pattern.name)
        rows.append(_row(pattern.name, "", "", survey.pattern(pattern.name), robust))
        for column in survey.columns(pattern.name):
            _, number, claim = survey.trial.claims[column]
            share = survey.claims[column]
            rows.append(_row(pattern.name, str(number), claim.outcome, share, share.robust))
    return rows


def deciders_table(survey: Survey) -> list[Row]:
    """Return a row for each claim and each of the parameters that go most with it, for a table."""
    return [
        {
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


def _row(pattern: str, claim: str, outcome: str, share: Share, robust: bool) -> Row:
    shares = {name: getattr(share, name) for name in _SHARES}
    low, high = share.ends
    difference = {"mean": share.mean, "low": share.low, "high": share.high}
    about = {"pattern": pattern, "claim": claim, "outcome": outcome, "draws": share.draws}
    return {**about, **shares, "holds_low": low, "holds_high": high, **difference, "robust": robust}
