"""`overleg validate`: does the model reproduce what the thesis found? A scoreboard, pattern by pattern."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.numbers import number_text
from experiments.options import Work, folder, format_options, whole_number
from experiments.tables import aligned, as_csv, as_json, heading, paragraph
from experiments.words import Words
from sim.errors import InputError, describe

if TYPE_CHECKING:
    from experiments.job import Job
    from experiments.patterns.declared import Patterns
    from experiments.patterns.plausible import Robustness
    from experiments.patterns.scoreboard import Number, Score, Scoreboard
    from experiments.store import Writer

_NAME = "validate"
_DOCUMENT, _TABLE, _ATTEMPTS = "scoreboard.json", "scoreboard.csv", "attempts.csv"
_KINDS = ("png", "svg")
_FIGURES = ("table2", "table3", "interview")
_SHARES, _DECIDERS, _ROBUSTNESS = "robustness.csv", "deciders.csv", "robustness"
_RUNS_OF_MAP = {False: 20, True: 100}
_DECIMALS = ((10.0, 1), (0.01, 3), (0.0, 4))  # from which size on so many will do
_TITLES = {"A": "validate.table2", "B": "validate.table3", "C": "validate.levels"}


def command(words: Words) -> click.Command:
    """Return the command, in the language of `words`."""

    @click.command(_NAME, help=words("help.validate"), short_help=words("help.short.validate"))
    @click.option("--full/--quick", "full", default=False, help=words("help.option.full_or_quick"))
    @click.option("--robustness", is_flag=True, help=words("help.option.robustness"))
    @click.option("--pattern", "only", multiple=True, metavar=words("help.name"), help=words("help.option.pattern"))
    @click.option("--seed", type=whole_number("--seed"), metavar="S", help=words("help.option.checking_seed"))
    @click.option("--out", type=folder, metavar="DIR", help=words("help.option.out"))
    @click.option("--workers", type=whole_number("--workers", 1), metavar="N", help=words("help.option.workers"))
    @format_options(words)
    def validate(
        full: bool, robustness: bool, only: tuple[str, ...], seed: int | None, workers: int | None, **options: Any
    ) -> None:
        from experiments.patterns.scoreboard import CHECKING

        base = CHECKING if seed is None else seed
        work = Work(words, runs=1, seed=base, workers=workers, **options)
        _validate(work, full=full, robustness=robustness, only=only)

    return validate


def _validate(work: Work, *, full: bool, robustness: bool, only: tuple[str, ...]) -> None:
    from experiments.job import opened
    from experiments.patterns.declared import declared
    from experiments.patterns.scoreboard import score_board
    from experiments.patterns.targets import declared as targets
    from sim.runs import prepare

    patterns = declared()
    _refuse_unknown(only, [*(pattern.name for pattern in patterns.all), *(target.name for target in targets())])
    figures = [f"{name}.{kind}" for name in _FIGURES for kind in _KINDS]
    names = [_DOCUMENT, _TABLE, _ATTEMPTS, _SHARES, _DECIDERS, *figures]
    with opened(work, [patterns.base], _NAME, names, shared={}) as job:
        prepare(lambda: work.remark(work.words("run.first_use")))
        found = score_board(full=full, seed=work.seed, workers=work.workers, only=only, tell=_teller(work))
        tried = _tried(job, patterns) if robustness else []
        if tried:
            found = found.with_robustness(tried[-1].all)
        placed = job.leave_files(_files(job, found, tried), found.pairs)
        click.echo(_result(work, found, tried, job), nl=work.format != "csv")
        job.tell_files(placed)


def _tried(job: Job, patterns: Patterns) -> list[Robustness]:
    """Return how the patterns fare over draws of everything else; the draws are kept, so that it can go on later."""
    from experiments.patterns.plausible import robustness
    from experiments.patterns.robustness import Trial

    work, folder = job.work, job.output.path / _ROBUSTNESS
    folder.mkdir(exist_ok=True)
    work.remark(work.words("validate.playing.robustness", folder=folder))
    trials = Trial.of_rows(patterns, work.seed), Trial.of_factors(patterns, work.seed)
    return [robustness(trial, folder, work.words, workers=work.workers, quiet=work.quiet) for trial in trials]


def _teller(work: Work) -> Callable[[str], None]:
    """Return what says, on standard error, which group of patterns is being played."""
    told: set[str] = set()

    def tell(pattern: str) -> None:
        if pattern[0] not in told and not work.quiet:
            click.echo(work.words(f"validate.playing.{pattern[0]}"), err=True)
        told.add(pattern[0])

    return tell


def _refuse_unknown(only: tuple[str, ...], known: list[str]) -> None:
    for name in only:
        if name not in known:
            nearest = name.upper() if name.upper() in known else ""
            raise InputError(
                "unknown pattern", where="--pattern", got=describe(name), allowed=", ".join(known), nearest=nearest
            )


def _files(job: Job, found: Scoreboard, tried: list[Robustness]) -> dict[str, Writer]:
    from experiments.figures.beside import origin
    from experiments.figures.interview import interview_figure
    from experiments.figures.look import writer
    from experiments.figures.table2 import table2_figure
    from experiments.figures.table3 import table3_figure
    from experiments.files import spreadsheet_file, text_file
    from experiments.patterns.map_of_forms import map_of_forms

    words = job.work.words
    pairs = origin(words, words("figure.pairs", count=found.pairs), found.seed)
    drawn = {}
    if found.interview:  # everything was played
        forms = map_of_forms(_RUNS_OF_MAP[found.full], found.seed, workers=job.work.workers)
        runs = words("figure.runs", count=_RUNS_OF_MAP[found.full])
        drawn["table2"] = table2_figure(forms, words, footer=origin(words, runs, found.seed))
        asked = origin(words, words("figure.runs", count=found.interviewed), found.seed)
        drawn["interview"] = interview_figure(found.interview, words, footer=asked)
    directions = [verdict for verdict in found.verdicts if verdict.pattern.group == "B"]
    if directions:
        drawn["table3"] = table3_figure(directions, found.play, words, footer=pairs)
    return {
        _DOCUMENT: text_file(as_json(_document(found, tried, words)) + "\n"),
        _TABLE: spreadsheet_file(as_csv(_rows(found, words), words.language)),
        _ATTEMPTS: text_file(_attempts(job.output.path / _ATTEMPTS, found)),
        **{f"{name}.{kind}": writer(figure, kind) for name, figure in drawn.items() for kind in _KINDS},
        **_robustness_files(tried, words),
    }


def _robustness_files(tried: list[Robustness], words: Words) -> dict[str, Writer]:
    from experiments.files import spreadsheet_file
    from experiments.patterns.robustness_table import deciders_table, shares_table

    tables = {_SHARES: shares_table, _DECIDERS: deciders_table}
    return {
        name: spreadsheet_file(as_csv([row for each in tried for row in rows(each)], words.language))
        for name, rows in tables.items()
        if tried
    }


def _attempts(file: Path, found: Scoreboard) -> str:
    """Return the list of attempts in the folder with this one behind it: nobody should pick the best of many."""
    from experiments.manifest import now, program_commit
    from experiments.patterns.targets.table import counts_of

    held = {group: found.holding(group) for group in "ABC"} | {"D": found.answers_held()}
    failing = [score.pattern for score in found.scores if score.holds is False]
    failing += [count.question.name for count in found.interview if not count.holds]
    failing += [one.target.name for one in found.targets if one.holds is False]
    row = {
        "when": now(),
        "commit": program_commit() or "",
        "seed": found.seed,
        "full": found.full,
        **{group: f"{held} of {of}" for group, (held, of) in held.items()},
        "E": counts_of(found.targets),
        "failing": " ".join(failing),
    }
    return as_csv([*_earlier(file, list(row)), row], "en")


def _earlier(file: Path, columns: list[str]) -> list[dict[str, str]]:
    """Return the attempts in a file; those from before there was a column leave it empty."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as text:
        return [{name: line.get(name) or "" for name in columns} for line in csv.DictReader(text)]


