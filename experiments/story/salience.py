"""Salience: which cases and scenes a story tells, and which facts of a scene.

A fact weighs what `WEIGHTS` says of its kind: the more, the further it changes the course of a case. What was told
before, the same kind for the same reason, weighs `AGAIN` times as much each time, and so does each further fact of a
kind within a scene, so that a story does not drone. A scene weighs what its facts weigh, and `TURN` more where the
course turns. The heaviest scene is taken first, and the rest is weighed anew; cases are taken in the same way, each by
its heaviest scenes. Of a chosen scene the heaviest facts are told, how it ended always. Facts of weight 0 are told only
where everything of a case is told.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
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
    "nobody_cared": 1.0,
    "newcomer": 1.0,
    "informal": 1.0,
    "simple": 1.0,
    "arrival": 1.0,
    "there_already": 1.0,
    "consent": 1.0,
    "no_consent": 1.0,
    "table": 1.0,
    "full_table": 1.0,
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
AGAIN = 0.6
FACTS_OF_SCENE, LEAST_WEIGHT = 6, 0.9
CASES, SCENES_OF_CASE, SCENES_AROUND = 3, 4, 4

# Told whatever they weigh: who came, how it ended, and how a case came in.
_ALWAYS = (
    *("table", "full_table", "no_table", "plan", "new_plan", "imposed", "impasse", "no_time"),
    *("arrival", "there_already", "consent", "no_consent"),
)
# What a listener has to know first.
_NEEDS = {
    "thought_along": "withheld",
    "kept_out": "withheld",
    "evaluated": "incident",
    "looked_back_apart": "incident",
    "cared": "incident",
    "nobody_cared": "incident",
}
Novelty = tuple[str, str]  # kind and term
_Choice = TypeVar("_Choice", bound=Hashable)


def choose_courses(courses: Iterable[Course]) -> list[Course]:
    """Return the cases to tell, each with the scenes to tell of it, in order of case."""
    trimmed = [replace(course, scenes=choose_scenes(course.scenes)) for course in courses]
    chosen = _heaviest([course for course in trimmed if course.scenes], lambda course: course.scenes, CASES)
    return sorted(chosen, key=lambda course: course.case)


def choose_scenes(scenes: Sequence[Scene], most: int = SCENES_OF_CASE) -> tuple[Scene, ...]:
    """Return the scenes to tell of one case, in order of time: the first, to get to know it, and the best."""
    first, later = tuple(scenes[:1]), scenes[1:]
    chosen = _heaviest(list(later), lambda scene: (scene,), most - 1, first)
    return tuple(sorted((*first, *chosen), key=lambda scene: scene.week))


def choose_around(facts: Sequence[Fact]) -> list[Fact]:
    """Return what to tell of what happened around the table, in order of time."""
    chosen = _heaviest(facts, lambda fact: (Scene(fact.week, -1, "around", (fact,)),), SCENES_AROUND)
    return sorted(chosen, key=lambda fact: fact.week)


def choose_facts(courses: Iterable[Course]) -> list[Course]:
    """Return the same cases and scenes with the facts to tell, in their order."""
    told: Counter[Novelty] = Counter()
    return [
        replace(course, scenes=tuple(_with_best_facts(scene, told) for scene in course.scenes)) for course in courses
    ]


def _with_best_facts(scene: Scene, told: Counter[Novelty]) -> Scene:
    weights: dict[Fact, float] = {}
    alike: Counter[str] = Counter()
    for fact in dict.fromkeys(scene.facts):
        weights[fact] = math.inf if fact.kind in _ALWAYS else weight_of(fact, told) * AGAIN ** alike[fact.kind]
        alike[fact.kind] += 1
    ranked = sorted(weights, key=weights.__getitem__, reverse=True)
    best = {fact for fact in ranked[:FACTS_OF_SCENE] if weights[fact] >= LEAST_WEIGHT}
    asked_for = {_NEEDS.get(fact.kind) for fact in best}
    best |= {fact for fact in ranked if fact.kind in asked_for}
    told.update(novelty(fact) for fact in best)
    return replace(scene, facts=tuple(fact for fact in scene.facts if fact in best))


def novelty(fact: Fact) -> Novelty:
    """Return what makes facts alike to a listener."""
    return fact.kind, fact.reason.term if fact.reason else ""


def weight_of(fact: Fact, told: Mapping[Novelty, int]) -> float:
    """Return what a fact weighs after what has been told already."""
    return float(WEIGHTS[fact.kind] * AGAIN ** told[novelty(fact)])


def weight(scenes: Iterable[Scene], told: Counter[Novelty]) -> float:
    """Return what scenes weigh after what has been told already."""
    counted = told.copy()
    total = 0.0
    for scene in scenes:
        total += TURN * scene.turn
        for fact in scene.facts:
            total += weight_of(fact, counted)
            counted[novelty(fact)] += 1
    return total


def _heaviest(
    choices: Sequence[_Choice],
    scenes: Callable[[_Choice], Sequence[Scene]],
    most: int,
    before: Sequence[Scene] = (),
) -> list[_Choice]:
    told = Counter(novelty(fact) for scene in before for fact in scene.facts)
    left, chosen = list(choices), list[_Choice]()
    while left and len(chosen) < most:
        best = max(left, key=lambda choice: weight(scenes(choice), told))
        left.remove(best)
        chosen.append(best)
        told.update(novelty(fact) for scene in scenes(best) for fact in scene.facts)
    return chosen
