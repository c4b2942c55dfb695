"""One run: the same bits again, the steps of Mesa, the keyword form, weeks and outcomes, bad input."""

from __future__ import annotations

import copy
import hashlib
import math
import os
import pickle
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pytest

from scenarios import load, names
from sim import CaseConferenceModel, simulate
from sim.agents import CareProfessional
from sim.errors import InputError
from sim.outcomes import OUTCOMES
from sim.week.tally import AGREEMENTS

ROOT = Path(__file__).parents[2]
WEEKS = 30
TOP_X = load("top_x").set({"run.weeks": WEEKS})
WEEKLY = [name for name, outcome in OUTCOMES.items() if outcome.weekly]


def bits(model: CaseConferenceModel) -> bytes:
    """Return everything that was counted, and every outcome, to the last bit."""
    return model.stage.tally().tobytes() + np.array(list(model.outcomes().values())).tobytes()


def played(seed: Any = 17, **parameters: Any) -> CaseConferenceModel:
    """Return a model of Top X after its last week."""
    return CaseConferenceModel(TOP_X, rng=seed, **parameters).run()


# The same again.


def test_the_same_scenario_and_seed_give_the_same_bits() -> None:
    assert bits(played()) == bits(played())
    assert bits(played()) != bits(played(18))


def test_a_step_at_a_time_is_a_run() -> None:
    model = CaseConferenceModel(TOP_X, rng=17)
    for _ in range(WEEKS):
        model.step()
    assert bits(model) == bits(played())


def test_another_model_between_two_weeks_changes_nothing() -> None:
    model = CaseConferenceModel(TOP_X, rng=17)
    while model.running:
        model.step()
        CaseConferenceModel(TOP_X, rng=18).step()
        random.random()
        np.random.default_rng().random()
    assert bits(model) == bits(played())


SCRIPT = f"""
import hashlib, sys
import mesa
import numpy as np
from scenarios import load
from sim import CaseConferenceModel, simulate

for name in {names()!r}:
    model = CaseConferenceModel(load(name).set({{"run.weeks": {WEEKS}}}), rng=17).run()
    counted = model.stage.tally().tobytes() + np.array(list(model.outcomes().values())).tobytes()
    print(hashlib.sha256(counted).hexdigest())
"""


