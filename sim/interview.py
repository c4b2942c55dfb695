"""The virtual interview: what somebody would answer, from what comes to mind of his or her own memory.

A question is data: which quantity must be more than which, in which of the episodes that come to mind, and what a tie
means. The same episodes come to mind whatever is asked.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.episode import recall
from sim.errors import InputError, nearest_name
from sim.memory import Recollection
from sim.quantities import OF_EPISODES, OF_PEOPLE, Respondent
from sim.state import World

YES, NO, DOUBT = ANSWERS = ("yes", "no", "doubt")
# What an answer goes by: most episodes recalled, the first one that says anything, every one, at least one of them; or
# by something that is true of the person.
MOST, FIRST, EVERY, SOME, STATE = WAYS = ("most", "first", "every", "some", "state")


@dataclass(frozen=True)
class Comparison:
    """An episode, or a state, says yes if the quantity named `more` is more than that named `than`, no if less.

    Of episodes, most, the first, every, or at least one must say yes. `tie` is the answer where it stays undecided:
    equal quantities of a state, as many episodes that say yes as no, or none that says anything.
    """

    more: str
    than: str
    goes_by: str = MOST
    tie: str = DOUBT

    def __post_init__(self) -> None:
        if self.goes_by not in WAYS:
            raise InputError(key="goes_by", got=self.goes_by, allowed=", ".join(WAYS))
        known = OF_PEOPLE if self.goes_by == STATE else OF_EPISODES
        for key, name in (("more", self.more), ("than", self.than)):
            if name not in known:
                raise InputError("unknown quantity", key=key, got=name, nearest=nearest_name(name, known))
        if self.tie not in ANSWERS:
            raise InputError(key="tie", got=self.tie, allowed=", ".join(ANSWERS))


def respondent(recollection: Recollection, world: World, place: int, luck: np.random.Generator) -> Respondent:
    """Return the person at this place, ready to be asked; luck decides what comes to mind."""
    memory = recollection.memories[place]
    numbers: list[float] = luck.random(len(memory.episodes)).tolist()
    return Respondent(memory, recall(memory.episodes, world.now[0], numbers), world)


def answer(question: Comparison, one: Respondent) -> str:
    """Return what somebody answers; doubt where nothing comes to mind."""
    if not one.recalled:
        return DOUBT
    if question.goes_by == STATE:
        more, than = OF_PEOPLE[question.more](one), OF_PEOPLE[question.than](one)
        if math.isnan(more) or math.isnan(than):
            return DOUBT
        return _either(more - than, question.tie)
    said = list(_said(question, one))
    if not said:
        return question.tie
    decisive = {
        MOST: said.count(YES) - said.count(NO),
        FIRST: 1 if said[0] == YES else -1,
        EVERY: -1 if NO in said else 1,
        SOME: 1 if YES in said else -1,
    }
    return _either(decisive[question.goes_by], question.tie)


def _said(question: Comparison, one: Respondent) -> Iterator[str]:
    """Yield what the episodes that come to mind say, in their order; those that say nothing are left out."""
    more, than = OF_EPISODES[question.more], OF_EPISODES[question.than]
    for episode in one.recalled:
        difference = more(one, episode) - than(one, episode)
        if difference > 0.0 or difference < 0.0:  # neither equal nor NaN
            yield YES if difference > 0.0 else NO


def _either(difference: float, tie: str) -> str:
    if difference == 0.0:
        return tie
    return YES if difference > 0.0 else NO
