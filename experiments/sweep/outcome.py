"""What comes of a sweep at the command line: its runs played or found, its points, its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from experiments.cluster import crew_of
from experiments.files import deliver, spreadsheet_file
from experiments.job import folder_of, tell_files
from experiments.manifest import manifest, now, program_version
from experiments.options import SETTINGS_IN_A_FOOTER, Work, command_line, settings_text
from experiments.progress import reported
from experiments.store import MANIFEST, OutputFolder, Writer, output_folder
from experiments.sweep.estimate import estimate
from experiments.sweep.merging import write_runs
from experiments.sweep.playing import play_into
from experiments.sweep.points import Points
from experiments.sweep.store import RUNS, Store, opened
from experiments.sweep.study import Study
from experiments.sweep.table import forecast, records, varied
from experiments.tables import as_csv
from sim.errors import InputError, Phrase, WorkError
from sim.runs import prepare

_TABLE = "points.csv"
_LETTERS_OF_KEY = 8


@dataclass(frozen=True)
class Answer:
    """A sweep with all its runs: `points` tells what came out, `outcomes` names what the answer is about."""

    study: Study
    work: Work
    outcomes: tuple[str, ...]
    points: Points
    output: OutputFolder
    store: Store
    started: str

    @property
    def title(self) -> str:
        """Title of the scenario, or its name."""
        return self.study.scenario.title[self.work.words.language] or self.study.scenario.name

    @property
    def failed(self) -> int:
        """How many runs failed."""
        return int(self.points.failed.sum())

    def leave(self, figures: Mapping[str, Writer]) -> dict[str, Path]:
        """Put runs, table, figures and manifest in place, and let go of the chunks; return where each stands."""
        table = spreadsheet_file(as_csv(records(self.points), self.work.words.language))
        placed = deliver(self.output, {_TABLE: table, **figures}, self._manifest)
        if placed[RUNS].name == RUNS:
            self.store.clear(self.work.runs)
        return placed

    def footer(self) -> str:
        """Return what stands under a figure: scenario, settings, points, runs, weeks, seed, version."""
        words, work = self.work.words, self.work
        return " · ".join(
            [
                self.study.scenario.name,
                *([settings_text(work.settings, words.language, most=SETTINGS_IN_A_FOOTER)] if work.settings else []),
                words("sweep.points", count=len(self.study.design.points)),
                words("sweep.runs_each", count=work.runs),
                words("figure.weeks", weeks=self.study.scenario.weeks),
                words("figure.seed", seed=work.seed),
                f"casusoverleg {program_version()}",
            ]
        )

    def tell_files(self, placed: Mapping[str, Path]) -> None:
        """Say where the files are; WorkError when a file was held, or runs failed."""
        tell_files(self.work, self.output, placed)
        if self.failed:
            total = self.work.runs * len(self.study.design.points)
            raise WorkError(
                Phrase(
                    "{count} of {total} runs failed; the column error in {file} tells why",
                    count=self.failed,
                    total=total,
                    file=placed[RUNS],
                )
            )

    def _manifest(self, placed: Mapping[str, Path]) -> dict[str, object]:
        design = self.study.design
        told = manifest(
            scenarios=[self.study.scenario],
            seed=self.work.seed,
            runs=self.work.runs,
            started=self.started,
            command=command_line(),
            files=placed,
        )
        factors = {factor.name: list(factor.levels) or [factor.low, factor.high] for factor in design.factors}
        sweep = {"key": self.study.key, "design": design.kind, "points": len(design.points), "factors": factors}
        return told | {"sweep": sweep, "failed": self.failed}


@contextmanager
def answered(
    study: Study, work: Work, outcomes: tuple[str, ...], *, files: Sequence[str], afresh: bool, kind: str = "sweep"
) -> Iterator[Answer]:
    """Give the answer of a sweep, after playing what is not there yet; its folder, of that kind, is checked first."""
    folder = _folder(study, work, kind)
    names = [RUNS, _TABLE, *files, MANIFEST]
    with output_folder(folder, names) as output, opened(folder, study, afresh=afresh) as store:
        started = now()
        _check_runs(store, work)
        _play(store, work)
        points = Points(study.design, outcomes)
        output.write(RUNS, write_runs(store, work.runs, points.see))
        yield Answer(study, work, outcomes, points, output, store, started)


def foretold(study: Study, work: Work, *, afresh: bool, kind: str = "sweep") -> str:
    """Return how many runs a study would still take, how long and how large; its folder stays as it is."""
    store = Store(_folder(study, work, kind), study)
    there, total = 0, work.runs * len(study.design.points)
    if not afresh:
        store.check()
        _check_runs(store, work)
        there = _kept(store, work.runs)
    told = varied(study, work)
    if there:
        told.append(work.words("sweep.goes_on", there=there, total=total))
    if there < total:
        prepare(lambda: work.remark(work.words("run.first_use")))
        with crew_of(work) as crew:
            expected = estimate(study, work.runs, crew, there=there)
            told.append(forecast(total - there, expected, work.words, workers=crew.workers))
    return "\n".join(told)


def _folder(study: Study, work: Work, kind: str) -> Path:
    return folder_of(work, f"{study.scenario.name}_{kind}_{study.key[:_LETTERS_OF_KEY]}")


def _check_runs(store: Store, work: Work) -> None:
    """Raise InputError when more runs are finished than are asked for."""
    if store.finished > work.runs:
        allowed = Phrase("{count} or more, or another folder", count=store.finished)
        raise InputError("fewer than are there already", where="--runs", got=str(work.runs), allowed=allowed)


def _play(store: Store, work: Work) -> None:
    total, there = work.runs * len(store.study.design.points), _kept(store, work.runs)
    if there:
        work.remark(work.words("sweep.goes_on", there=there, total=total))
    if there == total:
        return
    prepare(lambda: work.remark(work.words("run.first_use")))
    try:
        with crew_of(work) as crew, reported(total - there, work.words, quiet=work.quiet) as report:
            play_into(store, work.runs, crew, report)
    except KeyboardInterrupt:
        _tell_what_is_kept(store, work, total)
        raise


def _kept(store: Store, runs: int) -> int:
    """Return how many runs are there."""
    sizes = np.array([len(points) for points in store.study.slices])
    return int((store.done(runs) * sizes).sum())


def _tell_what_is_kept(store: Store, work: Work, total: int) -> None:
    complete = int(np.logical_and.accumulate(store.done(work.runs).all(axis=1)).sum())
    key = "sweep.kept_some" if complete else "sweep.kept"
    kept = _kept(store, work.runs)
    work.remark(work.words(key, kept=kept, total=total, folder=store.folder, complete=complete))
