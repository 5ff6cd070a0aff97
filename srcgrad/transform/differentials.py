"""Function in normal form -> the tangent of each of its active statements.

y.1 := np.sin(x.0) * w.0    ->    d(y.1) = np.cos(x.0) * d(x.0) * w.0 + ...
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from srcgrad.diagnostics import CompileError
from srcgrad.ir.expressions import Expression, Index, Var
from srcgrad.ir.program import (
    Append,
    Block,
    Define,
    For,
    Function,
    If,
    Invoke,
    Step,
    Store,
    While,
)
from srcgrad.transform.linearize import Linearizer

# The value that a statement computes, by identity, and the variable that names it.
Place: TypeAlias = tuple[int, Var | None]
Differentials: TypeAlias = Mapping[Place, Expression | None]


def differentials(function: Function, active: frozenset[Var]) -> Differentials:
    """Linearize every statement that gives an active variable its value.

    One that has no tangent is left out: it may be that no cotangent reaches it, and it
    is refused where one does.
    """
    found: dict[Place, Expression | None] = {}
    for step, value, target in values(function.body, active):
        span = step.origin.span if step.origin else None
        known = names_of(step, value, target)
        linearizer = Linearizer(active, function.types, span, known)
        try:
            found[id(value), target] = linearizer.push(value)
        except CompileError:
            continue
    return found


def values(
    block: Block, active: frozenset[Var]
) -> Iterator[tuple[Step, Expression, Var | None]]:
    """Yield what the statements of a block compute for active variables."""
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    match statement:
                        case Define(targets, expressions):
                            for target, value in zip(targets, expressions, strict=True):
                                if target in active:
                                    yield node, value, target
                        case (
                            Store(target=target, value=value)
                            | Append(target=target, value=value)
                        ):
                            if target in active:
                                yield node, value, None
                        case Invoke(arguments=arguments):
                            for argument in arguments:
                                yield node, argument, None
                        case _:
                            pass
            case If(then=then, otherwise=otherwise):
                yield from values(then, active)
                yield from values(otherwise, active)
            case For(body=body) | While(body=body):
                yield from values(body, active)


def names_of(
    step: Step, value: Expression, target: Var | None
) -> dict[Expression, Var]:
    """Values that have a name after a statement: its own, and the other parts of it."""
    known: dict[Expression, Var] = {} if target is None else {value: target}
    for statement in step.statements:
        if isinstance(statement, Define):
            parts = zip(statement.values, statement.targets, strict=True)
            known.update((v, t) for v, t in parts if isinstance(v, Index))
    return known
