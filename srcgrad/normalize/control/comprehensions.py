"""A statement with comprehensions -> loops that make their lists, and the statement.

y = np.array([f(v) for v in xs])   ->   items = []
                                        for v in xs:
                                            items.append(f(v))
                                        y = np.array(items)
total = sum(v * v for v in xs)     ->   total = 0
                                        for v in xs:
                                            total += v * v
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from srcgrad.analysis.names import children, comprehended, names_in, parts
from srcgrad.diagnostics import refuse
from srcgrad.ir import surface as s
from srcgrad.normalize.evaluation.evaluate import evaluate
from srcgrad.normalize.evaluation.unrolling import unrolled
from srcgrad.normalize.rewriting.excerpts import Part, excerpt, pieces_of, renamed
from srcgrad.normalize.rewriting.splits import named_part, split
from srcgrad.normalize.rewriting.walrus import lift_walrus
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import Qualified, State

Block: TypeAlias = tuple[s.SurfaceStatement, ...]
Carried: TypeAlias = s.Assign | s.Augment | s.Evaluate | s.Return | s.If | s.For

# What takes the items of a generator one by one, and is the same for a list of them.
TAKERS = frozenset(
    f"builtins.{name}"
    for name in "sum max min any all list tuple sorted enumerate zip set".split()
)


@dataclass(frozen=True)
class _Site:
    """A comprehension; `whole` is what is replaced by the name of what it makes.

    start : where it is summed, what the sum starts from; None where it is not.
    """

    node: s.Comprehension
    whole: s.SurfaceExpression
    summed: bool = False
    start: s.SurfaceExpression | None = None


@dataclass(frozen=True)
class _Split:
    """`a and b`, where from operand `at` on there are comprehensions, `nodes`."""

    whole: s.Boolean
    at: int
    nodes: tuple[s.Comprehension, ...]


def without_comprehension(
    context: Context, state: State, statement: s.SurfaceStatement
) -> Block | None:
    """Return what a statement is, its first comprehension a loop; None if it has none."""
    if not isinstance(
        statement, s.Assign | s.Augment | s.Evaluate | s.Return | s.If | s.For
    ):
        return None
    for expression in _evaluated(statement):
        for site in _sites(context, state, expression):
            if isinstance(site, _Split):
                if any(
                    unrolled(context, state, node, evaluate) is None
                    for node in site.nodes
                ):
                    name = context.unique("test")
                    return split(statement, site.whole, site.at, name)
            elif site.node.kind == "dict":
                continue  # its keys have to be known, or it is refused
            elif unrolled(context, state, site.node, evaluate) is None:
                block = _Expander(context, statement, site).block()
                return lift_walrus(block, context.unique)
    return None


def _evaluated(statement: Carried) -> tuple[s.SurfaceExpression, ...]:
    """Expressions that a statement evaluates once, and first of all."""
    match statement:
        case s.Assign(value=value, targets=targets):
            return (value, *targets)
        case s.Augment(value=value):
            return (value,)
        case s.Evaluate(value=value):
            return (value,)
        case s.Return(value=value):
            return () if value is None else (value,)
        case s.If(condition=condition):
            return (condition,)
        case s.For(iterable=iterable):
            return (iterable,)


def _sites(
    context: Context, state: State, expression: s.SurfaceExpression
) -> Iterator[_Site | _Split]:
    """Yield the comprehensions that are always evaluated, outermost ones only."""
    match expression:
        case s.Comprehension(kind="generator", span=span):
            raise refuse(
                "SG135",
                "a generator expression is supported as an argument only, of what "
                "reads it once: `sum`, `max`, `list`",
                span,
                hint="make it a list: write `[...]` around it",
            )
        case s.Comprehension():
            yield _Site(expression, expression)
        case s.Conditional(condition=condition):
            yield from _sites(context, state, condition)
        case s.Boolean(operands=(first, *others)):
            yield from _sites(context, state, first)
            for position, other in enumerate(others, start=1):
                found = [p for p in parts(other) if isinstance(p, s.Comprehension)]
                if found:
                    yield _Split(expression, position, tuple(found))
                    return
        case s.Comparison(first=first, others=(second, *_)):
            for part in (first, second):
                yield from _sites(context, state, part)
        case s.Call(function=s.NameRef(), arguments=arguments):
            yield from _of_call(context, state, expression, arguments)
        case _:
            for child in children(expression):
                yield from _sites(context, state, child)


def _of_call(
    context: Context, state: State, call: s.Call, arguments: tuple[s.Argument, ...]
) -> Iterator[_Site | _Split]:
    given = [argument.value for argument in arguments]
    if not any(isinstance(value, s.Comprehension) for value in given):
        for value in given:
            yield from _sites(context, state, value)
        return
    function = evaluate(context, state, call.function)
    name = function.name if isinstance(function, Qualified) else ""
    plain = not any(argument.keyword or argument.star for argument in arguments)
    if name == "builtins.sum" and plain and isinstance(given[0], s.Comprehension):
        start = given[1] if len(given) > 1 else None
        yield _Site(given[0], call, True, start)
        return
    for value in given:
        if isinstance(value, s.Comprehension) and value.kind == "generator":
            if name not in TAKERS:
                raise refuse(
                    "SG135",
                    "a generator expression is not supported here: what takes it is "
                    "not known to read it once, from the first item to the last",
                    value.span,
                    hint="make it a list: write `[...]` around it",
                )
            yield _Site(value, value)
        else:
            yield from _sites(context, state, value)


class _Expander:
    """Writes the loop of one comprehension, and the statement behind it."""

    def __init__(self, context: Context, statement: Carried, site: _Site) -> None:
        self.context, self.statement, self.site = context, statement, site
        self.origin = statement.origin
        node = site.node
        taken = context.taken
        self.names = {
            name: context.unique(name)
            for name in sorted(comprehended(node))
            if name in taken
        }
        self.clauses = renamed(node.clauses, self.names)
        self.element = renamed(node.element, self.names)
        self.product, self.is_whole = self._product()

    def _product(self) -> tuple[str, bool]:
        """Name of what the loop makes: the statement's own, where it is all of it."""
        match self.statement:
            case s.Assign(targets=(s.NameRef(name=name),), value=value):
                if value is self.site.whole and name not in names_in(value):
                    return name, True
        return self.context.unique("total" if self.site.summed else "items"), False

    def block(self) -> Block:
        """Return the statements."""
        first, loop = self._start(), self._loop(0)
        origin = self.origin
        trailing = origin.trailing if self.is_whole else ""
        inner = _comments_within(origin.text)
        above = (*origin.comments, *inner)
        first = replace(
            first, origin=replace(first.origin, comments=above, trailing=trailing)
        )
        made = (first, loop) if self.is_whole else (first, loop, self._rest())
        expansion = self._expansion()
        return tuple(
            replace(one, origin=replace(one.origin, expansion=expansion))
            for one in made
        )

    def _expansion(self) -> s.Expansion:
        if self.is_whole:
            return s.Expansion(self.origin, self.origin.text, "")
        start, end = self.origin.place(self.site.whole.span)
        text = self.origin.text[start:end]
        node = self.site.whole
        if isinstance(node, s.Comprehension) and node.kind == "generator":
            text = f"[{text}]"
        return s.Expansion(self.origin, f"{self.product} = {text}", self.product)

    def _start(self) -> s.Assign:
        span, start = self.site.whole.span, self.site.start
        target = s.NameRef(self.product, span)
        if not self.site.summed:
            self.context.grown |= {self.product}
            empty = s.Display("list", (), span)
            return s.Assign(
                (target,), empty, excerpt(self.origin, f"{self.product} = []")
            )
        if start is None:
            zero = s.Literal(0, span)
            return s.Assign(
                (target,), zero, excerpt(self.origin, f"{self.product} = 0")
            )
        pieces = pieces_of(self.origin, start, {}, True)
        origin = excerpt(self.origin, f"{self.product} = ", *pieces)
        return s.Assign((target,), start, origin)

    def _text(self, expression: s.SurfaceExpression) -> Iterator[Part]:
        return pieces_of(self.origin, expression, self.names, True)

    def _loop(self, depth: int) -> s.SurfaceStatement:
        if depth == len(self.clauses):
            return self._gather()
        old, new = self.site.node.clauses[depth], self.clauses[depth]
        body = self._loop(depth + 1)
        for written, condition in zip(
            reversed(old.conditions), reversed(new.conditions), strict=True
        ):
            test = excerpt(self.origin, "if ", *self._text(written), ":")
            body = s.If(condition, (body,), (), test)
        target = self._target(old.target)
        header = excerpt(
            self.origin, "for ", *target, " in ", *self._text(old.iterable), ":"
        )
        return s.For(new.target, new.iterable, (body,), header)

    def _target(self, target: s.SurfaceExpression) -> list[Part]:
        found = list(self._text(target))
        return found[1:-1] if found[0] == "(" and found[-1] == ")" else found

    def _gather(self) -> s.SurfaceStatement:
        """Return what is done with each item: it is appended, or added."""
        span, name = self.site.node.element.span, self.product
        written = self._text(self.site.node.element)
        target = s.NameRef(name, span)
        if not self.site.summed:
            method = s.Attribute(target, "append", span)
            call = s.Call(method, (s.Argument(self.element),), span)
            origin = excerpt(self.origin, f"{name}.append(", *written, ")")
            return s.Evaluate(call, origin)
        if self.site.start is None:
            origin = excerpt(self.origin, f"{name} += ", *written)
            return s.Augment(target, "+", self.element, origin)
        # not in place: what the sum starts from may be an array of the caller's
        origin = excerpt(self.origin, f"{name} = {name} + (", *written, ")")
        value = s.Binary("+", target, self.element, span)
        return s.Assign((target,), value, origin)

    def _rest(self) -> s.SurfaceStatement:
        """Return the statement, with a name where the comprehension was."""
        return named_part(self.statement, self.site.whole, self.product)


def _comments_within(text: str) -> tuple[str, ...]:
    """Comments between the lines of a statement."""
    if "#" not in text:
        return ()
    import io
    import tokenize

    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return tuple(t.string for t in tokens if t.type == tokenize.COMMENT)
