"""What an expression means -> a single Formula, or what a rule receives for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NoReturn

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir.expressions import Apply, Constant, Index, Name, Sequence
from srcgrad.ir.types import FLOAT, NOTHING, ListOf, Passive, TupleOf, join
from srcgrad.normalize.scopes.scope import (
    Bound,
    Class,
    Method,
    Partial,
    Qualified,
    Record,
    Ref,
    Structure,
    UserFunction,
    Value,
)
from srcgrad.primitives.entry import Primitive
from srcgrad.primitives.formula import Formula, apply, lift, type_of
from srcgrad.primitives.indexing import indexed
from srcgrad.primitives.listing import nearest
from srcgrad.primitives.table import BY_NAME

NUMBERS = frozenset(
    f"{module}.{name}"
    for module in ("numpy", "math")
    for name in ("pi", "e", "inf", "nan", "euler_gamma", "tau")
)


def literal(value: Any) -> Formula:
    """Return the Formula of a Python value."""
    return Formula(Constant(value), type_of(value))


def as_formula(value: Value, span: Span) -> Formula:
    """Make a single value of what an expression means."""
    match value:
        case Formula():
            return value
        case Record(kind=kind) | Structure(kind="dict" | "object" as kind):
            what = "a dictionary" if kind == "dict" else "an object"
            raise refuse(
                "SG326",
                f"{what} is used where a number or an array is expected",
                span,
                hint="use its parts one by one",
            )
        case Structure(kind, items):
            parts = tuple(as_formula(item, span) for item in items)
            expression = Sequence(tuple(p.expression for p in parts), kind)
            if kind == "tuple":
                names = tuple(str(key) for key in value.keys)
                types = tuple(p.type for p in parts)
                return Formula(expression, TupleOf(types, names, value.owner))
            type_ = parts[0].type if parts else NOTHING
            for part in parts[1:]:
                type_ = join(type_, part.type)
            return Formula(expression, ListOf(type_))
        case Qualified(name=name, text=text):
            if name in NUMBERS:
                return Formula(Name(text, FLOAT), FLOAT)
            entry = BY_NAME.get(name)
            if entry is None and not _is_module(name):
                unknown(name, text, span)
            return Formula(Name(text), Passive("function" if entry else "module"))
        case UserFunction() | Partial():
            name = getattr(value, "name", "this function")
            raise refuse(
                "SG110",
                f"`{name}` is used here as a value that is not a function",
                span,
                hint=f"call `{name}`, or hand it to a function that calls it",
            )
        case Method(name=name):
            raise refuse("SG201", f"the attribute `.{name}` is not supported", span)
        case Bound() | Class():
            raise refuse(
                "SG110",
                "a method or a class is used here as a value, not called",
                span,
                hint="call it, or write a function that does",
            )
        case Ref():
            raise AssertionError("a reference is read before it is a value")


def is_function(value: Value | None) -> bool:
    """Whether a value is a function that is known by its name."""
    match value:
        case UserFunction() | Partial():
            return True
        case Qualified(name=name):
            return name not in NUMBERS
        case _:
            return False


def holds_functions(value: Value) -> bool:
    """Whether a value is a function, or has one among its items."""
    if isinstance(value, Structure):
        return any(holds_functions(item) for item in value.items)
    return is_function(value)


def unwrap(value: Value, span: Span) -> Any:
    """Take literals and displays out of their Formula, as a rule receives them."""
    match value:
        case Formula(expression=Constant(value=constant)):
            return constant
        case Structure(kind, items):
            parts = [unwrap(item, span) for item in items]
            return tuple(parts) if kind == "tuple" else parts
        case _:
            return as_formula(value, span)


def leaves_of(value: Value, span: Span) -> tuple[Formula, ...]:
    """Return the leaves of a value, left to right."""
    match value:
        case Structure(items=items):
            return tuple(leaf for item in items for leaf in leaves_of(item, span))
        case UserFunction() | Formula(expression=Constant(value=bool() | str() | None)):
            return ()
        case Qualified() if is_function(value):
            return ()
    single = as_formula(value, span)
    if isinstance(single.type, TupleOf):
        # an item of a list of tuples: its parts are read one by one
        parts = (index(single, (k,)) for k in range(len(single.type.items)))
        return tuple(leaf for part in parts for leaf in leaves_of(part, span))
    return (single,)


def items_of(value: Value) -> tuple[Value, ...] | None:
    """Return the items of a value that has a known number of them, else None."""
    if isinstance(value, Structure):
        # what an object or a dictionary gives one by one is not its parts
        return None if value.kind in ("dict", "object") else value.items
    if isinstance(value, Formula) and isinstance(value.type, TupleOf):
        return tuple(index(value, (k,)) for k in range(len(value.type.items)))
    return None


def items_of_display(value: Formula) -> tuple[Formula, ...] | None:
    """Return the items of a display that was made one value, or None."""
    display = value.expression
    if not isinstance(display, Sequence):
        return None
    match value.type:
        case TupleOf(types):
            pass
        case ListOf(item):
            types = (item,) * len(display.items)
        case _:
            return None
    return tuple(
        literal(e.value) if isinstance(e, Constant) else Formula(e, type_)
        for e, type_ in zip(display.items, types, strict=True)
    )


def primitive(
    key: str | Primitive,
    values: tuple[Any, ...],
    keywords: Mapping[str, Any],
    span: Span,
) -> Formula:
    """Apply a primitive; what its signature does not take is refused."""
    name = key if isinstance(key, str) else key.key
    try:
        return apply(name, *values, **keywords)
    except TypeError as error:
        message = str(error)
        raise refuse("SG202", message[0].lower() + message[1:], span) from error


def operation(key: str, span: Span, *operands: Value) -> Formula:
    """Apply an operator to values; a sign becomes part of a literal."""
    value = primitive(key, tuple(unwrap(o, span) for o in operands), {}, span)
    match value.expression:
        case Apply("negative", (Constant(value=int() | float() as number),)) if (
            not isinstance(number, bool)
        ):
            return literal(-number)
        case Apply("positive", (Constant() as constant,)):
            return Formula(constant, value.type)
        case _:
            return value


def stopped(value: Value, span: Span) -> Value:
    """Return a value that nothing flows through."""
    match value:
        case Formula(expression=Constant()):
            return value
        case Structure(items=items):
            return replace(value, items=tuple(stopped(i, span) for i in items))
        case Formula(expression=expression, type=type_):
            return Formula(Apply("helper.stop_gradient", (expression,)), type_)
        case _:
            return value


def index(base: Formula, parts: tuple[Any, ...]) -> Formula:
    """Return `base[parts]` with its type."""
    items = tuple(lift(part) for part in parts)
    return Formula(Index(base.expression, items), indexed(base.type, parts))


def unknown(name: str, text: str, span: Span) -> NoReturn:
    """Refuse a function that has no rule, and name the nearest that has."""
    near = nearest(name)
    hint = f"the nearest that has a rule: {', '.join(near)}; " if near else ""
    hint += "`srcgrad explain SG201` says how a rule is added"
    raise refuse("SG201", f"`{text}` has no derivative rule", span, hint=hint)


def _is_module(name: str) -> bool:
    return name.startswith(("numpy", "math")) or any(
        known.startswith(name + ".") for known in BY_NAME
    )
