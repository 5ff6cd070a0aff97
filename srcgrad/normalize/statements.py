"""Surface statement -> Step: assignments make versions, in-place stores make versions of the buffer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from srcgrad.analysis.names import names_in
from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Expression,
    Index,
    Slice,
    Var,
    substitute,
)
from srcgrad.ir.program import HOLE, Append, Define, Effect, Invoke, Result, Step, Store
from srcgrad.ir.types import Numeric, Type, broadcast, is_scalar, join, promote
from srcgrad.ir.types import ListOf, Passive, TupleOf, Unknown
from srcgrad.normalize.context import Context, Site
from srcgrad.normalize.evaluate import (
    BINARY,
    argument,
    as_formula,
    evaluate,
    formula,
    index,
    primitive,
    subscript_items,
    unwrap,
)
from srcgrad.normalize.scope import (
    Method,
    Qualified,
    Ref,
    State,
    Structure,
    UserFunction,
    Value,
    refs,
)
from srcgrad.primitives.formula import Formula, lift
from srcgrad.primitives.table import TABLE

Names = frozenset[str]


def step(context: Context, state: State, statement: Any, live: Names) -> Step:
    """Carry out one simple statement; `live` are the names read after it."""
    context.pending, context.moves, context.live = [], [], live
    match statement:
        case s.Assign():
            _assign(context, state, statement, live)
        case s.Augment():
            _augment(context, state, statement, live)
        case s.Evaluate(value=value):
            _evaluate(context, state, value, live)
        case s.Effect(kind=kind, reads=reads):
            _effect(context, state, reads)
            if kind == "del":
                for name in names_in(*reads):
                    state.names.pop(name, None)
        case s.Return(value=value, origin=origin):
            result(context, state, value, origin)
    return Step(tuple(context.pending), statement.origin, tuple(context.moves))


def _effect(context: Context, state: State, reads: tuple[Any, ...]) -> None:
    seen = []
    for name in sorted(names_in(*reads)):
        binding = state.names.get(name)
        if isinstance(binding, Ref):
            seen.append(state.read(binding).expression)
        elif name in context.module.functions:
            context.plain.add(name)
        elif binding is None and name not in context.local:
            context.qualified(name, reads[0].span)
    context.pending.append(Effect(tuple(seen)))


def _evaluate(context: Context, state: State, value: Any, live: Names) -> None:
    """Carry out a call that stands as a statement."""
    if isinstance(value, s.Literal):
        return
    if isinstance(value, s.Call):
        function = evaluate(context, state, value.function)
        match function:
            case Qualified(name="builtins.print" | "warnings.warn"):
                _effect(context, state, tuple(a.value for a in value.arguments))
                return
            case UserFunction():
                evaluate(context, state, value)
                return
            case Method(name="append") if isinstance(value.function, s.Attribute):
                _append(
                    context,
                    state,
                    value.function.base,
                    value.arguments[0].value,
                    live,
                    value.span,
                )
                return
            case Qualified(name="numpy.add.at"):
                _add_at(context, state, value, live)
                return
            case Method(name="fill") if isinstance(value.function, s.Attribute):
                base = value.function.base
                everything = s.Subscript(
                    base, (s.Literal(Ellipsis, value.span),), value.span
                )
                stored = formula(context, state, value.arguments[0].value)
                store(context, state, everything, stored, live, False)
                return
    read = evaluate(context, state, value)
    if isinstance(read, Formula):
        context.pending.append(Effect((read.expression,)))


# ---- assignment


def _assign(context: Context, state: State, statement: s.Assign, live: Names) -> None:
    value = evaluate(context, state, statement.value)
    if len(statement.targets) > 1:
        # a = b = value: one value, evaluated once
        value = _hold(context, state, statement.targets, value, statement.value.span)
    for target in statement.targets:
        assign(context, state, target, value, live, statement.value.span)


def _hold(
    context: Context, state: State, targets: Any, value: Value, span: Span
) -> Value:
    """Give the shared value of a chained assignment the first target's name."""
    first = next((t for t in targets if isinstance(t, s.NameRef)), None)
    if first is None or isinstance(value, Structure):
        return value
    define(
        context,
        state,
        first.name,
        as_formula(value, span),
        Site(first.name, first.span),
    )
    return evaluate(context, state, first)


