"""Sums of products over the last axes: dot, inner, vdot, cross."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric, Shape
from srcgrad.primitives import domains, results
from srcgrad.primitives.conjugation import conj, may_be_complex
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import bilinear
from srcgrad.primitives.formula import invoke
from srcgrad.primitives.products import (
    is_sparse,
    matmul_left,
    matmul_right,
    matmul_type,
)
from srcgrad.primitives.results import known_rank, numeric


def dot_type(a: Any, b: Any) -> Numeric:
    """Type of `np.dot(a, b)`."""
    ranks = known_rank(a), known_rank(b)
    if 0 in ranks:
        return results.same(a, b)
    left, right = numeric(a), numeric(b)
    if None not in ranks and max(ranks[0] or 0, ranks[1] or 0) > 2:
        assert isinstance(left.shape, tuple) and isinstance(right.shape, tuple)
        last = right.shape[-1:] if len(right.shape) > 1 else ()
        shape = (*left.shape[:-1], *right.shape[:-2], *last)
        return results.array(results.promote(left, right), shape)
    return matmul_type(a, b)


def dot_left(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `a` in `np.dot(a, b)`."""
    if is_sparse(a) or is_sparse(b):
        return matmul_left(c, a, b)
    if known_rank(a) in (1, 2) and known_rank(b) in (1, 2):
        return matmul_left(c, a, b)
    return invoke("helper.dot_left", c, a, b)


def dot_right(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `b` in `np.dot(a, b)`."""
    if is_sparse(a) or is_sparse(b):
        return matmul_right(c, a, b)
    if known_rank(a) in (1, 2) and known_rank(b) in (1, 2):
        return matmul_right(c, a, b)
    return invoke("helper.dot_right", c, a, b)


def inner_type(a: Any, b: Any) -> Numeric:
    """Type of `np.inner(a, b)`."""
    left, right = numeric(a), numeric(b)
    if 0 in (known_rank(a), known_rank(b)):
        return results.same(a, b)
    shape: Shape = None
    if isinstance(left.shape, tuple) and isinstance(right.shape, tuple):
        shape = (*left.shape[:-1], *right.shape[:-1])
    return results.array(results.promote(left, right), shape)


def inner_left(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `a` in `np.inner(a, b)`."""
    if known_rank(a) == known_rank(b) == 1:
        return c * b
    return invoke("helper.inner_left", c, a, b)


def inner_right(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `b` in `np.inner(a, b)`."""
    if known_rank(a) == known_rank(b) == 1:
        return c * a
    return invoke("helper.inner_right", c, a, b)


def vdot_left(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `a` in `np.vdot(a, b)`, which conjugates `a`."""
    if may_be_complex(a) or may_be_complex(b):
        return np.reshape(np.conj(c) * np.conj(np.ravel(b)), np.shape(a))
    return vdot_right(c, b, a)


def vdot_right(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `b` in `np.vdot(a, b)`."""
    if known_rank(a) == known_rank(b) == 1:
        return c * conj(a)
    return np.reshape(c * np.ravel(conj(a)), np.shape(b))


def vdot_type(a: Any, b: Any) -> Numeric:
    """Type of `np.vdot(a, b)`."""
    dtype = results.promote(numeric(a), numeric(b))
    return Numeric(dtype, (), mutable=False)


def cross_type(a: Any, b: Any) -> Numeric:
    """Type of `np.cross(a, b)`."""
    for shape in (numeric(a).shape, numeric(b).shape):
        if isinstance(shape, tuple) and shape[-1] not in (3, None):
            if isinstance(shape[-1], int):
                raise Unsupported("np.cross is supported of vectors of length 3")
    both = results.same(a, b)
    return Numeric(both.dtype, both.shape, True)


def whole(term: Any, operand: Any, other: Any) -> Any:
    """Bring a cotangent to the shape of its operand, where that may be broadcast."""
    shape = results.shape_of(operand)
    if (
        isinstance(shape, tuple)
        and None not in shape
        and shape == results.shape_of(other)
    ):
        return term
    return invoke("helper.unbroadcast", term, operand)


DOTS = (
    domains.normal((3,), (3,)),
    domains.normal((2, 3), (3,)),
    domains.normal((3,), (3, 4)),
    domains.normal((2, 3), (3, 4)),
    domains.normal((5, 2, 3), (3,)),
    domains.normal((5, 2, 3), (4, 3, 2)),
    domains.normal((), (3, 4)),
    domains.normal((2, 3), ()),
)
INNERS = (
    domains.normal((3,), (3,)),
    domains.normal((2, 3), (3,)),
    domains.normal((2, 3), (4, 3)),
)

CONTRACTIONS = (
    bilinear(
        np.dot,
        dot_left,
        dot_right,
        result=dot_type,
        methods=("dot",),
        domain=DOTS,
    ),
    bilinear(
        np.inner,
        inner_left,
        inner_right,
        result=inner_type,
        domain=INNERS,
    ),
    bilinear(
        np.vdot,
        vdot_left,
        vdot_right,
        result=vdot_type,
        domain=(domains.normal((3,), (3,)), domains.normal((2, 3), (2, 3))),
    ),
    bilinear(
        np.cross,
        lambda c, a, b: whole(np.cross(b, c), a, b),
        lambda c, a, b: whole(np.cross(c, a), b, a),
        result=cross_type,
        cost=4,
        domain=(
            domains.normal((3,), (3,)),
            domains.normal((4, 3), (4, 3)),
            domains.normal((4, 3), (3,)),
        ),
    ),
)
