"""Surface expression -> its meaning: a Formula, or what else a name can mean.

Calls of user functions are put before the statement, as `Invoke`, where the order of
evaluation allows it.
"""

from __future__ import annotations

from typing import Any, assert_never

from srcgrad.diagnostics import Span, refuse
from srcgrad.frontend.definitions import LAMBDA
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Apply, Choice, Constant, Expression, Field, Slice
from srcgrad.ir.program import Restated
from srcgrad.ir.types import BOOLEAN, Numeric, Passive, RecordOf, TupleOf, Type, join
from srcgrad.normalize.evaluation import overloads
from srcgrad.normalize.evaluation.applications import applied, attribute, is_foreign
from srcgrad.normalize.evaluation.classes import Member, lineage, member
from srcgrad.normalize.evaluation.classmethods import of_class
from srcgrad.normalize.evaluation.closures import made
from srcgrad.normalize.evaluation.concatenation import is_list, of_lists, starred
from srcgrad.normalize.evaluation.decisions import decided
from srcgrad.normalize.evaluation.decorators import own_decorators
from srcgrad.normalize.evaluation.dictionaries import (
    about_dictionaries,
    contains,
    displayed,
    is_about_dictionaries,
    is_dictionary,
)
from srcgrad.normalize.evaluation.discovery import discover
from srcgrad.normalize.evaluation.draws import drawn, is_draw
from srcgrad.normalize.evaluation.emptiness import emptied
from srcgrad.normalize.evaluation.furniture import once, told
from srcgrad.normalize.evaluation.grids import MADE, gridded
from srcgrad.normalize.evaluation.keys import known_place
from srcgrad.normalize.evaluation.kinds import instance_test, is_instance
from srcgrad.normalize.evaluation.operators import BINARY, COMPARISON, UNARY
from srcgrad.normalize.evaluation.partials import partial, with_defaults
from srcgrad.normalize.evaluation.parts import item_of_dictionary, part
from srcgrad.normalize.evaluation.popping import popped
from srcgrad.normalize.evaluation.subscripts import subscripted
from srcgrad.normalize.evaluation.unrolling import unrolled
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.memory import may_be_array
from srcgrad.normalize.scopes.packing import joined_items, packed
from srcgrad.normalize.scopes.records import records_in
from srcgrad.normalize.scopes.scope import (
    Bound,
    Class,
    Method,
    Partial,
    Qualified,
    Record,
    State,
    Structure,
    UserFunction,
    Value,
)
from srcgrad.normalize.scopes.values import (
    as_formula,
    index,
    items_of,
    literal,
    operation,
    primitive,
    stopped,
    unwrap,
)
from srcgrad.primitives.formula import Formula


