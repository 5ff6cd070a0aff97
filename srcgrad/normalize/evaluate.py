"""Surface expression -> Formula (or what else a name can mean): names and calls resolved.

Calls of user functions are put before the statement, as `Invoke`, where evaluation order allows.
"""

from __future__ import annotations

from typing import Any, assert_never

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Expression,
    Index,
    Name,
    Sequence,
    Slice,
)
from srcgrad.ir.types import BOOLEAN, NOTHING, ListOf, Numeric, Passive, TupleOf, join
from srcgrad.normalize.context import Context
from srcgrad.normalize.scope import (
    Method,
    Qualified,
    Ref,
    State,
    Structure,
    UserFunction,
    Value,
)
from srcgrad.primitives.entry import Primitive
from srcgrad.primitives.formula import Formula, apply, bind, lift, type_of
from srcgrad.primitives.indexing import indexed
from srcgrad.primitives.table import BY_NAME

BINARY = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "divide",
    "**": "power",
    "//": "floor_divide",
    "%": "mod",
    "@": "matmul",
    "&": "bitwise_and",
    "|": "bitwise_or",
    "^": "bitwise_xor",
    "<<": "left_shift",
    ">>": "right_shift",
}
COMPARISON = {
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
    "==": "equal",
    "!=": "not_equal",
}
UNARY = {"-": "negative", "+": "positive", "~": "invert"}


def evaluate(context: Context, state: State, expression: Any) -> Value:
    """Meaning of a surface expression in a state."""
    match expression:
        case s.Literal(value=value):
            return Formula(Constant(value), type_of(value))
        case s.NameRef(name=name, span=span):
            return _name(context, state, name, span)
        case s.Attribute():
            return _attribute(context, state, expression)
        case s.Call():
            return _call(context, state, expression)
        case s.Subscript(base=base, items=items, span=span):
            return _subscript(context, state, base, items, span)
        case s.SliceOf(start=start, stop=stop, step=step):
            parts = [
                None if p is None else formula(context, state, p).expression
                for p in (start, stop, step)
            ]
            return Formula(Slice(*parts), Passive("slice"))
        case s.Display(kind=kind, items=items):
            return Structure(
                kind, tuple(evaluate(context, state, item) for item in items)
            )
        case s.Unary(operator="not", operand=operand):
            return Formula(
                Apply("not", (formula(context, state, operand).expression,)), BOOLEAN
            )
        case s.Unary(operator=operator, operand=operand, span=span):
            return _negated(
                primitive(
                    UNARY[operator], (argument(context, state, operand),), {}, span
                )
            )
        case s.Binary(operator=operator, left=left, right=right, span=span):
            return _binary(context, state, operator, left, right, span)
        case s.Comparison():
            return _comparison(context, state, expression)
        case s.Boolean(operator=operator, operands=operands):
            first = formula(context, state, operands[0])
            context.lazy += 1
            others = [formula(context, state, operand) for operand in operands[1:]]
            context.lazy -= 1
            type_ = first.type
            for other in others:
                type_ = join(type_, other.type)
            return Formula(
                Apply(operator, tuple(f.expression for f in (first, *others))), type_
            )
        case s.Conditional(condition=condition, then=then, otherwise=otherwise):
            test = formula(context, state, condition)
            context.lazy += 1
            one, two = formula(context, state, then), formula(context, state, otherwise)
            context.lazy -= 1
            choice = Choice(test.expression, one.expression, two.expression)
            return Formula(choice, join(one.type, two.type))
        case s.FormattedText():
            return Formula(Constant(""), Passive("text"))
        case _:
            assert_never(expression)


def formula(context: Context, state: State, expression: Any) -> Formula:
    """Evaluate an expression that must be a single value; a display becomes one."""
    return as_formula(evaluate(context, state, expression), expression.span)


def as_formula(value: Value, span: Span) -> Formula:
    """Make a single value of what an expression means."""
    match value:
        case Formula():
            return value
        case Structure(kind, items):
            parts = tuple(as_formula(item, span) for item in items)
            expression = Sequence(tuple(p.expression for p in parts), kind)
            if kind == "tuple":
                return Formula(expression, TupleOf(tuple(p.type for p in parts)))
            type_ = parts[0].type if parts else NOTHING
            for part in parts[1:]:
                type_ = join(type_, part.type)
            return Formula(expression, ListOf(type_))
        case Qualified(name=name, text=text):
            entry = BY_NAME.get(name)
            if entry is None and not _is_module(name):
                _unknown(name, text, span)
            return Formula(Name(text), Passive("function" if entry else "module"))
        case UserFunction(name=name):
            raise refuse(
                "SG110",
                f"`{name}` is used as a value, not called",
                span,
                hint=f"call `{name}` by its name where it is needed",
            )
        case Method(name=name):
            raise refuse("SG201", f"the attribute `.{name}` is not supported", span)


