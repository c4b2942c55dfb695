"""`overleg sensitivity`: which parameters an outcome depends on most, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from experiments.options import Work, whole_number, work_from, work_options
from experiments.tables import as_csv, as_json
from experiments.words import Words
from scenarios import load

if TYPE_CHECKING:
    from experiments.sensitivity.analysis import Analysis
    from experiments.sensitivity.sample import Sample
    from experiments.sweep.outcome import Answer
    from experiments.sweep.study import Study

_KIND = "sensitivity"
_TABLE = "indices.csv"
_FIGURES = {"sensitivity.png": "png", "sensitivity.svg": "svg"}
_RUNS = 10


@dataclass(frozen=True)
class _Asked:
    """What the options ask for, beside the work."""

    method: str
    by: str
    vary: tuple[str, ...]
    sample: int | None
    outcomes: tuple[str, ...]
    dry_run: bool
    afresh: bool


def command(words: Words) -> click.Command:
    """Return the command, in the language of `words`."""

    @click.command("sensitivity", help=words("help.sensitivity"), short_help=words("help.short.sensitivity"))
    @click.argument("scenario")
    @click.option("--method", default="morris", metavar="morris|sobol|pawn", help=words("help.option.method"))
    @click.option("--outcome", "outcomes", multiple=True, metavar=words("help.name"), help=words("help.option.outcome"))
    @click.option("--vary", multiple=True, metavar=words("help.vary"), help=words("help.option.vary_within"))
    @click.option("--by", default="parameter", metavar="parameter|factor", help=words("help.option.by"))
    @click.option("--sample", type=whole_number("--sample", 1), metavar="N", help=words("help.option.sample"))
    @click.option("--dry-run", is_flag=True, help=words("help.option.dry_run"))
    @click.option("--afresh", is_flag=True, help=words("help.option.afresh"))
    @work_options(words, series=False, cluster=True, runs=_RUNS)
    def sensitivity(
        scenario: str,
        method: str,
        outcomes: tuple[str, ...],
        vary: tuple[str, ...],
        by: str,
        sample: int | None,
        dry_run: bool,
        afresh: bool,
        **options: Any,
    ) -> None:
        asked = _Asked(method, by, vary, sample, outcomes, dry_run, afresh)
        _sensitivity(scenario, work_from(words, options), asked)

    return sensitivity


def _sensitivity(name: str, work: Work, asked: _Asked) -> None:
    from experiments.headlines import asked as outcomes_asked
    from sim.outcomes import OUTCOMES

    outcomes = tuple(OUTCOMES) if work.everything else outcomes_asked(asked.outcomes)
    sample, study = _sampled(name, work, asked)
    if asked.dry_run:
        from experiments.sweep.outcome import foretold

        click.echo(foretold(study, work, afresh=asked.afresh, kind=_KIND))
        return

    from experiments.sweep.outcome import answered

    files = [_TABLE, *_FIGURES]
    with answered(study, work, outcomes, files=files, afresh=asked.afresh, kind=_KIND) as answer:
        found = _analysed(answer, sample)
        placed = answer.leave(_files(answer, found))
        click.echo(_result(answer, found), nl=work.format != "csv")
        answer.tell_files(placed)


def _sampled(name: str, work: Work, asked: _Asked) -> tuple[Sample, Study]:
    from experiments.designs import check_not_set, read_factor
    from experiments.sensitivity.asked import Asked
    from experiments.sensitivity.item import AROUND_BASE
    from experiments.sweep.study import Study

    scenario = load(name).set(work.settings)
    factors = tuple(map(read_factor, asked.vary))
    sample = Asked(asked.method, factors, asked.by, asked.sample).sample(scenario.values, work.seed)
    free = factors or [factor for factor in sample.factors if factor.parameter.group not in AROUND_BASE]
    check_not_set(free, work.settings)
    study = Study(scenario, sample.points(), work.seed)
    study.check()
    return sample, study


def _analysed(answer: Answer, sample: Sample) -> list[Analysis]:
    import pandas as pd

    from experiments.sensitivity.frame import analyses
    from experiments.sweep.merging import pieces

    wanted = list(answer.outcomes)
    played = pd.concat(piece.select(wanted).to_pandas() for piece in pieces(answer.store, answer.work.runs))
    return analyses(sample, played, wanted, answer.work.seed)


def _files(answer: Answer, found: Sequence[Analysis]) -> dict[str, Any]:
    from experiments.figures.look import writer
    from experiments.figures.sensitivity import sensitivity_figure
    from experiments.files import spreadsheet_file

    words = answer.work.words
    figure = sensitivity_figure(found, words, title=answer.title, footer=answer.footer())
    table = {_TABLE: spreadsheet_file(as_csv(_rows(found, words), words.language))}
    return table | {name: writer(figure, kind) for name, kind in _FIGURES.items()}


def _rows(found: Sequence[Analysis], words: Words) -> list[dict[str, Any]]:
    from experiments.sensitivity.table import records

    return [row for analysis in found for row in records(analysis, words.language)]


def _result(answer: Answer, found: Sequence[Analysis]) -> str:
    from experiments.sensitivity.table import document, lines
    from experiments.sweep.table import varied
    from experiments.tables import heading

    work, words = answer.work, answer.work.words
    if work.format == "csv":
        return as_csv(_rows(found, words), words.language)
    if work.format == "json":
        about = {"scenario": answer.study.scenario.name, "title": answer.title, "method": found[0].sample.method}
        size = {"points": len(answer.study.design.points), "runs": work.runs, "seed": work.seed}
        folder = {"failed": answer.failed, "folder": str(answer.output.path)}
        return as_json({**about, **size, **folder, "outcomes": [document(each, words) for each in found]})
    head = [] if work.quiet else [heading(answer.title), *varied(answer.study, work), ""]
    return "\n".join([*head, *lines(found, words, file=_TABLE, quiet=work.quiet)])
