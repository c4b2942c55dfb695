"""The model from its description: what `sim/ODD.md` says is enough to rebuild outcomes and whole conferences of a run.

Here stands a second, plain version of a conference and of a run alone, written after the description. It shares no code
with the model: parameters come from the scenario, fixed numbers, purposes of luck and columns from the description
itself, and the state before a conference from a recorded run.
"""

from __future__ import annotations

import copy
import math
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from scenarios import load
from sim import CaseConferenceModel, state
from sim.agents import ROLES
from sim.events import Event
from sim.scenario import Scenario

TEXT = Path(sim.__file__).with_name("ODD.md").read_text("utf-8")
FIXED = {
    name: float(value)
    for name, value in re.findall(r"^\| ([A-Z_]+) \| ([\d.]+) \| [^|]+ \| `sim\.", TEXT, re.MULTILINE)
}
PURPOSES = {name: int(number) for name, number in re.findall(r"^\| ([A-Z]+) \| (\d+) \|", TEXT, re.MULTILINE)}
COLUMNS = re.findall(r"^\| `(\w+)` \| [^|]+ \|$", TEXT, re.MULTILINE)
MADE_OF = dict(re.findall(r"^\| `(\w+)` \|(?:[^|]+\|){4} ([^|]+) \|$", TEXT, re.MULTILINE))
CARE, SAFETY, SOCIAL = range(3)
DOMAINS = ("care", "safety", "social")
SEED = 23
FORMS = ("top_x", "self_governed", "lead_organisation")
AT_THE_TABLE = (
    "discloses",
    "asks_along",
    "thinks_along",
    "accepts",
    "mediates",
    "imposes",
    "improvises",
    "takes_on",
    "intervenes",
)


def bounded(x: float) -> float:
    return min(1.0, max(0.0, x))


def chance(terms: list[float]) -> float:
    return 1.0 / (1.0 + math.exp(-sum(terms)))


def block(purpose: str, week: int, case: int, size: int) -> list[float]:
    bits = np.random.Philox(key=SEED, counter=[0, case, week, PURPOSES[purpose]])
    return np.random.Generator(bits).random(size).tolist()


def number_of_case(case: int, initial: int) -> int:
    return 2 * case if case < initial else 2 * (case - initial) + 1


def poisson(mean: float, luck: float) -> int:
    count, share = 0, math.exp(-mean)
    reached = share
    while luck >= reached and count < 63:
        count += 1
        share *= mean / count
        reached += share
    return count


class Network:
    """Who is who in a scenario without changes, and what its form gives."""

    def __init__(self, scenario: Scenario) -> None:
        self.p = scenario.values
        counts = [int(self.p[f"network.{domain}_organisations"]) for domain in DOMAINS]
        self.pool = int(self.p["network.people_per_organisation"])
        ordinals = [(domain, i) for domain in range(3) for i in range(counts[domain])]
        self.domain_of = [domain for domain, _ in ordinals]
        self.number_of = [3 * i + domain for domain, i in ordinals]
        self.people = [(o, j) for o in range(len(ordinals)) for j in range(self.pool)]
        self.numbers = [1 + 3 * (6 * ordinals[o][1] + j) + ordinals[o][0] for o, j in self.people]
        self.domains = [self.domain_of[o] for o, _ in self.people]
        form = str(self.p["process_management.form"])
        self.manager = -1 if form == "self_governed" else len(self.people)
        coordination, members = float(self.p.get(f"rules.{form}.coordination", 0.0)), len(ordinals)
        attention = 1.0 / (1.0 + self.w("coordination.attention") * coordination * members)
        left = 1.0 / (1.0 + self.w("coordination.dilution") * coordination * max(0.0, members - FIXED["FEW"]))
        spared = {"brokering": attention, "monitoring": attention, "ownership": left}
        quantities = ("authority", "brokering", "monitoring", "ownership", "overhead", "coordination", "partiality")
        self.given = {q: float(self.p.get(f"rules.{form}.{q}", 0.0)) * spared.get(q, 1.0) for q in quantities}

    def w(self, name: str) -> float:
        return float(self.p[f"rules.{name}"])

    def v(self, name: str) -> float:
        return float(self.p[name])


# A recorded run: the state before each conference, the table after it, the state when the week's agreements are asked.


class Recorder:
    def __init__(self) -> None:
        self.before: dict[tuple[int, int], Any] = {}
        self.after: dict[tuple[int, int], Any] = {}
        self.between: dict[int, Any] = {}
        self.last: tuple[int, int] | None = None

    def see(self, stage: Any, case: int) -> None:
        if (stage.week, case) != self.last:
            self.end(stage)
            self.last = (stage.week, case)
            self.before[self.last] = copy.deepcopy(stage.world)

    def go_on(self, stage: Any) -> None:
        if stage.week not in self.between:
            self.between[stage.week] = copy.deepcopy(stage.world)

    def end(self, stage: Any) -> None:
        if self.last is not None:
            self.after[self.last] = copy.deepcopy(stage.world.table)