def assign(
    context: Context, state: State, target: Any, value: Value, live: Names, span: Span
) -> None:
    """Bind or store `value` at a target."""
    match target:
        case s.NameRef(name=name):
            if isinstance(value, Formula) and value.expression == _current(state, name):
                return
            bind_value(context, state, name, value, Site(name, target.span))
        case s.Display(items=items):
            _unpack(context, state, items, value, live, span)
        case s.Subscript():
            store(context, state, target, as_formula(value, span), live, False)
        case s.Attribute(base=base, name=name):
            raise refuse(
                "SG114",
                f"the attribute `.{name}` is assigned to",
                target.span,
                hint="pass the value as an argument and return it",
            )


def _current(state: State, name: str) -> Expression | None:
    binding = state.names.get(name)
    return state.read(binding).expression if isinstance(binding, Ref) else None


def bind_value(
    context: Context, state: State, name: str, value: Value, site: Site
) -> None:
    """Let a name mean a value: a new version, or names for the leaves of a structure."""
    match value:
        case Structure("list", _) if name in context.grown:
            define(context, state, name, as_formula(value, site.span), site)
        case Structure(kind, items):
            state.names[name] = _leaves(context, state, name, name, kind, items, site)
        case Qualified() if not TABLE.get(value.name):
            state.names[name] = value  # type: ignore[assignment]
        case UserFunction() | Qualified():
            state.names[name] = value  # type: ignore[assignment]
        case _:
            define(context, state, name, as_formula(value, site.span), site)


def _leaves(
    context: Context,
    state: State,
    name: str,
    text: str,
    kind: str,
    items: Any,
    site: Site,
) -> Structure:
    bindings: list[Any] = []
    for position, item in enumerate(items):
        inner, place = f"{name}_{position}", f"{text}[{position}]"
        match item:
            case Structure(kind=other, items=nested):
                bindings.append(
                    _leaves(context, state, inner, place, other, nested, site)
                )
            case Formula(expression=Constant()):
                bindings.append(item)
            case Formula(expression=Var() as var):
                bindings.append(Ref(context.buffer_of[var], item.type, HOLE, site.span))
            case _:
                var = define(
                    context,
                    state,
                    inner,
                    as_formula(item, site.span),
                    site,
                    visible=False,
                )
                context.access[var] = place
                bindings.append(
                    Ref(context.buffer_of[var], context.types[var], HOLE, site.span)
                )
    return Structure(kind, tuple(bindings))


def _unpack(
    context: Context, state: State, targets: Any, value: Value, live: Names, span: Span
) -> None:
    parts: tuple[Value, ...]
    if isinstance(value, Structure):
        parts = value.items
    else:
        whole = as_formula(value, span)
        parts = tuple(index(whole, (k,)) for k in range(len(targets)))
        if isinstance(whole.type, TupleOf) and len(whole.type.items) != len(targets):
            parts = ()
    if len(parts) != len(targets):
        raise refuse(
            "SG204", f"{len(parts)} values are unpacked into {len(targets)} names", span
        )
    if (
        not isinstance(value, Structure)
        and isinstance(whole.type, Unknown)
        and _first_name(whole) is None
    ):
        raise refuse(
            "SG205",
            "what is unpacked here is not known to be an array or a tuple",
            span,
            hint="give its type with --types",
        )
    # every value is read before any target is bound
    last = context.pending[-1] if context.pending else None
    if isinstance(last, Invoke) and all(
        isinstance(p, Formula) and p.expression in last.targets for p in parts
    ):
        for target, part in zip(targets, parts, strict=True):
            assign(context, state, target, part, live, span)
        return
    if all(isinstance(t, s.NameRef) for t in targets) and all(
        isinstance(p, Formula) for p in parts
    ):
        define_all(context, state, targets, parts)
        return
    held: list[Value] = []
    for position, (target, part) in enumerate(zip(targets, parts, strict=True)):
        held.append(_held(context, state, part, target, targets[:position], span))
    for target, part in zip(targets, held, strict=True):
        assign(context, state, target, part, live, span)


def _first_name(value: Formula) -> Var | None:
    return value.expression if isinstance(value.expression, Var) else None


