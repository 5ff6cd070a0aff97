"""Adjoint code + function -> inner values of statements that are dear: named, to be kept.

hidden = np.maximum(x @ w + b, 0.0)    ->    hidden_inner = x @ w + b
                                             hidden = np.maximum(hidden_inner, 0.0)

The backward pass needs the test again, and would work the product out a second time. Only
what stands in the statement's text, and is evaluated whenever the statement is, can be
named above it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from srcgrad.analysis.required import expressions_of, unseen
from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.code import Adjoint, Branch, Code, Loop
from srcgrad.ir.expressions import Apply, Expression, Var, children, walk
from srcgrad.ir.program import (
    Define,
    Function,
    Invoke,
    Named,
    Restated,
    Simple,
    Step,
    Store,
)
from srcgrad.ir.steps import steps
from srcgrad.primitives.table import TABLE
from srcgrad.transform.names import Names
from srcgrad.transform.storage.occurrences import places
from srcgrad.transform.storage.reading import reading

DEAR = 20


@dataclass(frozen=True)
class Inner:
    """A function and its adjoint, in which the adjoint reads inner values by name.

    made : id of a step -> the variables that its text names. edits : how it names them.
    """

    function: Function
    adjoint: Adjoint
    made: Mapping[int, tuple[Var, ...]]
    edits: Mapping[int, tuple[Named | Restated, ...]]


def named_inner(
    function: Function,
    adjoint: Adjoint,
    names: Names,
    text: Callable[[Expression], str],
) -> Inner:
    """Name the dear inner values of statements that the adjoint would work out again."""
    known: dict[Expression, tuple[Step, Var]] = {}
    for step in steps(function.body):
        for value, target in _inner_values(step):
            known.setdefault(value, (step, target))
    used = dict.fromkeys(
        found for e in _expressions(adjoint) for found in _used(e, known)
    )
    variables: dict[Expression, Var] = {}
    made: dict[int, tuple[Var, ...]] = {}
    edits: dict[int, tuple[Named | Restated, ...]] = {}
    for value, (step, target) in known.items():
        if value not in used:
            continue
        assert step.origin is not None
        spans = places(step.origin, text(value))
        if not spans:
            continue
        name = names.unused(f"{target.name.strip('_') or 'value'}_inner")
        names.given[(name, "inner")] = name
        variables[value] = var = Var(name, 0)
        first, *others = spans
        made[id(step)] = (*made.get(id(step), ()), var)
        named = Named(first, name)
        again = (Restated(span, name) for span in others)
        edits[id(step)] = (*edits.get(id(step), ()), named, *again)
    if not variables:
        return Inner(function, adjoint, {}, {})
    return Inner(
        _with_variables(function, variables),
        reading(adjoint, variables),
        made,
        edits,
    )


def _with_variables(function: Function, values: Mapping[Expression, Var]) -> Function:
    types = {var: type_of_tree(value, function.types) for value, var in values.items()}
    first = min((*function.buffers.values(), 0)) - 1
    return replace(
        function,
        types={**function.types, **types},
        buffers={
            **function.buffers,
            **{var: first - k for k, var in enumerate(values.values())},
        },
        final={**function.final, **{var: var.name for var in values.values()}},
    )


# ---- what a statement works out within


def _inner_values(step: Step) -> Iterator[tuple[Expression, Var]]:
    """Yield the dear parts of what a statement binds, and what it binds."""
    origin = step.origin
    if origin is None or not origin.text or step.ahead or origin.expansion is not None:
        return
    if origin.source is not None or origin.text.startswith(("def ", "@")):
        return
    own = {
        target
        for statement in step.statements
        if isinstance(statement, Define | Invoke)
        for target in statement.targets
    }
    for statement in step.statements:
        for target, whole in _bound(statement):
            for part in walk(whole):
                named = part == whole and isinstance(statement, Define)
                if not named and _is_dear(part) and own.isdisjoint(walk(part)):
                    yield part, target


def _bound(statement: Simple) -> Iterator[tuple[Var, Expression]]:
    match statement:
        case Define(targets, values):
            yield from zip(targets, values, strict=True)
        case Store(target=target, value=value):
            yield target, value


def _is_dear(value: Expression) -> bool:
    parts = [part.operation for part in walk(value) if isinstance(part, Apply)]
    return (
        isinstance(value, Apply)
        and all(operation in TABLE for operation in parts)
        and any(TABLE[operation].cost >= DEAR for operation in parts)
    )


# ---- what the adjoint works out again


def _expressions(adjoint: Adjoint) -> Iterator[Expression]:
    yield from _of_code(adjoint.code)
    yield from adjoint.results


def _of_code(code: Code) -> Iterator[Expression]:
    for statement in code:
        match statement:
            case Loop(_, body):
                yield from _of_code(body)
            case Branch(_, then, otherwise):
                yield from _of_code((*then, *otherwise))
            case _:
                yield from expressions_of(statement)


def _used(
    expression: Expression, known: Mapping[Expression, object]
) -> Iterator[Expression]:
    """Yield the known values of which an expression needs more than the shape."""
    if expression in known:
        yield expression
        return
    skipped = unseen(expression)
    for position, part in enumerate(children(expression)):
        if position not in skipped:
            yield from _used(part, known)
