"""The generated parts of the model's description: `python -m experiments.odd` brings `sim/ODD.md` up to date.

A part stands between `<!-- kind … -->` and `<!-- end -->`. Kinds: `parameters`, `outcomes` (with the columns of
`sim.week.tally` that each is made of), `numbers` (fixed in the code), `weights TABLE`, and `rule MODULE.FUNCTION
[TABLE]`, the table being that of the rule's weights. Of a rule stand its docstring, its equation and the meaning of its
symbols.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import sim
from experiments.equations import equation
from experiments.symbols import symbols
from sim import measures, rules, state, world
from sim.errors import InputError, Phrase, nearest_name
from sim.outcomes import OUTCOMES
from sim.parameters import PARAMETERS, Parameter
from sim.rules import DECISIONS, TABLES
from sim.week import tally, ties

ODD = Path(sim.__file__).with_name("ODD.md")
PART = re.compile(r"(<!-- (parameters|outcomes|numbers|weights|rule)((?: [\w.]+)*) -->\n).*?(<!-- end -->)", re.DOTALL)
_NUMBER = re.compile(r"^([A-Z_]+) = ([\d.]+)  # (.+)$", re.MULTILINE)


def refreshed(text: str) -> str:
    """Return the description with every generated part as the model has it now; InputError for an unknown name."""
    return PART.sub(lambda part: f"{part[1]}{_PARTS[part[2]](*part[3].split())}\n{part[4]}", text)


def rule_functions() -> dict[str, Callable[..., Any]]:
    """Return every rule of the model by module and name, such as `share.discloses`."""
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": rule
        for module in _rule_modules()
        for name, rule in inspect.getmembers(module, inspect.isfunction)
        if rule.__module__ == module.__name__
    }


def _rule_modules() -> Iterable[ModuleType]:
    names = sorted(path.stem for path in Path(rules.__path__[0]).glob("*.py") if path.stem != "__init__")
    return [import_module(f"sim.rules.{name}") for name in names]


def _parameters() -> str:
    listed = [parameter for parameter in PARAMETERS.values() if parameter.group != "rules"]
    return _table(
        ("parameter", "default", "range", "unit", "read", "meaning", "source"),
        (
            (
                f"`{parameter.name}`",
                _value(parameter.default),
                _range(parameter),
                parameter.unit.en,
                "at the start" if parameter.at_start else "every week",
                parameter.explanation.en,
                parameter.source.en,
            )
            for parameter in listed
        ),
    )


def _outcomes() -> str:
    return _table(
        ("outcome", "kind", "better", "every week", "meaning", "made of"),
        (
            (
                f"`{o.name}`",
                o.kind,
                "–" if o.direction == "none" else o.direction,
                _yes(o.weekly),
                o.explanation.en,
                _made_of(o.name),
            )
            for o in OUTCOMES.values()
        ),
    )


def _made_of(outcome: str) -> str:
    """Return the columns of the tally that an outcome is made of, or that the text tells it."""
    if outcome in measures.LEVELS:
        column, per = measures.LEVELS[outcome]
        return f"mean over weeks of {_column(column)}" + ("" if per == tally.WEEKS else f" / {_column(per)}")
    if outcome in measures.FLOWS:
        return f"Σ {_column(measures.FLOWS[outcome])}"
    if outcome in measures.SHARES:
        part, whole = measures.SHARES[outcome]
        return f"Σ {_column(part)} / Σ {_column(whole)}"
    return "told below"


def _column(column: int) -> str:
    return f"`{tally.COLUMNS[column]}`"


def _numbers() -> str:
    return _table(
        ("name", "value", "meaning", "where"),
        (
            (name, f"{float(value):g}", meaning, f"`{module.__name__}`")
            for module in (*_rule_modules(), state, world, measures, ties)
            for name, value, meaning in _NUMBER.findall(inspect.getsource(module))
        ),
    )


def _weights(table: str) -> str:
    rows = _named(table, TABLES, "table of weights")
    kept = [(row, PARAMETERS[f"rules.{table}.{row[0]}"]) for row in rows]
    return _table(
        ("term", "default", "range", "cause", "meaning", "source"),
        ((row[0], _value(p.default), _range(p), row[2], row[3], p.source.en) for row, p in kept),
    )


def _rule(name: str, table: str = "") -> str:
    rule = _named(name, rule_functions(), "rule")
    terms = [row[0] for row in _named(table, TABLES, "table of weights")] if table else []
    kind = "Decision" if table in DECISIONS else "Rule"
    told = inspect.getdoc(rule) or ""
    parts = [f"**{kind} `{name}`.** {told}", f"```math\n{equation(rule, terms)}\n```"]
    if meanings := [symbol.told() for symbol in symbols(name, rule)]:
        parts.append("\n".join(meanings))
    return "\n\n".join(parts)


def _named(name: str, known: Mapping[str, Any], kind: str) -> Any:
    if name not in known:
        problem = Phrase("unknown {kind}", kind=kind)
        raise InputError(problem, where=ODD.name, key=name, nearest=nearest_name(name, known))
    return known[name]


def _range(parameter: Parameter) -> str:
    if parameter.choices:
        return ", ".join(parameter.choices)
    return f"{parameter.low:g} to {parameter.high:g}"


def _value(value: float | int | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, tuple("---" for _ in head), *rows)
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |" for cells in lines)


_PARTS: Mapping[str, Callable[..., str]] = {
    "parameters": _parameters,
    "outcomes": _outcomes,
    "numbers": _numbers,
    "weights": _weights,
    "rule": _rule,
}


def main() -> None:
    """Bring the description up to date, and say whether anything changed; exit 2 when a part names what is unknown."""
    before = ODD.read_text("utf-8")
    try:
        after = refreshed(before)
    except InputError as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None
    if after != before:
        ODD.write_bytes(after.encode())
    print(f"{ODD.name}: {'brought up to date' if after != before else 'nothing changed'}")


if __name__ == "__main__":
    main()