def evaluate(context: Context, state: State, expression: s.SurfaceExpression) -> Value:
    """Return the meaning of a surface expression in a state."""
    match expression:
        case s.Literal(value=value):
            return literal(value)
        case s.NameRef(name=name, span=span):
            return _name(context, state, name, span)
        case s.Attribute():
            return _attribute(context, state, expression)
        case s.Call():
            return _call(context, state, expression)
        case s.Subscript():
            return _subscript(context, state, expression)
        case s.SliceOf(start=start, stop=stop, step=step):
            bounds = [
                None if part is None else formula(context, state, part).expression
                for part in (start, stop, step)
            ]
            return Formula(Slice(*bounds), Passive("slice"))
        case s.Display(kind=kind, items=items):
            return _display(context, state, kind, items)
        case s.Lambda(function=function):
            alone = function.name == LAMBDA
            shown = f"{context.name}_lambda" if alone else function.name
            lambda_ = made(context, function, shown)
            return with_defaults(context, state, lambda_, function, evaluate)
        case s.Starred(span=span):
            raise refuse("SG137", "`*` has no meaning here", span)
        case s.Dictionary(items=pairs, span=span):
            found = tuple(
                (
                    None if key is None else evaluate(context, state, key),
                    evaluate(context, state, value),
                )
                for key, value in pairs
            )
            return displayed(context, state, found, span)
        case s.Unary(operator="not", operand=operand):
            negated = formula(context, state, operand).expression
            return Formula(Apply("not", (negated,)), BOOLEAN)
        case s.Unary(operator=operator, operand=operand, span=span):
            value = evaluate(context, state, operand)
            made_by = overloads.unary(context, state, expression, value)
            if made_by is not None:
                return made_by
            return operation(UNARY[operator], span, value)
        case s.Binary(operator=operator, left=left, right=right, span=span):
            one = evaluate(context, state, left)
            given = overloads.binary(context, state, expression, one)
            if given is not None:
                return given
            two = evaluate(context, state, right)
            given = overloads.turned(context, state, expression, two)
            if given is not None:
                return given
            return _binary(context, state, operator, one, two, span)
        case s.Comparison():
            told = overloads.compared(context, state, expression, evaluate)
            if told is not None:
                return told
            return _comparison(context, state, expression)
        case s.Boolean(operator=operator, operands=operands):
            chosen = _chosen(context, state, operator, operands)
            if chosen is not None:
                context.edits.append(Restated(expression.span, chosen.span))
                return evaluate(context, state, chosen)
            first = formula(context, state, operands[0])
            others = [sometimes(context, state, operand) for operand in operands[1:]]
            type_ = first.type
            for other in others:
                type_ = join(type_, other.type)
            arguments = tuple(f.expression for f in (first, *others))
            return Formula(Apply(operator, arguments), type_)
        case s.Conditional(condition=condition, then=then, otherwise=otherwise):
            taken = decided(context, state, condition, evaluate)
            if taken is not None:
                arm = then if taken else otherwise
                context.edits.append(Restated(expression.span, arm.span))
                return evaluate(context, state, arm)
            test = formula(context, state, condition)
            yes = sometimes(context, state, then)
            no = sometimes(context, state, otherwise)
            choice = Choice(test.expression, yes.expression, no.expression)
            return Formula(choice, join(yes.type, no.type))
        case s.Stopped(value=value, span=span):
            return stopped(evaluate(context, state, value), span)
        case s.Walrus():
            raise AssertionError("what binds a name is a statement by now")
        case s.Comprehension(span=span):
            known = unrolled(context, state, expression, evaluate)
            if expression.kind == "dict":
                return _keyed(context, state, known, span)
            if known is None:
                raise refuse(
                    "SG135",
                    "a comprehension is not supported where it is not always evaluated",
                    span,
                    hint="give it a name in a statement of its own above this one",
                )
            return known
        case s.FormattedText():
            return once(Passive("text"))
        case _:
            assert_never(expression)


def _keyed(
    context: Context, state: State, known: Structure | None, span: Span
) -> Value:
    """Return the dictionary of a comprehension, from its pairs."""
    if known is None:
        raise refuse(
            "SG135",
            "of this comprehension of a dictionary the keys are not known one by one, or "
            "a function of the file is called for each",
            span,
            hint="write the dictionary out, a key for each value",
        )
    pairs = [item.items for item in known.items if isinstance(item, Structure)]
    return displayed(context, state, tuple((k, v) for k, v in pairs), span)


def _chosen(
    context: Context,
    state: State,
    operator: str,
    operands: tuple[s.SurfaceExpression, ...],
) -> s.SurfaceExpression | None:
    """`act or np.tanh`, of which the first is known to be a function or None."""
    if len(operands) != 2:
        return None
    taken = decided(context, state, operands[0], evaluate)
    if taken is None:
        return None
    return operands[0] if taken == (operator == "or") else operands[1]


def _display(
    context: Context, state: State, kind: str, items: tuple[s.SurfaceExpression, ...]
) -> Value:
    """Return the value of a display, with the items of a starred one among its own."""
    found: list[Value] = []
    lists: list[tuple[bool, Value]] = []
    for item in items:
        if not isinstance(item, s.Starred):
            found.append(evaluate(context, state, item))
            lists.append((False, found[-1]))
            continue
        value = evaluate(context, state, item.value)
        parts = items_of(value)
        if parts is None and not is_list(value):
            raise refuse(
                "SG137",
                "how many items `*` brings in here is not known",
                item.span,
                hint="write the items out one by one, or join arrays with "
                "`np.concatenate`",
            )
        lists.append((True, value))
        found.extend(parts or ())
    if any(is_star and items_of(value) is None for is_star, value in lists):
        return starred(context, state, tuple(lists), items[0].span)
    return Structure(kind, tuple(found))


