"""The draws of compiled runs: the same numbers as `sim.draws`, made one group of four at a time.

A block is 9 words: key, purpose, week, case, the group drawn last (0: none yet) and its four numbers. NumPy steps its
counter before use, so the first group has counter 1.
"""

import operator
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import lower_builtin, models, register_model, type_callable

from sim.engine.layout import WORD, word
from sim.week import ask

# Constants of Philox 4x64-10 (Salmon et al. 2011).
_STEPS = (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B)
_FACTORS = (0xD2E7470EE14C6C93, 0xCA5A826395121157)
_ROUNDS = 10
_ADDRESS, _GROUP, _NUMBERS, _WORDS = 4, 4, 5, 9  # words of the address; places of group and numbers; all words


class BlockType(types.Type):
    """A block of luck."""

    def __init__(self) -> None:
        super().__init__(name="Block")


BLOCK = BlockType()


@register_model(BlockType)
class _Block(models.PrimitiveModel):
    def __init__(self, manager: Any, numba_type: types.Type) -> None:
        super().__init__(manager, numba_type, WORD.as_pointer())


def _philox(builder: Any, counter: list[Any], key: Any) -> list[Any]:
    wide = ir.IntType(128)

    def multiplied(factor: int, value: Any) -> tuple[Any, Any]:
        product = builder.mul(builder.zext(value, wide), ir.Constant(wide, factor))
        high = builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), WORD)
        return high, builder.trunc(product, WORD)

    keys = [key, ir.Constant(WORD, 0)]
    for _ in range(_ROUNDS):
        high, low = multiplied(_FACTORS[0], counter[0])
        other_high, other_low = multiplied(_FACTORS[1], counter[2])
        first = builder.xor(builder.xor(other_high, counter[1]), keys[0])
        third = builder.xor(builder.xor(high, counter[3]), keys[1])
        counter = [first, other_low, third, low]
        keys = [builder.add(k, ir.Constant(WORD, step)) for k, step in zip(keys, _STEPS, strict=True)]
    return counter


def _draw_group(module: Any) -> Any:
    """Return the function that draws a group of four numbers into a block."""
    name = "casusoverleg_draw_group"
    if name in module.globals:
        return module.globals[name]
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), [WORD.as_pointer(), WORD]), name)
    function.linkage = "internal"
    function.attributes.add("noinline")
    builder = ir.IRBuilder(function.append_basic_block())
    block, group = function.args
    key, purpose, week, case = (builder.load(word(builder, block, at)) for at in range(_ADDRESS))
    builder.store(group, word(builder, block, _GROUP))
    for lane, bits in enumerate(_philox(builder, [group, case, week, purpose], key)):
        whole = builder.uitofp(builder.lshr(bits, ir.Constant(WORD, 11)), ir.DoubleType())
        number = builder.fmul(whole, ir.Constant(ir.DoubleType(), 2.0**-53))
        builder.store(builder.bitcast(number, WORD), word(builder, block, _NUMBERS + lane))
    builder.ret_void()
    return function


def register() -> None:
    """Teach numba the compiled form of drawing."""
    type_callable(ask.block)(_type_block)
    lower_builtin(ask.block, *5 * (types.Any,))(_block)
    infer_global(operator.getitem)(_Pick)
    lower_builtin(operator.getitem, BlockType, types.int64)(_pick)


def _type_block(context: Any) -> Any:
    return lambda play, purpose, week, case, size: BLOCK


def _block(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    room = cgutils.alloca_once(builder, ir.ArrayType(WORD, _WORDS))
    block = builder.bitcast(room, WORD.as_pointer())
    for at in range(_ADDRESS):
        wanted = types.uint64 if at == 0 else types.int64
        builder.store(context.cast(builder, args[at], sig.args[at], wanted), word(builder, block, at))
    builder.store(ir.Constant(WORD, 0), word(builder, block, _GROUP))
    return block


class _Pick(AbstractTemplate):
    key = operator.getitem

    def generic(self, args: Any, kws: Any) -> Any:
        numbers, index = args
        picks = numbers == BLOCK and isinstance(index, types.Integer)
        return signature(types.float64, BLOCK, types.int64) if picks else None


def _pick(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    block, index = args
    group = builder.add(builder.lshr(index, ir.Constant(WORD, 2)), ir.Constant(WORD, 1))
    drawn = builder.load(word(builder, block, _GROUP))
    with builder.if_then(builder.icmp_signed("!=", drawn, group)):
        builder.call(_draw_group(builder.module), [block, group])
    lane = builder.add(builder.and_(index, ir.Constant(WORD, 3)), ir.Constant(WORD, _NUMBERS))
    return builder.bitcast(builder.load(builder.gep(block, [lane], inbounds=True)), ir.DoubleType())