def argument(context: Context, state: State, expression: Any) -> Any:
    """Evaluate to what a rule receives: a Python value, a tuple, or a Formula."""
    return unwrap(evaluate(context, state, expression), expression.span)


def unwrap(value: Value, span: Span) -> Any:
    """Take literals and displays out of their Formula."""
    match value:
        case Formula(expression=Constant(value=literal)):
            return literal
        case Structure(kind, items):
            parts = [unwrap(item, span) for item in items]
            return tuple(parts) if kind == "tuple" else parts
        case _:
            return as_formula(value, span)


def primitive(
    key: str | Primitive, values: tuple[Any, ...], keywords: dict[str, Any], span: Span
) -> Formula:
    """Apply a primitive; what its signature does not take is refused."""
    name = key if isinstance(key, str) else key.key
    try:
        return apply(name, *values, **keywords)
    except TypeError as error:
        message = str(error)
        raise refuse("SG202", message[0].lower() + message[1:], span) from error


def _negated(value: Formula) -> Formula:
    """Fold the sign into a literal, so that -1 is a literal too."""
    match value.expression:
        case Apply("negative", (Constant(value=int() | float() as literal),)) if (
            not isinstance(literal, bool)
        ):
            return Formula(Constant(-literal), type_of(-literal))
        case Apply("positive", (Constant() as literal,)):
            return Formula(literal, value.type)
        case _:
            return value


def _name(context: Context, state: State, name: str, span: Span) -> Value:
    binding = state.names.get(name)
    if binding is not None:
        return _bound(state, binding)
    if name in context.local:
        raise refuse(
            "SG105",
            f"`{name}` may be unbound here",
            span,
            hint=f"bind `{name}` on every path that leads here",
        )
    if name in context.module.rebound:
        raise refuse(
            "SG106",
            f"`{name}` is bound more than once in the module, so its value here is not known",
            span,
            hint=f"give `{name}` one module-level assignment, or pass it as an argument",
        )
    return context.qualified(name, span)  # type: ignore[no-any-return]


def _bound(state: State, binding: Any) -> Value:
    match binding:
        case Ref():
            return state.read(binding)
        case Structure(kind, items):
            return Structure(kind, tuple(_bound(state, item) for item in items))
        case _:
            return binding  # type: ignore[no-any-return]


def _attribute(context: Context, state: State, expression: s.Attribute) -> Value:
    base = evaluate(context, state, expression.base)
    name = expression.name
    if isinstance(base, Qualified):
        return Qualified(f"{base.name}.{name}", f"{base.text}.{name}")
    if (
        isinstance(base, Formula)
        and isinstance(base.expression, Name)
        and isinstance(base.type, Passive)
    ):
        return Method(base, name)
    entry = BY_NAME.get(f"ndarray.{name}")
    if (
        entry is not None
        and entry.spelling.startswith(".")
        and not entry.spelling.endswith("()")
    ):
        return primitive(entry, (unwrap(base, expression.span),), {}, expression.span)
    if (
        name in ("shape", "size", "ndim", "T", "dtype", "real", "imag")
        and entry is not None
    ):
        return primitive(entry, (unwrap(base, expression.span),), {}, expression.span)
    return Method(base, name)


def _call(context: Context, state: State, call: s.Call) -> Value:
    for given in call.arguments:
        if given.star:
            raise refuse(
                "SG111",
                "an unpacked argument of a call is not supported",
                call.span,
                hint="write the arguments out one by one",
            )
    function = evaluate(context, state, call.function)
    if isinstance(function, UserFunction):
        return context.call(context, state, function.name, call)  # type: ignore[no-any-return]
    positional = [a for a in call.arguments if a.keyword is None]
    values = tuple(argument(context, state, a.value) for a in positional)
    keywords = {
        a.keyword: argument(context, state, a.value)
        for a in call.arguments
        if a.keyword
    }
    match function:
        case Qualified(name="builtins.range"):
            return Formula(
                Apply("range", tuple(lift(v) for v in values)), Passive("range")
            )
        case Qualified(name="builtins.tuple" | "builtins.list" as kind) if (
            len(values) == 1
        ):
            items = evaluate(context, state, positional[0].value)
            if isinstance(items, Structure):
                return Structure(kind.removeprefix("builtins."), items.items)
            return (
                primitive(BY_NAME[kind], values, keywords, call.span)
                if kind in BY_NAME
                else _unknown(kind, kind.removeprefix("builtins."), call.span)
            )
        case Qualified(name=name, text=text):
            entry = BY_NAME.get(name)
            if entry is None:
                _unknown(name, text, call.span)
            return primitive(entry, values, keywords, call.span)
        case Method(base=base, name=name):
            entry = BY_NAME.get(f"ndarray.{name}")
            if entry is None:
                _unknown(f"ndarray.{name}", f".{name}()", call.span)
            return primitive(
                entry,
                *_method(entry, unwrap(base, call.span), values, keywords),
                call.span,
            )
        case _:
            raise refuse(
                "SG112", "this is called, but what it is cannot be told", call.span
            )


