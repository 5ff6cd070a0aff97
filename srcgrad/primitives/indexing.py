"""`base[parts]` -> its type, by NumPy's rules of basic and advanced indexing."""

from __future__ import annotations

from functools import reduce
from typing import Any

from srcgrad.ir.expressions import Apply, Constant, Expression, Index, Name, Var
from srcgrad.ir.printer import expression_text
from srcgrad.ir.types import (
    INTEGER,
    PLACED,
    UNKNOWN,
    DictOf,
    Dimension,
    ListOf,
    Numeric,
    Passive,
    RecordOf,
    Shape,
    ShapeOf,
    TupleOf,
    Type,
    broadcast,
    join,
)
from srcgrad.primitives.formula import Formula, type_of


def indexed(base: Type, parts: tuple[Any, ...]) -> Type:
    """Type of `base[parts]`; a part is a literal, a slice or a Formula."""
    parts = _items_of_a_tuple(parts)
    parts = tuple(None if _is_newaxis(part) else part for part in parts)
    match base:
        case Numeric():
            return _array(base, parts)
        case TupleOf(items) if len(parts) == 1:
            part = parts[0]
            if type(part) is int and -len(items) <= part < len(items):
                return items[part]
            if isinstance(part, slice) and _literal(part):
                return TupleOf(items[part])
            return reduce(join, items) if items and _is_integer(part) else UNKNOWN
        case ListOf(item) if len(parts) == 1:
            if _is_integer(parts[0]):
                return item
            return base if isinstance(parts[0], slice) else UNKNOWN
        case DictOf(item):
            return item
        case RecordOf(fields=fields) if len(parts) == 1:
            part = parts[0]
            if isinstance(part, Formula):
                return (
                    reduce(join, (type_ for _, type_ in fields)) if fields else UNKNOWN
                )
            return base.field(part) or UNKNOWN
        case ShapeOf(shape) if len(parts) == 1:
            if _is_integer(parts[0]):
                return INTEGER
            if isinstance(parts[0], slice):
                known = isinstance(shape, tuple) and _literal(parts[0])
                return ShapeOf(shape[parts[0]] if known else None)  # type: ignore[index]
            return UNKNOWN
        case Passive("range"):
            return INTEGER if _is_integer(parts[0]) else base
        case _:
            return UNKNOWN


def _items_of_a_tuple(parts: tuple[Any, ...]) -> tuple[Any, ...]:
    """`a[places]` with a tuple of arrays is `a[rows, columns]`."""
    match parts:
        case (Formula(expression=expression, type=TupleOf(items)),):
            return tuple(
                Formula(Index(expression, (Constant(k),)), item)
                for k, item in enumerate(items)
            )
    return parts


def _array(base: Numeric, parts: tuple[Any, ...]) -> Numeric:
    """Type of an indexed array."""
    basic = all(
        part is None or part is Ellipsis or isinstance(part, slice) or _is_integer(part)
        for part in parts
    )
    if isinstance(base.shape, tuple):
        shape = _shape(base.shape, parts)
    elif base.shape and basic:
        shape = _derived(base.shape, parts)
    else:
        shape = None
    mutable: bool | None = None
    if isinstance(shape, tuple):
        mutable = len(shape) > 0 or Ellipsis in [p for p in parts if _plain(p)]
    elif not any(_is_integer(part) for part in parts):
        mutable = True if base.mutable or basic else None
    return Numeric(base.dtype, shape, mutable)


def _shape(shape: tuple[Dimension, ...], parts: tuple[Any, ...]) -> Shape:
    """Shape of an array of known rank, indexed."""
    consumed = [_consumes(part) for part in parts]
    if None in consumed:
        return None
    missing = len(shape) - sum(c for c in consumed if c is not None)
    if missing < 0:
        return None
    spread: list[Any] = []
    for part in parts:
        spread.extend([slice(None)] * missing if part is Ellipsis else [part])
    if Ellipsis not in [p for p in parts if _plain(p)]:
        spread.extend([slice(None)] * missing)
    advanced = any(_is_array(part) for part in spread)
    out: list[Dimension] = []
    together: list[Shape] = []
    places: list[int] = []
    start = 0
    axis = 0
    for position, part in enumerate(spread):
        if part is None:
            out.append(1)
        elif isinstance(part, slice):
            out.append(sliced(shape[axis], part))
            axis += 1
        elif _is_integer(part) and not advanced:
            axis += 1
        else:
            if not together:
                start = len(out)
            inner = _array_type(part)
            masked = inner.dtype == "bool"
            together.append((None,) if masked else inner.shape)
            axis += _rank(inner) if masked else 1
            places.append(position)
    if not together:
        return tuple(out)
    joined = broadcast(*together)
    if not isinstance(joined, tuple):
        return () if joined == frozenset() and not out else None
    if places[-1] - places[0] != len(places) - 1:
        start = 0
    return (*out[:start], *joined, *out[start:])


