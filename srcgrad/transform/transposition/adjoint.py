"""Function in normal form -> Adjoint: its statements last to first, each as what it adds to cotangents.

u.2 <- u.1[1:-1] += r * u.1[2:]    ->    r_bar += sum(u_bar[1:-1] * u.1[2:])
                                         u_bar[2:] += r * u_bar[1:-1]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from srcgrad.analysis.typing import type_of_tree
from srcgrad.diagnostics import Span
from srcgrad.ir.code import (
    Add,
    Adjoint,
    Branch,
    Loop,
    Put,
    Remark,
    Scatter,
    Set,
    Statement,
)
from srcgrad.ir.expressions import Apply, Constant, Expression, Index, Name, Var
from srcgrad.ir.program import (
    HOLE,
    Block,
    Carry,
    For,
    Function,
    If,
    Node,
    Program,
    Result,
    Step,
    While,
    leaves,
)
from srcgrad.ir.types import ListOf, Numeric, TupleOf, Type, is_scalar
from srcgrad.transform.differentials import Differentials
from srcgrad.transform.linearize import Linearizer
from srcgrad.transform.names import Names
from srcgrad.transform.transposition.slots import (
    Slot,
    Slots,
    is_fresh,
    is_masked,
    zero_of,
)
from srcgrad.transform.transposition.step import adjoint_of_step


@dataclass
class Builder:
    """The state of one backward pass being written: live slots, and the code so far."""

    function: Function
    program: Program
    active: frozenset[Var]
    names: Names
    call: Callable[..., tuple[str, tuple[Var, ...], Var]]
    slots: dict[str, Slot] = field(default_factory=dict)
    code: list[Statement] = field(default_factory=list)
    gathering: frozenset[str] = frozenset()
    tangents: Differentials = field(default_factory=dict)

    @property
    def types(self) -> Mapping[Var, Type]:
        """Types of the variables."""
        return self.function.types

    def slot(self, var: Var) -> str:
        """Name of the cotangent of a variable."""
        return self.names.bar(var.name)

    def emit(self, statement: Statement) -> None:
        """Append a statement."""
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

    def accumulate(self, var: Var, place: Expression, value: Expression) -> None:
        """Add `value` to `place` of the cotangent of `var`."""
        name = self.slot(var)
        kind = self.types[var]
        if place == HOLE:
            self._whole(name, var, kind, value)
        else:
            self._part(name, var, place, value)

    def _whole(self, name: str, var: Var, kind: Type, value: Expression) -> None:
        known = self.slots.get(name)
        minus = isinstance(value, Apply) and value.operation == "negative"
        if known is None:
            if (
                isinstance(value, Apply)
                and value.operation == "broadcast_to"
                and not is_scalar(kind)
            ):
                value = Apply("full_like", (var, value.arguments[0]))
            self.emit(Set((name,), value))
            self.slots[name] = Slot(var, is_fresh(value), is_masked(value))
            self._share(value, name)
        elif _is_nested(kind):
            self.emit(Set((name,), Apply("helper.summed", (Name(name), value))))
            self.slots[name] = Slot(var, True)
        elif is_masked(value):
            self.emit(Set((name,), Apply("add", (Name(name), value))))
            self.slots[name] = Slot(var, True, known.masked)
        elif known.owned and _is_mutable(kind) and name in self.gathering:
            amount = value.arguments[0] if minus else value  # type: ignore[union-attr]
            self.emit(Add(Name(name), amount, minus))
        else:
            operation = "subtract" if minus else "add"
            amount = value.arguments[0] if minus else value  # type: ignore[union-attr]
            self.emit(Set((name,), Apply(operation, (Name(name), amount))))
            self.slots[name] = Slot(var, True)

    def _share(self, value: Expression, name: str) -> None:
        """A slot that got the array of another one: neither may be written to in place."""
        from srcgrad.ir.code import names_read

        if is_fresh(value):
            return
        for other in names_read(value):
            if other in self.slots and other != name:
                self.slots[other] = Slot(self.slots[other].var, False)

    def _part(self, name: str, var: Var, place: Expression, value: Expression) -> None:
        known = self.slots.get(name)
        if known is None:
            self.emit(Set((name,), zero_of(var, self.types[var])))
        elif not known.owned:
            self._copy(name, var)
        self.slots[name] = Slot(var, True)
        written = self.within(place, Name(name))
        if isinstance(written, Index) and self.is_gather(written.items):
            self.emit(Scatter(written.base, written.items, value))
        elif (
            known is None
            and isinstance(written, Index)
            and self._all_known(written.items)
        ):
            self.emit(Put(written, value))
        elif _is_nested(type_of_tree(self.within(place, var), self.types)):
            self.emit(Put(written, Apply("helper.summed", (written, value))))
        elif isinstance(value, Apply) and value.operation == "negative":
            self.emit(Add(written, value.arguments[0], True))
        else:
            self.emit(Add(written, value))

    def within(self, place: Expression, base: Expression) -> Expression:
        """Fill the hole of a place."""
        from srcgrad.ir.expressions import substitute

        return substitute(place, {HOLE: base})

    def is_gather(self, items: Iterable[Expression]) -> bool:
        """Whether a subscript may name an element twice: an array of integers."""
        for item in items:
            kind = type_of_tree(item, self.types)
            if isinstance(kind, ListOf):
                return True
            if (
                isinstance(kind, Numeric)
                and not is_scalar(kind)
                and kind.dtype != "bool"
            ):
                return True
        return False

    def _all_known(self, items: Iterable[Expression]) -> bool:
        return not self.is_gather(items)

    def owned(self, name: str) -> None:
        """Make sure that a slot may be written to in place."""
        slot = self.slots[name]
        if not slot.owned:
            self._copy(name, slot.var)
            self.slots[name] = Slot(slot.var, True)

    def _copy(self, name: str, var: Var) -> None:
        operation = "to_list" if _is_nested(self.types[var]) else "copy"
        self.emit(Set((name,), Apply(operation, (Name(name),))))

    def drop(self, name: str) -> None:
        """Forget a slot: what it held has been handed on."""
        self.slots.pop(name, None)

    # ---- blocks

    def block(self, nodes: Block) -> None:
        """Write the adjoint of a block."""
        for node in reversed(nodes):
            self.node(node)

    def node(self, node: Node) -> None:
        """Write the adjoint of one statement."""
        match node:
            case Step():
                mark = len(self.code)
                adjoint_of_step(self, node)
                if node.origin is not None and len(self.code) > mark:
                    self.code.insert(mark, Remark(node.origin))
            case If():
                self._if(node)
            case For() | While():
                self._loop(node)

    def _if(self, node: If) -> None:
        arms = []
        for side, block in enumerate((node.then, node.otherwise)):
            arm = self.branch(self.slots)
            moves = []
            for merge in node.merges:
                source = merge.then if side == 0 else merge.otherwise
                moves.append((merge.target, source))
            arm.move(moves)
            arm.block(block)
            arms.append(arm)
        then, otherwise = arms
        if _raises(node.then):
            then.code, then.slots = [], dict(otherwise.slots)
        if _raises(node.otherwise):
            otherwise.code, otherwise.slots = [], dict(then.slots)
        merged: dict[str, Slot] = {}
        for name in dict.fromkeys((*then.slots, *otherwise.slots)):
            one, two = then.slots.get(name), otherwise.slots.get(name)
            var = (one or two).var  # type: ignore[union-attr]
            for arm, known in ((then, one), (otherwise, two)):
                if known is None:
                    arm.emit(Set((name,), zero_of(var, self.types[var])))
            merged[name] = Slot(
                var, (one is None or one.owned) and (two is None or two.owned)
            )
        self.slots = merged
        if then.code or otherwise.code:
            self.emit(Remark(node.origin))
            self.emit(Branch(node, tuple(then.code), tuple(otherwise.code)))

    def move(self, moves: list[tuple[Var, Var | None]]) -> None:
        """Hand cotangents on where a merge or a loop renames variables, all at once."""
        taken: list[tuple[str, Slot | None]] = []
        for target, source in moves:
            name = self.slot(target)
            known = self.slots.get(name)
            if source is None or source not in self.active or target not in self.active:
                if known is not None and (
                    source is None or self.slot(source) == name or target in self.active
                ):
                    taken.append((name, None))
                continue
            if known is not None:
                taken.append((name, Slot(source, known.owned)))
        renamed = [
            (old, self.slot(slot.var), slot) for old, slot in taken if slot is not None
        ]
        for old, _ in taken:
            self.slots.pop(old, None)
        first: dict[str, str] = {}
        added: list[tuple[str, Slot]] = []
        for old, new, slot in renamed:
            if new in self.slots or new in first:
                added.append((old, slot))
            else:
                first[new] = old
        if added:
            # two cotangents become one: what is read must not be overwritten first
            held = {old: self.names.term() for old, _ in added}
            for old, term in held.items():
                self.emit(Set((term,), Name(old)))
        renamed = [
            (old, new, slot) for old, new, slot in renamed if first.get(new) == old
        ]
        sources = [old for old, new, _ in renamed if old != new]
        targets = [new for old, new, _ in renamed if old != new]
        if targets:
            values = tuple(Name(old) for old in sources)
            if len(values) == 1:
                self.emit(Set(tuple(targets), values[0]))
            else:
                from srcgrad.ir.expressions import Sequence

                self.emit(Set(tuple(targets), Sequence(values)))
        for old, new, slot in renamed:
            shared = sum(1 for o, _, _ in renamed if o == old) > 1
            self.slots[new] = Slot(
                slot.var, slot.owned and not shared and not added, slot.masked
            )
        for old, slot in added:
            self.accumulate(slot.var, HOLE, Name(held[old]))

    # ---- loops

    def _loop(self, node: For | While) -> None:
        before = dict(self.slots)
        entering = self.branch(before)
        entering.move(
            [
                (c.exit, c.back)
                for c in node.carried
                if c.exit in self.active and c.back in self.active
            ]
        )
        prelude = entering.code
        start = entering.slots
        state = dict(start)
        while True:
            body, out = self._iterate(node, state)
            wider = {n: _meet(n, state, out) for n in dict.fromkeys((*state, *out))}
            if wider == state:
                break
            state = wider
        body, state = self._owning(node, start, state, body)
        self.code.extend(prelude)
        zeros: list[tuple[str, Expression]] = []
        for name, slot in state.items():
            if name not in start:
                zeros.append(
                    (name, zero_of(self._outside(slot.var, node), self.types[slot.var]))
                )
            elif (
                slot.owned and not start[name].owned and _is_array(self.types[slot.var])
            ):
                self._copy(name, slot.var)
        if not body.code:
            self.slots = state
        else:
            for name, zero in zeros:
                self.emit(Set((name,), zero))
            self.emit(Remark(node.origin))
            self.emit(Loop(node, tuple(body.code)))
            self.slots = dict(state)
        self._leave(node.carried)

    def _outside(self, var: Var, node: For | While) -> Var:
        """Version after the loop of a variable that the loop carries: its shape is at hand there."""
        for carry in node.carried:
            if var in (carry.head, carry.back):
                return carry.exit
        return var

    def _iterate(
        self, node: For | While, state: Mapping[str, Slot]
    ) -> tuple[Builder, dict[str, Slot]]:
        """Write the adjoint of one iteration that starts with these slots live."""
        body = self.branch(state)
        # sums over the iterations are done in place; elsewhere `+=` would depend on what
        # the statements before have left, and an edit of one would change another's block
        body.gathering = frozenset(name for name, slot in state.items() if slot.owned)
        for carry in node.carried:
            if self._enters_once(carry):
                # only the first iteration reads what came before the loop
                body.drop(self.slot(carry.head))
        body.block(node.body)
        body.move(
            [
                (c.head, c.back)
                for c in node.carried
                if c.head in self.active and c.back in self.active
            ]
        )
        for name, slot in state.items():
            if name not in body.slots:
                body.emit(Set((name,), zero_of(slot.var, self.types[slot.var])))
                body.slots[name] = Slot(slot.var, True)
        return body, body.slots

    def _owning(
        self, node: For | While, start: Slots, state: dict[str, Slot], body: Builder
    ) -> tuple[Builder, dict[str, Slot]]:
        """Copy a cotangent once before the loop where that spares a copy in every iteration."""
        wanted = {
            name: Slot(slot.var, True)
            if not slot.owned and _is_array(self.types[slot.var])
            else slot
            for name, slot in state.items()
        }
        if wanted == state:
            return body, state
        trial, out = self._iterate(node, wanted)
        kept = {
            name: wanted[name]
            if out[name].owned and wanted[name].owned
            else state[name]
            for name in state
        }
        if kept == state:
            return body, state
        trial, out = self._iterate(node, kept)
        if len(trial.code) < len(body.code) or _in_place(trial.code) > _in_place(
            body.code
        ):
            return trial, kept
        return body, state

    def _enters_once(self, carry: Carry) -> bool:
        """Whether what came before the loop is active, but not what an iteration hands on."""
        entering = carry.head in self.active or carry.exit in self.active
        return entering and carry.back not in self.active

    def _leave(self, carried: tuple[Carry, ...]) -> None:
        moves: list[tuple[Var, Var | None]] = []
        for carry in carried:
            last = next(
                (v for v in (carry.back, carry.head, carry.exit) if v in self.active),
                None,
            )
            if last is not None:
                moves.append((last, carry.initial))
        self.move(moves)


def _meet(name: str, one: Slots, two: Slots) -> Slot:
    """State of a slot that is reached from two sides."""
    a, b = one.get(name), two.get(name)
    var = (a or b).var  # type: ignore[union-attr]
    return Slot(var, (a is None or a.owned) and (b is None or b.owned))


def _raises(block: Block) -> bool:
    """Whether a branch ends in `raise`: it has no adjoint."""
    if not block or not isinstance(block[-1], Step):
        return False
    origin = block[-1].origin
    return origin is not None and origin.text.lstrip().startswith("raise")


def _is_nested(kind: Type) -> bool:
    return isinstance(kind, ListOf | TupleOf)


def _is_mutable(kind: Type) -> bool:
    return isinstance(kind, Numeric) and kind.mutable is True


def _is_array(kind: Type) -> bool:
    return isinstance(kind, Numeric) and not is_scalar(kind)


def _in_place(code: Iterable[Statement]) -> int:
    """How many whole-array additions are done in place."""
    return sum(isinstance(s, Add) for s in code)


def adjoint(
    function: Function,
    program: Program,
    active: frozenset[Var],
    inputs: tuple[Var, ...],
    outputs: tuple[Var, ...],
    names: Names,
    call: Callable[..., tuple[str, tuple[Var, ...], Var]],
    tangents: Differentials,
) -> Adjoint:
    """Write the backward pass of a function for cotangents of `outputs`, giving those of `inputs`."""
    builder = Builder(function, program, active, names, call, tangents=tangents)
    seeds = _seed(builder, function, outputs)
    builder.block(function.body)
    results: list[Expression] = []
    for var in inputs:
        name = builder.slot(var)
        if name not in builder.slots:
            results.append(zero_of(var, function.types[var]))
        else:
            results.append(Name(name))
    return Adjoint(tuple(builder.code), seeds, tuple(results), active)


def _seed(
    builder: Builder, function: Function, outputs: tuple[Var, ...]
) -> tuple[str, ...]:
    """Start from the cotangents that the caller gives: of the value, then of mutated arguments."""
    value_bar = builder.names.seed(function.result_name)
    seeds: list[str] = []
    values = [v for v in leaves(function.result) if v in outputs]
    if values:
        seeds.append(value_bar)
        last = function.body[-1] if function.body else None
        mark = len(builder.code)
        _unpack(builder, function.result, Name(value_bar), value_bar, outputs)
        if (
            len(builder.code) > mark
            and isinstance(last, Step)
            and last.origin is not None
        ):
            builder.code.insert(mark, Remark(last.origin))
    for leaf, output in function.outputs.items():
        if output in outputs and output not in values:
            given = builder.slot(leaf)
            seeds.append(given)
            builder.slots[given] = Slot(output, False)
    return tuple(seeds)


def _unpack(
    builder: Builder,
    result: Result,
    given: Expression,
    value_bar: str,
    outputs: tuple[Var, ...],
) -> None:
    if result.items is not None:
        for position, item in enumerate(result.items):
            _unpack(
                builder, item, Index(given, (Constant(position),)), value_bar, outputs
            )
    elif result.leaf is not None and result.leaf in outputs:
        name = builder.slot(result.leaf)
        if name == value_bar and given == Name(value_bar):
            builder.slots[name] = Slot(result.leaf, False)
        else:
            builder.accumulate(result.leaf, HOLE, given)
