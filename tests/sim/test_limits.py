"""Limits: where theory says what must come out, the model's own steps give it, and extremes give what they must."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from scenarios import load
from sim import CaseConferenceModel
from sim.parameters import PARAMETERS
from sim.rules import learn, scale, sense
from sim.rules import share as share_rules
from sim.scenario import Change, MediaEvent
from sim.settings import weights
from sim.stage import Stage
from sim.state import FACETS, FIRST_HAND, HEARD, MINUTES, PROPOSAL
from sim.week import arrive, decide, share, table

Floats = npt.NDArray[np.float64]
SURE = 1e-6  # chance that a bound from theory fails by luck; seeds are fixed, so it does or does not for good
TOP_X = load("top_x")
NO_NEWS = {"media.events_per_year": 0.0}
ALIKE = {f"rules.differences.{term}": 0.0 for term in ("propensity", "standing", "pair", "doubt")}
VIEWS = weights("views")
RECORD = weights("record")
CAUTION = weights("caution")


def bounds(draws: int, chance: float) -> tuple[float, float]:
    """Return how few and how many of so many draws come out with that chance."""
    low, high = stats.binom.ppf([SURE / 2, 1.0 - SURE / 2], draws, chance)
    return float(low), float(high)


def filled(values: Any, with_: Any) -> None:
    """Write over an array of the state."""
    for place, value in enumerate(np.broadcast_to(with_, np.shape(values))):
        if value.ndim:
            filled(values[place], value)
        else:
            values[place] = value.item()


def no_trust_in_oneself(trust: Any) -> None:
    """Nobody has a tie with himself."""
    for person, ties in enumerate(trust):
        ties[person] = 0.0


# Views: DeGroot (1974).


def at_table(people: int, seed: int) -> Stage:
    """Return a stage with people round one table, of any trust, skill and view, who know nothing of the case."""
    stage = CaseConferenceModel(TOP_X, rng=seed).stage
    state, luck = stage.world.people, np.random.default_rng(seed)
    for levels in (state.trust, state.competence, state.commitment):
        filled(levels, luck.random(np.shape(levels)))
    no_trust_in_oneself(state.trust)
    seated = sorted(luck.choice(stage.world.members, people, replace=False).tolist())
    for place, person in enumerate(seated):
        stage.world.table.present[place] = person
    filled(stage.world.table.first_stance, luck.random(len(state.domain)))
    return stage


def seated_at(stage: Stage, people: int) -> list[int]:
    return list(stage.world.table.present[:people])


def talked(stage: Stage, people: int, rounds: int) -> Floats:
    """Return views after so many rounds of hearing each other, each starting from the views of the one before."""
    views = stage.world.table
    for _ in range(rounds):
        for person in seated_at(stage, people):
            decide.listen(stage.world, stage.p, person, 0.0, 0.0, people)
        filled(views.first_stance, np.asarray(views.stance))
    return np.asarray(views.first_stance)[seated_at(stage, people)]


def influence(stage: Stage, people: int) -> Floats:
    """Return the matrix of one round: how far each listens, times trust as a share of all trust at the table."""
    seated = seated_at(stage, people)
    state = stage.world.people
    trust = np.asarray(state.trust)[np.ix_(seated, seated)]
    openness = [
        sense.listening_view(stage.p[VIEWS], 0.0, 1.0, state.competence[one], state.commitment[one]) for one in seated
    ]
    return np.diag(1.0 - np.array(openness)) + np.diag(openness) @ (trust / trust.sum(axis=1, keepdims=True))


@pytest.mark.parametrize(("people", "seed"), [(2, 1), (5, 2), (9, 3), (15, 4)])
def test_hearing_each_other_without_end_is_consensus_by_the_left_eigenvector_of_trust(people: int, seed: int) -> None:
    stage = at_table(people, seed)
    first = np.asarray(stage.world.table.first_stance)[seated_at(stage, people)]
    values, vectors = np.linalg.eig(influence(stage, people).T)
    weight = np.real(vectors[:, np.argmax(np.real(values))])
    consensus = float(weight @ first / weight.sum())
    assert np.ptp(first) > 0.05
    assert talked(stage, people, 1000) == pytest.approx(np.full(people, consensus), abs=1e-9)
    assert abs(consensus - first.mean()) > 1e-3  # whom people trust decides, not the plain mean


@pytest.mark.parametrize("rounds", [1, 2, 7])
def test_so_many_rounds_are_so_many_times_the_matrix(rounds: int) -> None:
    stage = at_table(6, 5)
    first = np.asarray(stage.world.table.first_stance)[seated_at(stage, 6)]
    expected = np.linalg.matrix_power(influence(stage, 6), rounds) @ first
    assert talked(stage, 6, rounds) == pytest.approx(expected, abs=1e-12)


def test_two_camps_without_trust_between_them_find_two_truths() -> None:
    stage = at_table(6, 6)
    camps = seated_at(stage, 6)[:3], seated_at(stage, 6)[3:]
    for one, other in itertools.product(*camps):
        stage.world.people.trust[one][other] = stage.world.people.trust[other][one] = 0.0
    views = talked(stage, 6, 1000)
    assert np.ptp(views[:3]) < 1e-9 and np.ptp(views[3:]) < 1e-9
    assert abs(views[0] - views[3]) > 0.01


def test_mediation_without_end_is_the_middle_it_began_with() -> None:
    stage = at_table(7, 7)
    world, seated = stage.world, seated_at(stage, 7)
    filled(world.table.stance, np.asarray(world.table.first_stance))
    middle = float(np.asarray(world.table.stance)[seated].mean())
    world.table.numbers[decide.BROKERAGE] = 0.8
    for _ in range(400):
        decide.settle(world, stage.p, 7)
        decide.mediate(world, stage.p, 7)
        assert world.table.numbers[PROPOSAL] == pytest.approx(middle, abs=1e-12)
    assert np.asarray(world.table.stance)[seated] == pytest.approx(np.full(7, middle), abs=1e-9)


# Sharing: the sampling formula of the hidden profile (Stasser & Titus 1985).


def profile(caution: float) -> Stage:
    """Return a stage with one case of eight free facets, and people who differ in nothing and do not follow others."""
    values = {"cases.complex_share": 1.0, "cases.consent_share": 1.0, "rules.discloses.unshared": 0.4}
    values |= {"rules.discloses.reciprocity": 0.0, "rules.discloses.person": 0.0}
    stage = CaseConferenceModel(TOP_X.set(values), rng=11).stage
    arrive.arrive(stage, stage.world, stage.p, 0, 1)
    stage.world.cases.facets[0] = FACETS
    filled(stage.world.people.caution, caution)
    return stage


def conference(stage: Stage, holders: int, week: int, seats: int = 6) -> tuple[int, list[float]]:
    """Hold the model's own step of sharing; return how many facets were heard, and each holder's chance to tell."""
    world, seated = stage.world, range(seats)
    filled(world.people.trust, 0.5)
    no_trust_in_oneself(world.people.trust)
    filled([of_person[0] for of_person in world.people.knowledge], 0)
    filled([of_person[0] for of_person in world.people.knowledge[:holders]], FIRST_HAND)
    filled(world.facets.recorded, False)
    for place in seated:
        world.table.present[place] = world.table.asked[place] = place
    table.sound(world, 0, seats)
    world.table.numbers[MINUTES] = 1e6
    share.recall(world, 0, seats)
    terms = [share.weigh_discloses(world, stage.p, person, 0, 0) for person in range(holders)]
    share.tell(stage, world, stage.p, week, 0, seats)
    count = world.cases.facets[0]
    return int(np.asarray(world.table.known)[:count].sum()), [scale.chance(scale.total(term)) for term in terms]


class Told:
    """Luck by which exactly these people tell, and nothing is written down."""

    def __init__(self, slots: list[int]) -> None:
        self.slots = slots

    def block(self, purpose: int, week: int, case: int, size: int) -> Floats:
        numbers = np.full(size, 1.0 - 1e-12)
        for slot in self.slots:
            numbers[slot * FACETS : (slot + 1) * FACETS] = 0.0
        return numbers


CAUTIONS = [0.05, 0.5, 0.95]


@pytest.mark.parametrize("caution", CAUTIONS)
@pytest.mark.parametrize("holders", range(6))
def test_the_expected_share_heard_is_that_of_sampling(holders: int, caution: float) -> None:
    stage = profile(caution)
    stage.world.cases.facets[0] = 1
    slots = list(stage.world.people.slot[:holders])
    expected, chance = 0.0, 0.0
    for pattern in itertools.product([False, True], repeat=holders):
        stage.luck = Told([slot for slot, tells in zip(slots, pattern, strict=True) if tells])  # type: ignore[assignment]
        heard, chances = conference(stage, holders, 0)
        chance = chances[0] if chances else 0.0
        assert chances == [chance] * holders
        expected += heard * chance ** sum(pattern) * (1.0 - chance) ** (holders - sum(pattern))
    assert expected == pytest.approx(1.0 - (1.0 - chance) ** holders, abs=1e-12)
    assert not holders or 0.05 < chance < 0.999


@pytest.mark.parametrize("caution", CAUTIONS)
@pytest.mark.parametrize("holders", [1, 2, 4])
def test_the_share_heard_is_that_of_sampling_within_the_bounds_of_luck(holders: int, caution: float) -> None:
    stage, weeks, heard, chance = profile(caution), 100, 0, 0.0
    for week in range(weeks):
        found, (chance, *_) = conference(stage, holders, week)
        heard += found
    low, high = bounds(weeks * FACETS, 1.0 - (1.0 - chance) ** holders)
    assert low <= heard <= high
    assert (low, high) != (0, weeks * FACETS)


# Decay.


def test_attention_of_the_media_decays_exponentially() -> None:
    quiet = NO_NEWS | {"cases.initial": 0, "cases.arrivals_per_year": 0.0, "media.half_life": 5.0, "run.weeks": 40}
    series = CaseConferenceModel(replace(TOP_X.set(quiet), media_events=(MediaEvent(3, 0.6),)), rng=1).run().weekly()
    baseline = TOP_X.value("media.baseline")
    lifted = baseline + 0.6 * (1.0 - baseline)
    assert series["media"][:3] == pytest.approx(np.full(3, baseline), abs=1e-15)
    left = 0.5 ** (np.arange(37) / 5.0)
    assert series["media"][3:] == pytest.approx(baseline + (lifted - baseline) * left, abs=1e-12)


def test_caution_follows_the_pressure_exponentially() -> None:
    still = NO_NEWS | {"cases.initial": 0, "cases.arrivals_per_year": 0.0, "continuity.turnover_per_year": 0.0}
    scenario = replace(TOP_X.set(still | {"run.weeks": 30}), changes=(Change(4, {"professionals.backing": 0.0}),))
    series = CaseConferenceModel(scenario, rng=1).run().weekly()["caution"]
    p = Stage(scenario, 1).p
    names = ("media.baseline", "society.risk_tolerance", "professionals.backing")
    media, tolerance, backing = (float(scenario.value(name)) for name in names)
    before, after = (learn.caution_target(p[CAUTION], media, tolerance, level) for level in (backing, 0.0))
    left = (1.0 - float(scenario.value("rules.caution.pace"))) ** np.arange(1, 27)
    assert series[:4] == pytest.approx(np.full(4, before), abs=1e-12)
    assert series[4:] == pytest.approx(after + (before - after) * left, abs=1e-12)
    assert abs(after - before) > 0.05


def alone(**values: Any) -> Stage:
    """Return a stage after one week on which cases move of themselves."""
    many = {"cases.initial": 200, "cases.arrivals_per_year": 0.0, "cases.complex_share": 1.0}
    stage = Stage(TOP_X.set(many | values), 9, network=False)
    stage.play(0)
    return stage


def test_the_alliance_heals_exponentially() -> None:
    stage = alone()
    cases = stage.world.cases
    usual = np.asarray(cases.usual_alliance)[:200]
    filled(cases.alliance, 0.0)
    for week in range(1, 30):
        stage.play(week)
        left = (1.0 - float(TOP_X.value("rules.drift.healing"))) ** week
        assert np.asarray(cases.alliance)[:200] == pytest.approx(usual * (1.0 - left), abs=1e-12)


def test_what_was_heard_is_forgotten_exponentially_and_its_record_less() -> None:
    stage = alone()
    facets, knowledge = stage.world.facets, stage.world.people.knowledge
    real = np.asarray(facets.weight) > 0.0
    first_hand = np.asarray(knowledge) == FIRST_HAND
    filled(facets.told, real)
    filled(facets.recorded, real)
    filled(knowledge, np.where(first_hand, FIRST_HAND, HEARD * real))
    stale, fades = share_rules.stale_chance(stage.p[RECORD]), share_rules.fade_chance(stage.p[RECORD])
    count = int(real.sum())
    for week in range(1, 11):
        stage.play(week)
        told = np.asarray(facets.told)
        left = (1.0 - stale - fades) ** week
        low, high = bounds(count, left)
        assert low <= told.sum() <= high
        # what is on record goes out of date whether or not anybody remembers hearing it
        low, high = bounds(count, (1.0 - stale) ** week)
        assert low <= np.asarray(facets.recorded).sum() <= high
        assert ((np.asarray(knowledge) == HEARD).any(axis=0) == told).all()
    assert ((np.asarray(knowledge) == FIRST_HAND) == first_hand).all()


# Extremes.


def played(**values: Any) -> CaseConferenceModel:
    """Return a model of Top X with its book, after half a year."""
    return CaseConferenceModel(TOP_X.set({"run.weeks": 26} | values), rng=21, record=True).run()


def asked(model: CaseConferenceModel, decision: str) -> int:
    return sum(event.decision == decision for event in model.events())


def test_where_all_have_a_mandate_nothing_waits_for_home_and_where_none_has_all_does() -> None:
    all_, none = played(**{"mandate.share": 1.0}), played(**{"mandate.share": 0.0})
    assert all_.outcomes()["decided_on_the_spot"] == 1.0 and asked(all_, "gets_consent") == 0
    assert none.outcomes()["decided_on_the_spot"] == 0.0 and asked(none, "gets_consent") > 20


@pytest.mark.parametrize("form", PARAMETERS["process_management.form"].choices)
def test_without_trust_or_anything_to_earn_it_by_there_never_is_any(form: str) -> None:
    nothing = {"trust.initial": 0.0, "trust.in_leader": 0.0, "cases.initial": 0, "cases.arrivals_per_year": 0.0}
    nothing |= ALIKE
    model = played(**nothing, **{"informal_contact.events_per_year": 0.0, "process_management.form": form})
    assert not np.asarray(model.stage.world.people.trust).any()


def test_trust_grows_from_nothing_where_people_meet() -> None:
    trust = played(**ALIKE, **{"trust.initial": 0.0, "trust.in_leader": 0.0}).weekly()["trust"]
    assert 0.0 < 3.0 * trust[0] < trust[-1]


@pytest.mark.parametrize("name", ["secrecy.strictness", "secrecy.disciplinary_risk", "secrecy.guidance"])
def test_where_every_client_consents_secrecy_does_nothing(name: str) -> None:
    free, bound = (played(**{"cases.consent_share": 1.0, name: end}).stage.tally().tobytes() for end in (0.0, 1.0))
    assert free == bound
    free, bound = (played(**{"cases.consent_share": 0.0, name: end}).stage.tally().tobytes() for end in (0.0, 1.0))
    assert free != bound


def test_without_a_vacuum_nobody_improvises_and_without_homeless_nobody_asks_for_a_home() -> None:
    model = played(**{"legal.gap": 0.0, "cases.housing_share": 0.0})
    assert model.outcomes()["improvisations"] == model.outcomes()["paralyses"] == 0.0
    assert asked(model, "improvises") == asked(model, "grants_housing") == 0
    model = played(**{"legal.gap": 1.0, "cases.housing_share": 1.0})
    assert asked(model, "improvises") > 20 and asked(model, "grants_housing") > 0


def test_without_severity_nothing_happens_to_cases_or_in_the_media() -> None:
    outcomes = played(**NO_NEWS, **{"cases.severity": 0.0}).outcomes()
    assert outcomes["risk_weeks"] == outcomes["incidents"] == outcomes["reports"] == 0.0
    assert outcomes["media"] == pytest.approx(float(TOP_X.value("media.baseline")), abs=1e-12)


def test_simple_cases_alone_fill_no_table() -> None:
    outcomes = played(**{"cases.complex_share": 0.0}).outcomes()
    assert outcomes["conferences"] == outcomes["risk_weeks"] == outcomes["active_cases"] == 0.0
    assert outcomes["meeting_hours"] > 0.0


WORKLOADS = tuple(f"professionals.workload_{domain}" for domain in ("care", "safety", "social"))
# Hours for everything, so that nobody hands a case over for want of them.
AT_EASE = dict.fromkeys(WORKLOADS, 0.0) | {"rules.week.hours": PARAMETERS["rules.week.hours"].high}


@pytest.mark.parametrize("share_", [0.0, 0.6, 1.0])
def test_the_regular_face_is_asked_as_often_as_faces_are_fixed(share_: float) -> None:
    model = played(**AT_EASE, **{"continuity.same_faces": share_})
    world = model.stage.world
    faces = [(event.person, event.case) for event in model.events() if event.decision == "attends"]
    regular = sum(world.cases.regular[case][world.people.organisation[person]] == person for person, case in faces)
    low, high = bounds(len(faces), share_)
    assert low <= regular <= high and len(faces) > 500


def test_a_regular_face_without_hours_sends_a_colleague_who_has_more() -> None:
    model = played(**{"continuity.same_faces": 1.0, **dict.fromkeys(WORKLOADS, 0.9)})
    regular = model.stage.world.cases.regular
    organisation = model.stage.world.people.organisation
    came = [(event.person, event.case) for event in model.events() if event.decision == "attends"]
    instead = [person for person, case in came if regular[case][organisation[person]] != person]
    assert 0.05 * len(came) < len(instead) < len(came)


@pytest.mark.parametrize("share_", [0.0, 0.5, 1.0])
def test_so_many_organisations_have_one_face_for_all_their_cases(share_: float) -> None:
    most = dict.fromkeys((f"network.{domain}_organisations" for domain in ("care", "safety", "social")), 12)
    stage = Stage(TOP_X.set(most | {"continuity.portfolio": share_, "cases.complex_share": 1.0}), 21)
    arrive.arrive(stage, stage.world, stage.p, 0, 10)
    faces, cases = stage.world.organisations.face, stage.world.cases
    low, high = bounds(len(faces), share_)
    assert low <= sum(face >= 0 for face in faces) <= high
    for organisation, face in enumerate(faces):
        seen = {cases.regular[case][organisation] for case in range(10)}
        assert seen == {face} if face >= 0 else len(seen) > 1


def test_staff_leave_as_often_as_turnover_says() -> None:
    model = played(**{"continuity.turnover_per_year": 1.0, "run.weeks": 52})
    newcomers = sum(event.kind == "newcomer" for event in model.events())
    low, high = bounds(52 * model.stage.world.members, 1.0 / 52.0)
    assert low <= newcomers <= high
