"""Designs: what varies, over which values, and the properties that each kind of design promises."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from experiments.designs import Design, Plan, designed, read_factor, read_plan
from experiments.designs.factor import Factor
from scenarios import load
from sim.errors import InputError
from sim.parameters import PARAMETERS

BASE = load("top_x").values
MIXED = ("trust.initial=0.2:0.8", "network.care_organisations=1:7", "process_management.form")


def design(kind: str, *texts: str, size: int | None = None, seed: int = 1) -> Design:
    return designed(Plan(kind, tuple(map(read_factor, texts)), size), BASE, seed)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("trust.initial=0:1:11", (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)),
        ("trust.initial=0.9, 0.1", (0.9, 0.1)),
        ("network.care_organisations=2:8:4", (2, 4, 6, 8)),
        ("network.care_organisations=2:5", (2, 3, 4, 5)),
        ("process_management.form=nao,self_governed", ("nao", "self_governed")),
        ("process_management.form", PARAMETERS["process_management.form"].choices),
    ],
)
def test_a_factor_has_the_values_that_were_typed_in_their_own_type(text: str, levels: tuple[object, ...]) -> None:
    found = read_factor(text).levels
    assert found == levels
    assert [type(level) for level in found] == [type(level) for level in levels]


def test_a_name_alone_is_its_whole_range() -> None:
    factor = read_factor("trust.initial")
    assert (factor.levels, factor.low, factor.high) == ((), 0.0, 1.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("trust.inital=0:1:3", "--vary: trust.inital: unknown parameter; did you mean trust.initial?"),
        ("trust.initial=0,5:1:3", "--vary: trust.initial: got '0,5'; .* with a decimal point: 0.5"),
        ("trust.initial=0:2:3", "got 2.0; allowed: a number from 0 to 1"),
        ("trust.initial=0:1:x", "number of values; got 'x'; allowed: a whole number from 2"),
        ("trust.initial=0:1:1", "number of values; got 1; allowed: a whole number from 2"),
        ("trust.initial=1:0:3", "does not go up; got 1.0:0.0"),
        ("trust.initial=0:1:3:4", "more than it takes"),
        ("trust.initial=", "got ''; allowed: a number from 0 to 1"),
        ("trust.initial=0.5", "does not vary; got 0.5"),
        ("network.care_organisations=1:7:5", "does not land on whole numbers; got 5; .* 2, 3, 4, 7"),
        ("network.care_organisations=1.5:7", "a whole number from"),
        ("process_management.form=nao:self_governed", "has no order.*self_governed,lead_organisation,nao"),
        ("process_management.form=nao,nao", "given twice; got 'nao'"),
        ("process_management.form=nao,noa", "did you mean nao"),
    ],
)
def test_wrong_factors_are_told(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_factor(text)


def test_a_grid_is_every_combination_the_last_factor_fastest() -> None:
    found = design("grid", "trust.initial=0,1", "process_management.form=nao,self_governed")
    assert found.points == ((0.0, "nao"), (0.0, "self_governed"), (1.0, "nao"), (1.0, "self_governed"))
    assert found.values(1) == {"trust.initial": 0.0, "process_management.form": "self_governed"}


def test_one_at_a_time_leaves_the_rest_as_in_the_scenario() -> None:
    found = design("one_at_a_time", "trust.initial=0,0.45,1", "process_management.form=nao,self_governed")
    assert found.points == ((0.45, "nao"), (0.0, "nao"), (1.0, "nao"), (0.45, "self_governed"))


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol", "morris"])
def test_a_sampled_design_depends_on_its_seed_alone_and_stays_within_what_was_asked(kind: str) -> None:
    found, again, other = (design(kind, *MIXED, size=32, seed=seed) for seed in (0, 0, -3))
    assert found == again
    assert found.points != other.points
    for trust, organisations, form in found.points:
        assert 0.2 <= float(trust) <= 0.8
        assert organisations in range(1, 8)
        assert form in PARAMETERS["process_management.form"].choices


def test_a_latin_hypercube_has_every_factor_once_in_each_part_of_its_way() -> None:
    found = design("latin_hypercube", *MIXED, size=42)
    trust, organisations, forms = zip(*found.points, strict=True)
    parts = np.floor((np.array(trust, float) - 0.2) / 0.6 * 42)
    assert sorted(parts.astype(int).tolist()) == list(range(42))
    assert set(Counter(organisations).values()) == {6}
    assert set(Counter(forms).values()) == {14}


def test_a_sobol_sequence_is_balanced_in_every_factor() -> None:
    found = design("sobol", *MIXED, size=64)
    parts = np.floor((np.array([point[0] for point in found.points], float) - 0.2) / 0.6 * 64)
    assert sorted(parts.astype(int).tolist()) == list(range(64))


def test_morris_changes_one_factor_at_every_step() -> None:
    found = design("morris", *MIXED, "secrecy.strictness", size=12)
    assert len(found.points) == 12 * 5
    for first in range(0, 60, 5):
        trajectory = found.points[first : first + 5]
        changed = [[a != b for a, b in zip(one, other, strict=True)] for one, other in pairwise(trajectory)]
        assert sorted(step.index(True) for step in changed) == [0, 1, 2, 3]
        assert all(sum(step) == 1 for step in changed)
    assert len({point[0] for point in found.points}) == 4


def test_morris_goes_from_every_choice_to_every_other_alike() -> None:
    found = design("morris", "process_management.form", size=600)
    ways = Counter((found.points[first], found.points[first + 1]) for first in range(0, 1200, 2))
    assert len(ways) == 6
    assert all(70 <= times <= 130 for times in ways.values())


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan("grid", ()), "nothing varies"),
        (Plan("grid", (read_factor("trust.initial"),)), "in how many values"),
        (Plan("grid", (read_factor("trust.initial=0,1"),), 5), "--points: its points follow from --vary"),
        (Plan("grid", (read_factor("trust.initial=0,1"),) * 2), "trust.initial: given twice"),
        (Plan("sobl", (read_factor("trust.initial"),)), "did you mean sobol"),
        (Plan("sobol", (read_factor("trust.initial"),), 100), "a power of 2: 64 or 128"),
        (Plan("latin_hypercube", (read_factor("trust.initial"),), 1), "--points"),
    ],
)
def test_plans_that_make_no_design_are_told(plan: Plan, said: str) -> None:
    with pytest.raises(InputError, match=said):
        designed(plan, BASE, 1)


def test_a_grid_that_nobody_could_play_is_refused_before_it_is_made() -> None:
    names = [name for name in PARAMETERS if PARAMETERS[name].kind == "real" and not PARAMETERS[name].is_weight]
    factors = tuple(read_factor(f"{name}={PARAMETERS[name].low}:{PARAMETERS[name].high}:11") for name in names[:9])
    with pytest.raises(InputError, match="too many points; got 2357947691"):
        designed(Plan("grid", factors), BASE, 1)


DOCUMENT = """
design = "latin_hypercube"
points = 20

