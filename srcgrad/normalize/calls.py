"""A call of a user function -> Invoke: what the callee mutates gets a new version."""

from __future__ import annotations

from typing import Protocol

from srcgrad.diagnostics import Span
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Apply, Constant, Var
from srcgrad.ir.program import Function, Invoke, Result
from srcgrad.ir.types import UNKNOWN, TupleOf, Type, is_scalar
from srcgrad.normalize.arguments import fitted, matched
from srcgrad.normalize.context import Context
from srcgrad.normalize.memory import roots
from srcgrad.normalize.mutations import Mutations
from srcgrad.normalize.scope import State, Structure, Value
from srcgrad.normalize.values import as_formula, leaves_of
from srcgrad.primitives.formula import Formula


class Callees(Protocol):
    """Where the normal form of a called function comes from."""

    module: s.SurfaceModule

    def function(self, name: str, types: tuple[Type, ...], span: Span) -> Function:
        """Return the normal form of a function called with these types."""
        ...


def call(
    callees: Callees, context: Context, state: State, name: str, node: s.Call
) -> Value:
    """Evaluate a call of the function `name` of the source."""
    values = matched(context, state, callees.module.functions[name], node)
    if context.lazy:
        # evaluated only sometimes: stays an expression, and must turn out to be passive
        context.plain.add(name)
        flat = (leaf.expression for v in values for leaf in leaves_of(v, node.span))
        return Formula(Apply("call", (Constant(name), *flat)), UNKNOWN)
    types = tuple(_type(value, node.span) for value in values)
    function = callees.function(name, types, node.span)
    context.callees[name] = function
    arguments = tuple(
        leaf
        for value, parameter in zip(values, function.parameters, strict=True)
        for leaf in fitted(value, parameter, node.span)
    )
    return _invoke(context, state, function, arguments, node.span)


def _type(value: Value, span: Span) -> Type:
    if isinstance(value, Structure):
        return TupleOf(tuple(_type(item, span) for item in value.items))
    return as_formula(value, span).type


def _invoke(
    context: Context,
    state: State,
    function: Function,
    arguments: tuple[Formula, ...],
    span: Span,
) -> Value:
    mutations = Mutations(context, state, function, arguments, span)
    written = [mutations.leaves.index(leaf) for leaf in function.outputs]
    for position in written:
        mutations.write(position)
    targets: list[Var] = []

    def receive(result: Result) -> tuple[Value, Result]:
        """Return the value of a result, and its structure over new variables."""
        if result.items is not None:
            values, structures = [], []
            for item in result.items:
                value, structure = receive(item)
                values.append(value)
                structures.append(structure)
            return Structure("tuple", tuple(values)), Result(items=tuple(structures))
        if result.leaf is None:
            return Formula(Constant(None), UNKNOWN), result
        var = _target(context, state, function, arguments, result.leaf)
        targets.append(var)
        same = mutations.argument_of(result.leaf)
        # a callee may return the argument that it has written to: the caller's array
        known = var if same is None else same
        type_ = function.types[result.leaf] if same is None else context.types[same]
        return Formula(known, type_), Result(leaf=var)

    value, structure = receive(function.result)
    invoke = Invoke(
        tuple(targets),
        function.key,
        tuple(mutations.expressions),
        tuple(mutations.mutated),
        structure,
        span,
    )
    context.pending.append(invoke)
    context.pending.extend(mutations.after)
    handed = context.handed.setdefault(function.key, set())
    handed |= {v.name for v in targets if not is_scalar(context.types[v])}
    for argument in arguments:
        handed |= {r.var.name for r in roots(context, argument.expression)}
    return value


def _target(
    context: Context,
    state: State,
    function: Function,
    arguments: tuple[Formula, ...],
    leaf: Var,
) -> Var:
    """Make the variable that receives a leaf of the value."""
    name = context.unique(f"{function.name}_value")
    var = context.hidden(name, function.types[leaf])
    buffer = context.buffer_of[var]
    state.current[buffer] = var
    for position in function.shares.get(leaf, ()):
        for root in roots(context, arguments[position].expression):
            context.may_share(buffer, context.buffer_of[root.var])
    return var
