"""Numba types for the state of a run: every array behind one pointer, without reference counts.

The named tuples of `sim.state` hold about a hundred arrays. Handed to compiled functions as they are, each call would
copy and count them all. Here a compiled function gets the address of their table alone (`sim.engine.table`). The
tuples' names and `world.people.trust[i][j]` read the same in both players.

Indices are not checked: plain Python on the same state does that, in the tests.
"""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global, signature
from numba.extending import intrinsic, lower_builtin, lower_getattr_generic, models, register_model

from sim.engine.table import WORDS

WORD = ir.IntType(64)
_ELEMENTS = {"f8": ir.DoubleType(), "i8": WORD, "u8": WORD, "u1": ir.IntType(8), "b1": ir.IntType(8)}
_VALUES = {"f8": types.float64, "i8": types.int64, "u8": types.uint64, "u1": types.int64, "b1": types.boolean}


class TreeType(types.Type):
    """A named tuple of the state; fields: name to (kind, first word, type)."""

    def __init__(self, name: str, fields: dict[str, tuple[str, int, types.Type]]) -> None:
        self.fields = fields
        super().__init__(name=name)


class FieldType(types.Type):
    """An array of the state."""

    def __init__(self, array: Any) -> None:
        self.code, self.dimensions = array.dtype.str[1:], array.ndim
        self.value = _VALUES[self.code]
        super().__init__(name=f"{self.code}x{self.dimensions}")


class RowType(types.Type):
    """What is left of an array of the state after its first indices."""

    def __init__(self, field: FieldType, given: int) -> None:
        self.field, self.given = field, given
        super().__init__(name=f"{field.name}row{given}")


class SettingsType(types.Type):
    """A row of settings, or the part of it from one weight on."""

    def __init__(self) -> None:
        super().__init__(name="Settings")


SETTINGS = SettingsType()


@register_model(TreeType)
@register_model(FieldType)
class _Pointer(models.PrimitiveModel):
    def __init__(self, manager: Any, numba_type: types.Type) -> None:
        super().__init__(manager, numba_type, WORD.as_pointer())


@register_model(RowType)
class _Row(models.PrimitiveModel):  # the array, and the place reached in it
    def __init__(self, manager: Any, numba_type: types.Type) -> None:
        super().__init__(manager, numba_type, ir.LiteralStructType([WORD.as_pointer(), WORD]))


@register_model(SettingsType)
class _Numbers(models.PrimitiveModel):
    def __init__(self, manager: Any, numba_type: types.Type) -> None:
        super().__init__(manager, numba_type, ir.DoubleType().as_pointer())


def word(builder: Any, pointer: Any, at: int) -> Any:
    """Return the pointer to a word further on."""
    return builder.gep(pointer, [ir.Constant(WORD, at)], inbounds=True)


def _lasting(builder: Any, pointer: Any) -> Any:
    """Load what never changes during a run, so that the compiler may load it once."""
    loaded = builder.load(pointer)
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return loaded


@infer_getattr
class _Attributes(AttributeTemplate):
    key = TreeType

    def generic_resolve(self, tree: TreeType, name: str) -> types.Type | None:
        found = tree.fields.get(name)
        return None if found is None else found[2]


@lower_getattr_generic(TreeType)
def _attribute(context: Any, builder: Any, tree: TreeType, table: Any, name: str) -> Any:
    kind, at, numba_type = tree.fields[name]
    if kind == "tree":
        return table
    pointer = word(builder, table, at)
    if kind == "array":
        return pointer
    number = _lasting(builder, pointer)
    if numba_type == types.boolean:
        return builder.icmp_signed("!=", number, ir.Constant(WORD, 0))
    return number


def _indexed(source: types.Type, index: types.Type) -> types.Type | None:
    """Return the type of what one more index gives: a row, or a value where it is the last."""
    if not isinstance(source, (FieldType, RowType)) or not isinstance(types.unliteral(index), types.Integer):
        return None
    field, given = (source, 0) if isinstance(source, FieldType) else (source.field, source.given)
    return field.value if given + 1 == field.dimensions else RowType(field, given + 1)


