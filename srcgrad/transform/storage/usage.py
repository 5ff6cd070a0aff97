"""Adjoint code + Plan -> what of the plan the backward pass comes to read."""

from __future__ import annotations

from collections.abc import Iterator

from srcgrad.analysis.required import expressions_of
from srcgrad.ir.code import Adjoint, Branch, Code, Loop, Restore
from srcgrad.ir.code import names_read as names_in
from srcgrad.ir.expressions import Expression, Var, substitute, variables
from srcgrad.ir.program import For
from srcgrad.transform.storage.plan import Plan


def counted(code: Code, plan: Plan) -> Iterator[int]:
    """Yield the loops whose backward iterations need the index."""
    for statement in code:
        match statement:
            case Loop(source, body):
                if isinstance(source, For):
                    again = plan.recomputed.get(id(source), [])
                    if any(
                        source.counter in variables(s.value) for s in again
                    ) or _reads(body, source.counter, plan):
                        yield id(source)
                yield from counted(body, plan)
            case Branch(_, then, otherwise):
                yield from counted(then, plan)
                yield from counted(otherwise, plan)


def _reads(code: Code, var: Var, plan: Plan) -> bool:
    """Whether code reads a variable."""
    for statement in code:
        match statement:
            case Loop(source, body):
                again = plan.recomputed.get(id(source), [])
                if (
                    (isinstance(source, For) and var in variables(source.iterable))
                    or any(var in variables(s.value) for s in again)
                    or _reads(body, var, plan)
                ):
                    return True
            case Branch(source, then, otherwise):
                if (
                    var in variables(plan.test(source))
                    or _reads(then, var, plan)
                    or _reads(otherwise, var, plan)
                ):
                    return True
            case Restore(target):
                if target in plan.restores:
                    if var in variables(plan.restores[target][0]):
                        return True
            case _:
                if any(var in variables(e) for e in expressions_of(statement)):
                    return True
    return False


def names_read(adjoint: Adjoint, plan: Plan) -> frozenset[str]:
    """Names that the text of a backward pass reads."""
    expressions = [*_evaluated(adjoint.code, plan), *adjoint.results]
    found = set(plan.copied) | set(_loaded(adjoint.code, plan))
    for expression in expressions:
        found |= names_in(substitute(expression, plan.values))
    return frozenset(found)


def _evaluated(code: Code, plan: Plan) -> Iterator[Expression]:
    """Yield the expressions that code evaluates, headers and restores among them."""
    for statement in code:
        match statement:
            case Loop(source, body):
                if isinstance(source, For) and plan.is_iterated(source):
                    yield plan.iterable(source)
                yield from (s.value for s in plan.recomputed.get(id(source), ()))
                yield from _evaluated(body, plan)
            case Branch(source, then, otherwise):
                yield plan.test(source)
                yield from _evaluated(then, plan)
                yield from _evaluated(otherwise, plan)
            case Restore(target):
                if target in plan.restores:
                    yield plan.restores[target][0]
            case _:
                yield from expressions_of(statement)


def _loaded(code: Code, plan: Plan) -> Iterator[str]:
    """Yield the names of tapes and of old elements."""
    for statement in code:
        match statement:
            case Loop(source, body):
                yield from (tape for _, tape in plan.loads.get(id(source), ()))
                if id(source) in plan.trips:
                    yield plan.trips[id(source)]
                yield from _loaded(body, plan)
            case Branch(_, then, otherwise):
                yield from _loaded(then, plan)
                yield from _loaded(otherwise, plan)
            case Restore(target):
                if target in plan.restores:
                    yield plan.restores[target][1]
