"""`return value` -> the binding of the function's result, and its leaves at the end."""

from __future__ import annotations

from srcgrad.diagnostics import NOWHERE, Span
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Constant, Var
from srcgrad.ir.program import HOLE, Define, Restated, Result
from srcgrad.ir.types import FunctionOf, LibraryOf
from srcgrad.normalize.calling.handing import type_of_value
from srcgrad.normalize.calling.receiving import captured_result, has_leaves
from srcgrad.normalize.evaluation.closures import functions_in, handed
from srcgrad.normalize.evaluation.evaluate import evaluate
from srcgrad.normalize.scopes.aliases import Site
from srcgrad.normalize.scopes.bindings import bind_leaves, bind_value, define_leaf
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import (
    Binding,
    Qualified,
    Record,
    Ref,
    State,
    Structure,
    UserFunction,
    Value,
)
from srcgrad.normalize.scopes.values import as_formula, is_function
from srcgrad.normalize.writing.inplace import stored
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
    value = stored(context, state, value, frozenset())
    found = evaluate(context, state, value)
    found = handed(context, state, found, span)
    _restate(context, value, found)
    if is_function(found):
        alone = Structure("tuple", (found,))
        state.names[RESULT] = bind_leaves(context, state, name, alone, site).items[0]
        return
    if isinstance(found, Record) or (
        isinstance(found, Structure) and found.kind in ("dict", "object")
    ):
        context.records.titles[RESULT] = name
        bind_value(context, state, RESULT, found, site)
        return
    if isinstance(found, Structure):
        context.records.titles[RESULT] = name
        state.names[RESULT] = bind_leaves(context, state, name, found, site)
        return
    whole = as_formula(found, value.span)
    if isinstance(whole.expression, Var) and isinstance(value, s.NameRef):
        buffer = context.buffer_of[whole.expression]
        state.names[RESULT] = Ref(buffer, whole.type, HOLE, span)
    else:
        state.names[RESULT] = define_leaf(context, state, name, whole, site, None)


def _restate(context: Context, expression: s.SurfaceExpression, value: Value) -> None:
    """Put what functions have captured in their place in the text."""
    match value, expression:
        case UserFunction(), _:
            text = _held_text(context, value)
            context.edits.append(Restated(expression.span, text))
        case Structure(items=items), s.Display(items=parts) if len(items) == len(parts):
            for part, item in zip(parts, items, strict=True):
                _restate(context, part, item)
        case Structure(items=items), s.NameRef(name=name) if any(functions_in(value)):
            shown = tuple(
                _held_text(context, item)
                if isinstance(item, UserFunction)
                else f"{name}[{position}]"
                for position, item in enumerate(items)
            )
            text = f"({', '.join(shown)}{',' if len(shown) == 1 else ''})"
            context.edits.append(Restated(expression.span, text))


def _held_text(context: Context, function: UserFunction) -> str:
    """Names of what a function has captured."""
    held = [
        context.spelled.get(key, key)
        for key, part in function.environment or ()
        if has_leaves(type_of_value(part, NOWHERE))
    ]
    if len(held) == 1:
        return held[0]
    return f"({', '.join(held)})" if held else "None"


def result_of(
    context: Context, state: State, binding: Binding, extra: list[Define]
) -> Result:
    """Return the result's structure; `extra` takes what gives its leaves variables."""
    match binding:
        case UserFunction(environment=environment):
            function = type_of_value(binding, NOWHERE)
            assert isinstance(function, FunctionOf)
            held = [
                result_of(context, state, part, extra)
                for (_, part), (_, type_) in zip(
                    environment or (), function.environment or (), strict=True
                )
                if has_leaves(type_)
            ]
            return captured_result(held, function)
        case Qualified(name, text) if is_function(binding):
            return Result(function=LibraryOf(name, text))
    if isinstance(binding, Record):
        return _record(context, state, binding, extra)
    if not isinstance(binding, Structure):
        return result_leaf(context, state, binding, extra)
    if binding.kind == "none":
        return Result()
    parts = (result_of(context, state, item, extra) for item in binding.items)
    named = binding.keys
    return Result(items=tuple(parts), keys=named, owner=binding.owner)


def _record(
    context: Context, state: State, record: Record, extra: list[Define]
) -> Result:
    """Structure of a record, or where it came in from."""
    path = context.records.path(record)
    if path is not None and not context.is_entry:
        return Result(kind="given", keys=path)
    keys = context.records.keys(state, record)
    slots = (context.records.part(record, key) for key in keys)
    parts = tuple(result_of(context, state, state.names[slot], extra) for slot in slots)
    return Result(None, parts, None, record.kind, keys, record.owner)


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