def _method(
    entry: Primitive, base: Any, values: tuple[Any, ...], keywords: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Gather `x.reshape(2, 3)` and `x.transpose(0, 2, 1)` into the tuple that the function takes."""
    names = [p.name for p in entry.parameters]
    if len(values) > 1 and len(names) > 1 and names[1] in ("shape", "newshape", "axes"):
        values = (values,)
    return (base, *values), keywords


def _unknown(name: str, text: str, span: Span) -> Any:
    from srcgrad.primitives.listing import nearest

    near = nearest(name)
    hint = f"the nearest that has a rule: {', '.join(near)}" if near else None
    raise refuse("SG201", f"`{text}` has no derivative rule", span, hint=hint)


def _is_module(name: str) -> bool:
    return any(known.startswith(name + ".") for known in BY_NAME) or name.startswith(
        ("numpy", "math")
    )


def _subscript(
    context: Context, state: State, base: Any, items: Any, span: Span
) -> Value:
    value = evaluate(context, state, base)
    if isinstance(value, Qualified) and value.name in ("numpy.s_", "numpy.index_exp"):
        found = tuple(evaluate(context, state, item) for item in items)
        return Structure("tuple", found) if len(found) > 1 else found[0]
    parts = subscript_items(context, state, items)
    if isinstance(value, Structure) and len(parts) == 1:
        match parts[0]:
            case int() as position if not isinstance(position, bool):
                if not -len(value.items) <= position < len(value.items):
                    raise refuse(
                        "SG204",
                        f"index {position} is outside of this {value.kind}",
                        span,
                    )
                return value.items[position]
            case slice(start=start, stop=stop, step=step) if all(
                p is None or isinstance(p, int) for p in (start, stop, step)
            ):
                return Structure(value.kind, value.items[parts[0]])
    whole = as_formula(value, span)
    return index(whole, parts)


def index(base: Formula, parts: tuple[Any, ...]) -> Formula:
    """`base[parts]` with its type; a constant subscript of a known shape stays an expression."""
    return Formula(
        Index(base.expression, tuple(lift(p) for p in parts)), indexed(base.type, parts)
    )


def subscript_items(context: Context, state: State, items: Any) -> tuple[Any, ...]:
    """Subscripts as a rule receives them: ints, slices, None, Ellipsis, Formulas."""
    parts: list[Any] = []
    for item in items:
        if isinstance(item, s.SliceOf):
            bounds = [
                None if p is None else argument(context, state, p)
                for p in (item.start, item.stop, item.step)
            ]
            parts.append(slice(*bounds))
        else:
            parts.append(argument(context, state, item))
    return tuple(parts)


def _binary(
    context: Context, state: State, operator: str, left: Any, right: Any, span: Span
) -> Value:
    one, two = evaluate(context, state, left), evaluate(context, state, right)
    if isinstance(one, Structure) or isinstance(two, Structure):
        if (
            operator == "+"
            and isinstance(one, Structure)
            and isinstance(two, Structure)
            and one.kind == two.kind
        ):
            return Structure(one.kind, one.items + two.items)
        if operator == "*" and isinstance(one, Structure):
            match unwrap(two, span):
                case int() as times:
                    return Structure(one.kind, one.items * times)
    return _negated(
        primitive(BINARY[operator], (unwrap(one, span), unwrap(two, span)), {}, span)
    )


def _comparison(context: Context, state: State, expression: s.Comparison) -> Value:
    operands = [
        formula(context, state, e) for e in (expression.first, *expression.others)
    ]
    tests: list[Expression] = []
    type_: Any = BOOLEAN
    for operator, left, right in zip(
        expression.operators, operands, operands[1:], strict=False
    ):
        if operator in COMPARISON:
            span = expression.span
            test = primitive(
                COMPARISON[operator],
                (unwrap(left, span), unwrap(right, span)),
                {},
                span,
            )
            if len(operands) == 2:
                type_ = test.type if isinstance(test.type, Numeric) else BOOLEAN
            tests.append(test.expression)
        else:
            tests.append(Apply(operator, (left.expression, right.expression)))
    return Formula(tests[0] if len(tests) == 1 else Apply("and", tuple(tests)), type_)
