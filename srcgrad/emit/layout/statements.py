"""A simple statement of `ast` with its source -> a document."""

from __future__ import annotations

import ast

from srcgrad.emit.layout.assignments import Assignments
from srcgrad.emit.layout.brackets import BARE, BRACKETED, Mode
from srcgrad.emit.layout.document import Document, join
from srcgrad.emit.layout.literals import docstring
from srcgrad.emit.layout.operators import OPERATORS

_ARITHMETIC = (ast.BitOr, ast.BitXor, ast.LShift, ast.RShift, ast.Add, ast.Sub)


class Statements(Assignments):
    """Documents of simple statements; `comment` stands behind the statement."""

    def statement(self, node: ast.stmt, comment: Document, indent: int) -> Document:
        """Return the document of a simple statement."""
        match node:
            case ast.Assign(targets=targets, value=value):
                return self.assignment(node, targets, value, comment)
            case ast.AugAssign(target=target, op=op, value=value):
                operator = OPERATORS[type(op)] + "="
                return self.augmented(node, target, operator, value, comment)
            case ast.AnnAssign():
                return self.annotated(node, comment)
            case ast.Return(value=ast.Tuple() as value):
                return ["return ", self.returned_tuple(value), comment]
            case ast.Return(value=ast.expr() as value):
                return ["return ", self.last_expression(value, node, comment)]
        return [self.without_value(node, indent), comment]

    def without_value(self, node: ast.stmt, indent: int) -> Document:
        """Return the document of a statement that ends in no value of its own."""
        match node:
            case ast.Expr(value=value):
                return self.lone_expression(node, value, indent)
            case ast.Return():
                return "return"
            case ast.Assert(test=test, msg=message):
                content = ["assert ", self.optional(test, node, Mode.BREAKS_LAST)]
                if message is not None:
                    content += [", ", self.optional(message, node, Mode.BREAKS_LAST)]
                return content
            case ast.Raise(exc=exception, cause=cause):
                content = ["raise"]
                if exception is not None:
                    content += [" ", self.optional(exception, node, Mode.OPTIONAL)]
                if cause is not None:
                    content += [" from ", self.optional(cause, node, Mode.OPTIONAL)]
                return content
            case ast.Delete(targets=targets):
                return ["del ", self.deleted(node, targets)]
            case ast.Pass():
                return "pass"
            case ast.Break():
                return "break"
            case ast.Continue():
                return "continue"
            case ast.Global(names=names):
                return "global " + ", ".join(names)
            case ast.Nonlocal(names=names):
                return "nonlocal " + ", ".join(names)
            case ast.Import(names=names):
                return ["import ", join([self.alias(name) for name in names], ", ")]
            case ast.ImportFrom():
                return self.import_from(node)
        raise AssertionError(f"no layout for {type(node).__name__}")

    def lone_expression(self, node: ast.Expr, value: ast.expr, indent: int) -> Document:
        """Return an expression that is a statement; a text alone is a docstring."""
        if isinstance(value, ast.Constant) and type(value.value) is str:
            text = self.source.of(value)
            if len(self.source.tokens) == 1:
                return docstring(text, indent)
        if isinstance(value, ast.BinOp) and isinstance(value.op, _ARITHMETIC):
            return self.optional(value, node, Mode.OPTIONAL)
        return self.expression(value, BARE)

    def returned_tuple(self, value: ast.Tuple) -> Document:
        """Return the tuple of a `return`; a pair breaks inside its elements first."""
        if self.source.own_parentheses(value) or len(value.elts) != 2:
            return self.fields(value, BARE)
        # Built anew for each level: the elements refer to the group around them.
        return self.omittable(
            lambda level: self.sequence(value.elts, value, False, level)
        )

    def deleted(self, node: ast.Delete, targets: list[ast.expr]) -> Document:
        """Return the targets of a `del`."""
        if len(targets) == 1:
            return self.optional(targets[0], node, Mode.IF_BREAKS)
        entries = [self.expression(target, BRACKETED) for target in targets]
        comma = self.source.tokens[-1].text == ","
        return self.wrapped_if_broken(self.separated(entries, comma))

    def alias(self, name: ast.alias) -> Document:
        """Return `name as other`."""
        return name.name if name.asname is None else f"{name.name} as {name.asname}"

    def import_from(self, node: ast.ImportFrom) -> Document:
        """Return `from module import names`, the names in parentheses if need be."""
        head = f"from {'.' * node.level}{node.module or ''} import "
        if node.names[0].name == "*":
            return head + "*"
        tokens = self.source.tokens
        comma = tokens[-1].text == ")" and tokens[-2].text == ","
        entries = [self.alias(name) for name in node.names]
        return [head, self.wrapped_if_broken(self.separated(entries, comma, True))]
