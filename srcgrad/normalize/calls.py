"""A call of a user function -> Invoke: arguments matched to parameters, what it mutates made new."""

from __future__ import annotations

from typing import Any

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Apply, Constant, Var
from srcgrad.ir.program import HOLE, Define, Function, Invoke, Parameter, Result, Store
from srcgrad.ir.types import UNKNOWN, TupleOf, Type, is_scalar
from srcgrad.normalize.context import Context
from srcgrad.normalize.evaluate import as_formula, evaluate
from srcgrad.normalize.scope import State, Structure, Value
from srcgrad.normalize.statements import _roots, flat_arguments
from srcgrad.primitives.formula import Formula


def call(
    builder: Any, context: Context, state: State, name: str, node: s.Call
) -> Value:
    """Evaluate a call of the function `name` of the source."""
    surface = builder.module.functions[name]
    values = _match(context, state, surface, node)
    if context.lazy:
        # evaluated only sometimes: stays an expression, and must turn out to be passive
        context.plain.add(name)
        flat = tuple(
            leaf.expression for v in values for leaf in flat_arguments(v, node.span)
        )
        return Formula(Apply("call", (Constant(name), *flat)), UNKNOWN)
    function = builder.function(
        name, tuple(_type(v, node.span) for v in values), node.span
    )
    context.callees[name] = function
    arguments = tuple(
        leaf
        for value, parameter in zip(values, function.parameters, strict=True)
        for leaf in _fitted(value, parameter, node.span)
    )
    found = _invoke(context, state, function, arguments, node.span)
    return found


def _match(
    context: Context, state: State, surface: s.SurfaceFunction, node: s.Call
) -> list[Value]:
    """One value for each parameter."""
    given: dict[str, Value] = {}
    positional = [p.name for p in surface.parameters if not p.keyword_only]
    for position, argument in enumerate(a for a in node.arguments if a.keyword is None):
        if position >= len(positional):
            raise refuse(
                "SG404",
                f"`{surface.name}` takes {len(positional)} arguments",
                node.span,
            )
        given[positional[position]] = evaluate(context, state, argument.value)
    for argument in node.arguments:
        if argument.keyword is None:
            continue
        if argument.keyword in given or argument.keyword not in {
            p.name for p in surface.parameters
        }:
            raise refuse(
                "SG404",
                f"`{surface.name}` has no free parameter `{argument.keyword}`",
                node.span,
            )
        given[argument.keyword] = evaluate(context, state, argument.value)
    values: list[Value] = []
    for parameter in surface.parameters:
        if parameter.name in given:
            values.append(given[parameter.name])
        elif parameter.default is not None:
            values.append(evaluate(context, State({}, {}), parameter.default))
        else:
            raise refuse(
                "SG404",
                f"`{surface.name}` needs the argument `{parameter.name}`",
                node.span,
            )
    return values


def _fitted(value: Value, parameter: Parameter, span: Span) -> tuple[Formula, ...]:
    """Leaves of an argument, as many as the parameter has."""
    flat = flat_arguments(value, span)
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


def _type(value: Value, span: Span) -> Type:
    if isinstance(value, Structure):
        return TupleOf(tuple(_type(item, span) for item in value.items))
    return flat_arguments(value, span)[0].type


