"""Surface IR -> facts: names that a block binds, writes to, and reads unbound."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from srcgrad.ir import surface as s
from srcgrad.ir.nesting import blocks_in


def children(node: Any) -> Iterator[Any]:
    """Yield the surface expressions that a surface expression is made of."""
    match node:
        case s.Attribute(base=base):
            yield base
        case s.Call(function=function, arguments=arguments):
            yield function
            yield from (argument.value for argument in arguments)
        case s.Subscript(base=base, items=items):
            yield base
            yield from items
        case s.SliceOf(start=start, stop=stop, step=step):
            yield from (part for part in (start, stop, step) if part is not None)
        case s.Display(items=items):
            yield from items
        case s.Dictionary(items=pairs):
            for key, value in pairs:
                yield from (value,) if key is None else (key, value)
        case s.Unary(operand=operand):
            yield operand
        case s.Binary(left=left, right=right):
            yield from (left, right)
        case s.Comparison(first=first, others=others):
            yield from (first, *others)
        case s.Boolean(operands=operands):
            yield from operands
        case s.Conditional(condition=condition, then=then, otherwise=otherwise):
            yield from (condition, then, otherwise)
        case s.Comprehension(element=element, clauses=clauses):
            yield element
            for clause in clauses:
                yield from (clause.target, clause.iterable, *clause.conditions)
        case s.Walrus(value=value) | s.Stopped(value=value):
            yield value
        case s.Lambda(function=function):
            for name in sorted(free_names(function)):
                yield s.NameRef(name, function.span)
        case s.Starred(value=value):
            yield value
        case s.FormattedText(values=values):
            yield from values


def parts(node: Any) -> Iterator[Any]:
    """Yield every surface expression within a surface expression, itself first."""
    yield node
    for child in children(node):
        yield from parts(child)


def free_names(function: s.SurfaceFunction) -> frozenset[str]:
    """Names that a function reads and does not bind, defaults included."""
    defaults = (p.default for p in function.parameters if p.default is not None)
    return read_when_called(function) | names_in(*defaults)


def read_when_called(function: s.SurfaceFunction) -> frozenset[str]:
    """Names that the body of a function reads and does not bind."""
    own = {parameter.name for parameter in function.parameters}
    own.update(bound(function.body))
    return function_reads(function.body) - own


def captured(block: tuple[Any, ...]) -> frozenset[str]:
    """Names that functions within a block read or hand on, whenever they are called."""
    found: set[str] = set()
    for statement in statements_of(block):
        if isinstance(statement, s.Definition):
            found |= free_names(statement.function)
        for expression in expressions_of(statement):
            for part in parts(expression):
                if isinstance(part, s.Lambda):
                    found |= free_names(part.function)
    return frozenset(found)


def statements_of(block: tuple[Any, ...]) -> Iterator[Any]:
    """Yield every statement of a block, those within branches and loops too."""
    for statement in block:
        yield statement
        for inner in blocks_in(statement):
            yield from statements_of(inner)


def expressions_of(statement: Any) -> tuple[Any, ...]:
    """Return the expressions that stand in a statement itself, targets included."""
    match statement:
        case s.Assign(targets=targets, value=value):
            return (*targets, value)
        case s.Augment(target=target, value=value):
            return (target, value)
        case s.Evaluate(value=value):
            return (value,)
        case s.Return(value=value):
            return () if value is None else (value,)
        case s.Effect(reads=reads):
            return reads
        case s.If(condition=condition) | s.While(condition=condition):
            return (condition,)
        case s.For(target=target, iterable=iterable):
            return (target, iterable)
        case s.With(items=items, reads=reads):
            return (*items, *reads)
        case s.Definition(function=function):
            return tuple(p.default for p in function.parameters if p.default)
        case _:
            return ()


def function_reads(block: tuple[Any, ...]) -> frozenset[str]:
    """Names that stand in the statements of a block, those of inner functions too."""
    found: set[str] = set()
    for statement in statements_of(block):
        found |= names_in(*expressions_of(statement))
        if isinstance(statement, s.Definition):
            found |= free_names(statement.function)
    return frozenset(found)


def names_in(*expressions: Any) -> frozenset[str]:
    """Names that expressions read; those of a comprehension's own are not among them."""
    found: set[str] = set()
    for expression in expressions:
        if isinstance(expression, s.NameRef):
            found.add(expression.name)
        elif expression is not None:
            inside = names_in(*children(expression))
            if isinstance(expression, s.Comprehension):
                first = names_in(expression.clauses[0].iterable)
                inside = inside - comprehended(expression) | first
            found |= inside
    return frozenset(found)


def comprehended(*expressions: Any) -> frozenset[str]:
    """Names that comprehensions bind."""
    return frozenset(
        name
        for expression in expressions
        if expression is not None
        for part in parts(expression)
        if isinstance(part, s.Comprehension)
        for clause in part.clauses
        for name in target_names(clause.target)
    )


def target_names(target: Any) -> frozenset[str]:
    """Names that an assignment to `target` binds."""
    match target:
        case s.NameRef(name=name):
            return frozenset((name,))
        case s.Display(items=items):
            return frozenset().union(*(target_names(item) for item in items))
        case s.Starred(value=value):
            return target_names(value)
        case _:
            return frozenset()


