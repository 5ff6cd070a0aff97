"""`if` -> If, which says what its two branches merge."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from srcgrad.diagnostics import refuse
from srcgrad.ir import surface as s
from srcgrad.ir.cut import edited
from srcgrad.ir.expressions import Var
from srcgrad.ir.program import HOLE, Block, Define, If, Merge, Step
from srcgrad.ir.types import join
from srcgrad.normalize.calling.results import RESULT
from srcgrad.normalize.evaluation.discovery import discover
from srcgrad.normalize.evaluation.evaluate import sometimes
from srcgrad.normalize.scopes.bindings import new_version
from srcgrad.normalize.scopes.context import Context, Distribute, Names, Walk
from srcgrad.normalize.scopes.scope import (
    Binding,
    Record,
    Ref,
    State,
    Structure,
    UserFunction,
    Value,
    same,
)
from srcgrad.normalize.scopes.values import as_formula, is_function

Sides: TypeAlias = tuple[Binding | None, Binding | None]


def branch(
    context: Context, state: State, statement: s.If, live: Names, walk: Walk
) -> If:
    """Walk both branches, from the same state, and join what they leave."""
    # calls in the test stay where they are: an `elif` is not always evaluated
    context.edits = []
    test = sometimes(context, state, statement.condition).expression
    origin = edited(statement.origin, context.edits)
    left, right = state.copy(), state.copy()
    context.arms.append(statement.origin.span)
    then = walk(context, left, statement.then, live)
    otherwise = walk(context, right, statement.otherwise, live)
    context.arms.pop()
    merges: tuple[Merge, ...] = ()
    if left.live and right.live:
        merger = _Merger(context, statement, left, right)
        held = frozenset(name for name in state.names if name.startswith("@"))
        merged = merger.merge(live | held | {RESULT})
        state.names, state.current = merged.names, merged.current
        then += merger.block(0)
        otherwise += merger.block(1)
        merges = tuple(merger.merges)
    else:
        survivor = left if left.live else right
        state.names, state.current = survivor.names, survivor.current
        state.live = survivor.live
    return If(
        test,
        then,
        otherwise,
        merges,
        origin,
        statement.otherwise_origin,
        statement.is_elif,
        statement.flat,
        attempt=statement.attempt,
    )


def alike(one: UserFunction, two: UserFunction) -> bool:
    """Whether two functions differ at most in the values of what they have captured."""
    if (one.name, one.captured, one.preset) != (two.name, two.captured, two.preset):
        return False
    if one.environment is None or two.environment is None:
        return False
    return [k for k, _ in one.environment] == [k for k, _ in two.environment]


class _Merger:
    """Joins the states at the end of two branches.

    merges : what the If merges. extra : what has to be made at the end of each branch.
    """

    def __init__(
        self, context: Context, statement: s.If, left: State, right: State
    ) -> None:
        self.context, self.span = context, statement.origin.span
        self.states = (left, right)
        self.merges: list[Merge] = []
        self.extra: tuple[list[Define], list[Define]] = ([], [])
        self.made: set[Var] = set()

    def block(self, side: int) -> Block:
        """Return what has to be made at the end of a branch."""
        return (Step(tuple(self.extra[side])),) if self.extra[side] else ()

    def merge(self, live: Names) -> State:
        """Return the state after the branch, in which `live` names are known."""
        left, right = self.states
        after = State({}, {}, types=self.context.types)
        for buffer, var in left.current.items():
            other = right.current.get(buffer)
            joined = other is not None and other != var
            after.current[buffer] = self._join(var, other, buffer) if joined else var
        for buffer, var in right.current.items():
            after.current.setdefault(buffer, var)
        for name in dict.fromkeys((*left.names, *right.names)):
            one, two = left.names.get(name), right.names.get(name)
            if one is not None and same(one, two):
                after.names[name] = one
            elif self.context.records.is_slot(name):
                self._part(name, one, two, after)
            elif name in live:
                found = self._binding(name, (one, two), after)
                if found is not None:
                    after.names[name] = found
        self._name_made(after)
        return after

    def _part(
        self, name: str, one: Binding | None, two: Binding | None, after: State
    ) -> None:
        """Join a part of a record that one or both branches have bound."""
        records = self.context.records
        if one is not None and two is not None:
            found = self._binding(name, (one, two), after)
            if found is not None:
                after.names[name] = found
            return
        record, key = records.place(name)
        without = self.states[0 if one is None else 1]
        if record not in records.reached(without):
            return  # nothing leads to the record on that side
        # of a parameter that has the part all the time, or may have
        discover(self.context, record, record.kind, key)

    def _join(self, left: Var | None, right: Var | None, buffer: int | None) -> Var:
        context = self.context
        present = [var for var in (left, right) if var is not None]
        type_ = context.types[present[0]]
        for var in present[1:]:
            type_ = join(type_, context.types[var])
        target = context.fresh(present[0].name, type_, buffer)
        for var in present:
            if buffer is None:
                known = context.buffer_of[var]
                context.may_share(context.buffer_of[target], known)
            if context.access.get(var):
                context.access[target] = context.access[var]
        self.merges.append(Merge(target, left, right))
        return target

    def _binding(self, name: str, sides: Sides, after: State) -> Binding | None:
        match sides:
            case Record() as one, Record() as two:
                return self._record(name, one, two, after)
            case Structure(items=items) as like, Structure(items=others) if replace(
                like, items=()
            ) == replace(sides[1], items=()) and len(items) == len(others):
                joined = [
                    a
                    if same(a, b)
                    else self._binding(self._item_name(name, k), (a, b), after)
                    for k, (a, b) in enumerate(zip(items, others, strict=True))
                ]
                known = tuple(item for item in joined if item is not None)
                whole = len(known) == len(joined)
                return replace(like, items=known) if whole else None
            case (Structure(items=items) as like, None) | (
                None,
                Structure(items=items) as like,
            ):
                # bound on one side only
                is_left = sides[0] is not None
                halves = [
                    self._binding(
                        self._item_name(name, k),
                        (item, None) if is_left else (None, item),
                        after,
                    )
                    for k, item in enumerate(items)
                ]
                present = tuple(item for item in halves if item is not None)
                whole = len(present) == len(items)
                return replace(like, items=present) if whole else None
            case (UserFunction() as one, UserFunction() as two) if alike(one, two):
                return self._function(name, one, two, after)
            case (one, None) | (None, one) if one is not None and is_function(one):
                return one
            case (one, two) if one and two and (is_function(one) or is_function(two)):
                return self._undecided(name)
            case (Structure() | Record(), _) | (_, Structure() | Record()):
                return None
        left, right = (self._variable(name, sides[k], k) for k in (0, 1))
        if left is None and right is None:
            return None
        target = self._join(left, right, None)
        if not name.startswith("@") and target.name != name:
            self.context.access[target] = name
        buffer = self.context.buffer_of[target]
        if target.name != name and not self.context.records.is_slot(name):
            self.context.moved.add(buffer)
        after.current[buffer] = target
        return Ref(buffer, self.context.types[target])

    def _item_name(self, name: str, position: int) -> str:
        """Return the name of an item of a tuple that a name or a slot holds."""
        if name.startswith("@") or self.context.records.is_slot(name):
            return f"{name}_{position}"
        return self.context.part_name(name, position)

    def _function(
        self, name: str, one: UserFunction, two: UserFunction, after: State
    ) -> Binding:
        """One function on both sides, with what it has captured on either."""
        pairs = zip(one.environment or (), two.environment or (), strict=True)
        held: list[tuple[str, Value]] = []
        for (key, left), (_, right) in pairs:
            same = left == right
            joined = (
                left if same else self._binding(f"{name}_{key}", (left, right), after)
            )
            assert joined is not None
            held.append((key, joined))
        return replace(one, environment=tuple(held))

    def _undecided(self, name: str) -> Binding:
        """What follows is to be walked in each branch, if it is not already."""
        for span in (self.span, *reversed(self.context.arms)):
            if span not in self.context.distributed:
                raise Distribute(span)
        shown = "the value" if name.startswith(RESULT) else f"`{name}`"
        raise refuse(
            "SG406",
            f"{shown} is one of several functions here, and which one is known only "
            "when the program runs",
            self.span,
            hint="call each of them in its own branch",
        )

    def _variable(self, name: str, binding: Binding | None, side: int) -> Var | None:
        """Return the variable that holds a name's value at the end of a branch."""
        if binding is None:
            return None
        context, state = self.context, self.states[side]
        is_result = name.startswith(RESULT)
        if isinstance(binding, Ref) and binding.view == HOLE:
            var = state.current[binding.buffer]
            if is_result:
                fits = var.name == name.replace(RESULT, context.result_name)
            elif context.records.is_slot(name):
                fits = var.name == context.records.stem(name)
            else:
                fits = var.name == name or name.startswith("@")
            if fits:
                return var
        held = state.read(binding) if isinstance(binding, Ref) else binding
        value = as_formula(held, self.span)
        plain = name.replace(RESULT, context.result_name)
        var = new_version(context, state, plain, value.type)
        if name.startswith(f"{RESULT}_"):
            context.access[var] = ""
        if isinstance(binding, Ref):
            context.may_share(context.buffer_of[var], binding.buffer)
        self.extra[side].append(Define((var,), (value.expression,)))
        self.made.add(var)
        return var

    def _record(
        self, name: str, one: Record, two: Record, after: State
    ) -> Record | None:
        """Join two records: behind the branch it is one or the other."""
        records = self.context.records
        left, right = self.states
        keys = records.keys(left, one)
        if (one.kind, one.owner) != (two.kind, two.owner) or set(keys) != set(
            records.keys(right, two)
        ):
            return None
        whole = records.is_whole(one) and records.is_whole(two)
        joined = records.new(one.kind, one.owner, records.stem(name), whole=whole)
        for other in (one, two):
            records.may_be(joined, other)
        for key in keys:
            slot = records.part(joined, key)
            sides = (
                left.names[records.part(one, key)],
                right.names[records.part(two, key)],
            )
            found = sides[0] if same(*sides) else self._binding(slot, sides, after)
            if found is not None:
                after.names[slot] = found
        return joined

    def _name_made(self, after: State) -> None:
        """Note how the source reads items and parts that were joined."""
        texts = {
            after.current[ref.buffer]: text
            for text, ref in self.context.records.texts(after)
            if ref.view == HOLE
        }
        for merge in self.merges:
            text = texts.get(merge.target)
            if text is not None:
                sides = (merge.then, merge.otherwise)
                made = [v for v in sides if v is not None and v in self.made]
                for var in (merge.target, *made):
                    self.context.access[var] = text
