"""Sweeps: a scenario played at every point of a design, on the same luck, kept as it comes."""

from experiments.sweep.frame import sweep

__all__ = ["sweep"]
