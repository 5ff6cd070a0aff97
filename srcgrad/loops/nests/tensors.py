"""A value of the IR as its elements: a shape, and an expression for each index.

    2.0 * x[1:]    ->    shape n - 1, element i is `2.0 * x[i + 1]`

Views, broadcasts and elementwise operations only rewrite indices: no memory is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from srcgrad.ir.expressions import Apply, Constant, Expression, Index, Name
from srcgrad.ir.types import Numeric, promote
from srcgrad.loops.nests.affine import Affine, affine_of

Element = Callable[[tuple[Expression, ...]], Expression]
Shape = tuple[Affine, ...]
SMALL = 8


@dataclass(frozen=True)
class Tensor:
    """Elements of a value.

    weak : it is a number of Python's, which takes the dtype of what it meets. literal :
    it can be asked for elements at constant indices only, as it has no memory.
    array : the name of the memory that holds just this, in this order of axes.
    """

    shape: Shape
    dtype: str
    at: Element
    weak: bool = False
    literal: bool = False
    array: str | None = None
    transposed: bool = False

    @property
    def rank(self) -> int:
        """Number of axes."""
        return len(self.shape)

    @property
    def scalar(self) -> Expression:
        """The only element of a value without axes."""
        assert not self.shape, "not a scalar"
        return self.at(())


def scalar(value: Expression, dtype: str = "float64", weak: bool = False) -> Tensor:
    """Return a value without axes."""
    return Tensor((), dtype, lambda _: value, weak)


def memory(name: str, shape: Shape, dtype: str) -> Tensor:
    """Return an array that is in memory under a name."""
    if not shape:
        return scalar(Name(name), dtype)
    return Tensor(shape, dtype, lambda at: Index(Name(name), at), array=name)


def filled(shape: Shape, value: Expression, dtype: str) -> Tensor:
    """Return a value all elements of which are one."""
    return Tensor(shape, dtype, lambda _: value)


def is_small(shape: Shape) -> bool:
    """Whether a shape is of a few elements, so that loops over it are written out."""
    return count(shape) is not None and 0 < (count(shape) or 0) <= SMALL


def count(shape: Shape) -> int | None:
    """Return the number of elements, None where it is not known."""
    total = 1
    for extent in shape:
        if extent.number is None:
            return None
        total *= extent.number
    return total


def promoted(*tensors: Tensor) -> tuple[str, bool]:
    """Return the dtype of an arithmetic result, and whether it is weak."""
    types = [Numeric(t.dtype, (), False, t.weak) for t in tensors]
    dtype = promote(*types)
    assert dtype is not None
    return dtype, all(t.weak for t in tensors)


def shifted(index: Expression, offset: Affine, factor: int = 1) -> Expression:
    """Return `index * factor + offset`, in its shortest form."""
    found = affine_of(index)
    if found is not None:
        return (found.times(factor) + offset).expression()
    if factor != 1:
        index = Apply("multiply", (index, Constant(factor)))
    if offset == Affine():
        return index
    return Apply("add", (index, offset.expression()))


def at_zero(tensor: Tensor) -> Expression:
    """Return the first element."""
    return tensor.at((Constant(0),) * tensor.rank)


def element_at(tensor: Tensor, index: tuple[Expression, ...]) -> Expression:
    """Return an element at an index of a larger shape that the tensor is spread over."""
    own = index[len(index) - tensor.rank :]
    return tensor.at(
        tuple(
            Constant(0) if extent == Affine(1) else place
            for place, extent in zip(own, tensor.shape, strict=True)
        )
    )


def permuted(base: Tensor, order: tuple[int, ...]) -> Tensor:
    """Return the axes of a value in another order."""
    if order == tuple(range(base.rank)):
        return base
    places = [order.index(axis) for axis in range(base.rank)]
    return replace(
        base,
        shape=tuple(base.shape[axis] for axis in order),
        at=lambda index: base.at(tuple(index[place] for place in places)),
        array=base.array if base.rank == 2 else None,
        transposed=not base.transposed,
    )


def expanded(base: Tensor, axis: Any) -> Tensor:
    """Return a value with axes of extent 1 put in."""
    several = (axis,) if isinstance(axis, int) else tuple(axis)
    rank = base.rank + len(several)
    new = {a % rank for a in several}
    shape = list(base.shape)
    for place in sorted(new):
        shape.insert(place, Affine(1))
    keep = [k for k in range(rank) if k not in new]
    return Tensor(
        tuple(shape),
        base.dtype,
        lambda index: base.at(tuple(index[k] for k in keep)),
        literal=base.literal,
    )


def squeezed(base: Tensor, gone: set[int]) -> Tensor:
    """Return a value without axes of extent 1."""
    keep = [k for k in range(base.rank) if k not in gone]

    def at(index: tuple[Expression, ...]) -> Expression:
        whole: list[Expression] = [Constant(0)] * base.rank
        for place, k in zip(index, keep, strict=True):
            whole[k] = place
        return base.at(tuple(whole))

    return Tensor(
        tuple(base.shape[k] for k in keep), base.dtype, at, literal=base.literal
    )
