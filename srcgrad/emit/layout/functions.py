"""Lambdas and parameters -> a document."""

from __future__ import annotations

import ast

from srcgrad.emit.layout.brackets import BRACKETED, Brackets
from srcgrad.emit.layout.document import (
    BestFit,
    Document,
    FitsExpanded,
    Group,
    Line,
    flatten,
    forces_break,
    hard_block,
    join,
)
from srcgrad.emit.layout.parentheses import is_fluent, own_parentheses, parameters_of


class Functions(Brackets):
    """Documents of parameters, and of functions that are expressions."""

    def function(
        self, node: ast.Lambda, level: int, assigned: bool = False
    ) -> Document:
        """Return a lambda, its parameters always on one line."""
        parameters = flatten(self.parameters(node.args))
        if parameters_of(node.args):
            tokens = self.source.tokens
            colon = self.source.first(node.body)
            while tokens[colon].text != ":":
                colon -= 1
            comma = "," if tokens[colon - 1].text == "," else ""
            head: Document = ["lambda ", parameters, comma, ": "]
        else:
            head = "lambda: "
        body = self.function_body(node.body, level)
        return [head, FitsExpanded(body) if assigned else body]

    def function_body(self, body: ast.expr, level: int) -> Document:
        """Return the body of a lambda, in parentheses where it breaks."""
        if isinstance(body, ast.Call | ast.Subscript):
            if is_fluent(self.source, body):
                return self.wrapped_if_broken(self.fields(body, BRACKETED))
            bare = self.fields(body, level)
            variants: tuple[Document, ...] = (
                bare,
                Group(bare, expand=True),
                ["(", hard_block(bare), ")"],
            )
            best = BestFit(variants)
            return [Line.EXPAND, best] if forces_break(bare) else best
        if own_parentheses(self.source, body) is not None:
            return self.expression(body, level)
        return self.wrapped_if_broken(self.fields(body, BRACKETED))

    def parameters(self, arguments: ast.arguments) -> Document:
        """Return parameters between commas, without their parentheses."""
        entries: list[Document] = []
        named = [*arguments.posonlyargs, *arguments.args]
        absent = len(named) - len(arguments.defaults)
        defaults: list[ast.expr | None] = [*[None] * absent, *arguments.defaults]
        for position, parameter in enumerate(named):
            entries.append(self.parameter(parameter, defaults[position]))
            if position + 1 == len(arguments.posonlyargs):
                entries.append("/")
        if arguments.vararg is not None:
            entries.append(["*", self.parameter(arguments.vararg, None)])
        elif arguments.kwonlyargs:
            entries.append("*")
        for parameter, default in zip(
            arguments.kwonlyargs, arguments.kw_defaults, strict=True
        ):
            entries.append(self.parameter(parameter, default))
        if arguments.kwarg is not None:
            entries.append(["**", self.parameter(arguments.kwarg, None)])
        return join(entries, [",", Line.SPACE])

    def parameter(self, parameter: ast.arg, default: ast.expr | None) -> Document:
        """Return `name: annotation = default`."""
        content: list[Document] = [parameter.arg]
        if parameter.annotation is not None:
            content += [": ", self.expression(parameter.annotation, BRACKETED)]
        if default is not None:
            content.append("=" if parameter.annotation is None else " = ")
            content.append(self.expression(default, BRACKETED))
        return content