@cache
def recorded(name: str, weeks: int) -> tuple[Network, Any, Recorder, list[float]]:
    """Play a run; return who is who, the model, what was recorded, and the risk of every case summed week by week."""
    recorder = Recorder()

    class Watching:
        def attends(self, case: int, facet: int, luck: float) -> bool:
            recorder.see(self._stage, case)  # type: ignore[attr-defined]
            return super().attends(case, facet, luck)  # type: ignore[misc,no-any-return]

        def gets_consent(self, case: int, facet: int, luck: float) -> bool:
            recorder.go_on(self._stage)  # type: ignore[attr-defined]
            return super().gets_consent(case, facet, luck)  # type: ignore[misc,no-any-return]

        def acts(self, case: int, facet: int, luck: float) -> bool:
            recorder.go_on(self._stage)  # type: ignore[attr-defined]
            return super().acts(case, facet, luck)  # type: ignore[misc,no-any-return]

    agents = {role: type(f"Watching{kind.__name__}", (Watching, kind), {}) for role, kind in ROLES.items()}
    scenario = load(name).set({"run.weeks": weeks})
    assert not scenario.changes
    model = CaseConferenceModel(scenario, rng=SEED, agents=agents, record=True)
    risk = []
    for _ in range(weeks):
        model.step()
        cases = model.stage.world.cases
        risk.append(sum(cases.risk[case] for case in range(model.stage.world.now[1]) if cases.complex[case]))
    recorder.end(model.stage)
    return Network(scenario), model, recorder, risk


# (b) One conference.


