"""An operation on active values -> a refusal, where its rule does not say how it changes."""

from __future__ import annotations

from srcgrad.diagnostics import CompileError, Span, refuse
from srcgrad.ir.expressions import Apply, Constant, Expression, walk
from srcgrad.primitives.draws import CLOCK, DRAWN
from srcgrad.primitives.entry import Primitive


def without_rule(expression: Apply, span: Span | None) -> CompileError:
    """Return the refusal of an operation on active values that has no rule."""
    if expression.operation == "call":
        name = expression.arguments[0]
        assert isinstance(name, Constant)
        return refuse(
            "SG402",
            f"`{name.value}` is called where it is not always evaluated, on active values",
            span,
            hint=f"assign the value of `{name.value}(...)` to a name first",
        )
    return refuse(
        "SG206",
        f"`{expression.operation}` of values that are differentiated has no rule",
        span,
        hint="compute it of values that are not differentiated",
    )


def refuse_held(
    entry: Primitive,
    tangents: list[Expression | None],
    free: tuple[int, ...],
    span: Span | None,
) -> None:
    """Refuse a derivative with respect to a parameter that the rule holds."""
    for position, tangent in enumerate(tangents):
        if tangent is None or position in free or position in entry.blind:
            continue
        if entry.key == DRAWN:
            raise refuse(
                "SG207",
                "what is drawn here depends on a value that is differentiated, and "
                "not smoothly, or in a way that is not known",
                span,
                hint="draw from a fixed distribution and scale what was drawn; for a "
                "choice or an order draw positions: `x[rng.permutation(len(x))]`",
            )
        if position not in free:
            raise refuse(
                "SG207",
                f"`{entry.spelling}` has no derivative with respect to "
                f"`{entry.parameters[position].name}`",
                span,
            )


def refuse_clock(expression: Expression, span: Span | None) -> None:
    """Refuse a time that is read within what is differentiated."""
    if any(isinstance(e, Apply) and e.operation == CLOCK for e in walk(expression)):
        raise refuse(
            "SG206",
            "the time that is read here takes part in what is differentiated",
            span,
            hint="give it a name first: `now = time.time()`",
        )
