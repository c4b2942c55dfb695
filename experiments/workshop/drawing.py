"""A view on its way to a picture: its worlds are played in parts, as far as the time that they get allows."""

from __future__ import annotations

from time import perf_counter

from experiments.workshop import limits
from experiments.workshop.load import pairs_in_a_turn, pairs_wanted
from experiments.workshop.picture import Picture, picture, told
from experiments.workshop.view import WORLDS, View, World
from experiments.workshop.worlds import Played, Worlds
from sim.parameters import PARAMETERS

# What makes a run slow: how many people, cases, conferences and weeks there are.
_COUNTS = (*(name for name, parameter in PARAMETERS.items() if parameter.kind == "integer"), "cases.arrivals_per_year")
_FEWEST = limits.PAIRS_MOVING[-1]  # pairs in a picture


class Pace:
    """How long a run takes in the worlds that a visitor looks at: known until these become larger or smaller."""

    def __init__(self) -> None:
        self.seconds_a_run = limits.SECONDS_A_RUN
        self._size = _size(View())

    def knows(self, view: View) -> bool:
        """Return whether worlds of this size have been measured."""
        return _size(view) == self._size

    def measured(self, view: View, seconds: float, runs: int) -> None:
        """Take in how long some runs took; hiccups of the computer are evened out."""
        found = seconds / runs
        self.seconds_a_run = (self.seconds_a_run + found) / 2 if self.knows(view) else found
        self._size = _size(view)


def _size(view: View) -> tuple[object, ...]:
    return tuple(view.value(world, name) for world in WORLDS for name in _COUNTS)


class Drawing:
    """A view as somebody asked for it, while a slider moves or at rest.

    `wanted`, the number of pairs that it gets, is decided when its turn comes. It holds what is played of its worlds:
    that could fall out of what is kept for all before the next turn.
    """

    def __init__(self, view: View, *, moving: bool) -> None:
        self.view = view
        self.moving = moving
        self.wanted = 0
        self._a: Played | None = None
        self._b: Played | None = None

    @property
    def pairs(self) -> int:
        """Return how many pairs are there."""
        return min(self._a.runs, self._b.runs) if self._a and self._b else 0

    @property
    def done(self) -> bool:
        """Return whether all pairs are there."""
        return 0 < self.wanted <= self.pairs

    @property
    def presentable(self) -> bool:
        """Return whether there are enough pairs for a picture."""
        return self.pairs >= _FEWEST

    def go_on(self, worlds: Worlds, pace: Pace, *, waiting: int) -> None:
        """Play the next part, where so many visitors wait; of worlds of unknown size first a few runs, to measure."""
        if not self.wanted:
            if not pace.knows(self.view):
                self._play(worlds, pace, limits.PAIRS_A_TURN[0])
            self.wanted = self._affordable(worlds, pace, waiting)
        in_a_turn = pairs_in_a_turn(waiting=waiting, seconds_a_pair=2 * pace.seconds_a_run)
        self._play(worlds, pace, self.wanted if self.moving else in_a_turn)

    def seconds_left(self, worlds: Worlds, pace: Pace) -> float:
        """Return how long it takes to play the pairs that are not there."""
        return pace.seconds_a_run * self._lacking(worlds, self.wanted)

    def picture(self) -> Picture:
        """Return the picture of the pairs that are there."""
        assert self._a is not None
        assert self._b is not None
        return picture(self.view, self._a, self._b, wanted=self.wanted, moving=self.moving)

    def _affordable(self, worlds: Worlds, pace: Pace, waiting: int) -> int:
        most = (limits.PAIRS_MOVING if self.moving else limits.PAIRS_AT_REST)[0]
        seconds = pace.seconds_a_run * self._lacking(worlds, most) / most
        return pairs_wanted(moving=self.moving, waiting=waiting, seconds_a_pair=seconds)

    def _play(self, worlds: Worlds, pace: Pace, more: int) -> None:
        view = self.view
        kept = min(worlds.runs(view.scenario(world), view.seed) for world in WORLDS)
        runs = min(max(kept, self.pairs) + more, self.wanted or limits.PAIRS_AT_REST[0])
        lacking, begun = self._lacking(worlds, runs), perf_counter()
        self._a = self._played(worlds, "a", runs, self._a)
        self._b = self._played(worlds, "b", runs, self._b)
        if lacking:
            pace.measured(view, perf_counter() - begun, lacking)

    def _played(self, worlds: Worlds, world: World, runs: int, there: Played | None) -> Played:
        """Return the runs of a world; where a slider only passes by, with no more than the picture needs."""
        scenario, seed = self.view.scenario(world), self.view.seed
        if self.moving:
            return worlds.glance(scenario, seed, runs, told(self.view, hurried=True), there=there)
        return worlds.play(scenario, seed, runs, there=there)

    def _lacking(self, worlds: Worlds, runs: int) -> int:
        """Return how many runs of both worlds are still to be played to have so many of each."""
        kept = (worlds.runs(self.view.scenario(world), self.view.seed) for world in WORLDS)
        return sum(max(0, runs - there) for there in kept)
