"""The rules of the helpers, so that an emitted file can be differentiated again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from srcgrad.ir.types import ListOf, Numeric, is_complex
from srcgrad.primitives import domains, helpers, placing, results
from srcgrad.primitives.contractions import DOTS, INNERS
from srcgrad.primitives.entry import (
    Bilinear,
    Derivative,
    Linear,
    Primitive,
    Tangent,
    Unsupported,
    Zero,
    signature,
)
from srcgrad.primitives.forms import linear
from srcgrad.primitives.formula import invoke, type_of
from srcgrad.primitives.products import matmul_type
from srcgrad.primitives.running import (
    recurrence_back,
    recurrence_tangent,
    with_zeros,
)


def helper(
    function: Callable[..., Any],
    parameters: str,
    derivative: Derivative,
    result: Callable[..., Any],
    **rest: Any,
) -> Primitive:
    """Form of a helper: called by its bare name."""
    name = function.__name__
    return Primitive(
        f"helper.{name}",
        function,
        (f"helper.{name}",),
        signature(parameters),
        result,
        derivative,
        name,
        **rest,
    )


def like(primal: Any) -> Numeric:
    """Type of a cotangent: that of its primal."""
    known = results.numeric(primal)
    mutable = False if known.shape in ((), frozenset()) else known.mutable
    return Numeric(known.dtype, known.shape, mutable)


def spread_over(c: Any, cotangent: Any, primal: Any) -> Any:
    """Transpose of `unbroadcast`, which may also take the real part."""
    if is_complex(results.numeric(c).dtype):
        c = invoke("helper.unbroadcast", c, primal)
    return np.broadcast_to(c, np.shape(cotangent))


def placed(cotangent: Any, primal: Any, *_: Any) -> Numeric:
    """Type of a cotangent put into zeros of the shape of its primal."""
    return Numeric(
        results.numeric(cotangent).dtype, results.numeric(primal).shape, mutable=True
    )


def placing_helper(
    function: Callable[..., Any],
    parameters: str,
    transpose: Callable[..., Any],
    *cases: domains.Case,
    result: Callable[..., Any] = placed,
) -> Primitive:
    """Form of a helper linear in `cotangent` that reads the shape of `primal`."""
    return helper(
        function,
        f"cotangent, primal{parameters}",
        Linear((0,), transpose),
        result,
        blind=(1,),
        domain=cases,
    )


def product_helper(
    function: Callable[..., Any],
    other: str,
    product: Callable[..., Any],
    position: int,
    cases: tuple[domains.Case, ...],
) -> Primitive:
    """Form of the cotangent of one operand of a product: bilinear itself."""

    def of_cotangent(c: Any, cotangent: Any, left: Any, right: Any) -> Any:
        return product(c, right) if position == 0 else product(left, c)

    def of_operand(c: Any, cotangent: Any, left: Any, right: Any) -> Any:
        operands = (c, right) if position == 0 else (left, c)
        return invoke(other, cotangent, *operands)

    return helper(
        function,
        "cotangent, left, right",
        Bilinear((0, 2 - position), of_cotangent, of_operand),
        lambda cotangent, left, right: like((left, right)[position]),
        blind=(1 + position,),
        cost=20,
        domain=domains.left_of(cases, product),
    )


def undiff_type(cotangent: Any, axis: Any = -1) -> Numeric:
    """Type of the cotangent of an array whose differences were taken."""
    known = results.numeric(cotangent)
    shape = (None,) * len(known.shape) if isinstance(known.shape, tuple) else None
    return Numeric(known.dtype, shape, mutable=True)


def pieces_type(cotangent: Any, arrays: Any, axis: Any = 0, raised: Any = "") -> ListOf:
    """Type of the pieces of a cotangent."""
    return ListOf(Numeric(results.numeric(cotangent).dtype, None, mutable=True))


def rejoin(c: Any, cotangent: Any, arrays: Any, axis: Any = 0, raised: Any = "") -> Any:
    """Transpose of cutting into pieces."""
    if raised == "v":
        return np.vstack(c)
    if raised == "h":
        return np.hstack(c)
    return np.column_stack(c) if raised == "c" else np.concatenate(c, axis)


def others_tangent(a: Any, axis: Any, da: Any) -> Any:
    """Tangent of the products of all others: in each, one of the others changes."""
    if isinstance(axis, tuple):
        rank, first = results.known_rank(a), tuple(range(len(axis)))
        if rank is None:
            raise Unsupported("np.prod over several axes needs a known rank here")
        moved, changes = np.moveaxis(a, axis, first), np.moveaxis(da, axis, first)
        rest = tuple(np.shape(moved)[i] for i in range(len(axis), rank))
        rows, changes = np.reshape(moved, (-1, *rest)), np.reshape(changes, (-1, *rest))
        flat = np.reshape(others_tangent(rows, 0, changes), np.shape(moved))
        return np.moveaxis(flat, first, axis)
    if axis is None:
        flat = others_tangent(np.ravel(a), 0, np.ravel(da))
        return np.reshape(flat, np.shape(a))
    itself = invoke("eye", np.shape(a)[axis]) == 1
    rows = np.expand_dims(np.moveaxis(a, axis, -1), -2)
    changes = np.expand_dims(np.moveaxis(da, axis, -1), -2)
    terms = invoke("helper.product_of_others", np.where(itself, 1.0, rows), -1)
    total = np.sum(terms * np.where(itself, 0.0, changes), axis=-1)
    return np.moveaxis(total, -1, axis)


RECURRENCES = (
    domains.normal((5,), (5,)),
    domains.case(domains.draw(5), with_zeros(5)),
    domains.case(domains.draw(3, 4), with_zeros(3, 4), 0),
)

SUPPORT = (
    helper(
        helpers.stop_gradient,
        "value",
        Zero(),
        type_of,
        view=True,
        domain=(domains.real,),
    ),
    helper(
        helpers.unbroadcast,
        "cotangent, primal",
        Linear((0,), spread_over),
        lambda cotangent, primal: like(primal),
        blind=(1,),
        domain=(
            domains.normal((2, 3), (3,)),
            domains.normal((2, 3), (2, 1)),
            domains.normal((2, 3), ()),
            domains.normal((4, 2, 3), (1, 3)),
            domains.normal((3,), (3,)),
        ),
    ),
    helper(
        helpers.expand,
        "cotangent, primal, axis=None, keepdims=False",
        Linear(
            (0,),
            lambda c, cotangent, primal, axis=None, keepdims=False: np.sum(
                c, axis=axis, keepdims=keepdims
            ),
        ),
        lambda cotangent, primal, axis=None, keepdims=False: Numeric(
            results.numeric(cotangent).dtype, results.numeric(primal).shape, True
        ),
        blind=(1,),
        domain=(
            domains.case(domains.draw(3), domains.draw(2, 3), 0),
            domains.case(domains.draw(2, 1), domains.draw(2, 3), 1, True),
            domains.case(domains.draw(), domains.draw(2, 3)),
        ),
    ),
    helper(
        helpers.kept_where,
        "mask, values",
        Linear(
            (1,), lambda c, mask, values: invoke("helper.kept_where", mask, c), True
        ),
        lambda mask, values: results.same(values, mask),
        domain=(
            domains.case(domains.mask(3), domains.draw(3)),
            domains.case(domains.mask(2, 3), domains.draw(3)),
            domains.case(domains.mask(3), domains.draw(2, 1)),
        ),
    ),
    helper(
        helpers.matmul_left,
        "cotangent, left, right",
        Bilinear(
            (0, 2),
            lambda c, cotangent, left, right: c @ right,
            lambda c, cotangent, left, right: invoke(
                "helper.matmul_right", cotangent, c, right
            ),
        ),
        lambda cotangent, left, right: like(left),
        blind=(1,),
        cost=20,
        domain=domains.left_of(domains.MATRIX_PRODUCTS),
    ),
    helper(
        helpers.matmul_right,
        "cotangent, left, right",
        Bilinear(
            (0, 1),
            lambda c, cotangent, left, right: left @ c,
            lambda c, cotangent, left, right: invoke(
                "helper.matmul_left", cotangent, left, c
            ),
        ),
        lambda cotangent, left, right: like(right),
        blind=(2,),
        cost=20,
        domain=domains.left_of(domains.MATRIX_PRODUCTS),
    ),
    helper(
        helpers.product_like,
        "left, right",
        Zero(),
        matmul_type,
        blind=(0, 1),
        domain=domains.MATRIX_PRODUCTS,
    ),
    *(
        product_helper(function, other, product, position, cases)
        for function, other, product, position, cases in (
            (helpers.dot_left, "helper.dot_right", np.dot, 0, DOTS),
            (helpers.dot_right, "helper.dot_left", np.dot, 1, DOTS),
            (helpers.inner_left, "helper.inner_right", np.inner, 0, INNERS),
            (helpers.inner_right, "helper.inner_left", np.inner, 1, INNERS),
        )
    ),
    placing_helper(
        placing.put_along,
        ", indices, axis=-1",
        lambda c, cotangent, primal, indices, axis=-1: np.take_along_axis(
            c, indices, axis
        ),
        domains.case(domains.draw(3, 2), domains.draw(3, 4), domains.index(4, 3, 2), 1),
        domains.case(domains.draw(6), domains.draw(4), domains.index(4, 6)),
    ),
    placing_helper(
        placing.put_taken,
        ", indices, axis=None",
        lambda c, cotangent, primal, indices, axis=None: np.take(c, indices, axis),
        domains.case(domains.draw(6), domains.draw(3, 4), domains.index(12, 6)),
        domains.case(
            domains.draw(3, 2, 5), domains.draw(3, 4), domains.index(4, 2, 5), 1
        ),
    ),
    placing_helper(
        placing.undiagonal,
        ", offset=0",
        lambda c, cotangent, primal, offset=0: np.diag(c, offset),
        domains.normal((3,), (3, 3)),
        domains.normal((3, 3), (3,)),
        domains.case(domains.draw(3), domains.draw(3, 4), 1),
    ),
    placing_helper(
        placing.untrace,
        ", offset=0",
        lambda c, cotangent, primal, offset=0: np.trace(c, offset),
        domains.normal((), (3, 3)),
        domains.case(domains.draw(), domains.draw(3, 4), 1),
    ),
    helper(
        placing.undiff,
        "cotangent, axis=-1",
        Linear((0,), lambda c, cotangent, axis=-1: np.diff(c, 1, axis)),
        undiff_type,
        domain=(domains.normal((4,)), domains.case(domains.draw(3, 4), 0)),
    ),
    placing_helper(
        placing.untile,
        ", reps",
        lambda c, cotangent, primal, reps: np.tile(c, reps),
        domains.case(domains.draw(6), domains.draw(3), 2),
        domains.case(domains.draw(2, 6), domains.draw(3), (2, 2)),
        domains.case(domains.draw(4, 3), domains.draw(2, 3), (2, 1)),
    ),
    placing_helper(
        placing.unrepeat,
        ", repeats, axis=None",
        lambda c, cotangent, primal, repeats, axis=None: np.repeat(c, repeats, axis),
        domains.case(domains.draw(6), domains.draw(3), 2),
        domains.case(domains.draw(2, 6), domains.draw(2, 3), 2, 1),
        domains.case(domains.draw(12), domains.draw(2, 3), 2),
    ),
    placing_helper(
        placing.unpad,
        ", pad_width",
        lambda c, cotangent, primal, pad_width: np.pad(c, pad_width),
        domains.case(domains.draw(7), domains.draw(3), 2),
        domains.case(domains.draw(3, 5), domains.draw(2, 3), ((1, 0), (0, 2))),
    ),
    helper(
        placing.split_like,
        "cotangent, arrays, axis=0, raised=''",
        Linear((0,), rejoin),
        pieces_type,
        blind=(1,),
        joins=True,
        domain=(
            domains.case(domains.draw(5), (domains.draw(2), domains.draw(3))),
            domains.case(
                domains.draw(2, 5), (domains.draw(2, 2), domains.draw(2, 3)), 1
            ),
            domains.case(
                domains.draw(3, 3), (domains.draw(3), domains.draw(2, 3)), 0, "v"
            ),
            domains.case(domains.draw(4), (domains.draw(3), domains.draw()), 1, "h"),
            domains.case(
                domains.draw(3, 3), (domains.draw(3), domains.draw(3, 2)), 1, "c"
            ),
            domains.case(domains.draw(8), (domains.draw(2), domains.draw(2, 3)), None),
        ),
    ),
    helper(
        placing.recurrence,
        "terms, factors, axis=-1",
        Tangent(recurrence_tangent, (0, 1)),
        lambda terms, factors, axis=-1: like(terms),
        domain=RECURRENCES,
    ),
    # the same with the factors held, so that tangents can be transposed
    linear(
        placing.recurrence,
        recurrence_back,
        "terms, factors, axis=-1",
        key="held.recurrence",
        names=(),
        spelling="recurrence",
        result=lambda terms, factors, axis=-1: like(terms),
        domain=RECURRENCES,
    ),
    helper(
        placing.product_of_others,
        "a, axis=None",
        Tangent(others_tangent),
        lambda a, axis=None: Numeric(
            results.numeric(a).dtype, results.numeric(a).shape
        ),
        domain=(
            domains.case(domains.draw(4)),
            domains.case(domains.draw(2, 3)),
            domains.case(domains.draw(2, 3), 0),
            domains.case(domains.draw(2, 3), -1),
        ),
    ),
    helper(
        placing.first_extreme,
        "values, axis=None, least=False",
        Zero(),
        lambda values, axis=None, least=False: Numeric(
            "bool", results.numeric(values).shape, True
        ),
        domain=(
            domains.case(domains.draw(3, 4)),
            domains.case(domains.draw(3, 4), 0),
            domains.case(domains.draw(2, 3, 4), (2, 0), True),
        ),
    ),
)