@infer_global(operator.getitem)
class _Get(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        source, index = args
        if (found := _indexed(source, index)) is not None:
            return signature(found, source, types.int64)
        if source == SETTINGS and isinstance(index, types.SliceType):
            return signature(SETTINGS, source, index)
        if source == SETTINGS and isinstance(index, types.Integer):
            return signature(types.float64, source, types.int64)
        return None


@infer_global(operator.setitem)
class _Set(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        target, index, _value = args
        found = _indexed(target, index)
        if found is None or isinstance(found, RowType):
            return None
        return signature(types.none, target, types.int64, found)


@infer_global(len)
class _Length(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        return signature(types.int64, args[0]) if isinstance(args[0], FieldType) else None


@lower_builtin(len, FieldType)
def _length(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return _lasting(builder, word(builder, args[0], 1))


def _reached(builder: Any, source: types.Type, value: Any, index: Any) -> tuple[FieldType, Any, Any]:
    """Return the array, the address of its entry in the table, and the place that one more index reaches in it."""
    if isinstance(source, FieldType):
        return source, value, index
    entry, before = (builder.extract_value(value, part) for part in range(2))
    size = _lasting(builder, word(builder, entry, 1 + source.given))
    return source.field, entry, builder.add(builder.mul(before, size, flags=["nsw"]), index, flags=["nsw"])


def _element(builder: Any, field: FieldType, entry: Any, at: Any) -> Any:
    start = builder.inttoptr(_lasting(builder, word(builder, entry, 0)), _ELEMENTS[field.code].as_pointer())
    return builder.gep(start, [at], inbounds=True)


@lower_builtin(operator.getitem, RowType, types.int64)
@lower_builtin(operator.getitem, FieldType, types.int64)
def _get(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    field, entry, at = _reached(builder, sig.args[0], *args)
    if isinstance(sig.return_type, RowType):
        row = ir.Constant(context.get_value_type(sig.return_type), ir.Undefined)
        return builder.insert_value(builder.insert_value(row, entry, 0), at, 1)
    found = builder.load(_element(builder, field, entry, at))
    if field.code == "u1":
        return builder.zext(found, WORD)
    return builder.trunc(found, ir.IntType(1)) if field.code == "b1" else found


@lower_builtin(operator.setitem, RowType, types.int64, types.Any)
@lower_builtin(operator.setitem, FieldType, types.int64, types.Any)
def _set(context: Any, builder: Any, sig: Any, args: Any) -> None:
    field, entry, at = _reached(builder, sig.args[0], *args[:2])
    value = args[2]
    if field.code == "u1":
        value = builder.trunc(value, ir.IntType(8))
    elif field.code == "b1":
        value = builder.zext(value, ir.IntType(8))
    builder.store(value, _element(builder, field, entry, at))


@lower_builtin(operator.getitem, SettingsType, types.int64)
def _setting(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return _lasting(builder, builder.gep(args[0], [args[1]], inbounds=True))


@lower_builtin(operator.getitem, SettingsType, types.SliceType)
def _part(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    part = context.make_helper(builder, sig.args[1], args[1])
    return builder.gep(args[0], [part.start], inbounds=True)


def tree_type(tree: Any, name: str = "World", at: int = 0) -> tuple[TreeType, int]:
    """Return the type of a tree of named tuples whose table begins at a word, and the word after its end."""
    fields: dict[str, tuple[str, int, types.Type]] = {}
    for key, value in zip(tree._fields, tree, strict=True):
        if isinstance(value, tuple):
            branch, after = tree_type(value, key.capitalize(), at)
            fields[key] = ("tree", 0, branch)
            at = after
        elif isinstance(value, np.ndarray):
            fields[key] = ("array", at, FieldType(value))
            at += WORDS
        else:
            fields[key] = ("number", at, types.boolean if isinstance(value, bool) else types.int64)
            at += 1
    return TreeType(name, fields), at


def at_address(numba_type: types.Type) -> Callable[[int], Any]:
    """Return the compiled function that makes a value of a pointer type of an address."""

    @intrinsic
    def at(typing_context: Any, address: Any) -> Any:
        def build(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            return builder.inttoptr(args[0], context.get_value_type(numba_type))

        return numba_type(types.int64), build

    found: Callable[[int], Any] = at
    return found
