"""Arguments of an operation -> what they say: shapes, dtypes, axes, arrays of arrays."""

from __future__ import annotations

from typing import Any

from srcgrad.ir.expressions import Apply, Constant, Expression, Name, Sequence
from srcgrad.loops.nests.affine import Affine, affine
from srcgrad.loops.nests.nest import Put
from srcgrad.loops.nests.refusal import NotLowered
from srcgrad.loops.nests.tensors import (
    Shape,
    Tensor,
    element_at,
    is_small,
    promoted,
    scalar,
)
from srcgrad.loops.operations.evaluation import Values

DTYPES = {
    "np.float64": "float64",
    "np.float32": "float32",
    "np.int64": "int64",
    "np.int32": "int32",
    "np.bool_": "bool",
    "np.complex128": "complex128",
    "float": "float64",
    "int": "int64",
    "bool": "bool",
    "complex": "complex128",
}


def shape_of(values: Values, argument: Expression) -> Shape:
    """Read a shape: `(n, 3)`, `n`, `x.shape`."""
    match argument:
        case Apply("shape" | "np.shape", (array,)):
            return values.tensor(array).shape
        case Sequence(items):
            return tuple(values.extent(item) for item in items)
        case Constant(value=tuple() as several):
            return tuple(map(Affine, several))
        case _:
            return (values.extent(argument),)


def dtype_of(values: Values, argument: Expression | None, default: str) -> str:
    """Read a dtype: `float`, `np.float32`, `x.dtype`."""
    match argument:
        case None | Constant(value=None):
            return default
        case Constant(value=str() as text) if f"np.{text}" in DTYPES:
            return text
        case Name(text=text):
            short = f"np.{text.rpartition('.')[2]}" if "." in text else text
            if short in DTYPES:
                return DTYPES[short]
        case Apply("dtype" | "result_type", (array,)):
            return values.tensor(array).dtype
    raise NotLowered("a dtype that is not one of NumPy's plain ones")


def number(value: float, dtype: str) -> Expression:
    """Spell a number in a dtype."""
    if dtype == "bool":
        return Constant(bool(value))
    if "int" in dtype:
        return Constant(int(value))
    return Constant(value)


def stacked(values: Values, parts: Any) -> Tensor:
    """Return the array of a display of numbers or of arrays."""
    found = [stacked(values, p) if isinstance(p, tuple) else p for p in parts]
    if not found:
        raise NotLowered("an empty array")
    shape = values.broadcast(tuple(found), "the rows of an array")
    dtype, _ = promoted(*found)
    whole = (Affine(len(found)), *shape)
    if is_small(whole) or not shape:
        if is_small(whole):
            rows = tuple(found)

            def at(index: tuple[Expression, ...]) -> Expression:
                assert isinstance(index[0], Constant)
                row: Tensor = rows[index[0].value]
                return row.at(index[1:]) if row.shape else row.scalar

            return Tensor(whole, dtype, at, literal=True)
    result = values.writer.allocate("rows", whole, dtype)
    name = result.array
    assert name is not None
    for k, row in enumerate(found):
        values.writer.nest(
            shape,
            lambda at, k=k, row=row: values.writer.add(  # type: ignore[misc]
                Put(name, (Constant(k), *at), row.at(at))
            ),
        )
    return result


def size(values: Values, shape: Shape) -> Affine:
    """Return the number of elements of a shape."""
    numbers, others = 1, []
    for extent in shape:
        if extent.number is not None:
            numbers *= extent.number
        else:
            others.append(extent)
    if not others:
        return Affine(numbers)
    if len(others) == 1:
        return others[0].times(numbers)
    product: Expression | None = None if numbers == 1 else Constant(numbers)
    for extent in others:
        factor = values.writer.extent(extent).expression()
        product = factor if product is None else Apply("multiply", (product, factor))
    assert product is not None
    return values_named(values, product)


def values_named(values: Values, value: Expression) -> Affine:
    """Return an integer under a name, the same for the same value."""
    known = values.done.get(value)
    name = known.scalar if known is not None else values.writer.named(value, "count")
    assert isinstance(name, Name)
    if known is None:
        values.done[value] = scalar(name, "int64")
    values.writer.symbols.setdefault(f"@{name.text}", name.text)
    return affine(f"@{name.text}")


def literal(expression: Expression) -> Any:
    """Return the Python value of a literal argument."""
    match expression:
        case Constant(value=value):
            return value
        case Sequence(items):
            return tuple(literal(item) for item in items)
        case Apply("negative", (Constant(value=value),)):
            return -value
        case _:
            raise NotLowered("an axis that is not a literal")


def spread_to(values: Values, base: Tensor, shape: Shape) -> Tensor:
    """Return a value repeated to a larger shape."""
    if base.shape == shape:
        return base
    for extent, own in zip(reversed(shape), reversed(base.shape), strict=False):
        if own != Affine(1) and own != extent:
            values.writer.equal(own, extent, "a broadcast")
    (base,) = values.stretched((base,), shape)
    return Tensor(
        shape, base.dtype, lambda i: element_at(base, i), literal=base.literal
    )


def axes_of(base: Tensor, argument: Expression | None) -> tuple[int, ...]:
    """Read `axis`: the axes to reduce, in order."""
    if argument is None or argument == Constant(None):
        return tuple(range(base.rank))
    given = literal(argument)
    several = (given,) if isinstance(given, int) else tuple(given)
    return tuple(sorted(a % base.rank for a in several))
