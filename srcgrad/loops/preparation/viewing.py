"""Function and adjoint -> the same without names for views of arrays that nothing writes to.

    row = x[i]          ->
    s = row[0] + row[1]     s = x[i][0] + x[i][1]

A view is then no memory of its own, forward or backward. The parts that `retyping` has
named for their extents alone are put back whatever is written: they stand in one statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from srcgrad.analysis.homes import Homes, homes_of
from srcgrad.ir.code import Add, Adjoint, Branch, Code, Loop, Put, Scatter, Set
from srcgrad.ir.code import Statement as Line
from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Expression,
    Index,
    Name,
    Slice,
    Var,
    substitute,
)
from srcgrad.ir.program import (
    Append,
    Block,
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
    leaves,
)
from srcgrad.ir.types import UNKNOWN, Numeric, is_scalar
from srcgrad.loops.preparation.retyping import is_part

VIEWS = frozenset("transpose expand_dims swapaxes moveaxis flip squeeze".split())


def without_views(function: Function, adjoint: Adjoint) -> tuple[Function, Adjoint]:
    """Replace every name of such a view by what it is a view of."""
    homes = homes_of(function)
    written = {homes.root(function.buffers[v]) for _, _, v in homes.writes}
    fixed = set(_fixed(function))
    values: dict[Var, Expression] = {}
    for var, home in sorted(homes.home.items(), key=lambda item: item[1].order):
        value = home.value
        if value is None or var in fixed:
            continue
        root = _root(value, function)
        if root is None or is_scalar(function.types.get(var, UNKNOWN)):
            continue
        changes = _is_written(root, homes, function, written) and not is_part(var)
        if changes or _is_written(var, homes, function, written):
            continue
        values[var] = substitute(value, values)
    if not values:
        return function, adjoint
    # loops and branches are known by their identity, so they are replaced in both
    again = _Again(values)
    body = again.block(function.body)
    code = again.code(adjoint.code)
    results = tuple(substitute(r, values) for r in adjoint.results)
    return replace(function, body=body), replace(adjoint, code=code, results=results)


def _is_written(var: Var, homes: Homes, function: Function, written: set[int]) -> bool:
    return homes.root(function.buffers[var]) in written


def _root(value: Expression, function: Function) -> Var | None:
    """The variable that an expression is a view of."""
    match value:
        case Var():
            return value
        case Index(base, items) if all(_is_basic(i, function) for i in items):
            return _root(base, function)
        case Apply(operation, (base, *_)) if operation in VIEWS:
            return _root(base, function)
        case _:
            return None


def _is_basic(item: Expression, function: Function) -> bool:
    match item:
        case Constant() | Slice() | Name():
            return True
        case Var():
            return is_scalar(function.types.get(item, UNKNOWN))
        case Apply("add" | "subtract" | "multiply" | "negative", parts):
            return all(_is_basic(p, function) for p in parts)
        case Index(Var() as base, items):
            kind = function.types.get(base, UNKNOWN)
            return (
                isinstance(kind, Numeric)
                and isinstance(kind.shape, tuple)
                and len(kind.shape) == len(items)
                and all(
                    _is_basic(i, function) and not isinstance(i, Slice) for i in items
                )
            )
        case _:
            return False


def _fixed(function: Function) -> Iterator[Var]:
    """Variables that something knows by their name: merged, carried, returned."""

    def visit(block: Block) -> Iterator[Var]:
        for node in block:
            match node:
                case Step(statements):
                    for statement in statements:
                        match statement:
                            case Store(base=base) | Append(base=base):
                                yield base
                case If(then=then, otherwise=otherwise, merges=merges):
                    for merge in merges:
                        yield from (
                            v for v in (merge.then, merge.otherwise) if v is not None
                        )
                    yield from visit(then)
                    yield from visit(otherwise)
                case (
                    For(body=body, carried=carried) | While(body=body, carried=carried)
                ):
                    for carry in carried:
                        yield carry.back
                        if carry.initial is not None:
                            yield carry.initial
                    yield from visit(body)

    yield from visit(function.body)
    yield from leaves(function.result)
    yield from function.outputs.values()


class _Again:
    """Writes a function and its adjoint again, with variables replaced."""

    def __init__(self, values: dict[Var, Expression]) -> None:
        self.values = values
        self.nodes: dict[int, Node] = {}

    def value(self, expression: Expression) -> Expression:
        return substitute(expression, self.values)

    def block(self, block: Block) -> Block:
        return tuple(self.node(node) for node in block)

    def node(self, node: Node) -> Node:
        new: Node
        match node:
            case Step(statements):
                parts = (self.simple(statement) for statement in statements)
                new = replace(node, statements=tuple(p for p in parts if p is not None))
            case If():
                new = replace(
                    node,
                    condition=self.value(node.condition),
                    then=self.block(node.then),
                    otherwise=self.block(node.otherwise),
                )
            case For():
                new = replace(
                    node, iterable=self.value(node.iterable), body=self.block(node.body)
                )
            case While():
                new = replace(
                    node,
                    condition=self.value(node.condition),
                    body=self.block(node.body),
                )
        self.nodes[id(node)] = new
        return new

    def simple(self, statement: Simple) -> Simple | None:
        match statement:
            case Define(targets, values):
                kept = [
                    (t, self.value(v))
                    for t, v in zip(targets, values, strict=True)
                    if t not in self.values
                ]
                if not kept:
                    return None
                return Define(tuple(t for t, _ in kept), tuple(v for _, v in kept))
            case Store():
                return replace(
                    statement,
                    place=self.value(statement.place),
                    value=self.value(statement.value),
                )
            case Append():
                return replace(statement, value=self.value(statement.value))
            case Effect(reads):
                return Effect(tuple(map(self.value, reads)))
            case Invoke():
                return replace(
                    statement, arguments=tuple(map(self.value, statement.arguments))
                )

    def code(self, code: Code) -> Code:
        return tuple(self.line(line) for line in code)

    def line(self, line: Line) -> Line:
        match line:
            case Set(targets, value):
                return Set(targets, self.value(value))
            case Put(place, value):
                return Put(self.value(place), self.value(value))
            case Add(place, value, negative):
                return Add(self.value(place), self.value(value), negative)
            case Scatter(base, items, value):
                return Scatter(
                    self.value(base), tuple(map(self.value, items)), self.value(value)
                )
            case Loop(source, body):
                found = self.nodes[id(source)]
                assert isinstance(found, For | While)
                return Loop(found, self.code(body))
            case Branch(source, then, otherwise):
                if not isinstance(source, If):
                    return Branch(
                        self.value(source), self.code(then), self.code(otherwise)
                    )
                test = self.nodes[id(source)]
                assert isinstance(test, If)
                return Branch(test, self.code(then), self.code(otherwise))
            case _:
                return line
