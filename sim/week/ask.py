"""How the week asks people for decisions and draws luck: Python's way, through the agents of a model.

Compiled code replaces each of these functions by one of its own. `play` is whoever plays the run: here the model's
stage, with `agents`, `luck`, `book` (or None), `recollection` (or None) and `order` (or None).
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.errors import InputError, Phrase, describe

YES_OR_NO = (True, False)
GRADES = (0, 1, 2)


def block(play: Any, purpose: int, week: int, case: int, size: int) -> Any:
    """Return a block of luck by its address: numbers in [0, 1), each to be had by its place."""
    return play.luck.block(purpose, week, case, size)


def note(play: Any, kind: int, person: int, case: int, facet: int) -> None:
    """Write an occurrence into the book of the run, and let people remember it, where that is wanted."""
    if play.book is not None:
        play.book.occurrence(kind, person, case, facet)
    if play.recollection is not None:
        play.recollection.occurrence(kind, person, case, facet)


def feel(play: Any, person: int, other: int, cause: int, change: float) -> None:
    """Let a person remember what changed the trust in another."""
    if play.recollection is not None:
        play.recollection.feel(person, other, cause, change)


def sit_through(play: Any, person: int, cases: int) -> None:
    """Let a person remember simple cases that took up the time of the table."""
    if play.recollection is not None and cases > 0:
        play.recollection.sit_through(person)


def sit_down(play: Any, case: int, count: int) -> None:
    """A conference begins: people can see who is there, and may remember what they expected."""
    play.seated = count
    if play.recollection is not None:
        play.recollection.sit_down(case, count)


def get_up(play: Any, case: int, count: int, plan: int) -> None:
    """A conference has ended: those present may remember it."""
    play.seated = 0
    if play.recollection is not None:
        play.recollection.get_up(case, count, plan)


def speak(play: Any, case: int, one: int, other: int) -> None:
    """Let two people remember what they heard from each other between meetings."""
    if play.recollection is not None:
        play.recollection.speak(case, one, other)


def reorder(play: Any, asked: Any, count: int) -> None:
    """Let the model choose the order in which people are asked; what they answer must not depend on it."""
    if play.order is not None:
        for place, person in enumerate(play.order(list(asked[:count]))):
            asked[place] = person


def hire(play: Any, person: int) -> None:
    """Somebody new takes this place, and remembers nothing."""
    play.hire(person)
    if play.recollection is not None:
        play.recollection.enter(person)


def block_sums(play: Any, matrix: Any, bounds: Any, sums: Any) -> None:
    """Fill sums[d][e] with the total of matrix[i][j] over i of domain d and j of domain e, added in order of number."""
    play.block_sums(matrix, bounds, sums)


def _checked(person: Any, name: str, answer: Any, answers: tuple[int, ...]) -> Any:
    """Return an answer that NumPy gave as Python's own; InputError where a method of somebody's own gave no answer."""
    plain = answer.item() if isinstance(answer, np.generic) else answer
    if type(plain) is type(answers[0]) and plain in answers:
        return plain
    told = {"kind": type(person).__name__, "method": name, "seed": person.model.run_seed}
    raise InputError(
        key=Phrase("{kind}.{method}, run with seed {seed}", **told),
        got=describe(answer),
        allowed="True or False" if answers is YES_OR_NO else "0 (voluntary), 1 (pressure) or 2 (compulsion)",
    )


def _decision(name: str, answers: tuple[int, ...] = YES_OR_NO) -> Callable[..., Any]:
    kind, graded = type(answers[0]), answers is not YES_OR_NO

    def ask(play: Any, world: Any, p: Any, luck: float, person: int, case: int, facet: int) -> Any:
        book, recollection = play.book, play.recollection
        if book is not None:
            book.listen()
        answer = getattr(play.agents[person], name)(case, facet, luck)
        if type(answer) is not kind or (graded and answer not in answers):
            answer = _checked(play.agents[person], name, answer, answers)
        if book is not None:
            book.decision(name, person, case, facet, answer)
        if recollection is not None:
            recollection.decision(name, person, case, facet, answer)
        return answer

    ask.__name__ = name
    ask.__doc__ = f"Ask a person whether he or she {name.replace('_', ' ')}."
    return ask


admits = _decision("admits")
attends = _decision("attends")
discloses = _decision("discloses")
asks_along = _decision("asks_along")
thinks_along = _decision("thinks_along")
accepts = _decision("accepts")
mediates = _decision("mediates")
imposes = _decision("imposes")
improvises = _decision("improvises")
takes_on = _decision("takes_on")
gets_consent = _decision("gets_consent")
intervenes = _decision("intervenes", GRADES)
grants_housing = _decision("grants_housing")
acts = _decision("acts")
calls_to_account = _decision("calls_to_account")
contacts = _decision("contacts")
scales_down = _decision("scales_down")
shows_care = _decision("shows_care")
comes_along = _decision("comes_along")
evaluates = _decision("evaluates")