def formula(context: Context, state: State, expression: s.SurfaceExpression) -> Formula:
    """Evaluate an expression that must be a single value; a display becomes one."""
    return as_formula(evaluate(context, state, expression), expression.span)


def sometimes(
    context: Context, state: State, expression: s.SurfaceExpression
) -> Formula:
    """Evaluate what is not always evaluated: calls in it stay where they are."""
    context.lazy += 1
    try:
        return formula(context, state, expression)
    finally:
        context.lazy -= 1


def subscript_items(
    context: Context, state: State, items: tuple[s.SurfaceExpression, ...]
) -> tuple[Any, ...]:
    """Return subscripts as a rule receives them: ints, slices, None, Formulas."""

    def part(item: s.SurfaceExpression) -> Any:
        return unwrap(evaluate(context, state, item), item.span)

    parts = tuple(
        slice(*(None if p is None else part(p) for p in (i.start, i.stop, i.step)))
        if isinstance(i, s.SliceOf)
        else part(i)
        for i in items
    )
    match parts:
        case (tuple() as written,) if written:
            return written  # `a[(i, j)]` is `a[i, j]`
        case (Formula(type=TupleOf(several)) as places,):
            return tuple(index(places, (k,)) for k in range(len(several)))
    return parts


# ---- names


def _name(context: Context, state: State, name: str, span: Span) -> Value:
    binding = state.names.get(name)
    if binding is not None:
        return state.meaning(binding)
    if name in context.local:
        if context.is_emitted and "_saved" in name:
            raise refuse(
                "SG403",
                f"what a call saves, `{name}`, is there on some paths only: a derivative "
                "of a recursion, or of a call within a branch, is not differentiated",
                span,
                hint="in the source, write the recursion as a loop, and make the call "
                "ahead of the branch",
            )
        raise refuse(
            "SG105",
            f"`{name}` may be unbound here",
            span,
            hint=f"bind `{name}` on every path that leads here",
        )
    if name in context.module.rebound:
        raise refuse(
            "SG106",
            f"`{name}` is bound more than once in the module, so its value here is "
            "not known",
            span,
            hint=f"give `{name}` one module-level assignment, or pass it as an "
            "argument",
        )
    return _decorated(context, state, context.qualified(name, span), span)


def _decorated(context: Context, state: State, value: Value, span: Span) -> Value:
    """Return a function of the module as what its own decorators make of it here."""
    if (
        not isinstance(value, UserFunction)
        or value.name not in context.module.functions
    ):
        return value
    surface = context.module.functions[value.name]
    for decorator in reversed(own_decorators(context.module, surface)):
        given = s.Argument(s.NameRef("@decorated", span))
        inner = state.names.get("@decorated")
        state.names["@decorated"] = value
        try:
            value = evaluate(context, state, s.Call(decorator, (given,), span))
        finally:
            del state.names["@decorated"]
            if inner is not None:
                state.names["@decorated"] = inner
    return value


# ---- calls and subscripts


def _called(context: Context, state: State, call: s.Call) -> Value:
    """Return what is called: of what may be a generator of random numbers, a method."""
    match call.function:
        case s.Attribute(base=base, name=name) if is_draw(call, context.module):
            value = evaluate(context, state, base)
            if isinstance(value, Formula):
                return Method(value, name)
    return evaluate(context, state, call.function)


