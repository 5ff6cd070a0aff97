"""`with` -> a branch that is always taken, if what is entered holds in both passes alike."""

from __future__ import annotations

from srcgrad.analysis.names import names_in
from srcgrad.diagnostics import refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Constant
from srcgrad.ir.program import Block, Effect, If, Step
from srcgrad.normalize.evaluation.evaluate import evaluate
from srcgrad.normalize.scopes.context import Context, Names, Walk
from srcgrad.normalize.scopes.scope import Qualified, State
from srcgrad.normalize.writing.effects import effect

# What says how floating-point errors are reported: it holds in both passes.
REPORTING = frozenset(("numpy.errstate", "numpy.printoptions"))
# What changes no value, and swallows no exception: the forward pass stands under it.
HARMLESS = frozenset(
    "warnings.catch_warnings contextlib.nullcontext threading.Lock threading.RLock "
    "threadpoolctl.threadpool_limits multiprocessing.Lock".split()
)


def with_block(
    context: Context, state: State, statement: s.With, live: Names, walk: Walk
) -> If:
    """Walk the body of a `with` that the adjoint of the body stands under as well."""
    known = [_name(context, state, item) for item in statement.items]
    if not REPORTING.union(HARMLESS).issuperset(known):
        raise refuse(
            "SG140",
            "this `with` is not supported: what it does to the code under it is "
            "not known",
            statement.origin.span,
            hint="put the `with` around the call, in the caller of this function",
        )
    behind = live | names_in(*statement.reads)
    body = walk(context, state, statement.body, behind)
    if statement.tail:
        body += _passed_on(context, state.copy(), statement, walk)
    return If(
        Constant(True),
        body,
        (),
        (),
        statement.origin,
        always=True,
        tail=statement.tail,
        mirrored=bool(known) and REPORTING.issuperset(known),
    )


def _passed_on(context: Context, state: State, statement: s.With, walk: Walk) -> Block:
    """What handlers that raise, and `finally`, read; they must not do more than that."""
    last = walk(context, state, statement.last, frozenset())
    for node in last:
        simples = node.statements if isinstance(node, Step) else (None,)
        if not all(isinstance(simple, Effect) for simple in simples):
            raise refuse(
                "SG139",
                "`finally` is supported where it prints, or closes what was opened",
                statement.origin.span,
                hint="put what it computes behind the `try`",
            )
    context.pending = []
    effect(context, state, statement.reads)
    return (Step(tuple(context.pending)),)


def _name(context: Context, state: State, item: s.SurfaceExpression) -> str:
    """Full name of what is entered, if it is given nothing that this function computes."""
    if isinstance(item, s.NameRef) and item.name in context.module.constants:
        if item.name in context.local:
            return ""
        evaluate(context, state, item)  # so that the emitted file has it, too
        return _name(context, state, context.module.constants[item.name].value)
    if not isinstance(item, s.Call):
        return ""
    given = (argument.value for argument in item.arguments)
    if names_in(*given) & context.local:
        return ""
    function = evaluate(context, state, item.function)
    return function.name if isinstance(function, Qualified) else ""
