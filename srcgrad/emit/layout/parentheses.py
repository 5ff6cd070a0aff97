"""An expression -> whether it wants optional parentheses, and whether it has its own.

Operators are ranked by how loosely they bind; an expression is split at its loosest
ones.
"""

from __future__ import annotations

import ast
from enum import Enum

from srcgrad.emit.layout.literals import is_joined, is_multiline
from srcgrad.emit.layout.source import Source


class Wish(Enum):
    """What an expression says of parentheses around it."""

    MULTILINE = "wherever it takes several lines"
    ALWAYS = "always"
    BEST_FIT = "only where they make it fit"
    NEVER = "never"


RANKS: dict[type[ast.AST], int] = {
    ast.Pow: 2,
    ast.Mult: 4,
    ast.MatMult: 4,
    ast.Div: 4,
    ast.Mod: 4,
    ast.FloorDiv: 4,
    ast.Add: 5,
    ast.Sub: 5,
    ast.LShift: 6,
    ast.RShift: 6,
    ast.BitAnd: 7,
    ast.BitXor: 8,
    ast.BitOr: 9,
}
ATTRIBUTE, INVERSION, COMPARISON, BOOLEAN, CONDITIONAL = 1, 3, 10, 11, 12

ALWAYS_BRACKETED = (
    ast.Dict,
    ast.List,
    ast.Set,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
)
_WALRUS_NEEDS_PARENTHESES = (
    ast.AnnAssign,
    ast.Assign,
    ast.AugAssign,
    ast.Assert,
    ast.Return,
    ast.ExceptHandler,
    ast.Delete,
    ast.For,
    ast.FunctionDef,
    ast.withitem,
    ast.Yield,
    ast.YieldFrom,
    ast.Await,
)


def own_parentheses(source: Source, node: ast.expr) -> bool | None:
    """Return None if the node brings no brackets, else whether they hold anything."""
    match node:
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.Subscript():
            return True
        case ast.GeneratorExp():
            return True if source.own_parentheses(node) else None
        case ast.List(elts=elements) | ast.Set(elts=elements):
            return bool(elements)
        case ast.Tuple(elts=elements):
            return bool(elements) if source.own_parentheses(node) else None
        case ast.Dict(values=values):
            return bool(values)
        case ast.Call(args=arguments, keywords=keywords):
            return bool(arguments or keywords)
    return None


def has_parentheses(source: Source, node: ast.expr) -> bool | None:
    """Return the same as `own_parentheses`, parentheses around the node counted too."""
    own = own_parentheses(source, node)
    return True if not own and source.parenthesized(node) else own


def is_fluent(source: Source, node: ast.expr) -> bool:
    """Return whether `a.b().c().d` has at least two dots behind calls or subscripts."""
    dots = 0
    while True:
        match node:
            case ast.Attribute(value=value):
                if source.parenthesized(value):
                    dots += 1
                    break
                dots += isinstance(value, ast.Call | ast.Subscript)
                node = value
            case ast.Call(func=value) | ast.Subscript(value=value):
                if source.parenthesized(value):
                    break
                node = value
            case _:
                break
    return dots >= 2


def wish(source: Source, node: ast.expr, parent: ast.AST) -> Wish:
    """Return when the node should get parentheses, standing in the parent."""
    match node:
        case ast.NamedExpr():
            needed = isinstance(parent, _WALRUS_NEEDS_PARENTHESES)
            return Wish.ALWAYS if needed else Wish.MULTILINE
        case ast.Yield() | ast.YieldFrom():
            if not isinstance(parent, ast.Assign | ast.AnnAssign | ast.AugAssign):
                return Wish.ALWAYS
            return Wish.MULTILINE if node.value is not None else Wish.BEST_FIT
        case ast.Constant() | ast.JoinedStr():
            text = source.of(node)
            if is_joined(text):
                return Wish.MULTILINE
            return Wish.NEVER if is_multiline(text) else Wish.BEST_FIT
        case ast.Name():
            return Wish.BEST_FIT
        case ast.Compare(left=ast.Constant(value=str()) as left):
            text = source.of(left)
            bracketed = has_parentheses(source, node.comparators[0]) is not None
            if is_multiline(text) and not is_joined(text) and bracketed:
                return Wish.NEVER
        case ast.Attribute(value=value) | ast.Subscript(value=value):
            return _chain_wish(source, node, value, parent)
        case ast.Call(func=function):
            return _chain_wish(source, node, function, parent)
        case ast.UnaryOp(operand=operand):
            if isinstance(parent, ast.Await):
                return Wish.ALWAYS
            if source.parenthesized(operand):
                return Wish.NEVER
            return wish(source, operand, node)
        case ast.Tuple() | ast.GeneratorExp():
            return Wish.NEVER
        case _ if isinstance(node, ALWAYS_BRACKETED):
            return Wish.NEVER
    return Wish.ALWAYS if isinstance(parent, ast.Await) else Wish.MULTILINE


def _chain_wish(
    source: Source, node: ast.expr, value: ast.expr, parent: ast.AST
) -> Wish:
    if is_fluent(source, node):
        return Wish.MULTILINE
    if source.parenthesized(value):
        return Wish.NEVER
    wanted = wish(source, value, node)
    if wanted is Wish.BEST_FIT and isinstance(node, ast.Subscript):
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef):
            # In `-> tuple[...]` the parameters break before the type does.
            return Wish.NEVER if parameters_of(parent.args) else Wish.MULTILINE
    return wanted


def parameters_of(arguments: ast.arguments) -> list[ast.arg]:
    """Return every parameter, in the order of the text."""
    parameters = [*arguments.posonlyargs, *arguments.args]
    if arguments.vararg is not None:
        parameters.append(arguments.vararg)
    parameters += arguments.kwonlyargs
    if arguments.kwarg is not None:
        parameters.append(arguments.kwarg)
    return parameters


def is_splittable(source: Source, node: ast.expr) -> bool:
    """Return whether the node has any place to break the line at."""
    match node:
        case ast.Name() | ast.NamedExpr() | ast.Slice():
            return False
        case ast.Constant() | ast.JoinedStr():
            return is_joined(source.of(node))
        case (
            ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements)
        ):
            return bool(elements)
        case ast.Dict(values=values):
            return bool(values)
        case ast.UnaryOp(operand=operand):
            return is_splittable(source, operand)
        case ast.Yield(value=value):
            return value is not None
        case ast.Call(func=function, args=arguments, keywords=keywords):
            return bool(arguments or keywords) or source.parenthesized(function)
        case (
            ast.Lambda(body=inner)
            | ast.Starred(value=inner)
            | ast.Attribute(value=inner)
        ):
            return source.parenthesized(inner) or is_splittable(source, inner)
    return True