def _call(context: Context, state: State, call: s.Call) -> Value:
    item = popped(context, state, call)
    if item is not None:
        return item
    if isinstance(call.function, s.NameRef) and call.function.name == "super":
        return Class(context.owner, above=True)
    made_empty = emptied(context, state, call, evaluate)
    if made_empty is not None:
        return made_empty
    function = _called(context, state, call)
    if (passive := told(function)) is not None:
        return passive
    if isinstance(function, Record | Structure):
        function = special(context, function, "__call__", call.span)
    if isinstance(function, Class):
        return context.construct(context, state, function, call)
    if isinstance(function, Bound):
        known = UserFunction(function.function)
        return context.call(context, state, known, call, function)
    if isinstance(function, UserFunction):
        return context.call(context, state, function, call)
    if isinstance(function, Qualified) and function.name == "functools.partial":
        return partial(context, state, call, evaluate)
    values: list[Value] = []
    keywords: dict[str, Value] = {}
    for argument in call.arguments:
        value = evaluate(context, state, argument.value)
        if argument.star:
            parts = items_of(value) if argument.star == "*" else None
            if parts is None:
                raise refuse(
                    "SG111",
                    f"what an unpacked `{argument.star}` argument brings is not known",
                    argument.value.span,
                    hint="write the arguments out one by one",
                )
            values.extend(parts)
        elif argument.keyword is None:
            values.append(value)
        else:
            keywords[argument.keyword] = value
    match function, values:
        case Qualified(name="types.SimpleNamespace"), []:
            return Structure("object", tuple(keywords.values()), tuple(keywords))
        case Qualified(name="builtins.isinstance"), [value, kinds]:
            holds = is_instance(context.module, value, kinds)
            if holds is None:
                return instance_test(value, kinds, call.span)
            return literal(holds)
    if isinstance(function, Partial):
        values = [*function.arguments, *values]
        keywords = {**dict(function.keywords), **keywords}
        function = function.function
    if is_about_dictionaries(function, tuple(values)):
        return about_dictionaries(
            context, state, function, tuple(values), keywords, call.span
        )
    random = drawn(function, tuple(values), keywords, call.span)
    if random is not None:
        return random
    return applied(function, tuple(values), keywords, call.span)


def _subscript(context: Context, state: State, subscript: s.Subscript) -> Value:
    value = evaluate(context, state, subscript.base)
    if (asked := overloads.item(context, state, subscript, value)) is not None:
        return asked
    items = subscript.items
    if isinstance(value, Qualified) and value.name in ("numpy.s_", "numpy.index_exp"):
        found = tuple(evaluate(context, state, item) for item in items)
        return Structure("tuple", found) if len(found) > 1 else found[0]
    if isinstance(value, Structure) and len(items) == 1 and any(records_in(value)):
        value = _one_of(context, state, value, items[0], subscript.span)
    parts = subscript_items(context, state, items)
    found_item = item_of_dictionary(context, state, value, parts, subscript.span)
    if found_item is not None:
        return found_item
    if isinstance(value, Qualified) and value.name in MADE:
        return gridded(value.name, parts, subscript.span)
    if isinstance(value, Method) and value.name == "flat":
        base = as_formula(value.base, subscript.span)
        value = primitive("ravel", (base,), {}, subscript.span)
    if isinstance(value, Structure):
        parts = tuple(known_place(context, part) for part in parts)
    return subscripted(value, parts, subscript.span)


def _one_of(
    context: Context,
    state: State,
    value: Structure,
    item: s.SurfaceExpression,
    span: Span,
) -> Value:
    """Return a list of records as one value, if which of them is read is worked out."""
    if value.kind not in ("list", "tuple") or value.keys:
        return value
    place = evaluate(context, state, item)
    if isinstance(place, Formula) and isinstance(place.expression, Constant | Slice):
        return value
    return joined_items(packed(context, state, value, span))


def _attribute(context: Context, state: State, node: s.Attribute) -> Value:
    base, name, span = evaluate(context, state, node.base), node.name, node.span
    match base:
        case Record(kind="object", owner=owner) if owner and not context.records.has(
            state, base, name
        ):
            found = member(context.module, owner, name, span)
            if found is None:
                return part(context, state, base, name, span)
            return _member(context, state, found, base, node)
        case Record(kind="object"):
            return part(context, state, base, name, span)
        case Class(name=owner, above=above):
            found = member(context.module, owner, name, span, above)
            if found is None:
                raise refuse("SG321", f"`{owner}` has no attribute `{name}`", span)
            if found.kind == "constant":
                # the emitted line reads it from the class, as the source's does
                classes = lineage(context.module, owner, span)
                context.classes |= {one.name for one in classes}
            receiver = state.meaning(state.names[context.own]) if above else base
            return _member(context, state, found, receiver, node)
        case Structure(owner=owner, keys=keys) if owner and name not in keys:
            found = member(context.module, owner, name, span)
            if found is not None:
                return _member(context, state, found, base, node)
        case Structure(kind="tuple" | "object") if name in base.keys:
            return base.items[base.keys.index(name)]
        case Formula(type=RecordOf(kind="object") as kind) if kind.field(name):
            return index(base, (Field(name),))
        case Formula(type=TupleOf(names=names)) if name in names:
            return index(base, (names.index(name),))
        case Formula() if is_foreign(name):
            discover(context, base, "object", name)
    return attribute(base, name, span)


