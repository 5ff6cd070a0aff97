"""The tangents of what is done in place: stores into arrays, and appending to lists."""

from __future__ import annotations

from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.code import Add, Put, Scatter, Set
from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Dot,
    Expression,
    Name,
    Var,
    rebuild,
    walk,
)
from srcgrad.ir.program import HOLE, Append, Store
from srcgrad.ir.types import Numeric, Type, is_nest, is_scalar, same_shape
from srcgrad.transform.algebra import add
from srcgrad.transform.memory import memory
from srcgrad.transform.terms import shape_of
from srcgrad.transform.weaving.woven import Grow
from srcgrad.transform.weaving.writer import Writer
from srcgrad.transform.weaving.zeros import zero_tangent


def push_store(writer: Writer, statement: Store, tangent: Expression | None) -> None:
    """Write the tangent of a store."""
    weaver, target = writer.weaver, statement.target
    if not weaver.has(target):
        return
    slot = weaver.slot(target)
    if statement.place == HOLE:
        _whole(writer, statement, slot, tangent)
    else:
        _part(writer, statement, slot, tangent)
    weaver.scope.slots[slot] = target


def _whole(
    writer: Writer, statement: Store, slot: str, tangent: Expression | None
) -> None:
    """`y += v`, `y *= v`: of all of a buffer."""
    weaver, target, base = writer.weaver, statement.target, statement.base
    kind, old = writer.types[target], writer.types[base]
    if statement.accumulate and tangent is None:
        if weaver.has(base) and not same_shape(old, kind) and not _is_array(old):
            _set(writer, slot, _spread(writer, Dot(base), statement), kind)
    elif statement.accumulate and tangent is not None:
        if not weaver.has(base):
            _set(writer, slot, _spread(writer, tangent, statement), kind)
        elif _is_array(old):
            _grow(writer, Name(slot), _read_own(writer, base, tangent))
        else:
            _set(writer, slot, add(Dot(base), tangent), kind)
    else:
        _set(
            writer,
            slot,
            zero_tangent(target, kind) if tangent is None else tangent,
            kind,
        )


def _set(writer: Writer, slot: str, tangent: Expression, kind: Type) -> None:
    writer.lines.append(
        Set((slot,), writer.read(writer.weaver.owned(slot, tangent, kind, None)))
    )


def _read_own(writer: Writer, base: Var, tangent: Expression) -> Expression:
    writer.weaver.tangent(base)
    return writer.read(_unspread(tangent))


def _spread(writer: Writer, tangent: Expression, statement: Store) -> Expression:
    """Give a tangent the shape that `y += v` leaves y in."""
    kind = writer.types[statement.target]
    if same_shape(type_of_tree(tangent, writer.types), kind) or is_scalar(kind):
        return tangent
    like: Expression = statement.base
    if not _is_array(writer.types[statement.base]):
        total = Apply("add", (statement.base, statement.value))
        like = statement.target if writer.is_after else total
    return writer.tidy(Apply("broadcast_to", (_unspread(tangent), shape_of(like))))


def _grow(writer: Writer, place: Expression, value: Expression) -> None:
    if isinstance(value, Apply) and value.operation == "negative":
        writer.lines.append(Add(place, value.arguments[0], True))
    else:
        writer.lines.append(Add(place, value))


def _part(
    writer: Writer, statement: Store, slot: str, tangent: Expression | None
) -> None:
    """`a[i] = v`, `a[i] += v`: of a part of a buffer, or of a view of it."""
    weaver = writer.weaver
    if statement.target not in weaver.active:
        return
    if tangent is None and (
        statement.accumulate or statement.base not in weaver.active
    ):
        return
    weaver.tangent(statement.base)
    hole = Name(slot, writer.types[statement.base])
    if tangent is None:
        kind = type_of_tree(statement.value, writer.types)
        value = zero_tangent(statement.value, kind) if is_nest(kind) else Constant(0.0)
    else:
        value = writer.read(_unspread(tangent))
    match statement.place:
        case Apply("at", (view, *items)):
            base = _place(writer, view, hole)
            writer.lines.append(
                Scatter(base, tuple(writer.read(i) for i in items), value)
            )
        case place if statement.accumulate:
            _grow(writer, _place(writer, place, hole), value)
        case place:
            writer.lines.append(Put(_place(writer, place, hole), value))


def _place(writer: Writer, place: Expression, hole: Name) -> Expression:
    """Return a place in the tangent: the subscripts read, the hole filled."""

    def visit(part: Expression) -> Expression:
        if part == HOLE:
            return hole
        return rebuild(part, visit) if HOLE in walk(part) else writer.read(part)

    return visit(place)


def push_append(writer: Writer, statement: Append, tangent: Expression | None) -> None:
    """Write the tangent of an append: zeros for a passive item."""
    weaver = writer.weaver
    if not weaver.has(statement.target):
        return
    slot = weaver.slot(statement.target)
    weaver.tangent(statement.base)
    value = tangent
    if value is None:
        value = zero_tangent(
            statement.value,
            type_of_tree(statement.value, writer.types),
            statement.value,
        )
    else:
        shared = {weaver.slot(v) for v in memory(value, writer.types)}
        is_written = slot in weaver.stored or shared & weaver.stored
        if shared and is_written and not memory(statement.value, writer.types):
            value = weaver.copied(value, type_of_tree(statement.value, writer.types))
    writer.lines.append(Grow(Name(slot), writer.read(value)))
    weaver.scope.slots[slot] = statement.target


def _is_array(kind: Type) -> bool:
    return isinstance(kind, Numeric) and kind.mutable is True


def _unspread(value: Expression) -> Expression:
    """Leave out a spread over a shape that the place has anyway."""
    match value:
        case Apply("broadcast_to", (inner, _)):
            return inner
        case Apply("full_like", (_, inner)):
            return inner
        case _:
            return value
