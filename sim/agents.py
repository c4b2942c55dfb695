"""The people of the model: Mesa agents that decide by methods, each of which calls one rule.

A decision gets the case and facet it is about (numbers, -1 where there is none) and `luck`, the number in [0, 1) that
belongs to this decision alone. Override one in a subclass, and pass it as `agents={"care": MyCare}`: it answers True or
False (`intervenes` 0, 1 or 2), may ask `super()`, and sees the situation by the properties and methods that stand above
the decisions. The README has an example. Replaced people are played by the Mesa model, not by the engine: slower, with
the same luck.
"""

import math
from typing import TYPE_CHECKING, Any

from mesa import Agent

from sim.parameters import Value, find
from sim.rules import duty
from sim.rules.scale import agrees
from sim.settings import position
from sim.week import arrive, between, climate, contact, course, decide, share, table
from sim.week import duty as duties

if TYPE_CHECKING:
    from sim.model import CaseConferenceModel


class Professional(Agent):  # type: ignore[misc]  # Mesa carries no types
    """Somebody who represents an organisation; `place` is the number of this person in the arrays of the state."""

    def __init__(self, model: "CaseConferenceModel", place: int) -> None:
        super().__init__(model)
        self.unique_id = model.next_number()
        self.place = place
        self._stage = model.stage

    @property
    def domain(self) -> int:
        """Domain: 0 care, 1 safety, 2 social, 3 whoever runs the network."""
        return int(self._stage.world.people.domain[self.place])

    @property
    def organisation(self) -> int:
        """Number of the organisation, -1 for the process manager."""
        return int(self._stage.world.people.organisation[self.place])

    @property
    def orientation(self) -> float:
        """Outlook between client (0) and society (1)."""
        return float(self._stage.world.people.orientation[self.place])

    @property
    def commitment(self) -> float:
        """Agreement that the network is the right means, 0 to 1."""
        return float(self._stage.world.people.commitment[self.place])

    @property
    def caution(self) -> float:
        """Tendency to avoid risk for oneself, 0 to 1."""
        return float(self._stage.world.people.caution[self.place])

    @property
    def mandate(self) -> bool:
        """Whether this person may commit the organisation on the spot."""
        return bool(table.mandated(self._stage.world, self._stage.p, self.place))

    def trusts(self, other: "Professional") -> float:
        """Trust in somebody else, 0 to 1."""
        return float(self._stage.world.people.trust[self.place][other.place])

    def understands(self, other: "Professional") -> float:
        """How well this person knows somebody else's way of working, 0 to 1."""
        return float(self._stage.world.people.understanding[self.place][other.place])

    def table(self) -> "list[Professional]":
        """Who sits at the conference at hand, in order of number; nobody between conferences, or while people come."""
        present = self._stage.world.table.present[: self._stage.seated]
        return [self._stage.agents[place] for place in present]

    def risk(self, case: int) -> float:
        """Risk of a case, 0 to 1, NaN for case -1: what is unresolved times severity."""
        return float(self._stage.world.cases.risk[case]) if case >= 0 else math.nan

    def setting(self, name: str) -> Value:
        """Value of a parameter in the week at hand; InputError for an unknown name."""
        parameter = find(name)
        value = self._stage.p[position(parameter.name)]
        if parameter.kind == "category":
            return parameter.choices[int(value)]
        return int(value) if parameter.kind == "integer" else value

    def knows(self, case: int, facet: int) -> int:
        """What this person knows of a facet: 0 nothing (as of case -1), 1 heard at a table, 2 first hand."""
        return int(self._stage.world.people.knowledge[self.place][case][facet]) if case >= 0 else 0

    def _decides(self, weigh: Any, case: int, facet: int, luck: float) -> bool:
        stage = self._stage
        terms = weigh(stage.world, stage.p, self.place, case, facet)
        stage.terms = terms
        return agrees(terms, luck)

    def admits(self, case: int, facet: int, luck: float) -> bool:
        """Let a referral in (case -1: a simple one that attention brought)."""
        return self._decides(arrive.weigh_admits, case, facet, luck)

    def attends(self, case: int, facet: int, luck: float) -> bool:
        """Come to the conference on a case."""
        return self._decides(table.weigh_attends, case, facet, luck)

    def discloses(self, case: int, facet: int, luck: float) -> bool:
        """Tell the table what one knows first hand of a facet."""
        return self._decides(share.weigh_discloses, case, facet, luck)

    def asks_along(self, case: int, facet: int, luck: float) -> bool:
        """Ask somebody who withholds to think along."""
        return self._decides(share.weigh_asks_along, case, facet, luck)

    def thinks_along(self, case: int, facet: int, luck: float) -> bool:
        """Help the plan without disclosing anything."""
        return self._decides(share.weigh_thinks_along, case, facet, luck)

    def accepts(self, case: int, facet: int, luck: float) -> bool:
        """Agree to what is proposed."""
        return self._decides(decide.weigh_accepts, case, facet, luck)

    def mediates(self, case: int, facet: int, luck: float) -> bool:
        """Try once more to bring views together."""
        return self._decides(decide.weigh_mediates, case, facet, luck)

    def imposes(self, case: int, facet: int, luck: float) -> bool:
        """Cut the knot without agreement."""
        return self._decides(decide.weigh_imposes, case, facet, luck)

    def improvises(self, case: int, facet: int, luck: float) -> bool:
        """Find a way where no ordinary power applies."""
        return self._decides(duties.weigh_improvises, case, facet, luck)

    def takes_on(self, case: int, facet: int, luck: float) -> bool:
        """Take an action on; no passes it on to others."""
        return self._decides(duties.weigh_takes_on, case, facet, luck)

    def gets_consent(self, case: int, facet: int, luck: float) -> bool:
        """Get the home organisation to allow what was promised."""
        return self._decides(duties.weigh_gets_consent, case, facet, luck)

    def intervenes(self, case: int, facet: int, luck: float) -> int:
        """Choose the grade of an intervention: 0 voluntary, 1 pressure, 2 compulsion."""
        stage = self._stage
        terms = duties.weigh_intervenes(stage.world, stage.p, self.place, case, facet)
        stage.terms = terms
        return duty.grade(terms, luck, duty.pressure_step(stage.p[duties.INTERVENES]))

    def grants_housing(self, case: int, facet: int, luck: float) -> bool:
        """Find a home for the client this week, with the municipality."""
        return self._decides(duties.weigh_grants_housing, case, facet, luck)

    def acts(self, case: int, facet: int, luck: float) -> bool:
        """Do this week what was agreed."""
        return self._decides(between.weigh_acts, case, facet, luck)

    def calls_to_account(self, case: int, facet: int, luck: float) -> bool:
        """Speak up about an agreement that is late."""
        return self._decides(between.weigh_calls_to_account, case, facet, luck)

    def contacts(self, case: int, facet: int, luck: float) -> bool:
        """Seek out somebody of the last conference between meetings."""
        return self._decides(contact.weigh_contacts, case, facet, luck)

    def scales_down(self, case: int, facet: int, luck: float) -> bool:
        """Let a calm case go."""
        return self._decides(course.weigh_scales_down, case, facet, luck)

    def shows_care(self, case: int, facet: int, luck: float) -> bool:
        """Show care for colleagues after an incident."""
        return self._decides(course.weigh_shows_care, case, facet, luck)

    def comes_along(self, case: int, facet: int, luck: float) -> bool:
        """Come to an informal meeting."""
        return self._decides(climate.weigh_comes_along, case, facet, luck)

    def evaluates(self, case: int, facet: int, luck: float) -> bool:
        """Look back on an incident together."""
        return self._decides(course.weigh_evaluates, case, facet, luck)


class CareProfessional(Professional):
    """Somebody from (forensic) mental health care, addiction care or care for people with a disability."""


class SafetyProfessional(Professional):
    """Somebody from the police, the prosecution, probation or the prison service."""


class SocialProfessional(Professional):
    """Somebody from the municipality, a neighbourhood team, housing or shelter."""


class ProcessManager(Professional):
    """Whoever runs the network: a neutral manager, or in a lead organisation its coordinator."""


ROLES: dict[str, type[Professional]] = {
    "care": CareProfessional,
    "safety": SafetyProfessional,
    "social": SocialProfessional,
    "process_manager": ProcessManager,
}
