"""Surface statement -> Step: what the statement does to names and buffers."""

from __future__ import annotations

from srcgrad.analysis.names import target_names
from srcgrad.ir import surface as s
from srcgrad.ir.program import Step
from srcgrad.normalize.calling.results import return_statement
from srcgrad.normalize.evaluation.closures import is_static, made
from srcgrad.normalize.evaluation.evaluate import evaluate
from srcgrad.normalize.evaluation.partials import with_defaults
from srcgrad.normalize.rewriting.directives import backward_texts
from srcgrad.normalize.scopes.bindings import name_received
from srcgrad.normalize.scopes.context import Context, Names
from srcgrad.normalize.scopes.scope import State
from srcgrad.normalize.writing.assignments import assign_statement
from srcgrad.normalize.writing.augmentation import augment_statement
from srcgrad.normalize.writing.effects import delete, effect, evaluate_statement

SimpleStatement = s.Assign | s.Augment | s.Evaluate | s.Effect | s.Return | s.Definition


def step(
    context: Context, state: State, statement: SimpleStatement, live: Names
) -> Step:
    """Carry out one simple statement; `live` are the names read after it."""
    context.pending, context.moves, context.gone = [], [], []
    context.live, context.edits, context.received = live, [], []
    functions: tuple[str, ...] = ()
    match statement:
        case s.Assign():
            assign_statement(context, state, statement, live)
            functions = _only_functions(state, statement)
        case s.Definition(function=function):
            plain = made(context, function, function.name)
            state.names[function.name] = with_defaults(
                context, state, plain, function, evaluate
            )
            functions = (function.name,)
        case s.Augment():
            augment_statement(context, state, statement, live)
        case s.Evaluate(value=value):
            evaluate_statement(context, state, value, live)
        case s.Effect(kind=kind, reads=reads):
            effect(context, state, reads)
            if kind == "del":
                for target in reads:
                    delete(context, state, target)
        case s.Return(value=value, origin=origin):
            return_statement(context, state, value, origin.span)
    for holder, record in context.received:
        name_received(context, state, holder, record)
    texts = () if context.is_emitted else backward_texts(statement.origin)
    return Step(
        tuple(context.pending),
        statement.origin,
        tuple(context.moves),
        functions,
        tuple(context.edits),
        backward=texts,
        gone=tuple(context.gone),
    )


def _only_functions(state: State, statement: s.Assign) -> tuple[str, ...]:
    """Names that an assignment binds, if functions of the source are all it binds."""
    names = [name for target in statement.targets for name in target_names(target)]
    bindings = [state.names.get(name) for name in names]
    known = all(b is not None and is_static(b) for b in bindings)
    return tuple(sorted(names)) if names and known else ()
