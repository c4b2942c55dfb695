"""`overleg benchmark`: how fast the model is played on this machine, and how that stands beside the targets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.options import Work, folder, format_options, whole_number
from experiments.tables import as_csv, as_json
from experiments.words import Words

if TYPE_CHECKING:
    from experiments.benchmark.findings import Findings
    from experiments.benchmark.plan import Plan
    from experiments.job import Job
    from experiments.store import Writer

_NAME = "benchmark"
_DOCUMENT = "benchmark.json"
_FIGURES = {"benchmark.png": "png", "benchmark.svg": "svg"}


def command(words: Words) -> click.Command:
    """Return the command, in the language of `words`."""

    @click.command(_NAME, help=words("help.benchmark"), short_help=words("help.short.benchmark"))
    @click.option("--full", is_flag=True, help=words("help.option.full"))
    @click.option(
        "--sweep-runs", type=whole_number("--sweep-runs", 1), metavar="N", help=words("help.option.sweep_runs")
    )
    @click.option("--out", type=folder, metavar=words("help.folder"), help=words("help.option.out"))
    @format_options(words)
    def benchmark(full: bool, sweep_runs: int | None, out: Path | None, format: str, quiet: bool) -> None:
        from experiments.benchmark.plan import chosen

        plan = chosen(full=full, runs_of_sweep=sweep_runs)
        work = Work(words, runs=plan.runs, seed=plan.seed, format=format, quiet=quiet, out=out)
        _benchmark(plan, work)

    return benchmark


def _benchmark(plan: Plan, work: Work) -> None:
    from experiments.job import opened
    from sim.runs import prepare

    files = [_DOCUMENT, *_FIGURES]
    with opened(work, [plan.scenario], _NAME, files, shared={}) as job:
        prepare(lambda: work.remark(work.words("run.first_use")))

        from experiments.benchmark import findings

        found = findings.measure(plan, lambda part: _tell(work, part))
        placed = _leave(job, found)
        click.echo(_result(work, found), nl=work.format != "csv")
        job.tell_files(placed)


def _tell(work: Work, part: str) -> None:
    """Say what is being measured, on standard error: the result is not there yet."""
    if not work.quiet:
        click.echo(work.words(f"benchmark.part.{part}"), err=True)


def _leave(job: Job, found: Findings) -> dict[str, Path]:
    from experiments.files import text_file
    from experiments.manifest import program_version

    words = job.work.words
    footer = words("benchmark.footer", cores=found.cores, version=program_version())
    files = {_DOCUMENT: text_file(as_json(found.document()) + "\n"), **_figures(found, words, footer)}

    return job.leave_files(files, job.work.runs)


def _figures(found: Findings, words: Words, footer: str) -> dict[str, Writer]:
    from experiments.figures.benchmark import benchmark_figure
    from experiments.figures.look import writer

    figure = benchmark_figure(found, words, footer=footer)
    return {name: writer(figure, kind) for name, kind in _FIGURES.items()}


def _result(work: Work, found: Findings) -> str:
    from experiments.benchmark.table import lines, records

    if work.format == "json":
        return as_json(found.document())
    if work.format == "csv":
        return as_csv(records(found, work.words), work.words.language)
    return "\n".join(lines(found, work.words))