def _held(
    context: Context, state: State, part: Value, target: Any, earlier: Any, span: Span
) -> Value:
    """Keep a value that a store to an earlier target of the same line could change."""
    if not isinstance(part, Formula) or not any(
        isinstance(t, s.Subscript) for t in earlier
    ):
        return part
    if isinstance(part.expression, Constant):
        return part
    if not is_scalar(part.type) and _roots(context, part.expression):
        raise refuse(
            "SG302",
            "a view is read on the line that stores to other elements of its array",
            span,
            hint="copy it: `a[i], a[j] = a[j].copy(), a[i].copy()`",
        )
    name = context.unique("held")
    var = context.fresh(name, part.type)
    context.access[var] = ""
    context.pending.append(Define((var,), (part.expression,)))
    state.current[context.buffer_of[var]] = var
    return Formula(var, part.type)


def define(
    context: Context,
    state: State,
    name: str,
    value: Formula,
    site: Site,
    *,
    visible: bool = True,
) -> Var:
    """Bind a name to a value: a new version, or a view of a buffer where a store asks for it."""
    if visible and _adopt(context, state, name, value, site):
        return state.current[state.names[name].buffer]  # type: ignore[union-attr]
    roots = _roots(context, value.expression) if _may_be_array(value.type) else ()
    if site in context.views and len(roots) == 1:
        (root, view, certain) = roots[0]
        if certain:
            context.move(name, root, view)
            state.names[name] = Ref(
                context.buffer_of[root], value.type, view, site.span
            )
            return root
    var = new_version(context, state, name, value.type)
    _record(context, var, roots, value.type, site)
    context.pending.append(Define((var,), (value.expression,)))
    if visible:
        context.bind(state, name, var, site.span)
    else:
        state.current[context.buffer_of[var]] = var
    return var


def _renamed(result: Result, old: Var, new: Var) -> Result:
    if result.items is not None:
        return Result(items=tuple(_renamed(item, old, new) for item in result.items))
    return Result(leaf=new) if result.leaf == old else result


def _record(context: Context, var: Var, roots: Any, type_: Type, site: Site) -> None:
    """Note whose memory a new variable may share."""
    for root, view, certain in roots:
        array = view == HOLE or _is_surely_array(type_)
        element = (
            _element_of(context, root, view) if len(roots) == 1 and not array else None
        )
        exact = certain and len(roots) == 1
        pair = context.buffer_of[var], context.buffer_of[root]
        context.alias(*pair, (site,), exact, array, element)


def _is_surely_array(type_: Type) -> bool:
    return isinstance(type_, Numeric) and type_.mutable is True


def _element_of(
    context: Context, root: Var, view: Expression
) -> tuple[str, int] | None:
    """(parameter, rank) where `x[i, j]` is one element, and not a view, if the parameter has that rank."""
    kind = context.types[root]
    if (
        not isinstance(view, Index)
        or view.base != HOLE
        or not isinstance(kind, Numeric)
    ):
        return None
    for item in view.items:
        type_ = type_of_expression(context, item)
        if not (
            isinstance(type_, Numeric)
            and is_scalar(type_)
            and type_.dtype not in (None, "bool")
        ):
            return None
    if isinstance(kind.shape, frozenset) and len(kind.shape) == 1:
        (name,) = kind.shape
        if name in context.parameters:
            return name, len(view.items)
    return None


def _adopt(
    context: Context, state: State, name: str, value: Formula, site: Site
) -> bool:
    """Name the value of a call that stands alone: `y = g(x)`, `a, b = g(x)`."""
    last = context.pending[-1] if context.pending else None
    if not isinstance(last, Invoke) or value.expression not in last.targets:
        return False
    assert isinstance(value.expression, Var)
    old = value.expression
    var = new_version(context, state, name, value.type)
    buffer = context.buffer_of[old]
    context.buffer_of[var] = buffer
    targets = tuple(var if t == old else t for t in last.targets)
    structure = _renamed(last.structure, old, var)
    context.pending[-1] = replace(last, targets=targets, structure=structure)
    context.handed[last.function].add(name)
    context.bind(state, name, var, site.span)
    return True


