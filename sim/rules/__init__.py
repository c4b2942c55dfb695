"""The rules of the week: decisions and updates as pure functions over numbers, one file for each step.

A decision's rule returns its terms as a tuple, in the order of the table beside it; `sim.rules.scale` sums them.
Every weight in these tables is a parameter, `rules.<table>.<term>`. Sizes are assumptions unless a source is named;
signs and terms follow the sections of the thesis that each rule names.
"""

from sim.rules import (
    agenda,
    attend,
    between,
    course,
    decide,
    duty,
    govern,
    hours,
    learn,
    people,
    policy,
    refer,
    sense,
    share,
)

Row = tuple[str, float, str, str, str]

# Decisions by the name of the method that takes them.
DECISIONS: dict[str, tuple[Row, ...]] = {
    "admits": refer.ADMITS,
    "attends": attend.ATTENDS,
    "discloses": share.DISCLOSES,
    "asks_along": share.ASKS_ALONG,
    "thinks_along": share.THINKS_ALONG,
    "accepts": decide.ACCEPTS,
    "mediates": decide.MEDIATES,
    "imposes": decide.IMPOSES,
    "improvises": duty.IMPROVISES,
    "takes_on": duty.TAKES_ON,
    "gets_consent": duty.GETS_CONSENT,
    "intervenes": duty.INTERVENES,
    "grants_housing": duty.GRANTS_HOUSING,
    "acts": between.ACTS,
    "calls_to_account": between.CALLS_TO_ACCOUNT,
    "contacts": between.CONTACTS,
    "scales_down": course.SCALES_DOWN,
    "shows_care": learn.SHOWS_CARE,
    "comes_along": learn.COMES_ALONG,
    "evaluates": learn.EVALUATES,
}

UPDATES: dict[str, tuple[Row, ...]] = {
    "inflow": refer.INFLOW,
    "urgency": agenda.URGENCY,
    "invitation": attend.INVITATION,
    "differences": people.DIFFERENCES,
    "record": share.RECORD,
    "views": sense.VIEWS,
    "plan": decide.PLAN,
    "progress": course.PROGRESS,
    "drift": course.DRIFT,
    "week": hours.WEEK,
    "minutes": hours.MINUTES,
    "coordination": govern.COORDINATION_WEIGHTS,
    "peers": govern.PEERS,
    "trust": learn.TRUST,
    "understanding": learn.UNDERSTANDING,
    "commitment": learn.COMMITMENT,
    "caution": learn.CAUTION,
    "skill": learn.SKILL,
    "lesson": learn.LESSON,
    "spirit": learn.SPIRIT,
    "signals": policy.SIGNALS,
} | govern.TABLES

TABLES: dict[str, tuple[Row, ...]] = DECISIONS | UPDATES

# What the registry of parameters reads: term, default, English, Dutch.
COEFFICIENTS: dict[str, tuple[tuple[str, float, str, str], ...]] = {
    name: tuple((term, default, english, dutch) for term, default, _cause, english, dutch in rows)
    for name, rows in TABLES.items()
}
