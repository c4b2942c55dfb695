"""What the virtual interview comes to as a target."""

from __future__ import annotations

from sim.scenario import Scenario

INTERVIEWED = ("interview_score", "interview_order")


def interview_figures(
    scenario: Scenario, seed: int, runs: int, workers: int | None
) -> dict[str, tuple[float, float, float]]:
    """Return score and order of the answers, each with its interval; nothing as long as the interview gives none."""
    return {}
