"""The arguments of a call -> a value for each parameter of the function."""

from __future__ import annotations

from srcgrad.diagnostics import CompileError, Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.program import Parameter
from srcgrad.normalize.context import Context
from srcgrad.normalize.evaluate import evaluate
from srcgrad.normalize.scope import State, Value
from srcgrad.normalize.values import as_formula, leaves_of
from srcgrad.primitives.formula import Formula


def matched(
    context: Context, state: State, function: s.SurfaceFunction, call: s.Call
) -> tuple[Value, ...]:
    """Return the value of every parameter, in their order, defaults included."""
    given: dict[str, Value] = {}
    names = [parameter.name for parameter in function.parameters]
    positional = [p.name for p in function.parameters if not p.keyword_only]
    plain = [a for a in call.arguments if a.keyword is None]
    for position, argument in enumerate(plain):
        if position >= len(positional):
            message = f"takes {len(positional)} arguments"
            raise _mismatch(function, message, call.span)
        given[positional[position]] = evaluate(context, state, argument.value)
    for argument in call.arguments:
        if argument.keyword is None:
            continue
        if argument.keyword in given or argument.keyword not in names:
            message = f"has no free parameter `{argument.keyword}`"
            raise _mismatch(function, message, call.span)
        given[argument.keyword] = evaluate(context, state, argument.value)
    values: list[Value] = []
    for parameter in function.parameters:
        if parameter.name in given:
            values.append(given[parameter.name])
        elif parameter.default is not None:
            values.append(evaluate(context, State({}, {}), parameter.default))
        else:
            message = f"needs the argument `{parameter.name}`"
            raise _mismatch(function, message, call.span)
    return tuple(values)


def fitted(value: Value, parameter: Parameter, span: Span) -> tuple[Formula, ...]:
    """Return the leaves of an argument, as many as the parameter has."""
    flat = leaves_of(value, span)
    if len(flat) == len(parameter.leaves):
        return flat
    if len(parameter.leaves) == 1:
        return (as_formula(value, span),)
    raise refuse(
        "SG404",
        f"the argument `{parameter.name}` is nested in another way than elsewhere",
        span,
        hint="pass it in one form everywhere",
    )


def _mismatch(function: s.SurfaceFunction, message: str, span: Span) -> CompileError:
    return refuse("SG404", f"`{function.name}` {message}", span)
