"""The model: case conferences in which people from care, safety and the social domain discuss difficult cases.

Mesa and numba load only when something that needs them is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.errors import InputError
    from sim.model import CaseConferenceModel
    from sim.outcomes import OUTCOMES
    from sim.parameters import PARAMETERS
    from sim.runs import simulate
    from sim.scenario import Scenario

__all__ = ["OUTCOMES", "PARAMETERS", "CaseConferenceModel", "InputError", "Scenario", "simulate"]

_HOMES = {
    "CaseConferenceModel": "model",
    "InputError": "errors",
    "OUTCOMES": "outcomes",
    "PARAMETERS": "parameters",
    "Scenario": "scenario",
    "simulate": "runs",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(f"sim.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
