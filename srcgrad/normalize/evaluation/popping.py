"""`xs.pop()` -> the item, and the list's next version, which is one shorter."""

from __future__ import annotations

from srcgrad.diagnostics import Span
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Constant, Index, Slice
from srcgrad.ir.program import HOLE, Define, Store
from srcgrad.ir.types import ListOf
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import Ref, State
from srcgrad.primitives.formula import Formula


def popped(context: Context, state: State, call: s.Call) -> Formula | None:
    """Return the item of `xs.pop()` on a list with a name; None for another call."""
    match call.function:
        case s.Attribute(base=s.NameRef(name=name), name="pop") if not call.arguments:
            binding = state.names.get(name)
            if isinstance(binding, Ref) and binding.view == HOLE:
                return _pop(context, state, name, binding.buffer, call.span)
    return None


def _pop(
    context: Context, state: State, name: str, buffer: int, span: Span
) -> Formula | None:
    old = state.current[buffer]
    kind = context.types[old]
    if not isinstance(kind, ListOf):
        return None
    item = context.hidden(context.unique("popped"), kind.item)
    state.current[context.buffer_of[item]] = item
    context.pending.append(Define((item,), (Index(old, (Constant(-1),)),)))
    context.check_items(state, buffer, context.live, span, name)
    shorter = context.fresh(old.name, kind, buffer)
    state.current[buffer] = shorter
    context.written.add(name)
    rest = Index(old, (Slice(None, Constant(-1)),))
    context.pending.append(Store(shorter, old, HOLE, rest))
    return Formula(item, context.types[item])
