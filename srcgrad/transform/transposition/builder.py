"""The state of a backward pass that is being written: which cotangents live, and the code so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from srcgrad.analysis.typing import type_of_tree
from srcgrad.diagnostics import Span
from srcgrad.ir.code import Add, Branch, Put, Scatter, Set, Statement, names_read
from srcgrad.ir.expressions import Apply, Expression, Index, Name, Var, substitute
from srcgrad.ir.program import HOLE, Function, Program
from srcgrad.ir.types import (
    ListOf,
    Numeric,
    Type,
    Unknown,
    has_objects,
    is_nest,
    is_scalar,
)
from srcgrad.transform.differentials import Differentials
from srcgrad.transform.linearize import Linearizer
from srcgrad.transform.names import Names
from srcgrad.transform.transposition.cotangents import Contribution, Guard
from srcgrad.transform.transposition.slots import (
    Slot,
    Slots,
    is_fresh,
    mask_of,
    meet,
    zero_of,
)


@dataclass
class Builder:
    """The state of one backward pass being written: live slots, and the code so far.

    gathering : slots that a loop adds to in place. single : targets of stores that no
    other store to their array overlaps.
    """

    function: Function
    program: Program
    active: frozenset[Var]
    names: Names
    call: Callable[..., tuple[str, tuple[Var, ...], Var]]
    slots: dict[str, Slot] = field(default_factory=dict)
    code: list[Statement] = field(default_factory=list)
    gathering: frozenset[str] = frozenset()
    single: frozenset[Var] = frozenset()
    tangents: Differentials = field(default_factory=dict)

    @property
    def types(self) -> Mapping[Var, Type]:
        """Types of the variables."""
        return self.function.types

    def slot(self, var: Var) -> str:
        """Name of the cotangent of a variable."""
        return self.names.bar(var.name)

    def emit(self, statement: Statement, guard: Guard = ()) -> None:
        """Append a statement, to be done where a guard lets it."""
        for condition, taken in reversed(guard):
            arms = ((statement,), ()) if taken else ((), (statement,))
            statement = Branch(condition, *arms)
        self.code.append(statement)

    def branch(self, slots: Slots) -> Builder:
        """Return a builder for a nested block, from these live slots."""
        return Builder(
            self.function,
            self.program,
            self.active,
            self.names,
            self.call,
            dict(slots),
            tangents=self.tangents,
            gathering=self.gathering,
            single=self.single,
        )

    def tangent(
        self, value: Expression, named: Var | None, span: Span | None
    ) -> Expression | None:
        """Tangent of what a statement computes, which has the name `named`."""
        place = id(value), named
        if place in self.tangents:
            return self.tangents[place]
        known = {} if named is None else {value: named}
        return Linearizer(self.active, self.types, span, known).push(value)

    # ---- contributions

    def contribute(self, contribution: Contribution) -> None:
        """Add to a place of a cotangent."""
        if contribution.place == HOLE:
            self.accumulate(contribution.var, contribution.value)
        else:
            self._part(contribution)

    def accumulate(self, var: Var, value: Expression) -> None:
        """Add `value` to the cotangent of `var`."""
        self._whole(self.slot(var), var, self.types[var], value)

    def _whole(self, name: str, var: Var, kind: Type, value: Expression) -> None:
        known, made = self.slots.get(name), self.made(var, value)
        minus = isinstance(value, Apply) and value.operation == "negative"
        if known is None:
            if (
                isinstance(value, Apply)
                and value.operation == "broadcast_to"
                and not is_scalar(kind)
            ):
                value = Apply("full_like", (var, value.arguments[0]))
            self.emit(Set((name,), value))
            self.slots[name] = made
            self.share(value, name)
        elif is_nest(kind):
            self.emit(Set((name,), sum_of(Name(name), value, kind)))
            self.slots[name] = replace(meet(known, made), var=var, owned=True)
        elif known.owned and _is_mutable(kind) and name in self.gathering:
            amount = value.arguments[0] if minus else value  # type: ignore[union-attr]
            self.emit(Add(Name(name), amount, minus))
        else:
            operation = "subtract" if minus else "add"
            amount = value.arguments[0] if minus else value  # type: ignore[union-attr]
            self.emit(Set((name,), Apply(operation, (Name(name), amount))))
            self.slots[name] = replace(meet(known, made), var=var, owned=True)

    def made(self, var: Var, value: Expression) -> Slot:
        """Return the state of a slot that is set to a value now."""
        return Slot(var, is_fresh(value), mask_of(value, self.slots))

    def share(self, value: Expression, name: str) -> None:
        """A slot that got the array of another one: neither may be written to in place."""
        if is_fresh(value):
            return
        if isinstance(value, Index) and is_scalar(self.types[self.slots[name].var]):
            # an element is a number of its own
            return
        for other in names_read(value):
            if other in self.slots and other != name:
                self.slots[other] = replace(self.slots[other], owned=False)

    def _part(self, contribution: Contribution) -> None:
        var, place, value = contribution.var, contribution.place, contribution.value
        name = self.slot(var)
        known = self.slots.get(name)
        if known is None:
            self.emit(Set((name,), zero_of(var, self.types[var])))
        elif not known.owned:
            self.copy(name, var)
        mask = mask_of(value, self.slots)
        self.slots[name] = Slot(
            var, True, mask if known is None else max(mask, known.mask)
        )
        written = self.within(place, Name(name))
        if isinstance(written, Index) and self.is_gather(written.items):
            self.emit(Scatter(written.base, written.items, value), contribution.guard)
        elif (
            known is None
            and isinstance(written, Index)
            and self._all_known(written.items)
        ):
            held = self._held_by(place, var, value)
            self.emit(Put(written, held), contribution.guard)
        elif is_nest(kind := type_of_tree(self.within(place, var), self.types)):
            self.emit(Put(written, sum_of(written, value, kind)), contribution.guard)
        elif isinstance(value, Apply) and value.operation == "negative":
            self.emit(Add(written, value.arguments[0], True), contribution.guard)
        else:
            self.emit(Add(written, value), contribution.guard)

    def _held_by(self, place: Expression, var: Var, value: Expression) -> Expression:
        """Return what is put into a place: a copy in a list, which holds what it is given."""
        assert isinstance(place, Index)
        holder = type_of_tree(self.within(place.base, var), self.types)
        kind = type_of_tree(self.within(place, var), self.types)
        if isinstance(holder, Numeric) or is_scalar(kind) or is_fresh(value):
            return value
        return copy_of(value, kind)

    def within(self, place: Expression, base: Expression) -> Expression:
        """Fill the hole of a place."""
        return substitute(place, {HOLE: base})

    def is_gather(self, items: Iterable[Expression]) -> bool:
        """Whether a subscript may name an element twice: an array of integers."""
        items = tuple(items)
        if self._is_distinct(items):
            return False
        for item in items:
            kind = type_of_tree(item, self.types)
            if is_nest(kind) or isinstance(kind, Unknown):
                return True
            if (
                isinstance(kind, Numeric)
                and not is_scalar(kind)
                and kind.dtype != "bool"
            ):
                return True
        return False

    def _is_distinct(self, items: tuple[Expression, ...]) -> bool:
        """Whether each element has a number of its own: `a[np.arange(n), columns]`."""
        kinds = [type_of_tree(item, self.types) for item in items]
        flat = all(
            isinstance(kind, Numeric)
            and isinstance(kind.shape, tuple)
            and len(kind.shape) <= 1
            for kind in kinds
        )
        return flat and any(
            isinstance(item, Apply)
            and item.operation == "arange"
            and len(item.arguments) < 3
            for item in items
        )

    def is_choice(self, items: Iterable[Expression]) -> bool:
        """Whether a subscript picks elements one by one: by a mask or by integers."""
        for item in items:
            kind = type_of_tree(item, self.types)
            if isinstance(kind, ListOf):
                return True
            if isinstance(kind, Numeric) and kind.dtype and not is_scalar(kind):
                return True
        return False

    def _all_known(self, items: Iterable[Expression]) -> bool:
        return not self.is_gather(items)

    def owned(self, name: str) -> None:
        """Make sure that a slot may be written to in place."""
        slot = self.slots[name]
        if not slot.owned:
            self.copy(name, slot.var)
            self.slots[name] = replace(slot, owned=True)

    def copy(self, name: str, var: Var) -> None:
        """Give a slot an array of its own."""
        self.emit(Set((name,), copy_of(Name(name), self.types[var])))

    def drop(self, name: str) -> None:
        """Forget a slot: what it held has been handed on."""
        self.slots.pop(name, None)


def sum_of(left: Expression, right: Expression, kind: Type) -> Expression:
    """Return the sum of two cotangents of a container, part by part."""
    name = "summed_parts" if has_objects(kind) else "summed"
    return Apply(f"helper.{name}", (left, right))


def copy_of(value: Expression, kind: Type) -> Expression:
    """Return a copy of a cotangent of this type, whole: it can be written to at any depth."""
    match kind:
        case _ if has_objects(kind):
            return Apply("helper.copied_parts", (value,))
        case ListOf(item) if is_scalar(item):
            return Apply("to_list", (value,))
        case ListOf():
            return Apply("helper.list_copy", (value,))
        case _ if is_nest(kind):
            return Apply("helper.nest_copy", (value,))
        case _:
            return Apply("copy", (value,))


def _is_mutable(kind: Type) -> bool:
    return isinstance(kind, Numeric) and kind.mutable is True
