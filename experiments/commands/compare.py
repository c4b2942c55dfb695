"""`overleg compare`: scenarios against a baseline, paired by run seed: what differs, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class _Answer:
    """What came out, and how it is told: `outcomes` are those that the answer is about."""

    job: Job
    pairs: Sequence[Pair]
    outcomes: tuple[str, ...]

    @property
    def work(self) -> Work:
        return self.job.work

    @property
    def at_a_glance(self) -> bool:
        return _many(len(self.pairs))


def _many(others: int) -> bool:
    from experiments.overview import MOST_IN_FULL

    return others > MOST_IN_FULL


def _compare(names: Sequence[str], work: Work, outcomes: Sequence[str], *, every: bool) -> None:
    from experiments.headlines import asked

    chosen = contenders(names, work.settings, every=every)
    about = asked(outcomes)

    from experiments.job import opened
    from experiments.pair import Pair

    with opened(work, chosen.scenarios, chosen.name, _file_names(chosen), shared=chosen.shared) as job:
        baseline, *others = job.play_until_decided(about) if work.grows else job.play()
        answer = _Answer(job, [Pair(baseline, other) for other in others], about)
        placed = job.leave([baseline, *others], _files(answer, chosen))
        click.echo(_result(answer), nl=work.format != "csv")
        job.tell_files(placed)


def _endings(chosen: Contenders) -> list[str]:
    """Return, for each scenario but the baseline, what the names of its figures end in."""
    others = chosen.scenarios[1:]
    return [f"-{scenario.name}" for scenario in others] if len(others) > 1 else [""]


def _file_names(chosen: Contenders) -> list[str]:
    if _many(len(chosen.scenarios) - 1):
        return [_TABLE, *(f"{_OVERVIEW}.{kind}" for kind in _KINDS)]
    return [_TABLE, *(f"{name}{end}.{kind}" for end in _endings(chosen) for name in _FIGURES for kind in _KINDS)]


def _files(answer: _Answer, chosen: Contenders) -> dict[str, Writer]:
    from experiments.files import spreadsheet_file

    words = answer.work.words
    table = {_TABLE: spreadsheet_file(as_csv(_records(answer.pairs, words), words.language))}
    if answer.at_a_glance:
        return table | _overview_files(answer)
    figures = [_figure_files(answer.job, *each) for each in zip(answer.pairs, _endings(chosen), strict=True)]
    return {name: write for files in (table, *figures) for name, write in files.items()}


def _overview_files(answer: _Answer) -> dict[str, Writer]:
    from experiments.figures.look import writer
    from experiments.figures.overview import overview_figure

    footer = answer.job.footer([answer.pairs[0].baseline])
    figure = overview_figure(answer.pairs, answer.work.words, answer.outcomes, footer=footer)
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


def _records(pairs: Sequence[Pair], words: Words) -> list[dict[str, Any]]:
    from experiments.difference_table import records

    return [record for pair in pairs for record in records(pair, words)]


def _result(answer: _Answer) -> str:
    work = answer.work
    if work.format == "csv":
        return as_csv(_records(answer.pairs, work.words), work.words.language)
    if work.format == "json":
        return as_json(_document(answer))
    lines = _glance(answer) if answer.at_a_glance else _blocks(answer)
    return "\n".join(lines[:-1] if work.quiet else [*lines, *_notes(answer)])


def _document(answer: _Answer) -> dict[str, Any]:
    from experiments.answer import answers

    work, pairs = answer.work, answer.pairs
    return {
        "pairs": len(pairs[0].baseline.seeds),
        "seed": work.seed,
        "baseline": pairs[0].baseline.scenario.name,
        "comparisons": [
            {
                "scenario": pair.other.scenario.name,
                "title": pair.other.title(work.words.language),
                "answer": [" ".join(said) for said in answers(pair.differences, work.words, answer.outcomes)],
                "differences": _records([pair], work.words),
            }
            for pair in pairs
        ],
        "notes": [*_growth(answer), work.words("honesty.directions"), work.words("honesty.assumption")],
        "folder": str(answer.job.output.path),
    }


def _glance(answer: _Answer) -> list[str]:
    from experiments.difference_table import heading_line
    from experiments.overview import lines

    baseline = answer.pairs[0].baseline
    words = answer.work.words
    return [
        f"{heading('A')}  {baseline.title(words.language)}",
        heading_line(answer.pairs[0], words, seed=answer.work.seed),
        "",
        *lines(answer.pairs, words, answer.outcomes),
        "",
    ]


def _blocks(answer: _Answer) -> list[str]:
    return [line for pair in answer.pairs for line in _block(answer, pair)]


def _block(answer: _Answer, pair: Pair) -> list[str]:
    from experiments.answer import answers
    from experiments.difference_table import lines, title_lines

    work = answer.work
    said = answers(pair.differences, work.words, answer.outcomes)
    return [
        *title_lines(pair, work.words, seed=work.seed),
        "",
        *(line for claim, evidence in said for line in (heading(claim), f"  {evidence}")),
        "",
        *lines(pair, work.words, everything=work.everything),
        "",
    ]


def _notes(answer: _Answer) -> list[str]:
    words, shared = answer.work.words, answer.job.shared
    together = settings_text(shared, words.language)
    return [
        *_growth(answer),
        *([words("compare.shared_settings", settings=together)] if shared else []),
        *([] if answer.at_a_glance else [words("compare.columns")]),
        words("honesty.directions"),
        words("honesty.assumption"),
        *([] if answer.work.everything else [words("files.all", file=_TABLE)]),
    ]


def _growth(answer: _Answer) -> list[str]:
    """Return what is to be said of a number of pairs that the command chose itself."""
    from experiments.growth import boundaries, level, undecided
    from experiments.numbers import number_text

    work = answer.work
    if not work.grows:
        return []
    worlds = [answer.pairs[0].baseline, *(pair.other for pair in answer.pairs)]
    pairs, most = len(worlds[0].seeds), work.runs
    left = list(undecided(worlds, answer.outcomes, level(most)))
    if left:
        told = ", ".join(f"{scenario}: {outcome}" for scenario, outcome in left)
        return [work.words("compare.grown_in_vain", pairs=pairs, open=told)]
    percent = number_text(100 * level(most), 1, work.words.language)
    return [work.words("compare.grown", pairs=pairs, looks=len(boundaries(most)), level=percent)]
