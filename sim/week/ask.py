"""How the week asks people for decisions and draws luck: Python's way, through the agents of a model.

Compiled code replaces each of these functions by one of its own. `play` is whoever plays the run: here the model's
stage, with `agents`, `luck`, `book` (or None) and `order` (or None).
"""

from collections.abc import Callable
from typing import Any


def block(play: Any, purpose: int, week: int, case: int, size: int) -> Any:
    """Return a block of luck by its address."""
    return play.luck.block(purpose, week, case, size)


def pick(numbers: Any, index: int) -> float:
    """Return one number of a block."""
    number: float = numbers[index]
    return number


def note(play: Any, kind: int, person: int, case: int, facet: int) -> None:
    """Write an occurrence into the book of the run, where one is kept."""
    if play.book is not None:
        play.book.occurrence(kind, person, case, facet)


def reorder(play: Any, asked: Any, count: int) -> None:
    """Let the model choose the order in which people are asked; what they answer must not depend on it."""
    if play.order is not None:
        for place, person in enumerate(play.order(list(asked[:count]))):
            asked[place] = person


def hire(play: Any, person: int) -> None:
    """Somebody new takes this place."""
    play.hire(person)


def block_sums(play: Any, matrix: Any, bounds: Any, sums: Any) -> None:
    """Fill sums[d, e] with the total of matrix[i, j] over i of domain d and j of domain e, added in order of number."""
    play.block_sums(matrix, bounds, sums)


def _decision(name: str) -> Callable[..., Any]:
    def ask(play: Any, world: Any, p: Any, luck: float, person: int, case: int, facet: int) -> Any:
        book = play.book
        if book is None:
            return getattr(play.agents[person], name)(case, facet, luck)
        book.listen()
        answer = getattr(play.agents[person], name)(case, facet, luck)
        book.decision(name, person, case, facet, answer)
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
intervenes = _decision("intervenes")
grants_housing = _decision("grants_housing")
acts = _decision("acts")
calls_to_account = _decision("calls_to_account")
contacts = _decision("contacts")
scales_down = _decision("scales_down")
shows_care = _decision("shows_care")
comes_along = _decision("comes_along")
evaluates = _decision("evaluates")
