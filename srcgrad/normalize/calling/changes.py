"""What a function does to the records that come in -> what its caller finds there.

def forward(self, x):            self.h : bound anew, to h; self.x : to the argument
    self.x = x
    self.h = np.tanh(x)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeAlias

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir.expressions import Var
from srcgrad.ir.program import HOLE, Define, Function, Result, Written
from srcgrad.ir.types import Key
from srcgrad.normalize.calling.results import result_of
from srcgrad.normalize.evaluation.discovery import discover
from srcgrad.normalize.scopes.bindings import bind_part, check_alone
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.records import Discovered, Path
from srcgrad.normalize.scopes.scope import (
    Binding,
    Record,
    Ref,
    State,
    Structure,
    Value,
    meaning,
    same,
)
from srcgrad.primitives.formula import Formula

Receive: TypeAlias = Callable[[Result, str], tuple[Value, Result]]


def changes(
    context: Context,
    state: State,
    before: Mapping[str, Binding],
    first: list[Var],
    extra: list[Define],
) -> tuple[Written, ...]:
    """Find the parts of parameters that are bound anew at the end of a function."""
    records = context.records
    found: list[Written] = []
    for name in dict.fromkeys((*before, *state.names)):
        if not records.is_slot(name):
            continue
        record, key = records.place(name)
        path = records.path(record)
        now = state.names.get(name)
        if path is None or same(before.get(name), now):
            continue
        value = None if now is None else _value(context, state, now, first, extra)
        found.append(Written((*path, key), value))
    return tuple(found)


def _value(
    context: Context, state: State, now: Binding, first: list[Var], extra: list[Define]
) -> Result:
    """Structure of what a part is bound to; an argument that is stored as it is."""
    if isinstance(now, Ref) and now.view == HOLE:
        var = origin = state.current[now.buffer]
        while origin in context.same:
            origin = context.same[origin]
        untouched = all(
            state.current.get(context.buffer_of[v]) == v for v in (var, origin)
        )
        if origin in first and untouched:
            return Result(kind="argument", keys=(first.index(origin),))
    return result_of(context, state, now, extra)


@dataclass
class Given:
    """What a callee is given: parameter -> argument."""

    context: Context
    state: State
    given: Mapping[str, Value]
    span: Span

    def part(self, path: Path) -> Value:
        """Return the part of an argument that a path leads to."""
        name, *keys = path
        value = self.given[str(name)]
        for key in keys:
            value = self._within(value, key)
        return value

    def _within(self, value: Value, key: Key) -> Value:
        if isinstance(value, Record):
            slot = self.context.records.part(value, key)
            return meaning(self.state, self.state.names[slot])
        assert isinstance(value, Structure), "a path leads through what has parts"
        if isinstance(key, int) and value.kind in ("tuple", "list"):
            return value.items[key]
        return value.items[value.keys.index(key)]

    def rediscovered(self, name: str, found: Discovered) -> NoReturn:
        """Say what a callee has found out of its parameter of the caller's argument."""
        if found.path[0] in self.given:
            discover(self.context, self.part(found.path), found.kind, found.key)
        what = "attribute" if found.kind == "object" else "key"
        raise refuse(
            "SG321",
            f"`{name}` reads the {what} `{found.key}` of an argument that is not known "
            "to have it",
            self.span,
            hint="pass what has it",
        )


@dataclass
class Applied(Given):
    """Carries what a callee has changed over to the records that it was given.

    arguments : leaves of the arguments, in order.
    """

    function: Function
    arguments: tuple[Formula, ...]

    def carry_over(self, receive: Receive) -> None:
        """Bind every part that the callee has bound anew."""
        self._check_shared()
        for written in self.function.written:
            *path, key = written.path
            record = self.part(tuple(path))
            if isinstance(record, Record):
                self._bind(record, key, written.value, receive)
            elif written.value is not None:
                # a record without a name: nobody sees what becomes of it
                receive(written.value, "")

    def _bind(
        self, record: Record, key: Key, value: Result | None, receive: Receive
    ) -> None:
        context, state = self.context, self.state
        name = context.records.part(record, key)
        check_alone(context, state, record, name, self.span)
        context.lose(state, name)
        if value is None:
            state.names.pop(name, None)
            return
        if value.kind == "argument":
            position = value.keys[0]
            assert isinstance(position, int)
            argument = self.arguments[position]
            if isinstance(argument.expression, Var):
                buffer = context.buffer_of[argument.expression]
                context.moved.add(buffer)
                state.names[name] = Ref(buffer, argument.type, HOLE, self.span)
            else:
                bind_part(context, state, record, key, argument, self.span)
            return
        received, _ = receive(value, context.records.stem(name))
        state.names[name] = bound(context, received)
        for ref in context.records.refs_of(state, name):
            var = state.current[ref[1].buffer]
            if not context.access.get(var, var.name):
                context.access[var] = ref[0]

    def _check_shared(self) -> None:
        """Refuse where the callee changes a record that it is given twice."""
        if not self.function.written:
            return
        seen: set[int] = set()
        for value in self.given.values():
            for record in self.context.records.reached_from(self.state, value):
                if record.identity in seen:
                    raise refuse(
                        "SG401",
                        f"`{self.function.name}` changes a record that is passed to it "
                        "twice",
                        self.span,
                        hint="pass a copy",
                    )
                seen.add(record.identity)


def bound(context: Context, value: Value) -> Binding:
    """Return what a name is bound to that means a value that has been received."""
    match value:
        case Formula(expression=Var() as var, type=type_):
            return Ref(context.buffer_of[var], type_, HOLE)
        case Structure(kind=kind) if kind in ("tuple", "list"):
            items = tuple(bound(context, item) for item in value.items)
            return Structure(kind, items, value.keys, value.owner)
        case _:
            return value