class Conference:
    """Rebuilds what happens at the table, from the state before and who came; `decisions` are told in their order."""

    def __init__(self, net: Network, before: Any, week: int, case: int, present: list[int]) -> None:
        self.net, self.before, self.case, self.present = net, before, case, present
        self.week, self.number = week, number_of_case(case, int(net.p["cases.initial"]))
        self.people, self.facets = before.people, before.facets
        self.trust = [list(row) for row in before.people.trust]
        self.understanding = [list(row) for row in before.people.understanding]
        self.commitment, self.spirit = list(before.people.commitment), list(before.people.spirit)
        self.logic = before.climate[2]
        self.agrees: dict[int, bool] = {}
        self.needed, self.agreed = list(before.people.needed), dict[int, dict[str, float]]()
        self.decisions: list[tuple[str, int, int, list[float], int]] = []
        self.risk, self.need = before.cases.risk[case], before.cases.need[case]
        self.weights = self.facets.weight[case][: before.cases.facets[case]]
        self.sound()
        self.recall()
        self.tell()
        self.think_along()
        self.form_views()
        self.plan = self.decide()
        self.remember()
        if self.plan in ("plan", "imposed"):
            self.divide()
        self.meet_again()

    def take(self, decision: str, person: int, facet: int, terms: list[float], luck: float) -> bool:
        answer = luck < chance(terms)
        self.decisions.append((decision, person, facet, terms, answer))
        return answer

    def spared(self, minutes: float) -> float:
        w, v = self.net.w, self.net.v
        return minutes * (1.0 - w("minutes.structure") * v("process_management.structure"))

    def sound(self) -> None:
        net, present, w, v, given = self.net, self.present, self.net.w, self.net.v, self.net.given
        count = len(present)
        self.in_table = {i: sum(self.trust[i][j] for j in present) / (count - 1) for i in present}
        self.understood = {}
        for i in present:
            across = [self.understanding[i][j] for j in present if net.domains[j] != net.domains[i]]
            self.understood[i] = sum(across) / len(across) if across else FIXED["USUAL_UNDERSTANDING"]
        self.mean_trust = sum(self.in_table.values()) / count
        run = net.manager >= 0
        self.in_leader = sum(self.trust[i][net.manager] for i in present) / count if run else self.mean_trust
        self.mean_spirit = sum(self.spirit[i] for i in present) / count
        met = self.before.cases.met[self.case]
        closed = sum(bool(met[i]) for i in present) / count
        self.closed = {i: 0.0 if met[i] else closed for i in present}
        skill = self.people.competence[net.manager] if run else 0.0
        carried = bounded(skill * (1.0 + w("peers.carried") * (self.carrying(self.in_leader, self.mean_trust) - 0.5)))
        self.facilitation = bounded(given["brokering"] * carried)
        among = w("peers.brokering") * given["ownership"] * self.mean_trust * v("professionals.competence")
        self.brokering = bounded(given["brokering"] * carried + among)
        distrust, members = 1.0 - self.mean_trust, len(net.domain_of)
        self.minutes = v("agenda.minutes_per_case") - self.spared(count * w("minutes.opening"))
        self.minutes -= (
            w("coordination.minutes")
            * given["coordination"]
            * members**2
            * (0.25 + w("coordination.distrust") * distrust**2)
            * (0.25 + w("coordination.entwined") * v("cases.interdependence"))
        )

    def carrying(self, in_leader: float, in_table: float) -> float:
        reach = bounded(self.net.given["authority"])
        return reach * in_leader + (1.0 - reach) * in_table

    def recall(self) -> None:
        know, facets = self.people.knowledge, range(len(self.weights))
        heard, first_hand = 1, 2
        self.on_table = [
            bool(self.facets.recorded[self.case][f]) or any(know[i][self.case][f] == heard for i in self.present)
            for f in facets
        ]
        self.holders = [[i for i in self.present if know[i][self.case][f] == first_hand] for f in facets]

    def step(self, i: int, j: int, weight: float, towards: float) -> None:
        if i == j:
            return
        rate = min(1.0, self.net.v("trust.gain_kept") * weight)
        self.trust[i][j] += rate * (towards - self.trust[i][j])

    def understand(self, i: int, j: int, step: float) -> None:
        towards = 1.0 if step > 0.0 else 0.0
        self.understanding[i][j] += abs(step) * (towards - self.understanding[i][j])

    def withheld(self) -> float:
        kept = sum(weight for f, weight in enumerate(self.weights) if f in self.kept_back and f not in self.advised)
        return kept / sum(self.weights)

    def tell(self) -> None:
        net, w = self.net, self.net.w
        luck = block("SHARE", self.week, self.number, 8 * (max(net.numbers) + 1))
        self.kept_back: dict[int, list[int]] = {}
        self.advised: dict[int, list[int]] = {}
        asked: dict[int, dict[int, bool]] = {}
        for f in range(len(self.weights)):
            if self.on_table[f] or not self.holders[f]:
                continue
            minutes = self.spared(w("minutes.telling"))
            if self.minutes < minutes:
                break
            self.minutes -= minutes
            so_far = self.withheld()
            asked[f] = {
                i: self.take("discloses", i, f, self.telling(i, f, so_far), luck[8 * net.numbers[i] + f])
                for i in self.holders[f]
            }
            if any(asked[f].values()):
                self.on_table[f] = True
            else:
                self.kept_back[f] = list(asked[f])
        for f, answers in asked.items():
            for i, told in answers.items():
                for j in self.present:
                    if j != i and told:
                        self.step(j, i, w("trust.told"), 1.0)
                        self.understand(j, i, w("understanding.heard"))
                    elif j != i and f in self.kept_back:
                        self.step(j, i, w("trust.withheld") * (1.0 - 0.6 * self.understanding[j][i]), 0.0)
                        self.understand(j, i, -w("understanding.refusal"))

    def telling(self, i: int, f: int, withheld: float) -> list[float]:
        w, v, count = self.net.w, self.net.v, len(self.present)
        bound = float(bool(self.facets.protected[self.case][f]) and not self.before.cases.consent[self.case])
        strict = bound * v("secrecy.strictness") * (1.0 - 0.7 * v("secrecy.guidance"))
        voiceless = bounded(w("views.cohesion") * (self.mean_trust + self.logic - 1.0))
        unshared = 1.0 + voiceless if len(self.holders[f]) == 1 else 0.0
        ears = count / FIXED["USUAL_TABLE"] - 1.0
        return [
            w("discloses.readiness"),
            w("discloses.trust") * (self.in_table[i] - 0.5),
            -w("discloses.caution") * (self.people.caution[i] - 0.5),
            -w("discloses.size") * (count / FIXED["LARGEST_TABLE"] - 0.5),
            w("discloses.facilitation") * self.facilitation,
            w("discloses.danger") * self.risk,
            -w("discloses.secrecy") * strict,
            -w("discloses.discipline") * bound * v("secrecy.disciplinary_risk"),
            -w("discloses.closed_core") * self.closed[i],
            -w("discloses.unshared") * unshared,
            -w("discloses.secrecy") * w("discloses.audience") * strict * ears,
            -w("discloses.reciprocity") * withheld,
            w("discloses.understanding") * (self.understood[i] - FIXED["USUAL_UNDERSTANDING"]),
            w("discloses.person") * self.people.candour[i],
        ]

    def think_along(self) -> None:
        net, w, skill = self.net, self.net.w, self.people.competence
        luck = block("ADVISE", self.week, self.number, 16 * (max(net.numbers) + 1))
        asker = net.manager if net.manager >= 0 else self.present[0]
        for f, holders in self.kept_back.items():
            for i in holders:
                place = 2 * (8 * net.numbers[i] + f)
                asking = [
                    -w("asks_along.reserve"),
                    w("asks_along.think_along") * net.v("process_management.think_along"),
                    w("asks_along.competence") * (skill[asker] - 0.5),
                    w("asks_along.trust") * (self.trust[asker][i] - 0.5),
                ]
                helping = [
                    w("thinks_along.readiness"),
                    w("thinks_along.trust") * (self.in_table[i] - 0.5),
                    w("thinks_along.competence") * (skill[i] - 0.5),
                ]
                asked = asker != i and self.take("asks_along", asker, f, asking, luck[place])
                if asked and self.take("thinks_along", i, f, helping, luck[place + 1]):
                    self.advised.setdefault(f, []).append(i)
        for helpers in self.advised.values():
            for i in helpers:
                for j in self.present:
                    if j != i:
                        self.step(j, i, w("trust.helped"), 1.0)
                        self.understand(j, i, w("understanding.advice"))
        worth = [1.0 if on else w("record.advice") * (f in self.advised) for f, on in enumerate(self.on_table)]
        self.known = sum(x * weight for x, weight in zip(worth, self.weights, strict=True)) / sum(self.weights)
        self.told_weight = sum(weight for on, weight in zip(self.on_table, self.weights, strict=True) if on)

    def form_views(self) -> None:
        w, outlook = self.net.w, self.people.orientation
        clash = w("views.clash") * self.risk * (1.0 - self.logic)
        first = {i: bounded(outlook[i] + clash * (outlook[i] - 0.5)) for i in self.present}
        self.views = {}
        for i in self.present:
            view = first[i] + w("views.evidence") * self.known * (self.need - first[i])
            total = sum(self.trust[i][j] for j in self.present)
            if total > 0.0:
                trusted = sum(self.trust[i][j] * first[j] for j in self.present) / total
                listens = 0.5 * self.people.competence[i] + 0.5 * self.people.commitment[i]
                view += w("views.openness") * listens * (trusted - view)
            self.views[i] = view
        self.proposal = sum(self.views.values()) / len(self.present)
        spread, miss = max(first.values()) - min(first.values()), abs(self.proposal - self.need)
        difference = 1.0 + w("views.diversity") * spread
        self.worth = bounded(self.known * difference * (1.0 + w("views.fit") * (0.25 - miss)))

    def partiality(self, i: int) -> float:
        neutral = self.net.v("process_management.neutrality") * (1.0 - self.net.given["partiality"])
        return (1.0 - neutral) * abs(self.people.orientation[self.net.manager] - self.people.orientation[i])

    def mandate(self, i: int) -> float:
        share = self.net.v("mandate.share")
        share += 1.2 * (self.net.v("representation.level") - 0.5) * share * (1.0 - share)
        return float(self.people.mandate_luck[i] < share)

    def accepting(self, i: int) -> list[float]:
        w, net, people = self.net.w, self.net, self.people
        trust, belief, partial = self.in_table[i], people.commitment[i], 0.0
        if net.manager >= 0:
            trust, belief = (self.carrying(self.trust[i][net.manager], own) for own in (trust, belief))
            partial = self.partiality(i)
        understood = self.understood[i]
        distance = abs(self.views[i] - self.proposal) * (1.0 - 0.5 * understood)
        return [
            w("accepts.readiness"),
            -w("accepts.distance") * distance,
            w("accepts.trust") * (trust - 0.5),
            w("accepts.commitment") * (belief - 0.5),
            w("accepts.information") * (self.known - 0.5),
            w("accepts.brokering") * self.brokering,
            w("accepts.mandate") * (self.mandate(i) - 0.5),
            -w("accepts.withheld") * self.withheld() * (1.0 - 0.6 * understood),
            w("accepts.understanding") * (understood - FIXED["USUAL_UNDERSTANDING"]),
            -w("accepts.partiality") * partial,
        ]

    def decide(self) -> str:
        net, w, v = self.net, self.net.w, self.net.v
        if self.minutes <= 0.0:
            return "no time"
        luck = block("TABLE", self.week, self.number, 8 * (max(net.numbers) + 1))
        quorum = min(1.0, w("plan.majority") + w("plan.unanimity") * net.given["ownership"])
        enough = quorum * len(self.present) - 1e-9
        agrees = self.agrees
        for i in self.present:
            agrees[i] = self.take("accepts", i, -1, self.accepting(i), luck[8 * net.numbers[i] + 3])
        if sum(agrees.values()) >= enough:
            return "plan"
        chair = net.manager if net.manager >= 0 else self.present[0]
        mediating = [
            -w("mediates.reserve"),
            w("mediates.mediation") * (v("process_management.mediation") - 0.5),
            w("mediates.competence") * self.people.competence[chair],
        ]
        minutes = self.spared(w("minutes.mediating"))
        if self.minutes >= minutes and self.take("mediates", chair, -1, mediating, luck[6]):
            self.minutes -= minutes
            nearer = w("views.mediation") * v("process_management.mediation") * self.brokering
            for i in self.present:
                self.views[i] += nearer * (self.proposal - self.views[i])
            for i in self.present:
                agrees[i] = agrees[i] or self.take("accepts", i, -1, self.accepting(i), luck[8 * net.numbers[i] + 4])
            if sum(agrees.values()) >= enough:
                return "plan"
        authority = net.given["authority"]
        imposing = [
            -w("imposes.reserve"),
            w("imposes.authority") * authority * self.in_leader,
            w("imposes.risk") * self.risk,
        ]
        if authority > 0.0 and self.take("imposes", chair, -1, imposing, luck[7]):
            return "imposed"
        return "impasse"

    def remember(self) -> None:
        net, w, planned = self.net, self.net.w, self.plan in ("plan", "imposed")
        for i in self.present:
            step, towards = (w("commitment.plan"), 1.0) if planned else (w("commitment.impasse"), 0.0)
            self.commitment[i] += step * (towards - self.commitment[i])
            if self.plan == "plan":
                self.spirit[i] += w("spirit.plan") * (1.0 - self.spirit[i])
            unheard = planned and not self.agrees[i]
            for j in self.present:
                if unheard and self.agrees[j]:
                    self.step(i, j, w("trust.unheard"), 0.0)
            if net.manager >= 0:
                self.step(i, net.manager, w("trust.partial") * self.partiality(i), 0.0)
                if planned and not unheard:
                    self.step(i, net.manager, w("trust.fair"), 1.0)
                elif planned:
                    ordered = w("trust.ordered") * (1.0 - self.in_leader)
                    self.step(i, net.manager, ordered if self.plan == "imposed" else w("trust.unheard"), 0.0)
        if self.plan == "plan":
            self.logic += w("spirit.logic_plan") * (1.0 - self.logic)
        elif self.plan == "impasse":
            self.logic -= w("spirit.logic_impasse") * self.logic

    def divide(self) -> None:
        facets, case, net = self.facets, self.case, self.net
        luck = block("DUTY", self.week, self.number, 4 * len(self.weights))
        minutes = self.spared(net.w("minutes.deciding"))
        for f in sorted(range(len(self.weights)), key=lambda f: -self.weights[f]):
            if self.before.agreements.stage[case][f] != state.NONE or facets.unresolved[case][f] <= FIXED["SOLVED"]:
                continue
            if self.minutes < minutes:
                break
            owners = [i for i in self.present if net.people[i][0] == facets.owner[case][f]]
            if owners and (
                not facets.joint[case][f] or any(net.domains[i] != net.domains[owners[0]] for i in self.present)
            ):
                self.minutes -= minutes
                self.assign(f, owners[0], luck[4 * f : 4 * f + 4])

    def assign(self, f: int, i: int, luck: list[float]) -> None:
        w, v, people = self.net.w, self.net.v, self.people
        if self.facets.vacuum[self.case][f]:
            room, caution = v("professionals.autonomy"), people.caution[i]
            improvising = [
                -w("improvises.reserve"),
                w("improvises.trust") * (self.in_table[i] - 0.5),
                w("improvises.autonomy") * (room - 0.5),
                w("improvises.mandate") * (self.mandate(i) - 0.5),
                w("improvises.stature") * v("municipality.stature"),
                -w("improvises.caution") * (caution - 0.5),
                -w("improvises.autonomy") * w("improvises.sealed") * room * (caution - 0.45),
            ]
            if not self.take("improvises", i, f, improvising, luck[0]):
                if not self.facets.undone[self.case][f]:
                    for j in self.present:
                        self.spirit[j] -= w("spirit.shift") * self.spirit[j]
                        for k in self.present:
                            self.step(j, k, w("trust.setback"), 0.0)
                return
        imposed = 1.0 - self.in_leader if self.plan == "imposed" and not self.agrees[i] else 0.0
        taking = [
            w("takes_on.readiness"),
            -w("takes_on.risk") * self.risk,
            -w("takes_on.caution") * (people.caution[i] - 0.5),
            w("takes_on.trust") * (self.in_table[i] - 0.5),
            w("takes_on.commitment") * (self.commitment[i] - 0.5),
            w("takes_on.backing") * (v("professionals.backing") - 0.5),
            w("takes_on.spirit") * (self.mean_spirit - 0.5),
            w("takes_on.clarity") * v("process_management.structure"),
            w("takes_on.authority") * self.net.given["authority"] * self.in_leader,
            -w("takes_on.imposed") * imposed,
            -w("takes_on.passivity") * people.passivity[i],
            w("takes_on.lesson") * people.lesson[i],
            w("takes_on.person") * people.duty[i],
        ]
        if self.take("takes_on", i, f, taking, luck[1]):
            self.agree(f, i, self.intervene(f, i, luck[2]))
        else:
            self.shift(i)

    def agree(self, f: int, i: int, grade: int) -> None:
        net, w, facets, left, takes = self.net, self.net.w, self.facets, self.people.hours, self.net.w("week.action")
        chosen = i
        if left[i] < self.needed[i] + takes:
            pool = [i, *(j for j, (o, _) in enumerate(net.people) if o == net.people[i][0])]
            chosen = max(pool, key=lambda j: left[j] - self.needed[j])
        self.needed[chosen] += takes
        others = [j for j in self.present if net.domains[j] != net.domains[i]] if facets.joint[self.case][f] else []
        waits = facets.indication[self.case][f] and grade != 2
        start = self.week + (int(net.v("structures.indication_delay")) if waits else 0)
        self.agreed[f] = {
            "person": chosen,
            "partner": max(others, key=lambda j: self.trust[i][j], default=-1),
            "stage": state.RUNNING if self.mandate(i) else state.PENDING,
            "start": start,
            "due": start + FIXED["TERM"],
            "grade": grade,
            "imposed": 1.0 - self.in_leader if self.plan == "imposed" else 0.0,
            "worth": self.worth,
            "groups": len(self.present),
            "linked": bounded(self.brokering + w("peers.following") * net.given["authority"] * self.in_leader),
            "account": 0.0,
        }

    def intervene(self, f: int, i: int, luck: float) -> int:
        w = self.net.w
        terms = [
            -w("intervenes.reserve"),
            w("intervenes.society") * (self.proposal - 0.5),
            w("intervenes.risk") * self.risk,
            w("intervenes.caution") * (self.people.caution[i] - 0.5),
            -w("intervenes.tolerance") * self.net.v("society.risk_tolerance"),
        ]
        pressed = luck < chance([*terms, w("intervenes.pressure")])
        grade = 2 if luck < chance(terms) else int(pressed)
        self.decisions.append(("intervenes", i, f, terms, grade))
        return grade

    def shift(self, i: int) -> None:
        w, domains = self.net.w, self.net.domains
        for j in self.present:
            if j != i:
                for one, other in ((j, i), (i, j)):
                    felt = w("trust.shift") * (1.0 - 0.6 * self.understanding[one][other]) * (0.5 + self.risk)
                    self.step(one, other, felt if domains[i] != domains[j] else 0.5 * felt, 0.0)
                self.spirit[j] -= w("spirit.shift") * self.spirit[j]
        self.logic -= w("spirit.logic_shift") * self.logic

    def meet_again(self) -> None:
        again = [i for i in self.present if self.before.cases.met[self.case][i]]
        for i in again:
            for j in again:
                if j != i:
                    self.step(i, j, self.net.w("trust.familiar"), 1.0)
                    self.understand(i, j, self.net.w("understanding.familiar"))


