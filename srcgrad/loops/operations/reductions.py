"""Sums, means, extremes over axes -> loops that gather them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from srcgrad.ir.expressions import Apply, Constant, Expression, Name
from srcgrad.loops.nests.affine import Affine
from srcgrad.loops.nests.nest import Assign, Branch, Put
from srcgrad.loops.nests.refusal import NotLowered
from srcgrad.loops.nests.tensors import (
    Shape,
    Tensor,
    at_zero,
    expanded,
    is_small,
    memory,
    scalar,
)
from srcgrad.loops.operations.arguments import (
    axes_of,
    literal,
    size,
    spread_to,
    stacked,
)
from srcgrad.loops.operations.evaluation import Values

Combine = Callable[[Expression, Expression], Expression]


def _options(
    base: Tensor, arguments: tuple[Expression, ...]
) -> tuple[tuple[int, ...], bool]:
    axes = axes_of(base, arguments[1] if len(arguments) > 1 else None)
    keepdims = len(arguments) > 2 and arguments[2] == Constant(True)
    return axes, keepdims


def add(left: Expression, right: Expression) -> Expression:
    """Return a sum, without a zero."""
    return right if left == Constant(0.0) else Apply("add", (left, right))


def reduced(
    values: Values,
    base: Tensor,
    axes: tuple[int, ...],
    keepdims: bool,
    start: Expression | None,
    combine: Combine,
    stem: str,
    dtype: str,
) -> Tensor:
    """Combine the elements along axes; `start` is None where the first one is."""
    if not axes or not base.rank:
        return base
    kept = tuple(k for k in range(base.rank) if k not in axes)
    shape = tuple(base.shape[k] for k in kept)
    inner = tuple(base.shape[k] for k in axes)
    if base.literal or (is_small(inner) and (is_small(shape) or not shape)):
        result = _written_out(base, axes, kept, start, combine, dtype)
    elif not shape:
        result = _gathered(values, base, start, combine, stem, dtype)
    else:
        result = _by_rows(values, base, axes, kept, start, combine, stem, dtype)
    return expanded(result, axes) if keepdims else result


def _whole(
    axes: tuple[int, ...],
    kept: tuple[int, ...],
    inner: tuple[Expression, ...],
    outer: tuple[Expression, ...],
) -> tuple[Expression, ...]:
    found = dict(zip((*axes, *kept), (*inner, *outer), strict=True))
    return tuple(found[k] for k in range(len(found)))


def _written_out(
    base: Tensor,
    axes: tuple[int, ...],
    kept: tuple[int, ...],
    start: Expression | None,
    combine: Combine,
    dtype: str,
) -> Tensor:
    """Reduction over a few elements, in one expression."""
    import itertools

    shape = tuple(base.shape[k] for k in kept)
    ranges = [range(base.shape[k].number or 0) for k in axes]

    def at(outer: tuple[Expression, ...]) -> Expression:
        total = start
        for inner in itertools.product(*ranges):
            value = base.at(_whole(axes, kept, tuple(map(Constant, inner)), outer))
            total = value if total is None else combine(total, value)
        assert total is not None
        return total

    return Tensor(shape, dtype, at, literal=base.literal)


def _gathered(
    values: Values,
    base: Tensor,
    start: Expression | None,
    combine: Combine,
    stem: str,
    dtype: str,
) -> Tensor:
    """Reduction of everything, into a scalar."""
    writer = values.writer
    name = writer.unused(stem)
    writer.add(Assign(name, at_zero(base) if start is None else start))
    writer.nest(
        base.shape,
        lambda at: writer.add(Assign(name, combine(Name(name), base.at(at)))),
    )
    return scalar(Name(name), dtype)


def _by_rows(
    values: Values,
    base: Tensor,
    axes: tuple[int, ...],
    kept: tuple[int, ...],
    start: Expression | None,
    combine: Combine,
    stem: str,
    dtype: str,
) -> Tensor:
    """Reduction along axes: a scalar for each row where they are the last ones."""
    writer = values.writer
    shape = tuple(base.shape[k] for k in kept)
    inner = tuple(base.shape[k] for k in axes)
    result = writer.allocate(stem, shape, dtype)
    array = result.array
    assert array is not None
    if min(axes) > max(kept):
        name = writer.unused("total" if stem == "total" else f"{stem}_here")

        def row(outer: tuple[Expression, ...]) -> None:
            first = base.at((*outer, *(Constant(0),) * len(axes)))
            writer.add(Assign(name, first if start is None else start))
            writer.nest(
                inner,
                lambda at: writer.add(
                    Assign(name, combine(Name(name), base.at((*outer, *at))))
                ),
            )
            writer.add(Put(array, outer, Name(name)))

        writer.nest(shape, row)
        return result
    zero = (Constant(0),) * len(axes)
    writer.nest(
        shape,
        lambda at: writer.add(
            Put(
                array,
                at,
                base.at(_whole(axes, kept, zero, at)) if start is None else start,
            )
        ),
    )

    def step(at: tuple[Expression, ...]) -> None:
        outer = tuple(at[k] for k in kept)
        value = combine(Name("@"), base.at(at))
        if value == Apply("add", (Name("@"), base.at(at))):
            writer.add(Put(array, outer, base.at(at), "+"))
        else:
            from srcgrad.ir.expressions import Index

            old = Index(Name(array), outer)
            writer.add(Put(array, outer, combine(old, base.at(at))))

    writer.nest(base.shape, step)
    return result


def summed(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.sum(a, axis, keepdims)`."""
    base = _array(values, arguments[0])
    axes, keepdims = _options(base, arguments)
    dtype = "int64" if base.dtype == "bool" else base.dtype
    zero = Constant(0) if "int" in dtype else Constant(0.0)
    return reduced(values, base, axes, keepdims, zero, add, "total", dtype)


