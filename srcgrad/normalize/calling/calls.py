"""A call of a user function -> Invoke: what the callee mutates gets a new version."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Apply, Constant
from srcgrad.ir.program import Edit, Function, Invoke, Passed, Piece
from srcgrad.ir.types import UNKNOWN, FunctionOf, Type, is_scalar
from srcgrad.normalize.calling.arguments import Given, given_to, matched, with_presets
from srcgrad.normalize.calling.changes import Applied
from srcgrad.normalize.calling.changes import Given as GivenValues
from srcgrad.normalize.calling.handing import (
    Handing,
    expression_of,
    snapshot,
    type_of_value,
)
from srcgrad.normalize.calling.mutations import Mutations
from srcgrad.normalize.calling.receiving import Receiver
from srcgrad.normalize.evaluation.closures import handed
from srcgrad.normalize.evaluation.draws import draws
from srcgrad.normalize.scopes.bindings import named_numbers
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.extents import entering
from srcgrad.normalize.scopes.memory import roots
from srcgrad.normalize.scopes.records import Discovered
from srcgrad.normalize.scopes.scope import Bound, Record, State, UserFunction, Value
from srcgrad.normalize.scopes.values import holds_functions
from srcgrad.primitives.formula import Formula


class Callees(Protocol):
    """Where the normal form of a called function comes from."""

    module: s.SurfaceModule

    def definition(self, name: str) -> s.SurfaceFunction:
        """Return the text of a function, as read."""
        ...

    def default(self, expression: s.SurfaceExpression) -> Value:
        """Return the value of a parameter's default."""
        ...

    def function(self, of: FunctionOf, types: tuple[Type, ...], span: Span) -> Function:
        """Return the normal form of a function called with these types."""
        ...


def call(
    callees: Callees,
    context: Context,
    state: State,
    function: UserFunction,
    node: s.Call,
    bound: Bound | None = None,
) -> Value:
    """Evaluate a call of a function of the source; `bound` to an object, if a method."""
    surface, preset = callees.definition(function.name), function.preset
    arguments = given_to(context, state, surface, node)
    if bound is not None:
        place = node.function
        if isinstance(place, s.Attribute) and not bound.called:
            place = place.base
        text = bound.text or _returned(context, state, bound.receiver, place)
        pieces = (Piece(text or place.span),)
        arguments = [(None, Given(bound.receiver, pieces)), *arguments]
    if function.preset:
        arguments = with_presets(context, state, function, surface, arguments)
        function = replace(function, preset=())
    given = matched(surface, arguments, callees.default, node.span)
    named = (
        isinstance(node.function, s.NameRef)
        and not preset
        and node.function.name == function.name
        and function.name in callees.module.functions
    )
    if named and context.lazy and not any(holds_functions(g.value) for g in given):
        # evaluated only sometimes: stays an expression, and must turn out to be passive
        if draws(surface, callees.module):
            raise refuse(
                "SG405",
                f"`{function.name}` draws random numbers, and is called where it may not "
                "be evaluated",
                node.span,
                hint="call it on a line of its own",
            )
        context.plain.add(function.name)
        flat = (expression_of(g.value, node.span) for g in given)
        return Formula(Apply("call", (Constant(function.name), *flat)), UNKNOWN)
    return carried_out(callees, context, state, function, given, node.span, named)


def _returned(
    context: Context, state: State, receiver: Value, place: s.SurfaceExpression
) -> str:
    """Name of an object that a call gives back: `c.add(x).add(y)` adds to `c` twice."""
    if isinstance(place, s.Call) and isinstance(receiver, Record):
        return context.records.spelled(state, receiver)
    return ""


def carried_out(
    callees: Callees,
    context: Context,
    state: State,
    function: UserFunction,
    given: tuple[Given, ...],
    span: Span,
    named: bool = False,
) -> Value:
    """Call a function with a value for each of its parameters.

    named : the text calls it by the name that it has at module level.
    """
    whole = [handed(context, state, g.value, span) for g in given]
    values = [snapshot(context, state, value) for value in whole]
    surface = callees.definition(function.name)
    named_values = {
        parameter.name: value
        for parameter, value in zip(surface.parameters, whole, strict=True)
    }
    types = tuple(entering(type_of_value(value, span)) for value in values)
    closed = handed(context, state, function, span)
    known = entering(type_of_value(closed, span))
    assert isinstance(known, FunctionOf)
    try:
        callee = callees.function(known, types, span)
    except Discovered as found:
        GivenValues(context, state, named_values, span).rediscovered(
            function.name, found
        )
    context.callees[callee.key] = callee
    if callee.outputs and named_numbers(context, state, whole, span):
        values = [snapshot(context, state, value) for value in whole]
    _check_defaults(surface, callee, given, span)
    handing = Handing(context, callee, span)
    handing.all(values, given, closed)
    passed = None if named and callee.stands else tuple(handing.passed)
    arguments = tuple(handing.arguments)
    if context.lazy:
        return _in_place(context, callee, handing, span)
    applied = Applied(context, state, named_values, span, callee, arguments)
    return _invoke(context, state, callee, arguments, passed, span, applied)


def _check_defaults(
    surface: s.SurfaceFunction, callee: Function, given: tuple[Given, ...], span: Span
) -> None:
    """Refuse a call that writes to a default, which the next call finds changed."""
    leaves = {parameter.name: parameter.leaves for parameter in callee.parameters}
    for parameter, value in zip(surface.parameters, given, strict=True):
        known = leaves.get(parameter.name, ())
        if value.omitted and any(leaf in callee.outputs for leaf in known):
            raise refuse(
                "SG401",
                f"`{callee.name}` writes to the default of `{parameter.name}`, which each "
                "later call finds changed",
                span,
                hint=f"make `{parameter.name}=None` the default, and the array in the "
                "function",
            )


def _in_place(
    context: Context, callee: Function, handing: Handing, span: Span
) -> Value:
    """A call that is evaluated only sometimes stays where it is, under another name."""
    leaf = callee.result.leaf
    if callee.outputs or callee.written or leaf is None:
        raise refuse(
            "SG405",
            f"`{callee.name}` is called where it may not be evaluated, and it writes to "
            "its arguments or has no single value",
            span,
            hint="call it on a line of its own",
        )
    context.edits.append(Edit(span, callee.plain_name, tuple(handing.passed)))
    context.plain.add(callee.key)
    name = Constant(callee.plain_name)
    return Formula(Apply("call", (name, *handing.shown)), callee.types[leaf])


def _invoke(
    context: Context,
    state: State,
    function: Function,
    arguments: tuple[Formula, ...],
    passed: tuple[Passed, ...] | None,
    span: Span,
    applied: Applied,
) -> Value:
    mutations = Mutations(context, state, function, arguments, span)
    written = [mutations.leaves.index(leaf) for leaf in function.outputs]
    for position in written:
        mutations.write(position)
    receiver = Receiver(context, state, function, arguments, mutations, applied.part)
    value, structure = receiver.receive(function.result)
    applied.carry_over(receiver.receive)
    invoke = Invoke(
        tuple(receiver.targets),
        function.key,
        tuple(mutations.expressions),
        tuple(mutations.mutated),
        structure,
        span,
        passed,
    )
    context.pending.append(invoke)
    context.pending.extend(mutations.after)
    handed_over = context.handed.setdefault(function.key, set())
    handed_over |= {v.name for v in receiver.targets if not is_scalar(context.types[v])}
    for argument in arguments:
        handed_over |= {r.var.name for r in roots(context, argument.expression)}
    return value
