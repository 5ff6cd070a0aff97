"""Indexing, transposes and other views -> the same elements at other indices."""

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
    Slice,
)
from srcgrad.loops.nests.affine import Affine, affine
from srcgrad.loops.nests.refusal import NotLowered
from srcgrad.loops.nests.tensors import (
    Tensor,
    element_at,
    expanded,
    permuted,
    scalar,
    shifted,
    squeezed,
)
from srcgrad.loops.operations.arguments import literal, shape_of, spread_to, stacked
from srcgrad.loops.operations.evaluation import Values


def indexed(values: Values, base: Expression, items: tuple[Expression, ...]) -> Any:
    """Return the elements of `base[items]`."""
    match base:
        case Apply("shape" | "np.shape", (array,)):
            place = values.integer(items[0])
            shape = values.tensor(array).shape
            if place is None or place.number is None:
                raise NotLowered("an extent of an axis that is not a literal")
            return count(values, shape[place.number])
    found = values.value(base)
    if isinstance(found, tuple):
        place = values.integer(items[0])
        if place is None or place.number is None:
            raise NotLowered("a tuple indexed by a variable")
        return found[place.number]
    return pick(values, found, items)


def count(values: Values, extent: Affine) -> Tensor:
    """Return an extent as a number."""
    return scalar(values.writer.extent(extent).expression(), "int64", True)


def pick(values: Values, base: Tensor, items: tuple[Expression, ...]) -> Tensor:
    """Return the elements that subscripts choose."""
    writer = values.writer
    items = spread(items, base.rank)
    if base.literal and any(_is_variable(values, item) for item in items):
        base = writer.in_memory(base, "item")
    shape: list[Affine] = []
    # for each axis of the base: what its index is, from the indices of the result
    axes: list[Any] = []
    advanced: list[tuple[int, Tensor]] = []
    first = -1
    for item in items:
        axis = len(axes)
        if is_newaxis(item):
            shape.append(Affine(1))
        elif isinstance(item, Slice):
            start, extent, step = bounds(values, item, base.shape[axis])
            axes.append((len(shape), start, step))
            shape.append(extent)
        else:
            place = element_index(values, item, base, axis)
            if isinstance(place, Tensor):
                if first < 0:
                    first = len(shape)
                elif advanced and advanced[-1][0] != axis - 1:
                    raise NotLowered("index arrays with a slice between them")
                advanced.append((axis, place))
                axes.append(place)
            else:
                axes.append(place)
    if advanced:
        return _gathered(values, base, axes, shape, advanced, first)

    def at(index: tuple[Expression, ...]) -> Expression:
        return base.at(tuple(_at(writer, axis, index) for axis in axes))

    return Tensor(tuple(shape), base.dtype, at, literal=base.literal)


def _at(writer: Any, axis: Any, index: tuple[Expression, ...]) -> Expression:
    if isinstance(axis, tuple):
        place, start, step = axis
        return shifted(index[place], writer.extent(start), step)
    assert not isinstance(axis, Tensor)
    return axis  # type: ignore[no-any-return]


def _gathered(
    values: Values,
    base: Tensor,
    axes: list[Any],
    shape: list[Affine],
    advanced: list[tuple[int, Tensor]],
    first: int,
) -> Tensor:
    """Elements at index arrays, which broadcast together."""
    writer = values.writer
    inner = values.broadcast(tuple(t for _, t in advanced), "index arrays")
    rank = len(inner)
    whole = (*shape[:first], *inner, *shape[first:])

    def at(index: tuple[Expression, ...]) -> Expression:
        among = index[first : first + rank]
        others = (*index[:first], *index[first + rank :])
        found: list[Expression] = []
        for number, axis in enumerate(axes):
            if isinstance(axis, Tensor):
                place = element_at(axis, among)
                found.append(wrapped(values, base, place, number))
            else:
                found.append(_at(writer, axis, others))
        return base.at(tuple(found))

    return Tensor(whole, base.dtype, at)


def wrapped(values: Values, base: Tensor, place: Expression, axis: int) -> Expression:
    """Count a negative index from the end: of an array in memory, Numba does that itself."""
    if base.array is not None:
        return place
    size = values.writer.extent(base.shape[axis]).expression()
    negative = Apply("less", (place, Constant(0)))
    return Choice(negative, Apply("add", (place, size)), place)


