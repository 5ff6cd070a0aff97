"""Adjoint code -> the same code, reading variables instead of working their values out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from srcgrad.ir.code import (
    Add,
    Adjoint,
    Branch,
    Code,
    Loop,
    Put,
    Scatter,
    Set,
    Statement,
)
from srcgrad.ir.expressions import Apply, Expression, Index, Name, Var, rebuild, walk
from srcgrad.primitives.table import TABLE


def reading(adjoint: Adjoint, variables: Mapping[Expression, Var]) -> Adjoint:
    """Put variables to the place of values, wherever a backward pass evaluates these."""
    values: dict[Expression, Var] = dict(variables)
    stored = frozenset(_stored(adjoint.code))
    code = _renamed(adjoint.code, values, stored)
    results = tuple(
        e if _viewed(e) in values else _replaced(e, values) for e in adjoint.results
    )
    return replace(adjoint, code=code, results=results)


def _stored(code: Code) -> Iterator[str]:
    """Yield the names of arrays that a backward pass stores to."""
    for statement in code:
        match statement:
            case Put(base, _) | Add(base, _, _) | Scatter(base, _, _):
                yield from (e.text for e in walk(base) if isinstance(e, Name))
            case Loop(_, body):
                yield from _stored(body)
            case Branch(_, then, otherwise):
                yield from _stored((*then, *otherwise))


def _viewed(expression: Expression) -> Expression:
    """Return what an expression may be a view of, itself where it is none."""
    match expression:
        case Apply(operation, (whole, *_)) if (
            operation in TABLE and TABLE[operation].cost == 0
        ):
            return _viewed(whole)
        case Index(base, _):
            return _viewed(base)
        case _:
            return expression


def _renamed(code: Code, values: dict[Expression, Var], stored: frozenset[str]) -> Code:
    """Put variables to the place of values, and of names that were only given to these.

    stored : names of arrays that are stored to: they must not be what is kept.
    """

    def new(expression: Expression) -> Expression:
        return _replaced(expression, values)

    found: list[Statement] = []
    for statement in code:
        match statement:
            case Set(targets, value):
                own = not stored.isdisjoint(targets) and _viewed(value) in values
                value = value if own else new(value)
                for target in targets:
                    values.pop(Name(target), None)
                if isinstance(value, Var) and value in values.values():
                    values[Name(targets[0])] = value
                else:
                    found.append(Set(targets, value))
            case Put(place, value):
                found.append(Put(new(place), new(value)))
            case Add(place, value, negative):
                found.append(Add(new(place), new(value), negative))
            case Scatter(base, items, value):
                found.append(Scatter(new(base), tuple(map(new, items)), new(value)))
            case Loop(source, body):
                _forget(body, values)
                found.append(Loop(source, _renamed(body, dict(values), stored)))
            case Branch(source, then, otherwise):
                _forget((*then, *otherwise), kept := dict(values))
                one = _renamed(then, dict(values), stored)
                two = _renamed(otherwise, dict(values), stored)
                found.append(Branch(source, one, two))
                values.clear()
                values.update(kept)
            case _:
                found.append(statement)
    return tuple(found)


def _forget(code: Code, values: dict[Expression, Var]) -> None:
    """Drop the names that a block binds to something else."""
    for statement in code:
        match statement:
            case Set(targets, _):
                for target in targets:
                    values.pop(Name(target), None)
            case Loop(_, body):
                _forget(body, values)
            case Branch(_, then, otherwise):
                _forget((*then, *otherwise), values)


def _replaced(expression: Expression, values: Mapping[Expression, Var]) -> Expression:
    found = values.get(expression)
    if found is not None:
        return found
    return rebuild(expression, lambda part: _replaced(part, values))
