"""What somebody asks a story of: a run by its seed, by its place in a file, or picked among many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.words import Words
from scenarios import load
from sim.errors import InputError, Phrase
from sim.parameters import Value
from sim.scenario import Scenario

if TYPE_CHECKING:
    from experiments.story.picking import Picked
    from experiments.story.record import Record

PICKS = ("typical", "best", "worst")
OUTCOME = "network_effectiveness"
RUNS = 200
_BASE_SEED = 1


@dataclass(frozen=True)
class Asked:
    """The options of `overleg story` that say which run to tell, and of which other world beside it."""

    scenario: str | None
    against: str | None
    seed: int | None
    file: Path | None
    row: int | None
    pick: str | None
    outcome: str
    runs: int
    settings: Mapping[str, Value]
    workers: int | None
    quiet: bool

    def __post_init__(self) -> None:
        if self.file is None:
            self._refuse("--row", self.row is not None, Phrase("--row with --from FILE"))
            if self.scenario is None:
                raise InputError("no scenario is named", where="overleg story", allowed="a SCENARIO, or --from FILE")
        else:
            own = Phrase("no --set beside --from: a stored run has its own settings")
            self._refuse("--seed", self.seed is not None, Phrase("--row or --pick beside --from"))
            self._refuse("--set", bool(self.settings), own)
        both = self.pick is not None and self.row is not None
        self._refuse("--pick", both, Phrase("--row or --pick, not both"))

    def _refuse(self, option: str, given: bool, allowed: Phrase) -> None:
        if given:
            raise InputError("does not go together with the rest", where=option, allowed=allowed)

    @property
    def other(self) -> Scenario | None:
        """The world to hold it against, None for none."""
        return None if self.against is None else load(self.against).set(self.settings)

    def picked(self, words: Words, remark: Callable[[str], None]) -> Picked:
        """Return the run to tell; fresh ones are played where it is to be picked among them.

        `remark` gets what there is to say meanwhile.
        """
        from experiments.story.picking import Picked, checked, from_file, from_row

        pick = self.pick or PICKS[0]
        outcome = checked(self.outcome, pick)
        if self.file is not None:
            from experiments.story.stored import read

            stored = read(self.file)
            return from_file(stored, pick, outcome, self.scenario) if self.row is None else from_row(stored, self.row)
        scenario = load(str(self.scenario)).set(self.settings)
        if self.seed is not None and self.pick is None:
            return Picked(scenario, self.seed, settings=self.settings)
        from sim.runs import prepare

        prepare(lambda: remark(words("run.first_use")))
        return replace(self._among(scenario, pick, outcome, words), settings=self.settings)

    def _among(self, scenario: Scenario, pick: str, outcome: str, words: Words) -> Picked:
        from experiments.progress import reported
        from experiments.runner import play
        from experiments.story.picking import among
        from sim.runs import run_seeds

        seeds = run_seeds(_BASE_SEED if self.seed is None else self.seed, self.runs)
        with reported(self.runs, words, quiet=self.quiet) as report:
            runs = play(scenario, seeds, series=(), workers=self.workers, progress=report)
        return among(scenario, seeds.tolist(), runs.outcomes, pick, outcome)


def retold(picked: Picked) -> Record:
    """Return the run, played anew; WorkError where it is not the one that was stored."""
    from experiments.story.record import play

    record = play(picked.scenario, picked.seed)
    if picked.stored is not None:
        picked.stored.compare(picked.row, record.outcomes)
    return record
