"""A command at work: it has checked its folder, plays its scenarios and leaves its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from experiments.files import deliver, refuse_held, runs_file, weeks_file
from experiments.growth import grown
from experiments.headlines import COURSES
from experiments.manifest import manifest, now, program_version
from experiments.options import SETTINGS_IN_A_FOOTER, Work, command_line, settings_text
from experiments.progress import reported
from experiments.runner import Runs, play
from experiments.store import MANIFEST, OutputFolder, Writer, output_folder
from sim.parameters import Value
from sim.runs import prepare, run_seeds
from sim.scenario import Scenario

_DEFAULT_FOLDER = "overleg-output"
_RUNS, _WEEKS = "runs.parquet", "weeks.parquet"


@dataclass(frozen=True)
class Job:
    """The work of one command on its scenarios, and the folder that takes the files.

    `shared` holds the settings of the command line that hold for all scenarios.
    """

    work: Work
    scenarios: Sequence[Scenario]
    shared: Mapping[str, Value]
    output: OutputFolder
    started: str

    def play(self) -> list[Runs]:
        """Play all scenarios on the same run seeds, telling how far it is."""
        self._prepare()
        return self._play(0, self.work.runs)

    def play_until_decided(self, outcomes: Sequence[str]) -> list[Runs]:
        """Play all scenarios on the same run seeds, until it is decided how these outcomes differ."""
        self._prepare()
        return grown(self._play, self.work.runs, outcomes, self._tell_step)

    def _prepare(self) -> None:
        prepare(lambda: self.work.remark(self.work.words("run.first_use")))

    def _tell_step(self, runs: int) -> None:
        self.work.remark(self.work.words("compare.growing", pairs=runs))

    def _play(self, first: int, last: int) -> list[Runs]:
        work = self.work
        seeds = run_seeds(work.seed, last)[first:]
        series = None if work.weekly else COURSES
        with reported(len(seeds) * len(self.scenarios), work.words, quiet=work.quiet) as report:
            return [
                play(scenario, seeds, series=series, workers=work.workers, progress=report)
                for scenario in self.scenarios
            ]

    def leave(self, worlds: Sequence[Runs], files: Mapping[str, Writer]) -> dict[str, Path]:
        """Write the runs, the other `files` and the manifest; return where each stands."""
        tables = {_RUNS: runs_file(worlds)} | ({_WEEKS: weeks_file(worlds)} if self.work.weekly else {})
        return self.leave_files(tables | dict(files), len(worlds[0].seeds))

    def leave_files(self, files: Mapping[str, Writer], runs: int) -> dict[str, Path]:
        """Write these files and the manifest; return where each stands."""
        return deliver(self.output, files, lambda placed: self._manifest(placed, runs))

    def footer(self, worlds: Sequence[Runs]) -> str:
        """Return what stands under a figure: scenarios, settings, number of runs or pairs, seed, version."""
        words, work = self.work.words, self.work
        count = words("figure.runs" if len(self.scenarios) == 1 else "figure.pairs", count=len(worlds[0].seeds))
        return " · ".join(
            [
                *(runs.scenario.name for runs in worlds),
                *([settings_text(self.shared, words.language, most=SETTINGS_IN_A_FOOTER)] if self.shared else []),
                count,
                words("figure.weeks", weeks=max(runs.scenario.weeks for runs in worlds)),
                words("figure.seed", seed=work.seed),
                f"casusoverleg {program_version()}",
            ]
        )

    def tell_files(self, placed: Mapping[str, Path]) -> None:
        """Say where the files are, and what they replace; WorkError when another program held one of them."""
        if self.output.replaces:
            self.work.remark(self.work.words("files.replaced", folder=self.output.path))
        tell_files(self.work, self.output, placed)

    def _manifest(self, placed: Mapping[str, Path], runs: int) -> dict[str, object]:
        return manifest(
            scenarios=self.scenarios,
            seed=self.work.seed,
            runs=runs,
            started=self.started,
            command=command_line(),
            files=placed,
        )


def tell_files(work: Work, output: OutputFolder, placed: Mapping[str, Path]) -> None:
    """Say where the files of a command are; WorkError when another program held one of them."""
    first = next((path.name for name, path in placed.items() if name.endswith(".png")), next(iter(placed)))
    work.remark(work.words("files.place", count=len(placed), folder=output.path, first=first))
    refuse_held(placed)


def folder_of(work: Work, name: str) -> Path:
    """Return the folder that takes the files of a command: the one asked for, else one of this name."""
    return work.out if work.out is not None else Path(_DEFAULT_FOLDER) / name


@contextmanager
def opened(
    work: Work, scenarios: Sequence[Scenario], name: str, files: Sequence[str], *, shared: Mapping[str, Value]
) -> Iterator[Job]:
    """Give the job of a command, its folder checked; without `--out` the folder is named `name`."""
    folder = folder_of(work, name)
    tables = [_RUNS, *([_WEEKS] if work.weekly else [])]
    with output_folder(folder, [*tables, *files, MANIFEST]) as output:
        yield Job(work, scenarios, shared, output, now())
