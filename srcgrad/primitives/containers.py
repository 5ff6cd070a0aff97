"""Elements taken out as Python's numbers; functions of the builtins and of `math`."""

from __future__ import annotations

import builtins
import math
from typing import Any

import numpy as np

from srcgrad.ir.types import FLOAT, UNKNOWN, ListOf, Numeric, Type
from srcgrad.primitives import domains, results
from srcgrad.primitives.arithmetic import power_partials
from srcgrad.primitives.forms import defined, elementwise, opaque
from srcgrad.primitives.formula import invoke


def item(a: Any, index: Any = 0) -> Any:
    """Take one element, the only one if nothing else is said."""
    return np.ravel(a)[index]


def item_type(a: Any, index: Any = 0) -> Type:
    """Type of an element as Python's number."""
    dtype = results.numeric(a).dtype
    if dtype is None:
        return Numeric(None, (), False, True)
    kinds = {"f": "float64", "c": "complex128", "b": "bool"}
    return Numeric(kinds.get(np.dtype(dtype).kind, "int64"), (), False, True)


def list_type(a: Any) -> Type:
    """Type of `a.tolist()`: a list where `a` is known to be a vector."""
    return ListOf(item_type(a)) if results.known_rank(a) == 1 else UNKNOWN


def distance(p: Any, q: Any) -> Any:
    """Distance of two points."""
    p, q = (
        invoke("array", tuple(one)) if isinstance(one, (tuple, list)) else one
        for one in (p, q)
    )
    return np.linalg.norm(p - q)


def quotient(x: Any, y: Any) -> tuple[Any, Any]:
    """Quotient and remainder."""
    return x // y, x % y


CONTAINERS = (
    defined(
        lambda a, index=0: np.asarray(a).item(index),
        item,
        "a, index=0, /",
        key="item",
        names=(),
        methods=("item",),
        spelling=".item()",
        result=item_type,
        domain=(
            domains.case(domains.draw(1)),
            domains.case(domains.draw(2, 3), 4),
        ),
    ),
    opaque(
        lambda a: np.asarray(a).tolist(),
        "a",
        key="tolist",
        names=(),
        methods=("tolist",),
        spelling=".tolist()",
        result=list_type,
        domain=(domains.case(domains.draw(3)),),
    ),
    elementwise(
        builtins.pow,
        power_partials,
        "x, y",
        key="builtins.pow",
        names=("builtins.pow",),
        spelling="pow",
        result=results.power,
        domain=(domains.scalar(domains.positive), domains.scalar(domains.real)),
        choice="0 for the base where the exponent is 0; 0 for the exponent at base 0",
    ),
    *(
        defined(
            function,
            quotient,
            "x, y",
            key=name,
            names=(name,),
            spelling=spelling,
            positions=(0, 1),
            choice="1 for the dividend at the jumps too",
            domain=(domains.case(lambda random: np.float64(5.3), 2.0),),
        )
        for function, name, spelling in (
            (builtins.divmod, "builtins.divmod", "divmod"),
            (np.divmod, "numpy.divmod", "np.divmod"),
        )
    ),
    elementwise(
        math.remainder,
        lambda x, y: (1, -np.rint(x / y)),
        "x, y",
        key="math.remainder",
        names=("math.remainder",),
        spelling="math.remainder",
        result=lambda x, y: FLOAT,
        choice="1 for the dividend at the jumps too",
        domain=(domains.scalar(domains.real), domains.scalar(domains.positive)),
    ),
    defined(
        math.dist,
        distance,
        "p, q",
        key="sequence.dist",
        names=("math.dist",),
        spelling="math.dist",
        positions=(0, 1),
        result=lambda p, q: FLOAT,
        choice="0 where the points are the same",
        domain=(domains.case(domains.draw(3), domains.draw(3)),),
    ),
    defined(
        math.prod,
        lambda a: np.prod(a),
        "a",
        key="sequence.prod",
        names=("math.prod",),
        spelling="math.prod",
        domain=(domains.case(domains.draw(3)),),
    ),
    defined(
        math.fsum,
        lambda a: np.sum(a),
        "a",
        key="sequence.fsum",
        names=("math.fsum",),
        spelling="math.fsum",
        result=lambda a: FLOAT,
        domain=(domains.case(domains.draw(3)),),
    ),
)
