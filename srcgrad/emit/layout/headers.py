"""The header of a compound statement with its source -> a document."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from srcgrad.emit.layout.brackets import BARE, BRACKETED, Mode, Parens
from srcgrad.emit.layout.document import Document, Group, IfBroken, Line, block
from srcgrad.emit.layout.parentheses import parameters_of
from srcgrad.emit.layout.statements import Statements
from srcgrad.emit.layout.survey import can_omit


class Headers(Statements):
    """Documents of headers, up to and with their colon."""

    def header(self, node: ast.stmt) -> Document:
        """Return the header of a compound statement."""
        match node:
            case ast.If(test=test):
                return ["if ", self.optional(test, node, Mode.IF_BREAKS), ":"]
            case ast.While(test=test):
                return ["while ", self.optional(test, node, Mode.IF_BREAKS), ":"]
            case ast.For(target=target, iter=iterable):
                return self.loop("for ", node, target, iterable)
            case ast.AsyncFor(target=target, iter=iterable):
                return self.loop("async for ", node, target, iterable)
            case ast.With(items=items):
                return ["with ", self.managers(items), ":"]
            case ast.AsyncWith(items=items):
                return ["async with ", self.managers(items), ":"]
            case ast.FunctionDef():
                return self.definition("def ", node)
            case ast.AsyncFunctionDef():
                return self.definition("async def ", node)
            case ast.ClassDef():
                return self.class_header(node)
        raise AssertionError(f"no header for {type(node).__name__}")

    def decorator(self, node: ast.expr, parent: ast.AST) -> Document:
        """Return a decorator."""
        return ["@", self.optional(node, parent, Mode.OPTIONAL)]

    def handler(self, keyword: str, node: ast.ExceptHandler) -> Document:
        """Return `except type as name:`."""
        content: list[Document] = [keyword]
        if node.type is not None:
            content += [" ", self.optional(node.type, node, Mode.IF_BREAKS)]
        if node.name is not None:
            content += [" as ", node.name]
        return [content, ":"]

    def loop(
        self, keyword: str, node: ast.stmt, target: ast.expr, iterable: ast.expr
    ) -> Document:
        """Return `for target in iterable:`; a tuple loses its parentheses."""
        names: Document
        if isinstance(target, ast.Tuple) and len(target.elts) > 1:
            own = self.source.own_parentheses(target)
            elements = target.elts
            # `fields` would keep the parentheses that the source has.
            names = self.omittable(
                lambda level: self.sequence(elements, target, own, level)
            )
        elif isinstance(target, ast.Tuple):
            names = self.fields(target, BARE)
        else:
            names = self.optional(target, node, Mode.IF_BREAKS)
        values = self.optional(iterable, node, Mode.IF_BREAKS)
        return [keyword, names, " in ", values, ":"]

    def managers(self, items: Sequence[ast.withitem]) -> Document:
        """Return the items of a `with`."""
        first, last = items[0], items[-1]
        end = self.source.last(last.optional_vars or last.context_expr) + 1
        while self.source.tokens[end].text == ")":
            end += 1
        comma = self.source.tokens[end].text == ","
        if len(items) == 1 and not comma:
            wrapped = self.source.parenthesized(first.context_expr)
            if wrapped or first.optional_vars is None:
                manager = self.optional(first.context_expr, first, Mode.IF_BREAKS)
                return self.named(manager, first)
            if can_omit(self.source, first.context_expr):
                return self.omittable(
                    lambda level: self.named(
                        self.expression(first.context_expr, level, Parens.NEVER), first
                    )
                )
        entries = []
        for item in items:
            expression = item.context_expr
            if self.source.parenthesized(expression):
                manager = self.optional(expression, item, Mode.NESTED, BRACKETED)
            else:
                manager = self.fields(expression, BRACKETED)
            entries.append(self.named(manager, item, BRACKETED))
        return self.wrapped_if_broken(self.separated(entries, comma))

    def named(
        self, manager: Document, item: ast.withitem, level: int = BARE
    ) -> Document:
        """Return `manager as name`."""
        if item.optional_vars is None:
            return manager
        return [manager, " as ", self.expression(item.optional_vars, level)]

    def definition(
        self, keyword: str, node: ast.FunctionDef | ast.AsyncFunctionDef
    ) -> Document:
        """Return `def name(parameters) -> result:`."""
        tokens = self.source.tokens
        opening = self.source.first(node)
        while tokens[opening].text != "(":
            if tokens[opening].text == "[":
                opening = self.source.partner[opening]
            opening += 1
        name = next(i for i in range(opening) if tokens[i].text == node.name)
        generics = self.source.text[tokens[name].end : tokens[opening].start].strip()
        parameters = parameters_of(node.args)
        content: list[Document] = ["()"]
        if parameters:
            closing = self.source.partner[opening]
            entries: list[Document] = [self.parameters(node.args), IfBroken(",")]
            if self.source.comma_before(closing):
                entries.append(Line.EXPAND)
            alone = len(parameters) == 1 and not (
                node.args.posonlyargs or node.args.kwonlyargs
            )
            content = ["(", block(entries if alone else Group(entries)), ")"]
        result = node.returns
        if isinstance(result, ast.Tuple):
            content += [" -> ", self.fields(result, BARE)]
        elif result is not None:
            mode = Mode.IF_BREAKS if parameters else Mode.BREAKS_LAST
            content += [" -> ", self.optional(result, node, mode)]
        return [keyword, node.name, generics, Group(content), ":"]

    def class_header(self, node: ast.ClassDef) -> Document:
        """Return `class Name(bases):`."""
        tokens = self.source.tokens
        name = next(i for i, token in enumerate(tokens) if token.text == node.name)
        end = name + 1
        if tokens[end].text == "[":
            end = self.source.partner[end] + 1
        generics = self.source.text[tokens[name].end : tokens[end].start].strip()
        content: Document = ""
        if node.bases or node.keywords:
            close = self.source.partner[end]
            content = self.arguments(None, node.bases, node.keywords, BARE, close)
        return ["class ", node.name, generics, content, ":"]
