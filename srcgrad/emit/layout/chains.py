"""Attributes, calls and subscripts in a row -> a document.

A chain with at least two dots behind calls or subscripts is fluent: where it has to
break inside brackets, each method gets a line of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from srcgrad.emit.layout.brackets import BARE, BRACKETED, Chain, Parens
from srcgrad.emit.layout.displays import Displays
from srcgrad.emit.layout.document import Document, Group, Line
from srcgrad.emit.layout.literals import is_multiline, parts_of
from srcgrad.emit.layout.operators import is_simple_bound
from srcgrad.emit.layout.parentheses import is_fluent


class Chains(Displays):
    """Documents of the links of a chain."""

    def chain(self, node: ast.expr, level: int, chain: Chain) -> Chain:
        """Return the layout of the chain that the node is a link of."""
        if chain is not Chain.UNDECIDED:
            return chain
        if level != BARE and is_fluent(self.source, node):
            return Chain.FLUENT
        return Chain.PLAIN

    def link(self, value: ast.expr, level: int, chain: Chain) -> Document:
        """Return what a chain hangs on: parenthesized, another link, or its root."""
        if self.source.parenthesized(value):
            return self.expression(value, level, Parens.ALWAYS)
        return self.fields(value, level, chain)

    def attribute(self, node: ast.Attribute, level: int, chain: Chain) -> Document:
        """Return `value.name`, the dot on a line of its own in a fluent chain."""
        layout = self.chain(node, level, chain)
        value = node.value
        number = isinstance(value, ast.Constant) and (
            type(value.value) is float
            or (
                type(value.value) is int
                and self.source.of(value)[:2].lower() not in ("0x", "0o", "0b")
            )
        )
        wrapped = number or self.source.parenthesized(value)
        if wrapped:
            content = [self.expression(value, level, Parens.ALWAYS)]
        else:
            inner = layout if layout is Chain.FLUENT else Chain.UNDECIDED
            content = [self.fields(value, level, inner)]
        if layout is Chain.FLUENT:
            if wrapped or isinstance(value, ast.Call | ast.Subscript):
                content.append(Line.SOFT)
        content += [".", node.attr]
        return self.root(content, layout, chain)

    @staticmethod
    def root(content: Document, layout: Chain, chain: Chain) -> Document:
        """Return the content as a group if it is the last link of a fluent chain."""
        is_root = chain is Chain.UNDECIDED and layout is Chain.FLUENT
        return Group(content) if is_root else content

    def call(self, node: ast.Call, level: int, chain: Chain) -> Document:
        """Return `function(arguments)`."""
        layout = self.chain(node, level, chain)
        function = self.link(node.func, level, layout)
        arguments = self.arguments(node, node.args, node.keywords, level)
        return self.root([function, arguments], layout, chain)

    def arguments(
        self,
        node: ast.Call | None,
        positional: Sequence[ast.expr],
        keywords: Sequence[ast.keyword],
        level: int,
        close: int | None = None,
    ) -> Document:
        """Return the arguments of a call or class; `close`: the closing parenthesis."""
        if not positional and not keywords:
            return "()"
        if close is None:
            assert node is not None
            close = self.source.last(node)
        hug = False
        if len(positional) == 1 and not keywords:
            (only,) = positional
            if isinstance(only, ast.GeneratorExp) and not self.source.own_parentheses(
                only
            ):
                content = self.comprehension(only.elt, only.generators)
                return self.bracketed("(", Group(content), ")", level)
            entries = [self.expression(only, BRACKETED)]
            hug = self.is_huggable_string(only, close)
        else:
            entries = []
            together: list[ast.expr | ast.keyword] = [*positional, *keywords]
            together.sort(key=lambda item: (item.lineno, item.col_offset))
            for argument in together:
                if isinstance(argument, ast.keyword):
                    entries.append(self.keyword(argument))
                else:
                    entries.append(self.expression(argument, BRACKETED))
        content = self.separated(entries, self.source.comma_before(close))
        return self.bracketed("(", Group(content), ")", level, hug)

    def keyword(self, keyword: ast.keyword) -> Document:
        """Return `name=value` or `**value`."""
        value = self.expression(keyword.value, BRACKETED)
        return ["**" if keyword.arg is None else keyword.arg + "=", value]

    def is_huggable_string(self, node: ast.expr, close: int) -> bool:
        """Return whether the only argument is a text of several lines behind `(`."""
        if not isinstance(node, ast.Constant | ast.JoinedStr):
            return False
        text = self.source.of(node)
        if not is_multiline(text) or len(parts_of(text)) > 1:
            return False
        tokens, first = self.source.tokens, self.source.first(node)
        between = self.source.text[tokens[first - 1].end : tokens[first].start]
        return "\n" not in between and not self.source.comma_before(close)

    def subscript(self, node: ast.Subscript, level: int, chain: Chain) -> Document:
        """Return `value[index]`; a bare tuple as index gets no parentheses."""
        layout = self.chain(node, level, chain)
        value = self.link(node.value, level, layout)
        index = node.slice
        if isinstance(index, ast.Tuple) and not self.source.own_parentheses(index):
            content: Document
            if len(index.elts) == 1:
                content = self.expression(index.elts[0], BRACKETED)
                if self.source.comma_before(self.source.last(node)):
                    content = [content, ","]
            else:
                content = Group(self.sequence(index.elts, index, False))
        else:
            content = self.expression(index, BRACKETED)
        return self.root(
            [value, self.bracketed("[", content, "]", level)], layout, chain
        )

    def slice(self, node: ast.Slice, level: int) -> Document:
        """Return `lower:upper:step`, with spaces where a bound is not simple."""
        bounds = [bound for bound in (node.lower, node.upper, node.step) if bound]
        space = "" if all(is_simple_bound(bound) for bound in bounds) else " "
        content: list[Document] = []
        if node.lower is not None:
            content += [self.expression(node.lower, level), space]
        content.append(":")
        if node.upper is not None:
            content += [space, self.expression(node.upper, level)]
        if self.second_colon(node):
            if node.upper is not None or node.step is None:
                content.append(space)
            content.append(":")
            if node.step is not None:
                content += [space, self.expression(node.step, level)]
        return content

    def second_colon(self, node: ast.Slice) -> bool:
        """Return whether the slice is written with two colons."""
        if node.step is not None:
            return True
        last = self.source.tokens[self.source.last(node)].text
        if last != ":":
            return False
        if node.upper is not None:
            return True
        before = self.source.last(node) - 1
        is_lower = node.lower is not None and before <= self.source.last(node.lower)
        return self.source.tokens[before].text == ":" and not is_lower
