"""The adjoint of one source statement: contributions of all that it does, put in an order that is right.

The contributions of a statement are all functions of the cotangents at its end. So what goes to other
slots is added first, and what replaces the target's own cotangent last.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from srcgrad.analysis.typing import type_of_tree
from srcgrad.diagnostics import refuse
from srcgrad.ir.code import Put, Restore, Scatter, Set, names_read
from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Expression,
    Index,
    Name,
    Sequence,
    Var,
    rebuild,
    walk,
)
from srcgrad.ir.program import HOLE, Append, Define, Invoke, Simple, Step, Store
from srcgrad.ir.types import ListOf, Numeric, TupleOf, Type, is_scalar
from srcgrad.primitives.entry import Unsupported
from srcgrad.transform.algebra import add
from srcgrad.transform.transposition.invocation import adjoint_of_invoke
from srcgrad.transform.transposition.slots import Slot, is_atom, is_fresh
from srcgrad.transform.transposition.transpose import (
    Contribution,
    Cotangent,
    Transposer,
)

if TYPE_CHECKING:
    from srcgrad.transform.transposition.adjoint import Builder


def adjoint_of_step(builder: Builder, step: Step) -> None:
    """Write the adjoint of what one source statement does."""
    builder.names.start_block()
    for statement in reversed(step.statements):
        _simple(builder, statement, step)


def _simple(builder: Builder, statement: Simple, step: Step) -> None:
    match statement:
        case Define():
            _define(builder, statement, step)
        case Store():
            _store(builder, statement, step)
        case Append():
            _append(builder, statement, step)
        case Invoke():
            adjoint_of_invoke(builder, statement, step)


def pull(
    builder: Builder,
    value: Expression,
    given: Expression,
    step: Step,
    kind: Type | None = None,
    named: Var | None = None,
    masked: bool = False,
) -> list[Contribution]:
    """Contributions of `value`, which has the name `named`, with the cotangent `given`."""
    span = step.origin.span if step.origin else None
    try:
        tangent = builder.tangent(value, named, span)
    except Unsupported as error:
        raise refuse("SG208", str(error), span) from error
    if tangent is None:
        return []
    transposer = Transposer(
        builder.types, lambda e, s: hold(builder, e, s), lambda *a: scatter(builder, *a)
    )
    type_ = _slot_type(transposer.type(value)) if kind is None else kind
    mask = (
        Apply("not_equal", (given, Constant(0.0)))
        if masked and _is_risky(value)
        else None
    )
    cotangent = Cotangent(given, type_, mask)
    if kind is not None:
        cotangent = transposer._fit(cotangent, tangent)
    try:
        transposer.pull(tangent, cotangent)
    except Unsupported as error:
        raise refuse("SG208", str(error), span) from error
    return transposer.found


def _slot_type(type_: Type) -> Type:
    """Type of a cotangent: a number may be a Python float, whatever its primal is."""
    if not isinstance(type_, Numeric) or not is_scalar(type_):
        return type_
    dtype = (
        "float64"
        if type_.dtype is not None and type_.dtype.startswith("float")
        else type_.dtype
    )
    return replace(type_, dtype=dtype, weak=True)


RISKY = frozenset(
    "divide power sqrt cbrt log log2 log10 log1p arcsin arccos arctanh arccosh reciprocal norm".split()
)


def _is_risky(value: Expression) -> bool:
    """Whether a partial may be infinite where the value is not wanted."""
    return any(
        isinstance(part, Apply) and part.operation in RISKY for part in walk(value)
    )


def hold(builder: Builder, expression: Expression, scalar: bool) -> Expression:
    """Name a value that is used more than once in the block."""
    if is_atom(expression):
        return expression
    if (
        isinstance(expression, Apply)
        and expression.operation == "negative"
        and is_atom(expression.arguments[0])
    ):
        return expression
    name = builder.names.term()
    shown = (
        expression if scalar or is_fresh(expression) else copied(builder, expression)
    )
    builder.emit(Set((name,), shown))
    return Name(name, type_of_tree(expression, builder.types))


def copied(builder: Builder, expression: Expression) -> Expression:
    """Return a copy of a cotangent: of a list, another list."""
    kind = type_of_tree(expression, builder.types)
    nested = isinstance(kind, ListOf | TupleOf)
    return Apply("to_list" if nested else "copy", (expression,))


def scatter(
    builder: Builder, zero: Expression, items: tuple[Expression, ...], value: Expression
) -> Expression:
    """An array of zeros with `value` at `items`."""
    name = builder.names.term()
    builder.emit(Set((name,), zero))
    if builder.is_gather(items):
        builder.emit(Scatter(Name(name), items, value))
    else:
        builder.emit(Put(Index(Name(name), items), value))
    return Name(name)


# ---- assignment


def _define(builder: Builder, statement: Define, step: Step) -> None:
    seeds: list[str] = []
    found: list[Contribution] = []
    for target, value in zip(statement.targets, statement.values, strict=True):
        name = builder.slot(target)
        if target not in builder.active or name not in builder.slots:
            continue
        seeds.append(name)
        given = Name(name, _slot_type(builder.types[target]))
        masked = builder.slots[name].masked
        found.extend(pull(builder, value, given, step, named=target, masked=masked))
    own = [c for c in found if builder.slot(c.var) in seeds]
    partial = any(c.place != HOLE for c in own)
    heirs = _heirs(builder, found, seeds)
    for contribution in found:
        if builder.slot(contribution.var) not in seeds:
            builder.accumulate(contribution.var, contribution.place, contribution.value)
    if partial:
        own = _aside(builder, own, seeds)
        for name in seeds:
            builder.drop(name)
        for contribution in own:
            builder.accumulate(contribution.var, contribution.place, contribution.value)
        return
    _replace(builder, own, seeds)
    for heir, seed in heirs.items():
        if seed not in builder.slots and heir in builder.slots:
            # the array has only changed its name
            builder.slots[heir] = replace(builder.slots[heir], owned=True)


def _heirs(
    builder: Builder, found: list[Contribution], seeds: list[str]
) -> dict[str, str]:
    """Slots that take over the array of a target's cotangent which nothing else keeps."""
    heirs: dict[str, str] = {}
    for seed in seeds:
        takers = [
            builder.slot(c.var)
            for c in found
            if seed in names_read(c.value) and not is_fresh(c.value)
        ]
        alone = len(takers) == 1 and takers[0] not in builder.slots
        whole = any(c.value == Name(seed) and c.place == HOLE for c in found)
        if alone and whole and builder.slots[seed].owned:
            heirs[takers[0]] = seed
    return heirs


