"""Statement that binds nothing -> what it reads, or the store that it makes."""

from __future__ import annotations

from srcgrad.analysis.names import names_in
from srcgrad.diagnostics import refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Apply, Expression, Sequence
from srcgrad.ir.program import Effect
from srcgrad.normalize.evaluation.dictionaries import remove
from srcgrad.normalize.evaluation.evaluate import evaluate, formula
from srcgrad.normalize.evaluation.furniture import told
from srcgrad.normalize.evaluation.initialisers import follows_call
from srcgrad.normalize.scopes.context import Context, Names
from srcgrad.normalize.scopes.scope import (
    Method,
    Partial,
    Qualified,
    Ref,
    State,
    Structure,
    UserFunction,
    objects_in,
)
from srcgrad.normalize.writing.inplace import written
from srcgrad.normalize.writing.lists import changed
from srcgrad.normalize.writing.stores import add_at, store
from srcgrad.normalize.writing.targets import place_in_record
from srcgrad.primitives.formula import Formula


def effect(
    context: Context, state: State, reads: tuple[s.SurfaceExpression, ...]
) -> None:
    """Pass a statement through: `assert`, `raise`, `print`."""
    seen: list[Expression] = []
    for name in sorted(names_in(*reads)):
        binding = state.names.get(name)
        if isinstance(binding, Ref):
            seen.append(state.read(binding).expression)
        elif isinstance(binding, Structure | UserFunction | Partial | Qualified):
            continue
        elif name in context.module.functions:
            context.plain.add(name)
        elif binding is None and name not in context.local:
            context.qualified(name, reads[0].span)
    context.pending.append(Effect(tuple(seen)))


def delete(context: Context, state: State, target: s.SurfaceExpression) -> None:
    """Carry out `del target`: a name, or a part of a record."""
    if isinstance(target, s.NameRef):
        context.lose(state, target.name)
        state.names.pop(target.name, None)
        return
    place = place_in_record(context, state, target)
    if place is None:
        raise refuse(
            "SG148",
            "`del` of an item of an array or a list is not supported",
            target.span,
            hint="leave the item in place, or copy what is needed into a new array",
        )
    remove(context, state, *place, target.span)


def evaluate_statement(
    context: Context, state: State, value: s.SurfaceExpression, live: Names
) -> None:
    """Carry out a call that stands as a statement; `live` are the names read later."""
    if isinstance(value, s.Literal):
        return
    if isinstance(value, s.Call) and _carried_out(context, state, value, live):
        return
    read = evaluate(context, state, value)
    if isinstance(read, Formula):
        context.pending.append(Effect((read.expression,)))


def _carried_out(context: Context, state: State, call: s.Call, live: Names) -> bool:
    """Whether the call is one for its effect, which then is recorded."""
    if written(context, state, call, live) is not None:
        return True
    if follows_call(context.module, call, objects_in(state)):
        return False
    if changed(context, state, call, live):
        return True
    given = tuple(argument.value for argument in call.arguments)
    function = evaluate(context, state, call.function)
    if told(function) is not None:
        effect(context, state, (call.function, *given))
        return True
    match function, call.function:
        case UserFunction(), _:
            evaluate(context, state, call)
        case Qualified(name="numpy.add.at" | "numpy.subtract.at" as name), _:
            sign = 1 if name == "numpy.add.at" else -1
            add_at(context, state, call, live, sign)
        case Method(name="shuffle"), s.Attribute():
            whole = s.Subscript(given[0], (s.Literal(Ellipsis, call.span),), call.span)
            old = formula(context, state, given[0])
            mixed = Apply("random.drawn", (Sequence((old.expression,)),))
            value = Formula(mixed, old.type)
            store(context, state, whole, value, live, accumulate=False)
        case _:
            return False
    return True