def new_version(context: Context, state: State, name: str, type_: Type) -> Var:
    """Next version of a name; under another where the name's old buffer lives on in other names."""
    for other, binding in state.names.items():
        if other == name:
            continue
        for ref in refs(binding):
            if state.current[ref.buffer].name == name and ref.buffer in context.moved:
                var = context.fresh(context.unique(f"{name}_new"), type_)
                context.access[var] = name
                return var
    return context.fresh(name, type_)


def define_all(context: Context, state: State, targets: Any, values: Any) -> None:
    """Bind several names at once: `a, b = b, a`."""
    plain: list[tuple[Var, Expression]] = []
    bindings: list[tuple[str, Any]] = []
    for target, value in zip(targets, values, strict=True):
        if isinstance(value.expression, Var):
            ref = _ref_of(context, value, target)
            if ref is not None and _swaps(targets, values):
                context.move(target.name, value.expression)
                bindings.append((target.name, ref))
                continue
        site = Site(target.name, target.span)
        roots = _roots(context, value.expression) if _may_be_array(value.type) else ()
        if site in context.views and len(roots) == 1 and roots[0][2]:
            root, view, _ = roots[0]
            context.move(target.name, root, view)
            bindings.append(
                (
                    target.name,
                    Ref(context.buffer_of[root], value.type, view, target.span),
                )
            )
            continue
        var = new_version(context, state, target.name, value.type)
        _record(context, var, roots, value.type, site)
        plain.append((var, value.expression))
        state.current[context.buffer_of[var]] = var
        bindings.append(
            (target.name, Ref(context.buffer_of[var], value.type, HOLE, target.span))
        )
    state.names.update(bindings)
    if plain:
        context.pending.append(
            Define(tuple(v for v, _ in plain), tuple(e for _, e in plain))
        )


def _swaps(targets: Any, values: Any) -> bool:
    """Whether the line only permutes arrays: then names move and no value is made."""
    sources = [v.expression for v in values]
    moved = all(isinstance(e, Var) for e in sources) and all(
        _may_be_array(v.type) for v in values
    )
    return moved and len(set(sources)) == len(sources)


def _ref_of(context: Context, value: Formula, target: Any) -> Ref | None:
    assert isinstance(value.expression, Var)
    buffer = context.buffer_of[value.expression]
    if not _may_be_array(value.type):
        return None
    return Ref(buffer, value.type, HOLE, target.span)


def _may_be_array(type_: Type) -> bool:
    match type_:
        case Numeric(mutable=mutable):
            return mutable is not False
        case Passive():
            return False
        case _:
            return True


def _roots(
    context: Context, expression: Expression
) -> tuple[tuple[Var, Expression, bool], ...]:
    """Variables whose memory an expression may share: (variable, view over HOLE, known exactly)."""
    match expression:
        case Var():
            return (
                ((expression, HOLE, True),) if expression in context.buffer_of else ()
            )
        case Index(base, items):
            basic = all(_is_basic(context, item) for item in items)
            if not basic and all(_is_copying(context, item) for item in items):
                return ()
            return tuple(
                (root, Index(view, items), sure and basic)
                for root, view, sure in _roots(context, base)
            )
        case Apply(operation, arguments) if (
            operation in TABLE and TABLE[operation].view
        ):
            exact = operation in ("transpose", "swapaxes", "moveaxis", "expand_dims")
            if operation in ("asarray", "np.asarray") and len(arguments) == 1:
                # of an array, the array itself
                inner = type_of_expression(context, arguments[0])
                if isinstance(inner, Numeric) and inner.mutable:
                    return _roots(context, arguments[0])
            return tuple(
                (root, Apply(operation, (view, *arguments[1:])), sure and exact)
                for root, view, sure in _roots(context, arguments[0])
            )
        case Apply("and" | "or", arguments):
            return tuple(
                (r, v, False) for a in arguments for r, v, _ in _roots(context, a)
            )
        case Choice(_, then, otherwise):
            both = _roots(context, then) + _roots(context, otherwise)
            return tuple((root, view, False) for root, view, _ in both)
        case _:
            return ()


