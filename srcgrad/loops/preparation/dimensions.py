"""Expression + types and known integers -> its type, with an extent for every axis.

`np.zeros((n, k))` with `n = x.shape[0]` is as long as x, `x[:, :d]` has the extent that
all slices up to d have. A slice is taken to lie within its axis, and where two names of
extents meet, they are taken to be one: the loops test both where they start.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Expression,
    Index,
    Name,
    Sequence,
    Slice,
    Var,
)
from srcgrad.ir.types import UNKNOWN, Dimension, Numeric, Shape, Type, is_scalar
from srcgrad.loops.nests.affine import Affine, affine, combined
from srcgrad.primitives.entry import Elementwise, Unsupported
from srcgrad.primitives.table import TABLE

# What Numba has no function for, though its value is one of numbers alone.
UNKNOWN_TO_NUMBA = frozenset(
    key
    for key, e in TABLE.items()
    if e.spelling.startswith("scipy.")
    or key.startswith("random.")
    or key == "math.remainder"
) - {"scipy.special.erf", "scipy.special.erfc", "scipy.special.expit"}

ELEMENTWISE = frozenset(
    key
    for key, e in TABLE.items()
    if isinstance(e.derivative, Elementwise) and key not in UNKNOWN_TO_NUMBA
) | frozenset(
    "floor_divide less less_equal greater greater_equal equal not_equal bitwise_and "
    "bitwise_or bitwise_xor logical_and logical_or logical_xor logical_not invert where "
    "sign floor ceil trunc rint round heaviside isnan isfinite isinf signbit conj".split()
)
SHAPES = ("shape", "np.shape")
CREATED = ("zeros", "ones", "empty", "full")


@dataclass
class Dimensions:
    """What is known so far: types of variables, and integers among them."""

    types: dict[Var, Type]
    integers: dict[Var, Affine] = field(default_factory=dict)
    named: dict[str, Affine] = field(default_factory=dict)
    strided: set[str] = field(default_factory=set)

    def type_of(self, expression: Expression) -> Type:
        """Return the type of an expression all parts of which the table can type."""
        try:
            known = type_of_tree(expression, self.types)
        except Unsupported:
            return UNKNOWN
        return self.refined(expression, known)

    def standard(self, expression: Expression) -> Type:
        """Return what the table alone says."""
        try:
            return type_of_tree(expression, self.types)
        except Unsupported:
            return UNKNOWN

    def refined(self, expression: Expression, known: Type) -> Type:
        """Fill in the extents that the table leaves open."""
        shape = self._shape(expression)
        if shape is None or not isinstance(known, Numeric):
            return known
        return replace(known, shape=shape, mutable=len(shape) > 0)

    def _shape(self, expression: Expression) -> Shape:
        match expression:
            case Index(base, items):
                return self._indexed(self._known(base), items)
            case Apply(operation, (shape, *_)) if operation in CREATED:
                return self._listed(shape)
            case Apply("reshape" | "broadcast_to", (_, shape)):
                return self._listed(shape)
            case Apply("array" | "asarray", (Sequence(items), *_)) if items:
                inner = self._known(items[0])
                return None if inner is None else (len(items), *inner)
            case Apply("arange", (stop,)):
                extent = self.integer(stop)
                return None if extent is None else (self.dimension(extent),)
            case Apply("identity" | "eye", (extent,)):
                found = self.integer(extent)
                return None if found is None else (self.dimension(found),) * 2
            case Apply(operation, arguments) if operation in ELEMENTWISE:
                return self._broadcast(arguments)
            case _:
                return None

    def _known(self, expression: Expression) -> tuple[Dimension, ...] | None:
        kind = self.type_of(expression)
        if isinstance(kind, Numeric) and isinstance(kind.shape, tuple):
            return kind.shape
        return None

    def _broadcast(self, arguments: tuple[Expression, ...]) -> Shape:
        shapes = []
        for argument in arguments:
            kind = self.type_of(argument)
            if not isinstance(kind, Numeric) or kind.shape is None:
                return None
            if isinstance(kind.shape, frozenset) and kind.shape:
                return None
            shapes.append(tuple(kind.shape))
        rank = max(map(len, shapes), default=0)
        found: list[Dimension] = []
        for axis in range(rank, 0, -1):
            column = [s[-axis] for s in shapes if len(s) >= axis]
            several = [extent for extent in column if extent != 1]
            if None in several:
                return None
            sizes = [extent for extent in several if isinstance(extent, int)]
            found.append((sizes or several or [1])[0])
        return tuple(found)

    def _listed(self, shape: Expression) -> Shape:
        match shape:
            case Apply(operation, (array,)) if operation in SHAPES:
                return self._known(array)
            case Sequence(items):
                parts = items
            case _:
                parts = (shape,)
        found = [self.integer(part) for part in parts]
        if any(f is None or f == Affine(-1) for f in found):
            return None
        return tuple(self.dimension(f) for f in found if f is not None)

    def _indexed(
        self, shape: tuple[Dimension, ...] | None, items: tuple[Expression, ...]
    ) -> Shape:
        """Shape of a base of this shape with basic subscripts."""
        if shape is None:
            return None
        found: list[Dimension] = []
        axis = 0
        for item in items:
            if item == Constant(None) or _is_newaxis(item):
                found.append(1)
            elif item == Constant(Ellipsis):
                return None
            elif isinstance(item, Slice):
                extent = self._sliced(shape[axis], item)
                if extent is None:
                    return None
                found.append(extent)
                axis += 1
            elif is_scalar(self.type_of(item)):
                axis += 1
            else:
                return None
        return (*found, *shape[axis:])

    def _sliced(self, extent: Dimension, item: Slice) -> Dimension:
        if item.start is None and item.stop is None and item.step is None:
            return extent
        if extent is None:
            return None
        whole = self.extent(extent)
        step = 1 if item.step is None else self._literal(item.step)
        if step != 1:
            return None
        start = Affine() if item.start is None else self.integer(item.start)
        stop = whole if item.stop is None else self.integer(item.stop)
        if start is None or stop is None:
            return None
        start = (
            start + whole if start.number is not None and start.constant < 0 else start
        )
        stop = stop + whole if stop.number is not None and stop.constant < 0 else stop
        if (
            whole.number is not None
            and start.number is not None
            and stop.number is not None
        ):
            return len(range(whole.number)[start.number : stop.number])
        if start.number is not None and (whole - stop).number is not None:
            if start.constant >= 0 and (whole - stop).constant >= 0:
                return self.dimension(whole - start - (whole - stop))
        if self.strided & (start.symbols | stop.symbols):
            # the last block of several may be cut off at the end of the axis
            return self.dimension(affine(f"[{start}:{stop}|{whole}]"))
        return self.dimension(stop - start)

    def _literal(self, expression: Expression) -> int | None:
        found = self.integer(expression)
        return None if found is None else found.number

    def dimension(self, extent: Affine) -> Dimension:
        """Name an extent."""
        if extent.number is not None:
            return max(extent.number, 0)
        name = str(extent)
        self.named.setdefault(name, extent)
        return name

    def extent(self, dimension: int | str) -> Affine:
        """Read the name of an extent."""
        if isinstance(dimension, int):
            return Affine(dimension)
        if dimension not in self.named:
            if _is_one(dimension):
                return Affine(1)
            name, _, less = dimension.rpartition("-")
            if name and less.isdigit():
                return affine(name) - int(less)
        return self.named.get(dimension, affine(dimension))

    def integer(self, expression: Expression) -> Affine | None:
        """Read an integer; what is no sum is a symbol of its own, named by its text."""
        match expression:
            case Constant(value=value):
                return Affine(value) if type(value) is int else None
            case Var():
                kind = self.types.get(expression, UNKNOWN)
                if not is_scalar(kind):
                    return None
                own = affine(f"{expression.name}.{expression.version}")
                return self.integers.get(expression, own)
            case Index(Apply(operation, (array,)), (Constant(value=int() as axis),)):
                shape = self._known(array) if operation in SHAPES else None
                if shape is None or not -len(shape) <= axis < len(shape):
                    return None
                extent = shape[axis]
                return None if extent is None else self.extent(extent)
            case Apply("len", (array,)):
                shape = self._known(array)
                if not shape or shape[0] is None:
                    return None
                return self.extent(shape[0])
            case Apply("size" | "np.size", (array,)):
                shape = self._known(array)
                if shape is None or len(shape) != 1 or shape[0] is None:
                    return None
                return self.extent(shape[0])
            case Apply("negative", (inner,)):
                found = self.integer(inner)
                return None if found is None else -found
            case Apply("add" | "subtract" | "multiply" | "floor_divide" as key, (a, b)):
                left, right = self.integer(a), self.integer(b)
                if left is None or right is None:
                    return None
                if key == "floor_divide":
                    if left.number is not None and right.number:
                        return Affine(left.number // right.number)
                    return affine(f"[{left}//{right}]")
                return combined(key, left, right) or affine(f"[{left}*{right}]")
            case _:
                return None


def _is_one(dimension: str) -> bool:
    """Whether an extent is that of `x[3:4]`; that `x` has as many elements is tested."""
    bounds = dimension.rpartition("|")[2].removesuffix(")").split(":")
    return (
        len(bounds) == 2
        and all(bound.isdigit() for bound in bounds)
        and int(bounds[1]) == int(bounds[0]) + 1
    )


def _is_newaxis(item: Expression) -> bool:
    return isinstance(item, Name) and item.text.rpartition(".")[2] == "newaxis"
