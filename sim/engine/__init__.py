"""The engine: the same week as the Mesa model, over the same rules, compiled."""

import os

os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")  # its exponentials differ from math.exp in the last bit
