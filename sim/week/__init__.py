"""One week, step by step, over the arrays of `sim.state`: the course of events, without a single formula.

Formulas are in `sim.rules`. Each step asks people for their decisions through `sim.week.ask`: Mesa agents answer with
their methods, compiled code with the same rules.
"""
