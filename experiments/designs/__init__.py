"""Designs of experiments: which parameters vary, over which values, and which points of that space are played."""

from experiments.designs.design import KINDS, SAMPLED, Design, Plan, check_not_set, designed
from experiments.designs.document import read_plan
from experiments.designs.factor import Factor
from experiments.designs.vary import read_factor

__all__ = ["KINDS", "SAMPLED", "Design", "Factor", "Plan", "check_not_set", "designed", "read_factor", "read_plan"]
