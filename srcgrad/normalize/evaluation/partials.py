"""`partial(f, a, k=b)` -> f, of which some parameters are given already.

A function of the source is a value that says under which names those are held: what is not
written out as a number or text gets a name above the statement, as it is then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from srcgrad.analysis.names import names_in
from srcgrad.diagnostics import refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Constant
from srcgrad.ir.program import Named
from srcgrad.ir.types import Preset
from srcgrad.normalize.scopes.aliases import Site
from srcgrad.normalize.scopes.bindings import define
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import (
    Partial,
    Qualified,
    State,
    UserFunction,
    Value,
)
from srcgrad.primitives.formula import Formula

Evaluate: TypeAlias = Callable[[Context, State, s.SurfaceExpression], Value]


def partial(context: Context, state: State, call: s.Call, evaluate: Evaluate) -> Value:
    """Return the function that a call of `functools.partial` makes."""
    if not call.arguments or any(argument.star for argument in call.arguments):
        raise refuse(
            "SG111",
            "what `partial` is given is not known",
            call.span,
            hint="write its arguments out one by one",
        )
    first, *rest = call.arguments
    function = evaluate(context, state, first.value)
    if isinstance(function, UserFunction):
        presets = [_preset(context, state, function, a, evaluate) for a in rest]
        return replace(function, preset=(*function.preset, *presets))
    values = [(a.keyword, evaluate(context, state, a.value)) for a in rest]
    if isinstance(function, Partial):
        earlier, function = function, function.function
        known = [(None, v) for v in earlier.arguments]
        values = [*known, *earlier.keywords, *values]
    if not isinstance(function, Qualified):
        raise refuse(
            "SG112", "this is called, but what it is cannot be told", first.value.span
        )
    plain = tuple(value for keyword, value in values if keyword is None)
    named = {keyword: value for keyword, value in values if keyword is not None}
    return Partial(function, plain, tuple(named.items()))


def with_defaults(
    context: Context,
    state: State,
    function: UserFunction,
    surface: s.SurfaceFunction,
    evaluate: Evaluate,
) -> UserFunction:
    """Return a function within a function with its defaults as they are where it is made."""
    around = context.local | context.around
    defaults = [p for p in surface.parameters if p.default is not None]
    if not names_in(*(p.default for p in defaults)) & around:
        return function
    presets: list[Preset] = []
    for parameter in defaults:
        assert parameter.default is not None
        argument = s.Argument(parameter.default, parameter.name)
        preset = _preset(context, state, function, argument, evaluate)
        presets.append(replace(preset, is_default=True))
    return replace(function, preset=tuple(presets))


def _preset(
    context: Context,
    state: State,
    function: UserFunction,
    argument: s.Argument,
    evaluate: Evaluate,
) -> Preset:
    """Return how one argument is held until the function is called."""
    keyword, span = argument.keyword or "", argument.value.span
    value = evaluate(context, state, argument.value)
    match value:
        case Formula(expression=Constant(value=known)):
            return Preset(keyword, literal=known)
        case Formula() if context.name and not context.lazy:
            name = context.unique(f"{function.name}_{keyword or 'given'}")
            define(context, state, name, value, Site(name, span))
            context.edits.append(Named(span, name))
            return Preset(keyword, key=name)
    if isinstance(argument.value, s.NameRef) and context.name:
        return Preset(keyword, key=argument.value.name)
    raise refuse(
        "SG112",
        "what `partial` is given here has no name",
        span,
        hint="assign it to a name first",
    )
