"""What the table says of an operation: a `Primitive`, and the forms of its rule.

A rule is a plain lambda over NumPy functions. It is called with one value for each
argument, trailing defaults left out: a Python value for a literal, a tuple for a
display, a `Formula` for anything else (`formula.py`). So the same lambda runs on arrays
in the tests and on the IR in the compiler.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from srcgrad.ir.types import Type

REQUIRED = inspect.Parameter.empty


class Unsupported(TypeError):
    """These arguments are outside the supported part; the text says so to the user."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a signature; `REQUIRED` where it has no default.

    keyword : given by keyword only. positional : by position only, as what stands for
    one of any number of arguments (`*arrays`).
    star : it takes any number of arguments, which are one tuple in the IR.
    """

    name: str
    default: Any = REQUIRED
    keyword: bool = False
    positional: bool = False
    star: bool = False


@dataclass(frozen=True)
class Elementwise:
    """`partials(*arguments[, out])`: the partial of each parameter, or one if unary.

    A partial may be a number, a Formula, or None where the function does not depend
    smoothly on that parameter. A parameter called `out` receives the primal result.
    At `held`, no partial is known: an active argument there is refused.
    """

    partials: Callable[..., Any]
    held: tuple[int, ...] = ()


@dataclass(frozen=True)
class Zero:
    """The derivative is zero or undefined: nothing active flows through."""


@dataclass(frozen=True)
class Linear:
    """Jointly linear in `positions`: the tangent is the operation on the tangents.

    `transpose(cotangent, *arguments)` gives the cotangent of the parameter (a tuple of
    cotangents where the parameter is a display; a tuple of one for each position where
    there are several positions). Of the linear parameters it may read the shape, dtype
    and rank only. Where `broadcasts`, the operands broadcast elementwise, and what the
    transpose gives has the shape of the result.
    """

    positions: tuple[int, ...]
    transpose: Callable[..., Any]
    broadcasts: bool = False


@dataclass(frozen=True)
class Bilinear:
    """Linear in each of the two parameters at `positions` with the other held.

    `left` and `right`, called `(cotangent, *arguments)`, give the cotangent of the one
    and of the other.
    """

    positions: tuple[int, int]
    left: Callable[..., Any]
    right: Callable[..., Any]


@dataclass(frozen=True)
class Tangent:
    """`formula`, by keyword names: parameters, `out`, and `d` + parameter.

    Called once for each active parameter `p` of `positions`, with `dp` its tangent and
    the other `d...` None; it gives the contribution of that parameter alone, linear in
    `dp`. It may ask for `part`, the position of the one part of its result that is
    wanted, None where all are.

    reverse : `reverse(cotangent, *arguments[, out])`, by the names of the parameters it
    asks for: the cotangent of the parameter, of all where there are several, where that
    is better than what turning `formula` round gives. Of a result of several parts,
    those that no cotangent reaches are None.
    """

    formula: Callable[..., Any]
    positions: tuple[int, ...] = (0,)
    reverse: Callable[..., Any] | None = None


@dataclass(frozen=True)
class Defined:
    """`definition(*arguments)` says the same in other operations of the table.

    Its derivative is that of the definition, so that a function needs no rule of its
    own where it is a short word for what has one. `positions` are the parameters that
    a derivative may flow through.
    """

    definition: Callable[..., Any]
    positions: tuple[int, ...] = (0,)


Derivative: TypeAlias = Elementwise | Zero | Linear | Bilinear | Tangent | Defined


def positions_of(derivative: Derivative, count: int) -> tuple[int, ...]:
    """Return the positions of the parameters that a derivative flows through."""
    match derivative:
        case Zero():
            return ()
        case Elementwise(held=held):
            return tuple(place for place in range(count) if place not in held)
        case rule:
            return rule.positions


@dataclass(frozen=True)
class Primitive:
    """All that the compiler knows of one operation.

    key : its name in the IR.
    function : the callable on arrays, what the tests run.
    names : qualified names that mean it in a source (`numpy.sum`, `numpy.linalg.norm`,
        `math.sin`, `builtins.abs`, `ndarray.sum` for a method, `ndarray.T` for an
        attribute).
    parameters : its signature, the part that is supported.
    result : `result(*arguments) -> Type`, called like a rule; raises `Unsupported`.
    derivative : how tangents flow.
    spelling : how the emitted text calls it: `np.sum`, an infix operator such as `+`,
        `.T` for an attribute, `.copy()` for a method, a bare name for a helper that is
        copied into the file.
    blind : positions of which only the shape, the dtype or the truth is read, so that
        an active argument there adds nothing. An active argument that is neither
        blind nor at a position of the derivative must be refused.
    joins : whether its first argument is a display of several values (`np.stack`);
        elsewhere, a display of numbers where an array is meant becomes an array.
    view : whether NumPy may return a view of its first argument.
    cost : 0 for a view or a shape, 1 for arithmetic, 4 for a transcendental or a sum, 20
        for a matrix product.
    choice : the documented choice at points without a derivative.
    shown : parameter -> what stands for it where the rule is shown as text: a value, or
        a tuple of names; a name of its own where nothing is said.
    domain : where the generated tests try it. For an elementwise rule and for a zero
        one, a sampler `(random, shape)` for each parameter; else cases `(random)` that
        give whole argument lists.
    """

    key: str
    function: Callable[..., Any] | None
    names: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    result: Callable[..., Type]
    derivative: Derivative
    spelling: str
    blind: tuple[int, ...] = ()
    joins: bool = False
    view: bool = False
    cost: int = 1
    choice: str = ""
    shown: Mapping[str, Any] = field(default_factory=dict, compare=False)
    domain: tuple[Callable[..., Any], ...] = field(default=(), compare=False)


def signature(text: str) -> tuple[Parameter, ...]:
    """Read `"a, axis=None, *, keepdims=False"` into parameters."""
    namespace: dict[str, Any] = {}
    exec(f"def probe({text}): pass", namespace)  # the text is ours, never a user's
    return tuple(
        Parameter(
            p.name,
            p.default,
            p.kind is inspect.Parameter.KEYWORD_ONLY,
            p.kind is inspect.Parameter.POSITIONAL_ONLY,
            p.kind is inspect.Parameter.VAR_POSITIONAL,
        )
        for p in inspect.signature(namespace["probe"]).parameters.values()
    )


def called(entry: Primitive, values: tuple[Any, ...]) -> Any:
    """Call the function of an entry with arguments in the order of its signature."""
    assert entry.function is not None
    positional: list[Any] = []
    keywords: dict[str, Any] = {}
    for parameter, value in zip(entry.parameters, values, strict=False):
        if parameter.star:
            positional.extend(value)
        elif parameter.keyword:
            keywords[parameter.name] = value
        else:
            positional.append(value)
    return entry.function(*positional, **keywords)
