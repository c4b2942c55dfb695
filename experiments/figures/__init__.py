"""Figures: weekly courses and differences, in the look of the whole program."""
