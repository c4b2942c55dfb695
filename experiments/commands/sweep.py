"""`overleg sweep`: one scenario at many points: what becomes of the outcomes when parameters vary."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.options import Work, whole_number, work_from, work_options
from experiments.tables import as_csv, as_json
from experiments.words import Words
from scenarios import load

if TYPE_CHECKING:
    from experiments.sweep.outcome import Answer
    from experiments.sweep.study import Study

_FIGURES = {"sweep.png": "png", "sweep.svg": "svg"}


@dataclass(frozen=True)
class _Asked:
    """What the options of a sweep ask for, beside the work."""

    vary: tuple[str, ...]
    design: str | None
    points: int | None
    outcomes: tuple[str, ...]
    dry_run: bool
    afresh: bool


def command(words: Words) -> click.Command:
    """Return the command, in the language of `words`."""

    @click.command("sweep", help=words("help.sweep"), short_help=words("help.short.sweep"))
    @click.argument("scenario")
    @click.option("--vary", multiple=True, metavar=words("help.vary"), help=words("help.option.vary"))
    @click.option("--design", metavar=words("help.design"), help=words("help.option.design"))
    @click.option("--points", type=whole_number("--points", 2), metavar="N", help=words("help.option.points"))
    @click.option("--outcome", "outcomes", multiple=True, metavar=words("help.name"), help=words("help.option.outcome"))
    @click.option("--dry-run", is_flag=True, help=words("help.option.dry_run"))
    @click.option("--afresh", is_flag=True, help=words("help.option.afresh"))
    @work_options(words, series=False, cluster=True)
    def sweep(
        scenario: str,
        vary: tuple[str, ...],
        design: str | None,
        points: int | None,
        outcomes: tuple[str, ...],
        dry_run: bool,
        afresh: bool,
        **options: Any,
    ) -> None:
        asked = _Asked(vary, design, points, outcomes, dry_run, afresh)
        _sweep(scenario, work_from(words, options), asked)

    return sweep


def _sweep(name: str, work: Work, asked: _Asked) -> None:
    from experiments.headlines import asked as outcomes_asked

    outcomes = outcomes_asked(asked.outcomes)
    study = _study(name, work, asked)
    if asked.dry_run:
        from experiments.sweep.outcome import foretold

        click.echo(foretold(study, work, afresh=asked.afresh))
        return

    from experiments.sweep.outcome import answered

    with answered(study, work, outcomes, files=list(_FIGURES), afresh=asked.afresh) as answer:
        placed = answer.leave(_figures(answer))
        click.echo(_result(answer), nl=work.format != "csv")
        answer.tell_files(placed)


def _study(name: str, work: Work, asked: _Asked) -> Study:
    from experiments.designs import check_not_set, designed
    from experiments.sweep.study import Study

    scenario, plan = load(name).set(work.settings), _plan(asked)
    if plan.kind != "one_at_a_time":  # where a value that is set is the base
        check_not_set(plan.factors, work.settings)
    design = designed(plan, scenario.values, work.seed)
    study = Study(scenario, design, work.seed)
    study.check()
    return study


def _plan(asked: _Asked) -> Any:
    from experiments.designs import KINDS, Plan, read_factor, read_plan
    from sim.errors import InputError

    if asked.design is not None and asked.design.endswith(".toml"):
        if asked.vary or asked.points is not None:
            given = "--vary" if asked.vary else "--points"
            raise InputError("stands in the design file", where=given, allowed="a design file, or options alone")
        return read_plan(Path(asked.design))
    return Plan(asked.design or KINDS[0], tuple(map(read_factor, asked.vary)), asked.points)


def _figures(answer: Answer) -> dict[str, Any]:
    from experiments.figures.look import writer
    from experiments.figures.sweep import sweep_figure

    words = answer.work.words
    figure = sweep_figure(answer.points, answer.outcomes, words, title=answer.title, footer=answer.footer())
    return {name: writer(figure, kind) for name, kind in _FIGURES.items()}


def _result(answer: Answer) -> str:
    from experiments.sweep.table import document, lines, records

    if answer.work.format == "csv":
        return as_csv(records(answer.points), answer.work.words.language)
    if answer.work.format == "json":
        return as_json(document(answer))
    return "\n".join(lines(answer))
