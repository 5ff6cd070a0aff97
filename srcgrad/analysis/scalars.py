"""IR -> facts: parameters that must be numbers, as a branch is taken on them.

`if prey < 1e-9:` needs a number; `prey = prey + born - eaten` is one only if all three
are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srcgrad.ir.expressions import Apply, Choice, Constant, Expression, Var, walk
from srcgrad.ir.program import (
    Block,
    Define,
    For,
    Function,
    If,
    Invoke,
    Program,
    Step,
    While,
)
from srcgrad.ir.steps import steps
from srcgrad.primitives.entry import Elementwise
from srcgrad.primitives.table import TABLE

COMPARISONS = frozenset("less less_equal greater greater_equal equal not_equal".split())
LOGIC = frozenset(("and", "or", "not"))


def scalar_parameters(program: Program) -> tuple[str, ...]:
    """Names of the entry's parameters that are certain to be numbers, in their order."""
    found: dict[str, frozenset[Var]] = {}
    function = program.functions[program.entry]
    scalars = _scalars(function, program.functions, found)
    return tuple(
        p.name
        for p in function.parameters
        if len(p.leaves) == 1 and p.leaves[0] in scalars
    )


def _scalars(
    function: Function,
    functions: Mapping[str, Function],
    done: dict[str, frozenset[Var]],
) -> frozenset[Var]:
    if function.key in done:
        return done[function.key]
    done[function.key] = frozenset()
    found: set[Var] = set()
    for expression in _tests(function.body):
        _force_test(expression, found)
        _force_guard(expression, found)
    for step in steps(function.body):
        for statement in step.statements:
            if isinstance(statement, Invoke):
                callee = functions[statement.function]
                inside = _scalars(callee, functions, done)
                leaves = [v for p in callee.parameters for v in p.leaves]
                for leaf, argument in zip(leaves, statement.arguments, strict=True):
                    if leaf in inside:
                        _force(argument, found)
            elif isinstance(statement, Define):
                for value in statement.values:
                    for part in walk(value):
                        if isinstance(part, Choice):
                            _force_test(part.condition, found)
                        if isinstance(part, Apply) and part.operation.startswith(
                            "math."
                        ):
                            for argument in part.arguments:
                                _force(argument, found)
    while True:
        before = len(found)
        _spread(function.body, found)
        if len(found) == before:
            break
    done[function.key] = frozenset(found)
    return done[function.key]


def _tests(block: Block) -> Iterator[Expression]:
    for node in block:
        match node:
            case If(condition=condition, then=then, otherwise=otherwise):
                yield condition
                yield from _tests(then)
                yield from _tests(otherwise)
            case While(condition=condition, body=body):
                yield condition
                yield from _tests(body)
            case For(body=body):
                yield from _tests(body)
            case Step():
                pass


def _force_test(expression: Expression, found: set[Var]) -> None:
    """Take what is compared in a test for a number."""
    match expression:
        case Apply(operation, arguments) if operation in LOGIC:
            for argument in arguments:
                _force_test(argument, found)
        case Apply("less" | "less_equal" | "greater" | "greater_equal", arguments):
            for argument in arguments:
                _force(argument, found)


def _force_guard(expression: Expression, found: set[Var]) -> None:
    """`if np.ndim(x) != 0: raise ...`: what comes past it is a number."""
    match expression:
        case Apply("or" | "logical_or", arguments):
            for argument in arguments:
                _force_guard(argument, found)
        case Apply(
            "not_equal", (Apply("ndim" | "np.ndim", (Var() as var,)), Constant(value=0))
        ):
            found.add(var)


def _force(expression: Expression, found: set[Var]) -> None:
    """Take all operands of an elementwise result that is a number for numbers."""
    match expression:
        case Var():
            found.add(expression)
        case Apply(operation, arguments):
            if operation in TABLE and isinstance(
                TABLE[operation].derivative, Elementwise
            ):
                for argument in arguments:
                    _force(argument, found)
        case Choice(_, then, otherwise):
            _force(then, found)
            _force(otherwise, found)


def _spread(block: Block, found: set[Var]) -> None:
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    if isinstance(statement, Define):
                        for target, value in zip(
                            statement.targets, statement.values, strict=True
                        ):
                            if target in found:
                                _force(value, found)
            case If(then=then, otherwise=otherwise, merges=merges):
                for merge in merges:
                    if merge.target in found:
                        found |= {
                            v for v in (merge.then, merge.otherwise) if v is not None
                        }
                _spread(then, found)
                _spread(otherwise, found)
            case For(body=body, carried=carried) | While(body=body, carried=carried):
                for carry in carried:
                    group = {carry.head, carry.back, carry.exit} | (
                        {carry.initial} - {None}
                    )
                    if group & found:
                        found |= {v for v in group if v is not None}
                _spread(body, found)