def _result(work: Work, found: Scoreboard, tried: list[Robustness], job: Job) -> str:
    if work.format == "json":
        return as_json(_document(found, tried, work.words) | {"folder": str(job.output.path)})
    if work.format == "csv":
        return as_csv(_rows(found, work.words), work.words.language)
    return "\n".join(_lines(found, tried, work.words))


def _document(found: Scoreboard, tried: list[Robustness], words: Words) -> dict[str, Any]:
    from experiments.patterns.interview import agreeing, order, score, within
    from experiments.patterns.robustness_table import entry as robustness_entry
    from experiments.patterns.targets.table import entries

    coin = found.coin
    return {
        "full": found.full,
        "seed": found.seed,
        "patterns": [_entry(score, words) for score in found.scores],
        "interview": [
            {
                "question": count.question.name,
                "asks": count.question.asks[words.language],
                "source": count.question.section,
                "real": count.question.real[0] if not count.question.word else list(count.question.real),
                "low": count.low,
                "median": count.median,
                "high": count.high,
                "holds": count.holds,
                "within": count.within,
                "score": count.score,
            }
            for count in found.interview
        ],
        "score": score(found.interview),
        "order": order(found.interview),
        "base_rate": {"score": found.base_rate} if coin else None,
        "coin": {"holds": agreeing(coin), "within": within(coin), "score": score(coin)} if coin else None,
        "targets": entries(found.targets, words),
        "robustness": [robustness_entry(each) for each in tried],
    }


