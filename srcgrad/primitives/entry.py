"""What the table says of one operation: a `Primitive`, and the short forms that families are written in.

A rule is a plain lambda over NumPy functions. It is called with one value for each parameter of the
entry's signature: a Python value for a literal argument, a tuple for a display, a `Formula` for anything
else (`formula.py`). So the same lambda runs on arrays in the tests and on the IR in the compiler.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from srcgrad.ir.types import Type

REQUIRED = inspect.Parameter.empty


@dataclass(frozen=True)
class Parameter:
    """One parameter of a signature; `REQUIRED` where it has no default."""

    name: str
    default: Any = REQUIRED


@dataclass(frozen=True)
class Elementwise:
    """`partials(*arguments[, out])` gives the partial of each parameter, or one for a unary function.

    A partial may be a number, a Formula, or None where the function does not depend smoothly on that
    parameter. A parameter called `out` in the lambda receives the primal result.
    """

    partials: Callable[..., Any]


@dataclass(frozen=True)
class Zero:
    """The derivative is zero or undefined everywhere: nothing active flows through."""


@dataclass(frozen=True)
class Linear:
    """Jointly linear in the parameters at `positions`: the tangent is the operation on the tangents.

    `transpose(cotangent, *arguments)` gives the cotangent of the parameter (a tuple of cotangents where
    the parameter is a display; a tuple of one for each position where there are several positions). Of
    the linear parameters it may read the shape, dtype and rank only.
    """

    positions: tuple[int, ...]
    transpose: Callable[..., Any]


@dataclass(frozen=True)
class Bilinear:
    """Linear in each of the two parameters at `positions` with the other held.

    `left` and `right`, called `(cotangent, *arguments)`, give the cotangent of the one and of the other.
    """

    positions: tuple[int, int]
    left: Callable[..., Any]
    right: Callable[..., Any]


@dataclass(frozen=True)
class Tangent:
    """`formula(*arguments, [out,] *tangents)`, by keyword names: parameters, `out`, and `d` + parameter.

    Called once for each active parameter `p`, with `dp` its tangent and the other `d...` None; it gives
    the contribution of that parameter alone, linear in `dp`. `reverse(cotangent, ..., wrt)` is the
    optional explicit transpose where the derived one is slower.
    """

    formula: Callable[..., Any]
    positions: tuple[int, ...] = (0,)


Derivative: TypeAlias = Elementwise | Zero | Linear | Bilinear | Tangent


@dataclass(frozen=True)
class Primitive:
    """All that the compiler knows of one operation.

    key : its name in the IR.
    function : the callable on arrays, what the tests run; None for syntax such as indexing.
    names : qualified names that mean it in a source (`numpy.sum`, `numpy.linalg.norm`, `math.sin`,
        `builtins.abs`, `ndarray.sum` for a method, `ndarray.T` for an attribute).
    parameters : its signature, the part that is supported.
    result : `result(*arguments) -> Type`, called like a rule.
    derivative : how tangents flow.
    spelling : how the emitted text calls it: `np.sum`, an infix operator such as `+`, `.T` for an
        attribute, `.copy()` for a method, a bare name for a helper that is copied into the file.
    view : whether NumPy may return a view of its first argument.
    cost : 0 for a view or a shape, 1 for arithmetic, 4 for a transcendental, 20 for a matrix product.
    choice : the documented choice at points without a derivative.
    """

    key: str
    function: Callable[..., Any] | None
    names: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    result: Callable[..., Type]
    derivative: Derivative
    spelling: str
    view: bool = False
    cost: int = 1
    choice: str = ""
    domain: tuple[Callable[..., Any] | None, ...] = field(default=(), compare=False)


def signature(text: str) -> tuple[Parameter, ...]:
    """Read `"a, axis=None, keepdims=False"` into parameters."""
    namespace: dict[str, Any] = {}
    exec(f"def probe({text}): pass", namespace)  # the text is ours, never a user's
    return tuple(
        Parameter(p.name, p.default)
        for p in inspect.signature(namespace["probe"]).parameters.values()
    )
