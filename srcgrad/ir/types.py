"""What is known of a value before it exists: its kind, dtype and shape.

A shape is a tuple of dimensions where the rank is known; a frozenset of names where it
is not, but the value is known to have the broadcast shape of these unknown ones (the
empty set being a scalar's); None where nothing is known. Two equal frozensets, or two
equal tuples without a None, are equal shapes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Dimension: TypeAlias = int | str | None
Shape: TypeAlias = tuple[Dimension, ...] | frozenset[str] | None


@dataclass(frozen=True)
class Numeric:
    """A number or an array of numbers.

    dtype: "bool", "int64", "float32", "float64", "complex128", ...; None where unknown,
        but real; "complex" where it is not known, and may be complex; "float" of the
        parts of such a number.
    A Python number that takes the dtype of the array that it meets is marked `weak`.
    sparse: a sparse matrix of SciPy, which has products and sums of matrices only.
    mutable: True for an ndarray, False for a scalar (a name bound to it can only be
    rebound), None where it may be either.
    """

    dtype: str | None = None
    shape: Shape = None
    mutable: bool | None = None
    weak: bool = False
    sparse: bool = False


Key: TypeAlias = str | int | bool | tuple[object, ...] | None


@dataclass(frozen=True)
class TupleOf:
    """A tuple (or an unpacked parameter list) of known length.

    names, owner : fields and class of a named tuple. is_list : it is a list.
    """

    items: tuple[Type, ...]
    names: tuple[str, ...] = ()
    owner: str = ""
    is_list: bool = False


@dataclass(frozen=True)
class RecordOf:
    """A dictionary or an object whose parts are known one by one.

    kind : "dict" or "object". owner : the class of an object, "" where it is not known.
    fields : key or attribute -> type, of those that are known; all of them, if `whole`.
    """

    kind: str
    owner: str = ""
    fields: tuple[tuple[Key, Type], ...] = ()
    whole: bool = False

    def field(self, key: Key) -> Type | None:
        """Return the type of a part, None for one that is not known."""
        return next((type_ for name, type_ in self.fields if name == key), None)


@dataclass(frozen=True)
class ListOf:
    """A list of values of one type, of any length.

    shared : two of its items may be one array.
    """

    item: Type
    shared: bool = False


@dataclass(frozen=True)
class DictOf:
    """A dictionary of values of one type, under keys that are worked out."""

    item: Type


@dataclass(frozen=True)
class Passive:
    """A value through which no derivative flows: text, None, a slice, a dtype."""

    kind: str = "object"


@dataclass(frozen=True)
class ShapeOf:
    """The tuple of extents of a value of this shape (`x.shape`)."""

    shape: Shape


@dataclass(frozen=True)
class Preset:
    """A parameter that a function has been given already.

    name : of the parameter, "" where it is given by its place. key : the name that holds
    the value, "" where it is `literal`. is_default : a call may give another one.
    """

    name: str
    key: str = ""
    literal: object = None
    is_default: bool = False


@dataclass(frozen=True)
class FunctionOf:
    """A function of the source, which is known, and what it has captured.

    captured : name that its text reads -> key. environment : what each key holds; None
    where the keys are those of another function in the same environment.
    """

    name: str
    captured: tuple[tuple[str, str], ...] = ()
    environment: tuple[tuple[str, Type], ...] | None = None
    preset: tuple[Preset, ...] = ()


@dataclass(frozen=True)
class LibraryOf:
    """A function of a library, which is known: `numpy.tanh`, written `np.tanh`."""

    name: str
    text: str


@dataclass(frozen=True)
class LiteralOf:
    """A text or a truth value that is known: a function may do another thing for each."""

    value: str | bool


@dataclass(frozen=True)
class Unknown:
    """Nothing is known, not even that it is a number."""


Type: TypeAlias = (
    Numeric
    | TupleOf
    | RecordOf
    | ListOf
    | DictOf
    | ShapeOf
    | FunctionOf
    | LibraryOf
    | LiteralOf
    | Passive
    | Unknown
)

UNKNOWN = Unknown()
COMPLEX, REAL = "complex", "float"
UNSURE = (None, COMPLEX, REAL)
NOTHING = Passive("nothing")
INTEGER = Numeric("int64", (), mutable=False, weak=True)
BOOLEAN = Numeric("bool", (), mutable=False, weak=True)
FLOAT = Numeric("float64", (), mutable=False, weak=True)


def is_discrete(type_: Type) -> bool:
    """Whether no derivative can flow through a value of this type."""
    match type_:
        case Numeric(dtype=dtype):
            return dtype is not None and not dtype.startswith(("float", "complex"))
        case TupleOf(items):
            return all(is_discrete(item) for item in items)
        case RecordOf(fields=fields):
            return bool(fields) and all(is_discrete(part) for _, part in fields)
        case ListOf(item) | DictOf(item):
            return is_discrete(item)
        case Passive() | ShapeOf() | FunctionOf() | LibraryOf() | LiteralOf():
            return True
        case Unknown():
            return False


def is_nest(type_: Type) -> bool:
    """Whether a value is a container: it holds other values, and is none of arithmetic."""
    return isinstance(type_, TupleOf | RecordOf | ListOf | DictOf)


def has_objects(type_: Type) -> bool:
    """Whether a value is an object, or a container with one in it."""
    match type_:
        case RecordOf(kind=kind, fields=fields):
            return kind == "object" or any(has_objects(part) for _, part in fields)
        case TupleOf(items):
            return any(map(has_objects, items))
        case ListOf(item) | DictOf(item):
            return has_objects(item)
        case _:
            return False


def is_complex(dtype: str | None) -> bool:
    """Whether numbers of a dtype may be complex."""
    return dtype is not None and dtype.startswith("complex")


def is_scalar(type_: Type) -> bool:
    """Whether the value is known to be a single immutable number."""
    return (
        isinstance(type_, Numeric)
        and type_.shape in ((), frozenset())
        and not type_.mutable
    )


def is_array(type_: Type) -> bool:
    """Whether the value is known to be an ndarray, not a number."""
    return isinstance(type_, Numeric) and (
        bool(type_.mutable) or (isinstance(type_.shape, tuple) and len(type_.shape) > 0)
    )


def rank(type_: Type) -> int | None:
    """Return the number of dimensions, None where unknown."""
    if not isinstance(type_, Numeric) or type_.shape is None:
        return None
    if isinstance(type_.shape, frozenset):
        return None if type_.shape else 0
    return len(type_.shape)


def same_shape(left: Type, right: Type) -> bool:
    """Whether two values are certain to have equal shapes."""
    if not isinstance(left, Numeric) or not isinstance(right, Numeric):
        return False
    if left.shape is None or right.shape is None:
        return False
    if not left.shape or not right.shape:
        return not left.shape and not right.shape
    if isinstance(left.shape, tuple) and None in left.shape:
        return False
    return left.shape == right.shape


def broadcast(*shapes: Shape) -> Shape:
    """Return the shape of an elementwise result, as far as it is certain."""
    known = [shape for shape in shapes if shape is None or len(shape)]
    if not known:
        return ()
    if any(shape is None for shape in known):
        return None
    if all(isinstance(shape, frozenset) for shape in known):
        return frozenset().union(*known)  # type: ignore[arg-type]
    if any(isinstance(shape, frozenset) for shape in known):
        return None
    dims: list[Dimension] = []
    longest = max(len(shape) for shape in known if shape is not None)
    for position in range(longest, 0, -1):
        column = {
            shape[-position]
            for shape in known
            if isinstance(shape, tuple) and len(shape) >= position
        }
        column -= {1} if len(column) > 1 else set()
        dims.append(column.pop() if len(column) == 1 else _meet(column))
    return tuple(dims)


def _meet(column: set[Dimension]) -> Dimension:
    """Extent where several broadcast together: an integer above 1 wins over names."""
    sizes = [extent for extent in column if isinstance(extent, int)]
    if sizes:
        return sizes[0] if len(sizes) == 1 else None
    if None in column:
        return None
    name = "*".join(sorted(frozenset().union(*(factors(str(e)) for e in column))))
    return f"({name})" if len(name) < LONGEST else None


# in the name of a shape or an extent: it depends on values of one function, at one place
PLACED = "@"

# of a name of a shape or an extent: longer ones are not worth their making
LONGEST = 200


def factors(name: str) -> frozenset[str]:
    """Read `(a*b)` into a and b; what is not a product of names gives itself."""
    if not (name.startswith("(") and name.endswith(")")):
        return frozenset({name})
    parts, depth = [""], 0
    for letter in name[1:-1]:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return frozenset({name})
        if letter == "*" and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return frozenset(parts) if len(parts) > 1 else frozenset({name})


def join(left: Type, right: Type) -> Type:
    """Return what is known of a value that is of one type or the other."""
    if left == right or right == NOTHING:
        return left
    if left == NOTHING:
        return right
    match left, right:
        case Numeric(), Numeric():
            return Numeric(
                _join_dtype(left.dtype, right.dtype),
                _join_shape(left.shape, right.shape),
                left.mutable if left.mutable == right.mutable else None,
                left.weak and right.weak,
            )
        case TupleOf(items), TupleOf(others) if len(items) == len(others):
            pairs = zip(items, others, strict=True)
            joined = tuple(join(a, b) for a, b in pairs)
            if (left.names, left.owner) != (right.names, right.owner):
                return TupleOf(joined)
            return TupleOf(joined, left.names, left.owner)
        case RecordOf(fields=fields), RecordOf(fields=entries) if (
            left.kind,
            left.owner,
        ) == (right.kind, right.owner) and dict(fields).keys() == dict(entries).keys():
            known = dict(entries)
            parts = tuple((key, join(type_, known[key])) for key, type_ in fields)
            return RecordOf(left.kind, left.owner, parts, left.whole and right.whole)
        case ListOf(item, shared), ListOf(other, also):
            return ListOf(join(item, other), shared or also)
        case DictOf(item), DictOf(other):
            return DictOf(join(item, other))
        case FunctionOf(environment=tuple() as held), FunctionOf(
            environment=tuple() as others
        ) if (left.name, left.preset, len(held)) == (
            right.name,
            right.preset,
            len(others),
        ):
            both = zip(held, others, strict=True)
            known_now = tuple((key, join(a, b)) for (key, a), (_, b) in both)
            return FunctionOf(left.name, left.captured, known_now, left.preset)
        case Passive(), Passive():
            return Passive()
        case _:
            return UNKNOWN


def _join_dtype(left: str | None, right: str | None) -> str | None:
    if left == right:
        return left
    return COMPLEX if is_complex(left) or is_complex(right) else None


def _join_shape(left: Shape, right: Shape) -> Shape:
    if left == right or (
        left is not None and right is not None and not left and not right
    ):
        return left
    if isinstance(left, tuple) and isinstance(right, tuple) and len(left) == len(right):
        return tuple(a if a == b else None for a, b in zip(left, right, strict=True))
    return None


def promote(*types: Type) -> str | None:
    """Return the dtype of an arithmetic result, by NumPy's rules; None if uncertain."""
    numeric = [t for t in types if isinstance(t, Numeric)]
    if len(numeric) != len(types):
        return None
    strong = [t.dtype for t in numeric if not t.weak]
    weak = [t.dtype for t in numeric if t.weak]
    if any(dtype is None for dtype in strong + weak):
        return None
    if not strong:
        return max((str(d) for d in weak), key=_ORDER.index) if weak else None
    result = max((str(d) for d in strong), key=_ORDER.index)
    for dtype in weak:
        if _KIND[str(dtype)] > _KIND[result]:
            result = str(dtype)
    return result


_ORDER = (
    "bool int8 uint8 int16 uint16 int32 uint32 int64 uint64 float16 float32 float64 "
    "float complex64 complex128 complex"
).split()
_KIND = {
    d: 0 if d == "bool" else 1 if "int" in d else 2 if d.startswith("float") else 3
    for d in _ORDER
}
