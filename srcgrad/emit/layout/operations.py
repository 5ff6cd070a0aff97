"""Operators, conditionals and strings side by side -> a document.

An operation is split at its loosest operators; strings that stand side by side as an
operand break before any operator does.
"""

from __future__ import annotations

import ast

from srcgrad.emit.layout.brackets import BARE, BRACKETED, Brackets
from srcgrad.emit.layout.document import Document, IfBroken, Line, join
from srcgrad.emit.layout.format_strings import joined_string, normal_string
from srcgrad.emit.layout.literals import is_joined, normal_number, parts_of
from srcgrad.emit.layout.operators import OPERATORS, is_simple_operand, loosest

_NUMBERS = (int, float, complex)


class Operations(Brackets):
    """Documents of operations, and of the constants that they are made of."""

    def literal(self, node: ast.Constant | ast.JoinedStr, level: int) -> Document:
        """Return a constant, or strings side by side as one string or one a line."""
        text = self.source.of(node)
        if text[-1] not in "'\"":
            is_number = isinstance(node, ast.Constant) and type(node.value) in _NUMBERS
            return normal_number(text) if is_number else text
        parts = parts_of(text)
        if len(parts) == 1:
            return normal_string(text, self.field)
        if level == BARE:
            flat = joined_string(parts, self.field)
            if flat is not None:
                return flat
        return self.group_in_brackets(self.strings(text, level), level)

    def strings(self, text: str, level: int) -> Document:
        """Return strings side by side: one if the group around them fits on a line."""
        parts = parts_of(text)
        flat = joined_string(parts, self.field)
        expanded = self.string_lines(parts, level)
        if flat is not None:
            return [IfBroken(flat, 0, False), IfBroken(expanded)]
        return [Line.EXPAND, expanded] if "\n" in text else expanded

    def string_lines(self, parts: list[str], level: int) -> Document:
        """Return strings side by side, a line for each."""
        strings: list[Document] = [normal_string(part, self.field) for part in parts]
        return join(strings, self.line_or_space(level))

    def is_strings(self, part: ast.AST) -> bool:
        """Return whether the operand is several strings side by side."""
        if not isinstance(part, ast.Constant | ast.JoinedStr):
            return False
        return is_joined(self.source.of(part)) and not self.source.parenthesized(part)

    def operands_around_strings(self, parts: list[ast.AST], level: int) -> Document:
        """Return an operation in which strings side by side break first."""
        strings = [i for i, part in enumerate(parts) if self.is_strings(part)]
        if not strings:
            return self.operands(parts, level)
        content: list[Document] = []
        group: list[Document] = []
        start = 0
        for position in strings:
            if position:
                if start < position:
                    group.append(self.operands(parts[start : position - 1], level))
                    group += self.operator(parts, position - 1, level)[:-1]
                    content += [self.group_in_brackets(group, level), " "]
                else:
                    content.append(self.group_in_brackets(group, level))
            part = parts[position]
            assert isinstance(part, ast.expr)
            content.append(self.strings(self.source.of(part), level))
            if position + 1 < len(parts):
                group = self.operator(parts, position + 1, level)
            start = position + 2
        if start < len(parts):
            group.append(self.operands(parts[start:], level))
            content.append(self.group_in_brackets(group, level))
        return content

    def operands(self, parts: list[ast.AST], level: int) -> Document:
        """Return operands and operators in turn, split at the loosest operators."""
        if len(parts) == 1:
            (operand,) = parts
            assert isinstance(operand, ast.expr)
            return self.expression(operand, level)
        content: list[Document] = []
        start = 0
        for position in [*loosest(parts), len(parts)]:
            side = parts[start:position]
            operands = self.operands(side, level)
            if len(side) > 1:
                operands = self.group_in_brackets(operands, level)
            content.append(operands)
            if position < len(parts):
                content += self.operator(parts, position, level)
            start = position + 1
        return content

    def operator(
        self, parts: list[ast.AST], position: int, level: int
    ) -> list[Document]:
        """Return an operator with what stands between it and its operands."""
        operator = parts[position]
        text = OPERATORS[type(operator)]
        hugged = isinstance(operator, ast.Pow) and all(
            is_simple_operand(side) and not self.source.parenthesized(side)
            for side in (parts[position - 1], parts[position + 1])
            if isinstance(side, ast.expr)
        )
        if not hugged:
            return [self.line_or_space(level), text, " "]
        if level == BARE:
            return [text]
        if level == BRACKETED:
            return [Line.SOFT, text, IfBroken(" ")]
        return [IfBroken(Line.SOFT, level), text, IfBroken(" ", level)]

    def conditional(self, node: ast.IfExp, level: int) -> Document:
        """Return `body if test else other`, without a group around it."""
        other = node.orelse
        if isinstance(other, ast.IfExp) and not self.source.parenthesized(other):
            last = self.conditional(other, level)
        else:
            last = self.group_in_brackets(self.expression(other, level), level)
        return [
            self.expression(node.body, level),
            self.line_or_space(level),
            "if ",
            self.expression(node.test, level),
            self.line_or_space(level),
            "else ",
            last,
        ]
