"""Golden runs: nothing changes unasked. When a rule is meant to change: `python tests/sim/test_golden.py`, and say so.

Elsewhere than on one platform bits may differ; decisions agree all the same, and floats to 1e-9.
"""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import pytest

from scenarios import load
from sim import CaseConferenceModel

GOLDEN = Path(__file__).with_name("golden.json")
SCENARIOS = ("top_x", "self_governed", "lead_organisation", "media_storm")  # every form, changes and events
SEED = 17
STRETCH = 13  # weeks that share a digest, so that it shows when two runs part


def trace(name: str) -> dict[str, Any]:
    """Return digests of what was decided and happened, a stretch of weeks each, and every outcome known."""
    model = CaseConferenceModel(load(name), rng=SEED, record=True).run()
    digests = [hashlib.sha256() for _ in range(math.ceil(model.weeks / STRETCH))]
    for event in model.events():
        row = (event.week, event.kind, event.case, event.facet, event.person, event.decision, str(event.answer))
        digests[event.week // STRETCH].update(repr(row).encode())
    outcomes = {key: value for key, value in model.outcomes().items() if not math.isnan(value)}
    return {"decisions": [digest.hexdigest()[:16] for digest in digests], "outcomes": outcomes}


def golden() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(GOLDEN.read_text("utf-8"))
    return found


def test_the_golden_runs_are_those_of_these_scenarios() -> None:
    assert tuple(golden()) == SCENARIOS
    assert len({str(run) for run in golden().values()}) == len(SCENARIOS)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_run_is_what_it_was(name: str) -> None:
    before, now = golden()[name], trace(name)
    pairs = zip(before["decisions"], now["decisions"], strict=True)
    parted = [place * STRETCH for place, (then, today) in enumerate(pairs) if then != today]
    assert not parted, f"decisions part in the {STRETCH} weeks from week {parted[0]}"
    assert now["outcomes"] == pytest.approx(before["outcomes"], rel=1e-9, abs=1e-9)


if __name__ == "__main__":
    GOLDEN.write_bytes((json.dumps({name: trace(name) for name in SCENARIOS}, indent=1) + "\n").encode())
