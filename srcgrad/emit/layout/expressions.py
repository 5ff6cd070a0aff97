"""An expression of `ast` with its source -> a document."""

from __future__ import annotations

import ast

from srcgrad.emit.layout.brackets import (
    BARE,
    BRACKETED,
    Chain,
    Mode,
    Parens,
)
from srcgrad.emit.layout.chains import Chains
from srcgrad.emit.layout.document import (
    Document,
    Group,
    Line,
    ParenthesizeIfFits,
    flatten,
)
from srcgrad.emit.layout.functions import Functions
from srcgrad.emit.layout.operations import Operations
from srcgrad.emit.layout.operators import UNARY, flat_operands
from srcgrad.emit.layout.parentheses import Wish, wish
from srcgrad.emit.layout.survey import can_omit


class Expressions(Chains, Operations, Functions):
    """Documents of the expressions of one statement."""

    def expression(
        self, node: ast.expr, level: int, parens: Parens = Parens.KEEP
    ) -> Document:
        """Return the document of an expression."""
        wrapped = parens is Parens.ALWAYS or (
            parens is Parens.KEEP and self.source.parenthesized(node)
        )
        if wrapped:
            return self.bracketed("(", self.fields(node, BRACKETED), ")", level)
        return self.fields(node, level)

    def optional(
        self, node: ast.expr, parent: ast.AST, mode: Mode, level: int = BARE
    ) -> Document:
        """Return an expression in parentheses, or not, as the width demands."""
        if mode is Mode.OPTIONAL and self.source.parenthesized(node):
            return self.expression(node, level, Parens.ALWAYS)
        wanted = wish(self.source, node, parent)
        if wanted is Wish.ALWAYS:
            return self.expression(node, level, Parens.ALWAYS)
        if level != BARE:
            if mode is Mode.NESTED:
                return self.wrapped_if_broken(self.fields(node, BRACKETED))
            return self.fields(node, level)
        if wanted is Wish.NEVER or mode is Mode.REQUIRED:
            return self.fields(node, level)
        if wanted is Wish.BEST_FIT:
            if mode is Mode.OPTIONAL:
                return self.fields(node, level)
            if mode is Mode.IF_BREAKS:
                identity = self.new_group()
                return ParenthesizeIfFits(self.fields(node, identity), identity)
        if can_omit(self.source, node):
            return self.omittable(lambda inner: self.fields(node, inner))
        return self.wrapped_if_broken(self.fields(node, BRACKETED))

    def flat(self, node: ast.expr) -> str:
        """Return an expression as text without line breaks."""
        parts: list[str] = []

        def collect(document: Document) -> None:
            if isinstance(document, list):
                for part in document:
                    collect(part)
            elif isinstance(document, str):
                parts.append(document)

        collect(flatten(self.fields(node, BARE)))
        return "".join(parts)

    def fields(
        self, node: ast.expr, level: int, chain: Chain = Chain.UNDECIDED
    ) -> Document:
        """Return the document of an expression without parentheses around it."""
        match node:
            case ast.Name(id=name):
                return name
            case ast.Constant() | ast.JoinedStr():
                return self.literal(node, level)
            case ast.Attribute():
                return self.attribute(node, level, chain)
            case ast.Call():
                return self.call(node, level, chain)
            case ast.Subscript():
                return self.subscript(node, level, chain)
            case ast.BoolOp():
                parts = flat_operands(self.source, node)
                return self.group_in_brackets(self.operands(parts, level), level)
            case ast.BinOp() | ast.Compare():
                parts = flat_operands(self.source, node)
                content = self.operands_around_strings(parts, level)
                return self.group_in_brackets(content, level)
            case ast.UnaryOp(op=op, operand=operand):
                pow_inside = isinstance(operand, ast.BinOp) and isinstance(
                    operand.op, ast.Pow
                )
                parens = Parens.ALWAYS if pow_inside else Parens.KEEP
                return [UNARY[type(op)], self.expression(operand, level, parens)]
            case ast.Tuple():
                return self.tuple(node, level)
            case ast.List(elts=elements):
                content = self.sequence(elements, node, True)
                return self.bracketed("[", content, "]", level) if elements else "[]"
            case ast.Set(elts=elements):
                content = self.sequence(elements, node, True)
                return self.bracketed("{", content, "}", level)
            case ast.Dict():
                return self.dictionary(node, level)
            case ast.IfExp():
                return self.group_in_brackets(self.conditional(node, level), level)
            case ast.ListComp(elt=element, generators=generators):
                content = self.comprehension(element, generators)
                return self.bracketed("[", content, "]", level)
            case ast.SetComp(elt=element, generators=generators):
                content = self.comprehension(element, generators)
                return self.bracketed("{", content, "}", level)
            case ast.GeneratorExp(elt=element, generators=generators):
                return self.bracketed(
                    "(", self.comprehension(element, generators), ")", level
                )
            case ast.DictComp(key=key, value=value, generators=generators):
                pair: list[Document] = [
                    Group(self.expression(key, BRACKETED)),
                    ": ",
                    self.expression(value, BRACKETED),
                ]
                content = Group([Group(pair), Line.SPACE, self.clauses(generators)])
                return self.bracketed("{", content, "}", level)
            case ast.Slice():
                return self.slice(node, level)
            case ast.Starred(value=value):
                return ["*", self.expression(value, level)]
            case ast.NamedExpr(target=target, value=value):
                target_document = self.expression(target, level)
                return [
                    Group([target_document, self.line_or_space(level)]),
                    ":= ",
                    self.expression(value, level),
                ]
            case ast.Lambda():
                return self.function(node, level)
            case ast.Await(value=value):
                return ["await ", self.optional(value, node, Mode.REQUIRED, level)]
            case ast.Yield(value=None):
                return "yield"
            case ast.Yield(value=ast.expr() as value):
                return ["yield ", self.optional(value, node, Mode.OPTIONAL, level)]
            case ast.YieldFrom(value=value):
                return ["yield from ", self.optional(value, node, Mode.OPTIONAL, level)]
        raise AssertionError(f"no layout for {type(node).__name__}")
