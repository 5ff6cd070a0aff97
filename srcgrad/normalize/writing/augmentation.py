"""Augmented assignment -> a store into an array, or the next version of a number."""

from __future__ import annotations

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.types import Numeric, Passive, broadcast, promote
from srcgrad.normalize.evaluation.applications import is_foreign
from srcgrad.normalize.evaluation.discovery import discover
from srcgrad.normalize.evaluation.evaluate import evaluate, formula
from srcgrad.normalize.evaluation.operators import BINARY
from srcgrad.normalize.scopes.aliases import Site
from srcgrad.normalize.scopes.bindings import bind_value, define
from srcgrad.normalize.scopes.context import Context, Names
from srcgrad.normalize.scopes.scope import Ref, State, Structure, Value
from srcgrad.normalize.scopes.values import items_of_display, primitive, unwrap
from srcgrad.normalize.writing.stores import store, write
from srcgrad.normalize.writing.targets import held
from srcgrad.primitives.formula import Formula


def augment_statement(
    context: Context, state: State, statement: s.Augment, live: Names
) -> None:
    """Carry out `target operator= value`; `live` are the names read later."""
    span = statement.origin.span
    value = formula(context, state, statement.value)
    operator = BINARY[statement.operator]
    target = statement.target
    name = held(context, state, target)
    if name is not None:
        _augment_name(context, state, target, name, operator, value, live, span)
        return
    match target:
        case s.Subscript() if operator in ("add", "subtract"):
            increment = _increment(operator, value, span)
            store(context, state, target, increment, live, accumulate=True)
        case s.Subscript():
            old = formula(context, state, target)
            new = _applied(operator, old, value, span)
            store(context, state, target, new, live, accumulate=False, augmented=True)
        case _:
            assert isinstance(target, s.Attribute), "the frontend lets nothing else in"
            base = evaluate(context, state, target.base)
            if is_foreign(target.name):
                discover(context, base, "object", target.name)
            raise refuse("SG114", "an attribute of an array is assigned to", span)


def _applied(operator: str, old: Formula, value: Formula, span: Span) -> Formula:
    return primitive(operator, (unwrap(old, span), unwrap(value, span)), {}, span)


def _increment(operator: str, value: Formula, span: Span) -> Formula:
    if operator == "add":
        return value
    return primitive("negative", (unwrap(value, span),), {}, span)


def _augment_name(
    context: Context,
    state: State,
    target: s.SurfaceExpression,
    name: str,
    operator: str,
    value: Formula,
    live: Names,
    span: Span,
) -> None:
    site = Site(context.records.shown(state, name), span)
    old_value = evaluate(context, state, target)
    binding = state.names.get(name)
    match binding:
        case Formula():
            old = binding
        case Ref():
            old = state.read(binding)
        case _:
            _extend(context, state, name, old_value, operator, value, site)
            return
    mutable = old.type.mutable if isinstance(old.type, Numeric) else None
    is_number = mutable is False or isinstance(old.type, Passive)
    if isinstance(binding, Formula) or is_number:
        new = _applied(operator, old, value, span)
        define(context, state, name, new, site)
        return
    context.check_store(state, binding.buffer, live, span, site.name, mutable is True)
    if not mutable:
        _check_only_name(context, state, binding, name, live, span)
    if operator in ("add", "subtract"):
        increment = _increment(operator, value, span)
        write(context, state, binding.buffer, binding.view, increment, accumulate=True)
    else:
        new = primitive(operator, (old, unwrap(value, span)), {}, span)
        write(context, state, binding.buffer, binding.view, new, accumulate=False)
    if mutable is None:
        _widen(context, state, name, binding, old, value, span)


def _widen(
    context: Context,
    state: State,
    name: str,
    ref: Ref,
    old: Formula,
    value: Formula,
    span: Span,
) -> None:
    """Give what may be a number the shape and dtype of the sum."""
    if not isinstance(old.type, Numeric) or not isinstance(value.type, Numeric):
        return
    shape = broadcast(old.type.shape, value.type.shape)
    type_ = Numeric(promote(old.type, value.type), shape, None)
    context.types[state.current[ref.buffer]] = type_
    state.names[name] = Ref(ref.buffer, type_, ref.view, span)


def _extend(
    context: Context,
    state: State,
    name: str,
    old: Value,
    operator: str,
    value: Formula,
    site: Site,
) -> None:
    """Carry out `pair += (a, b)`: the items of both are known one by one."""
    more = items_of_display(value)
    if isinstance(old, Structure) and operator == "add" and more is not None:
        longer = Structure(old.kind, old.items + more)
        bind_value(context, state, name, longer, site)
        return
    kind = old.kind if isinstance(old, Structure) else "value"
    raise refuse("SG307", f"`{site.name}` is a {kind}: write the sum out", site.span)


def _check_only_name(
    context: Context, state: State, ref: Ref, name: str, live: Names, span: Span
) -> None:
    """Refuse `y = x` then `y += 1`: two names of what is perhaps a number."""
    for other, binding in state.names.items():
        if other in (name, f"@{name}") or not (other in live or other.startswith("@")):
            continue
        if isinstance(binding, Ref) and binding.buffer == ref.buffer:
            raise refuse(
                "SG301",
                f"`{context.records.shown(state, other)}` and "
                f"`{context.records.shown(state, name)}` are one array or two numbers, "
                "and this line writes to it",
                span,
                hint="say which with --types, or write `.copy()`",
            )
