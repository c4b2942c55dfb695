"""What is set otherwise in one of two worlds than in the other, or happens in one alone, as a table."""

from __future__ import annotations

from experiments.account import Difference, differing_course, differing_values
from experiments.numbers import NO_VALUE, value_of_parameter
from experiments.story.document import Passage
from experiments.words import Words
from sim.parameters import PARAMETERS
from sim.scenario import Scenario

_SHARES = ("share", "probability")  # with which the unit of such a parameter begins


def contrast(one: Scenario, other: Scenario, words: Words) -> Passage:
    """Return all in which worlds A and B differ from the start, or that nothing does."""
    rows = [
        (each.title, each.name, *(_value(each.name, world, words.language) for world in (one, other)))
        for each in differing_values(other, one, words)
    ]
    dated = [(*_what(each), _happens(each, words), NO_VALUE) for each in differing_course(one, other, words)]
    dated += [(*_what(each), NO_VALUE, _happens(each, words)) for each in differing_course(other, one, words)]
    heading = words("story.contrast.heading")
    if not rows and not dated:
        return Passage(2, heading, (words("story.contrast.nothing"),))
    text = " ".join([words("story.contrast.text"), *([words("story.contrast.dash")] if dated else [])])
    head = (words("story.contrast.what"), words("story.contrast.parameter"), "A", "B")
    return Passage(2, heading, (text,), table=(head, *rows, *dated))


def _value(name: str, world: Scenario, language: str) -> str:
    """Return the value of a parameter in a world, a share or a probability as a percentage."""
    value = world.values[name]
    if isinstance(value, float) and PARAMETERS[name].unit["en"].startswith(_SHARES):
        return f"{value_of_parameter(100 * value, language)}%"
    return value_of_parameter(value, language)


def _what(difference: Difference) -> tuple[str, str]:
    label = f"{difference.heading}: {difference.title}" if difference.name else difference.heading
    return label, difference.name


def _happens(difference: Difference, words: Words) -> str:
    """Return what becomes of a value, or that something happens."""
    return f"{difference.before} → {difference.after}" if difference.name else words("story.answer.yes")