def digests(python: str) -> list[str]:
    """Return a digest of a run of each shipped scenario, played by another process."""
    done = subprocess.run(
        [python, "-c", SCRIPT],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "random"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def own_digests() -> list[str]:
    """Return a digest of a run of each shipped scenario, played here."""
    models = (CaseConferenceModel(load(name).set({"run.weeks": WEEKS}), rng=17).run() for name in names())
    return [hashlib.sha256(bits(model)).hexdigest() for model in models]


def test_another_process_gives_the_same_bits() -> None:
    assert digests(sys.executable) == own_digests()


def other_pythons() -> list[str]:
    """Return interpreters of other versions that can play: on the path, or named in OVERLEG_PYTHONS."""
    named = [name for name in os.environ.get("OVERLEG_PYTHONS", "").split(os.pathsep) if name]
    found = [shutil.which(f"python3.{minor}") for minor in range(11, 16) if minor != sys.version_info.minor]
    able = []
    for python in [*named, *filter(None, found)]:
        try:
            done = subprocess.run([python, "-c", "import mesa, numpy"], capture_output=True, timeout=60)
        except OSError:
            continue
        if done.returncode == 0:
            able.append(python)
    return able


def test_another_version_of_python_and_mesa_gives_the_same_bits() -> None:
    others = other_pythons()
    if not others:
        pytest.skip("no other Python with Mesa here; OVERLEG_PYTHONS may name one")
    own = own_digests()
    assert {python: digests(python) for python in others} == dict.fromkeys(others, own)


def shuffled(people: list[int]) -> list[int]:
    """Return people in an order that differs from table to table."""
    return sorted(people, key=lambda person: hashlib.sha256(bytes([person, len(people)])).digest())


@pytest.mark.parametrize("order", [lambda people: people[::-1], shuffled], ids=["reversed", "shuffled"])
@pytest.mark.parametrize("name", names())
def test_the_order_in_which_people_are_asked_changes_nothing(
    name: str, order: Callable[[list[int]], list[int]]
) -> None:
    scenario = load(name).set({"run.weeks": WEEKS})
    asked: list[list[int]] = []

    def other(people: list[int]) -> list[int]:
        asked.append(people)
        return order(people)

    model = CaseConferenceModel(scenario, rng=17)
    model.stage.order = other
    assert bits(model.run()) == bits(CaseConferenceModel(scenario, rng=17).run())
    assert any(order(people) != people for people in asked)


@pytest.mark.parametrize("name", names())
def test_many_runs_at_once_are_the_same_runs(name: str) -> None:
    scenario = load(name).set({"run.weeks": WEEKS})
    rows, weeks = (simulate(scenario, runs=3, seed=5, weekly=weekly) for weekly in (False, True))
    for row, seed in enumerate(rows["seed"]):
        model = CaseConferenceModel(scenario, rng=seed).run()
        assert np.array_equal([rows[key][row] for key in OUTCOMES], list(model.outcomes().values()), equal_nan=True)
        for key, series in model.weekly().items():
            assert weeks[key][row].tobytes() == series.tobytes(), key


# Seeds.


@pytest.mark.parametrize(
    "seed", [np.int64(17), np.uint64(17), np.int8(17), 17 + 2**64], ids=["int64", "uint64", "int8", "huge"]
)
def test_a_seed_is_any_integer(seed: Any) -> None:
    model = played(seed)
    assert bits(model) == bits(played(17))
    assert (model.run_seed, type(model.run_seed)) == (int(seed), int)


@pytest.mark.parametrize("seed", [0, -1, np.int64(-(2**63)), np.uint64(2**64 - 1), 10**30, True])
def test_seeds_at_the_edge_play(seed: Any) -> None:
    model = CaseConferenceModel(TOP_X.set({"run.weeks": 2}), rng=seed).run()
    assert model.run_seed == int(seed)
    assert np.isfinite(model.outcomes()["trust"])


@pytest.mark.parametrize("seed", [1.5, "17", np.float64(17), [17]], ids=repr)
def test_what_is_no_integer_is_no_seed(seed: Any) -> None:
    with pytest.raises(InputError, match="rng"):
        CaseConferenceModel(TOP_X, rng=seed)


def test_without_a_seed_a_fresh_one_is_drawn_and_told() -> None:
    models = [CaseConferenceModel(TOP_X.set({"run.weeks": 3})).run() for _ in range(2)]
    assert models[0].run_seed != models[1].run_seed
    assert all(0 <= model.run_seed < 2**53 for model in models)
    again = CaseConferenceModel(TOP_X.set({"run.weeks": 3}), rng=models[0].run_seed).run()
    assert bits(again) == bits(models[0])


# Steps.


def test_it_stops_after_the_last_week_and_further_steps_do_nothing() -> None:
    model = CaseConferenceModel(TOP_X.set({"run.weeks": 3}), rng=1)
    seen = []
    while model.running:
        seen.append(model.week)
        model.step()
    assert (seen, model.week, model.running) == ([0, 1, 2], 3, False)
    before = bits(model)
    model.step()
    assert (model.run() is model, model.week, model.running) == (True, 3, False)
    assert bits(model) == before
    assert len(model.datacollector.get_model_vars_dataframe()) == 3


def test_half_a_run_reports_the_weeks_played() -> None:
    model = CaseConferenceModel(TOP_X, rng=17)
    for _ in range(10):
        model.step()
    short = CaseConferenceModel(TOP_X.set({"run.weeks": 10}), rng=17).run()
    assert {name: len(series) for name, series in model.weekly().items()} == dict.fromkeys(WEEKLY, 10)
    assert model.outcomes() == pytest.approx(short.outcomes(), nan_ok=True)


def test_before_the_first_week_nothing_is_known() -> None:
    model = CaseConferenceModel(TOP_X, rng=17)
    assert {name: series.shape for name, series in model.weekly().items()} == dict.fromkeys(WEEKLY, (0,))
    outcomes = model.outcomes()
    for name, outcome in OUTCOMES.items():
        assert outcomes[name] == 0.0 if outcome.kind == "flow" else math.isnan(outcomes[name]), name


# The keyword form.


def test_keywords_are_set() -> None:
    values = {"trust.initial": 0.7, "process_management.form": "self_governed", "cases.initial": 4}
    by_name = CaseConferenceModel(TOP_X, rng=17, **values).run()
    assert bits(by_name) == bits(CaseConferenceModel(TOP_X.set(values), rng=17).run())
    assert bits(by_name) != bits(played())


def test_a_keyword_shortens_the_run() -> None:
    model = CaseConferenceModel(load("media_storm"), rng=17, **{"run.weeks": 5}).run()
    assert model.week == 5


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"trust.inital": 0.5}, "trust.initial"),
        ({"trust.initial": 1.5}, "trust.initial"),
        ({"trust.initial": True}, "trust.initial"),
        ({"seed": 3}, "seed"),
    ],
)
def test_a_keyword_that_is_no_parameter_or_not_allowed_is_refused(parameters: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        CaseConferenceModel(TOP_X, rng=1, **parameters)


@pytest.mark.parametrize(
    ("agents", "told"),
    [
        ({"caree": CareProfessional}, "care"),
        ({"care": int}, "care"),
        ({"care": CareProfessional.discloses}, "care"),
        ({"care": "CareProfessional"}, "care"),
        ({"care": mesa.Agent}, "care"),
    ],
    ids=["role", "another class", "function", "text", "Mesa's own"],
)
def test_people_that_are_not_of_the_model_are_refused(agents: Any, told: str) -> None:
    with pytest.raises(InputError, match=told):
        CaseConferenceModel(TOP_X, rng=1, agents=agents)


def test_a_name_is_no_scenario() -> None:
    name: Any = "top_x"
    with pytest.raises(InputError, match="scenario: got 'top_x'; allowed: a Scenario"):
        CaseConferenceModel(name, rng=1, **{"trust.initial": 0.5})


def test_a_model_can_be_kept_half_way_and_goes_on_as_if_nothing_happened() -> None:
    model = CaseConferenceModel(TOP_X, rng=17, record=True, remember=True)
    for _ in range(10):
        model.step()
    kept = pickle.dumps(model)
    model.run()
    for other in (pickle.loads(kept), copy.deepcopy(pickle.loads(kept))):
        assert other.week == 10 and bits(other) != bits(model)
        other.run()
        assert bits(other) == bits(model) == bits(played())
        assert other.events() == model.events()
        assert other.stage.agents[0] is not model.stage.agents[0]
        frames = [one.datacollector.get_model_vars_dataframe() for one in (other, model)]
        assert frames[0].equals(frames[1])


def test_events_need_a_book() -> None:
    with pytest.raises(InputError, match="record=True"):
        played().events()


# Weeks and outcomes.


@pytest.mark.parametrize("name", names())
def test_levels_are_means_over_weeks_and_flows_are_sums(name: str) -> None:
    model = CaseConferenceModel(load(name).set({"run.weeks": WEEKS}), rng=5).run()
    weekly, outcomes = model.weekly(), model.outcomes()
    assert list(weekly) == WEEKLY
    assert list(outcomes) == list(OUTCOMES)
    for outcome in OUTCOMES.values():
        if not outcome.weekly:
            continue
        series = weekly[outcome.name]
        assert series.shape == (WEEKS,)
        known = series[~np.isnan(series)]
        if outcome.kind in ("level", "count"):
            expected = known.mean() if len(known) else math.nan
            assert outcomes[outcome.name] == pytest.approx(expected, nan_ok=True, rel=1e-12), outcome.name
        elif outcome.kind == "flow":
            assert outcomes[outcome.name] == pytest.approx(series.sum(), rel=1e-12), outcome.name


def test_shares_look_back_thirteen_weeks_and_are_totals_by_totals() -> None:
    # after 13 weeks and no more, looking back is the whole run
    model = CaseConferenceModel(TOP_X.set({"run.weeks": 13}), rng=5).run()
    weekly, outcomes = model.weekly(), model.outcomes()
    shares = [outcome.name for outcome in OUTCOMES.values() if outcome.kind == "share"]
    assert len(shares) >= 10
    for name in shares:
        assert weekly[name][-1] == outcomes[name], name
    long = played(5).weekly()
    early = CaseConferenceModel(TOP_X.set({"run.weeks": 13}), rng=5).run().weekly()
    assert all(np.array_equal(long[name][:13], early[name], equal_nan=True) for name in shares)


def test_agreements_kept_are_a_share_of_those_kept_or_broken() -> None:
    """An agreement that home withdraws, that finds no housing or that still runs is in neither."""
    model = played(record=True)
    kinds = Counter(event.kind for event in model.events())
    made = model.stage.tally()[:, AGREEMENTS].sum()
    assert made > kinds["kept"] + kinds["broken"] > kinds["kept"] > 0
    assert model.outcomes()["agreements_kept"] == kinds["kept"] / (kinds["kept"] + kinds["broken"])


def test_quality_is_the_mean_of_its_six_parts() -> None:
    outcomes = played().outcomes()
    parts = (
        "information_shared",
        "plan_rate",
        "agreements_kept",
        "cross_domain_trust",
        "understanding",
        "joint_effort",
    )
    assert outcomes["collaboration_quality"] == pytest.approx(np.mean([outcomes[part] for part in parts]))


def test_effectiveness_is_what_members_could_not_do_alone() -> None:
    outcomes = played(**{"cases.responsiveness": 0.0, "structures.indication_delay": 0.0}).outcomes()
    # nothing that is done moves a case: the network achieves exactly as little as its members alone
    assert outcomes["network_effectiveness"] == 0.0


# Mesa.


def test_the_datacollector_has_the_weekly_outcomes() -> None:
    model = played()
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame) == WEEKLY
    for name, series in model.weekly().items():
        assert frame[name].to_numpy().tobytes() == series.tobytes(), name