def conferences(name: str, weeks: int) -> list[tuple[Conference, list[Event], Any]]:
    """Rebuild every conference of a run; beside each stand its rows in the book and the table after it."""
    net, model, recorder, _ = recorded(name, weeks)
    book: dict[tuple[int, int], list[Event]] = {key: [] for key in recorder.before}
    for event in model.events():
        if (event.week, event.case) in book:
            book[event.week, event.case].append(event)
    found = []
    for (week, case), rows in book.items():
        present = [row.person for row in rows if row.decision == "attends" and row.answer]
        if len(present) > 1:
            before = recorder.before[week, case]
            found.append((Conference(net, before, week, case, present), rows, recorder.after[week, case]))
    return found


def close(one: Any, other: Any) -> bool:
    return bool(np.allclose(one, other, rtol=0.0, atol=1e-12))


@pytest.mark.parametrize("name", FORMS)
def test_what_people_take_from_a_conference_is_rebuilt(name: str) -> None:
    """The next conference of the week finds people as the one before left them."""
    held = conferences(name, 26)
    compared = 0
    for (rebuilt, _, _), (following, _, _) in pairwise(held):
        if rebuilt.week == following.week:
            people = following.before.people
            assert close(rebuilt.trust, [list(row) for row in people.trust])
            assert close(rebuilt.understanding, [list(row) for row in people.understanding])
            assert close(rebuilt.commitment, people.commitment) and close(rebuilt.spirit, people.spirit)
            assert close(rebuilt.logic, following.before.climate[2])
            compared += 1
    assert compared > 30


