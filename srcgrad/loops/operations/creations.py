"""Arrays made of nothing, of numbers, or of the elements of another in another shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Expression,
    Name,
    Sequence,
)
from srcgrad.loops.nests.affine import Affine
from srcgrad.loops.nests.nest import Call
from srcgrad.loops.nests.refusal import NotLowered
from srcgrad.loops.nests.tensors import (
    Shape,
    Tensor,
    expanded,
    filled,
    memory,
    shifted,
    squeezed,
)
from srcgrad.loops.operations.arguments import (
    dtype_of,
    number,
    shape_of,
    size,
    spread_to,
    stacked,
    values_named,
)
from srcgrad.loops.operations.evaluation import Values


def created(fill: float | None) -> Any:
    """`np.zeros(shape, dtype)` and its like."""

    def rule(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
        shape = shape_of(values, arguments[0])
        dtype = dtype_of(
            values, arguments[1] if len(arguments) > 1 else None, "float64"
        )
        return filled(shape, number(fill or 0.0, dtype), dtype)

    return rule


def alike(fill: float) -> Any:
    """`np.zeros_like(a, dtype)` and its like."""

    def rule(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
        found = values.value(arguments[0])
        if isinstance(found, tuple):
            raise NotLowered("a cotangent that is a tuple")
        dtype = dtype_of(
            values, arguments[1] if len(arguments) > 1 else None, found.dtype
        )
        return filled(found.shape, number(fill, dtype), dtype)

    return rule


def full(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.full(shape, value)`."""
    shape, value = shape_of(values, arguments[0]), values.tensor(arguments[1])
    return _spread(values, shape, value, value.dtype)