def _is_basic(context: Context, item: Expression) -> bool:
    """Whether a subscript is sure to give a view."""
    match item:
        case Slice() | Constant(value=None) | Constant(value=int()):
            return not (isinstance(item, Constant) and isinstance(item.value, bool))
        case Constant():
            return item.value is Ellipsis
        case _:
            type_ = type_of_expression(context, item)
            return (
                isinstance(type_, Numeric)
                and is_scalar(type_)
                and type_.dtype not in (None, "bool")
            )


def _is_copying(context: Context, item: Expression) -> bool:
    type_ = type_of_expression(context, item)
    return isinstance(type_, Numeric) and (
        type_.mutable is True or type_.dtype == "bool"
    )


def type_of_expression(context: Context, expression: Expression) -> Type | None:
    """Type of an expression whose variables are known."""
    from srcgrad.analysis.typing import type_of_tree

    return type_of_tree(expression, context.types)


# ---- stores


def place_of(
    context: Context, state: State, target: Any
) -> tuple[str, Ref, Expression, Any] | None:
    """Buffer that a subscripted target writes to: (name, reference, place over HOLE, items)."""
    parts = subscript_items(context, state, target.items)
    lifted = tuple(lift(p) for p in parts)
    match target.base:
        case s.NameRef(name=name):
            ref = state.names.get(name)
            if isinstance(ref, Ref):
                return name, ref, Index(ref.view, lifted), parts
        case s.Subscript():
            inner = place_of(context, state, target.base)
            if inner is not None:
                name, ref, place, _ = inner
                if not all(_is_basic(context, i) for i in _items(place)):
                    raise refuse(
                        "SG303",
                        "this writes into a copy: the inner subscript does not give a view",
                        target.span,
                        hint="write both subscripts in one pair of brackets",
                    )
                return name, ref, Index(place, lifted), parts
        case s.Attribute(base=s.NameRef(name=name), name="T"):
            ref = state.names.get(name)
            if isinstance(ref, Ref):
                return name, ref, Index(Apply("transpose", (ref.view,)), lifted), parts
    return None


def _items(place: Expression) -> tuple[Expression, ...]:
    return place.items if isinstance(place, Index) else ()


def store(
    context: Context,
    state: State,
    target: Any,
    value: Formula,
    live: Names,
    accumulate: bool,
) -> None:
    """Write a value into part of a buffer."""
    found = place_of(context, state, target)
    if found is None:
        base = (
            evaluate(context, state, target.base)
            if isinstance(target.base, s.NameRef)
            else None
        )
        if isinstance(base, Structure) and isinstance(target.base, s.NameRef):
            _replace_item(context, state, target, base, value)
            return
        raise refuse(
            "SG304",
            "what this line writes to is not a variable",
            target.span,
            hint="assign the array to a name first, then store through that name",
        )
    name, ref, place, parts = found
    written = tuple(n for n in live)
    context.check_store(state, ref.buffer, frozenset(written), target.span, name, True)
    base_type = context.types[state.current[ref.buffer]]
    if isinstance(base_type, Numeric) and base_type.mutable is False:
        raise refuse(
            "SG203",
            f"`{name}` is a number, it has no elements to write to",
            target.span,
        )
    _write(context, state, name, ref.buffer, place, value, accumulate)


def _replace_item(
    context: Context, state: State, target: Any, base: Structure, value: Formula
) -> None:
    parts = subscript_items(context, state, target.items)
    match parts:
        case (int() as position,) if base.kind == "list" and abs(position) < len(
            base.items
        ) + (position < 0):
            name = target.base.name
            items: list[Value] = list(state_value_items(state, name))
            items[position] = value
            site = Site(name, target.span)
            bind_value(context, state, name, Structure("list", tuple(items)), site)
        case _:
            raise refuse(
                "SG305",
                f"an item of this {base.kind} is written to by a subscript that is not a literal",
                target.span,
                hint="use an array: `np.array([...])`",
            )


def state_value_items(state: State, name: str) -> tuple[Value, ...]:
    """Items of a structure as they are now."""
    binding = state.names[name]
    assert isinstance(binding, Structure)
    return tuple(
        state.read(item) if isinstance(item, Ref) else item for item in binding.items
    )


