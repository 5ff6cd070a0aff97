"""Arrays put together from others, and cotangents taken apart again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srcgrad.ir.expressions import Apply, Constant, Expression
from srcgrad.loops.nests.affine import Affine
from srcgrad.loops.nests.nest import Put
from srcgrad.loops.nests.refusal import NotLowered
from srcgrad.loops.nests.tensors import Tensor, expanded, promoted, shifted
from srcgrad.loops.operations.arguments import literal, stacked
from srcgrad.loops.operations.evaluation import Values


def _parts(values: Values, argument: Expression) -> list[Tensor]:
    found = values.value(argument)
    if isinstance(found, Tensor):
        raise NotLowered("arrays to join that are not written out")
    return [stacked(values, p) if isinstance(p, tuple) else p for p in found]


def joined(values: Values, parts: list[Tensor], axis: int) -> Tensor:
    """Return arrays one after the other along an axis."""
    writer = values.writer
    dtype, _ = promoted(*parts)
    total = Affine()
    for part in parts:
        total = total + part.shape[axis]
    first = parts[0].shape
    shape = (*first[:axis], total, *first[axis + 1 :])
    result = writer.allocate("joined", shape, dtype)
    array = result.array
    assert array is not None
    offset = Affine()
    for part in parts:
        here = writer.extent(offset)

        def put(
            at: tuple[Expression, ...], part: Tensor = part, here: Affine = here
        ) -> None:
            place = shifted(at[axis], here)
            writer.add(Put(array, (*at[:axis], place, *at[axis + 1 :]), part.at(at)))

        writer.nest(part.shape, put)
        offset = offset + part.shape[axis]
    return result


def concatenate(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.concatenate(arrays, axis)`."""
    parts = _parts(values, arguments[0])
    axis = literal(arguments[1]) if len(arguments) > 1 else 0
    return joined(values, parts, axis % parts[0].rank)


def stack(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.stack(arrays, axis)`."""
    parts = _parts(values, arguments[0])
    axis = literal(arguments[1]) if len(arguments) > 1 else 0
    if axis == 0:
        return stacked(values, tuple(parts))
    return joined(
        values, [expanded(p, axis) for p in parts], axis % (parts[0].rank + 1)
    )


def hstack(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.hstack(arrays)`."""
    parts = [expanded(p, 0) if not p.rank else p for p in _parts(values, arguments[0])]
    return joined(values, parts, 0 if parts[0].rank == 1 else 1)


def vstack(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.vstack(arrays)`."""
    parts = [expanded(p, 0) if p.rank < 2 else p for p in _parts(values, arguments[0])]
    return joined(values, parts, 0)


def column_stack(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.column_stack(arrays)`."""
    parts = [expanded(p, 1) if p.rank < 2 else p for p in _parts(values, arguments[0])]
    return joined(values, parts, 1)


def append(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.append(arr, values)` of vectors."""
    parts = [values.tensor(a) for a in arguments[:2]]
    parts = [expanded(p, 0) if not p.rank else p for p in parts]
    if any(p.rank != 1 for p in parts):
        raise NotLowered("`np.append` of arrays of several axes")
    return joined(values, parts, 0)


def split_like(values: Values, arguments: tuple[Expression, ...]) -> Any:
    """The cotangents of arrays that were joined: slices of the cotangent of the whole."""
    cotangent = values.tensor(arguments[0])
    found = values.value(arguments[1])
    if isinstance(found, Tensor):
        raise NotLowered("arrays to join that are not written out")
    parts = [stacked(values, p) if isinstance(p, tuple) else p for p in found]
    axis = literal(arguments[2]) if len(arguments) > 2 else 0
    raised = len(arguments) > 3 and literal(arguments[3])
    if raised:
        raise NotLowered("the cotangents of arrays of fewer axes that were joined")
    if cotangent.literal:
        cotangent = values.writer.in_memory(cotangent, "item")
    axis %= cotangent.rank
    results = []
    offset = Affine()
    for part in parts:
        here = values.writer.extent(offset)

        def at(index: tuple[Expression, ...], here: Affine = here) -> Expression:
            place = shifted(index[axis], here)
            return cotangent.at((*index[:axis], place, *index[axis + 1 :]))

        results.append(Tensor(part.shape, cotangent.dtype, at))
        offset = offset + part.shape[axis]
    return tuple(results)


def diff(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.diff(a)`."""
    base = values.tensor(arguments[0])
    if len(arguments) > 1 and arguments[1] != Constant(1):
        raise NotLowered("`np.diff` of another order")
    axis = (literal(arguments[2]) if len(arguments) > 2 else -1) % base.rank
    if base.literal:
        base = values.writer.in_memory(base, "item")

    def at(index: tuple[Expression, ...]) -> Expression:
        after = (*index[:axis], shifted(index[axis], Affine(1)), *index[axis + 1 :])
        return Apply("subtract", (base.at(after), base.at(index)))

    shape = (*base.shape[:axis], base.shape[axis] - 1, *base.shape[axis + 1 :])
    return Tensor(shape, base.dtype, at)


RULES: Mapping[str, Any] = {
    "concatenate": concatenate,
    "stack": stack,
    "hstack": hstack,
    "vstack": vstack,
    "column_stack": column_stack,
    "append": append,
    "diff": diff,
    "helper.split_like": split_like,
}
