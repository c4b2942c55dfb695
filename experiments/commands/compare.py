"""`overleg compare`: scenarios against a baseline, paired by run seed: what differs, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from experiments.contenders import Contenders, contenders
from experiments.options import Work, settings_text, work_from, work_options
from experiments.tables import as_csv, as_json, heading
from experiments.words import Words

if TYPE_CHECKING:
    from experiments.job import Job
    from experiments.pair import Pair
    from experiments.store import Writer

_TABLE = "differences.csv"
_FIGURES = ("differences", "courses")
_KINDS = ("png", "svg")


def command(words: Words) -> click.Command:
    """Return the command, in the language of `words`."""

    @click.command("compare", help=words("help.compare"), short_help=words("help.short.compare"))
    @click.argument("scenarios", nargs=-1, required=True, metavar="A [B]...")
    @work_options(words)
    def compare(scenarios: tuple[str, ...], **options: Any) -> None:
        _compare(scenarios, work_from(words, options))

    return compare


def _compare(names: Sequence[str], work: Work) -> None:
    chosen = contenders(names, work.settings)

    from experiments.job import opened
    from experiments.pair import Pair

    with opened(work, chosen.scenarios, chosen.name, _file_names(chosen), shared=chosen.shared) as job:
        baseline, *others = job.play()
        pairs = [Pair(baseline, other) for other in others]
        files = {_TABLE: _table_file(pairs, work.words)}
        for pair, ending in zip(pairs, _endings(chosen), strict=True):
            files |= _figure_files(job, pair, ending)
        placed = job.leave([baseline, *others], files)
        click.echo(_result(job, pairs), nl=work.format != "csv")
        job.tell_files(placed)


def _endings(chosen: Contenders) -> list[str]:
    """Return, for each scenario but the baseline, what the names of its figures end in."""
    others = chosen.scenarios[1:]
    return [f"-{scenario.name}" for scenario in others] if len(others) > 1 else [""]


def _file_names(chosen: Contenders) -> list[str]:
    endings = _endings(chosen)
    return [_TABLE, *(f"{name}{end}.{kind}" for end in endings for name in _FIGURES for kind in _KINDS)]


def _table_file(pairs: Sequence[Pair], words: Words) -> Writer:
    from experiments.files import spreadsheet_file

    return spreadsheet_file(as_csv(_records(pairs, words), words.language))


def _figure_files(job: Job, pair: Pair, ending: str) -> dict[str, Writer]:
    from experiments.figures.courses import courses_figure
    from experiments.figures.forest import forest_figure
    from experiments.figures.look import writer

    words, worlds = job.work.words, [pair.baseline, pair.other]
    footer = job.footer(worlds)
    drawn = (forest_figure(pair, words, footer=footer), courses_figure(worlds, words, footer=footer))
    return {
        f"{name}{ending}.{kind}": writer(figure, kind)
        for name, figure in zip(_FIGURES, drawn, strict=True)
        for kind in _KINDS
    }


def _records(pairs: Sequence[Pair], words: Words) -> list[dict[str, Any]]:
    from experiments.difference_table import records

    return [record for pair in pairs for record in records(pair, words)]


def _result(job: Job, pairs: Sequence[Pair]) -> str:
    words = job.work.words
    if job.work.format == "csv":
        return as_csv(_records(pairs, words), words.language)
    if job.work.format == "json":
        return as_json(_document(job, pairs))
    lines = [line for pair in pairs for line in _block(job.work, pair)]
    return "\n".join(lines[:-1] if job.work.quiet else [*lines, *_notes(job)])


def _document(job: Job, pairs: Sequence[Pair]) -> dict[str, Any]:
    from experiments.answer import answers

    words = job.work.words
    return {
        "pairs": job.work.runs,
        "seed": job.work.seed,
        "baseline": pairs[0].baseline.scenario.name,
        "comparisons": [
            {
                "scenario": pair.other.scenario.name,
                "title": pair.other.title(words.language),
                "answer": [" ".join(said) for said in answers(pair.differences, words)],
                "differences": _records([pair], words),
            }
            for pair in pairs
        ],
        "notes": [words("honesty.directions"), words("honesty.assumption")],
        "folder": str(job.output.path),
    }


def _block(work: Work, pair: Pair) -> list[str]:
    from experiments.answer import answers
    from experiments.difference_table import lines, title_lines

    said = answers(pair.differences, work.words)

    return [
        *title_lines(pair, work.words, seed=work.seed),
        "",
        *(line for claim, evidence in said for line in (heading(claim), f"  {evidence}")),
        "",
        *lines(pair, work.words, everything=work.everything),
        "",
    ]


def _notes(job: Job) -> list[str]:
    words, shared = job.work.words, job.shared
    together = settings_text(shared, words.language)
    return [
        *([words("compare.shared_settings", settings=together)] if shared else []),
        words("honesty.directions"),
        words("honesty.assumption"),
        *([] if job.work.everything else [words("files.all", file=_TABLE)]),
    ]
