"""What varies, as a person types it: `name=low:high:steps`, `name=a,b,c`, or a name alone for its whole range."""

from __future__ import annotations

from experiments.designs.factor import Factor, entire, listed, spread
from sim.errors import InputError, describe
from sim.parameters import Parameter, Value, find, plain_number

VARY = "--vary"


def read_factor(text: str, where: str = VARY) -> Factor:
    """Return the factor that a text asks for; InputError when it makes no sense."""
    name, equals, values = text.partition("=")
    parameter = find(name.strip(), where)
    try:
        return _factor(parameter, values) if equals else entire(parameter)
    except InputError as error:
        raise error.within(where) from None


def _factor(parameter: Parameter, values: str) -> Factor:
    ends = values.split(":")
    if len(ends) == 1:
        return listed(parameter, [parameter.parse(value) for value in values.split(",")])
    if len(ends) > 3:
        allowed = "low:high:steps, such as 0:1:11, or values with commas between them"
        raise InputError("more than it takes", key=parameter.name, got=describe(values), allowed=allowed)
    if parameter.kind == "category":
        return spread(parameter, *ends)
    low, high, *steps = (_number(parameter, end, is_count=place == 2) for place, end in enumerate(ends))
    return spread(parameter, low, high, *steps)


def _number(parameter: Parameter, text: str, *, is_count: bool) -> Value:
    """Return one of the three numbers; the third counts values, and is no value of the parameter."""
    if not is_count:
        return parameter.parse(text)
    stripped = text.strip()
    number = int(stripped) if stripped.isascii() and stripped.isdigit() else stripped
    return number if plain_number(number) is not None else stripped
