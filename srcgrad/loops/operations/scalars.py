"""An elementwise operation + its operands' elements -> the element, as Numba takes it."""

from __future__ import annotations

from srcgrad.ir.expressions import Apply, Choice, Constant, Expression
from srcgrad.ir.types import Numeric
from srcgrad.loops.nests.refusal import NotLowered
from srcgrad.loops.nests.tensors import Tensor, promoted
from srcgrad.loops.preparation.dimensions import ELEMENTWISE
from srcgrad.primitives.formula import Formula
from srcgrad.primitives.table import TABLE

# What Numba does not compile on scalars, or not with NumPy's meaning.
ABSENT = frozenset("float_power heaviside logical_xor left_shift right_shift".split())
PLAIN = frozenset(
    "add subtract multiply divide power negative positive floor_divide mod less "
    "less_equal greater greater_equal equal not_equal bitwise_and bitwise_or bitwise_xor "
    "left_shift right_shift".split()
)
BOOLEAN = frozenset(
    "less less_equal greater greater_equal equal not_equal logical_and logical_or "
    "logical_xor logical_not isnan isfinite isinf signbit not bool math.isnan math.isinf "
    "math.isfinite".split()
)


def is_elementwise(operation: str) -> bool:
    """Whether an operation works on each element alone."""
    return operation in ELEMENTWISE or operation in BOOLEAN or operation in ("int",)


def result_dtype(operation: str, operands: tuple[Tensor, ...]) -> tuple[str, bool]:
    """Return the dtype of the result, and whether it is weak."""
    if operation == "where":
        return promoted(*operands[1:])
    entry = TABLE[operation]
    symbols = [
        Formula(
            Constant(0),
            Numeric(
                t.dtype, () if not t.shape else (None,) * t.rank, t.rank > 0, t.weak
            ),
        )
        for t in operands
    ]
    found = entry.result(*symbols)
    if isinstance(found, Numeric) and found.dtype is not None:
        return found.dtype, found.weak
    if operation == "power":
        dtype, weak = promoted(*operands)
        return ("float64" if weak else dtype), weak
    raise NotLowered(f"`{entry.spelling}` on these dtypes")


def element(operation: str, parts: tuple[Expression, ...], boolean: bool) -> Expression:
    """Return one element of the result. boolean : the operands are truth values."""
    match operation, parts:
        case "where", (condition, then, otherwise):
            return _choice(condition, then, otherwise)
        case "multiply", (Constant(value=1.0 | 1), other) | (
            other,
            Constant(value=1.0),
        ):
            return other
        case "add", (Constant(value=0.0), other) | (other, Constant(value=0.0)):
            return other
        case "power", (base, Constant(value=exponent)) if exponent in (2, 3, 2.0, 3.0):
            return Apply("power", (base, Constant(int(exponent))))
        case "square", (base,):
            return Apply("power", (base, Constant(2)))
        case "positive" | "conj", (inner,):
            return inner
        case "logical_and", (left, right):
            return Apply("and", (left, right))
        case "logical_or", (left, right):
            return Apply("or", (left, right))
        case "logical_not" | "not", (inner,):
            return Apply("not", (inner,))
        case "invert", (inner,) if boolean:
            return Apply("not", (inner,))
        case "clip", (value, low, high):
            if low != Constant(None):
                value = Apply("maximum", (value, low))
            return value if high == Constant(None) else Apply("minimum", (value, high))
        case "clip", (value, low):
            return Apply("maximum", (value, low))
        case "float_power", (base, exponent):
            return Apply("power", (Apply("float", (base,)), exponent))
        case "float64", (inner,):
            return Apply("float", (inner,))
        case "heaviside", (value, at_zero):
            one, zero = Constant(1.0), Constant(0.0)
            inner = Choice(Apply("less", (value, zero)), zero, at_zero)
            return Choice(Apply("greater", (value, zero)), one, inner)
        case "logical_xor", (left, right):
            return Apply("not_equal", (left, right))
        case "reciprocal", (inner,):
            return Apply("divide", (Constant(1.0), inner))
        case "math.log_of", (value, base):
            return Apply(
                "divide", (Apply("math.log", (value,)), Apply("math.log", (base,)))
            )
        case "math.cbrt" | "math.fmod", _:
            return Apply(operation.removeprefix("math."), parts)
        case "scipy.special.erf" | "scipy.special.erfc", _:
            return Apply(operation.replace("scipy.special", "math"), parts)
        case "scipy.special.expit", (value,):
            whole = Apply(
                "add", (Constant(1.0), Apply("exp", (Apply("negative", (value,)),)))
            )
            return Apply("divide", (Constant(1.0), whole))
        case "sign" | "abs" | "fabs", _:
            return Apply(operation, parts)
        case _:
            return Apply(operation, parts)


def _choice(condition: Expression, then: Expression, other: Expression) -> Expression:
    if condition == Constant(True):
        return then
    return other if condition == Constant(False) else Choice(condition, then, other)