def _aside(
    builder: Builder, own: list[Contribution], seeds: list[str]
) -> list[Contribution]:
    """Keep the cotangents that a statement starts from under names of their own."""
    kept = {}
    for name in seeds:
        if any(name in names_read(c.value) for c in own):
            term = builder.names.term()
            builder.emit(Set((term,), Name(name)))
            kept[name] = term
    return [Contribution(c.var, c.place, renamed(c.value, kept)) for c in own]


def renamed(expression: Expression, names: dict[str, str]) -> Expression:
    """Replace names of the emitted text."""
    if isinstance(expression, Name):
        return Name(names[expression.text]) if expression.text in names else expression
    return rebuild(expression, lambda part: renamed(part, names))


def _replace(builder: Builder, own: list[Contribution], seeds: list[str]) -> None:
    """Give the target slots their new values, all at once where they read each other."""
    grouped: dict[str, list[Contribution]] = {}
    for contribution in own:
        grouped.setdefault(builder.slot(contribution.var), []).append(contribution)
    crossed = any(
        other != name and other in names_read(c.value)
        for name, group in grouped.items()
        for c in group
        for other in seeds
    )
    if crossed and len(grouped) > 1:
        values = {n: _total([c.value for c in group]) for n, group in grouped.items()}
        builder.emit(Set(tuple(values), Sequence(tuple(values.values()))))
        for name, value in values.items():
            builder.slots[name] = Slot(grouped[name][0].var, is_fresh(value))
    else:
        for name, group in grouped.items():
            _renew(builder, name, group)
    for name in seeds:
        if name not in grouped:
            builder.drop(name)


def _renew(builder: Builder, name: str, group: list[Contribution]) -> None:
    """`x_bar = ...x_bar...`: what stays as it is is not written."""
    var = group[0].var
    stays = [c for c in group if c.value == Name(name)]
    rest = [c.value for c in group if c.value != Name(name)]
    if len(stays) == 1 and name in builder.slots:
        builder.slots[name] = Slot(var, builder.slots[name].owned)
        if rest:
            builder.accumulate(var, HOLE, _total(rest))
        return
    value = _total([c.value for c in group])
    builder.drop(name)
    builder.emit(Set((name,), value))
    builder.slots[name] = Slot(var, is_fresh(value))
    builder._share(value, name)


def _total(values: list[Expression]) -> Expression:
    total = values[0]
    for value in values[1:]:
        total = add(total, value)
    return total


# ---- stores


