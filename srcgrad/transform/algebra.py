"""Arithmetic on expressions that leaves out what does nothing: `* 1`, `- -x`, `x * (1 / y)`."""

from __future__ import annotations

from srcgrad.ir.expressions import Apply, Constant, Expression


def _is(expression: Expression, value: float) -> bool:
    return (
        isinstance(expression, Constant)
        and isinstance(expression.value, int | float)
        and not isinstance(expression.value, bool)
        and expression.value == value
    )


def negative(expression: Expression) -> Expression:
    """Return `-expression`."""
    match expression:
        case Apply("negative", (inner,)):
            return inner
        case Apply("subtract", (left, right)):
            return Apply("subtract", (right, left))
        case Constant(value=int() | float() as value) if not isinstance(value, bool):
            return Constant(-value)
        case _:
            return Apply("negative", (expression,))


def add(left: Expression, right: Expression) -> Expression:
    """Return `left + right`."""
    match left, right:
        case _, Apply("negative", (inner,)):
            return Apply("subtract", (left, inner))
        case Apply("negative", (inner,)), _:
            return Apply("subtract", (right, inner))
        case _:
            return Apply("add", (left, right))


def subtract(left: Expression, right: Expression) -> Expression:
    """Return `left - right`."""
    if isinstance(right, Apply) and right.operation == "negative":
        return Apply("add", (left, right.arguments[0]))
    return Apply("subtract", (left, right))


def multiply(left: Expression, right: Expression) -> Expression:
    """Return `left * right`."""
    if _is(left, 1):
        return right
    if _is(right, 1):
        return left
    if _is(left, -1):
        return negative(right)
    if _is(right, -1):
        return negative(left)
    match left, right:
        case Apply("negative", (one,)), Apply("negative", (two,)):
            return multiply(one, two)
        case Apply("negative", (one,)), _:
            return negative(multiply(one, right))
        case _, Apply("negative", (two,)):
            return negative(multiply(left, two))
        case _, Apply("divide", (Apply("negative", (top,)), bottom)):
            return negative(multiply(left, Apply("divide", (top, bottom))))
        case _, Apply("divide", (top, bottom)) if _is(top, 1):
            return divide(left, bottom)
        case Apply("divide", (top, bottom)), _ if _is(top, 1):
            return divide(right, bottom)
        case Constant(), Apply("multiply", (Constant(value=inner), rest)):
            return multiply(Constant(left.value * inner), rest)
        case Apply("multiply", (Constant(value=inner), rest)), Constant():
            return multiply(Constant(inner * right.value), rest)
        case _, Constant() if not isinstance(left, Constant):
            return Apply("multiply", (right, left))
        case _, Apply("multiply", (Constant() as factor, rest)) if not isinstance(
            left, Constant
        ):
            return multiply(multiply(factor, left), rest)
        case _:
            return Apply("multiply", (left, right))


def divide(left: Expression, right: Expression) -> Expression:
    """Return `left / right`."""
    if _is(right, 1):
        return left
    match left:
        case Apply("negative", (one,)):
            return negative(divide(one, right))
        case _:
            return Apply("divide", (left, right))
