"""Scalar functions: `math` and the builtins.

A function of `math` takes the rule of its NumPy sibling, spelled in `math`: the loops
over Python numbers in which it is used stay as fast as their source.
"""

from __future__ import annotations

import builtins
import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from srcgrad.ir.expressions import Apply, Expression, children, rebuild
from srcgrad.ir.types import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    ListOf,
    Numeric,
    TupleOf,
    Type,
    join,
)
from srcgrad.primitives import domains, results
from srcgrad.primitives.elementary import ELEMENTARY
from srcgrad.primitives.entry import Elementwise, Primitive
from srcgrad.primitives.exponentials import EXPONENTIALS
from srcgrad.primitives.forms import elementwise, linear, tangent, zero
from srcgrad.primitives.formula import Formula, invoke, type_of

NUMPY = {entry.key: entry for entry in (*EXPONENTIALS, *ELEMENTARY)}

#: NumPy's name and math's, for what both have
SIBLINGS = {
    "sin": "sin",
    "cos": "cos",
    "tan": "tan",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arctan2": "atan2",
    "sinh": "sinh",
    "cosh": "cosh",
    "tanh": "tanh",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "exp": "exp",
    "exp2": "exp2",
    "expm1": "expm1",
    "log": "log",
    "log2": "log2",
    "log10": "log10",
    "log1p": "log1p",
    "sqrt": "sqrt",
    "cbrt": "cbrt",
    "hypot": "hypot",
    "fabs": "fabs",
    "copysign": "copysign",
    "fmod": "fmod",
    "radians": "radians",
    "degrees": "degrees",
    "float_power": "pow",
}


OPERATORS = ("add", "subtract", "multiply", "divide", "power", "negative")


def in_math(rule: Callable[..., Any]) -> Callable[..., Any]:
    """Spell what a rule writes in `math`; its operands stay as they are."""

    @functools.wraps(rule)
    def spelled(*arguments: Any, **named: Any) -> Any:
        found = rule(*arguments, **named)
        given = (*arguments, *named.values())
        operands = [a.expression for a in given if isinstance(a, Formula)]
        if isinstance(found, tuple):
            return tuple(respell(part, operands) for part in found)
        return respell(found, operands)

    return spelled


def respell(part: Any, operands: list[Expression]) -> Any:
    """Return a Formula with each NumPy function replaced by its sibling."""
    if not isinstance(part, Formula):
        return part

    def walk(expression: Expression) -> Expression:
        if any(expression is operand for operand in operands):
            return expression
        inner = rebuild(expression, walk)
        if isinstance(inner, Apply) and inner.operation in SIBLINGS:
            return Apply(f"math.{SIBLINGS[inner.operation]}", inner.arguments)
        return inner

    found = walk(part.expression)
    return Formula(found, FLOAT if is_python(found, operands) else part.type)


def is_python(expression: Expression, operands: list[Expression]) -> bool:
    """Whether Python numbers give a Python float: no function of NumPy is left."""
    if any(expression is operand for operand in operands):
        return True
    if isinstance(expression, Apply) and expression.operation not in OPERATORS:
        if not expression.operation.startswith("math."):
            return False
    return all(is_python(child, operands) for child in children(expression))


def sibling(numpy_name: str, name: str) -> Primitive:
    """Entry of a function of `math`."""
    model = NUMPY[numpy_name]
    samplers = tuple(domains.scalar(sampler) for sampler in model.domain)
    named: dict[str, Any] = {"names": (f"math.{name}",), "spelling": f"math.{name}"}
    assert isinstance(model.derivative, Elementwise)
    return elementwise(
        getattr(math, name),
        in_math(model.derivative.partials),
        ", ".join(parameter.name for parameter in model.parameters),
        key=f"math.{name}",
        result=python_float,
        choice=model.choice,
        domain=samplers,
        cost=2,
        **named,
    )


def python_float(*_: Any) -> Type:
    """Type of a Python float."""
    return FLOAT


def python_bool(*_: Any) -> Type:
    """Type of a Python truth value."""
    return BOOLEAN


def rounded(number: Any, ndigits: Any = None) -> Type:
    """Type of `round`: an integer without digits."""
    return INTEGER if ndigits is None else type_of(number)


def either(x: Any, y: Any) -> Type:
    """Type of the one or the other."""
    return join(type_of(x), type_of(y))


def item_type(a: Any) -> Type:
    """Type of an item of a sequence."""
    match type_of(a):
        case Numeric(dtype, shape) if isinstance(shape, tuple) and shape:
            return results.array(dtype, shape[1:])
        case Numeric(dtype):
            return Numeric(dtype)
        case ListOf(item):
            return item
        case TupleOf(items) if items:
            return functools.reduce(join, items)
    return Numeric()


