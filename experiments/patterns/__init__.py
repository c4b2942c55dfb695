"""Does the model reproduce what the thesis found? Patterns as experiments, declared in data."""
