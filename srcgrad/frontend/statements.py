"""LibCST blocks -> surface statements, each with its text and its comments.

Comments at the end of an inner block have no statement below them in that block: they
go to the next statement outside, so that none is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import libcst as cst

from srcgrad.frontend import fence
from srcgrad.frontend.attempts import attempt_of
from srcgrad.frontend.definitions import function_of, function_of_lambda
from srcgrad.frontend.expressions import ExpressionReader
from srcgrad.frontend.operators import AUGMENTED
from srcgrad.frontend.origins import (
    behind_colon,
    comments_of,
    trailing_of,
    without_blank_ends,
)
from srcgrad.frontend.patterns import branches_of
from srcgrad.ir.surface import (
    Assign,
    Augment,
    Definition,
    Effect,
    Evaluate,
    For,
    If,
    Jump,
    Lambda,
    NameRef,
    Origin,
    Return,
    SurfaceExpression,
    SurfaceStatement,
    While,
    With,
)


class StatementReader(ExpressionReader):
    """Lowers blocks. `waiting` are comments that look for the next statement."""

    waiting: tuple[str, ...] = ()
    declared: tuple[cst.Global, ...] = ()
    imported: tuple[cst.Import | cst.ImportFrom, ...] = ()

    def block(self, suite: cst.BaseSuite) -> tuple[SurfaceStatement, ...]:
        """Lower the statements of a block, and keep the comments that end it."""
        if isinstance(suite, cst.SimpleStatementSuite):
            return self.line(suite.body, (), trailing_of(suite.trailing_whitespace))
        assert isinstance(suite, cst.IndentedBlock)
        statements = self.statements(suite.body)
        self.wait(comments_of(suite.footer))
        return statements

    def statements(
        self, body: Sequence[cst.BaseStatement]
    ) -> tuple[SurfaceStatement, ...]:
        """Lower the statements of a block, without what stands at its end."""
        result: list[SurfaceStatement] = []
        for node in body:
            if isinstance(node, cst.SimpleStatementLine):
                comments = self.take(node.leading_lines)
                trailing = trailing_of(node.trailing_whitespace)
                result.extend(self.line(node.body, comments, trailing))
            elif isinstance(node, tuple(_COMPOUND)):
                result.append(_COMPOUND[type(node)](self, node))
            elif isinstance(node, cst.Match) and (branches := branches_of(node, self)):
                result.append(branches)
            else:
                self._refuse_compound(node)
        return tuple(result)

    def wait(self, comments: Sequence[str]) -> None:
        """Keep comments for the next statement; a blank line alone is not kept."""
        self.waiting += without_blank_ends(comments)

    def take(self, lines: Sequence[cst.EmptyLine]) -> tuple[str, ...]:
        """Return the comments above a statement, those that waited for it first."""
        waited, self.waiting = self.waiting, ()
        return waited + comments_of(lines)

    # ---- lines of simple statements

    def line(
        self,
        body: Sequence[cst.BaseSmallStatement],
        comments: tuple[str, ...],
        trailing: str,
    ) -> tuple[SurfaceStatement, ...]:
        """Lower `a = 1; b = 2  # why`: the comment belongs to the last."""
        result: list[SurfaceStatement] = []
        for number, node in enumerate(body):
            origin = self.places.origin(
                self.places.span(node),
                comments if number == 0 else (),
                trailing if number == len(body) - 1 else "",
            )
            lower = _SIMPLE.get(type(node))
            if lower is None:
                self.refuse(node, fence.refusal_of(node))
            else:
                result.append(lower(self, node, origin))
        return tuple(result)

    def _assign(self, node: cst.Assign, origin: Origin) -> SurfaceStatement:
        targets = tuple(self._target(target.target) for target in node.targets)
        value = node.value
        if isinstance(value, cst.Lambda) and isinstance(targets[0], NameRef):
            named = function_of_lambda(value, self, targets[0].name)
            return Assign(targets, Lambda(named, self.places.span(value)), origin)
        return Assign(targets, self.read(value), origin)

    def _annotated(self, node: cst.AnnAssign, origin: Origin) -> SurfaceStatement:
        if node.value is None:
            return Effect("pass", (), origin)
        value = self.read(node.value)
        return Assign((self._target(node.target),), value, origin)

    def _augment(self, node: cst.AugAssign, origin: Origin) -> SurfaceStatement:
        operator = AUGMENTED[type(node.operator)]
        value = self.read(node.value)
        return Augment(self._target(node.target), operator, value, origin)

    def _target(self, node: cst.BaseExpression) -> SurfaceExpression:
        """Lower what is assigned to: a name, an item, or a tuple of targets."""
        self._check_target(node)
        return self.read(node)

    def _check_target(self, node: cst.BaseExpression) -> None:
        match node:
            case cst.Name() | cst.Subscript() | cst.Attribute():
                pass
            case cst.Tuple(elements=elements) | cst.List(elements=elements):
                for element in elements:
                    self._check_target(element.value)
            case _:
                self.refuse(node, fence.UNFOLLOWED_TARGET)

    def _evaluate(self, node: cst.Expr, origin: Origin) -> SurfaceStatement:
        return Evaluate(self.read(node.value), origin)

    def _return(self, node: cst.Return, origin: Origin) -> SurfaceStatement:
        value = None if node.value is None else self.read(node.value)
        return Return(value, origin)

    def _jump(self, node: cst.Break | cst.Continue, origin: Origin) -> SurfaceStatement:
        return Jump("break" if isinstance(node, cst.Break) else "continue", origin)

    def _pass(self, node: cst.Pass, origin: Origin) -> SurfaceStatement:
        return Effect("pass", (), origin)

    def _global(self, node: cst.Global, origin: Origin) -> SurfaceStatement:
        self.declared += (node,)
        return Effect("pass", (), origin)

    def _import(
        self, node: cst.Import | cst.ImportFrom, origin: Origin
    ) -> SurfaceStatement:
        """Keep the place of an import: its text goes to the top of an emitted file."""
        self.imported += (node,)
        return Effect("import", (), replace(origin, text=""))

    def _assert(self, node: cst.Assert, origin: Origin) -> SurfaceStatement:
        parts = [node.test] if node.msg is None else [node.test, node.msg]
        return Effect("assert", self.read_all(parts), origin)

    def _raise(self, node: cst.Raise, origin: Origin) -> SurfaceStatement:
        parts = [] if node.exc is None else [node.exc]
        if node.cause is not None:
            parts.append(node.cause.item)
        return Effect("raise", self.read_all(parts), origin)

    def _del(self, node: cst.Del, origin: Origin) -> SurfaceStatement:
        reads: list[SurfaceExpression] = []
        for target in _flat(node.target):
            if isinstance(target, (cst.Name, cst.Subscript, cst.Attribute)):
                reads.append(self.read(target))
            else:
                self.refuse(target, fence.DELETE)
        return Effect("del", tuple(reads), origin)

    # ---- compound statements

    def _header(
        self,
        node: cst.If | cst.For | cst.While | cst.With | cst.Else,
        lines: Sequence[cst.EmptyLine],
    ) -> Origin:
        """Return the origin of `if x:`, and the comment behind its colon."""
        suite = node.body
        trailing = ""
        if isinstance(suite, cst.IndentedBlock):
            trailing = trailing_of(suite.header)
        span = self.places.span(node, behind_colon(node))
        return self.places.origin(span, self.take(lines), trailing)

    def _if(self, node: cst.If, is_elif: bool = False) -> If:
        origin = self._header(node, node.leading_lines)
        condition = self.read(node.test)
        then = self.block(node.body)
        otherwise: tuple[SurfaceStatement, ...] = ()
        otherwise_origin = None
        if isinstance(node.orelse, cst.If):
            otherwise = (self._if(node.orelse, is_elif=True),)
        elif node.orelse is not None:
            otherwise_origin = self._header(node.orelse, node.orelse.leading_lines)
            otherwise = self.block(node.orelse.body)
        return If(condition, then, otherwise, origin, is_elif, otherwise_origin)

    def _definition(self, node: cst.FunctionDef) -> Definition:
        span = self.places.span(node, behind_colon(node))
        origin = self.places.origin(span, self.take(node.leading_lines))
        function = function_of(node, self)
        return Definition(function, replace(origin, text=function.source))

    def _for(self, node: cst.For) -> For:
        if node.asynchronous is not None:
            self.refuse(node.asynchronous, fence.ASYNC)
        origin = self._header(node, node.leading_lines)
        iterable = self.read(node.iter)
        target = self._target(node.target)
        body = self.block(node.body)
        return For(target, iterable, body, origin, *self._else(node))

    def _while(self, node: cst.While) -> While:
        origin = self._header(node, node.leading_lines)
        condition = self.read(node.test)
        body = self.block(node.body)
        return While(condition, body, origin, *self._else(node))

    def _else(
        self, node: cst.For | cst.While
    ) -> tuple[tuple[SurfaceStatement, ...], Origin | None]:
        if node.orelse is None:
            return (), None
        origin = self._header(node.orelse, node.orelse.leading_lines)
        return self.block(node.orelse.body), origin

    def _with(self, node: cst.With) -> With:
        if node.asynchronous is not None:
            self.refuse(node.asynchronous, fence.ASYNC)
        origin = self._header(node, node.leading_lines)
        for item in node.items:
            if item.asname is not None:
                self._refuse_header(node, fence.WITH)
        items = self.read_all([item.item for item in node.items])
        return With(items, self.block(node.body), origin)

    def _refuse_compound(self, node: cst.BaseStatement) -> None:
        """Refuse a statement with blocks, and everything refused inside of them."""
        self._refuse_header(node, fence.refusal_of(node))
        if isinstance(node, cst.TryStar):
            parts = (node, *node.handlers, node.orelse, node.finalbody)
            for part in parts:
                if part is not None:
                    self.block(part.body)

    def _refuse_header(self, node: cst.CSTNode, why: fence.Refusal) -> None:
        """Refuse a compound statement, its header shown and not all of its lines."""
        span = self.places.span(node, behind_colon(node))
        self.refusals.append(fence.diagnostic(why, span))


def _flat(node: cst.BaseExpression) -> list[cst.BaseExpression]:
    """Return the targets of `del a, (b, c)`."""
    if not isinstance(node, (cst.Tuple, cst.List)):
        return [node]
    return [leaf for element in node.elements for leaf in _flat(element.value)]


_SIMPLE: Mapping[
    type[cst.CSTNode], Callable[[StatementReader, Any, Origin], SurfaceStatement]
] = {
    cst.Assign: StatementReader._assign,
    cst.AnnAssign: StatementReader._annotated,
    cst.AugAssign: StatementReader._augment,
    cst.Expr: StatementReader._evaluate,
    cst.Return: StatementReader._return,
    cst.Break: StatementReader._jump,
    cst.Continue: StatementReader._jump,
    cst.Pass: StatementReader._pass,
    cst.Assert: StatementReader._assert,
    cst.Raise: StatementReader._raise,
    cst.Del: StatementReader._del,
    cst.Global: StatementReader._global,
    cst.Import: StatementReader._import,
    cst.ImportFrom: StatementReader._import,
}

_COMPOUND: Mapping[type[cst.CSTNode], Callable[[StatementReader, Any], Any]] = {
    cst.If: StatementReader._if,
    cst.For: StatementReader._for,
    cst.While: StatementReader._while,
    cst.With: StatementReader._with,
    cst.FunctionDef: StatementReader._definition,
    cst.Try: lambda reader, node: attempt_of(node, reader),
}

LOWERED = frozenset(_SIMPLE) | frozenset(_COMPOUND) | {cst.SimpleStatementLine}
