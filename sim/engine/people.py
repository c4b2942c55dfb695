"""How compiled runs answer what the week asks: every decision by its rule, ties added up by plain loops."""

from collections.abc import Callable
from typing import Any

from numba.extending import overload

from sim.rules import DECISIONS
from sim.rules.duty import grade, pressure_step
from sim.rules.scale import agrees
from sim.state import DOMAINS
from sim.week import arrive, ask, between, climate, contact, course, decide, duty, share, table

_STEPS = (arrive, table, share, decide, duty, between, contact, course, climate)
WEIGHED: dict[str, Callable[..., Any]] = {
    name: getattr(step, f"weigh_{name}") for step in _STEPS for name in DECISIONS if hasattr(step, f"weigh_{name}")
}


def register(options: dict[str, Any]) -> None:
    """Teach numba the compiled form of every function in `sim.week.ask`; options go to the compiler."""
    for name in DECISIONS:
        answers = _grade(WEIGHED[name]) if name == "intervenes" else _yes_or_no(WEIGHED[name])
        overload(getattr(ask, name), jit_options=options)(answers)
    for silent, nothing in _SILENT.items():
        overload(silent, jit_options=options)(nothing)
    overload(ask.block_sums, jit_options=options)(_block_sums)


# numba wants the typing function and the compiled one to have the same arguments, annotations included: hence lambdas.


def _yes_or_no(weigh: Callable[..., Any]) -> Callable[..., Any]:
    return lambda play, world, p, luck, person, case, facet: (
        lambda play, world, p, luck, person, case, facet: agrees(weigh(world, p, person, case, facet), luck)
    )


def _grade(weigh: Callable[..., Any]) -> Callable[..., Any]:
    weights = duty.INTERVENES
    return lambda play, world, p, luck, person, case, facet: (
        lambda play, world, p, luck, person, case, facet: grade(
            weigh(world, p, person, case, facet), luck, pressure_step(p[weights])
        )
    )


_SILENT: dict[Callable[..., Any], Callable[..., Any]] = {
    ask.note: lambda play, kind, person, case, facet: lambda play, kind, person, case, facet: None,
    ask.feel: lambda play, person, other, cause, change: lambda play, person, other, cause, change: None,
    ask.sit_through: lambda play, person, cases: lambda play, person, cases: None,
    ask.sit_down: lambda play, case, count: lambda play, case, count: None,
    ask.get_up: lambda play, case, count, plan: lambda play, case, count, plan: None,
    ask.speak: lambda play, case, one, other: lambda play, case, one, other: None,
    ask.reorder: lambda play, asked, count: lambda play, asked, count: None,
    ask.hire: lambda play, person: lambda play, person: None,
}


def _block_sums(play, matrix, bounds, sums):  # type: ignore[no-untyped-def]
    def add_up(play, matrix, bounds, sums):  # type: ignore[no-untyped-def]
        for one in range(DOMAINS):
            for other in range(DOMAINS):
                summed = 0.0
                for column in range(bounds[other], bounds[other + 1]):
                    down = 0.0
                    for row in range(bounds[one], bounds[one + 1]):
                        down += matrix[row][column]
                    summed += down
                sums[one][other] = summed

    return add_up
