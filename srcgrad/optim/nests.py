"""Nests of numbers -> their leaves by path, and nests with other leaves.

A nest is an array, a float, or a tuple, list, dict, dataclass or other object with
attributes that holds nests. What is neither a float nor an array of floats (an integer,
a text, None) is no leaf and stays as it is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Path: TypeAlias = tuple[str | int, ...]
Array: TypeAlias = NDArray[Any]
Update: TypeAlias = Callable[[Path, Array, Array], None]


def is_leaf(value: Any) -> bool:
    """Whether a value is a floating or complex number, or an array of them."""
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind in "fc"
    return isinstance(value, float)


def parts(nest: Any) -> Iterator[tuple[str | int, Any]]:
    """Yield what a nest holds directly, each with its key, index or attribute."""
    match nest:
        case Mapping():
            yield from nest.items()
        case list() | tuple():
            yield from enumerate(nest)
        case _ if not isinstance(nest, np.ndarray | type) and hasattr(nest, "__dict__"):
            yield from vars(nest).items()
        case _ if dataclasses.is_dataclass(nest) and not isinstance(nest, type):
            fields = dataclasses.fields(nest)
            yield from ((field.name, getattr(nest, field.name)) for field in fields)


def leaves(nest: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield the leaves of a nest with their paths, in the order of the nest."""
    if is_leaf(nest):
        yield path, nest
    else:
        for key, part in parts(nest):
            yield from leaves(part, (*path, key))


def part(nest: Any, key: str | int) -> Any:
    """Return what a nest holds under a key, an index or an attribute's name.

    Raises
    ------
    KeyError
        It holds nothing of that name.
    """
    if isinstance(nest, Mapping | list | tuple):
        try:
            return nest[key]  # type: ignore[index]
        except (IndexError, TypeError):
            raise KeyError(key) from None
    try:
        return getattr(nest, str(key))
    except AttributeError:
        raise KeyError(key) from None


def updated(nest: Any, gradient: Any, update: Update, path: Path = ()) -> Any:
    """Return the nest after `update(path, leaf, gradient)` of each leaf, in place.

    Arrays are written to; a float takes its new value in the list, dict or object that
    holds it, and a tuple with such a float is made anew. A leaf whose gradient is None
    is left alone.

    Raises
    ------
    ValueError
        The gradient lacks a part, or has another shape.
    """
    if gradient is None:
        return nest
    if is_leaf(nest):
        return _updated_leaf(nest, gradient, update, path)
    found: dict[str | int, Any] = {}
    for key, held in parts(nest):
        try:
            slope = part(gradient, key)
        except KeyError:
            if any(True for _ in leaves(held)):
                where = _shown((*path, key))
                raise ValueError(f"the gradient has nothing at {where}") from None
            continue
        new = updated(held, slope, update, (*path, key))
        if new is not held:
            found[key] = new
    return replaced(nest, found)


def mapped(nest: Any, function: Callable[[Any], Any]) -> Any:
    """Return a new nest of the same structure with `function(leaf)` for each leaf."""
    if is_leaf(nest):
        return function(nest)
    found = {key: mapped(held, function) for key, held in parts(nest)}
    return replaced(copy(nest), found) if found else nest


def replaced(nest: Any, found: Mapping[str | int, Any]) -> Any:
    """Return the nest with some of its parts replaced: in place where it can be."""
    if not found:
        return nest
    match nest:
        case dict() | list():
            for key, value in found.items():
                nest[key] = value  # type: ignore[index]
            return nest
        case tuple():
            items = [found.get(index, item) for index, item in enumerate(nest)]
            named = hasattr(nest, "_fields")
            return type(nest)(*items) if named else tuple(items)
        case _:
            frozen = getattr(type(nest), "__dataclass_params__", None)
            if frozen is not None and frozen.frozen:
                return dataclasses.replace(
                    nest, **{str(k): v for k, v in found.items()}
                )
            for key, value in found.items():
                setattr(nest, str(key), value)
            return nest


def _updated_leaf(leaf: Any, gradient: Any, update: Update, path: Path) -> Any:
    slope = np.asarray(gradient)
    if slope.shape != np.shape(leaf):
        raise ValueError(
            f"the gradient at {_shown(path)} has shape {slope.shape}, "
            f"the parameter {np.shape(leaf)}"
        )
    if isinstance(leaf, np.ndarray):
        update(path, leaf, slope)
        return leaf
    number = np.array(leaf)
    update(path, number, slope)
    return (
        float(number) if isinstance(leaf, float) and type(leaf) is float else number[()]
    )


def _shown(path: Path) -> str:
    return "".join(f"[{key!r}]" for key in path) or "the top"