def spread(items: tuple[Expression, ...], rank: int) -> tuple[Expression, ...]:
    """Put full slices where an ellipsis or nothing stands."""
    taken = sum(not is_newaxis(i) and i != Constant(Ellipsis) for i in items)
    missing = (Slice(None, None),) * (rank - taken)
    if Constant(Ellipsis) in items:
        place = items.index(Constant(Ellipsis))
        return (*items[:place], *missing, *items[place + 1 :])
    return (*items, *missing)


def is_newaxis(item: Expression) -> bool:
    """Whether a subscript makes an axis."""
    return item == Constant(None) or (
        isinstance(item, Name) and item.text.rpartition(".")[2] == "newaxis"
    )


def element_index(values: Values, item: Expression, base: Tensor, axis: int) -> Any:
    """Return the index that one subscript gives: an expression, or a Tensor of them."""
    writer = values.writer
    whole = values.integer(item)
    if whole is not None:
        if whole.number is not None and whole.number < 0:
            whole = base.shape[axis] + whole
        place = writer.extent(whole).expression()
        if whole.number is not None or writer.facts.holds(whole):
            return place
        return _named(values, wrapped(values, base, place, axis), place)
    found = values.value(item)
    if isinstance(found, tuple):
        found = stacked(values, found)
    if found.dtype == "bool":
        raise NotLowered("an array indexed by a mask")
    if not found.shape:
        place = writer.named(found.scalar, "place")
        return _named(values, wrapped(values, base, place, axis), place)
    if found.literal:
        found = writer.in_memory(found, "place")
    return found


def _named(values: Values, index: Expression, place: Expression) -> Expression:
    return index if index == place else values.writer.named(index, "place")


def bounds(values: Values, item: Slice, extent: Affine) -> tuple[Affine, Affine, int]:
    """Return where a slice starts, how long it is, and its step."""
    step = 1
    if item.step is not None:
        found = values.integer(item.step)
        if found is None or found.number is None:
            raise NotLowered("a slice whose step is not a literal")
        step = found.number
    if step == -1 and item.start is None and item.stop is None:
        return extent - 1, extent, -1
    start = Affine() if item.start is None else values.extent(item.start)
    stop = extent if item.stop is None else values.extent(item.stop)
    if start.number is not None and start.number < 0:
        start = extent + start
    if stop.number is not None and stop.number < 0:
        stop = extent + stop
    if None not in (start.number, stop.number, extent.number):
        chosen = range(extent.number or 0)[start.number : stop.number : step]
        return Affine(chosen.start), Affine(len(chosen)), step
    if not _is_trimmed(start, stop, extent):
        start, stop = _within(values, start, stop, extent)
    if step == 1:
        return start, stop - start, 1
    if step < 1:
        raise NotLowered("a slice with a negative step")
    length = (stop - start).number
    if length is not None:
        return start, Affine(len(range(0, length, step))), step
    size = values.writer.extent(stop - start + (step - 1)).expression()
    name = values.writer.named(Apply("floor_divide", (size, Constant(step))), "count")
    assert isinstance(name, Name)
    values.writer.symbols.setdefault(f"@{name.text}", name.text)
    return start, affine(f"@{name.text}"), step


def _is_trimmed(start: Affine, stop: Affine, extent: Affine) -> bool:
    """Whether a slice leaves off a number of elements at each end: it may be empty."""
    left = (extent - stop).number
    return (
        left is not None and left >= 0 and (start.number or 0) >= 0 and not start.terms
    )


def _within(
    values: Values, start: Affine, stop: Affine, extent: Affine
) -> tuple[Affine, Affine]:
    """Return the bounds of a slice, tested or cut off where they may lie outside."""
    writer = values.writer
    facts = writer.facts
    if facts.blocks(start, stop):
        size = writer.extent(extent).expression()
        cut = Apply("builtins.min", (writer.extent(stop).expression(), size))
        name = writer.named(cut, "stop")
        assert isinstance(name, Name)
        writer.symbols.setdefault(f"@{name.text}", name.text)
        stop = affine(f"@{name.text}")
    for inner, outer in ((Affine(), start), (start, stop), (stop, extent)):
        if not facts.holds(outer - inner):
            left, right = writer.extent(inner), writer.extent(outer)
            condition = Apply("less_equal", (left.expression(), right.expression()))
            writer.check(condition, "a slice reaches beyond its array")
    return start, stop


