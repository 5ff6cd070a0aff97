"""Function whose calls are inlined -> the same with types that follow from its parameters'.

A callee's own types hold for all of its calls; in its place it is used for one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Expression,
    Index,
    Slice,
    Var,
    rebuild,
    walk,
)
from srcgrad.ir.program import (
    Append,
    Block,
    Carry,
    Define,
    Effect,
    For,
    Function,
    If,
    Invoke,
    Node,
    Simple,
    Step,
    Store,
    While,
)
from srcgrad.ir.types import INTEGER, UNKNOWN, ListOf, Numeric, Type, is_scalar, join
from srcgrad.loops.preparation.dimensions import Dimensions
from srcgrad.primitives.table import TABLE


def retyped(function: Function) -> tuple[Function, Dimensions]:
    """Infer the types of a function's variables again, and what integers are known."""
    first = {v for p in function.parameters for v in p.leaves}
    types = {v: t for v, t in function.types.items() if v in first}
    buffers = dict(function.buffers)
    walk = _Walk(function.types, types, buffers)
    body = walk.block(function.body)
    whole = {**function.types, **types}
    walk.known.types = whole
    return replace(function, body=body, types=whole, buffers=buffers), walk.known


def is_part(var: Var) -> bool:
    """Whether a variable is a part of a statement that was named for its extents."""
    return re.search(r"_part(_\d+)?$", var.name) is not None and var.version == 0


class _Walk:
    """The way through a program; `old` are types that were found before."""

    def __init__(
        self,
        old: Mapping[Var, Type],
        types: dict[Var, Type],
        buffers: dict[Var, int],
    ) -> None:
        self.old = old
        self.types = types
        self.buffers = buffers
        self.known = Dimensions(types)
        self.versions: dict[str, int] = {}
        self.named: dict[Expression, Var] = {}

    def block(self, block: Block) -> Block:
        outer = dict(self.named)
        done = tuple(self.node(node) for node in block)
        self.named = outer
        return done

    def node(self, node: Node) -> Node:
        match node:
            case Step(statements):
                parts = [part for s in statements for part in self.simple(s)]
                return replace(node, statements=tuple(parts))
            case If(then=then, otherwise=otherwise, merges=merges):
                then, otherwise = self.block(then), self.block(otherwise)
                for merge in merges:
                    sources = (merge.then, merge.otherwise)
                    types = [self.of(v) for v in sources if v is not None]
                    self.set(merge.target, _joined(types))
                return replace(node, then=then, otherwise=otherwise)
            case For(counter=counter, iterable=iterable, body=body, carried=carried):
                self.set(counter, INTEGER)
                if isinstance(iterable, Apply) and len(iterable.arguments) == 3:
                    self.known.strided.add(f"{counter.name}.{counter.version}")
                return replace(node, body=self.loop(body, carried))
            case While(body=body, carried=carried):
                return replace(node, body=self.loop(body, carried))

    def loop(self, body: Block, carried: tuple[Carry, ...]) -> Block:
        """Find the types that an iteration leaves as they are."""
        heads = {
            c.head: UNKNOWN if c.initial is None else self.of(c.initial)
            for c in carried
        }
        while True:
            self.types.update(heads)
            marks = dict(self.versions)
            done = self.block(body)
            found = {
                c.head: self.of(c.back)
                if heads[c.head] == UNKNOWN
                else _joined([heads[c.head], self.of(c.back)])
                for c in carried
            }
            if found == heads:
                break
            heads, self.versions = found, marks
        for carry in carried:
            self.types[carry.exit] = heads[carry.head]
        return done

    def of(self, var: Var) -> Type:
        return self.types.get(var, self.old.get(var, UNKNOWN))

    def set(self, var: Var, type_: Type) -> None:
        old = self.old.get(var, UNKNOWN)
        self.types[var] = old if _says_less(type_, old) else type_

    def simple(self, statement: Simple) -> tuple[Simple, ...]:
        before: list[Simple] = []

        match statement:
            case Define(targets, values):
                found = tuple(self.parts(v, before) for v in values)
                for target, value in zip(targets, found, strict=True):
                    self.set(target, self.known.type_of(value))
                    extent = (
                        self.known.integer(value) if self.is_count(target) else None
                    )
                    if extent is not None:
                        self.known.integers[target] = extent
                return (*before, Define(targets, found))
            case Store(target, base, place, value, accumulate):
                self.set(target, self.of(base))
                stored = self.parts(value, before)
                return (*before, Store(target, base, place, stored, accumulate))
            case Append(target=target, base=base, value=value):
                self.set(target, self.of(base))
                item, base_type = self.known.type_of(value), self.of(base)
                if isinstance(base_type, ListOf) and base_type.item == UNKNOWN:
                    self.types[target] = ListOf(item)
                return (statement,)
            case Effect():
                return (statement,)
            case Invoke(targets=targets, mutated=mutated):
                for target in (*targets, *(v for _, v in mutated)):
                    self.set(target, self.old.get(target, UNKNOWN))
                return (statement,)

    def is_count(self, var: Var) -> bool:
        kind = self.of(var)
        return is_scalar(kind) and isinstance(kind, Numeric) and kind.dtype == "int64"

    def parts(self, expression: Expression, before: list[Simple]) -> Expression:
        """Name the parts whose extents are known here, but do not follow from their text."""
        return rebuild(expression, lambda part: self.lifted(part, before))

    def lifted(self, expression: Expression, before: list[Simple]) -> Expression:
        if isinstance(expression, Slice | Choice):
            return expression
        if isinstance(expression, Apply) and expression.operation not in TABLE:
            return expression
        found = self.parts(expression, before)
        if not isinstance(found, Apply | Index):
            return found
        plain, known = self.known.standard(found), self.known.type_of(found)
        if not isinstance(known, Numeric) or plain == known or not known.shape:
            return found
        if not isinstance(known.shape, tuple) or None in known.shape:
            return found
        if found not in self.named:
            var = self.fresh(found)
            self.types[var] = known
            before.append(Define((var,), (found,)))
            self.named[found] = var
        return self.named[found]

    def fresh(self, expression: Expression) -> Var:
        """Make a variable of a name of its own: several are needed at once."""
        base = next((p.name for p in walk(expression) if isinstance(p, Var)), "term")
        stem = f"{base}_part"
        while True:
            self.versions[stem] = self.versions.get(stem, 0) + 1
            number = self.versions[stem]
            name = stem if number == 1 else f"{stem}_{number}"
            if not any(v.name == name for v in self.old):
                break
        var = Var(name, 0)
        self.buffers[var] = max(self.buffers.values(), default=0) + 1
        return var


def _joined(types: list[Type]) -> Type:
    result = types[0] if types else UNKNOWN
    for other in types[1:]:
        result = join(result, other)
    return result


def _says_less(new: Type, old: Type) -> bool:
    if new == UNKNOWN:
        return True
    if isinstance(new, Numeric) and isinstance(old, Numeric):
        return (new.dtype is None and old.dtype is not None) or (
            not isinstance(new.shape, tuple) and isinstance(old.shape, tuple)
        )
    return False
