"""The stage of a run: its world, its people's luck, and the settings of the week at hand."""

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.draws import Luck, key_of
from sim.events import Book
from sim.measures import added
from sim.memory import Recollection
from sim.scenario import Scenario
from sim.state import DOMAINS, World, matrix_of, viewed
from sim.timetable import timetable
from sim.week import start
from sim.week.play import play_week
from sim.week.tally import RISK_WEEKS
from sim.world import build

ROLE_NAMES = ("care", "safety", "social", "process_manager")


class Stage:
    """What a run is played on; network=False plays the same people, cases and luck without a table."""

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        *,
        network: bool = True,
        book: Book | None = None,
        recollection: Recollection | None = None,
    ) -> None:
        self.luck = Luck(key_of(seed))
        self.book = book
        self.recollection = recollection
        self.agents: list[Any] = []
        self.order: Callable[[list[int]], list[int]] | None = None
        self.hire: Callable[[int], None] = lambda place: None
        self.terms: tuple[float, ...] | None = None
        self.seated = 0  # people at the conference at hand, 0 between conferences
        self._fixed = timetable(scenario)
        self.weeks = self._fixed.weeks
        self.p = self._fixed.settings(0)
        self.world: World = viewed(build(scenario, self._fixed, self._count_cases(scenario), network))
        if book is not None:
            book.open(self)
        start.begin(self, self.world, self.p)
        if recollection is not None:
            recollection.open(self)

    def _count_cases(self, scenario: Scenario) -> int:
        arrivals = np.zeros(self.weeks, np.int64).data
        return start.count_arrivals(self, arrivals, self._fixed.rates.data, int(scenario.value("cases.initial")))

    @property
    def week(self) -> int:
        """Week that is played now."""
        return int(self.world.now[0])

    def role(self, place: int) -> str:
        """Role of the person at this place."""
        return ROLE_NAMES[self.world.people.domain[place]]

    def play(self, week: int) -> None:
        """Play one week; weeks come in their order."""
        self.p = self._fixed.settings(week)
        play_week(self, self.world, self.p, week)
        if self.recollection is not None:
            self.recollection.end_week()

    def tally(self) -> Any:
        """Return what was counted: an array (weeks, columns of sim.week.tally)."""
        return matrix_of(self.world.tally)

    def block_sums(self, matrix: Any, bounds: Any, sums: Any) -> None:
        """Add up ties by pairs of domains, strictly in order of number: cumulative sums never change the order."""
        ties = matrix_of(matrix)
        for one in range(DOMAINS):
            rows = ties[bounds[one] : bounds[one + 1]]
            columns = np.add.accumulate(rows, axis=0)[-1].tolist() if len(rows) else [0.0] * len(ties)
            for other in range(DOMAINS):
                total = 0.0
                for column in columns[bounds[other] : bounds[other + 1]]:
                    total += column
                sums[one][other] = total


def alone_risk_weeks(scenario: Scenario, seed: int, weeks: int) -> float:
    """Return the weeks of risk of the first `weeks` when every organisation works alone: the counterfactual."""
    stage = Stage(scenario, seed, network=False)
    for week in range(weeks):
        stage.play(week)
    risk = stage.tally()[:weeks, RISK_WEEKS]
    return float(added(risk)) if weeks else 0.0
