"""An expression of `ast` with its source -> a document.

`level` tells what surrounds an expression: `BARE` no brackets, so a line break would be a
syntax error; `BRACKETED` brackets that are printed for certain; a number: the group whose
optional parentheses are printed only if it breaks.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from enum import Enum

from srcgrad.emit.layout.document import (
    BestFit,
    Document,
    FitsExpanded,
    Group,
    IfBroken,
    Indent,
    Line,
    ParenthesizeIfFits,
    block,
    flatten,
    forces_break,
    hard_block,
    join,
)
from srcgrad.emit.layout.literals import (
    is_multiline,
    joined_string,
    normal_number,
    normal_string,
    parts_of,
)
from srcgrad.emit.layout.operators import (
    OPERATORS,
    UNARY,
    flat_operands,
    is_simple_bound,
    is_simple_operand,
    loosest,
)
from srcgrad.emit.layout.parentheses import (
    Wish,
    can_omit,
    is_fluent,
    own_parentheses,
    parameters_of,
    wish,
)
from srcgrad.emit.layout.source import Source

BARE, BRACKETED = 0, -1
_NUMBERS = (int, float, complex)


class Parens(Enum):
    """What becomes of parentheses around an expression."""

    KEEP = "as in the source"
    ALWAYS = "printed"
    NEVER = "left out"


class Mode(Enum):
    """When a place in a statement puts parentheses around its expression."""

    OPTIONAL = "where it breaks, or the source has them"
    IF_BREAKS = "where it breaks"
    BREAKS_LAST = "where it breaks, short expressions too"
    NESTED = "the same, inside other parentheses too"
    REQUIRED = "only where the grammar asks for it"


class Chain(Enum):
    """How a chain of attributes, calls and subscripts is laid out."""

    UNDECIDED = "this is its last link"
    FLUENT = "a line for each method"
    PLAIN = "not split at dots"


class Expressions:
    """Documents of the expressions of one statement."""

    def __init__(self, source: Source, field: Callable[[str], str]) -> None:
        self.source = source
        self.field = field
        self.groups = 0

    def new_group(self) -> int:
        """Return a name for a group of this statement."""
        self.groups += 1
        return self.groups

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
        """Return the document of an expression whose parentheses depend on the width."""
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

    def omittable(self, build: Callable[[int], Document]) -> Document:
        """Return content in parentheses unless breaking its own brackets suffices."""
        identity = self.new_group()
        content: list[Document] = [
            IfBroken("("),
            Indent([Line.SOFT, build(identity)], identity),
            Line.SOFT,
            IfBroken(")"),
        ]
        return Group(content, identity)

    @staticmethod
    def wrapped_if_broken(content: Document) -> Document:
        """Return content that gets parentheses if it does not fit on the line."""
        return Group([IfBroken("("), block(content), IfBroken(")")])

    def bracketed(
        self, left: str, content: Document, right: str, level: int, hug: bool = False
    ) -> Document:
        """Return content in brackets, on lines of its own if it does not fit."""
        inner: Document = content if hug else Group(block(content))
        if level > 0:
            inner = FitsExpanded(inner, level)
        return [left, inner, right]

    def separated(
        self, entries: list[Document], comma: bool, always: bool = False
    ) -> Document:
        """Return entries between commas; `comma`: the source has one behind the last."""
        content = [join(entries, [",", Line.SPACE])]
        if comma or always or len(entries) > 1:
            content.append(IfBroken(","))
        if comma:
            content.append(Line.EXPAND)
        return content

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

    def line_or_space(self, level: int) -> Document:
        """Return a place to break at, if there are brackets, else a space."""
        if level == BARE:
            return " "
        if level == BRACKETED:
            return Line.SPACE
        return [IfBroken(Line.SPACE, level), IfBroken(" ", level, False)]

    def group_in_brackets(self, content: Document, level: int) -> Document:
        """Return the content as a group of its own where it stands in brackets."""
        if level == BARE:
            return content
        return Group(content, when=0 if level == BRACKETED else level)

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
            case ast.BinOp() | ast.Compare() | ast.BoolOp():
                parts = flat_operands(self.source, node)
                return self.group_in_brackets(self.operands(parts, level), level)
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

    def literal(self, node: ast.Constant | ast.JoinedStr, level: int) -> Document:
        """Return a constant, or strings side by side as one string or one a line."""
        text = self.source.of(node)
        if text[-1] not in "'\"":
            is_number = isinstance(node, ast.Constant) and type(node.value) in _NUMBERS
            return normal_number(text) if is_number else text
        parts = parts_of(text)
        if len(parts) == 1:
            return normal_string(text, self.field)
        flat = joined_string(parts, self.field)
        if level == BARE and flat is not None:
            return flat
        expanded = self.string_lines(parts, level)
        if flat is None:
            if "\n" in text:
                expanded = [Line.EXPAND, expanded]
            return self.group_in_brackets(expanded, level)
        either: list[Document] = [IfBroken(flat, 0, False), IfBroken(expanded)]
        return self.group_in_brackets(either, level)

    def string_lines(self, parts: list[str], level: int) -> Document:
        """Return strings side by side, a line for each."""
        strings: list[Document] = [normal_string(part, self.field) for part in parts]
        return join(strings, self.line_or_space(level))

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
            for argument in sorted(
                [*positional, *keywords], key=lambda item: (item.lineno, item.col_offset)
            ):
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
        """Return whether the only argument is a text of several lines right behind `(`."""
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

    def operands(self, parts: list[ast.expr | ast.AST], level: int) -> Document:
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
        self, parts: list[ast.expr | ast.AST], position: int, level: int
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
            if isinstance(target, ast.Tuple) and not self.source.own_parentheses(target):
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
