"""The adjoint of one source statement: contributions of all that it does, put in an order that is right.

The contributions of a statement are all functions of the cotangents at its end. So what goes to other
slots is added first, and what replaces the target's own cotangent last.
"""

from srcgrad.ir.program import Append, Define, Invoke, Simple, Step, Store
from srcgrad.transform.transposition.builder import Builder
from srcgrad.transform.transposition.definitions import adjoint_of_define
from srcgrad.transform.transposition.given import insert_given
from srcgrad.transform.transposition.invocation import adjoint_of_invoke
from srcgrad.transform.transposition.stores import adjoint_of_append, adjoint_of_store


def adjoint_of_step(builder: Builder, step: Step) -> None:
    """Write the adjoint of what one source statement does."""
    builder.names.start_block()
    for text in step.backward:
        insert_given(builder, text, step)
    for statement in reversed(step.statements):
        _simple(builder, statement, step)


def _simple(builder: Builder, statement: Simple, step: Step) -> None:
    match statement:
        case Define():
            adjoint_of_define(builder, statement, step)
        case Store():
            adjoint_of_store(builder, statement, step)
        case Append():
            adjoint_of_append(builder, statement, step)
        case Invoke():
            adjoint_of_invoke(builder, statement, step)
