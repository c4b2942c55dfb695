"""How much one visitor gets: pairs and turns shrink when many wait or when a world is slow to play."""

from __future__ import annotations

from experiments.workshop import limits


def pairs_wanted(*, moving: bool, waiting: int, seconds_a_pair: float) -> int:
    """Return how many pairs a picture gets, where so many visitors wait and a pair takes so long to play.

    One of a few fixed numbers: bands would jitter if each picture had its own.
    """
    choices = limits.PAIRS_MOVING if moving else limits.PAIRS_AT_REST
    seconds = (limits.SECONDS_MOVING if moving else limits.SECONDS_AT_REST) / waiting - limits.SECONDS_A_PICTURE
    return next((pairs for pairs in choices if pairs * seconds_a_pair <= seconds), choices[-1])


def pairs_in_a_turn(*, waiting: int, seconds_a_pair: float) -> int:
    """Return how many pairs are played in one go, so that nobody waits long for a turn."""
    seconds = min(limits.SECONDS_A_TURN, limits.SECONDS_MOVING / waiting)
    least, most = limits.PAIRS_A_TURN
    return most if most * seconds_a_pair <= seconds else max(least, int(seconds / seconds_a_pair))
