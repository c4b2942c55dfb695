"""A rule of the model as an equation in LaTeX, read from the rule itself, so that no formula is written down twice."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Sequence
from typing import Any

_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: r"\cdot",
    ast.Lt: "<",
    ast.LtE: r"\le",
    ast.Gt: ">",
    ast.GtE: r"\ge",
    ast.Eq: "=",
    ast.And: r"\text{ and }",
    ast.Or: r"\text{ or }",
}
_STRENGTH = {"+": 1, "-": 1, r"\cdot": 2}
_ATOM = 3
_FUNCTIONS = {"exp": r"\exp", "log": r"\ln", "min": r"\min", "max": r"\max"}
_CONSTANTS = {"pi": r"\pi"}


def equation(rule: Callable[..., Any], terms: Sequence[str] = ()) -> str:
    """Return a rule as lines of LaTeX; `terms` name its weights, `k[i]` being the weight of the i-th.

    Raises ValueError for a rule with anything but assignments, conditions and returns, such as a loop.
    """
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(rule))).body
    assert isinstance(definition, ast.FunctionDef)
    lines = _Reader(terms).lines(definition.body[1:], _words(definition.name))
    return "\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}"


def _words(name: str) -> str:
    if len(name) == 1:
        return name
    return rf"\text{{{name.strip('_').replace('_', ' ')}}}"


def _number(number: float) -> str:
    digits, _, power = f"{number:g}".partition("e")
    if not power:
        return digits
    return ("" if digits == "1" else rf"{digits} \cdot ") + f"10^{{{int(power)}}}"


class _Reader:
    """Reads the body of one rule."""

    def __init__(self, terms: Sequence[str]) -> None:
        self._terms = terms

    def lines(self, body: Sequence[ast.stmt], name: str) -> list[str]:
        """Return a line for each assignment, and one for what is returned in each case."""
        lines: list[str] = []
        cases: list[tuple[str, str]] = []
        for statement in body:
            if isinstance(statement, ast.Assign):
                lines.append(f"{self._text(statement.targets[0])} &= {self._text(statement.value)}")
            elif isinstance(statement, ast.If) and len(statement.body) == 1 and not statement.orelse:
                self._case(statement, lines, cases)
            elif isinstance(statement, ast.Return) and statement.value is not None:
                lines.append(self._returned(statement.value, name, cases))
            else:
                raise ValueError(f"no equation for a rule with {type(statement).__name__}")
        return lines

    def _case(self, statement: ast.If, lines: list[str], cases: list[tuple[str, str]]) -> None:
        condition, inner = self._text(statement.test), statement.body[0]
        if isinstance(inner, ast.Return) and inner.value is not None:
            cases.append((self._text(inner.value), condition))
        elif isinstance(inner, ast.Assign):
            target, value = self._text(inner.targets[0]), self._text(inner.value)
            lines.append(rf"{target} &\leftarrow {value} \quad \text{{if }} {condition}")
        else:
            raise ValueError(f"no equation for a condition with {type(inner).__name__}")

    def _returned(self, value: ast.expr, name: str, cases: list[tuple[str, str]]) -> str:
        if isinstance(value, ast.Tuple):  # the terms of a decision
            terms = [self._text(term) for term in value.elts]
            signed = [term if term.startswith("-") else f"+ {term}" for term in terms[1:]]
            return " \\\\\n".join([rf"\text{{score}} = {{}}& {terms[0]}", *(f"& {term}" for term in signed)])
        if isinstance(value, ast.IfExp):
            cases = [*cases, (self._text(value.body), self._text(value.test))]
            value = value.orelse
        if not cases:
            return f"{name} &= {self._text(value)}"
        rows = [rf"{part} & \text{{if }} {condition}" for part, condition in cases]
        rows.append(rf"{self._text(value)} & \text{{otherwise}}")
        return f"{name} &= \\begin{{cases}}\n" + " \\\\\n".join(rows) + "\n\\end{cases}"

    def _text(self, node: ast.expr, around: int = 0) -> str:
        """Return an expression, in brackets where what stands around it binds more strongly."""
        text, strength = self._bound(node)
        return text if strength >= around else rf"\left({text}\right)"

    def _bound(self, node: ast.expr) -> tuple[str, int]:
        match node:
            case ast.Constant(value=bool() | int() | float() as number):
                return _number(number), _ATOM
            case ast.Attribute(value=ast.Name(id="math"), attr=name) if name in _CONSTANTS:
                return _CONSTANTS[name], _ATOM
            case ast.Name(id=name):
                return _words(name), _ATOM
            case ast.Subscript(value=ast.Name(id="k"), slice=ast.Constant(value=int() as index)):
                return f"w_{{{_words(self._terms[index])}}}", _ATOM
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return f"-{self._text(operand, 2)}", 2
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return rf"\frac{{{self._text(left)}}}{{{self._text(right)}}}", _ATOM
            case ast.BinOp(left=left, op=operator, right=right):
                sign = _SIGNS[type(operator)]
                strength = _STRENGTH[sign]
                # a - (b - c) keeps its brackets, a + (b + c) and a · (b · c) need none
                return f"{self._text(left, strength)} {sign} {self._text(right, strength + (sign == '-'))}", strength
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                return f"{self._text(left)} {_SIGNS[type(operator)]} {self._text(right)}", 0
            case ast.BoolOp(op=operator, values=values):
                return f" {_SIGNS[type(operator)]} ".join(self._text(value) for value in values), 0
            case ast.IfExp(body=body, test=test, orelse=orelse):
                either = rf"{self._text(body)} \text{{ if }} {self._text(test)} \text{{ else }} {self._text(orelse)}"
                return either, 0
            case ast.Call(func=ast.Name(id="int"), args=[argument]):
                return rf"\lfloor {self._text(argument)} \rfloor", _ATOM
            case ast.Call(func=ast.Attribute(attr="sqrt"), args=[argument]):
                return rf"\sqrt{{{self._text(argument)}}}", _ATOM
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments):
                inner = r",\ ".join(self._text(argument) for argument in arguments)
                return rf"{_FUNCTIONS.get(name) or _words(name)}\left({inner}\right)", _ATOM
            case _:
                raise ValueError(f"no equation for {ast.unparse(node)}")
