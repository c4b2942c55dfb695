"""`overleg compare`: scenarios against a baseline, paired by run seed: what differs, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from experiments.contenders import Contenders, contenders
from experiments.options import Work, work_from, work_options
from experiments.tables import as_csv
from experiments.words import Words

if TYPE_CHECKING:
    from experiments.job import Job
    from experiments.pair import Pair
    from experiments.reply import Reply
    from experiments.store import Writer

_TABLE = "differences.csv"
_FIGURES = ("differences", "courses")
_OVERVIEW = "overview"
_KINDS = ("png", "svg")


def command(words: Words) -> click.Command:
    """Return the command, in the language of `words`."""

    @click.command("compare", help=words("help.compare"), short_help=words("help.short.compare"))
    @click.argument("scenarios", nargs=-1, required=True, metavar="A [B]...")
    @click.option("--every", is_flag=True, help=words("help.option.every"))
    @click.option("--outcome", "outcomes", multiple=True, metavar=words("help.name"), help=words("help.option.outcome"))
    @work_options(words, grows=True)
    def compare(scenarios: tuple[str, ...], every: bool, outcomes: tuple[str, ...], **options: Any) -> None:
        _compare(scenarios, work_from(words, options), outcomes, every=every)

    return compare


def _compare(names: Sequence[str], work: Work, outcomes: Sequence[str], *, every: bool) -> None:
    from experiments.headlines import asked

    chosen = contenders(names, work.settings, every=every)
    about = asked(outcomes)

    from experiments.job import opened
    from experiments.pair import paired
    from experiments.reply import Reply

    with opened(work, chosen.scenarios, chosen.name, _file_names(chosen), shared=chosen.shared) as job:
        baseline, *others = job.play_until_decided(about) if work.grows else job.play()
        reply = Reply(job, chosen, paired(baseline, others), about, _TABLE)
        placed = job.leave([baseline, *others], _files(reply))
        click.echo(reply.text(), nl=work.format != "csv")
        job.tell_files(placed)


def _endings(chosen: Contenders) -> list[str]:
    """Return, for each scenario but the baseline, what the names of its figures end in."""
    others = chosen.scenarios[1:]
    return [f"-{scenario.name}" for scenario in others] if len(others) > 1 else [""]


def _file_names(chosen: Contenders) -> list[str]:
    if chosen.at_a_glance:
        return [_TABLE, *(f"{_OVERVIEW}.{kind}" for kind in _KINDS)]
    return [_TABLE, *(f"{name}{end}.{kind}" for end in _endings(chosen) for name in _FIGURES for kind in _KINDS)]


def _files(reply: Reply) -> dict[str, Writer]:
    from experiments.files import spreadsheet_file

    table = {_TABLE: spreadsheet_file(as_csv(reply.records, reply.words.language))}
    if reply.chosen.at_a_glance:
        return table | _overview_files(reply)
    figures = [_figure_files(reply.job, *each) for each in zip(reply.pairs, _endings(reply.chosen), strict=True)]
    return {name: write for files in (table, *figures) for name, write in files.items()}


def _overview_files(reply: Reply) -> dict[str, Writer]:
    from experiments.figures.look import writer
    from experiments.figures.overview import overview_figure

    footer = reply.job.footer([reply.pairs[0].baseline])
    figure = overview_figure(reply.pairs, reply.words, reply.outcomes, footer=footer)
    return {f"{_OVERVIEW}.{kind}": writer(figure, kind) for kind in _KINDS}


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