def _store(builder: Builder, statement: Store, step: Step) -> None:
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
    found = pull(builder, statement.value, given, step, place_type)
    own = [c for c in found if builder.slot(c.var) == name]
    others = [c for c in found if builder.slot(c.var) != name]
    for contribution in others:
        builder.accumulate(contribution.var, contribution.place, contribution.value)
    if statement.accumulate:
        _add_own(builder, own, name, kind)
        builder.slots[name] = Slot(statement.base, builder.slots[name].owned)
        return
    if own and any(name in names_read(c.value) for c in own):
        own = (
            [_copied(builder, c, is_scalar(place_type)) for c in own]
            if len(own) == 1
            else _copied_all(builder, own, seed, place_type)
        )
    if statement.base in builder.active:
        builder.owned(name)
        builder.emit(Put(seed, Constant(0.0)))
        builder.slots[name] = Slot(statement.base, True)
    else:
        builder.drop(name)
    for contribution in own:
        builder.accumulate(contribution.var, contribution.place, contribution.value)


def read_place(place: Expression) -> Expression:
    """The expression that reads what a place writes to."""
    match place:
        case Apply("at", (view, *items)):
            return Index(view, tuple(items))
        case _:
            return place


def _place_type(builder: Builder, statement: Store) -> Type:
    from srcgrad.ir.expressions import substitute

    read = substitute(read_place(statement.place), {HOLE: statement.base})
    return type_of_tree(read, builder.types)


def _settled(builder: Builder, statement: Store, seed: Expression) -> Expression:
    """Cotangent of the stored value; of repeated indices only the last has reached the array."""
    place = statement.place
    if isinstance(place, Index) and builder.is_gather(place.items):
        return Apply("helper.last_stored", (seed.base, Sequence(place.items)))  # type: ignore[union-attr]
    return seed


def _rewrite(builder: Builder, statement: Store, name: str, step: Step) -> None:
    """`y *= x`: the whole buffer is replaced."""
    place_type = builder.types[statement.base]
    found = pull(builder, statement.value, Name(name), step, place_type)
    own = [c for c in found if builder.slot(c.var) == name]
    for contribution in found:
        if builder.slot(contribution.var) != name:
            builder.accumulate(contribution.var, contribution.place, contribution.value)
    if any(c.place != HOLE for c in own):
        own = _aside(builder, own, [name])
        builder.drop(name)
        for contribution in own:
            builder.accumulate(contribution.var, contribution.place, contribution.value)
        return
    _replace(builder, own, [name])


def _add_own(builder: Builder, own: list[Contribution], name: str, kind: Type) -> None:
    """Add to other places of the buffer whose own cotangent is being read."""
    if not own:
        return
    if len(own) > 1 and any(name in names_read(c.value) for c in own):
        held: list[Contribution] = []
        terms: dict[Expression, Expression] = {}
        for contribution in own:
            value = contribution.value
            if name in names_read(value):
                if value not in terms:
                    term = builder.names.term()
                    shown = value if is_fresh(value) else copied(builder, value)
                    builder.emit(Set((term,), shown))
                    terms[value] = Name(term)
                value = terms[value]
            held.append(Contribution(contribution.var, contribution.place, value))
        own = held
    for contribution in own:
        builder.accumulate(contribution.var, contribution.place, contribution.value)


def _copied(builder: Builder, contribution: Contribution, scalar: bool) -> Contribution:
    """Evaluate a contribution before the cotangent that it reads is cleared."""
    term = builder.names.term()
    value = contribution.value
    fresh = scalar or is_fresh(value)
    builder.emit(Set((term,), value if fresh else copied(builder, value)))
    return Contribution(contribution.var, contribution.place, Name(term))


def _copied_all(
    builder: Builder, own: list[Contribution], seed: Expression, place_type: Type
) -> list[Contribution]:
    scalar = is_scalar(place_type)
    term = builder.names.term()
    nested = isinstance(place_type, ListOf | TupleOf)
    shown = Apply("to_list", (seed,)) if nested else copied(builder, seed)
    builder.emit(Set((term,), seed if scalar else shown))

    def swapped(expression: Expression) -> Expression:
        return Name(term) if expression == seed else rebuild(expression, swapped)

    result = []
    for contribution in own:
        value = swapped(contribution.value)
        result.append(Contribution(contribution.var, contribution.place, value))
    still = [
        c
        for c in result
        if any(n != term and n == _base_name(seed) for n in names_read(c.value))
    ]
    assert not still, "a cotangent is read after it has been cleared"
    return result


def _base_name(seed: Expression) -> str:
    while not isinstance(seed, Name):
        seed = seed.base if isinstance(seed, Index) else seed.arguments[0]  # type: ignore[union-attr]
    return seed.text


# ---- lists


def _append(builder: Builder, statement: Append, step: Step) -> None:
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
        builder.accumulate(contribution.var, contribution.place, contribution.value)
    builder.slots[name] = Slot(statement.base, True)
    if statement.base not in builder.active:
        builder.drop(name)
