"""`overleg run`: one scenario, many times: outcomes with their spread, and the weekly course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from experiments.options import Work, named, settings_text, work_from, work_options
from experiments.tables import as_csv, as_json, paragraph
from experiments.words import Words
from scenarios import load

if TYPE_CHECKING:
    from experiments.job import Job
    from experiments.outcome_table import Spreads
    from experiments.runner import Runs

_TABLE = "outcomes.csv"
_FIGURES = {"courses.png": "png", "courses.svg": "svg"}


def command(words: Words) -> click.Command:
    """Return the command, in the language of `words`."""

    @click.command("run", help=words("help.run"), short_help=words("help.short.run"))
    @click.argument("scenario")
    @work_options(words)
    def run(scenario: str, **options: Any) -> None:
        _run(scenario, work_from(words, options))

    return run


def _run(name: str, work: Work) -> None:
    scenario = load(name).set(work.settings)

    from experiments.job import opened
    from experiments.summary import spreads

    folder = named(scenario.name, work.settings)
    with opened(work, [scenario], folder, [_TABLE, *_FIGURES], shared=work.settings) as job:
        (runs,) = job.play()
        found = spreads(runs.outcomes)
        placed = _leave(job, runs, found)
        click.echo(_result(job, runs, found), nl=work.format != "csv")
        job.tell_files(placed)


def _leave(job: Job, runs: Runs, found: Spreads) -> Any:
    from experiments.figures.courses import courses_figure
    from experiments.figures.look import writer
    from experiments.files import spreadsheet_file
    from experiments.outcome_table import records

    words = job.work.words
    settings = settings_text(job.work.settings, words.language)
    figure = courses_figure([runs], words, footer=job.footer([runs]), settings=settings)
    figures = {name: writer(figure, kind) for name, kind in _FIGURES.items()}
    table = spreadsheet_file(as_csv(records(found, words), words.language))
    return job.leave([runs], {_TABLE: table, **figures})


def _result(job: Job, runs: Runs, found: Spreads) -> str:
    from experiments.outcome_table import few, records

    work = job.work
    if work.format == "csv":
        return as_csv(records(found, work.words), work.words.language)
    if work.format == "json":
        return as_json(
            {
                "scenario": runs.scenario.name,
                "title": runs.title(work.words.language),
                "runs": work.runs,
                "too_few_runs": bool(few(work.words, work.runs)),
                "seed": work.seed,
                "weeks": runs.scenario.weeks,
                "outcomes": records(found, work.words),
                "notes": [*few(work.words, work.runs), work.words("honesty.directions")],
                "folder": str(job.output.path),
            }
        )
    return "\n".join(_lines(work, runs, found))


def _lines(work: Work, runs: Runs, found: Spreads) -> list[str]:
    from experiments.outcome_table import lines, notes, title_lines

    table = lines(found, work.words, everything=work.everything)
    if work.quiet:
        return table
    below = notes(found, work.words, runs=work.runs, everything=work.everything)
    if not work.everything:
        below.append(work.words("files.all", file=_TABLE))
    settings = settings_text(work.settings, work.words.language)
    above = title_lines(runs, work.words, seed=work.seed, settings=settings)
    return [*above, "", *table, "", *(line for note in below for line in paragraph(note))]
