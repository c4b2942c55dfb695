"""The JSON Schema of a scenario file, made from the registries, with which an editor helps while somebody types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.words import Words
from scenarios import names
from sim.expectations import DIRECTIONS
from sim.outcomes import OUTCOMES
from sim.parameters import PARAMETERS, Parameter
from sim.scenario import ROLES, THEMES
from sim.text import LANGUAGES

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(words: Words) -> Schema:
    """Return the schema (JSON Schema, draft 2020-12), with titles and explanations in the language of `words`.

    It takes a parameter in its table or, as `set` has it, under its full name in quotes. Of what the reader refuses
    it lets pass what a schema cannot say: 52.0 for a whole number, nan, a week after the end of the run, a week that
    sets a parameter twice, and a file that leaves no organisation at all.
    """
    own = {
        "title": _text(words("schema.title")),
        "description": _text(words("schema.description")),
        "extends": {"description": words("schema.extends"), "enum": list(names())},
        "theme": {"description": words("schema.theme"), "enum": ["", *THEMES]},
        "expects": _expects(words),
        "finding": _text(words("schema.finding")),
        "changes": _list(words("schema.changes"), {"week": _week(words), "set": _set(words)}),
        "media_events": _list(words("schema.media_events"), {"week": _week(words), "size": _size(words)}),
        "departures": _list(words("schema.departures"), {"week": _week(words), "who": {"enum": list(ROLES)}}),
    }
    return {
        "$schema": _DIALECT,
        "title": words("schema.file"),
        **_table(own | _parameters(list(PARAMETERS), words)),
        "required": ["title"],
        "$defs": {name: _value(parameter, words) for name, parameter in PARAMETERS.items()},
    }


def _parameters(shown: Sequence[str], words: Words) -> dict[str, Schema]:
    """Return a property for each table that holds one of these parameters, and one for each full name."""
    tables = _branch(shown, "")["properties"]
    described = {
        group: {"description": words(f"parameter_group.{group}"), **table} for group, table in tables.items()
    }
    return described | {name: _reference(name) for name in shown}


def _branch(shown: Sequence[str], above: str) -> Schema:
    """Return the table under which these parameters stand whose names begin with `above`."""
    properties: dict[str, Schema] = {}
    for name in shown:
        key, *deeper = name.removeprefix(above).split(".")
        if key not in properties:
            inner = f"{above}{key}."
            within = [other for other in shown if other.startswith(inner)]
            properties[key] = _branch(within, inner) if deeper else _reference(name)
    return _table(properties)


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _table(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _value(parameter: Parameter, words: Words) -> Schema:
    language = words.language
    told = [parameter.explanation[language], parameter.unit[language], parameter.source[language]]
    about = {
        "title": parameter.title[language],
        "description": "\n\n".join(text for text in told if text),
        "default": parameter.default,
    }
    if parameter.kind == "category":
        return about | {"enum": list(parameter.choices)}
    kind = "integer" if parameter.kind == "integer" else "number"
    within = {"minimum": parameter.low, "maximum": parameter.high}
    return about | {"type": kind} | ({"anyOf": [within, {"const": 0}]} if parameter.is_weight else within)


def _text(told: str) -> Schema:
    words = {"type": "string", "pattern": r"\S"}
    return {"description": told, **_table(dict.fromkeys(LANGUAGES, words)), "minProperties": 1}


def _expects(words: Words) -> Schema:
    directions = {
        name: {"title": outcome.title[words.language], "enum": list(DIRECTIONS)} for name, outcome in OUTCOMES.items()
    }
    return {"description": words("schema.expects"), **_table(directions)}


def _list(told: str, properties: Mapping[str, Schema]) -> Schema:
    entry = _table(properties) | {"required": list(properties)}
    return {"description": told, "type": "array", "items": entry}


def _week(words: Words) -> Schema:
    last = int(PARAMETERS["run.weeks"].high) - 1
    return {"description": words("schema.week"), "type": "integer", "minimum": 0, "maximum": last}


def _size(words: Words) -> Schema:
    return {"description": words("schema.size"), "type": "number", "minimum": 0, "maximum": 1}


def _set(words: Words) -> Schema:
    later = [name for name, parameter in PARAMETERS.items() if not parameter.at_start]
    return {"description": words("schema.set"), **_table(_parameters(later, words)), "minProperties": 1}
