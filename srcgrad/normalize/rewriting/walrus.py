"""Surface block -> the same with each `(y := value)` a statement above.

if (n := len(x)) > 3:              n = len(x)
if n > 3:
while (step := f(x)) > 0.1:   ->   while True:
step = f(x)
if not step > 0.1:
break
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from srcgrad.analysis.names import children, names_in, parts
from srcgrad.diagnostics import CompileError, Span, refuse
from srcgrad.frontend.fence import WALRUS, diagnostic
from srcgrad.ir import surface as s
from srcgrad.ir.nesting import with_blocks
from srcgrad.normalize.rewriting.excerpts import excerpt, pieces_of
from srcgrad.normalize.rewriting.splits import named_part, split

Block: TypeAlias = tuple[s.SurfaceStatement, ...]
Unique: TypeAlias = Callable[[str], str]


def lift_walrus(block: Block, unique: Unique) -> Block:
    """Return the block in which no expression binds a name."""
    found: list[s.SurfaceStatement] = []
    for statement in block:
        inner = with_blocks(statement, lambda b: lift_walrus(b, unique))
        found.extend(_lifted(inner, unique))
    return tuple(found)


def _lifted(statement: s.SurfaceStatement, unique: Unique) -> Block:
    match statement:
        case s.While(condition=condition) if _has_walrus(condition):
            return (_endless(statement, unique),)
        case s.Assign() | s.Augment() | s.Evaluate() | s.Return() | s.If() | s.For():
            for expression in _evaluated(statement):
                for whole, at in _splits(expression):
                    pieces = split(statement, whole, at, unique("test"))
                    return lift_walrus(pieces, unique)
                for part in _always(expression):
                    _check_order(statement, expression, part)
                    above = _assign(statement, part)
                    below = named_part(statement, part, part.target.name)
                    return (above, *_lifted(below, unique))
                _refuse_rest(expression)
        case s.Effect(kind=kind, reads=reads) if kind != "pass":
            for expression in reads:
                _refuse_rest(expression)
    return (statement,)


def _evaluated(
    statement: s.Assign | s.Augment | s.Evaluate | s.Return | s.If | s.For,
) -> tuple[s.SurfaceExpression, ...]:
    match statement:
        case s.Assign(targets=targets, value=value):
            return (value, *targets)
        case s.Augment(target=target, value=value):
            return (target, value)
        case s.Evaluate(value=value):
            return (value,)
        case s.Return(value=value):
            return () if value is None else (value,)
        case s.If(condition=condition):
            return (condition,)
        case s.For(iterable=iterable):
            return (iterable,)


def _has_walrus(expression: s.SurfaceExpression) -> bool:
    return any(isinstance(part, s.Walrus) for part in parts(expression))


def _always(expression: s.SurfaceExpression) -> Iterator[s.Walrus]:
    """Yield what binds a name whenever the expression is evaluated, the inmost first."""
    match expression:
        case s.Walrus(value=value):
            yield from _always(value)
            yield expression
        case s.Comprehension():
            yield from _always(expression.clauses[0].iterable)
        case s.Conditional(condition=condition):
            yield from _always(condition)
        case s.Boolean(operands=(first, *_)):
            yield from _always(first)
        case s.Comparison(first=first, others=(second, *_)):
            yield from _always(first)
            yield from _always(second)
        case _:
            for child in children(expression):
                yield from _always(child)


def _splits(expression: s.SurfaceExpression) -> Iterator[tuple[s.Boolean, int]]:
    """Yield the `and` and `or`, always evaluated, whose later operands bind a name."""
    match expression:
        case s.Boolean(operands=operands):
            for at, operand in enumerate(operands[1:], start=1):
                if _has_walrus(operand):
                    yield expression, at
                    return
        case s.Conditional(condition=condition):
            yield from _splits(condition)
        case s.Comprehension() | s.Comparison():
            return
        case _:
            for child in children(expression):
                yield from _splits(child)


def _refuse_rest(expression: s.SurfaceExpression) -> None:
    """Refuse what binds a name now and then; a comprehension becomes a loop first."""
    if isinstance(expression, s.Comprehension):
        return
    if isinstance(expression, s.Walrus):
        raise CompileError([diagnostic(WALRUS, expression.span)])
    for child in children(expression):
        _refuse_rest(child)


def _check_order(
    statement: s.SurfaceStatement, expression: s.SurfaceExpression, part: s.Walrus
) -> None:
    """Refuse where the old value of the name is read before it is given a new one."""
    name, place = part.target.name, (part.span.line, part.span.column)
    reads = [
        other
        for other in parts(expression)
        if isinstance(other, s.NameRef) and other.name == name
    ]
    targets = statement.targets if isinstance(statement, s.Assign) else ()
    if any((other.span.line, other.span.column) < place for other in reads) or (
        name in names_in(*targets) and expression not in targets
    ):
        raise refuse(
            "SG138",
            f"`{name}` is read in this statement before `:=` gives it a new value",
            part.span,
            hint="assign in a statement of its own, before this one",
        )


def _assign(
    statement: s.Assign | s.Augment | s.Evaluate | s.Return | s.If | s.For,
    part: s.Walrus,
) -> s.Assign:
    pieces = pieces_of(statement.origin, part.value, {}, True)
    origin = excerpt(statement.origin, f"{part.target.name} = ", *pieces)
    origin = replace(origin, comments=statement.origin.comments)
    return s.Assign((part.target,), part.value, origin)


def _endless(loop: s.While, unique: Unique) -> s.While:
    """`while` whose test binds a name -> a loop that is left where the test fails."""
    span = loop.origin.span
    if loop.otherwise:
        raise refuse(
            "SG138",
            "an assignment (`:=`) in the test of a `while` that has an `else` is not "
            "supported",
            loop.condition.span,
            hint="assign in a statement of its own, at the end of the loop's body too",
        )
    test = s.Unary("not", loop.condition, loop.condition.span)
    pieces = list(pieces_of(loop.origin, loop.condition, {}))
    simple = isinstance(loop.condition, s.Comparison | s.NameRef | s.Call)
    header = ("if not ", *pieces, ":") if simple else ("if not (", *pieces, "):")
    jump = s.Jump("break", s.Origin("break", span))
    leave = s.If(test, (jump,), (), excerpt(loop.origin, *header))
    body = (*_lifted(leave, unique), *loop.body)
    origin = replace(loop.origin, text="while True:", fixed=())
    return replace(loop, condition=_true(span), body=body, origin=origin)


def _true(span: Span) -> s.Literal:
    return s.Literal(True, span)
