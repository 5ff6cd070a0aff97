"""Live arguments -> their types: dtypes and shapes, equal extents named alike."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

from srcgrad.ir.types import (
    UNKNOWN,
    ListOf,
    Numeric,
    Passive,
    RecordOf,
    TupleOf,
    Type,
    join,
)


def live_types(arguments: Mapping[str, Any], exact: int = 1) -> dict[str, Type]:
    """Types of the arguments of one call; extents up to `exact` are numbers."""
    extents: dict[int, str | int] = {size: size for size in range(exact + 1)}
    return {name: live_type(value, extents) for name, value in arguments.items()}


def live_type(value: Any, extents: dict[int, str | int]) -> Type:
    """Type of one argument; `extents` names the extents seen so far."""
    match value:
        case bool():
            return Numeric("bool", (), mutable=False, weak=True)
        case int():
            return Numeric("int64", (), mutable=False, weak=True)
        case float() if type(value) is float:
            return Numeric("float64", (), mutable=False, weak=True)
        case complex() if type(value) is complex:
            return Numeric("complex128", (), mutable=False, weak=True)
        case np.generic() if value.dtype.kind in "biufc":
            return Numeric(value.dtype.name, (), mutable=False)
        case np.ndarray() if value.dtype.kind in "biufc":
            shape = tuple(_extent(n, extents) for n in value.shape)
            return Numeric(value.dtype.name, shape, mutable=True)
        case tuple():
            names = tuple(getattr(value, "_fields", ()))
            items = tuple(live_type(item, extents) for item in value)
            return TupleOf(items, names, type(value).__name__ if names else "")
        case dict() if value and all(isinstance(key, str | int) for key in value):
            parts = ((key, live_type(part, extents)) for key, part in value.items())
            return RecordOf("dict", "", tuple(parts), whole=True)
        case list() if value:
            types = [live_type(item, extents) for item in value]
            if any(isinstance(type_, RecordOf) for type_ in types):
                return TupleOf(tuple(types), is_list=True)
            joined = types[0]
            for other in types[1:]:
                joined = join(joined, other)
            return ListOf(joined)
        case _ if type(value).__module__.startswith("scipy.sparse"):
            return Numeric("float64", (None, None), mutable=True, sparse=True)
        case str():
            return Passive("text")
        case np.random.Generator() | np.random.RandomState():
            return Passive("generator")
        case None:
            return Passive("none")
        case list():
            return UNKNOWN
        case _ if _is_record(value):
            parts = ((k, live_type(v, extents)) for k, v in attributes(value).items())
            return RecordOf("object", type(value).__name__, tuple(parts))
        case _:
            return Passive()


def _is_record(value: Any) -> bool:
    """Whether a value is an object of a class that a file of Python defines."""
    if isinstance(value, type | FunctionType | MethodType | ModuleType | Enum):
        return False
    plain = type(value).__module__ not in ("builtins", "numpy", "numpy.random")
    slots = hasattr(type(value), "__slots__")
    return plain and (hasattr(value, "__dict__") or slots)


def attributes(value: object) -> dict[str, Any]:
    """Return the attributes that an object has itself."""
    names = [
        name
        for class_ in reversed(type(value).__mro__)
        for name in _slots(class_)
        if hasattr(value, name)
    ]
    return {n: getattr(value, n) for n in names} | getattr(value, "__dict__", {})


def _slots(class_: type) -> tuple[str, ...]:
    slots = vars(class_).get("__slots__", ())
    slots = (slots,) if isinstance(slots, str) else tuple(slots)
    return tuple(s for s in slots if s not in ("__dict__", "__weakref__"))


def _extent(size: int, extents: dict[int, str | int]) -> int | str:
    """1 stays 1, because it broadcasts; other sizes get a letter each."""
    if size not in extents:
        named = sum(isinstance(extent, str) for extent in extents.values())
        extents[size] = f"n{named}"
    return extents[size]
