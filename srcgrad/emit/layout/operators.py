"""Operators -> their text, their operands in a row, and the places to split at."""

from __future__ import annotations

import ast

from srcgrad.emit.layout.parentheses import BOOLEAN, COMPARISON, RANKS
from srcgrad.emit.layout.source import Source

OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.MatMult: "@",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.And: "and",
    ast.Or: "or",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}
UNARY: dict[type[ast.AST], str] = {
    ast.Not: "not ",
    ast.Invert: "~",
    ast.UAdd: "+",
    ast.USub: "-",
}


def flat_operands(source: Source, node: ast.expr) -> list[ast.AST]:
    """Return operands and operators in turn, whatever the operators' ranks."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            pairs: list[tuple[ast.AST | None, ast.expr]] = [(None, left), (op, right)]
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            pairs = [(None, left), *zip(ops, comparators, strict=True)]
        case ast.BoolOp(op=op, values=values):
            pairs = [(op if position else None, v) for position, v in enumerate(values)]
        case _:
            return [node]
    parts: list[ast.AST] = []
    for operator, operand in pairs:
        if operator is not None:
            parts.append(operator)
        if source.parenthesized(operand):
            parts.append(operand)
        else:
            parts += flat_operands(source, operand)
    return parts


def loosest(parts: list[ast.AST]) -> list[int]:
    """Return where among the parts the loosest operators stand."""
    ranks = [rank(operator) for operator in parts[1::2]]
    lowest = max(ranks)
    return [2 * i + 1 for i, operator in enumerate(ranks) if operator == lowest]


def rank(operator: ast.AST) -> int:
    """Return how loosely an operator binds."""
    if isinstance(operator, ast.cmpop):
        return COMPARISON
    if isinstance(operator, ast.boolop):
        return BOOLEAN
    return RANKS[type(operator)]


def is_simple_operand(node: ast.AST) -> bool:
    """Return whether `**` hugs the operand: a name, a number, an attribute of them."""
    match node:
        case ast.UnaryOp(op=op, operand=operand):
            return not isinstance(op, ast.Not) and is_simple_operand(operand)
        case ast.Attribute(value=value):
            return is_simple_operand(value)
        case ast.Constant(value=value):
            return not isinstance(value, str | bytes) and value is not ...
    return isinstance(node, ast.Name)


def is_simple_bound(node: ast.expr) -> bool:
    """Return whether the colon of a slice needs no space beside this bound."""
    if isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not):
        return is_simple_bound(node.operand)
    return isinstance(node, ast.Constant | ast.Name)
