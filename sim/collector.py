"""Mesa's data collector for weekly outcomes, worked out when somebody reads them: most runs are only played."""

from functools import partial
from typing import Any

import mesa

from sim.measures import WEEKLY, week_values
from sim.outcomes import OUTCOMES


class WeeklyCollector(mesa.DataCollector):  # type: ignore[misc]  # Mesa carries no types
    """Collects the weekly outcomes of a model, one model reporter for each under its name.

    What a week counted never changes afterwards, so it can wait. Where somebody has added a reporter, which may look at
    anything, all is collected at once, as Mesa does.
    """

    def __init__(self) -> None:
        self._columns: dict[str, list[Any]] = {}
        self._waiting: list[int] = []  # weeks
        self._stage: Any = None
        weekly = [name for name, outcome in OUTCOMES.items() if outcome.weekly]
        super().__init__(model_reporters={name: partial(_of_this_week, name) for name in weekly})

    @property
    def model_vars(self) -> dict[str, list[Any]]:
        """Values by name, one for each week collected."""
        while self._waiting:
            values = week_values(self._stage.tally(), self._waiting.pop(0))
            for name, value in zip(WEEKLY, values.tolist(), strict=True):
                self._columns[name].append(value)
        return self._columns

    @model_vars.setter
    def model_vars(self, columns: dict[str, list[Any]]) -> None:
        self._columns = columns

    def collect(self, model: Any) -> None:
        """Collect the week that was played last."""
        if len(self.model_reporters) > len(WEEKLY) or self.agent_reporters or self.agenttype_reporters:
            super().collect(model)
        else:
            self._stage = model.stage
            self._waiting.append(model.week - 1)


def _of_this_week(name: str, model: Any) -> float:
    return float(model.this_week[name])
