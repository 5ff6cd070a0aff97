"""Expression -> the variables whose memory its value may be: views, and what copies."""

from __future__ import annotations

from dataclasses import dataclass, replace

from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Expression,
    Index,
    Sequence,
    Slice,
    Var,
    substitute,
)
from srcgrad.ir.program import HOLE
from srcgrad.ir.types import ListOf, Numeric, Passive, Type, is_nest, is_scalar
from srcgrad.normalize.scopes.aliases import Alias, Relation, Site
from srcgrad.normalize.scopes.context import Context
from srcgrad.primitives.table import TABLE

EXACT_VIEWS = frozenset(("transpose", "swapaxes", "moveaxis", "expand_dims"))


@dataclass(frozen=True)
class Root:
    """A variable whose memory a value may share.

    view : which part of it, over HOLE. certain : it is exactly that view. holds : the
    value is a list, or the like, that has it for an item; overlaps : that has items of it.
    """

    var: Var
    view: Expression
    certain: bool
    holds: bool = False
    overlaps: bool = False


def roots(context: Context, expression: Expression) -> tuple[Root, ...]:
    """Return the variables whose memory the value of an expression may share."""
    match expression:
        case Var():
            known = expression in context.buffer_of
            return (Root(expression, HOLE, True),) if known else ()
        case Sequence(parts):
            found = _uncertain(
                *(
                    roots(context, part)
                    for part in parts
                    if may_be_array(type_of_tree(part, context.types))
                )
            )
            return tuple(replace(root, holds=True) for root in found)
        case Apply("list.join" | "list.repeat" | "to_list", arguments):
            return _items_of(context, arguments)
        case Index(base, (Slice(),)) if isinstance(
            type_of_tree(base, context.types), ListOf
        ):
            return _items_of(context, (base,))
        case Index(base, items):
            basic = all(is_basic(context, item) for item in items)
            if not basic and all(_is_copying(context, item) for item in items):
                return ()
            return tuple(
                Root(root.var, Index(root.view, items), root.certain and basic)
                for root in roots(context, base)
            )
        case Apply("and" | "or", arguments):
            return _uncertain(*(roots(context, argument) for argument in arguments))
        case Apply(operation, arguments) if (
            operation in TABLE and TABLE[operation].view
        ):
            return _viewed(context, operation, arguments)
        case Choice(_, then, otherwise):
            return _uncertain(roots(context, then), roots(context, otherwise))
        case _:
            return ()


def _viewed(
    context: Context, operation: str, arguments: tuple[Expression, ...]
) -> tuple[Root, ...]:
    """Return the roots of an operation whose value is a view of its first argument."""
    base = roots(context, arguments[0])
    if operation in ("asarray", "np.asarray") and len(arguments) == 1:
        # of an array, the array itself
        inner = type_of_tree(arguments[0], context.types)
        if isinstance(inner, Numeric) and inner.mutable:
            return base
    return tuple(
        Root(
            root.var,
            Apply(operation, (root.view, *arguments[1:])),
            root.certain and operation in EXACT_VIEWS,
        )
        for root in base
    )


def _items_of(context: Context, lists: tuple[Expression, ...]) -> tuple[Root, ...]:
    """Return whose memory the items of a new list may be, that those of others make up."""
    found = _uncertain(
        *(
            roots(context, one)
            for one in lists
            if not isinstance(kind := type_of_tree(one, context.types), ListOf)
            or may_be_array(kind.item)
        )
    )
    return tuple(replace(root, overlaps=not root.holds) for root in found)


def _uncertain(*found: tuple[Root, ...]) -> tuple[Root, ...]:
    return tuple(replace(root, certain=False) for group in found for root in group)


def is_basic(context: Context, item: Expression) -> bool:
    """Whether a subscript is sure to give a view."""
    match item:
        case Slice() | Constant(value=None):
            return True
        case Constant(value=value):
            is_integer = isinstance(value, int) and not isinstance(value, bool)
            return is_integer or value is Ellipsis
        case _:
            return is_position(type_of_tree(item, context.types))


def is_position(type_: Type) -> bool:
    """Whether a subscript of this type is sure to be one integer."""
    return is_scalar(type_) and _dtype(type_) not in (None, "bool")


def _is_copying(context: Context, item: Expression) -> bool:
    type_ = type_of_tree(item, context.types)
    return isinstance(type_, Numeric) and (
        type_.mutable is True or type_.dtype == "bool"
    )


def _dtype(type_: Type) -> str | None:
    return type_.dtype if isinstance(type_, Numeric) else None


def may_be_array(type_: Type) -> bool:
    """Whether a value of this type may have memory that is written to."""
    match type_:
        case Numeric(mutable=mutable):
            return mutable is not False
        case Passive():
            return False
        case _:
            return True


def is_surely_array(type_: Type) -> bool:
    """Whether a value of this type is an array, and no number."""
    return isinstance(type_, Numeric) and type_.mutable is True


# ---- what is shared


def record_sharing(
    context: Context, var: Var, found: tuple[Root, ...], type_: Type, site: Site
) -> None:
    """Note whose memory a new variable may share."""
    for root in found:
        array = root.view == HOLE or is_surely_array(type_)
        alone = len(found) == 1
        element = element_of(context, root) if alone and not array else None
        own, other = context.buffer_of[var], context.buffer_of[root.var]
        alias = Alias((site,), root.certain and alone, array, element)
        if root.holds:
            alias = replace(alias, relation=Relation.HELD, held=other)
        elif root.overlaps:
            alias = replace(alias, relation=Relation.OVERLAP)
        elif _is_item(context, root):
            alias = replace(alias, relation=Relation.HELD, held=own)
        context.aliases.add(own, other, alias)


def _is_item(context: Context, root: Root) -> bool:
    """Whether a root is read as an item of a list, or a part of one."""
    view = root.view
    while isinstance(view, Index | Apply):
        view = view.base if isinstance(view, Index) else view.arguments[0]
        kind = type_of_tree(substitute(view, {HOLE: root.var}), context.types)
        if is_nest(kind):
            return True
    return False


def element_of(context: Context, root: Root) -> tuple[str, int] | None:
    """(parameter, rank) where `x[i, j]` is one element, given that rank."""
    kind = context.types[root.var]
    view = root.view
    if not (
        isinstance(view, Index) and view.base == HOLE and isinstance(kind, Numeric)
    ):
        return None
    for item in view.items:
        if not is_position(type_of_tree(item, context.types)):
            return None
    if isinstance(kind.shape, frozenset) and len(kind.shape) == 1:
        (name,) = kind.shape
        if name in context.parameters:
            return name, len(view.items)
    return None
