"""An assignment of `ast` with its source -> a document.

The value is parenthesized before a target is split, except where the target has
brackets that break anyway.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from srcgrad.emit.layout.brackets import BARE, BRACKETED, Mode
from srcgrad.emit.layout.document import (
    BestFit,
    Document,
    Group,
    IfBroken,
    ParenthesizeIfFits,
    block,
    forces_break,
    hard_block,
)
from srcgrad.emit.layout.expressions import Expressions
from srcgrad.emit.layout.format_strings import joined_string
from srcgrad.emit.layout.literals import parts_of
from srcgrad.emit.layout.parentheses import (
    Wish,
    has_parentheses,
    is_splittable,
    own_parentheses,
    wish,
)
from srcgrad.emit.layout.survey import can_omit


class Assignments(Expressions):
    """Documents of assignments, and of values that end a statement."""

    def assignment(
        self,
        node: ast.Assign,
        targets: Sequence[ast.expr],
        value: ast.expr,
        comment: Document,
    ) -> Document:
        """Return `target = other = value`."""
        first, *others = targets
        if others:
            *middle, last = others
            content: list[Document] = [self.expression(first, BARE), " = "]
            for target in middle:
                content += [self.middle_target(target), " = "]
            content.append(self.right_to_left(node, last, "=", value, comment))
            return content
        return self.single(node, first, "=", value, comment)

    def single(
        self,
        node: ast.stmt,
        target: ast.expr,
        operator: str,
        value: ast.expr,
        comment: Document,
    ) -> Document:
        """Return an assignment to one target."""
        if self.has_brackets(target) and not self.source.parenthesized(target):
            return self.right_to_left(node, target, operator, value, comment)
        left = self.expression(target, BARE)
        return [left, f" {operator} ", self.last_expression(value, node, comment)]

    augmented = single

    def annotated(self, node: ast.AnnAssign, comment: Document) -> Document:
        """Return `target: annotation = value`."""
        annotation, value = node.annotation, node.value
        left: Document = [self.expression(node.target, BARE), ": "]
        if value is None:
            return [left, self.last_expression(annotation, node, comment)]
        if is_splittable(self.source, annotation):
            right = self.right_to_left(node, annotation, "=", value, comment)
            return [left, right]
        middle = self.fields(annotation, BARE)
        return [left, middle, " = ", self.last_expression(value, node, comment)]

    def middle_target(self, target: ast.expr) -> Document:
        """Return a target between the first and the last."""
        if self.may_wrap(target):
            return self.wrapped_if_broken(self.fields(target, BRACKETED))
        return self.fields(target, BARE)

    def last_target(self, target: ast.expr) -> Document:
        """Return the target or annotation before the value."""
        if not self.may_wrap(target):
            return self.fields(target, BARE)
        if can_omit(self.source, target):
            return self.omittable(lambda level: self.fields(target, level))
        return self.wrapped_if_broken(self.fields(target, BRACKETED))

    def has_brackets(self, target: ast.expr) -> bool:
        """Return whether the target can break inside brackets of its own."""
        is_tuple = isinstance(target, ast.Tuple)
        return is_tuple or own_parentheses(self.source, target) is not None

    def may_wrap(self, target: ast.expr) -> bool:
        """Return whether the target could get parentheses: nothing in it can break."""
        if self.has_brackets(target):
            return False
        while isinstance(target, ast.Attribute):
            target = target.value
            if has_parentheses(self.source, target) is not None:
                return False
        return True

    def is_unsplittable(self, value: ast.expr, node: ast.stmt) -> bool:
        """Return whether a comment behind the value goes into its parentheses."""
        if isinstance(value, ast.Name):
            return True
        if isinstance(value, ast.Constant | ast.JoinedStr):
            return wish(self.source, value, node) is Wish.BEST_FIT
        return False

    def flat_strings(self, value: ast.expr) -> Document | None:
        """Return strings side by side as a single one, None for anything else."""
        if not isinstance(value, ast.Constant | ast.JoinedStr):
            return None
        text = self.source.of(value)
        if text[-1] not in "'\"":
            return None
        parts = parts_of(text)
        return joined_string(parts, self.field) if len(parts) > 1 else None

    def value_in_parentheses(self, value: ast.expr, node: ast.stmt) -> Document:
        """Return a value that can be split."""
        if isinstance(value, ast.Lambda):
            return self.omittable(lambda level: self.function(value, level, True))
        return self.optional(value, node, Mode.IF_BREAKS)

    def last_expression(
        self, value: ast.expr, node: ast.stmt, comment: Document
    ) -> Document:
        """Return the value that ends a statement, with the comment behind it."""
        joined = self.flat_strings(value)
        identity = self.new_group()
        if joined is not None:
            lines = self.string_lines(parts_of(self.source.of(value)), identity)
            return BestFit(
                (
                    [joined, comment],
                    Group(["(", block([joined, comment]), ")"], identity, True),
                    Group(["(", hard_block(lines), ")", comment], identity, True),
                ),
                all_lines=True,
            )
        if not self.is_unsplittable(value, node):
            return [self.value_in_parentheses(value, node), comment]
        content: list[Document] = [self.fields(value, identity), IfBroken(comment)]
        return [
            ParenthesizeIfFits(content, identity),
            IfBroken(comment, identity, False),
        ]

    def right_to_left(
        self,
        node: ast.stmt,
        target: ast.expr,
        operator: str,
        value: ast.expr,
        comment: Document,
    ) -> Document:
        """Return an assignment in which the value breaks rather than the target."""
        left = self.last_target(target)
        equals = f" {operator} "
        joined = self.flat_strings(value)
        inline = self.is_unsplittable(value, node)
        is_chain = isinstance(value, ast.Call | ast.Subscript | ast.Attribute)
        fits_best = is_chain and wish(self.source, value, node) is Wish.BEST_FIT
        if not inline and not fits_best and joined is None:
            right = self.value_in_parentheses(value, node)
            return [left, equals, right, comment]
        inner: Document = comment if inline or joined is not None else ""
        outer: Document = "" if inline or joined is not None else comment
        if joined is None and forces_break(left):
            return [left, equals, self.fields(value, BARE), comment]
        right = joined if joined is not None else self.fields(value, BARE)
        split = Group(left, expand=True)
        flat: Document = [left, equals, right, inner]
        in_parentheses: Document = ["(", Group(block([right, inner]), expand=True), ")"]
        wrapped: Document = [left, equals, in_parentheses]
        split_left: Document = [split, equals, right, inner]
        if joined is not None:
            identity = self.new_group()
            lines = self.string_lines(parts_of(self.source.of(value)), identity)
            in_lines: Document = [
                "(",
                Group(block(lines), identity, True),
                ")",
                inner,
            ]
            return BestFit(
                (
                    flat,
                    wrapped,
                    [left, equals, in_lines],
                    split_left,
                    [split, equals, in_parentheses],
                    [split, equals, in_lines],
                ),
                all_lines=True,
            )
        if is_chain:
            opened: Document = [left, equals, Group(right, expand=True)]
            return [BestFit((flat, opened, wrapped, split_left)), outer]
        return [BestFit((flat, wrapped, split_left)), outer]
