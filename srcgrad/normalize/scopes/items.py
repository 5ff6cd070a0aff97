"""Lists of arrays -> which arrays they hold, and whether one of them twice.

xs.append(x)     x and xs share memory: a store into x is seen in xs
[x] * 3          the items are one array: a store into one is seen in the others
"""

from __future__ import annotations

from srcgrad.analysis.typing import type_of_tree
from srcgrad.diagnostics import Span, refuse
from srcgrad.ir.expressions import Expression, Index, Var, substitute
from srcgrad.ir.program import HOLE
from srcgrad.ir.types import ListOf, is_nest
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.memory import may_be_array, roots
from srcgrad.primitives.formula import Formula


def share_items(context: Context, buffer: int, value: Formula) -> None:
    """Note that what a list has been given shares its memory."""
    if may_be_array(value.type):
        for root in roots(context, value.expression):
            other = context.buffer_of[root.var]
            context.listed.setdefault(buffer, set()).add(other)
            if other != buffer:
                overlaps = root.overlaps or isinstance(value.type, ListOf)
                context.hold(buffer, other, overlaps)


def is_again(context: Context, buffer: int, value: Formula) -> bool:
    """Whether a list may have an array already that it is given now, or in a later trip."""
    before = context.before_loop
    if not may_be_array(value.type):
        return False
    return any(
        (other := context.buffer_of[root.var]) in context.listed.get(buffer, ())
        or max(other, buffer) <= before
        for root in roots(context, value.expression)
    )


def check_items(
    context: Context, base: Var, view: Expression, span: Span, name: str
) -> None:
    """Refuse to write into an item of a list, where another may be the same array.

    view : what is written into, over HOLE: an item, or a part of one.
    """
    while isinstance(view, Index):
        view = view.base
        kind = type_of_tree(substitute(view, {HOLE: base}), context.types)
        if isinstance(kind, ListOf) and kind.shared and may_be_array(kind.item):
            raise refuse(
                "SG301",
                f"items of `{name}` may be one and the same array, and this line writes "
                "to it",
                span,
                hint="put copies into the list: `xs.append(x.copy())`, or "
                "`[x.copy() for _ in range(n)]` for `[x] * n`",
            )


def is_item(context: Context, base: Var, view: Expression) -> bool:
    """Whether a place is an item of a list, or items in a row."""
    if not isinstance(view, Index):
        return False
    whole = substitute(view.base, {HOLE: base})
    return is_nest(type_of_tree(whole, context.types))


def shares_items(context: Context, one: Formula, two: Formula) -> bool:
    """Whether two lists may have an array in common."""
    left, right = (
        {context.buffer_of[root.var] for root in roots(context, value.expression)}
        for value in (one, two)
    )
    return bool(left & right)