[[vary]]
name = "trust.initial"
from = 0.2
to = 0.8

[[vary]]
name = "network.care_organisations"
values = [2, 5]

[[vary]]
name = "secrecy.strictness"
from = 0
to = 1
steps = 3

[[vary]]
name = "process_management.form"
"""


def test_a_design_file_says_what_the_options_say(tmp_path: Path) -> None:
    path = tmp_path / "design.toml"
    path.write_text(DOCUMENT, "utf-8")
    texts = ("trust.initial=0.2:0.8", "network.care_organisations=2,5", "secrecy.strictness=0:1:3")
    factors = (*map(read_factor, texts), read_factor("process_management.form"))
    assert read_plan(path) == Plan("latin_hypercube", factors, 20)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("design = 'grid'", "vary: is missing"),
        ("vary = 3", r"vary: got 3; allowed: a list of tables, each under \[\[vary\]\]"),
        ("design = 'gird'\n[[vary]]\nname = 'trust.initial'", "design: .* did you mean grid"),
        ("points = 'x'\n[[vary]]\nname = 'trust.initial'", "points: got 'x'"),
        ("desing = 'grid'\n[[vary]]\nname = 'trust.initial'", "did you mean design"),
        ("[[vary]]\nnmae = 'trust.initial'", "vary, entry 1: nmae: unknown key.*did you mean name"),
        ("[[vary]]\nname = 'trust.inital'", "vary, entry 1: trust.inital: unknown parameter"),
        ("[[vary]]\nname = 3", "vary, entry 1: name: got 3"),
        ("[[vary]]\nname = 'trust.initial'\nfrom = 0", "vary, entry 1: to: is missing"),
        ("[[vary]]\nname = 'trust.initial'\nvalues = 0.5", "values: got 0.5; allowed: a list"),
        ("[[vary]]\nname = 'trust.initial'\nvalues = [0.5, 2]", "got 2; allowed: a number from 0 to 1"),
        ("[[vary]]\nname = 'trust.initial'\nvalues = [0.5, true]", "got true"),
        ("[[vary]]\nname = 'trust.initial'\nvalues = [0, 1]\nto = 1", "to: stands beside values"),
        ("[[vary]]\nname = 'trust.initial'\nfrom = 0\nto = 1\nsteps = 2.5", "number of values; got 2.5"),
    ],
)
def test_what_is_wrong_with_a_design_file_is_told_with_its_name(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "design.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=said) as caught:
        read_plan(path)
    assert str(caught.value).startswith(str(path))


def test_every_level_gets_an_equal_part_of_the_way() -> None:
    factor = Factor(PARAMETERS["network.care_organisations"], (2, 4, 6, 8))
    assert [factor.at(share) for share in (0.0, 0.249, 0.25, 0.999, 1.0)] == [2, 2, 4, 8, 8]