def _entry(score: Score, words: Words) -> dict[str, Any]:
    return {
        "pattern": score.pattern,
        "holds": score.holds,
        "relevant": score.relevant,
        "emergent": score.emergent,
        "emergent_strictly": score.emergent_strictly,
        "source": score.source,
        "says": score.says[words.language],
        "figure": _figure(score, words),
        "pairs": score.pairs,
        "numbers": [
            {
                "of": each.of[words.language],
                "mean": each.mean,
                "low": each.low,
                "high": each.high,
                "holds": each.holds,
                "smallest_relevant": each.smallest,
                "relevant": each.relevant,
            }
            for each in score.numbers
        ],
    }


def _figure(score: Score, words: Words) -> str:
    """Return the numbers that decide a pattern, as text."""
    return "; ".join(_number(each, words) for each in score.numbers)


def _number(each: Number, words: Words) -> str:
    decimals = next(number for least, number in _DECIMALS if abs(each.mean) >= least)
    mean, low, high = (
        number_text(value, decimals, words.language, sign=True) for value in (each.mean, each.low, each.high)
    )
    return f"{each.of[words.language]} {mean} ({words('compare.interval', low=low, high=high)})"


def _rows(found: Scoreboard, words: Words) -> list[dict[str, Any]]:
    """Return a row for each number behind a pattern or a target; what the one has and the other not is empty."""
    from experiments.patterns.targets.table import csv_rows

    rows = [*_rows_of_patterns(found, words), *csv_rows(found.targets, words)]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return [{name: row.get(name) for name in columns} for row in rows]


def _rows_of_patterns(found: Scoreboard, words: Words) -> list[dict[str, Any]]:
    return [
        {
            "pattern": score.pattern,
            "source": score.source,
            "says": score.says[words.language],
            "holds": _answer(score.holds, words),
            "emergent": _answer(score.emergent, words),
            "emergent_strictly": _answer(score.emergent_strictly, words),
            "pairs": score.pairs,
            "of": each.of[words.language],
            "mean": each.mean,
            "low": each.low,
            "high": each.high,
            "smallest_relevant": each.smallest,
            "relevant": each.relevant,
        }
        for score in found.scores
        for each in score.numbers
    ]


