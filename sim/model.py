"""The case conferences of one network as a Mesa model."""

import operator
from collections.abc import Mapping
from functools import partial
from typing import Any, Self, SupportsIndex

import mesa

from sim.agents import ROLES, Professional
from sim.draws import fresh_seed, key_of
from sim.errors import InputError, describe, nearest_name
from sim.events import Book, Event
from sim.measures import WEEKLY, run_values, waiting, week_values, weekly_series
from sim.memory import Recollection
from sim.outcomes import OUTCOMES
from sim.scenario import Scenario, checked_scenario
from sim.stage import Stage, alone_risk_weeks


class CaseConferenceModel(mesa.Model):  # type: ignore[misc]  # Mesa carries no types
    """One run: people of care, safety and the social domain meet weekly about cases, led by a process manager.

    `rng` is the run seed, any integer; None draws a fresh one, to be read from `run_seed`. `agents` maps roles (care,
    safety, social, process_manager) to subclasses of those in `sim.agents`. `record=True` keeps the book that
    `events()` returns, `remember=True` what `recollection()` returns. Keyword arguments set parameters by name.
    InputError for what is not allowed.

    The datacollector holds weekly values. So `mesa.batch_run` reports by default those of the last week, under the
    names of outcomes (incidents 1, not the 20 of the run), without `network_effectiveness` and `weeks_to_plan`, which
    belong to a whole run; and with one `rng` all its iterations are the same run. For outcomes of runs, each with a
    seed of its own, use `simulate`, with `agents` or `model` too.
    """

    def __init__(
        self,
        scenario: Scenario,
        rng: SupportsIndex | None = None,
        *,
        agents: Mapping[str, type[Professional]] | None = None,
        record: bool = False,
        remember: bool = False,
        **parameters: Any,
    ) -> None:
        self.run_seed = _checked_seed(rng)
        super().__init__(rng=key_of(self.run_seed))
        checked = checked_scenario(scenario)
        self._scenario = checked.set(parameters) if parameters else checked
        self._roles = _roles(agents)
        self._numbers = 0
        self.running: bool = True
        self._played = 0
        self.weeks = int(self._scenario.value("run.weeks"))
        self._book = Book() if record else None
        self._recollection = Recollection() if remember else None
        self.stage = Stage(self._scenario, self.run_seed, book=self._book, recollection=self._recollection)
        self.stage.hire = self._hire
        world = self.stage.world
        self.stage.agents = [self._new(place) for place in range(world.members + (world.manager >= 0))]
        self.this_week: dict[str, float] = {}
        reporters = {name: partial(_of_this_week, name) for name, outcome in OUTCOMES.items() if outcome.weekly}
        self.datacollector = mesa.DataCollector(model_reporters=reporters)

    @property
    def week(self) -> int:
        """Weeks played so far."""
        return self._played

    def next_number(self) -> int:
        """Return a number that no agent of this model has had."""
        self._numbers += 1
        return self._numbers

    def step(self) -> None:
        """Play one week; after the last one `running` is False, and further steps do nothing."""
        if not self.running:
            return
        self.stage.play(self._played)
        self._played += 1
        self.this_week = dict(zip(WEEKLY, week_values(self.stage.tally(), self._played - 1).tolist(), strict=True))
        self.datacollector.collect(self)
        self.running = self._played < self.weeks

    def run(self) -> Self:
        """Play all weeks that are left, and return the model."""
        while self.running:
            self.step()
        return self

    def outcomes(self) -> dict[str, float]:
        """Return every outcome of the weeks played, by name; NaN where there is nothing to divide by."""
        played = self._played
        alone = alone_risk_weeks(self._scenario, self.run_seed, played)
        world = self.stage.world
        waited, admitted = waiting(world.cases, world.now[1], played)
        values = run_values(self.stage.tally()[:played], waited, admitted, alone)
        return {name: float(value) for name, value in values.items()}

    def weekly(self) -> dict[str, Any]:
        """Return every weekly outcome as an array, a value for each week played."""
        return weekly_series(self.stage.tally()[: self._played])

    def events(self) -> list[Event]:
        """Return the book of the run: a row for each decision and each occurrence; needs record=True."""
        if self._book is None:
            raise InputError("no book was kept", where="events()", allowed="a model made with record=True")
        return list(self._book.rows)

    def recollection(self) -> Recollection:
        """Return what everybody who is there now remembers; needs remember=True."""
        if self._recollection is None:
            raise InputError("nobody remembers", where="recollection()", allowed="a model made with remember=True")
        return self._recollection

    def _new(self, place: int) -> Professional:
        person = self._roles[self.stage.role(place)](self, place)
        _release(self)
        return person

    def _hire(self, place: int) -> None:
        self.stage.agents[place].remove()
        self.stage.agents[place] = self._new(place)


def _of_this_week(name: str, model: "CaseConferenceModel") -> float:
    return model.this_week[name]


def _checked_seed(rng: SupportsIndex | None) -> int:
    if rng is None:
        return fresh_seed()
    try:
        return operator.index(rng)
    except TypeError:
        raise InputError(key="rng", got=describe(rng), allowed="a whole number, or None for a fresh seed") from None


def _roles(agents: Mapping[str, type[Professional]] | None) -> dict[str, type[Professional]]:
    for role, kind in (agents or {}).items():
        if role not in ROLES:
            raise InputError(
                "unknown role", where="agents", key=role, allowed=", ".join(ROLES), nearest=nearest_name(role, ROLES)
            )
        if not (isinstance(kind, type) and issubclass(kind, Professional)):
            raise InputError(
                "is not a class of people",
                where="agents",
                key=role,
                got=repr(kind),
                allowed="a subclass of Professional",
            )
    return ROLES | dict(agents or {})


def _release(model: mesa.Model) -> None:
    """Let Mesa 3.3 forget the model when everybody else does: it keeps a counter for every model that ever lived."""
    counters = getattr(mesa.Agent, "_ids", None)
    if counters is not None:
        counters.pop(model, None)
