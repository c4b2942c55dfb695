"""The old place of `simulate`, until `sim/__init__.py` points to `sim.runs`."""

from sim.runs import simulate as simulate