def _answer(value: bool | None, words: Words) -> str:
    return words("validate.open" if value is None else "validate.yes" if value else "validate.no")


def _lines(found: Scoreboard, tried: list[Robustness], words: Words) -> list[str]:
    from experiments.patterns.robustness_table import lines as robustness_lines
    from experiments.patterns.targets.table import heading_of
    from experiments.patterns.targets.table import lines as target_lines

    lines: list[str] = []
    for group, title in _TITLES.items():
        members = [score for score in found.scores if score.pattern.startswith(group)]
        if members:
            held, judged = found.holding(group)
            small = found.too_small(group)
            told = words(title, held=held, of=judged) + (words("validate.small", count=small) if small else "")
            lines += [heading(told), *_table(members, found, words), ""]
    if found.interview:
        held, asked = found.answers_held()
        lines += [heading(words("validate.interview", held=held, of=asked)), *_by_chance(found, words)]
        lines += [*_interview(found, words), ""]
    if found.targets:
        lines += [heading(heading_of(found.targets, words)), *target_lines(found.targets, words), ""]
    for each in tried:
        lines += [*robustness_lines(each, words), ""]
    if found.full:
        emergent, judged = found.emerging()
        strictly = found.emerging_strictly()
        lines.append(words("validate.emerging", emergent=emergent, of=judged, strictly=strictly))
    return [*lines, words("validate.honest")]


def _table(members: list[Score], found: Scoreboard, words: Words) -> list[str]:
    rows = []
    for score in members:
        kind = _kind(score, words) if found.full else ""
        rows.append((f"  {score.pattern}", _answer(score.holds, words), kind, score.says[words.language]))
        if score.holds is not True:
            rows += [("", "", "", f"  {_number(each, words)}") for each in score.numbers if each.holds is not True]
        small = (each for each in score.numbers if each.too_small)
        rows += [("", "", "", words("validate.too_small", number=f"  {_number(each, words)}")) for each in small]
    return aligned(rows, left=(0, 1, 2, 3))


def _kind(score: Score, words: Words) -> str:
    """Return whether a pattern is emergent, and in which reading; nothing where that is not judged."""
    if score.emergent is None:
        return ""
    if score.emergent_strictly:
        return words("validate.emergent_strictly")
    return words("validate.emergent" if score.emergent else "validate.built_in")


def _by_chance(found: Scoreboard, words: Words) -> list[str]:
    """Return how many answers would agree if everybody tossed a coin, how near samples come, and in which order."""
    from experiments.patterns.interview import agreeing, order, score, within

    counts = {"asked": len(found.interview), "coins": agreeing(found.coin)}
    model, coin = (number_text(within(each), 1, words.language) for each in (found.interview, found.coin))
    scores = {"model": score(found.interview), "base": found.base_rate, "coin": score(found.coin)}
    told = {name: number_text(value, 2, words.language) for name, value in scores.items()}
    return [
        *paragraph(words("validate.coin", **counts), indent=2),
        *paragraph(words("validate.within", model=model, coin=coin), indent=2),
        *paragraph(words("validate.score", **told), indent=2),
        *paragraph(words("validate.order", order=number_text(order(found.interview), 2, words.language)), indent=2),
    ]


def _interview(found: Scoreboard, words: Words) -> list[str]:
    heads = ("asked", "thesis", "model", "off")
    rows: list[tuple[str, ...]] = [("", *(words(f"validate.{head}") for head in heads))]
    for count in found.interview:
        least, most = count.question.real
        real = str(least) if least == most else words("table.range", low=least, high=most)
        model = words("table.range", low=count.low, high=count.high)
        off = number_text(count.score, 1, words.language)
        rows.append((f"  {_answer(count.holds, words)}", count.question.asks[words.language], real, model, off))
    return aligned(rows, left=(0, 1))
