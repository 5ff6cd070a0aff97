"""Assignment -> what each of its targets is bound to, or stores.

a = b = value      one value, evaluated once
a, b = b, a        every value is read before any target is bound
"""

from __future__ import annotations

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Constant, Expression, Var, variables
from srcgrad.ir.program import Define, Invoke
from srcgrad.ir.types import TupleOf, Unknown, is_scalar
from srcgrad.normalize.evaluation.applications import is_foreign
from srcgrad.normalize.evaluation.discovery import discover
from srcgrad.normalize.evaluation.evaluate import evaluate
from srcgrad.normalize.scopes.aliases import Site
from srcgrad.normalize.scopes.bindings import bind_part, bind_value, define_all
from srcgrad.normalize.scopes.context import Assumption, Context, Names
from srcgrad.normalize.scopes.memory import element_of, roots
from srcgrad.normalize.scopes.scope import Ref, State, Structure, Value
from srcgrad.normalize.scopes.values import as_formula, index, items_of
from srcgrad.normalize.writing.inplace import stored
from srcgrad.normalize.writing.stores import store
from srcgrad.normalize.writing.targets import held, place_in_record
from srcgrad.primitives.formula import Formula

Targets = tuple[s.SurfaceExpression, ...]


def assign_statement(
    context: Context, state: State, statement: s.Assign, live: Names
) -> None:
    """Carry out `target = value`; `live` are the names read later."""
    span = statement.value.span
    value = evaluate(context, state, stored(context, state, statement.value, live))
    if len(statement.targets) > 1:
        value = _shared(context, state, statement.targets, value, span)
    for target in statement.targets:
        assign(context, state, target, value, live, span)


def _shared(
    context: Context, state: State, targets: Targets, value: Value, span: Span
) -> Value:
    """Give the value of a chained assignment the name of its first target."""
    first = next((t for t in targets if isinstance(t, s.NameRef)), None)
    if first is None or not isinstance(value, Formula | Structure):
        return value
    if isinstance(value, Structure) and value.kind not in ("dict", "object"):
        return value
    bind_value(context, state, first.name, value, Site(first.name, first.span))
    return evaluate(context, state, first)


def assign(
    context: Context,
    state: State,
    target: s.SurfaceExpression,
    value: Value,
    live: Names,
    span: Span,
) -> None:
    """Bind or store `value` at a target."""
    match target:
        case s.NameRef(name=name):
            if isinstance(value, Formula) and value.expression == _current(state, name):
                return
            bind_value(context, state, name, value, Site(name, target.span))
        case s.Display(items=items):
            _unpack(context, state, items, value, live, span)
        case s.Starred(span=place):
            raise refuse("SG137", "`*` has no meaning here", place)
        case s.Subscript() | s.Attribute():
            part = place_in_record(context, state, target)
            if part is not None:
                bind_part(context, state, *part, value, target.span)
            elif isinstance(target, s.Subscript):
                single = as_formula(value, span)
                store(context, state, target, single, live, accumulate=False)
            else:
                _refuse_attribute(context, state, target)


def _refuse_attribute(context: Context, state: State, target: s.Attribute) -> None:
    base = evaluate(context, state, target.base)
    if is_foreign(target.name):
        discover(context, base, "object", target.name)
    raise refuse(
        "SG114",
        f"the attribute `.{target.name}` of what is not known to be an object is "
        "assigned to",
        target.span,
        hint="pass the value as an argument and return it; for a new shape, write "
        "`x = x.reshape(...)`",
    )


def _current(state: State, name: str) -> Expression | None:
    binding = state.names.get(name)
    return state.read(binding).expression if isinstance(binding, Ref) else None