@pytest.mark.parametrize("name", FORMS)
def test_a_conference_is_rebuilt_number_by_number(name: str) -> None:
    outcomes: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for rebuilt, rows, after in conferences(name, 26):
        told = [row for row in rows if row.decision in AT_THE_TABLE]
        assert len(told) == len(rebuilt.decisions)
        for row, (decision, person, facet, terms, answer) in zip(told, rebuilt.decisions, strict=True):
            assert (row.decision, row.person, row.facet, row.answer) == (decision, person, facet, answer)
            assert list(row.terms.values()) == pytest.approx(terms, rel=0, abs=1e-12)
            taken[decision] += 1
        numbers = (rebuilt.mean_trust, rebuilt.known, rebuilt.proposal, rebuilt.in_leader, rebuilt.worth)
        places = (state.MEAN_TRUST, state.KNOWN, state.PROPOSAL, state.TRUST_IN_CHAIR, state.WORTH)
        assert [after.numbers[place] for place in places] == pytest.approx(numbers, rel=0, abs=1e-12)
        assert after.numbers[state.BROKERAGE] == pytest.approx(rebuilt.brokering, rel=0, abs=1e-12)
        views = {i: after.stance[i] for i in rebuilt.present}
        assert views == pytest.approx(rebuilt.views, rel=0, abs=1e-12)
        ends = [row.kind for row in rows if row.kind in ("plan", "impasse", "no time")] or ["imposed"]
        assert ends == [rebuilt.plan]
        outcomes[rebuilt.plan] += 1
    assert sum(outcomes.values()) > 50 and outcomes["plan"] > 10 and outcomes["impasse"] + outcomes["imposed"] > 3
    assert set(AT_THE_TABLE) - set(taken) <= ({"imposes"} if name == "self_governed" else set())


