"""Products of vectors and matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric, Shape
from srcgrad.primitives import domains, results
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import bilinear
from srcgrad.primitives.formula import Formula, invoke
from srcgrad.primitives.results import broadcast, known_rank


def matmul_type(a: Any, b: Any) -> Numeric:
    """Type of `a @ b`."""
    left, right = results.numeric(a), results.numeric(b)
    if left.sparse and right.sparse:
        return left
    return results.array(results.promote(left, right), _matmul_shape(left, right))


def is_sparse(value: Any) -> bool:
    """Whether a value is known to be a sparse matrix."""
    return results.numeric(value).sparse if isinstance(value, Formula) else False


def held(value: Any) -> None:
    """Refuse the cotangent of a sparse matrix."""
    if is_sparse(value):
        raise Unsupported("a sparse matrix must not depend on what is differentiated")


def _matmul_shape(left: Numeric, right: Numeric) -> Shape:
    if not isinstance(left.shape, tuple) or not isinstance(right.shape, tuple):
        return None
    if not left.shape or not right.shape:
        raise Unsupported("`@` needs arrays, not scalars")
    before = left.shape[:-1] if len(left.shape) == 1 else left.shape[-2:-1]
    after = right.shape[-1:] if len(right.shape) > 1 else ()
    stack = broadcast(left.shape[:-2], right.shape[:-2])
    assert isinstance(stack, tuple)
    return (*stack, *before, *after)


def matmul_left(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `a` in `a @ b`."""
    held(a)
    if is_sparse(b):
        return (b @ c.T).T
    match known_rank(a), known_rank(b):
        case 1, 1:
            return c * b
        case 2, 1:
            return np.outer(c, b)
        case 1, 2:
            return b @ c
        case int() as rank, 1:
            return np.expand_dims(c, rank - 1) * b
        case int() as rank, 2 if rank >= 2:
            return c @ b.T
        case 2, 3:
            return np.tensordot(c, b, axes=((0, 2), (0, 2)))
        case int() as rank, int() as other if rank == other and _same_stack(a, b):
            return c @ np.swapaxes(b, -1, -2)
        case _:
            return invoke("helper.matmul_left", c, a, b)