def full_like(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.full_like(a, value)`."""
    like, value = values.tensor(arguments[0]), values.tensor(arguments[1])
    return _spread(values, like.shape, value, like.dtype)


def _spread(values: Values, shape: Shape, value: Tensor, dtype: str) -> Tensor:

    return replace(spread_to(values, value, shape), dtype=dtype, weak=False, array=None)


def arange(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.arange(n)`, `np.arange(start, stop)` of integers."""
    if len(arguments) > 2 and arguments[2] not in (Constant(None), Constant(1)):
        raise NotLowered("`np.arange` with a step")
    given = [a for a in arguments[:2] if a != Constant(None)]
    if any("float" in values.tensor(a).dtype for a in given):
        raise NotLowered("`np.arange` of floats")
    start = values.extent(given[0]) if len(given) > 1 else Affine()
    stop = values.extent(given[-1])

    first = values.writer.extent(start)
    return Tensor((stop - start,), "int64", lambda i: shifted(i[0], first))


def linspace(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.linspace(start, stop, num)`."""
    if len(arguments) > 3 and arguments[3] != Constant(True):
        raise NotLowered("`np.linspace` without its end")
    start, stop = values.scalar(arguments[0]), values.scalar(arguments[1])
    extent = values.extent(arguments[2]) if len(arguments) > 2 else Affine(50)
    last = values.writer.extent(extent - 1).expression()
    step = values.writer.named(
        Apply("divide", (Apply("subtract", (stop, start)), last)), "step"
    )

    def at(i: tuple[Expression, ...]) -> Expression:
        return Apply("add", (start, Apply("multiply", (i[0], step))))

    return Tensor((extent,), "float64", at)


def eye(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.eye(n)`."""
    if any(a not in (Constant(None), Constant(0)) for a in arguments[1:]):
        raise NotLowered("`np.eye` that is not square")
    extent = values.extent(arguments[0])

    def at(i: tuple[Expression, ...]) -> Expression:
        if all(isinstance(k, Constant) for k in i):
            return Constant(float(i[0] == i[1]))
        return Choice(Apply("equal", i), Constant(1.0), Constant(0.0))

    return Tensor((extent, extent), "float64", at)


def array(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.array([...])`."""
    found = values.value(arguments[0])
    result = stacked(values, found) if isinstance(found, tuple) else found
    if len(arguments) > 1 and arguments[1] != Constant(None):
        return converted(result, dtype_of(values, arguments[1], result.dtype))
    return result


def converted(tensor: Tensor, dtype: str) -> Tensor:
    """Return the elements in another dtype."""
    if dtype == tensor.dtype:
        return replace(tensor, weak=False)
    if dtype not in ("float64", "int64", "float32", "int32"):
        raise NotLowered(f"a conversion to {dtype}")
    return Tensor(
        tensor.shape,
        dtype,
        lambda at: Apply(dtype, (tensor.at(at),)),
        literal=tensor.literal,
    )


def astype(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`a.astype(dtype)`, `np.asarray(a, dtype)`."""
    found = values.value(arguments[0])
    base = stacked(values, found) if isinstance(found, tuple) else found
    return converted(base, dtype_of(values, arguments[1], base.dtype))


def reshaped_to(values: Values, base: Tensor, shape: Expression | None) -> Tensor:
    """Copy the elements, in their order, into an array of another shape."""
    writer = values.writer
    total = size(values, base.shape)
    if shape is None:
        extents: Shape = (total,)
    else:
        extents = _filled_in(values, shape_of(values, shape), base.shape, total)
    if extents == base.shape:
        return base
    thin = tuple(e for e in base.shape if e != Affine(1))
    if thin == tuple(e for e in extents if e != Affine(1)):
        return _thinned(base, extents)
    flat = writer.unused("flat")
    source = writer.allocate("source", base.shape, base.dtype)
    writer.fill(source, base)
    assert source.array is not None
    spelled = Sequence(tuple(writer.extent(e).expression() for e in extents))
    writer.add(
        Call(
            (flat,),
            Apply("reshape", (Name(source.array), spelled)),
            frozenset((source.array,)),
            frozenset((flat, source.array)),
        )
    )
    return memory(flat, extents, base.dtype)


def _thinned(base: Tensor, extents: Shape) -> Tensor:
    """Return a value with axes of extent 1 put in or taken out."""
    thin = squeezed(base, {k for k, e in enumerate(base.shape) if e == Affine(1)})
    new = tuple(k for k, e in enumerate(extents) if e == Affine(1))
    return expanded(thin, new) if new else thin


def _filled_in(values: Values, shape: Shape, old: Shape, total: Affine) -> Shape:
    """Replace the -1 of a shape by what is left."""
    if Affine(-1) not in shape:
        return shape
    place = shape.index(Affine(-1))
    others = [e for k, e in enumerate(shape) if k != place]
    rest = [e for e in old]
    for extent in list(others):
        if extent in rest:
            rest.remove(extent)
            others.remove(extent)
    if not others:
        found = size(values, tuple(rest))
    else:
        divisor = size(values, tuple(e for k, e in enumerate(shape) if k != place))
        parts = (
            values.writer.extent(total).expression(),
            values.writer.extent(divisor).expression(),
        )
        found = values_named(values, Apply("floor_divide", parts))
    return (*shape[:place], found, *shape[place + 1 :])


def as_array(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.asarray(a, dtype)`."""
    if len(arguments) > 1 and arguments[1] != Constant(None):
        return astype(values, arguments)
    found = values.value(arguments[0])
    return stacked(values, found) if isinstance(found, tuple) else found


def ravel(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.ravel(a)`, `a.flatten()`."""
    base = values.tensor(arguments[0])
    return base if base.rank == 1 else reshaped(values, base, None)


def reshape(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.reshape(a, shape)`."""
    base = values.tensor(arguments[0])
    return reshaped(values, base, arguments[1])


def reshaped(values: Values, base: Tensor, shape: Expression | None) -> Tensor:
    """Return the same elements with other axes."""
    return reshaped_to(values, base, shape)


RULES: Mapping[str, Any] = {
    "zeros": created(0.0),
    "ones": created(1.0),
    "empty": created(0.0),
    "zeros_like": alike(0.0),
    "helper.zero_cotangent": alike(0.0),
    "ones_like": alike(1.0),
    "empty_like": alike(0.0),
    "full": full,
    "full_like": full_like,
    "arange": arange,
    "linspace": linspace,
    "eye": eye,
    "identity": eye,
    "array": array,
    "astype": astype,
    "asarray": as_array,
    "ravel": ravel,
    "flatten": ravel,
    "reshape": reshape,
}
