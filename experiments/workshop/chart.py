"""A chart on the page: draws options of ECharts whose sizes are in rem."""

from __future__ import annotations

from typing import Any

import nicegui.elements.echart  # noqa: F401  # holds the library that fan_chart.js imports
from nicegui.element import Element


class Chart(Element, component="fan_chart.js"):
    """A chart without anything in it yet; hidden from screen readers, which get a sentence and a table."""

    def __init__(self, test_id: str) -> None:
        super().__init__()
        self.classes("chart")
        self.props["data-testid"] = test_id

    def draw(self, options: dict[str, Any]) -> None:
        """Draw everything anew."""
        self.run_method("draw", options)

    def patch(self, options: dict[str, Any]) -> None:
        """Draw what changed, on top of what was drawn."""
        self.run_method("patch", options)