def _write(
    context: Context,
    state: State,
    name: str,
    buffer: int,
    place: Expression,
    value: Formula,
    add: bool,
) -> None:
    base = state.current[buffer]
    type_ = context.types[base]
    if isinstance(type_, Numeric) and not type_.mutable:
        type_ = Numeric(type_.dtype, type_.shape, mutable=True)
    if isinstance(type_, ListOf):
        type_ = ListOf(join(type_.item, value.type))
    target = context.fresh(base.name, type_, buffer)
    state.current[buffer] = target
    holder = whole_name(state, buffer, target.name)
    if holder != target.name:
        context.access[target] = holder
    context.written.add(base.name)
    context.pending.append(Store(target, base, place, value.expression, add))


def whole_name(state: State, buffer: int, preferred: str) -> str:
    """A name of the source that means all of a buffer now, or "" where there is none."""
    holders = [
        n
        for n, b in state.names.items()
        if isinstance(b, Ref) and b.buffer == buffer and b.view == HOLE
    ]
    if preferred in holders or not holders:
        return preferred if holders else ""
    return min(holders)


def _append(
    context: Context, state: State, base: Any, item: Any, live: Names, span: Span
) -> None:
    value = formula(context, state, item)
    binding = state.names.get(base.name) if isinstance(base, s.NameRef) else None
    if not isinstance(binding, Ref):
        raise refuse("SG306", "only a list that has a name can be appended to", span)
    old = state.current[binding.buffer]
    kind = context.types[old]
    if not isinstance(kind, ListOf):
        raise refuse("SG306", f"`{base.name}` is not known to be a list", span)
    item_type = join(kind.item, value.type)
    context.check_store(state, binding.buffer, live, span, base.name, True)
    target = context.fresh(old.name, ListOf(item_type), binding.buffer)
    state.current[binding.buffer] = target
    state.names[base.name] = Ref(binding.buffer, ListOf(item_type), HOLE, span)
    context.pending.append(Append(target, old, value.expression))


def _add_at(context: Context, state: State, call: s.Call, live: Names) -> None:
    """`np.add.at(a, index, value)`: repeated indices count."""
    target, where, what = (a.value for a in call.arguments)
    binding = state.names.get(target.name) if isinstance(target, s.NameRef) else None
    if not isinstance(binding, Ref):
        raise refuse("SG304", "what this line writes to is not a variable", call.span)
    parts = unwrap(evaluate(context, state, where), call.span)
    items = parts if isinstance(parts, tuple) else (parts,)
    value = formula(context, state, what)
    context.check_store(state, binding.buffer, live, call.span, target.name, True)
    place = Apply("at", (binding.view, *(lift(p) for p in items)))
    _write(context, state, target.name, binding.buffer, place, value, True)


# ---- augmented assignment


def _augment(context: Context, state: State, statement: s.Augment, live: Names) -> None:
    span = statement.origin.span
    value = formula(context, state, statement.value)
    operator = BINARY[statement.operator]
    match statement.target:
        case s.NameRef(name=name):
            _augment_name(context, state, name, operator, value, live, span)
        case s.Subscript() as target:
            if operator in ("add", "subtract"):
                increment = value if operator == "add" else _negative(value, span)
                store(context, state, target, increment, live, True)
                return
            old = formula(context, state, target)
            new = primitive(
                operator, (unwrap(old, span), unwrap(value, span)), {}, span
            )
            store(context, state, target, new, live, False)
        case _:
            raise refuse("SG114", "an attribute is assigned to", span)


def _negative(value: Formula, span: Span) -> Formula:
    return primitive("negative", (unwrap(value, span),), {}, span)