def _member(
    context: Context, state: State, found: Member, receiver: Value, node: s.Attribute
) -> Value:
    """Return what an attribute of a class means for an object of it."""
    if found.kind == "constant":
        assert found.value is not None
        value = context.constant(found.value)
        is_known = isinstance(value, Formula) and isinstance(value.expression, Constant)
        if not is_known and isinstance(receiver, Record):
            # read where it stands, as an attribute that the object has of its own
            return part(context, state, receiver, node.name, node.span)
        return value
    surface = context.module.functions[found.key]
    if found.kind == "classmethod":
        return of_class(context, surface, receiver, node.span)
    function = UserFunction(context.define(surface, surface.name))
    if found.kind == "staticmethod" or isinstance(receiver, Class):
        return function
    is_super = isinstance(node.base, s.Call) and node.base.function == s.NameRef(
        "super", node.base.span
    )
    bound = Bound(function.name, receiver, context.own if is_super else "")
    if found.kind == "property":
        call = s.Call(node, (), node.span)
        return context.call(context, state, function, call, bound)
    return bound


# ---- operators


def special(context: Context, value: Value, name: str, span: Span) -> Value:
    """Return the method of a class that an object is called or asked with."""
    owner = getattr(value, "owner", "")
    found = member(context.module, owner, name, span) if owner else None
    if found is None:
        raise refuse("SG112", "this is called, but what it is cannot be told", span)
    surface = context.module.functions[found.key]
    return Bound(context.define(surface, surface.name), value, called=True)


def _binary(
    context: Context, state: State, operator: str, left: Value, right: Value, span: Span
) -> Value:
    match operator, left, right:
        case "+", Structure(kind, items), Structure(other, more) if kind == other:
            return Structure(kind, items + more)
        case "*", Structure("tuple", items), Formula(
            expression=Constant(int() as times)
        ):
            return Structure("tuple", items * times)
        case "*", Structure("list", items), Formula(
            expression=Constant(int() as times)
        ) if not any(
            isinstance(item, Formula) and may_be_array(item.type) for item in items
        ):
            return Structure("list", items * times)
        case "|", Record() | Structure("dict"), Record() | Structure("dict"):
            return displayed(context, state, ((None, left), (None, right)), span)
        case "+" | "*", _, _ if is_list(left) or is_list(right):
            return of_lists(context, state, operator, left, right, span)
        case _:
            return operation(BINARY[operator], span, left, right)


def _comparison(context: Context, state: State, comparison: s.Comparison) -> Value:
    span = comparison.span
    expressions = (comparison.first, *comparison.others)
    if comparison.operators in (("in",), ("not in",)):
        container = evaluate(context, state, comparison.others[0])
        if isinstance(container, Record) or is_dictionary(container):
            key = evaluate(context, state, comparison.first)
            is_in = contains(context, state, container, key, span)
            return literal(is_in == (comparison.operators == ("in",)))
    operands = [formula(context, state, expression) for expression in expressions]
    tests: list[Expression] = []
    type_: Type = BOOLEAN
    for operator, left, right in zip(
        comparison.operators, operands, operands[1:], strict=False
    ):
        if operator in COMPARISON:
            test = operation(COMPARISON[operator], span, left, right)
            if len(operands) == 2 and isinstance(test.type, Numeric):
                type_ = test.type
            tests.append(test.expression)
        else:
            tests.append(Apply(operator, (left.expression, right.expression)))
    return Formula(tests[0] if len(tests) == 1 else Apply("and", tuple(tests)), type_)