def test_an_agreement_says_what_the_conference_made_of_it() -> None:
    compared: Counter[str] = Counter()
    for name in FORMS:
        between = recorded(name, 26)[2].between
        for rebuilt, _, _ in conferences(name, 26):
            if rebuilt.week not in between:
                continue  # nobody was asked anything: all that was agreed waits for an indication
            for f, agreed in rebuilt.agreed.items():
                agreements = between[rebuilt.week].agreements
                found = {key: getattr(agreements, key)[rebuilt.case][f] for key in agreed}
                assert found == pytest.approx(agreed, rel=0, abs=1e-12)
                compared["all"] += 1
                compared["joint"] += agreed["partner"] >= 0
                compared["later"] += agreed["start"] > rebuilt.week
                handed = agreed["person"] not in rebuilt.present
                compared["handed over"] += handed
    assert min(compared[kind] for kind in ("all", "joint", "later", "handed over")) > 5


# Between meetings.


def circle(world: Any, case: int, i: int) -> list[int]:
    """Return the others of a case's last conference who are still there."""
    cases = world.cases
    return [j for j in cases.circle[case][: cases.circle_size[case]] if j != i and cases.met[case][j]]


def acting(
    net: Network, world: Any, trust: Any, week: int, case: int, f: int, i: int, needed: list[float]
) -> list[float]:
    """Terms of doing what was agreed, from the state when everybody is asked."""
    w, v, people, of = net.w, net.v, world.people, world.agreements
    waiting = [trust[i][j] for j in circle(world, case, i)]
    goodwill = sum(waiting) / len(waiting) if waiting else 0.5
    watched = net.given["monitoring"] * v("process_management.structure")
    monitoring = bounded(watched + w("peers.monitoring") * net.given["ownership"] * goodwill)
    since = max(0, week - max(world.cases.touched[case], of.start[case][f]))
    skill = people.competence[net.manager] if net.manager >= 0 else 0.0
    chased = skill * bounded(net.given["overhead"] / (sum(of.open[: world.now[1]]) + 1.0))
    lacking = (needed[i] - people.hours[i]) / needed[i] if needed[i] > people.hours[i] else 0.0
    return [
        -w("acts.reserve"),
        -w("acts.workload") * (v(f"professionals.workload_{DOMAINS[net.domains[i]]}") - 0.5),
        w("acts.commitment") * (people.commitment[i] - 0.5),
        w("acts.monitoring") * monitoring,
        -w("acts.ebb") * (1.0 - 2.0 / (since + 2.0)),
        -w("acts.imposed") * of.imposed[case][f],
        w("acts.ownership") * net.given["ownership"],
        -w("acts.passivity") * people.passivity[i],
        w("acts.goodwill") * (goodwill - 0.5),
        -w("acts.overload") * lacking,
        w("acts.account") * of.account[case][f],
        w("acts.linking") * (of.linked[case][f] if of.partner[case][f] >= 0 else 0.0),
        -w("acts.groups") * (of.groups[case][f] - FIXED["USUAL_TABLE"]),
        w("acts.chased") * chased,
        w("acts.person") * people.diligence[i],
    ]