def target_reads(target: Any) -> frozenset[str]:
    """Names that an assignment to `target` reads: base and subscripts of a store."""
    match target:
        case s.NameRef():
            return frozenset()
        case s.Display(items=items):
            return frozenset().union(*(target_reads(item) for item in items))
        case s.Starred(value=value):
            return target_reads(value)
        case _:
            return names_in(target)


def bound(block: tuple[Any, ...]) -> tuple[str, ...]:
    """Names that a block binds, in the order of their first binding."""
    found: dict[str, None] = {}

    def visit(statement: Any) -> None:
        for expression in expressions_of(statement):
            for part in parts(expression):
                if isinstance(part, s.Walrus):
                    found.setdefault(part.target.name)
        match statement:
            case s.Assign(targets=targets):
                for target in targets:
                    for name in _ordered(target):
                        found.setdefault(name)
            case s.Augment(target=s.NameRef(name=name)):
                found.setdefault(name)
            case s.Definition(function=function):
                found.setdefault(function.name)
            case s.For(target=target):
                for name in _ordered(target):
                    found.setdefault(name)
        for inner in blocks_in(statement):
            for one in inner:
                visit(one)

    for statement in block:
        visit(statement)
    return tuple(found)


def _ordered(target: Any) -> Iterator[str]:
    if isinstance(target, s.NameRef):
        yield target.name
    elif isinstance(target, s.Display):
        for item in target.items:
            yield from _ordered(item)
    elif isinstance(target, s.Starred):
        yield from _ordered(target.value)


def live_before(block: tuple[Any, ...], after: frozenset[str]) -> frozenset[str]:
    """Names whose value before a block may be read, in it or (`after`) behind it."""
    for statement in reversed(block):
        after = _live(statement, after)
    return after


def _live(statement: Any, after: frozenset[str]) -> frozenset[str]:
    match statement:
        case s.Assign(targets=targets, value=value):
            for target in targets:
                after = after - target_names(target) | target_reads(target)
            return after | names_in(value)
        case s.Augment(target=target, value=value):
            return after | names_in(target, value)
        case s.Evaluate(value=value):
            return after | names_in(value)
        case s.Effect(kind=kind, reads=reads):
            return (frozenset() if kind == "raise" else after) | names_in(*reads)
        case s.Return(value=value):
            # in a loop a jump follows, and then what is behind the loop
            return after | names_in(value)
        case s.Definition(function=function):
            return after - {function.name} | free_names(function)
        case s.If(condition=condition, then=then, otherwise=otherwise):
            return (
                live_before(then, after)
                | live_before(otherwise, after)
                | names_in(condition)
            )
        case s.For(target=target, iterable=iterable, body=body):
            return (
                loop_live(body, after, target_names(target))
                | names_in(iterable)
                | after
            )
        case s.While(condition=condition, body=body):
            return (
                loop_live(body, after | names_in(condition), frozenset())
                | names_in(condition)
                | after
            )
        case s.With(items=items, body=body, reads=reads):
            return live_before(body, after | names_in(*reads)) | names_in(*items)
        case _:
            return after


def loop_live(
    body: tuple[Any, ...], after: frozenset[str], targets: frozenset[str]
) -> frozenset[str]:
    """Names live at the head of a loop, its own targets apart."""
    live = after
    while True:
        head = (live_before(body, live) - targets) | after
        if head == live:
            return head
        live = head


GROWING = frozenset(("append", "extend", "pop", "insert", "reverse", "clear"))


def grown(block: tuple[Any, ...]) -> frozenset[str]:
    """Names of lists that change in place, under whichever of their names."""
    found: set[str] = set()
    pairs: set[tuple[str, str]] = set()

    def visit(statement: Any) -> None:
        match statement:
            case s.Evaluate(
                value=s.Call(
                    function=s.Attribute(base=s.NameRef(name=name), name=method)
                )
            ):
                if method in GROWING:
                    found.add(name)
            case s.Assign(targets=targets, value=value):
                names = [t.name for t in (*targets, value) if isinstance(t, s.NameRef)]
                pairs.update(pairwise(names))
                for target in targets:
                    _stored(target, found)
            case s.Augment(target=target):
                _stored(target, found)
        for inner in blocks_in(statement):
            for one in inner:
                visit(one)

    for statement in block:
        visit(statement)
    while True:
        wider = {n for pair in pairs if found & set(pair) for n in pair} - found
        if not wider:
            break
        found |= wider
    return frozenset(found)


def _stored(target: Any, found: set[str]) -> None:
    match target:
        case s.Subscript(base=s.NameRef(name=name)):
            found.add(name)
        case s.Display(items=items):
            for item in items:
                _stored(item, found)


def function_names(function: s.SurfaceFunction) -> frozenset[str]:
    """Names that the body and the defaults of a function read or write to."""
    found = {*function_reads(function.body), *bound(function.body)}
    for statement in statements_of(function.body):
        found |= comprehended(*expressions_of(statement))
        if isinstance(statement, s.Definition):
            inner = statement.function
            found |= function_names(inner) | {p.name for p in inner.parameters}
    defaults = (parameter.default for parameter in function.parameters)
    return frozenset(found) | names_in(*defaults)
