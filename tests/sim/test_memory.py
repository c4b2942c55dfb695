"""Memory: a model that nobody holds any longer is gone."""

from __future__ import annotations

import gc
import sys
import weakref

import pytest

from scenarios import load
from sim import CaseConferenceModel

# Staff come and go every other week: newcomers are agents made during a run.
SMALL = load("top_x").set(
    {
        "network.care_organisations": 1,
        "network.safety_organisations": 1,
        "network.social_organisations": 1,
        "cases.initial": 3,
        "continuity.turnover_per_year": 1.0,
        "run.weeks": 3,
    }
)
MODELS = 1000
WARM = 100  # models after which caches are full
BLOCKS = 400  # of memory, for all models together: less than half of what one of them holds


def play(seed: int, *, record: bool = False) -> weakref.ref[CaseConferenceModel]:
    """Play a small model through and let it go."""
    model = CaseConferenceModel(SMALL, rng=seed, record=record).run()
    model.outcomes()
    return weakref.ref(model)


@pytest.mark.parametrize("record", [False, True])
def test_models_die_when_nobody_holds_them(record: bool) -> None:
    models = [play(seed, record=record) for seed in range(50)]
    gc.collect()
    assert [model() for model in models if model() is not None] == []


def test_what_somebody_holds_lives() -> None:
    model = CaseConferenceModel(SMALL, rng=1).run()
    agent = model.stage.agents[0]
    held = weakref.ref(model)
    del model
    gc.collect()
    assert held() is not None
    assert agent.model is held()


def test_a_model_that_is_stopped_halfway_dies_too() -> None:
    models = []
    for seed in range(20):
        model = CaseConferenceModel(SMALL, rng=seed)
        model.step()
        models.append(weakref.ref(model))
    del model
    gc.collect()
    assert [model() for model in models if model() is not None] == []


def blocks() -> int:
    """Return how many blocks of memory live objects take, arrays without their contents."""
    gc.collect()
    return sys.getallocatedblocks()


def test_memory_is_flat_over_a_thousand_models() -> None:
    model = CaseConferenceModel(SMALL, rng=0).run()
    held = blocks()
    del model
    assert held - blocks() > BLOCKS  # or the bound below would tell nothing
    for seed in range(WARM):
        play(seed)
    before = blocks()
    models = [play(seed) for seed in range(WARM, WARM + MODELS)]
    gc.collect()
    assert not any(model() for model in models)
    models.clear()
    assert blocks() - before < BLOCKS
