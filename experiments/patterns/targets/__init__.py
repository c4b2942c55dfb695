"""Magnitudes that the model is held against; `python -m experiments.patterns.targets` tells what they come to."""

from experiments.patterns.targets.declared import CHECK, FIT, HOLD_OUT, USES, Quantity, Target, declared
from experiments.patterns.targets.measuring import Figure, Found, measure, met

__all__ = [
    "CHECK",
    "FIT",
    "HOLD_OUT",
    "USES",
    "Figure",
    "Found",
    "Quantity",
    "Target",
    "declared",
    "measure",
    "met",
]