def _array(values: Values, argument: Expression) -> Tensor:

    found = values.value(argument)
    return stacked(values, found) if isinstance(found, tuple) else found


def mean(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.mean(a, axis, keepdims)`."""
    base = _array(values, arguments[0])
    axes, keepdims = _options(base, arguments)
    dtype = base.dtype if base.dtype.startswith(("float", "complex")) else "float64"
    total = reduced(values, base, axes, keepdims, Constant(0.0), add, "total", dtype)
    number = values.writer.extent(
        size(values, tuple(base.shape[k] for k in axes))
    ).expression()
    return Tensor(
        total.shape,
        dtype,
        lambda at: Apply("divide", (total.at(at), number)),
        literal=total.literal,
    )


def extreme(operation: str, stem: str) -> Any:
    """`np.max(a, axis, keepdims)` and `np.min`."""

    def rule(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
        base = _array(values, arguments[0])
        axes, keepdims = _options(base, arguments)

        def combine(left: Expression, right: Expression) -> Expression:
            return Apply(operation, (left, right))

        return reduced(values, base, axes, keepdims, None, combine, stem, base.dtype)

    return rule


def prod(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.prod(a, axis, keepdims)`."""
    base = _array(values, arguments[0])
    axes, keepdims = _options(base, arguments)

    def combine(left: Expression, right: Expression) -> Expression:
        return Apply("multiply", (left, right))

    one = Constant(1) if "int" in base.dtype else Constant(1.0)
    return reduced(values, base, axes, keepdims, one, combine, "product", base.dtype)


def truth(operation: str, start: bool, stem: str) -> Any:
    """`np.any(a)` and `np.all(a)`."""

    def rule(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
        base = values.tensor(arguments[0])
        axes, keepdims = _options(base, arguments)

        def combine(left: Expression, right: Expression) -> Expression:
            return Apply(operation, (left, right))

        zero = Constant(0) if "int" in base.dtype else Constant(0.0)
        tested = base
        if base.dtype != "bool":
            tested = Tensor(
                base.shape,
                "bool",
                lambda i: Apply("not_equal", (base.at(i), zero)),
                literal=base.literal,
            )
        return reduced(
            values, tested, axes, keepdims, Constant(start), combine, stem, "bool"
        )

    return rule


def place_of(operation: str, stem: str) -> Any:
    """`np.argmax(a, axis, keepdims)` and `np.argmin`: the first of equal ones."""

    def rule(values: Values, arguments: tuple[Expression, ...]) -> Tensor:

        base = _array(values, arguments[0])
        writer = values.writer
        flat = len(arguments) < 2 or arguments[1] == Constant(None)
        if flat and base.rank > 1:
            raise NotLowered(f"`np.{stem}` of an array of several axes without `axis`")
        axis = 0 if flat else literal(arguments[1]) % base.rank
        keepdims = len(arguments) > 2 and arguments[2] == Constant(True)
        if base.literal:
            base = writer.in_memory(base, "item")
        outer_shape = (*base.shape[:axis], *base.shape[axis + 1 :])
        best, where = writer.unused("best"), writer.unused("where")

        def search(outer: tuple[Expression, ...]) -> None:
            def item(k: Expression) -> Expression:
                return base.at((*outer[:axis], k, *outer[axis:]))

            def step(at: tuple[Expression, ...]) -> None:
                # a NaN is taken, and kept: it is unequal to itself
                value = item(at[0])
                better = Apply(
                    "or",
                    (
                        Apply(operation, (value, Name(best))),
                        Apply(
                            "and",
                            (
                                Apply("not_equal", (value, value)),
                                Apply("equal", (Name(best), Name(best))),
                            ),
                        ),
                    ),
                )
                taken = (Assign(best, value), Assign(where, at[0]))
                writer.add(Branch(better, taken, ()))

            writer.add(Assign(best, item(Constant(0))))
            writer.add(Assign(where, Constant(0)))
            writer.nest((base.shape[axis],), step)

        if not outer_shape:
            search(())
            result = scalar(Name(where), "int64")
        else:
            found = writer.allocate(stem, outer_shape, "int64")
            assert found.array is not None
            array = found.array

            def row(outer: tuple[Expression, ...]) -> None:
                search(outer)
                writer.add(Put(array, outer, Name(where)))

            writer.nest(outer_shape, row)
            result = memory(array, outer_shape, "int64")
        return expanded(result, (axis,)) if keepdims else result

    return rule


def unbroadcast(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """Sum a cotangent over the axes that its primal was broadcast along."""
    cotangent, primal = values.tensor(arguments[0]), values.tensor(arguments[1])
    extra = cotangent.rank - primal.rank
    if extra:
        cotangent = reduced(
            values,
            cotangent,
            tuple(range(extra)),
            False,
            Constant(0.0),
            add,
            "total",
            cotangent.dtype,
        )
    axes = tuple(
        k
        for k, (own, other) in enumerate(
            zip(primal.shape, cotangent.shape, strict=True)
        )
        if own == Affine(1) and other != Affine(1)
    )
    for own, other in zip(primal.shape, cotangent.shape, strict=True):
        if own != Affine(1) and own != other:
            values.writer.equal(own, other, "a cotangent and its primal")
    if not axes:
        return cotangent
    return reduced(
        values, cotangent, axes, True, Constant(0.0), add, "total", cotangent.dtype
    )


def expand(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """Spread a cotangent of a sum over the axes that were summed."""
    cotangent, primal = values.tensor(arguments[0]), values.tensor(arguments[1])
    axis = literal(arguments[2]) if len(arguments) > 2 else None
    keepdims = len(arguments) > 3 and literal(arguments[3])
    if axis is not None and not keepdims:
        cotangent = expanded(cotangent, axis)
    return spread_to(values, cotangent, primal.shape)


def running(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.cumsum(a, axis)`."""
    base = _array(values, arguments[0])
    writer = values.writer
    axis = 0
    if len(arguments) > 1 and arguments[1] != Constant(None):
        axis = literal(arguments[1]) % base.rank
    elif base.rank > 1:
        raise NotLowered("`np.cumsum` of an array of several axes without `axis`")
    if base.literal:
        base = writer.in_memory(base, "item")
    result = writer.allocate("running", base.shape, base.dtype)
    array = result.array
    assert array is not None
    outer_shape: Shape = (*base.shape[:axis], *base.shape[axis + 1 :])
    total = writer.unused("total")

    def row(outer: tuple[Expression, ...]) -> None:
        def step(at: tuple[Expression, ...]) -> None:
            whole = (*outer[:axis], at[0], *outer[axis:])
            writer.add(Assign(total, Apply("add", (Name(total), base.at(whole)))))
            writer.add(Put(array, whole, Name(total)))

        writer.add(Assign(total, Constant(0.0)))
        writer.nest((base.shape[axis],), step)

    writer.nest(outer_shape, row)
    return result


def spread(values: Values, arguments: tuple[Expression, ...], root: bool) -> Tensor:
    """`np.var(a, axis, ddof, keepdims)`, and its root."""
    base = values.tensor(arguments[0])
    axes = axes_of(base, arguments[1] if len(arguments) > 1 else None)
    ddof = literal(arguments[2]) if len(arguments) > 2 else 0
    keepdims = len(arguments) > 3 and arguments[3] == Constant(True)
    number = size(values, tuple(base.shape[k] for k in axes))
    total = reduced(values, base, axes, True, Constant(0.0), add, "total", base.dtype)
    whole = values.writer.extent(number).expression()
    middle = Tensor(
        total.shape,
        base.dtype,
        lambda at: Apply("divide", (total.at(at), whole)),
        literal=total.literal,
    )
    wide = spread_to(values, values.writer.kept(middle, "mean"), base.shape)

    def square(at: tuple[Expression, ...]) -> Expression:
        return Apply(
            "power", (Apply("subtract", (base.at(at), wide.at(at))), Constant(2))
        )

    squares = Tensor(base.shape, base.dtype, square, literal=base.literal)
    found = reduced(
        values, squares, axes, keepdims, Constant(0.0), add, "total", base.dtype
    )
    less = values.writer.extent(number - ddof).expression()

    def at(index: tuple[Expression, ...]) -> Expression:
        value = Apply("divide", (found.at(index), less))
        return Apply("sqrt", (value,)) if root else value

    return Tensor(found.shape, base.dtype, at, literal=found.literal)


RULES: Mapping[str, Any] = {
    "sum": summed,
    "builtins.sum": summed,
    "mean": mean,
    "prod": prod,
    "max": extreme("maximum", "largest"),
    "min": extreme("minimum", "smallest"),
    "builtins.max_of": extreme("builtins.max", "largest"),
    "builtins.min_of": extreme("builtins.min", "smallest"),
    "any": truth("or", False, "found"),
    "all": truth("and", True, "holds"),
    "argmax": place_of("greater", "argmax"),
    "argmin": place_of("less", "argmin"),
    "cumsum": running,
    "var": lambda v, a: spread(v, a, False),
    "std": lambda v, a: spread(v, a, True),
    "helper.unbroadcast": unbroadcast,
    "helper.expand": expand,
}
