"""`return value` -> the binding of the function's result, and its leaves at the end."""

from __future__ import annotations

from srcgrad.diagnostics import Span
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Constant, Var
from srcgrad.ir.program import HOLE, Define, Result
from srcgrad.normalize.aliases import Site
from srcgrad.normalize.bindings import bind_leaves, define_leaf
from srcgrad.normalize.context import Context
from srcgrad.normalize.evaluate import evaluate
from srcgrad.normalize.scope import Binding, Ref, State, Structure
from srcgrad.normalize.values import as_formula
from srcgrad.primitives.formula import Formula

RESULT = "@result"


def return_statement(
    context: Context, state: State, value: s.SurfaceExpression | None, span: Span
) -> None:
    """Bind the function's result."""
    site, name = Site(RESULT, span), context.result_name
    if value is None:
        state.names[RESULT] = Structure("none", ())
        return
    found = evaluate(context, state, value)
    if isinstance(found, Structure):
        state.names[RESULT] = bind_leaves(context, state, name, found, site)
        return
    single = as_formula(found, value.span)
    if isinstance(single.expression, Var) and isinstance(value, s.NameRef):
        buffer = context.buffer_of[single.expression]
        state.names[RESULT] = Ref(buffer, single.type, HOLE, span)
    else:
        state.names[RESULT] = define_leaf(context, state, name, single, site, None)


def result_of(
    context: Context, state: State, binding: Binding, extra: list[Define]
) -> Result:
    """Return the result's structure; `extra` takes what gives its leaves variables."""
    if not isinstance(binding, Structure):
        return result_leaf(context, state, binding, extra)
    if binding.kind == "none":
        return Result()
    parts = (result_of(context, state, item, extra) for item in binding.items)
    return Result(items=tuple(parts))


def result_leaf(
    context: Context, state: State, binding: Binding, extra: list[Define]
) -> Result:
    """Return the variable of one leaf of the result; a literal or a view gets one."""
    if isinstance(binding, Ref) and binding.view == HOLE:
        return Result(leaf=state.current[binding.buffer])
    value = state.read(binding) if isinstance(binding, Ref) else binding
    if not isinstance(value, Formula) or value.expression == Constant(None):
        return Result(leaf=None)
    var = context.hidden(context.result_name, value.type)
    extra.append(Define((var,), (value.expression,)))
    return Result(leaf=var)