def matmul_right(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `b` in `a @ b`."""
    held(b)
    if is_sparse(a):
        return a.T @ c
    match known_rank(a), known_rank(b):
        case 1, 1:
            return c * a
        case 2, 1:
            return a.T @ c
        case 1, 2:
            return np.outer(a, c)
        case 2, 2:
            return a.T @ c
        case int() as rank, (1 | 2) if rank > 2:
            axes = tuple(range(rank - 1))
            return np.tensordot(a, c, axes=(axes, axes))
        case int() as rank, int() as other if rank == other and _same_stack(a, b):
            return np.swapaxes(a, -1, -2) @ c
        case _:
            return invoke("helper.matmul_right", c, a, b)


def _same_stack(a: Any, b: Any) -> bool:
    """Whether two stacks of matrices certainly have equal extents."""
    left, right = results.shape_of(a), results.shape_of(b)
    if not isinstance(left, tuple) or not isinstance(right, tuple):
        return False
    return None not in left[:-2] and left[:-2] == right[:-2]


def outer_type(a: Any, b: Any) -> Numeric:
    """Type of `np.outer(a, b)`."""
    left, right = results.numeric(a), results.numeric(b)
    sides = [
        kind.shape[0]
        if isinstance(kind.shape, tuple) and len(kind.shape) == 1
        else None
        for kind in (left, right)
    ]
    return Numeric(results.promote(left, right), tuple(sides), mutable=True)


def outer_left(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `a` in `np.outer(a, b)`."""
    if known_rank(a) == 1 and known_rank(b) == 1:
        return c @ b
    return np.reshape(c @ np.ravel(b), np.shape(a))


def outer_right(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `b` in `np.outer(a, b)`."""
    if known_rank(a) == 1 and known_rank(b) == 1:
        return a @ c
    return np.reshape(np.ravel(a) @ c, np.shape(b))


def contracted(a: Any, b: Any, axes: Any) -> tuple[list[int], list[int], int, int]:
    """Read the axes of a tensordot: those of `a`, those of `b`, and both ranks."""
    rank, other = known_rank(a), known_rank(b)
    if rank is None or other is None or not results.is_literal(axes):
        raise Unsupported("np.tensordot needs operands of known rank and literal axes")
    if isinstance(axes, int):
        return list(range(rank - axes, rank)), list(range(axes)), rank, other
    of_a, of_b = ([s] if isinstance(s, int) else list(s) for s in axes)
    return [i % rank for i in of_a], [i % other for i in of_b], rank, other


def tensordot_type(a: Any, b: Any, axes: Any = 2) -> Numeric:
    """Type of a tensor product."""
    left, right = results.numeric(a), results.numeric(b)
    dtype = results.promote(left, right)
    if isinstance(left.shape, tuple) and isinstance(right.shape, tuple):
        of_a, of_b, _, _ = contracted(a, b, axes)
        kept = [n for i, n in enumerate(left.shape) if i not in of_a]
        kept += [n for i, n in enumerate(right.shape) if i not in of_b]
        return Numeric(dtype, tuple(kept), True)
    return Numeric(dtype, None, True)


def tensordot_left(c: Any, a: Any, b: Any, axes: Any = 2) -> Any:
    """Cotangent of `a` in a tensor product."""
    of_a, of_b, rank, other = contracted(a, b, axes)
    free = [i for i in range(rank) if i not in of_a]
    free_of_b = [i for i in range(other) if i not in of_b]
    inner = range(len(free), len(free) + len(free_of_b))
    term = np.tensordot(c, b, axes=(tuple(inner), tuple(free_of_b)))
    return ordered(term, free + [of_a[of_b.index(i)] for i in sorted(of_b)])


def tensordot_right(c: Any, a: Any, b: Any, axes: Any = 2) -> Any:
    """Cotangent of `b` in a tensor product."""
    of_a, of_b, rank, other = contracted(a, b, axes)
    free = [i for i in range(rank) if i not in of_a]
    free_of_b = [i for i in range(other) if i not in of_b]
    term = np.tensordot(a, c, axes=(tuple(free), tuple(range(len(free)))))
    return ordered(term, [of_b[of_a.index(i)] for i in sorted(of_a)] + free_of_b)


def ordered(term: Any, axes: list[int]) -> Any:
    """Put axes that stand in this order into ascending order."""
    if axes == sorted(axes):
        return term
    return np.transpose(term, tuple(int(i) for i in np.argsort(axes)))


def kron_type(a: Any, b: Any) -> Numeric:
    """Type of a Kronecker product."""
    dtype = results.promote(results.numeric(a), results.numeric(b))
    ranks = known_rank(a), known_rank(b)
    if None in ranks:
        return Numeric(dtype, None)
    return results.array(dtype, (None,) * max(ranks[0] or 0, ranks[1] or 0))


PRODUCTS = (
    bilinear(
        np.matmul,
        matmul_left,
        matmul_right,
        "a, b",
        result=matmul_type,
        spelling="@",
        domain=domains.MATRIX_PRODUCTS,
    ),
    bilinear(
        np.outer,
        outer_left,
        outer_right,
        "a, b",
        result=outer_type,
        cost=4,
        domain=(domains.normal((3,), (4,)), domains.normal((3, 2), (4,))),
    ),
    bilinear(
        np.tensordot,
        tensordot_left,
        tensordot_right,
        "a, b, axes=2",
        result=tensordot_type,
        domain=(
            domains.case(domains.draw(2, 3, 4), domains.draw(3, 4, 5)),
            domains.case(domains.draw(2, 3), domains.draw(3, 5), 1),
            domains.case(
                domains.draw(2, 3, 4), domains.draw(4, 5, 2), ((0, 2), (2, 0))
            ),
            domains.case(
                domains.draw(2, 3, 4), domains.draw(4, 5, 2), ((2, 0), (0, 2))
            ),
            domains.case(domains.draw(2), domains.draw(3), 0),
        ),
    ),
    bilinear(
        np.kron,
        lambda c, a, b: invoke("procedure.kron_left", c, a, b),
        lambda c, a, b: invoke("procedure.kron_right", c, a, b),
        result=kron_type,
        domain=(
            domains.normal((2,), (3,)),
            domains.normal((2, 3), (3, 2)),
            domains.normal((2, 3), (2,)),
            domains.normal((2,), (2, 3)),
        ),
    ),
)
