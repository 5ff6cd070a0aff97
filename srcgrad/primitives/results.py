"""Types of results: what each operation gives, from the types of its arguments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from srcgrad.ir.expressions import Expression, Sequence, Var
from srcgrad.ir.printer import expression_text
from srcgrad.ir.types import (
    COMPLEX,
    INTEGER,
    LONGEST,
    PLACED,
    REAL,
    Dimension,
    ListOf,
    Numeric,
    Shape,
    ShapeOf,
    TupleOf,
    Type,
    factors,
    is_complex,
)
from srcgrad.ir.types import broadcast as broadcast_shapes
from srcgrad.primitives.formula import Formula, lift, type_of

Result = Callable[..., Type]

WEAK: dict[str, Any] = {"bool": True, "int64": 0, "float64": 0.0, "complex128": 0j}


def numeric(value: Any) -> Numeric:
    """Type of a value that NumPy takes as an array, be it a number or a sequence."""
    found = as_array(type_of(value))
    if isinstance(value, (Formula, list)) and isinstance(found.shape, tuple):
        return replace(found, shape=_counted(lift(value), found.shape))
    return found


def _counted(
    expression: Expression, shape: tuple[Dimension, ...]
) -> tuple[Dimension, ...]:
    """Shape of what is written as a list, whose type does not say how long it is."""
    if not shape or not isinstance(expression, Sequence):
        return shape
    inner = {_counted(item, shape[1:]) for item in expression.items}
    return (len(expression.items), *(inner.pop() if len(inner) == 1 else shape[1:]))


def as_array(type_: Type) -> Numeric:
    """Type of the array that NumPy makes of a value of this type."""
    match type_:
        case Numeric():
            return type_
        case ShapeOf(shape):
            return Numeric("int64", (len(shape) if isinstance(shape, tuple) else None,))
        case TupleOf(items):
            inner = [as_array(item) for item in items]
            shape = inner[0].shape if inner else ()
            if any(item.shape != shape for item in inner):
                shape = same_rank([item.shape for item in inner])
            return Numeric(promote(*inner), prefix(len(items), shape), mutable=True)
        case ListOf(item):
            one = as_array(item)
            return Numeric(promote(one), prefix(None, one.shape), mutable=True)
        case _:
            return Numeric()


def same_rank(shapes: list[Shape]) -> Shape:
    """Shape with unknown extents, if all shapes have the same known rank."""
    ranks = {len(shape) if isinstance(shape, tuple) else None for shape in shapes}
    rank = ranks.pop() if len(ranks) == 1 else None
    return None if rank is None else (None,) * rank


def prefix(extent: Dimension, shape: Shape) -> Shape:
    """Shape of a sequence of values of a shape."""
    if shape == frozenset():
        return (extent,)
    return (extent, *shape) if isinstance(shape, tuple) else None


def promote(*types: Numeric) -> str | None:
    """Return the dtype of an arithmetic result; Python numbers are weak (NEP 50)."""
    unsure = any(t.dtype in (None, COMPLEX, REAL) for t in types)
    if unsure and any(is_complex(t.dtype) for t in types):
        return COMPLEX
    if not types or any(t.dtype is None for t in types):
        return None
    if unsure:
        return REAL
    operands = [WEAK[str(t.dtype)] if t.weak else np.dtype(t.dtype) for t in types]
    return str(np.result_type(*operands))


def broadcast(*shapes: Shape) -> Shape:
    """Shape of an elementwise operation; what was summed of `x` fits into `x`."""
    found = broadcast_shapes(*shapes)
    if not isinstance(found, frozenset) or len(found) < 2:
        return found
    return frozenset(
        name for name in found if not factors(name.rpartition("~")[0]) <= found - {name}
    )


def reduction_between(whole: Shape, part: Shape) -> tuple[Any, bool] | None:
    """Return (axis, keepdims) of the sum that undoes a broadcast, None if not certain.

    For shapes of unknown rank: that `part` is what a reduction of `whole` left, so that
    a cotangent of `whole` comes to the shape of `part` by `np.sum(c, axis, keepdims)`.
    """
    if not isinstance(whole, frozenset) or not isinstance(part, frozenset):
        return None
    if not whole or len(part) != 1:
        return None
    (name,) = part
    for mark in "~/":
        before, _, axes = name.rpartition(mark)
        if before == name_of(whole) and PLACED not in axes:
            several = tuple(int(a) for a in axes.split(",")) if axes != "None" else None
            if mark == "/" and several != tuple(range(len(several or ()))):
                return None  # broadcasting puts the other axes back elsewhere
            axis = several[0] if several and len(several) == 1 else several
            return axis, mark == "~"
    return None


def left_of(shape: frozenset[str], axis: Any, keepdims: bool) -> str:
    """Name of the shape that is left of an unknown one by a reduction.

    `x~0` is x's shape with the extent of axis 0 made 1, `x/0` without that axis. An axis
    that a variable holds is named after it: `x~axis.0@`.
    """
    if isinstance(axis, Formula):
        axis = f"{expression_text(axis.expression)}{PLACED}"
    axes = axis if isinstance(axis, tuple) else (axis,)
    which = "".join(f"{one}," for one in axes).rstrip(",")
    return f"{name_of(shape)}{'~' if keepdims else '/'}{which}"


def name_of(shape: Shape) -> str | None:
    """Write a shape that is certain, to make names of others from it."""
    if isinstance(shape, frozenset):
        names = sorted(shape)
        return names[0] if len(names) == 1 else f"({'*'.join(names)})"
    if shape is None or None in shape:
        return None
    return str(shape)


def naming(key: str, places: tuple[int, ...], result: Result) -> Result:
    """Name the result's shape after the operands' shapes, where nothing else is known.

    The shape must follow from the shapes of the operands at `places` and from literals,
    so that what has the same name has the same shape.
    """

    def named(*values: Any) -> Type:
        found = result(*values)
        if not isinstance(found, Numeric) or found.shape is not None:
            return found
        words: list[str] = []
        for place, value in enumerate(values):
            operands = value if isinstance(value, (tuple, list)) else (value,)
            for operand in operands:
                word: str | None = repr(operand)
                if isinstance(operand, Formula) and place in places:
                    word = name_of(numeric(operand).shape)
                elif not is_literal(operand):
                    word = None
                if word is None:
                    return found
                words.append(word)
            words.append(";")
        name = f"{key}({' '.join(words[:-1])})"
        if len(name) > LONGEST:
            return found
        return Numeric(found.dtype, frozenset({name}), found.mutable, found.weak)

    return named


def array(dtype: str | None, shape: Shape, weak: bool = False) -> Numeric:
    """Type of what an operation makes anew: a scalar where it has rank 0."""
    mutable = None
    if isinstance(shape, tuple):
        mutable = len(shape) > 0
    elif shape is not None and not shape:
        mutable = False
    return Numeric(dtype, shape, mutable, weak)


def operator(*values: Any) -> Numeric:
    """Type of `x + y`: Python numbers give a Python number."""
    types = [numeric(value) for value in values]
    weak = all(t.weak for t in types)
    dtype = promote(*types)
    if dtype == "bool" and weak:
        dtype = "int64"
    sparse = next((t for t in types if t.sparse), None)
    if sparse is not None:
        return sparse
    return array(dtype, broadcast(*(t.shape for t in types)), weak)


def float_dtype(dtype: str | None) -> str | None:
    """Return the dtype of a float function of numbers of this dtype."""
    if dtype is None or dtype.startswith(("float", "complex")):
        return dtype
    if dtype in ("bool", "int8", "uint8"):
        return "float16"
    return "float32" if dtype in ("int16", "uint16") else "float64"


def floating(*values: Any) -> Numeric:
    """Type of a function with floating results, elementwise."""
    types = [numeric(value) for value in values if value is not None]
    if all(t.weak for t in types):
        known = all(t.dtype is not None for t in types)
        dtype = "float64" if known else None
        if any(is_complex(t.dtype) for t in types):
            dtype = promote(*types)
    else:
        dtype = float_dtype(promote(*types))
    return array(dtype, broadcast(*(t.shape for t in types)))


def of_special(*values: Any) -> Numeric:
    """Type of a special function of SciPy: computed in single or in double precision."""
    plain = floating(*values)
    known = (None, "float32", "float64", "complex64", "complex128", COMPLEX, REAL)
    operands = [numeric(value).dtype for value in values if value is not None]
    small = ("bool", "int8", "uint8", "int16", "uint16", "float16")
    sure = plain.dtype in known and not any(dtype in small for dtype in operands)
    return plain if sure else replace(plain, dtype=None)


def division(x: Any, y: Any) -> Numeric:
    """Type of `x / y`: never an integer."""
    plain = operator(x, y)
    if plain.sparse:
        return plain
    dtype = plain.dtype
    if dtype is not None and not dtype.startswith(("float", "complex")):
        dtype = "float64"
    return array(dtype, plain.shape, plain.weak)


def power(x: Any, y: Any) -> Numeric:
    """Type of `x**y`: a Python int to a negative or unknown one may give a float."""
    plain = operator(x, y)
    if plain.weak and plain.dtype == "int64" and not (type(y) is int and y >= 0):
        return Numeric("float64" if type(y) is int else None, (), False, True)
    return plain


def same(*values: Any) -> Numeric:
    """Type of an elementwise function that keeps the promoted dtype (np.maximum)."""
    types = [numeric(value) for value in values if value is not None]
    return array(promote(*types), broadcast(*(t.shape for t in types)))


def boolean(*values: Any) -> Numeric:
    """Type of a comparison."""
    types = [numeric(value) for value in values if value is not None]
    return array("bool", broadcast(*(t.shape for t in types)))


def flag(*_: Any) -> Numeric:
    """Type of one truth value."""
    return Numeric("bool", (), mutable=False, weak=True)


def count(*_: Any) -> Numeric:
    """Type of a Python integer."""
    return INTEGER


def is_named(value: Any) -> bool:
    """Whether the value is that of a variable, which a name can be made of."""
    return isinstance(value, Formula) and isinstance(value.expression, Var)


def is_literal(value: Any) -> bool:
    """Whether the value is known now, all of it."""
    if isinstance(value, (tuple, list)):
        return all(is_literal(item) for item in value)
    return not isinstance(value, Formula)


def known_rank(value: Any) -> int | None:
    """Rank of a Formula, a literal, or an array; None where unknown."""
    if isinstance(value, Formula):
        shape = numeric(value).shape
        if isinstance(shape, frozenset):
            return None if shape else 0
        return None if shape is None else len(shape)
    return int(np.ndim(value))


def extents(shape: Any) -> Shape:
    """Read a shape argument: `(n, 3)`, `n`, `x.shape`."""
    if isinstance(shape, (tuple, list)):
        return tuple(extent if type(extent) is int else None for extent in shape)
    if type(shape) is int:
        return (shape,)
    match type_of(shape):
        case ShapeOf(inner):
            return inner
        case TupleOf(items):
            return (None,) * len(items)
        case Numeric(shape=()):
            return (None,)
    return None


def shape_of(value: Any) -> Shape:
    """Shape of a Formula, a literal or an array, as far as known."""
    return numeric(value).shape if isinstance(value, Formula) else np.shape(value)


def total(shape: Shape) -> int | None:
    """Return the number of elements, where all extents are known numbers."""
    if not isinstance(shape, tuple):
        return None
    count = 1
    for extent in shape:
        if not isinstance(extent, int):
            return None
        count *= extent
    return count
