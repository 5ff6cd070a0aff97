"""The adjoint of what is done in place: a store into an array, an item appended to a list."""

from __future__ import annotations

from dataclasses import replace

from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.code import Put, Restore, Set, names_read
from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Expression,
    Index,
    Name,
    Sequence,
    rebuild,
    substitute,
)
from srcgrad.ir.program import HOLE, Append, Step, Store
from srcgrad.ir.types import Type, is_nest, is_scalar
from srcgrad.transform.transposition.builder import Builder, copy_of
from srcgrad.transform.transposition.contributions import copied, pull
from srcgrad.transform.transposition.cotangents import Contribution, Guard, under
from srcgrad.transform.transposition.replacement import aside, replace_own
from srcgrad.transform.transposition.slots import Mask, Slot, is_fresh


def adjoint_of_store(builder: Builder, statement: Store, step: Step) -> None:
    """Take the cotangent out of the place that was stored to, and hand it on."""
    builder.emit(Restore(statement.target))
    if statement.target not in builder.active:
        return
    name = builder.slot(statement.target)
    if name not in builder.slots:
        return
    kind = builder.types[statement.target]
    everything = statement.place == HOLE
    if everything and not statement.accumulate:
        _rewrite(builder, statement, name, step)
        return
    seed = builder.within(read_place(statement.place), Name(name, kind))
    place_type = _place_type(builder, statement)
    given = seed
    if not everything:
        given = _settled(builder, statement, seed)
    # what every store leaves behind counts for nothing here: only what a mask has chosen
    mask = builder.slots[name].mask
    mask = mask if mask is Mask.CHOICE else Mask.NONE
    found = pull(builder, statement.value, given, step, place_type, mask=mask)
    own = [c for c in found if builder.slot(c.var) == name]
    others = [c for c in found if builder.slot(c.var) != name]
    for contribution in others:
        builder.contribute(contribution)
    if statement.accumulate:
        _add_own(builder, own, name, kind)
        builder.slots[name] = replace(builder.slots[name], var=statement.base)
        return
    if own and any(name in names_read(c.value) for c in own):
        own = (
            [_copied(builder, c, is_scalar(place_type)) for c in own]
            if len(own) == 1
            else _copied_all(builder, own, given, place_type)
        )
    if statement.base not in builder.active:
        builder.drop(name)
    elif statement.target in builder.single and not own:
        # nothing reads this place of the cotangent again
        builder.slots[name] = replace(builder.slots[name], var=statement.base)
    else:
        builder.owned(name)
        builder.emit(Put(seed, Constant(0.0)))
        mask = max(builder.slots[name].mask, _mask_of_place(builder, statement.place))
        builder.slots[name] = Slot(statement.base, True, mask)
    for contribution in own:
        builder.contribute(contribution)


def read_place(place: Expression) -> Expression:
    """The expression that reads what a place writes to."""
    match place:
        case Apply("at", (view, *items)):
            return Index(view, tuple(items))
        case _:
            return place


def _place_type(builder: Builder, statement: Store) -> Type:
    read = substitute(read_place(statement.place), {HOLE: statement.base})
    return type_of_tree(read, builder.types)


def _settled(builder: Builder, statement: Store, seed: Expression) -> Expression:
    """Cotangent of the stored value; of repeated indices only the last has reached the array."""
    place = statement.place
    if isinstance(place, Index) and builder.is_gather(place.items):
        items = place.items
        index = items[0] if len(items) == 1 else Sequence(items)
        return Apply("helper.last_stored", (seed.base, index))  # type: ignore[union-attr]
    return seed


def _mask_of_place(builder: Builder, place: Expression) -> Mask:
    """Why zeros stand where something else was stored: chosen, or just overwritten."""
    if isinstance(place, Index) and builder.is_choice(place.items):
        return Mask.CHOICE
    return Mask.OTHER_WAY


def _rewrite(builder: Builder, statement: Store, name: str, step: Step) -> None:
    """`y *= x`: the whole buffer is replaced."""
    place_type = builder.types[statement.base]
    mask = builder.slots[name].mask
    found = pull(builder, statement.value, Name(name), step, place_type, mask=mask)
    own = [c for c in found if builder.slot(c.var) == name]
    for contribution in found:
        if builder.slot(contribution.var) != name:
            builder.contribute(contribution)
    if any(c.place != HOLE for c in own):
        own = aside(builder, own, [name])
        builder.drop(name)
        for contribution in own:
            builder.contribute(contribution)
        return
    replace_own(builder, own, [name])


def _add_own(builder: Builder, own: list[Contribution], name: str, kind: Type) -> None:
    """Add to other places of the buffer whose own cotangent is being read."""
    if not own:
        return
    if len(own) > 1 and any(name in names_read(c.value) for c in own):
        held: list[Contribution] = []
        terms: dict[tuple[Expression, Guard], Expression] = {}
        for contribution in own:
            value = contribution.value
            if name in names_read(value):
                key = value, contribution.guard
                if key not in terms:
                    term = builder.names.term()
                    shown = value if is_fresh(value) else copied(builder, value)
                    builder.emit(Set((term,), under(contribution.guard, shown)))
                    terms[key] = Name(term)
                value = terms[key]
            held.append(replace(contribution, value=value))
        own = held
    for contribution in own:
        builder.contribute(contribution)


def _copied(builder: Builder, contribution: Contribution, scalar: bool) -> Contribution:
    """Evaluate a contribution before the cotangent that it reads is cleared."""
    term = builder.names.term()
    value = contribution.value
    fresh = scalar or is_fresh(value)
    shown = value if fresh else copied(builder, value)
    builder.emit(Set((term,), under(contribution.guard, shown)))
    return replace(contribution, value=Name(term))


def _copied_all(
    builder: Builder, own: list[Contribution], given: Expression, place_type: Type
) -> list[Contribution]:
    scalar = is_scalar(place_type)
    term = builder.names.term()
    nested = is_nest(place_type)
    shown = copy_of(given, place_type) if nested else copied(builder, given)
    builder.emit(Set((term,), given if scalar or is_fresh(given) else shown))

    def swapped(expression: Expression) -> Expression:
        return Name(term) if expression == given else rebuild(expression, swapped)

    result = []
    for contribution in own:
        value = swapped(contribution.value)
        result.append(replace(contribution, value=value))
    still = [
        c
        for c in result
        if any(n != term and n == _base_name(given) for n in names_read(c.value))
    ]
    assert not still, "a cotangent is read after it has been cleared"
    return result


def _base_name(seed: Expression) -> str:
    while not isinstance(seed, Name):
        seed = seed.base if isinstance(seed, Index) else seed.arguments[0]  # type: ignore[union-attr]
    return seed.text


def adjoint_of_append(builder: Builder, statement: Append, step: Step) -> None:
    """Take the last item off the cotangent of a list, and hand it on."""
    builder.emit(Restore(statement.target))
    if statement.target not in builder.active:
        return
    name = builder.slot(statement.target)
    if name not in builder.slots:
        return
    builder.owned(name)
    term = builder.names.term()
    builder.emit(Set((term,), Apply("pop", (Name(name),))))
    for contribution in pull(builder, statement.value, Name(term), step):
        builder.contribute(contribution)
    builder.slots[name] = replace(builder.slots[name], var=statement.base)
    if statement.base not in builder.active:
        builder.drop(name)
