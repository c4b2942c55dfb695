"""Salience: which cases and scenes a story tells, and which facts of a scene.

A scene weighs what its facts weigh, as told below: the more, the further they change the course of a case. A kind that
the story has told before counts half, a quarter, … so that a story does not drone; a scene in which the course turns
gets `TURN` on top. The heaviest scene is taken first, and the rest is weighed anew. Cases are taken in the same way,
each by its heaviest scenes. Facts of weight 0 are told only where everything of a case is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from experiments.story.facts import Course, Fact, Scene

WEIGHTS = {
    "incident": 6.0,
    "return": 6.0,
    "storm": 6.0,
    "departure": 6.0,
    "home_refused": 4.0,
    "imposed": 4.0,
    "told_at_last": 4.0,
    "media": 4.0,
    "withheld": 3.0,
    "thought_along": 3.0,
    "shifted": 3.0,
    "improvised": 3.0,
    "undone": 3.0,
    "compulsion": 3.0,
    "broken": 3.0,
    "evaluated": 3.0,
    "scaled_down": 3.0,
    "plan": 3.0,
    "impasse": 3.0,
    "mediated": 3.0,
    "no_time": 2.0,
    "no_table": 2.0,
    "kept_out": 2.0,
    "mediated_in_vain": 2.0,
    "called": 2.0,
    "spoken_for": 2.0,
    "housing_found": 2.0,
    "held_on": 2.0,
    "turned_away": 2.0,
    "new_plan": 1.0,
    "kept": 1.0,
    "taken_on": 1.0,
    "told": 1.0,
    "stand_in": 1.0,
    "absent": 1.0,
    "indication": 1.0,
    "looked_back_apart": 1.0,
    "cared": 1.0,
    "newcomer": 1.0,
    "informal": 1.0,
    "simple": 1.0,
    "arrival": 1.0,
    "there_already": 1.0,
    "consent": 1.0,
    "no_consent": 1.0,
    "table": 1.0,
    "pressure": 0.0,
    "voluntary": 0.0,
    "referred_home": 0.0,
    "home_allowed": 0.0,
    "housing_waits": 0.0,
    "contacts": 0.0,
    "report": 0.0,
    "stalled": 0.0,
    "not_asked": 0.0,
    "not_mediated": 0.0,
    "not_imposed": 0.0,
    "not_called": 0.0,
    "admitted": 0.0,
}
TURN = 3.0
FACTS_OF_SCENE = 8
CASES, SCENES_OF_CASE, SCENES_AROUND = 3, 4, 4

_OPENING = ("table", "no_table", "plan", "new_plan", "imposed", "impasse", "no_time")  # a scene needs these
_Choice = TypeVar("_Choice", bound=Hashable)


def choose_courses(courses: Iterable[Course]) -> list[Course]:
    """Return the cases to tell, each with the scenes to tell of it, in order of case."""
    trimmed = [replace(course, scenes=choose_scenes(course.scenes)) for course in courses]
    chosen = _heaviest([course for course in trimmed if course.scenes], lambda course: course.scenes, CASES)
    return sorted(chosen, key=lambda course: course.case)


def choose_scenes(scenes: Sequence[Scene], most: int = SCENES_OF_CASE) -> tuple[Scene, ...]:
    """Return the scenes to tell of one case, in order of time: the first, in which one gets to know it, and the best."""
    first, later = tuple(scenes[:1]), scenes[1:]
    chosen = _heaviest(list(later), lambda scene: (scene,), most - 1, first)
    return tuple(sorted((*first, *chosen), key=lambda scene: scene.week))


def choose_around(facts: Sequence[Fact]) -> list[Fact]:
    """Return what to tell of what happened around the table, in order of time."""
    chosen = _heaviest(facts, lambda fact: (Scene(fact.week, -1, "around", (fact,)),), SCENES_AROUND)
    return sorted(chosen, key=lambda fact: fact.week)


def choose_facts(scene: Scene) -> tuple[Fact, ...]:
    """Return the facts to tell of a scene, in their order."""
    told = [fact for fact in scene.facts if WEIGHTS[fact.kind] > 0.0]
    ranked = sorted(told, key=lambda fact: (fact.kind not in _OPENING, -WEIGHTS[fact.kind]))
    kept = {id(fact) for fact in ranked[:FACTS_OF_SCENE]}
    return tuple(fact for fact in told if id(fact) in kept)


def weight(scenes: Iterable[Scene], told: Counter[str]) -> float:
    """Return what scenes weigh after what has been told already."""
    counted = told.copy()
    total = 0.0
    for scene in scenes:
        total += TURN * scene.turn
        for fact in scene.facts:
            total += WEIGHTS[fact.kind] * 0.5 ** counted[fact.kind]
            counted[fact.kind] += 1
    return total


def _heaviest(
    choices: Sequence[_Choice],
    scenes: Callable[[_Choice], Sequence[Scene]],
    most: int,
    before: Sequence[Scene] = (),
) -> list[_Choice]:
    told = Counter(fact.kind for scene in before for fact in scene.facts)
    left, chosen = list(choices), list[_Choice]()
    while left and len(chosen) < most:
        best = max(left, key=lambda choice: weight(scenes(choice), told))
        left.remove(best)
        chosen.append(best)
        told.update(fact.kind for scene in scenes(best) for fact in scene.facts)
    return chosen
