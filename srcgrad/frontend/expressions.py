"""LibCST expressions -> surface expressions, and every refusal met on the way."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import libcst as cst

from srcgrad.diagnostics import Diagnostic
from srcgrad.frontend import fence
from srcgrad.frontend.definitions import function_of_lambda
from srcgrad.frontend.operators import BINARY, COMPARISON, UNARY
from srcgrad.frontend.origins import Places
from srcgrad.ir.surface import (
    Argument,
    Attribute,
    Binary,
    Boolean,
    Call,
    Clause,
    Comparison,
    Comprehension,
    Conditional,
    Dictionary,
    Display,
    FormattedText,
    Lambda,
    Literal,
    NameRef,
    SliceOf,
    Starred,
    Subscript,
    SurfaceExpression,
    Unary,
    Walrus,
)


class ExpressionReader:
    """Lowers expressions, and collects the refusals met on the way.

    A refused expression becomes the literal None. Nobody sees it: whoever asked for the
    tree raises the refusals instead.
    """

    def __init__(self, places: Places) -> None:
        self.places = places
        self.refusals: list[Diagnostic] = []

    def refuse(self, node: cst.CSTNode, why: fence.Refusal) -> SurfaceExpression:
        """Note a refusal, and return what stands in for the expression."""
        span = self.places.span(node)
        self.refusals.append(fence.diagnostic(why, span))
        return Literal(None, span)

    def read(self, node: cst.CSTNode) -> SurfaceExpression:
        """Lower one expression; parentheses leave no trace."""
        lower = LOWERED.get(type(node))
        if lower is None:
            return self.refuse(node, fence.refusal_of(node))
        return lower(self, node)

    def read_all(self, nodes: Sequence[cst.CSTNode]) -> tuple[SurfaceExpression, ...]:
        """Lower several, left to right."""
        return tuple(self.read(node) for node in nodes)

    def _name(self, node: cst.Name) -> SurfaceExpression:
        span = self.places.span(node)
        if node.value in _WORDS:
            return Literal(_WORDS[node.value], span)
        return NameRef(node.value, span)

    def _literal(
        self,
        node: cst.Integer | cst.Float | cst.Imaginary | cst.SimpleString | cst.Ellipsis,
    ) -> SurfaceExpression:
        text = "..." if isinstance(node, cst.Ellipsis) else node.value
        return Literal(_evaluate(text), self.places.span(node))

    def _concatenated(self, node: cst.ConcatenatedString) -> SurfaceExpression:
        left, right = self.read(node.left), self.read(node.right)
        span = self.places.span(node)
        if isinstance(left, Literal) and isinstance(right, Literal):
            if type(left.value) is type(right.value) and left.value is not None:
                return Literal(left.value + right.value, span)
        values = tuple(
            value
            for part in (left, right)
            if isinstance(part, FormattedText)
            for value in part.values
        )
        return FormattedText(values, span)

    def _formatted(self, node: cst.FormattedString) -> SurfaceExpression:
        return FormattedText(self._embedded(node.parts), self.places.span(node))

    def _embedded(
        self, parts: Sequence[cst.BaseFormattedStringContent]
    ) -> tuple[SurfaceExpression, ...]:
        values: list[SurfaceExpression] = []
        for part in parts:
            if isinstance(part, cst.FormattedStringExpression):
                values.append(self.read(part.expression))
                values.extend(self._embedded(part.format_spec or ()))
        return tuple(values)

    def _attribute(self, node: cst.Attribute) -> SurfaceExpression:
        return Attribute(self.read(node.value), node.attr.value, self.places.span(node))

    def _call(self, node: cst.Call) -> SurfaceExpression:
        function = self.read(node.func)
        arguments: list[Argument] = []
        for argument in node.args:
            keyword = None if argument.keyword is None else argument.keyword.value
            value = self.read(argument.value)
            arguments.append(Argument(value, keyword, argument.star))
        return Call(function, tuple(arguments), self.places.span(node))

    def _subscript(self, node: cst.Subscript) -> SurfaceExpression:
        base = self.read(node.value)
        return Subscript(base, self._items(node), self.places.span(node))

    def _items(self, node: cst.Subscript) -> tuple[SurfaceExpression, ...]:
        elements = node.slice
        if len(elements) == 1 and isinstance(index := elements[0].slice, cst.Index):
            if isinstance(elements[0].comma, cst.Comma):
                item = self.read(index.value)
                # `x[t,]` is not `x[t]` where `t` is a tuple
                if not isinstance(item, Literal):
                    self.refuse(index, fence.LONE_COMMA)
                return (item,)
            if isinstance(index.value, cst.Tuple) and not index.star:
                return self._elements(index.value.elements)
        return tuple(self._item(element.slice) for element in elements)

    def _item(self, node: cst.BaseSlice) -> SurfaceExpression:
        if isinstance(node, cst.Index):
            if node.star:
                return self.refuse(node, fence.STAR)
            return self.read(node.value)
        assert isinstance(node, cst.Slice)
        start, stop, step = (
            None if part is None else self.read(part)
            for part in (node.lower, node.upper, node.step)
        )
        return SliceOf(start, stop, step, self.places.span(node))

    def _display(self, node: cst.Tuple | cst.List) -> SurfaceExpression:
        kind = "tuple" if isinstance(node, cst.Tuple) else "list"
        return Display(kind, self._elements(node.elements), self.places.span(node))

    def _elements(
        self, elements: Sequence[cst.BaseElement]
    ) -> tuple[SurfaceExpression, ...]:
        return tuple(
            self.read(element.value if isinstance(element, cst.Element) else element)
            for element in elements
        )

    def _starred(self, node: cst.StarredElement) -> SurfaceExpression:
        return Starred(self.read(node.value), self.places.span(node))

    def _lambda(self, node: cst.Lambda) -> SurfaceExpression:
        return Lambda(function_of_lambda(node, self), self.places.span(node))

    def _dictionary(self, node: cst.Dict) -> SurfaceExpression:
        items = tuple(
            (
                self.read(element.key)
                if isinstance(element, cst.DictElement)
                else None,
                self.read(element.value),
            )
            for element in node.elements
        )
        return Dictionary(items, self.places.span(node))

    def _unary(self, node: cst.UnaryOperation) -> SurfaceExpression:
        operator = UNARY[type(node.operator)]
        return Unary(operator, self.read(node.expression), self.places.span(node))

    def _binary(self, node: cst.BinaryOperation) -> SurfaceExpression:
        left, right = self.read(node.left), self.read(node.right)
        operator = BINARY[type(node.operator)]
        return Binary(operator, left, right, self.places.span(node))

    def _comparison(self, node: cst.Comparison) -> SurfaceExpression:
        first = self.read(node.left)
        operators = tuple(COMPARISON[type(c.operator)] for c in node.comparisons)
        others = tuple(
            self._members(c.comparator)
            if operator in ("in", "not in")
            else self.read(c.comparator)
            for c, operator in zip(node.comparisons, operators, strict=True)
        )
        return Comparison(first, operators, others, self.places.span(node))

    def _members(self, node: cst.BaseExpression) -> SurfaceExpression:
        """Lower what something is looked for in: of a set that is written out, a tuple."""
        if not isinstance(node, cst.Set):
            return self.read(node)
        items = self.read_all([element.value for element in node.elements])
        return Display("tuple", items, self.places.span(node))

    def _boolean(self, node: cst.BooleanOperation) -> SurfaceExpression:
        operator = "and" if isinstance(node.operator, cst.And) else "or"
        operands: list[SurfaceExpression] = []
        for part in self.read_all([node.left, node.right]):
            same = isinstance(part, Boolean) and part.operator == operator
            operands.extend(part.operands if same else [part])  # type: ignore[union-attr]
        return Boolean(operator, tuple(operands), self.places.span(node))

    def _conditional(self, node: cst.IfExp) -> SurfaceExpression:
        condition = self.read(node.test)
        then, otherwise = self.read(node.body), self.read(node.orelse)
        return Conditional(condition, then, otherwise, self.places.span(node))

    def _comprehension(
        self, node: cst.ListComp | cst.GeneratorExp | cst.DictComp
    ) -> SurfaceExpression:
        clauses: list[Clause] = []
        part: cst.CompFor | None = node.for_in
        while part is not None:
            if part.asynchronous is not None:
                self.refuse(part.asynchronous, fence.ASYNC)
            conditions = self.read_all([condition.test for condition in part.ifs])
            iterable = self.read(part.iter)
            clauses.append(Clause(self.read(part.target), iterable, conditions))
            part = part.inner_for_in
        span = self.places.span(node)
        if isinstance(node, cst.DictComp):
            pair = (self.read(node.key), self.read(node.value))
            return Comprehension(
                "dict", Display("tuple", pair, span), tuple(clauses), span
            )
        kind = "list" if isinstance(node, cst.ListComp) else "generator"
        element = self.read(node.elt)
        return Comprehension(kind, element, tuple(clauses), span)

    def _walrus(self, node: cst.NamedExpr) -> SurfaceExpression:
        assert isinstance(node.target, cst.Name)
        target = NameRef(node.target.value, self.places.span(node.target))
        return Walrus(target, self.read(node.value), self.places.span(node))


_WORDS = {"True": True, "False": False, "None": None}

LOWERED: Mapping[
    type[cst.CSTNode], Callable[[ExpressionReader, Any], SurfaceExpression]
] = {
    cst.Name: ExpressionReader._name,
    cst.Integer: ExpressionReader._literal,
    cst.Float: ExpressionReader._literal,
    cst.Imaginary: ExpressionReader._literal,
    cst.SimpleString: ExpressionReader._literal,
    cst.Ellipsis: ExpressionReader._literal,
    cst.ConcatenatedString: ExpressionReader._concatenated,
    cst.FormattedString: ExpressionReader._formatted,
    cst.Attribute: ExpressionReader._attribute,
    cst.Call: ExpressionReader._call,
    cst.Subscript: ExpressionReader._subscript,
    cst.Tuple: ExpressionReader._display,
    cst.List: ExpressionReader._display,
    cst.Dict: ExpressionReader._dictionary,
    cst.UnaryOperation: ExpressionReader._unary,
    cst.BinaryOperation: ExpressionReader._binary,
    cst.Comparison: ExpressionReader._comparison,
    cst.BooleanOperation: ExpressionReader._boolean,
    cst.IfExp: ExpressionReader._conditional,
    cst.ListComp: ExpressionReader._comprehension,
    cst.GeneratorExp: ExpressionReader._comprehension,
    cst.DictComp: ExpressionReader._comprehension,
    cst.NamedExpr: ExpressionReader._walrus,
    cst.Lambda: ExpressionReader._lambda,
    cst.StarredElement: ExpressionReader._starred,
}


def _evaluate(text: str) -> Any:
    """Return the value of a literal. A doubtful escape is the source's, not ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.literal_eval(text)