def asked_between(net: Network, world: Any, week: int) -> list[tuple[str, int, int, int, list[float], bool]]:
    """Who is asked what about agreements this week, in order: decision, person, case, facet, terms, answer."""
    w, v, of, cases = net.w, net.v, world.agreements, world.cases
    trust = [list(row) for row in world.people.trust]
    places = [(case, f) for case in range(world.now[1]) for f in range(cases.facets[case])]
    luck = block("BETWEEN", week, 0, 128 * world.now[1])
    needed = [0.0] * len(net.people)
    parts: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for case, f in places:
        if of.stage[case][f] == state.RUNNING and of.start[case][f] <= week:
            owner = [] if of.done[case][f] else [(1, of.person[case][f])]
            partner = [] if of.partner_done[case][f] else [(2, of.partner[case][f])]
            parts[case, f] = owner + partner
            for _, i in parts[case, f]:
                needed[i] += w("week.action")
    found = []
    for case, f in places:
        place = 8 * (8 * number_of_case(case, int(net.p["cases.initial"])) + f)
        if of.stage[case][f] == state.PENDING:
            terms = [
                w("gets_consent.readiness"),
                w("gets_consent.backing") * (v("professionals.backing") - 0.5),
                -w("gets_consent.risk") * cases.risk[case],
                w("gets_consent.management") * (v("representation.level") - 0.5),
            ]
            found.append(("gets_consent", of.person[case][f], case, f, terms, luck[place] < chance(terms)))
        for lane, i in parts.get((case, f), []):
            terms = acting(net, world, trust, week, case, f, i, needed)
            found.append(("acts", i, case, f, terms, luck[place + lane] < chance(terms)))
    return found


def test_who_acts_is_rebuilt_number_by_number() -> None:
    taken: Counter[tuple[str, bool]] = Counter()
    for name in FORMS:
        net, model, recorder, _ = recorded(name, 26)
        for week, world in recorder.between.items():
            rows = [row for row in model.events() if row.week == week and row.decision in ("gets_consent", "acts")]
            for row, (*asked, terms, answer) in zip(rows, asked_between(net, world, week), strict=True):
                assert [row.decision, row.person, row.case, row.facet] == asked and row.answer == answer
                assert list(row.terms.values()) == pytest.approx(terms, rel=0, abs=1e-12)
                taken[row.decision, answer] += 1
    assert min(taken[decision, yes] for decision in ("gets_consent", "acts") for yes in (True, False)) > 5


# (a) Outcomes.


def from_columns(how: str, tally: dict[str, list[float]]) -> float:
    """Work out an outcome as the description says: a mean over weeks, a sum, or a sum over a sum."""
    part, *whole = (tally[column] for column in re.findall(r"`(\w+)`", how))
    if how.startswith("mean over weeks"):
        per = whole[0] if whole else [1.0] * len(part)
        known = [a / b for a, b in zip(part, per, strict=True) if b and not math.isnan(a)]
        return sum(known) / len(known) if known else math.nan
    if not whole:
        return sum(part)
    return sum(part) / sum(whole[0]) if sum(whole[0]) else math.nan