def _derived(shape: Any, parts: tuple[Any, ...]) -> Shape:
    """Name the shape of basic indexing where the rank is unknown.

    What has the same name has the same shape: `u[1:-1]`, `u[2:]` and `u[:-2]` do.
    """
    words = []
    for part in parts:
        if isinstance(part, slice):
            extent = sliced("", part)
            if extent is None:
                return None
            words.append(f":{extent}")
        else:
            words.append("i" if _is_integer(part) else str(part))
    if all(word == ":" for word in words) and len(words) == 1:
        return shape  # type: ignore[no-any-return]
    name = "*".join(sorted(shape))
    return frozenset({f"{name}[{','.join(words)}]"})


def sliced(extent: Dimension, part: slice) -> Dimension:
    """Extent of a slice; a symbolic one is named after what the slice leaves off."""
    if extent is None:
        return None
    if not _literal(part):
        return _between(extent, part)
    if isinstance(extent, int):
        return len(range(*part.indices(extent)))
    if part.step not in (None, 1, -1):
        return None
    start, stop = part.start or 0, part.stop
    if part.step == -1:
        return extent if part.start is None and stop is None else None
    if start >= 0 and (stop is None or stop < 0):
        less = start - (stop or 0)
        name, _, before = extent.rpartition("-")
        if before.isdigit():
            return f"{name}-{int(before) + less}"
        return f"{extent}-{less}" if less else extent
    if start == 0 and stop is not None:
        # of an axis that is not empty; that of `x[3:4]` may be 0 where `x` is not empty
        return 1 if stop == 1 else f"({extent}|{stop})"
    if stop is not None and 0 < start < stop:
        return f"({extent}|{start}:{stop})"
    return f"({extent}|{-start})" if start < 0 and stop is None else None


def _between(extent: Dimension, part: slice) -> Dimension:
    """Extent of a slice with bounds that are worked out: `(n@ i.0 : add(i.0, 3))`.

    Two slices between the same values, of extents that are the same, are alike: but the
    name means something only where these values do.
    """
    if part.step is not None:
        return None
    start, stop = (
        "" if bound is None else worded(bound) for bound in (part.start, part.stop)
    )
    if start is None or stop is None:
        return None
    return f"({extent}{PLACED} {start} : {stop})"


def worded(value: Any) -> str | None:
    """Text of an integer, for a name that means something where its variables do."""
    if not isinstance(value, Formula):
        return str(value)
    if _is_integer(value) and _is_arithmetic(value.expression):
        return expression_text(value.expression)
    return None


ARITHMETIC = frozenset(("add", "subtract", "multiply", "floor_divide", "negative"))


def _is_arithmetic(expression: Expression) -> bool:
    """Whether an expression is made of variables and numbers by arithmetic alone."""
    match expression:
        case Var() | Constant():
            return True
        case Apply(operation, arguments) if operation in ARITHMETIC:
            return all(map(_is_arithmetic, arguments))
        case _:
            return False


def _is_newaxis(part: Any) -> bool:
    return (
        isinstance(part, Formula)
        and isinstance(part.expression, Name)
        and part.expression.text.rpartition(".")[2] == "newaxis"
    )


def _plain(part: Any) -> bool:
    return not isinstance(part, (Formula, tuple, list))


def _literal(part: slice) -> bool:
    bounds = (part.start, part.stop, part.step)
    return all(bound is None or type(bound) is int for bound in bounds)


def _is_integer(part: Any) -> bool:
    """Whether the part is certainly one integer."""
    if isinstance(part, Formula):
        inner = part.type
        return (
            isinstance(inner, Numeric)
            and inner.shape in ((), frozenset())
            and inner.dtype is not None
            and "int" in inner.dtype
        )
    return type(part) is int


def _array_type(part: Any) -> Numeric:
    from srcgrad.primitives.results import numeric

    return numeric(part)


def _is_array(part: Any) -> bool:
    if part is None or part is Ellipsis or isinstance(part, slice):
        return False
    return not _is_integer(part)


def _rank(inner: Numeric) -> int:
    return len(inner.shape) if inner.shape is not None else 0


def _consumes(part: Any) -> int | None:
    """How many axes a part takes; None where that is unknown."""
    if part is None or part is Ellipsis:
        return 0
    if isinstance(part, slice) or _is_integer(part):
        return 1
    inner = _array_type(part)
    if inner.dtype is None or isinstance(type_of(part), Passive):
        return None
    if inner.dtype == "bool":
        return _rank(inner) if isinstance(inner.shape, tuple) else None
    return 1 if isinstance(inner.shape, tuple) or inner.shape == frozenset() else None
