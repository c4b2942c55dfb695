"""Sensitivity: which parameters, or groups of them, an outcome depends on most, and how sure that is."""

from experiments.sensitivity.frame import sensitivity

__all__ = ["sensitivity"]
