"""In-place store -> the next version of the buffer: `a[1:3] = v`."""

from __future__ import annotations

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Apply, Expression, Index, Slice
from srcgrad.ir.program import HOLE, Store
from srcgrad.ir.types import ListOf, Numeric, join
from srcgrad.normalize.evaluation.evaluate import evaluate, formula, subscript_items
from srcgrad.normalize.evaluation.parts import item_of_dictionary
from srcgrad.normalize.scopes.aliases import Site
from srcgrad.normalize.scopes.bindings import bind_value
from srcgrad.normalize.scopes.context import Context, Names
from srcgrad.normalize.scopes.items import check_items, is_again, is_item, share_items
from srcgrad.normalize.scopes.scope import Ref, State, Structure, Value
from srcgrad.normalize.scopes.values import unwrap
from srcgrad.normalize.writing.places import Place, place_of, refuse_target
from srcgrad.normalize.writing.targets import held
from srcgrad.primitives.formula import Formula, lift


def store(
    context: Context,
    state: State,
    target: s.Subscript,
    value: Formula,
    live: Names,
    *,
    accumulate: bool,
    augmented: bool = False,
) -> None:
    """Write a value into part of a buffer, or add it to what is there.

    augmented : what stands there is changed in place, where it is an array.
    """
    place = place_of(context, state, target)
    if place is None:
        name = held(context, state, target.base)
        if name is not None:
            base = evaluate(context, state, target.base)
            if isinstance(base, Structure):
                _replace_item(context, state, target, name, value)
                return
            item_of_dictionary(
                context,
                state,
                base,
                subscript_items(context, state, target.items),
                target.span,
            )
        refuse_target(target.span)
    store_at(
        context,
        state,
        place,
        value,
        live,
        target.span,
        accumulate=accumulate,
        augmented=augmented or accumulate,
    )


def store_at(
    context: Context,
    state: State,
    place: Place,
    value: Formula,
    live: Names,
    span: Span,
    *,
    accumulate: bool = False,
    augmented: bool = False,
) -> None:
    """Write a value into a place, or add it to what is there."""
    buffer = place.ref.buffer
    base = state.current[buffer]
    if not augmented and is_item(context, base, place.view):
        context.check_items(state, buffer, live, span, place.name)
    else:
        context.check_store(state, buffer, live, span, place.name, True)
    type_ = context.types[state.current[buffer]]
    if isinstance(type_, Numeric) and type_.mutable is False:
        raise refuse(
            "SG203",
            f"`{place.name}` is a number, it has no elements to write to",
            span,
        )
    inside = place.view if augmented else getattr(place.view, "base", HOLE)
    check_items(context, base, inside, span, place.name)
    write(context, state, buffer, place.view, value, accumulate=accumulate)


def _replace_item(
    context: Context, state: State, target: s.Subscript, name: str, value: Formula
) -> None:
    """Replace one item of a list that is known item by item."""
    binding = state.names[name]
    assert isinstance(binding, Structure)
    count = len(binding.items)
    match subscript_items(context, state, target.items):
        case (int() as position,) if (
            binding.kind == "list" and -count <= position < count
        ):
            items: list[Value] = [state.meaning(item) for item in binding.items]
            items[position] = value
            site = Site(context.records.shown(state, name), target.span)
            bind_value(context, state, name, Structure("list", tuple(items)), site)
        case _:
            raise refuse(
                "SG305",
                f"an item of this {binding.kind} is written to by a subscript that is "
                "not a literal",
                target.span,
                hint="use an array: `np.array([...])`",
            )


def write(
    context: Context,
    state: State,
    buffer: int,
    place: Expression,
    value: Formula,
    *,
    accumulate: bool,
) -> None:
    """Make the next version of a buffer, with `value` in its `place`."""
    base = state.current[buffer]
    type_ = context.types[base]
    if isinstance(type_, Numeric) and not type_.mutable:
        type_ = Numeric(type_.dtype, type_.shape, mutable=True)
    if isinstance(type_, ListOf) and not accumulate:
        type_ = _list_with(context, buffer, place, value, type_)
    target = context.fresh(base.name, type_, buffer)
    state.current[buffer] = target
    holder = _whole_name(context, state, buffer, target.name)
    if holder != target.name:
        context.access[target] = holder
    context.written.add(base.name)
    context.pending.append(Store(target, base, place, value.expression, accumulate))


def _list_with(
    context: Context, buffer: int, place: Expression, value: Formula, kind: ListOf
) -> ListOf:
    """Type of a list in which something else stands in a place."""
    again = is_again(context, buffer, value)
    share_items(context, buffer, value)
    match place:
        case Index(base, (Slice(),)) if base == HOLE:
            return kind
        case Index(base, _) if base == HOLE:
            return ListOf(join(kind.item, value.type), kind.shared or again)
        case _:
            return kind


def _whole_name(context: Context, state: State, buffer: int, preferred: str) -> str:
    """Return a name that means all of a buffer now, "" if there is none."""
    holders = [
        context.records.text(state, name)
        for name, binding in state.names.items()
        if isinstance(binding, Ref)
        and binding.buffer == buffer
        and binding.view == HOLE
    ]
    if preferred in holders or not holders:
        return preferred if holders else ""
    return min(holders, key=lambda name: (not name, name.startswith("@"), name))


def add_at(
    context: Context, state: State, call: s.Call, live: Names, sign: int
) -> None:
    """Carry out `np.add.at(a, index, value)`: repeated indices count."""
    target, where, what = (argument.value for argument in call.arguments)
    name = held(context, state, target)
    binding = None if name is None else state.names.get(name)
    if name is None or not isinstance(binding, Ref):
        refuse_target(call.span)
    parts = unwrap(evaluate(context, state, where), call.span)
    items = parts if isinstance(parts, tuple) else (parts,)
    value = formula(context, state, what)
    value = value if sign > 0 else -value
    shown = context.records.shown(state, name)
    context.check_store(state, binding.buffer, live, call.span, shown, True)
    place = Apply("at", (binding.view, *(lift(item) for item in items)))
    write(context, state, binding.buffer, place, value, accumulate=True)