def _augment_name(
    context: Context,
    state: State,
    name: str,
    operator: str,
    value: Formula,
    live: Names,
    span: Span,
) -> None:
    binding = state.names.get(name)
    site = Site(name, span)
    if isinstance(binding, Formula):
        old = binding
    elif isinstance(binding, Ref):
        old = state.read(binding)
    else:
        old_value = evaluate(context, state, s.NameRef(name, span))
        if isinstance(old_value, Structure) and operator == "add":
            new_items = evaluate_structure(value)
            if new_items is not None:
                bind_value(
                    context,
                    state,
                    name,
                    Structure(old_value.kind, old_value.items + new_items),
                    site,
                )
                return
        raise refuse(
            "SG307",
            f"`{name}` is a {getattr(old_value, 'kind', 'value')}: write the sum out",
            span,
        )
    mutable = old.type.mutable if isinstance(old.type, Numeric) else None
    if (
        isinstance(binding, Formula)
        or mutable is False
        or isinstance(old.type, Passive)
    ):
        define(
            context,
            state,
            name,
            primitive(operator, (unwrap(old, span), unwrap(value, span)), {}, span),
            site,
        )
        return
    assert isinstance(binding, Ref)
    context.check_store(state, binding.buffer, live, span, name, mutable is True)
    _check_same_buffer(context, state, binding, name, live, span, mutable)
    value = _fitted(old, value)
    if operator in ("add", "subtract"):
        increment = value if operator == "add" else _negative(value, span)
        _write(context, state, name, binding.buffer, binding.view, increment, True)
    else:
        new = primitive(operator, (old, unwrap(value, span)), {}, span)
        _write(context, state, name, binding.buffer, binding.view, new, False)
    if (
        mutable is None
        and isinstance(old.type, Numeric)
        and isinstance(value.type, Numeric)
    ):
        target = state.current[binding.buffer]
        shape = broadcast(old.type.shape, value.type.shape)
        context.types[target] = Numeric(promote(old.type, value.type), shape, None)
        state.names[name] = Ref(
            binding.buffer, context.types[target], binding.view, span
        )


def _fitted(old: Formula, value: Formula) -> Formula:
    return value


def _check_same_buffer(
    context: Context,
    state: State,
    ref: Ref,
    name: str,
    live: Names,
    span: Span,
    mutable: bool | None,
) -> None:
    """`y = x` then `y += 1`: two names of one buffer that is perhaps a number."""
    if mutable:
        return
    for other, binding in state.names.items():
        if other in (name, f"@{name}") or not (other in live or other.startswith("@")):
            continue
        if isinstance(binding, Ref) and binding.buffer == ref.buffer:
            raise refuse(
                "SG301",
                f"`{other.lstrip('@')}` and `{name}` are one array or two numbers, and this line writes to it",
                span,
                hint="say which with --types, or write `.copy()`",
            )


def evaluate_structure(value: Formula) -> tuple[Value, ...] | None:
    """Items of a display that was made one value, or None."""
    from srcgrad.ir.expressions import Sequence
    from srcgrad.primitives.formula import type_of

    if isinstance(value.expression, Sequence) and isinstance(
        value.type, TupleOf | ListOf
    ):
        types = (
            value.type.items
            if isinstance(value.type, TupleOf)
            else (value.type.item,) * 99
        )
        return tuple(
            Formula(e, t if not isinstance(e, Constant) else type_of(e.value))
            for e, t in zip(value.expression.items, types, strict=False)
        )
    return None


# ---- return


def result(context: Context, state: State, value: Any, origin: s.Origin) -> None:
    """Bind the function's result."""
    if value is None:
        state.names["@result"] = Structure("none", ())
        return
    found = evaluate(context, state, value)
    if isinstance(found, Structure):
        state.names["@result"] = _leaves(
            context,
            state,
            context.result_name,
            context.result_name,
            found.kind,
            found.items,
            Site("@result", origin.span),
        )
        return
    single = as_formula(found, value.span)
    if isinstance(single.expression, Var) and isinstance(value, s.NameRef):
        state.names["@result"] = Ref(
            context.buffer_of[single.expression], single.type, HOLE, origin.span
        )
        return
    var = define(
        context,
        state,
        context.result_name,
        single,
        Site("@result", origin.span),
        visible=False,
    )
    state.names["@result"] = Ref(context.buffer_of[var], single.type, HOLE, origin.span)


def flat_arguments(value: Value, span: Span) -> tuple[Formula, ...]:
    """Leaves of an argument, left to right."""
    if isinstance(value, Structure):
        return tuple(
            leaf for item in value.items for leaf in flat_arguments(item, span)
        )
    single = as_formula(value, span)
    if isinstance(single.type, TupleOf):
        # an item of a list of tuples: its parts are read one by one
        parts = (index(single, (k,)) for k in range(len(single.type.items)))
        return tuple(leaf for part in parts for leaf in flat_arguments(part, span))
    return (single,)


__all__ = ["argument", "assign", "define", "flat_arguments", "substitute"]
