"""Runs that were played together, and what they report."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Batch:
    """Outcomes are arrays (runs,), weekly series, where asked, arrays (runs, weeks), by name."""

    seeds: tuple[int, ...]
    outcomes: dict[str, Any]
    weekly: dict[str, Any]