def test_everybody_is_an_agent_of_mesa() -> None:
    model = CaseConferenceModel(TOP_X, rng=1)
    assert len(list(model.agents)) == 18 * 3 + 1
    assert isinstance(model, mesa.Model)


def test_it_runs_under_batch_run() -> None:
    parameters = {"scenario": TOP_X.set({"run.weeks": 4}), "trust.initial": [0.2, 0.7], "rng": [1, 2]}
    # Mesa 3.5 takes seeds beside the parameters, 3.3 among them
    seeds = {"rng": parameters.pop("rng")} if "rng" in mesa.batch_run.__annotations__ else {}
    rows = mesa.batch_run(CaseConferenceModel, parameters, display_progress=False, **seeds)
    assert len(rows) == 4
    for row in rows:
        model = CaseConferenceModel(row["scenario"], rng=row["rng"], **{"trust.initial": row["trust.initial"]}).run()
        assert {name: row[name] for name in WEEKLY} == pytest.approx(
            {name: series[-1] for name, series in model.weekly().items()}, nan_ok=True, rel=0, abs=0
        )


def test_batch_run_gives_the_last_week_where_a_run_has_outcomes() -> None:
    """The trap that the docstring of the model and the README warn of."""
    parameters: dict[str, Any] = {"scenario": TOP_X, "rng": 17}
    seeds = {"rng": [parameters.pop("rng")]} if "rng" in mesa.batch_run.__annotations__ else {}
    (row,) = mesa.batch_run(CaseConferenceModel, parameters, display_progress=False, **seeds)
    run = played().outcomes()
    assert row["reports"] < run["reports"] / 5
    assert set(run) - set(row) == {"network_effectiveness", "weeks_to_plan"}
    assert all(word in str(CaseConferenceModel.__doc__) for word in ("batch_run", "network_effectiveness", "simulate"))


def test_batch_run_collects_every_week() -> None:
    values = {"process_management.form": "self_governed", "rng": 5}
    parameters = {"scenario": TOP_X.set({"run.weeks": 4}), **values}
    seeds = {"rng": [parameters.pop("rng")]} if "rng" in mesa.batch_run.__annotations__ else {}
    rows = mesa.batch_run(CaseConferenceModel, parameters, data_collection_period=1, display_progress=False, **seeds)
    model = CaseConferenceModel(parameters["scenario"], **values).run()
    assert [row["trust"] for row in rows] == model.weekly()["trust"].tolist()
