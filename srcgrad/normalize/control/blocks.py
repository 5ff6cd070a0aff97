"""Surface block -> block: statements in order, branches and loops within it."""

from __future__ import annotations

from dataclasses import replace

from srcgrad.analysis.names import bound, live_before
from srcgrad.diagnostics import CompileError
from srcgrad.ir import surface as s
from srcgrad.ir.program import Block, Node, Step
from srcgrad.ir.types import UNKNOWN
from srcgrad.normalize.calling.recursion import Unreached
from srcgrad.normalize.control.attempts import attempt
from srcgrad.normalize.control.branches import branch
from srcgrad.normalize.control.comprehensions import without_comprehension
from srcgrad.normalize.control.loops import for_loop, while_loop
from srcgrad.normalize.control.mapping import without_mapping
from srcgrad.normalize.control.statements import step
from srcgrad.normalize.control.withs import with_block
from srcgrad.normalize.evaluation.decisions import decided
from srcgrad.normalize.evaluation.evaluate import evaluate
from srcgrad.normalize.scopes.context import Context, Names, Statements
from srcgrad.normalize.scopes.scope import State


def block(
    context: Context, state: State, statements: Statements, after: Names
) -> Block:
    """Walk statements in order; problems are gathered, a statement each."""
    nodes: list[Node] = []
    waiting = list(statements)
    while waiting:
        statement = waiting.pop(0)
        if isinstance(statement, s.If):
            if statement.origin.span in context.distributed and not statement.attempt:
                whole = distributed(statement, tuple(waiting), context)
                nodes.extend(_nodes(context, state, whole, after | context.shared))
                break
        try:
            loops = without_mapping(context, state, statement)
            if loops is None:
                loops = without_comprehension(context, state, statement)
            if loops is not None:
                waiting = [*loops, *waiting]
                continue
            live = live_before(tuple(waiting), after) | context.shared
            nodes.extend(_nodes(context, state, statement, live))
        except Unreached:
            # as far as is known, control does not come back from here
            state.live, context.unreached = False, True
            break
        except CompileError as error:
            context.problems.extend(
                d for d in error.diagnostics if d not in context.problems
            )
            for name in bound((statement,)):
                if name not in state.names:
                    context.bind(state, name, context.fresh(name, UNKNOWN))
    return tuple(nodes)


def distributed(statement: s.If, rest: Statements, context: Context) -> s.If:
    """Return a branch with what follows it at the end of each arm."""
    then = (*statement.then, *rest)
    otherwise: Statements = (*statement.otherwise, *rest)
    first = statement.otherwise[0] if statement.otherwise else None
    if isinstance(first, s.If) and first.is_elif and len(statement.otherwise) == 1:
        otherwise = (distributed(first, rest, context),)
    return replace(statement, then=then, otherwise=otherwise)


def _nodes(
    context: Context, state: State, statement: s.SurfaceStatement, live: Names
) -> tuple[Node, ...]:
    match statement:
        case s.If(attempt=kind) if kind:
            return (attempt(context, state, statement, live, block),)
        case s.If(condition=condition):
            taken = decided(context, state, condition, evaluate)
            if taken is not None and statement.origin.text:
                arm = statement.then if taken else statement.otherwise
                return block(context, state, arm, live)
            return (branch(context, state, statement, live, block),)
        case s.For():
            return for_loop(context, state, statement, live, block)
        case s.While():
            return while_loop(context, state, statement, live, block)
        case s.With():
            return (with_block(context, state, statement, live, block),)
        case s.Jump(origin=origin):
            # it ends its block, and so leads to where all paths of an iteration meet
            return (Step((), origin),)
        case s.Effect(kind="raise"):
            found = step(context, state, statement, live)
            state.live = False
            return (found,)
        case _:
            return (step(context, state, statement, live),)
