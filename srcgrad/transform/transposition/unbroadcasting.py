"""Cotangent of a whole -> cotangent of one operand: summed over what broadcasting has repeated.

    y_bar of (3, 4), operand of (4,)    ->    np.sum(y_bar, axis=0)

Where the shapes are not known, a helper does at run time what is decided here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from srcgrad.ir.expressions import Apply, Constant, Expression, Sequence
from srcgrad.ir.types import Numeric, Type, is_nest, is_scalar, same_shape
from srcgrad.transform.transposition.cotangents import Cotangent, with_shape
from srcgrad.transform.transposition.places import primal


def fitted(
    cotangent: Cotangent, operand: Expression, type_of: Callable[[Expression], Type]
) -> Cotangent:
    """Bring a cotangent of the whole to the shape of one operand."""
    reference = primal(operand)
    kind = type_of(reference)
    if is_nest(kind):
        return cotangent
    if same_shape(cotangent.type, kind):
        return replace(cotangent, type=with_shape(kind, cotangent.type))
    sure = is_scalar(kind) or _certain(kind, cotangent.type)
    if _waits(operand) and (cotangent.mask is not None or not sure):
        # un-broadcasting once at the end is as right, and shorter
        return cotangent
    value = cotangent.shown()
    found = _unbroadcast(value, cotangent.type, reference, kind, type_of)
    cast = isinstance(found, Apply) and found.operation == "helper.unbroadcast"
    return Cotangent(found, kind if cast else with_shape(kind, cotangent.type))


def _unbroadcast(
    value: Expression,
    from_: Type,
    reference: Expression,
    kind: Type,
    type_of: Callable[[Expression], Type],
) -> Expression:
    if isinstance(kind, Numeric) and isinstance(from_, Numeric):
        if is_scalar(kind) and isinstance(from_.shape, tuple):
            return Apply("sum", (value,))
        if isinstance(kind.shape, tuple) and isinstance(from_.shape, tuple):
            direct = _known_axes(value, from_.shape, kind.shape)
            if direct is not None:
                return direct
        undone = _undone(value, from_, reference, type_of)
        if undone is not None:
            return undone
    return Apply("helper.unbroadcast", (value, reference))


def _undone(
    value: Expression,
    from_: Type,
    reference: Expression,
    type_of: Callable[[Expression], Type],
) -> Expression | None:
    """Sum as the operand has been summed, where it is a reduction that kept its axes."""
    match reference:
        case Apply("sum" | "mean", (inner, axis, Constant(value=True) as kept)) if (
            same_shape(type_of(inner), from_)
        ):
            return Apply("sum", (value, axis, kept))
        case _:
            return None


def _waits(operand: Expression) -> bool:
    """Whether what comes next is elementwise, so that un-broadcasting can wait."""
    return isinstance(operand, Apply) and operand.operation in (
        "add",
        "subtract",
        "multiply",
        "divide",
        "negative",
        "positive",
        "broadcast_to",
        "where",
        "helper.kept_where",
    )


def _certain(kind: Type, whole: Type) -> bool:
    """Whether it is known which axes have been broadcast."""
    if not isinstance(kind, Numeric) or not isinstance(whole, Numeric):
        return False
    if not isinstance(kind.shape, tuple) or not isinstance(whole.shape, tuple):
        return False
    return _known_axes(Constant(0.0), whole.shape, kind.shape) is not None


def _known_axes(
    value: Expression, shape: tuple[object, ...], to: tuple[object, ...]
) -> Expression | None:
    """Sum over the axes that are certain to have been broadcast, None where it is not certain."""
    extra = len(shape) - len(to)
    if extra < 0:
        return None
    stretched: list[int] = []
    for position, (extent, wanted) in enumerate(zip(shape[extra:], to, strict=True)):
        if extent == wanted and extent is not None:
            continue
        if wanted != 1:
            return None
        stretched.append(position)
    if extra:
        axes = (
            Constant(0)
            if extra == 1
            else Sequence(tuple(Constant(k) for k in range(extra)))
        )
        value = Apply("sum", (value, axes))
    if stretched:
        lifted = (
            Constant(stretched[0])
            if len(stretched) == 1
            else Sequence(tuple(map(Constant, stretched)))
        )
        value = Apply("sum", (value, lifted, Constant(True)))
    return value
