"""An expression -> whether breaking in its own brackets makes parentheses needless."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from srcgrad.emit.layout.parentheses import (
    ALWAYS_BRACKETED,
    ATTRIBUTE,
    BOOLEAN,
    COMPARISON,
    CONDITIONAL,
    INVERSION,
    RANKS,
    has_parentheses,
)
from srcgrad.emit.layout.source import Source


def can_omit(source: Source, node: ast.expr) -> bool:
    """Return whether breaking in the node's own brackets can replace parentheses."""
    survey = _Survey(source)
    survey.inside(node)
    if not survey.bracketed or survey.count > 1:
        return False
    if survey.rank <= ATTRIBUTE:
        return True
    ends = [survey.last]
    if survey.first is not None:
        ends.append(survey.first)
    return any(
        end is not None
        and not isinstance(end, ast.Subscript)
        and bool(has_parentheses(source, end))
        for end in ends
    )


class _Survey:
    """Walks an expression outside its brackets: the loosest operator, and both ends."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.rank = 0
        self.count = 0
        self.bracketed = False
        self.last: ast.expr | None = None
        self.first: ast.expr | None = None
        self.started = False

    def operator(self, rank: int, count: int = 1) -> None:
        if rank > self.rank:
            self.rank, self.count = rank, count
        elif rank == self.rank:
            self.count += count

    def visit(self, node: ast.expr) -> None:
        self.last = node
        if self.source.parenthesized(node):
            self.bracketed = True
        else:
            self.inside(node)
        if not self.started:
            self.started, self.first = True, node

    def inside(self, node: ast.expr) -> None:
        match node:
            case ast.Tuple() | ast.GeneratorExp() if self.source.own_parentheses(node):
                self.bracketed = True
                return
            case _ if isinstance(node, ALWAYS_BRACKETED):
                self.bracketed = True
                return
            case ast.Call(func=value) | ast.Subscript(value=value):
                self.bracketed = True
                self.visit(value)
                self.last = node
                return
            case ast.Attribute(value=value):
                self.visit(value)
                if has_parentheses(self.source, value) is not None:
                    self.operator(ATTRIBUTE)
                self.last = node
                return
            case ast.BoolOp(values=values):
                self.operator(BOOLEAN, len(values) - 1)
            case ast.BinOp(op=op):
                self.operator(RANKS[type(op)])
            case ast.IfExp():
                self.operator(CONDITIONAL, 2)
            case ast.Compare(ops=ops):
                self.operator(COMPARISON, len(ops))
            case ast.UnaryOp(op=op):
                if isinstance(op, ast.Invert):
                    self.operator(INVERSION)
                self.started = True
            case ast.Lambda() | ast.Await() | ast.Yield() | ast.YieldFrom():
                self.started = True
            case ast.Starred():
                self.started = True
            case ast.Constant() | ast.JoinedStr() | ast.Name() | ast.Slice():
                return
        for child in children(node):
            self.visit(child)


def children(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the node's direct subexpressions in the order of the text."""
    match node:
        case ast.IfExp(body=body, test=test, orelse=orelse):
            yield from (body, test, orelse)
        case ast.Lambda(args=arguments, body=body):
            yield from arguments.defaults
            yield from (default for default in arguments.kw_defaults if default)
            yield body
        case _:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    yield child
                elif isinstance(child, ast.comprehension):
                    yield from (child.target, child.iter, *child.ifs)
