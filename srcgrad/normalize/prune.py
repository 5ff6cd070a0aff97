"""Block -> block without merges and carried variables that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from srcgrad.ir.expressions import Expression, Var, variables
from srcgrad.ir.program import (
    Append,
    Block,
    Define,
    Effect,
    For,
    If,
    Invoke,
    Node,
    Simple,
    Step,
    Store,
    While,
)


def reads(statement: Simple) -> tuple[Expression, ...]:
    """Expressions that a statement evaluates."""
    match statement:
        case Define(_, values):
            return values
        case Store(_, base, place, value, _):
            return (base, place, value)
        case Append(_, base, value):
            return (base, value)
        case Invoke(arguments=arguments):
            return arguments
        case Effect(expressions):
            return expressions


def prune(block: Block, results: frozenset[Var]) -> Block:
    """Drop what only feeds itself."""
    needed = set(results)
    while True:
        before = len(needed)
        for var in _needed(block, needed):
            needed.add(var)
        if len(needed) == before:
            return _kept(block, needed)


def joined(block: Block) -> frozenset[Var]:
    """Variables that branches merge, and that loops carry."""
    found: set[Var] = set()
    for node in block:
        match node:
            case If():
                found.update(m.target for m in node.merges)
                found |= joined(node.then) | joined(node.otherwise)
            case For() | While():
                found.update(v for c in node.carried for v in (c.head, c.exit))
                found |= joined(node.body)
            case Step():
                pass
    return frozenset(found)


def _needed(block: Block, needed: set[Var]) -> Iterator[Var]:
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    for expression in reads(statement):
                        yield from variables(expression)
            case If(condition, then, otherwise, merges):
                yield from variables(condition)
                yield from _needed(then, needed)
                yield from _needed(otherwise, needed)
                for merge in merges:
                    if merge.target in needed:
                        yield from (
                            v for v in (merge.then, merge.otherwise) if v is not None
                        )
            case For() | While():
                head = node.iterable if isinstance(node, For) else node.condition
                yield from variables(head)
                yield from _needed(node.body, needed)
                for carry in node.carried:
                    if carry.head in needed or carry.exit in needed:
                        yield from (carry.head, carry.back, carry.exit)
                        if carry.initial is not None:
                            yield carry.initial


def _kept(block: Block, needed: set[Var]) -> Block:
    kept: list[Node] = []
    for node in block:
        match node:
            case If():
                kept.append(
                    replace(
                        node,
                        then=_kept(node.then, needed),
                        otherwise=_kept(node.otherwise, needed),
                        merges=tuple(m for m in node.merges if m.target in needed),
                    )
                )
            case For() | While():
                carried = tuple(
                    c for c in node.carried if c.head in needed or c.exit in needed
                )
                kept.append(
                    replace(node, body=_kept(node.body, needed), carried=carried)
                )
            case Step():
                kept.append(node)
    return tuple(kept)
