"""A view is always right, whatever was done to it."""

from __future__ import annotations

import pytest

from experiments.workshop.view import LATER, SHARED, View, World
from scenarios import load, names
from sim.errors import InputError
from sim.parameters import PARAMETERS


def test_an_untouched_page_shows_two_equal_worlds() -> None:
    assert View().equal
    assert View().scenario("a") == load("top_x")


def test_a_factor_moves_one_world_and_goes_back_to_a() -> None:
    moved = View().with_value("b", "trust.initial", 0.8).with_value("a", "mandate.share", 0.1)
    assert (moved.value("a", "trust.initial"), moved.value("b", "trust.initial")) == (0.45, 0.8)
    assert moved.differing() == ("trust.initial", "mandate.share")
    assert moved.back_to_a("trust.initial").back_to_a("mandate.share").equal


def test_a_value_of_the_preset_itself_is_no_change() -> None:
    assert View().with_value("b", "trust.initial", 0.8).with_value("b", "trust.initial", 0.45) == View()


@pytest.mark.parametrize("name", SHARED)
@pytest.mark.parametrize("world", ["a", "b"])
def test_what_worlds_share_changes_in_both_and_outlives_a_preset(name: str, world: World) -> None:
    view = View().with_value(world, name, 1)
    for other in (view, view.with_preset("a", "fixed_faces"), view.with_preset("b", "fixed_faces")):
        assert (other.value("a", name), other.value("b", name)) == (1, 1)


def test_a_preset_replaces_what_was_changed_in_its_world_only() -> None:
    view = View().with_value("a", "trust.initial", 0.8).with_value("b", "trust.initial", 0.9)
    chosen = view.with_preset("b", "high_turnover")
    assert chosen.scenario("b").values == load("high_turnover").values
    assert chosen.scenario("a") == view.scenario("a")


def test_what_happens_later_counts_as_one_difference() -> None:
    assert View(b="media_storm").differing() == (LATER,)
    assert not View(b="media_storm").equal
    assert View(a="media_storm", b="media_storm").equal


@pytest.mark.parametrize("name", names())
def test_every_preset_can_be_looked_at(name: str) -> None:
    assert View(b=name).scenario("b").weeks == 104


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"a": "../secret"}, ""),
        ({"b": "top_x.toml"}, ""),
        ({"outcome": "network_effectiveness"}, "outcome"),  # has no weekly series
        ({"language": "fr"}, "language"),
        ({"sliding": "c"}, "sliding"),
        ({"seed": -1}, "seed"),
        ({"a_values": {"run.weeks": 209}}, "run.weeks"),
        ({"b_values": {"trust.initial": 1.1}}, "trust.initial"),
        ({"b_values": {"no.such": 1}}, "no.such"),
        ({"b_values": {name: 0 for name in PARAMETERS if name.endswith("_organisations")}}, ""),
    ],
)
def test_a_wrong_view_is_refused(wrong: dict[str, object], key: str) -> None:
    with pytest.raises(InputError) as refused:
        View(**wrong)  # type: ignore[arg-type]
    assert refused.value.key == key
    assert refused.value.allowed or refused.value.nearest or key == "no.such"


@pytest.mark.parametrize("value", ["0.5", None, [], {}, float("nan"), float("inf"), 10**400, True])
def test_garbage_from_a_slider_is_refused(value: object) -> None:
    with pytest.raises(InputError):
        View().with_value("b", "trust.initial", value)
