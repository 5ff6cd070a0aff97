"""`isinstance(value, kinds)` -> whether it holds, or the test as it stands in the text."""

from __future__ import annotations

from collections.abc import Iterator

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Apply, Constant, Expression, Name, Sequence
from srcgrad.ir.types import BOOLEAN, ListOf, Numeric, Passive, TupleOf, Type, rank
from srcgrad.normalize.scopes.scope import Class, Qualified, Record, Structure, Value
from srcgrad.normalize.scopes.values import as_formula, is_function
from srcgrad.primitives.formula import Formula

# What a number of NumPy's, and one of Python's, may be said to be.
REAL = frozenset(
    "builtins.float numbers.Number numbers.Real numpy.floating numpy.number".split()
)
# What no number is, nor anything that a number or an array is taken for.
NEVER = frozenset("builtins.str builtins.dict builtins.set".split())
NOT_NUMBERS = NEVER | {"builtins.list", "builtins.tuple"}
ARRAY = "numpy.ndarray"


def is_instance(module: s.SurfaceModule, value: Value, kinds: Value) -> bool | None:
    """Return whether a value is of one of the kinds; None where a run has to tell."""
    found = [_is(module, value, kind) for kind in _each(kinds)]
    if True in found:
        return True
    return None if None in found else False


def instance_test(value: Value, kinds: Value, span: Span) -> Formula:
    """Return the test as an expression."""
    names = [_name(kind, span) for kind in _each(kinds)]
    several = isinstance(kinds, Structure)
    shown: Expression = Sequence(tuple(names), "tuple") if several else names[0]
    tested = as_formula(value, span).expression
    return Formula(Apply("call", (Constant("isinstance"), tested, shown)), BOOLEAN)


def _each(kinds: Value) -> Iterator[Value]:
    if isinstance(kinds, Structure):
        for item in kinds.items:
            yield from _each(item)
    else:
        yield kinds


def _name(kind: Value, span: Span) -> Expression:
    match kind:
        case Qualified(text=text):
            return Name(text, Passive("type"))
        case Class(name=name):
            return Name(name, Passive("type"))
        case _:
            raise refuse(
                "SG112",
                "what `isinstance` is asked for is not known to be a class",
                span,
                hint="name the class itself: `isinstance(x, np.ndarray)`",
            )


def _is(module: s.SurfaceModule, value: Value, kind: Value) -> bool | None:
    match value, kind:
        case Record(kind="object", owner=owner), Class(name=name):
            return name in _above(module, owner) if owner else None
        case Record(kind=made) | Structure(kind=made), Qualified(name=name):
            return _of_container(made, name)
        case Record() | Structure(), Class(name=name):
            owner = value.owner
            return name == owner if owner else False
        case Formula(type=Numeric()), Class():
            return False
        case Formula(expression=Constant(value=known)), Qualified(name=name):
            same = {"builtins.str": str, "builtins.bool": bool}.get(name)
            if isinstance(known, str | bool) or known is None:
                return None if same is None else isinstance(known, same)
            return None
        case Formula(type=type_), Qualified(name=name):
            return _of_type(type_, name)
        case _:
            return False if is_function(value) else None


def _of_container(kind: str, name: str) -> bool | None:
    if name in NOT_NUMBERS:
        return name == f"builtins.{kind}"
    return False if name in REAL | {ARRAY, "builtins.int"} else None


def _of_type(type_: Type, name: str) -> bool | None:
    match type_:
        case Numeric(mutable=True):
            if name == ARRAY:
                return True
            return (
                False
                if name in NOT_NUMBERS | {"builtins.int", "builtins.float"}
                else None
            )
        case Numeric() if rank(type_) == 0 and type_.mutable is False:
            if type_.dtype == "float64" and name == "builtins.float":
                return True
            return False if name in NOT_NUMBERS | {ARRAY} else None
        case Numeric() if name in NEVER:
            return False
        case ListOf():
            return _of_container("list", name)
        case TupleOf():
            return _of_container("tuple", name)
        case _:
            return None


def _above(module: s.SurfaceModule, owner: str) -> set[str]:
    found: set[str] = set()
    waiting = [owner]
    while waiting:
        name = waiting.pop()
        if name in module.classes and name not in found:
            waiting.extend(module.classes[name].bases)
        found.add(name)
    return found