def _is_variable(values: Values, item: Expression) -> bool:
    if isinstance(item, Slice) or is_newaxis(item):
        return False
    found = values.integer(item)
    return found is None or found.number is None


# ---- transposes and the like


def transpose(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.transpose(a, axes)`, `a.T`."""
    base = values.tensor(arguments[0])
    order = tuple(reversed(range(base.rank)))
    if len(arguments) > 1 and arguments[1] != Constant(None):
        order = tuple(a % base.rank for a in literal(arguments[1]))
    return permuted(base, order)


def swapaxes(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.swapaxes(a, one, two)`."""
    base = values.tensor(arguments[0])
    one, two = (literal(a) % base.rank for a in arguments[1:])
    order = list(range(base.rank))
    order[one], order[two] = two, one
    return permuted(base, tuple(order))


def moveaxis(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.moveaxis(a, source, destination)`."""
    base = values.tensor(arguments[0])
    source, target = literal(arguments[1]), literal(arguments[2])
    sources = (source,) if isinstance(source, int) else source
    targets = (target,) if isinstance(target, int) else target
    moved = [axis % base.rank for axis in sources]
    order = [axis for axis in range(base.rank) if axis not in moved]
    for place, axis in sorted(
        zip((t % base.rank for t in targets), moved, strict=True)
    ):
        order.insert(place, axis)
    return permuted(base, tuple(order))


def expand_dims(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.expand_dims(a, axis)`."""
    base = values.tensor(arguments[0])
    return expanded(base, literal(arguments[1]))


def squeeze(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.squeeze(a, axis)`."""
    base = values.tensor(arguments[0])
    if len(arguments) > 1 and arguments[1] != Constant(None):
        axis = literal(arguments[1])
        gone = {a % base.rank for a in ((axis,) if isinstance(axis, int) else axis)}
    else:
        gone = {k for k, extent in enumerate(base.shape) if extent == Affine(1)}
    return squeezed(base, gone)


def broadcast_to(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.broadcast_to(a, shape)`."""
    base = values.tensor(arguments[0])
    return spread_to(values, base, shape_of(values, arguments[1]))


def flip(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.flip(a, axis)`."""
    base = values.tensor(arguments[0])
    axis = literal(arguments[1]) if len(arguments) > 1 else None
    several = (
        range(base.rank) if axis is None else (axis,) if isinstance(axis, int) else axis
    )
    return flipped(values, base, {a % base.rank for a in several})


def flipped(values: Values, base: Tensor, axes: set[int]) -> Tensor:
    """Return a value with the order along axes reversed."""
    writer = values.writer

    def at(index: tuple[Expression, ...]) -> Expression:
        return base.at(
            tuple(
                shifted(place, writer.extent(base.shape[k] - 1), -1)
                if k in axes
                else place
                for k, place in enumerate(index)
            )
        )

    return Tensor(base.shape, base.dtype, at, literal=base.literal)


def roll(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.roll(a, shift, axis)`."""
    base = values.tensor(arguments[0])
    if len(arguments) < 3 or arguments[2] == Constant(None):
        if base.rank != 1:
            raise NotLowered("`np.roll` of an array of several axes without `axis`")
        axis = 0
    else:
        axis = literal(arguments[2]) % base.rank
    by = values.scalar(arguments[1])
    extent = values.writer.extent(base.shape[axis]).expression()
    base = values.writer.in_memory(base, "rolled")

    def at(index: tuple[Expression, ...]) -> Expression:
        place = Apply("mod", (Apply("subtract", (index[axis], by)), extent))
        return base.at((*index[:axis], place, *index[axis + 1 :]))

    return Tensor(base.shape, base.dtype, at)


def triangle(lower: bool) -> Any:
    """`np.tril(m, k)` and `np.triu(m, k)`."""

    def rule(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
        base = values.tensor(arguments[0])
        offset = values.extent(arguments[1]) if len(arguments) > 1 else Affine()

        def at(index: tuple[Expression, ...]) -> Expression:
            row = shifted(index[-2], values.writer.extent(offset))
            name = "less_equal" if lower else "greater_equal"
            return Choice(Apply(name, (index[-1], row)), base.at(index), Constant(0.0))

        return Tensor(base.shape, base.dtype, at, literal=base.literal)

    return rule


def diag(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.diag(v)`, `np.diagonal(a)` without an offset."""
    base = values.tensor(arguments[0])
    if len(arguments) > 1 and arguments[1] != Constant(0):
        raise NotLowered("`np.diag` off the main diagonal")
    if base.rank == 1:

        def spread_(i: tuple[Expression, ...]) -> Expression:
            return Choice(Apply("equal", i), base.at(i[:1]), Constant(0.0))

        return Tensor(base.shape * 2, base.dtype, spread_, literal=base.literal)
    if base.rank != 2 or base.shape[0] != base.shape[1]:
        raise NotLowered("`np.diag` of an array that is not square")
    return Tensor(
        base.shape[:1],
        base.dtype,
        lambda i: base.at((i[0], i[0])),
        literal=base.literal,
    )


def same(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """What has the same elements: a copy, `np.asarray`."""
    return values.tensor(arguments[0])


def take(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.take(a, indices, axis)`."""
    base = values.tensor(arguments[0])
    axis = literal(arguments[2]) if len(arguments) > 2 else None
    if axis is None:
        if base.rank != 1:
            raise NotLowered("`np.take` of an array of several axes without `axis`")
        axis = 0
    items = (Slice(None, None),) * (axis % base.rank)
    return pick(values, base, (*items, arguments[1]))


def take_along_axis(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.take_along_axis(arr, indices, axis)`."""
    base, places = values.tensor(arguments[0]), values.tensor(arguments[1])
    axis = literal(arguments[2]) % base.rank if len(arguments) > 2 else base.rank - 1
    if base.literal:
        base = values.writer.in_memory(base, "item")
    shape = (*base.shape[:axis], places.shape[axis], *base.shape[axis + 1 :])

    def at(index: tuple[Expression, ...]) -> Expression:

        place = wrapped(values, base, element_at(places, index), axis)
        return base.at((*index[:axis], place, *index[axis + 1 :]))

    return Tensor(shape, base.dtype, at)


def put_along(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """Zeros but where `np.take_along_axis` has taken one element along an axis from."""
    cotangent, primal = values.tensor(arguments[0]), values.tensor(arguments[1])
    places = values.tensor(arguments[2])
    rank = primal.rank
    axis = literal(arguments[3]) % rank if len(arguments) > 3 else rank - 1
    if places.shape[axis] != Affine(1):
        raise NotLowered("`np.take_along_axis` of several elements along the axis")
    places = values.writer.kept(places, "place")
    # what an index means is worked out here, whatever memory the primal has
    spread_ = replace(primal, array=None)

    def at(index: tuple[Expression, ...]) -> Expression:
        place = element_at(places, index)
        here = Apply("equal", (index[axis], wrapped(values, spread_, place, axis)))
        return Choice(here, element_at(cotangent, index), Constant(0.0))

    literal_ = cotangent.literal or places.literal
    return Tensor(primal.shape, cotangent.dtype, at, literal=literal_)


RULES: Mapping[str, Any] = {
    "transpose": transpose,
    "swapaxes": swapaxes,
    "moveaxis": moveaxis,
    "expand_dims": expand_dims,
    "squeeze": squeeze,
    "broadcast_to": broadcast_to,
    "flip": flip,
    "fliplr": lambda v, a: flipped(v, v.tensor(a[0]), {1}),
    "flipud": lambda v, a: flipped(v, v.tensor(a[0]), {0}),
    "roll": roll,
    "tril": triangle(True),
    "triu": triangle(False),
    "diag": diag,
    "diagonal": diag,
    "copy": same,
    "real": same,
    "take": take,
    "take_along_axis": take_along_axis,
    "helper.put_along": put_along,
}


__all__ = ["RULES", "bounds", "indexed", "pick"]
