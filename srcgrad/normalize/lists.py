"""Changes of a list in place -> its next version: `xs.append(value)`."""

from __future__ import annotations

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.program import HOLE, Append
from srcgrad.ir.types import ListOf, join
from srcgrad.normalize.context import Context, Names
from srcgrad.normalize.evaluate import formula
from srcgrad.normalize.scope import Ref, State
from srcgrad.normalize.targets import held


def append(
    context: Context,
    state: State,
    base: s.SurfaceExpression,
    item: s.SurfaceExpression,
    live: Names,
    span: Span,
) -> None:
    """Carry out `base.append(item)`."""
    value = formula(context, state, item)
    name = held(context, state, base)
    binding = None if name is None else state.names.get(name)
    if name is None or not isinstance(binding, Ref):
        raise refuse("SG306", "only a list that has a name can be appended to", span)
    shown = context.records.shown(state, name)
    old = state.current[binding.buffer]
    kind = context.types[old]
    if not isinstance(kind, ListOf):
        raise refuse("SG306", f"`{shown}` is not known to be a list", span)
    context.check_store(state, binding.buffer, live, span, shown, True)
    longer = ListOf(join(kind.item, value.type))
    target = context.fresh(old.name, longer, binding.buffer)
    state.current[binding.buffer] = target
    if old in context.access:
        context.access[target] = context.access[old]
    state.names[name] = Ref(binding.buffer, longer, HOLE, span)
    context.pending.append(Append(target, old, value.expression))