def _unpack(
    context: Context,
    state: State,
    targets: Targets,
    value: Value,
    live: Names,
    span: Span,
) -> None:
    if any(isinstance(target, s.Starred) for target in targets):
        targets, value = _without_star(targets, value, span)
    parts = _parts(value, len(targets), span)
    last = context.pending[-1] if context.pending else None
    if isinstance(last, Invoke) and all(
        isinstance(p, Formula) and p.expression in last.targets for p in parts
    ):
        for target, part in zip(targets, parts, strict=True):
            assign(context, state, target, part, live, span)
        return
    names = tuple(
        (name, target.span)
        for target in targets
        if (name := held(context, state, target)) is not None
    )
    values = tuple(p for p in parts if isinstance(p, Formula))
    if len(names) == len(values) == len(targets):
        define_all(context, state, names, values)
        return
    kept = [
        _held(context, state, part, targets[:position], span)
        for position, part in enumerate(parts)
    ]
    for target, part in zip(targets, kept, strict=True):
        assign(context, state, target, part, live, span)


def _without_star(
    targets: Targets, value: Value, span: Span
) -> tuple[Targets, Structure]:
    """`first, *rest = xs` of which the items are known: `rest` is a list of them."""
    place = next(k for k, t in enumerate(targets) if isinstance(t, s.Starred))
    star = targets[place]
    assert isinstance(star, s.Starred)
    items = items_of(value)
    if items is None:
        raise refuse(
            "SG137",
            "how many items `*` takes here is not known",
            star.span,
            hint="take them by slices: `first, rest = xs[0], xs[1:]`",
        )
    behind = len(targets) - place - 1
    if len(items) < place + behind:
        message = f"{len(items)} values are unpacked into {len(targets)} names"
        raise refuse("SG204", message, span)
    end = len(items) - behind
    rest = Structure("list", items[place:end])
    return (
        (*targets[:place], star.value, *targets[place + 1 :]),
        Structure("tuple", (*items[:place], rest, *items[end:])),
    )


def _parts(value: Value, count: int, span: Span) -> tuple[Value, ...]:
    """Return the items of a value that is unpacked into `count` targets."""
    if isinstance(value, Structure) and value.kind not in ("dict", "object"):
        found, parts = len(value.items), value.items
    else:
        whole = as_formula(value, span)
        found = len(whole.type.items) if isinstance(whole.type, TupleOf) else count
        parts = tuple(index(whole, (position,)) for position in range(count))
        is_named = isinstance(whole.expression, Var)
        if isinstance(whole.type, Unknown) and not is_named:
            raise refuse(
                "SG205",
                "what is unpacked here is not known to be an array or a tuple",
                span,
                hint="give its type with --types",
            )
    if found != count:
        raise refuse("SG204", f"{found} values are unpacked into {count} names", span)
    return parts


def _held(
    context: Context, state: State, part: Value, earlier: Targets, span: Span
) -> Value:
    """Keep a value that an earlier target of the line could change or rebind."""
    if not isinstance(part, Formula) or isinstance(part.expression, Constant):
        return part
    reads = {v.name for v in variables(part.expression)}
    rebound = {target.name for target in earlier if isinstance(target, s.NameRef)}
    stores = _may_store(context, state, part.expression, earlier)
    if not stores and not rebound & reads:
        return part
    found = roots(context, part.expression)
    if stores and not is_scalar(part.type) and found:
        element = element_of(context, found[0]) if len(found) == 1 else None
        if element is not None:
            raise Assumption(*element)
        raise refuse(
            "SG302",
            "a view is read on the line that stores to other elements of its array",
            span,
            hint="copy it: `a[i], a[j] = a[j].copy(), a[i].copy()`",
        )
    var = context.hidden(context.unique("held"), part.type)
    context.pending.append(Define((var,), (part.expression,)))
    state.current[context.buffer_of[var]] = var
    return Formula(var, part.type)


def _may_store(
    context: Context, state: State, expression: Expression, targets: Targets
) -> bool:
    """Whether one of the targets may be written into memory that an expression reads."""
    read = {
        context.buffer_of[var]
        for var in variables(expression)
        if var in context.buffer_of
    }
    for target in targets:
        if not isinstance(target, s.Subscript | s.Attribute):
            continue
        part = isinstance(target, s.Subscript)
        name = held(context, state, target.base) if part else None
        binding = None if name is None else state.names.get(name)
        if not isinstance(binding, Ref):
            return True
        if any(context.aliases.shared(binding.buffer, buffer) for buffer in read):
            return True
    return False
