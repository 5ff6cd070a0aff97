"""Calls that draw random numbers -> names for what is drawn, and its types.

    y = x + rng.normal(size=n)    ->    draw = rng.normal(size=n)
                                        y = x + draw

A draw is made once, in the forward pass. So it has a name, by which the backward pass
reads what was drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from srcgrad.analysis.names import expressions_of, parts
from srcgrad.diagnostics import Span
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Apply, Expression, Sequence
from srcgrad.ir.nesting import blocks_in, with_blocks
from srcgrad.ir.types import FLOAT, INTEGER, UNKNOWN, Numeric, Passive, Type, is_scalar
from srcgrad.normalize.rewriting.excerpts import replaced
from srcgrad.normalize.scopes.scope import Method, Qualified, Value
from srcgrad.normalize.scopes.values import as_formula, literal, primitive, unwrap
from srcgrad.primitives.formula import Formula

Block: TypeAlias = tuple[s.SurfaceStatement, ...]

MODULES = ("numpy.random.", "random.")
MAKERS = frozenset(
    "default_rng RandomState Generator SeedSequence PCG64 MT19937 Philox Random".split()
)
SETTERS = frozenset(("seed", "set_state", "setstate"))
# method -> how many arguments come before the size; None where they are the size
DRAWS: Mapping[str, int | None] = {
    "normal": 2,
    "standard_normal": 0,
    "uniform": 2,
    "random": 0,
    "random_sample": 0,
    "rand": None,
    "randn": None,
    "integers": 2,
    "randint": 2,
    "choice": 1,
    "permutation": 1,
    "permuted": 1,
    "exponential": 1,
    "standard_exponential": 0,
    "gamma": 2,
    "standard_gamma": 1,
    "beta": 2,
    "poisson": 1,
    "binomial": 2,
    "lognormal": 2,
    "laplace": 2,
    "gumbel": 2,
    "rayleigh": 1,
    "logistic": 2,
    "multivariate_normal": 2,
    "dirichlet": 1,
    "multinomial": 2,
    "gauss": 9,
    "normalvariate": 9,
    "expovariate": 9,
    "betavariate": 9,
}
COUNTS = frozenset("integers randint poisson binomial multinomial".split())
# Draws that are smooth in what they are given: the rule, and the first arguments.
AROUND = ("random.shifted", ("loc", 0.0), ("scale", 1.0))
SMOOTH: Mapping[str, tuple[Any, ...]] = {
    "normal": AROUND,
    "laplace": AROUND,
    "logistic": AROUND,
    "gumbel": AROUND,
    "uniform": ("random.between", ("low", 0.0), ("high", 1.0)),
    "exponential": ("random.scaled", ("scale", 1.0)),
    "rayleigh": ("random.scaled", ("scale", 1.0)),
    "lognormal": ("random.log_shifted", ("mean", 0.0), ("sigma", 1.0)),
    "gauss": ("random.shifted", ("mu", 0.0), ("sigma", 1.0)),
    "normalvariate": ("random.shifted", ("mu", 0.0), ("sigma", 1.0)),
    "expovariate": ("random.rated", ("lambd", 1.0)),
}


def name_draws(
    block: Block, module: s.SurfaceModule, unique: Callable[[str], str]
) -> Block:
    """Give what is drawn within an expression a name, as `:=` would."""
    return tuple(_named(statement, module, unique) for statement in block)


def _named(
    statement: s.SurfaceStatement, module: s.SurfaceModule, unique: Callable[[str], str]
) -> s.SurfaceStatement:
    statement = with_blocks(statement, lambda b: name_draws(b, module, unique))
    if isinstance(statement, s.Effect):
        return statement
    own: s.SurfaceExpression | None = None
    match statement:
        case s.Assign(targets=(s.NameRef(),), value=own):
            pass
        case s.Evaluate(value=own):
            pass
    calls = [
        part
        for expression in expressions_of(statement)
        for part in parts(expression)
        if is_draw(part, module) and part is not own
    ]
    names = {id(call): unique("draw") for call in calls}

    def change(part: Any) -> Any:
        if id(part) not in names:
            return None
        target = s.NameRef(names[id(part)], part.span)
        return s.Walrus(target, part, part.span)

    return replaced(statement, change) if calls else statement


def is_draw(part: Any, module: s.SurfaceModule) -> bool:
    """Whether an expression draws: a function of `random`, or a method of a generator."""
    if not isinstance(part, s.Call):
        return False
    name = qualified_name(part.function, module)
    if name is not None:
        return name.startswith(MODULES) and name.rpartition(".")[2] in DRAWS
    match part.function:
        case s.Attribute(base=s.NameRef() | s.Call(), name=method):
            return method in DRAWS
        case _:
            return False


def qualified_name(
    function: s.SurfaceExpression, module: s.SurfaceModule
) -> str | None:
    """Full name of what a module holds, None for anything else."""
    match function:
        case s.NameRef(name=name) if name in module.imports:
            return module.imports[name].qualified
        case s.Attribute(base=base, name=name):
            inner = qualified_name(base, module)
            return None if inner is None else f"{inner}.{name}"
        case _:
            return None


def draws(function: s.SurfaceFunction, module: s.SurfaceModule) -> bool:
    """Whether a function draws, itself or by what it calls."""
    seen: set[str] = set()
    waiting = [function]
    while waiting:
        for expression in _expressions(waiting.pop().body):
            for part in parts(expression):
                if is_draw(part, module):
                    return True
                if isinstance(part, s.NameRef) and part.name in module.functions:
                    if part.name not in seen:
                        seen.add(part.name)
                        waiting.append(module.functions[part.name])
    return False


def _expressions(block: Block) -> list[s.SurfaceExpression]:
    found: list[s.SurfaceExpression] = []
    for statement in block:
        found.extend(expressions_of(statement))
        for inner in blocks_in(statement):
            found.extend(_expressions(inner))
    return found


# ---- values


def drawn(
    function: Value,
    values: tuple[Value, ...],
    keywords: Mapping[str, Value],
    span: Span,
) -> Formula | None:
    """Return what a call draws, or the generator that it makes; None for other calls."""
    match function:
        case Qualified(name=name) if name.startswith(MODULES):
            method, is_made = name.rpartition(".")[2], True
        case Method(base=Formula(type=type_), name=method) if type_ == Passive(
            "generator"
        ) or _may_be_generator(type_):
            is_made = False
        case _:
            return None
    given = (*values, *keywords.values())
    if isinstance(function, Method):
        # were it no generator, what is active in it would have to be refused
        given = (function.base, *given)
    made = _made(given, span)
    if method in MAKERS and is_made:
        return Formula(made, Passive("generator"))
    if method in SETTERS:
        return Formula(made, Passive("nothing"))
    if method not in DRAWS:
        return None
    type_ = _type(method, values, keywords, span)
    if method in SMOOTH:
        base = (function.base,) if isinstance(function, Method) else ()
        made = _smooth(method, base, values, keywords, span)
    return Formula(made, type_)


def _made(given: tuple[Value, ...], span: Span) -> Apply:
    """Return a draw that has no derivative with respect to what it is given."""
    parts_ = tuple(as_formula(value, span).expression for value in given)
    return Apply("random.drawn", (Sequence(parts_),))


def _smooth(
    method: str,
    base: tuple[Value, ...],
    values: tuple[Value, ...],
    keywords: Mapping[str, Value],
    span: Span,
) -> Apply:
    """Return a draw that follows a location, a scale or bounds smoothly."""
    key, *named = SMOOTH[method]
    others = dict(keywords)
    first: list[Expression] = []
    for position, (name, default) in enumerate(named):
        alternative = {"low": "a", "high": "b"}.get(name, name)
        given = others.pop(name, others.pop(alternative, literal(default)))
        if position < len(values):
            given = values[position]
        first.append(as_formula(given, span).expression)
    rest = (*base, *values[len(named) :], *others.values())
    return Apply(key, (*first, _made(rest, span)))


def _may_be_generator(type_: Type) -> bool:
    if isinstance(type_, Numeric):
        return type_.dtype is None and isinstance(type_.shape, frozenset)
    return type_ == UNKNOWN


def _type(
    method: str, values: tuple[Value, ...], keywords: Mapping[str, Value], span: Span
) -> Type:
    before = DRAWS[method]
    size = keywords.get("size")
    if size is None and before is not None and len(values) > before:
        size = values[before]
    if before is None and values:
        shape = tuple(unwrap(value, span) for value in values)
        return primitive("zeros", (shape,), {}, span).type
    counts = method in COUNTS
    if method in ("choice", "permutation", "permuted", "multivariate_normal"):
        return _of_given(method, values[0], size, span)
    if size is not None:
        kind = primitive("zeros", (unwrap(size, span),), {}, span).type
        assert isinstance(kind, Numeric)
        return replace(kind, dtype="int64") if counts else kind
    single = all(
        is_scalar(as_formula(value, span).type)
        for value in (*values, *keywords.values())
    )
    if not single or method in ("dirichlet", "multinomial"):
        return Numeric("int64" if counts else "float64", None, None)
    return INTEGER if counts else FLOAT


def _of_given(method: str, first: Value, size: Value | None, span: Span) -> Type:
    """Type of what is taken from something: from the numbers below a count, counts."""
    given = as_formula(first, span).type
    if method == "multivariate_normal":
        return Numeric("float64", None, True)
    if isinstance(given, Numeric) and is_scalar(given):
        if given.dtype is None:
            return UNKNOWN
        if method == "choice" and size is None:
            return INTEGER
        return Numeric("int64", (None,), True)
    return given if method != "choice" else UNKNOWN