@pytest.mark.parametrize("name", FORMS)
def test_every_outcome_comes_from_its_columns(name: str) -> None:
    net, model, _, risk = recorded(name, 26)
    rows = model.stage.tally().tolist()
    assert len(COLUMNS) == len(rows[0])
    tally = {column: [row[place] for row in rows] for place, column in enumerate(COLUMNS)}
    values = {outcome: from_columns(how, tally) for outcome, how in MADE_OF.items() if how != "told below"}
    parts = (
        "information_shared",
        "plan_rate",
        "agreements_kept",
        "cross_domain_trust",
        "understanding",
        "joint_effort",
    )
    values["collaboration_quality"] = sum(values[part] for part in parts) / 6
    cases, last = model.stage.world.cases, model.weeks - 1
    let_in = [c for c in range(model.stage.world.now[1]) if cases.complex[c] and cases.status[c] != state.REFERRED]
    waits = [(cases.first_plan[c] if cases.first_plan[c] >= 0 else last) - cases.arrival[c] for c in let_in]
    values["weeks_to_plan"] = sum(waits) / len(waits)
    values["network_effectiveness"] = 1.0 - sum(risk) / sum(alone(net, model.weeks))
    assert values == pytest.approx(model.outcomes(), rel=1e-12, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("name", FORMS)
def test_what_is_counted_is_in_the_book(name: str) -> None:
    net, model, _, _ = recorded(name, 26)
    taken: Counter[tuple[str, bool]] = Counter()
    happened: Counter[str] = Counter()
    for event in model.events():
        taken[event.decision, bool(event.answer)] += 1
        happened[event.kind] += 1
    held = conferences(name, 26)
    met = sum(len(rebuilt.present) for rebuilt, _, _ in held)
    planned = sum(len(rebuilt.present) for rebuilt, _, _ in held if rebuilt.plan == "plan")
    hours = net.v("agenda.minutes_per_case") / 60.0
    outcomes, totals = model.outcomes(), dict(zip(COLUMNS, model.stage.tally().sum(axis=0).tolist(), strict=True))
    core = min(int(net.v("network.core_members")), len(net.domain_of))
    counted = {
        "invited": taken["attends", True] + taken["attends", False],
        "came": taken["attends", True],
        "conferences": len(held),
        "plans": happened["plan"],
        "impasses": happened["impasse"],
        "agreements": taken["takes_on", True],
        "on_the_spot": taken["takes_on", True] - happened["referred home"],
        "kept": happened["kept"],
        "ended": happened["kept"] + happened["broken"],
        "refusals": taken["discloses", False],
        "shifts": taken["takes_on", False],
        "improvisations": taken["improvises", True],
        "paralyses": taken["improvises", False],
        "bilateral_contacts": taken["contacts", True],
        "incidents": happened["incident"],
        "reports": happened["report"],
        "scaled_down": taken["scales_down", True],
        "returned": happened["return"],
        "joint_hours": planned * hours + taken["acts", True] * net.w("week.action"),
        "meeting_hours": (met + totals["simple_cases"] * core) * hours,
        "information_weight": sum(sum(rebuilt.weights) for rebuilt, _, _ in held),
        "shared_weight": sum(rebuilt.told_weight for rebuilt, _, _ in held),
    }
    assert counted == pytest.approx({column: totals[column] for column in counted}, rel=1e-12)
    shared = counted["shared_weight"] / counted["information_weight"]
    assert shared == pytest.approx(outcomes["information_shared"], rel=1e-12)
    assert counted["kept"] / counted["ended"] == pytest.approx(outcomes["agreements_kept"], rel=1e-12)


# The counterfactual: a run alone, from luck and parameters only.


def made(net: Network, number: int) -> dict[str, Any] | None:
    """Make a case; None for a simple one."""
    v, luck = net.v, block("CASE", 0, number, 72)
    if luck[64] >= v("cases.complex_share"):
        return None
    count = 3 + int(luck[69] * 4.0)
    homeless = luck[70] < v("cases.housing_share")
    owners = block("OWNER", 0, number, 2 * 8 * 36)
    workers = block("REGULAR", 0, number, max(net.numbers) + 1)
    case: dict[str, Any] = {
        "severity": bounded(v("cases.severity") * (0.5 + 1.5 * luck[65] ** 2)),
        "alliance": 0.4 + 0.4 * luck[68],
        "facets": [],
    }
    for f in range(count + homeless):
        drawn = luck[8 * f : 8 * f + 8]
        housing = homeless and f == count
        spread = CARE if drawn[0] < 0.35 else SAFETY if drawn[0] < 0.6 else SOCIAL
        domain = SOCIAL if housing else f if f < 2 else spread
        able = [o for o, of in enumerate(net.domain_of) if of == domain]
        owner = max(able, key=lambda o: owners[36 * f + net.number_of[o]], default=-1)
        lone = owner >= 0 and not housing and drawn[5] >= v("legal.gap")
        pool = [i for i, (o, _) in enumerate(net.people) if o == owner]
        case["facets"].append(
            {
                "weight": 0.5 + drawn[1],
                "unresolved": 0.5 + 0.5 * drawn[2],
                "joint": not housing and drawn[4] < v("cases.interdependence"),
                "worker": max(pool, key=lambda i: workers[net.numbers[i]]) if lone else -1,
            }
        )
    return case


def alone(net: Network, weeks: int) -> list[float]:
    """Return the risk of all cases, summed week by week, when every organisation works alone."""
    w, v = net.w, net.v
    flow = block("FLOW", 0, 0, weeks)
    initial = int(net.p["cases.initial"])
    cases: list[tuple[int, Any]] = []
    load = [0.0] * len(net.people)
    risks = []
    for week in range(weeks):
        fresh = poisson(v("cases.arrivals_per_year") / 52.0, flow[week]) + (initial if week == 0 else 0)
        for _ in range(fresh):
            number = number_of_case(len(cases), initial)
            cases.append((number, made(net, number)))
        spare = [
            w("week.hours") * (1.0 - bounded(w("week.workload") * v(f"professionals.workload_{DOMAINS[d]}")))
            for d in net.domains
        ]
        share = [min(w("week.alone"), left / of) if of > 0.0 else 0.0 for left, of in zip(spare, load, strict=True)]
        load = [0.0] * len(net.people)
        luck = block("COURSE", week, 0, 2 * len(cases) * 20)
        risk = 0.0
        for number, case in cases:
            if case is None:
                continue
            needs_trust = 1.0 - w("progress.alliance") + w("progress.alliance") * case["alliance"]
            for f, facet in enumerate(case["facets"]):
                if facet["unresolved"] > FIXED["SOLVED"] and facet["worker"] >= 0:
                    i = facet["worker"]
                    load[i] += 1.0
                    hours = min(share[i], spare[i])
                    spare[i] -= hours
                    reach = w("progress.alone_joint") if facet["joint"] else 1.0
                    effect = v("cases.responsiveness") * w("progress.alone") * hours * reach * needs_trust
                    facet["unresolved"] *= 1.0 - min(0.95, effect)
                facet["unresolved"] += w("drift.drift") * facet["unresolved"] * (1.0 - facet["unresolved"])
                if luck[20 * number + f] < w("drift.reopens"):
                    facet["unresolved"] += w("drift.relapse") * (1.0 - facet["unresolved"])
            total = sum(facet["weight"] for facet in case["facets"])
            left = sum(facet["weight"] * facet["unresolved"] for facet in case["facets"])
            risk += case["severity"] * left / total
        risks.append(risk)
    return risks


def test_the_rebuilt_version_shares_no_code_with_the_rules() -> None:
    own = Path(__file__).read_text("utf-8")
    assert not re.search(r"^\s*(?:from|import) sim\.(?:rules|week|draws|measures)", own, re.MULTILINE)
