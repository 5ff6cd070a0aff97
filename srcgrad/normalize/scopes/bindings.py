"""A name and a value -> the next version of the name, or a view of a buffer.

y = x * x      y.0 := multiply(x.0, x.0)
b = a[1:3]     b is the view @[1:3] of the buffer of a, if either is stored to later
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir.expressions import Constant, Expression, Var
from srcgrad.ir.program import HOLE, Define, Invoke, Result
from srcgrad.ir.types import Key, Type
from srcgrad.normalize.scopes.aliases import Site
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.memory import (
    Root,
    may_be_array,
    record_sharing,
    roots,
)
from srcgrad.normalize.scopes.packing import packed
from srcgrad.normalize.scopes.records import records_in
from srcgrad.normalize.scopes.scope import (
    Binding,
    Class,
    Partial,
    Qualified,
    Record,
    Ref,
    State,
    Structure,
    UserFunction,
    Value,
    refs,
)
from srcgrad.normalize.scopes.values import as_formula
from srcgrad.primitives.formula import Formula


def bind_value(
    context: Context, state: State, name: str, value: Value, site: Site
) -> None:
    """Let a name mean a value: a new version, or one for each leaf of a structure."""
    mark = len(context.pending)
    if not isinstance(value, Formula) or context.records.is_slot(name):
        context.lose(state, name)
    match value:
        case Structure("dict" | "object"):
            state.names[name] = materialised(context, state, name, value, site)
        case Record():
            state.names[name] = value
        case Structure("list", _) if name in context.grown:
            whole = packed(context, state, value, site.span)
            define(context, state, name, whole, site)
        case Structure():
            state.names[name] = bind_leaves(context, state, name, value, site)
            _name_parts(context, state, state.names[name])
        case UserFunction() | Partial() | Qualified() | Class():
            state.names[name] = value
        case Formula(expression=Constant()) if name in context.records.parts:
            state.names[name] = value
        case _:
            define(context, state, name, as_formula(value, site.span), site)
    if isinstance(value, Structure):
        bound_together(context, mark)


def bound_together(context: Context, mark: int) -> None:
    """Let the parts of one value be bound all at once: none reads what another binds."""
    made = context.pending[mark:]
    defines = [statement for statement in made if isinstance(statement, Define)]
    if len(defines) < 2 or len(defines) != len(made):
        return
    targets = tuple(target for define in defines for target in define.targets)
    values = tuple(value for define in defines for value in define.values)
    context.pending[mark:] = [Define(targets, values)]


def materialised(
    context: Context, state: State, name: str, value: Structure, site: Site
) -> Record:
    """Make a record of the parts that a display or a call gives it, under a name."""
    stem = context.records.stem(name)
    record = context.records.new(value.kind, value.owner, stem)
    state.names[name] = record
    context.records.collect(state, value)
    for key, item in zip(value.keys, value.items, strict=True):
        bind_part(context, state, record, key, item, site.span)
    return record


def named_numbers(
    context: Context, state: State, values: Iterable[Value], span: Span
) -> bool:
    """Give variables to the parts of records that are numbers written out, if any are.

    What a callee then does to such a part, `self.total += x`, is done to the variable.
    """
    found = False
    for value in values:
        for record in context.records.reached_from(state, value):
            for key in context.records.keys(state, record):
                slot = context.records.part(record, key)
                match state.names[slot]:
                    case Formula(expression=Constant(value=known)) as number if (
                        isinstance(known, int | float) and not isinstance(known, bool)
                    ):
                        shown = context.records.shown(state, slot)
                        define(context, state, slot, number, Site(shown, span))
                        found = True
    return found


def _name_parts(context: Context, state: State, binding: Binding) -> None:
    """Note how the source reads the parts of records that now have a name."""
    for record in records_in(binding):
        for key in context.records.keys(state, record):
            name = context.records.part(record, key)
            for text, ref in context.records.refs_of(state, name):
                var = state.current[ref.buffer]
                if ref.view == HOLE and not context.access.get(var, var.name):
                    context.access[var] = text


def name_received(context: Context, state: State, holder: str, record: Record) -> None:
    """Note how the text reads what a call has given: by its own name, if it has none."""
    if context.records.spelled(state, record):
        _name_parts(context, state, record)
        return
    hidden = f"@{holder}"
    context.records.titles[hidden] = holder
    state.names[hidden] = record
    _name_parts(context, state, record)


def bind_part(
    context: Context, state: State, record: Record, key: Key, value: Value, span: Span
) -> None:
    """Let a part of a record mean a value: `cache["h"] = h`."""
    name = context.records.part(record, key)
    shown = context.records.shown(state, name)
    check_alone(context, state, record, name, span)
    bind_value(context, state, name, value, Site(shown, span))


def check_alone(
    context: Context, state: State, record: Record, name: str, span: Span
) -> None:
    """Refuse to change a record that on some paths is another one, which is at hand."""
    if context.records.is_held(record):
        what = "dictionary" if record.kind == "dict" else "object"
        raise refuse(
            "SG322",
            f"`{context.records.shown(state, name)}` is written to, and a list holds the "
            f"{what}, in which this shows",
            span,
            hint="put a new one into the list, or make one with the changed part",
        )
    if context.records.twin(state, record) is not None:
        what = "dictionary" if record.kind == "dict" else "object"
        raise refuse(
            "SG322",
            f"`{context.records.shown(state, name)}` is written to, and what else names "
            f"the same {what} depends on the run",
            span,
            hint="make a new one with the changed part, or copy it",
        )


def bind_leaves(
    context: Context,
    state: State,
    name: str,
    value: Structure,
    site: Site,
    text: str | None = None,
) -> Structure:
    """Give every item of a structure a variable; `text` is how the source reads it.

    What it takes over from others keeps its name: in `s = (s[0] + s[1], s[0])` the new
    first item cannot have the name of the old one.
    """
    kept = f"@kept {name}"
    state.names[kept] = Structure("tuple", tuple(_taken_over(context, value)))
    try:
        return _bound_leaves(context, state, name, value, site, text)
    finally:
        del state.names[kept]


def _taken_over(context: Context, value: Structure) -> Iterator[Ref]:
    """Yield the variables that are items of a structure as they are."""
    for item in value.items:
        match item:
            case Structure():
                yield from _taken_over(context, item)
            case Formula(expression=Var() as var) if var in context.buffer_of:
                context.moved.add(context.buffer_of[var])
                yield Ref(context.buffer_of[var], item.type)


def _bound_leaves(
    context: Context,
    state: State,
    name: str,
    value: Structure,
    site: Site,
    text: str | None,
) -> Structure:
    text = context.records.text(state, name) if text is None else text
    stem = context.records.stem(name)
    bindings: list[Binding] = []
    for position, item in enumerate(value.items):
        inner = context.part_name(stem, position)
        place = f"{text}[{position}]" if text else ""
        if value.keys:
            key = value.keys[position]
            inner = context.part_name(stem, key)
            place = f"{text}.{key}" if text else ""
        match item:
            case Structure("dict" | "object"):
                slot = context.records.titled(f"{stem}_{position}", place)
                bindings.append(materialised(context, state, slot, item, site))
                del state.names[slot]
            case Record():
                bindings.append(item)
            case Structure():
                nested = bind_leaves(context, state, inner, item, site, place)
                bindings.append(nested)
            case UserFunction(environment=tuple() as environment):
                held = tuple(
                    (
                        key,
                        bind_leaves(context, state, inner, _alone(part), site).items[0],
                    )
                    for key, part in environment
                )
                bindings.append(replace(item, environment=held))
            case UserFunction() | Partial() | Qualified():
                bindings.append(item)
            case Formula(expression=Constant()):
                bindings.append(item)
            case Formula(expression=Var() as var):
                given = _adopted(context, state, inner, item) if value.keys else None
                if given is not None and place:
                    context.access[given] = place
                    state.current[context.buffer_of[given]] = given
                else:
                    # the item and the name stand for it from here on
                    context.moved.add(context.buffer_of[var])
                bindings.append(Ref(context.buffer_of[var], item.type, HOLE, site.span))
            case _:
                single = as_formula(item, site.span)
                bindings.append(define_leaf(context, state, inner, single, site, place))
    return replace(value, items=tuple(bindings))


def _alone(value: Value) -> Structure:
    return Structure("tuple", (value,))


def define(
    context: Context, state: State, name: str, value: Formula, site: Site
) -> None:
    """Bind a name to a value."""
    if _adopt(context, state, name, value, site):
        return
    found = _roots_of(context, value)
    view = _asked_for(context, value, site, found)
    if view is not None:
        context.move(state, name, found[0].var, found[0].view)
        state.names[name] = view
    else:
        var = _version(context, state, name, value, site, found)
        context.bind(state, name, var, site.span)


def define_leaf(
    context: Context,
    state: State,
    name: str,
    value: Formula,
    site: Site,
    access: str | None,
) -> Ref:
    """Make a variable for a value without a name; the source reads it as `access`."""
    found = _roots_of(context, value)
    view = _asked_for(context, value, site, found)
    if view is not None:
        context.moved.add(view.buffer)
        return view
    var = _version(context, state, name, value, site, found)
    if access is not None:
        context.access[var] = access
    buffer = context.buffer_of[var]
    state.current[buffer] = var
    return Ref(buffer, context.types[var], HOLE, site.span)


def _version(
    context: Context,
    state: State,
    name: str,
    value: Formula,
    site: Site,
    found: tuple[Root, ...],
) -> Var:
    var = new_version(context, state, name, value.type)
    record_sharing(context, var, found, value.type, site)
    context.pending.append(Define((var,), (value.expression,)))
    if isinstance(value.expression, Var):
        context.same[var] = value.expression
    if isinstance(value.expression, Constant):
        context.literals[var] = value.expression
    return var


def new_version(context: Context, state: State, name: str, type_: Type) -> Var:
    """Next version of a name; under another where other names hold its old buffer."""
    stem = context.records.stem(name)
    is_part = stem != name
    for other, binding in state.names.items():
        if other == name:
            continue
        for ref in refs(binding):
            holds = state.current[ref.buffer].name == stem
            if holds and (ref.buffer in context.moved or is_part):
                var = context.fresh(context.unique(f"{stem}_new"), type_)
                context.access[var] = context.records.text(state, name)
                return var
    if is_part:
        # a name of the source may be spelled like the part
        stem = context.reserved(stem, name)
    var = context.fresh(stem, type_)
    if is_part:
        context.access[var] = context.records.text(state, name)
    return var


def _roots_of(context: Context, value: Formula) -> tuple[Root, ...]:
    return roots(context, value.expression) if may_be_array(value.type) else ()


def _asked_for(
    context: Context, value: Formula, site: Site, found: tuple[Root, ...]
) -> Ref | None:
    """Return the view that a name is to mean, where a store has asked for it."""
    if site not in context.views or len(found) != 1 or not found[0].certain:
        return None
    (root,) = found
    return Ref(context.buffer_of[root.var], value.type, root.view, site.span)


# ---- several names at once


def define_all(
    context: Context,
    state: State,
    targets: tuple[tuple[str, Span], ...],
    values: tuple[Formula, ...],
) -> None:
    """Bind several names or parts of records at once: `a, b = b, a`."""
    plain: list[tuple[Var, Expression]] = []
    bindings: list[tuple[str, Binding]] = []
    swaps = _swaps(values)
    for (name, span), value in zip(targets, values, strict=True):
        site = Site(context.records.shown(state, name), span)
        if context.records.is_slot(name):
            context.lose(state, name)
        if swaps and isinstance(value.expression, Var):
            buffer = context.buffer_of[value.expression]
            context.move(state, name, value.expression)
            bindings.append((name, Ref(buffer, value.type, HOLE, span)))
            continue
        found = _roots_of(context, value)
        view = _asked_for(context, value, site, found)
        if view is not None:
            context.move(state, name, found[0].var, found[0].view)
            bindings.append((name, view))
            continue
        var = new_version(context, state, name, value.type)
        record_sharing(context, var, found, value.type, site)
        plain.append((var, value.expression))
        state.current[context.buffer_of[var]] = var
        ref = Ref(context.buffer_of[var], value.type, HOLE, span)
        bindings.append((name, ref))
    state.names.update(bindings)
    if plain:
        variables, expressions = zip(*plain, strict=True)
        context.pending.append(Define(variables, expressions))


def _swaps(values: tuple[Formula, ...]) -> bool:
    """Whether the line only permutes arrays: then names move and no value is made."""
    sources = {value.expression for value in values}
    return len(sources) == len(values) and all(
        isinstance(value.expression, Var) and may_be_array(value.type)
        for value in values
    )


# ---- the value of a call


def _adopt(
    context: Context, state: State, name: str, value: Formula, site: Site
) -> bool:
    """Name the value of a call that stands alone: `y = g(x)`, `a, b = g(x)`."""
    var = _adopted(context, state, name, value)
    if var is not None:
        context.bind(state, name, var, site.span)
    return var is not None


def _adopted(context: Context, state: State, name: str, value: Formula) -> Var | None:
    """Return the variable of a leaf of the last call, under another name; None of another."""
    last = context.pending[-1] if context.pending else None
    old = value.expression
    if not (isinstance(last, Invoke) and isinstance(old, Var) and old in last.targets):
        return None
    var = new_version(context, state, name, value.type)
    context.buffer_of[var] = context.buffer_of[old]
    targets = tuple(var if target == old else target for target in last.targets)
    structure = _renamed(last.structure, old, var)
    context.pending[-1] = replace(last, targets=targets, structure=structure)
    context.handed[last.function].add(var.name)
    return var


def _renamed(result: Result, old: Var, new: Var) -> Result:
    if result.items is not None:
        items = tuple(_renamed(item, old, new) for item in result.items)
        return replace(result, items=items)
    return Result(leaf=new) if result.leaf == old else result