def total_type(a: Any) -> Type:
    """Type of a builtin sum."""
    item = item_type(a)
    return results.operator(Formula(_NOTHING, item), 0)


def spread_items(c: Any, a: Any) -> Any:
    """Give each item the cotangent of the sum."""
    if isinstance(a, tuple):
        return tuple(c for _ in a)
    return np.broadcast_to(c, np.shape(a))


_NOTHING = Apply("not", ())

LOG = functools.partial(invoke, "math.log")

SCALARS = (
    *(sibling(numpy_name, name) for numpy_name, name in SIBLINGS.items()),
    elementwise(
        math.log,
        lambda x, base, out: (
            1.0 / (x * LOG(base)),
            -out / (base * LOG(base)),
        ),
        "x, base",
        key="math.log_of",
        names=(),
        spelling="math.log",
        result=python_float,
        domain=(domains.scalar(domains.positive), domains.scalar(domains.above_one)),
    ),
    elementwise(
        math.erf,
        lambda x: 2.0 / math.sqrt(math.pi) * np.exp(-x * x),
        key="math.erf",
        names=("math.erf",),
        spelling="math.erf",
        result=python_float,
        domain=(domains.scalar(domains.real),),
    ),
    elementwise(
        math.erfc,
        lambda x: -2.0 / math.sqrt(math.pi) * np.exp(-x * x),
        key="math.erfc",
        names=("math.erfc",),
        spelling="math.erfc",
        result=python_float,
        domain=(domains.scalar(domains.real),),
    ),
    *(
        zero(
            getattr(math, name),
            key=f"math.{name}",
            names=(f"math.{name}",),
            spelling=f"math.{name}",
            result=python_bool if name.startswith("is") else results.count,
            domain=(domains.scalar(domains.real),),
        )
        for name in ("trunc", "floor", "ceil", "isnan", "isinf", "isfinite")
    ),
    elementwise(
        builtins.abs,
        lambda x: np.sign(x),
        key="builtins.abs",
        names=("builtins.abs",),
        spelling="abs",
        result=results.operator,
        cost=1,
        choice="0 at 0",
    ),
    elementwise(
        builtins.max,
        lambda x, y: (x >= y, x < y),
        "x, y",
        key="builtins.max",
        names=("builtins.max",),
        spelling="max",
        result=either,
        cost=1,
        choice="a tie goes to the first",
        domain=(domains.scalar(domains.real),) * 2,
    ),
    elementwise(
        builtins.min,
        lambda x, y: (x <= y, x > y),
        "x, y",
        key="builtins.min",
        names=("builtins.min",),
        spelling="min",
        result=either,
        cost=1,
        choice="a tie goes to the first",
        domain=(domains.scalar(domains.real),) * 2,
    ),
    *(
        tangent(
            function,
            formula,
            "a",
            key=f"builtins.{name}_of",
            names=(),
            spelling=name,
            result=item_type,
            choice="a tie goes to the first",
            domain=(domains.case(domains.draw(3)),),
        )
        for function, name, formula in (
            (builtins.max, "max", lambda a, da: da[np.argmax(a)]),
            (builtins.min, "min", lambda a, da: da[np.argmin(a)]),
        )
    ),
    linear(
        builtins.sum,
        spread_items,
        "a",
        key="builtins.sum",
        names=("builtins.sum",),
        spelling="sum",
        result=total_type,
        joins=True,
        domain=(
            domains.case(domains.draw(3)),
            domains.case(domains.draw(3, 2)),
            domains.case((domains.draw(), domains.draw())),
        ),
    ),
    elementwise(
        builtins.float,
        lambda x: 1,
        names=("builtins.float",),
        spelling="float",
        result=python_float,
        cost=1,
        domain=(domains.scalar(domains.real),),
    ),
    zero(
        builtins.int,
        names=("builtins.int",),
        spelling="int",
        result=results.count,
        domain=(domains.scalar(domains.real),),
    ),
    zero(
        builtins.bool,
        names=("builtins.bool",),
        spelling="bool",
        result=python_bool,
        domain=(domains.scalar(domains.real),),
    ),
    *(
        zero(
            function,
            "iterable",
            key=f"builtins.{function.__name__}",
            names=(f"builtins.{function.__name__}",),
            spelling=function.__name__,
            result=python_bool,
            domain=(domains.case(domains.draw(3)),),
        )
        for function in (builtins.all, builtins.any)
    ),
    zero(
        builtins.round,
        "number, ndigits=None",
        key="builtins.round",
        names=("builtins.round",),
        spelling="round",
        result=rounded,
        domain=(domains.scalar(domains.real),),
    ),
)
