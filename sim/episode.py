"""An episode of somebody's life in the network, and which episodes come to mind."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.meeting import Meeting

# How many episodes come to mind: about four things can be held in mind at a time (Cowan 2001). An assumption.
RECALLED = 4


@dataclass(slots=True)
class Episode:
    """One conference as a single person lived it, until the next one that he or she sat at on the same case; counts."""

    meeting: Meeting
    free_hours: float = 0.0  # left in that week
    known: int = 0  # facets that one would not know alone, but had heard of when it ended
    unknown: int = 0  # facets of which one knew nothing when it ended
    tasks_as_expected: int = 0
    tasks_otherwise: int = 0  # expected and not given, or given and not expected
    backed: int = 0  # promises that home stood behind, by a mandate or afterwards
    refused: int = 0
    contacts: int = 0  # with somebody of the table, between meetings


def vividness(episode: Episode, week: int) -> float:
    """Return the weight with which an episode comes to mind: recent and grave ones first (Tversky & Kahneman 1973).

    What has passed fades with the square root of time (Anderson & Schooler 1991). How much gravity adds is an
    assumption: a grave case with an incident and a conflict weighs four times as much as a calm one without.
    """
    return float((1.0 + episode.meeting.gravity) / (1.0 + week - episode.meeting.week) ** 0.5)


def recall(
    episodes: Sequence[Episode], week: int, luck: Sequence[float], most: int = RECALLED
) -> tuple[Episode, ...]:
    """Return the episodes that come to mind, the first one first: drawn by their vividness, each at most once.

    `luck`: a number in [0, 1) for each episode. An exponent of one over the weight makes the highest numbers a draw
    without replacement (Efraimidis & Spirakis 2006).
    """
    keys = [number ** (1.0 / vividness(one, week)) for one, number in zip(episodes, luck, strict=True)]
    order = sorted(range(len(episodes)), key=lambda index: -keys[index])
    return tuple(episodes[index] for index in order[:most])
