"""An expression -> where it stands in the text of a statement that always evaluates it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy

from srcgrad.diagnostics import Span
from srcgrad.ir.surface import Origin


def places(origin: Origin, wanted: str) -> list[Span]:
    """Return where an expression stands in a statement that always evaluates it."""
    try:
        tree = ast.parse(origin.text)
        shape = ast.dump(_plain(ast.parse(wanted, mode="eval").body))
    except SyntaxError:
        return []
    lines = origin.text.split("\n")
    return [
        _span(origin, lines, node)
        for node in _evaluated(tree)
        if ast.dump(_plain(node)) == shape
    ]


def _evaluated(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions that are evaluated once whenever the whole is."""
    if isinstance(node, ast.expr):
        yield node
    match node:
        case ast.Lambda() | ast.ListComp() | ast.GeneratorExp() | ast.JoinedStr():
            return
        case ast.SetComp() | ast.DictComp():
            return
        case ast.IfExp(test=test):
            yield from _evaluated(test)
        case ast.BoolOp(values=values):
            yield from _evaluated(values[0])
        case ast.Compare(left=left, comparators=[second, *_]):
            yield from _evaluated(left)
            yield from _evaluated(second)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _evaluated(child)


class _Methods(ast.NodeTransformer):
    """`x.dot(y)` -> `np.dot(x, y)`, whatever `np` is called."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        node = ast.Call(
            self.visit(node.func),
            [self.visit(argument) for argument in node.args],
            [self.visit(keyword) for keyword in node.keywords],
        )
        if isinstance(node.func, ast.Attribute) and node.func.attr == "dot":
            base = node.func.value
            return ast.Call(ast.Name("dot"), [base, *node.args][-2:], node.keywords)
        return node


def _plain(node: ast.expr) -> ast.AST:
    return _Methods().visit(deepcopy(node))  # type: ignore[no-any-return]


def _span(origin: Origin, lines: list[str], node: ast.expr) -> Span:
    """Place in the file of a part of a statement's text."""

    def column(line: int, offset: int) -> int:
        characters = len(lines[line - 1].encode()[:offset].decode())
        margin = 0 if line - 1 in origin.fixed else origin.span.column
        return characters + margin

    assert node.end_lineno is not None and node.end_col_offset is not None
    return Span(
        origin.span.path,
        origin.span.line + node.lineno - 1,
        column(node.lineno, node.col_offset),
        origin.span.line + node.end_lineno - 1,
        column(node.end_lineno, node.end_col_offset),
    )