def _invoke(
    context: Context,
    state: State,
    function: Function,
    arguments: tuple[Formula, ...],
    span: Span,
) -> Value:
    targets: list[Var] = []
    mutated: list[tuple[int, Var]] = []
    after: list[Store] = []
    leaves = [v for p in function.parameters for v in p.leaves]
    expressions = [a.expression for a in arguments]
    written = {leaves.index(p): v for p, v in function.outputs.items()}
    for position in written:
        _mutate(
            context,
            state,
            function,
            expressions,
            arguments,
            position,
            mutated,
            after,
            span,
        )

    def build(result: Result) -> Value:
        if result.items is not None:
            return Structure("tuple", tuple(build(item) for item in result.items))
        if result.leaf is None:
            return Formula(Constant(None), UNKNOWN)
        same = _mutated_argument(function, result.leaf, leaves, mutated)
        base = context.unique(f"{function.name}_value")
        var = context.fresh(base, function.types[result.leaf])
        context.access[var] = ""
        state.current[context.buffer_of[var]] = var
        targets.append(var)
        for position in function.shares.get(result.leaf, ()):
            for root, _, _ in _roots(context, arguments[position].expression):
                context.alias(
                    context.buffer_of[var], context.buffer_of[root], (), False
                )
        if same is not None:
            # the callee returns the argument that it has written to: the caller's own array
            return Formula(same, context.types[same])
        return Formula(var, function.types[result.leaf])

    value = build(function.result)
    structure = _with_targets(function.result, list(targets))
    context.pending.append(
        Invoke(
            tuple(targets),
            function.key,
            tuple(expressions),
            tuple(mutated),
            structure,
            span,
        )
    )
    context.pending.extend(after)
    context.handed.setdefault(function.key, set()).update(
        v.name for v in targets if not is_scalar(context.types[v])
    )
    for argument in arguments:
        context.handed[function.key].update(
            r.name for r, _, _ in _roots(context, argument.expression)
        )
    return value


def _with_targets(result: Result, targets: list[Var]) -> Result:
    """Structure of the callee's value over the variables that receive its leaves."""
    if result.items is not None:
        return Result(
            items=tuple(_with_targets(item, targets) for item in result.items)
        )
    return Result(leaf=targets.pop(0)) if result.leaf is not None else result


def _mutated_argument(
    function: Function, leaf: Var, leaves: list[Var], mutated: list[tuple[int, Var]]
) -> Var | None:
    """Version of the caller's array that a leaf of the value is, or None."""
    after = dict(mutated)
    for parameter, output in function.outputs.items():
        if output == leaf:
            return after.get(leaves.index(parameter))
    return None


def _mutate(
    context: Context,
    state: State,
    function: Function,
    expressions: list[Any],
    arguments: tuple[Formula, ...],
    position: int,
    mutated: list[tuple[int, Var]],
    after: list[Store],
    span: Span,
) -> None:
    """The callee writes to this argument: a new version of the caller's buffer."""
    roots = _roots(context, arguments[position].expression)
    if not roots:
        return
    if len(roots) > 1 or not roots[0][2]:
        raise refuse(
            "SG401",
            f"`{function.name}` writes to this argument, and whose memory it is cannot be told",
            span,
            hint="assign the array to a name first",
        )
    root, view, _ = roots[0]
    buffer = context.buffer_of[root]
    for other, argument in enumerate(arguments):
        if other == position or is_scalar(argument.type):
            continue
        for shared, _, _ in _roots(context, argument.expression):
            pair = frozenset((context.buffer_of[shared], buffer))
            if len(pair) == 1 or pair in context.aliases:
                raise refuse(
                    "SG401",
                    f"`{function.name}` writes to an argument that is passed to it twice",
                    span,
                    hint="pass a copy",
                )
    context.check_store(state, buffer, context.live, span, root.name, True)
    base = state.current[buffer]
    if view == HOLE:
        target = context.fresh(base.name, context.types[base], buffer)
        state.current[buffer] = target
        mutated.append((position, target))
        return
    part = context.fresh(f"{function.name}_part", arguments[position].type)
    changed = context.fresh(
        f"{function.name}_part", context.types[part], context.buffer_of[part]
    )
    context.access[part] = context.access[changed] = ""
    context.pending.append(Define((part,), (arguments[position].expression,)))
    expressions[position] = part
    mutated.append((position, changed))
    target = context.fresh(base.name, context.types[base], buffer)
    state.current[buffer] = target
    after.append(Store(target, base, view, changed))
