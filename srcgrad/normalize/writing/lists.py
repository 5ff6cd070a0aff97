"""What is done to a list in place -> its next version: `xs.append(value)`, `xs.reverse()`."""

from __future__ import annotations

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Sequence, Var
from srcgrad.ir.program import HOLE, Append, Store
from srcgrad.ir.types import ListOf, Type, join
from srcgrad.normalize.evaluation.evaluate import evaluate
from srcgrad.normalize.scopes.context import Context, Names
from srcgrad.normalize.scopes.items import is_again, share_items
from srcgrad.normalize.scopes.packing import packed
from srcgrad.normalize.scopes.scope import Ref, State
from srcgrad.normalize.writing.targets import held
from srcgrad.primitives.formula import Formula, apply

METHODS = frozenset(("append", "extend", "insert", "reverse", "clear"))


def changed(context: Context, state: State, call: s.Call, live: Names) -> bool:
    """Carry out a call that changes a list; False for any other."""
    match call.function:
        case s.Attribute(base=base, name=method) if method in METHODS:
            binding = _list_of(context, state, base)
        case _:
            return False
    if binding is None:
        if method in ("append", "extend"):
            raise refuse(
                "SG306",
                f"only a list that has a name can be changed by `.{method}()`",
                call.span,
            )
        return False
    name, ref = binding
    given = [
        packed(context, state, evaluate(context, state, a.value), a.value.span)
        for a in call.arguments
    ]
    if method == "append":
        _append(context, state, name, ref, given[0], live, call.span)
        return True
    old = Formula(state.current[ref.buffer], context.types[state.current[ref.buffer]])
    match method:
        case "extend":
            new = apply("list.join", old, given[0])
        case "insert":
            at = given[0]
            head, tail = old[:at], old[at:]
            new = apply("list.join", apply("list.join", head, [given[1]]), tail)
        case "reverse":
            new = old[::-1]
        case _:
            new = Formula(Sequence((), "list"), old.type)
    _replace(context, state, name, ref, new, live, call.span)
    for value in given:
        share_items(context, ref.buffer, value)
    return True


def _list_of(
    context: Context, state: State, base: s.SurfaceExpression
) -> tuple[str, Ref] | None:
    """Return the name or slot of a list that is changed, and what it refers to."""
    name = held(context, state, base)
    binding = None if name is None else state.names.get(name)
    if name is None or not isinstance(binding, Ref) or binding.view != HOLE:
        return None
    kind = context.types[state.current[binding.buffer]]
    return (name, binding) if isinstance(kind, ListOf) else None


def _append(
    context: Context,
    state: State,
    name: str,
    ref: Ref,
    value: Formula,
    live: Names,
    span: Span,
) -> None:
    shown = context.records.shown(state, name)
    old = state.current[ref.buffer]
    kind = context.types[old]
    assert isinstance(kind, ListOf)
    context.check_items(state, ref.buffer, live, span, shown)
    longer = ListOf(
        join(kind.item, value.type),
        kind.shared or is_again(context, ref.buffer, value),
    )
    target = _next(context, state, name, ref, longer, span)
    context.pending.append(Append(target, old, value.expression))
    share_items(context, ref.buffer, value)


def _replace(
    context: Context,
    state: State,
    name: str,
    ref: Ref,
    value: Formula,
    live: Names,
    span: Span,
) -> None:
    """Let all items of a list be others."""
    shown = context.records.shown(state, name)
    context.check_items(state, ref.buffer, live, span, shown)
    old = state.current[ref.buffer]
    target = _next(context, state, name, ref, value.type, span)
    context.written.add(old.name)
    context.pending.append(Store(target, old, HOLE, value.expression))


def _next(
    context: Context, state: State, name: str, ref: Ref, type_: Type, span: Span
) -> Var:
    """Return the next version of a list, in the same memory."""
    old = state.current[ref.buffer]
    target = context.fresh(old.name, type_, ref.buffer)
    state.current[ref.buffer] = target
    if old in context.access:
        context.access[target] = context.access[old]
    state.names[name] = Ref(ref.buffer, type_, HOLE, span)
    return target
