"""The points at which an entry is tried: argument lists, and their types in the IR."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from srcgrad.ir.expressions import Var
from srcgrad.ir.types import BOOLEAN, FLOAT, INTEGER, Numeric, Type
from srcgrad.primitives import TABLE, Primitive
from srcgrad.primitives.domains import Case
from srcgrad.primitives.formula import Formula

SHAPES = {
    1: (((),), ((3,),), ((2, 3),), ((2, 3, 2),)),
    2: (((), ()), ((3,), (3,)), ((2, 3), (3,)), ((), (2, 3)), ((2, 1), (1, 3))),
    3: (((), (), ()), ((2, 3), (3,), ()), ((2, 3), (2, 3), (2, 3))),
    4: (((), (), (), ()), ((3,), (3,), (3,), (2, 3))),
    5: (((), (), (), (), ()), ((2, 3), (3,), (), (), (2, 1))),
}


def points(entry: Primitive) -> Iterator[tuple[Any, ...]]:
    """Argument lists drawn from the domain of an entry."""
    random = np.random.default_rng(zlib.crc32(entry.key.encode()))
    if not entry.domain:
        return  # of lists: the probes of lists are their tests
    if isinstance(entry.domain[0], Case):
        for case in entry.domain:
            yield case(random)
        return
    for shapes in SHAPES[len(entry.domain)]:
        values = tuple(
            sampler(random, shape)
            for sampler, shape in zip(entry.domain, shapes, strict=True)
        )
        yield values
        if all(type(value) is float for value in values):
            return


def tried() -> list[tuple[str, int]]:
    """Return the key of each entry with the number of each of its points."""
    return [
        (key, number)
        for key, entry in TABLE.items()
        for number, _ in enumerate(points(entry))
    ]


def point(key: str, number: int) -> tuple[Primitive, tuple[Any, ...]]:
    """Entry and arguments of one point."""
    entry = TABLE[key]
    return entry, list(points(entry))[number]


def exact(value: Any, name: str) -> Type:
    """Type that says all."""
    match value:
        case bool():
            return BOOLEAN
        case np.generic():
            return Numeric(str(value.dtype), (), mutable=False)
        case int():
            return INTEGER
        case float():
            return FLOAT
        case complex():
            return Numeric("complex128", (), mutable=False, weak=True)
        case _:
            return Numeric(str(value.dtype), value.shape, mutable=True)


def symbolic(value: Any, name: str) -> Type:
    """Type with names for extents."""
    known = exact(value, name)
    assert isinstance(known, Numeric) and isinstance(known.shape, tuple)
    shape = tuple(f"{name}{axis}" for axis in range(len(known.shape)))
    return Numeric(known.dtype, shape, known.mutable, known.weak)


def dtype_only(value: Any, name: str) -> Type:
    """Type that leaves the rank open."""
    known = exact(value, name)
    assert isinstance(known, Numeric)
    if known.weak:
        return known
    return Numeric(known.dtype, frozenset({name}))


def nothing(value: Any, name: str) -> Type:
    """Type of some array."""
    return Numeric()


KNOWLEDGE = {
    "exact": exact,
    "symbolic": symbolic,
    "dtype": dtype_only,
    "nothing": nothing,
}


def lifted(
    entry: Primitive, values: tuple[Any, ...], kind: Any, memory: dict[Var, Any]
) -> tuple[Any, ...]:
    """Stand a Formula for each array of the arguments; a literal stays."""
    numbers: tuple[type, ...] = (np.ndarray, np.generic)
    if not isinstance(entry.domain[0], Case):
        numbers = (*numbers, float)
    return tuple(
        stand_in(value, kind, parameter.name, memory, numbers)
        for value, parameter in zip(values, entry.parameters, strict=False)
    )


def stand_in(
    value: Any,
    kind: Any,
    name: str,
    memory: dict[Var, Any],
    numbers: tuple[type, ...] = (np.ndarray, np.generic, float),
) -> Any:
    """Stand a Formula for each number of a value."""
    if isinstance(value, (tuple, list)):
        return tuple(
            stand_in(item, kind, f"{name}_{i}", memory, numbers)
            for i, item in enumerate(value)
        )
    if hasattr(value, "nnz"):  # a sparse matrix, or its factors
        variable = Var(name, 0)
        memory[variable] = value
        return Formula(variable, Numeric("float64", None, True, sparse=True))
    if isinstance(value, numbers):
        variable = Var(name, 0)
        memory[variable] = value
        return Formula(variable, kind(value, name))
    return value
