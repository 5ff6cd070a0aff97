"""Lists, tuples, dictionaries and comprehensions -> a document."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from srcgrad.emit.layout.brackets import BRACKETED, Brackets
from srcgrad.emit.layout.document import Document, Group, Line, join


class Displays(Brackets):
    """Documents of what stands between brackets."""

    def sequence(
        self,
        elements: Sequence[ast.expr],
        node: ast.expr,
        bracketed: bool,
        level: int = BRACKETED,
    ) -> Document:
        """Return the elements of a list, set or tuple, without its brackets."""
        last = self.source.last(node)
        comma = self.source.comma_before(last if bracketed else last + 1)
        entries = [self.expression(element, level) for element in elements]
        return self.separated(entries, comma)

    def tuple(self, node: ast.Tuple, level: int) -> Document:
        """Return a tuple, its parentheses printed where it had them or breaks."""
        elements = node.elts
        own = self.source.own_parentheses(node)
        if not elements:
            return "()"
        if len(elements) == 1:
            content: Document = [self.expression(elements[0], BRACKETED), ","]
            return self.bracketed("(", content, ")", level)
        if own:
            return self.bracketed("(", self.sequence(elements, node, True), ")", level)
        return self.wrapped_if_broken(self.sequence(elements, node, False))

    def dictionary(self, node: ast.Dict, level: int) -> Document:
        """Return `{key: value, **other}`."""
        if not node.values:
            return "{}"
        entries: list[Document] = []
        for key, value in zip(node.keys, node.values, strict=True):
            document = self.expression(value, BRACKETED)
            if key is None:
                entries.append(Group(["**", document]))
            else:
                entries.append(Group([self.expression(key, BRACKETED), ": ", document]))
        comma = self.source.comma_before(self.source.last(node))
        return self.bracketed("{", self.separated(entries, comma), "}", level)

    def comprehension(
        self, element: ast.expr, generators: Sequence[ast.comprehension]
    ) -> Document:
        """Return `element for ...` without its brackets."""
        first = Group(self.expression(element, BRACKETED))
        return Group([first, Line.SPACE, self.clauses(generators)])

    def clauses(self, generators: Sequence[ast.comprehension]) -> Document:
        """Return the `for` and `if` clauses of a comprehension."""
        clauses: list[Document] = []
        for generator in generators:
            target = generator.target
            if isinstance(target, ast.Tuple) and not self.source.own_parentheses(
                target
            ):
                elements = [self.expression(part, BRACKETED) for part in target.elts]
                names = join(elements, ", ")
                if len(elements) == 1:
                    names = self.fields(target, BRACKETED)
            else:
                names = self.expression(target, BRACKETED)
            clause: list[Document] = ["async for " if generator.is_async else "for "]
            clause += [names, " in ", self.expression(generator.iter, BRACKETED)]
            for test in generator.ifs:
                clause += [Line.SPACE, "if ", self.expression(test, BRACKETED)]
            clauses.append(clause)
        return join(clauses, Line.SPACE)
