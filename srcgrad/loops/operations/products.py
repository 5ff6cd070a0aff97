"""Products of matrices -> BLAS calls into memory that is there, or loops where they are small."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srcgrad.ir.expressions import Apply, Constant, Expression, Name
from srcgrad.loops.nests.affine import Affine
from srcgrad.loops.nests.nest import Call, Put
from srcgrad.loops.nests.refusal import NotLowered
from srcgrad.loops.nests.tensors import (
    Shape,
    Tensor,
    count,
    element_at,
    memory,
    permuted,
    promoted,
)
from srcgrad.loops.operations.arguments import axes_of, literal
from srcgrad.loops.operations.evaluation import Values
from srcgrad.loops.operations.reductions import add, reduced

# Below this many multiplications a call of BLAS costs more than the product.
FEW = 512


def multiplied(left: Expression, right: Expression) -> Expression:
    """Return a product, without a factor of one."""
    if left == Constant(1.0):
        return right
    return left if right == Constant(1.0) else Apply("multiply", (left, right))


def contracted(
    values: Values,
    operands: tuple[Tensor, ...],
    labels: tuple[str, ...],
    result: str,
) -> Tensor:
    """Sum of products of elements: axes of one label go together, as in `np.einsum`."""
    extents: dict[str, Affine] = {}
    for tensor, label in zip(operands, labels, strict=True):
        for letter, extent in zip(label, tensor.shape, strict=True):
            known = extents.setdefault(letter, extent)
            if known == Affine(1):
                extents[letter] = extent
            elif extent not in (known, Affine(1)):
                values.writer.equal(known, extent, "a product")
    dtype, _ = promoted(*operands)
    inner = "".join(letter for letter in extents if letter not in result)
    order = result + inner
    whole: Shape = tuple(extents[letter] for letter in order)
    small = count(whole) is not None and (count(whole) or 0) <= 64
    spread = values.stretched(operands, whole) if not small else operands

    def at(index: tuple[Expression, ...]) -> Expression:
        places = dict(zip(order, index, strict=True))
        total: Expression | None = None
        for tensor, label in zip(spread, labels, strict=True):
            own = tuple(
                Constant(0) if extent == Affine(1) else places[letter]
                for letter, extent in zip(label, tensor.shape, strict=True)
            )
            part = tensor.at(own)
            total = part if total is None else multiplied(total, part)
        assert total is not None
        return total

    product = Tensor(whole, dtype, at, literal=any(t.literal for t in spread))
    axes = tuple(range(len(result), len(order)))
    if not axes:
        return product
    zero = Constant(0) if "int" in dtype else Constant(0.0)
    last = order.index(labels[-1][-1]) if labels[-1] else len(order) - 1
    if last in axes or not result or product.literal or small:
        return reduced(values, product, axes, False, zero, add, "product", dtype)
    return _along_rows(values, product, len(result), zero)


def _along_rows(values: Values, product: Tensor, rank: int, zero: Expression) -> Tensor:
    """Sum over the last axes, with the last axis of the result innermost."""
    writer = values.writer
    shape = product.shape[:rank]
    result = writer.allocate("product", shape, product.dtype)
    array = result.array
    assert array is not None
    writer.nest(shape, lambda at: writer.add(Put(array, at, zero)))
    order = (*range(rank - 1), *range(rank, product.rank), rank - 1)
    writer.nest(
        product.shape,
        lambda at: writer.add(Put(array, at[:rank], product.at(at), "+")),
        order,
    )
    return result


def matmul(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`a @ b`."""
    left, right = values.tensor(arguments[0]), values.tensor(arguments[1])
    return multiply(values, left, right)


def multiply(values: Values, left: Tensor, right: Tensor) -> Tensor:
    """Return `left @ right`."""
    if left.rank == 1 and right.rank == 1:
        return contracted(values, (left, right), ("k", "k"), "")
    if left.rank == 1:
        batch = "abcdef"[: right.rank - 2]
        return contracted(values, (left, right), ("k", f"{batch}kj"), f"{batch}j")
    if right.rank == 1:
        batch = "abcdef"[: left.rank - 2]
        return contracted(values, (left, right), (f"{batch}ik", "k"), f"{batch}i")
    if left.rank == 2 and right.rank == 2 and _is_large(left, right):
        return _blas(values, left, right)
    batch = "abcdef"[: max(left.rank, right.rank) - 2]
    labels = (
        f"{batch[len(batch) - left.rank + 2 :]}ik",
        f"{batch[len(batch) - right.rank + 2 :]}kj",
    )
    return contracted(values, (left, right), labels, f"{batch}ij")


def _is_large(left: Tensor, right: Tensor) -> bool:
    """Whether a product is better left to BLAS."""
    if any(t.dtype not in ("float64", "float32") for t in (left, right)):
        return False
    if left.dtype != right.dtype:
        return False
    number = count((*left.shape, right.shape[1]))
    if number is not None:
        return number > FEW
    known = [e for e in (*left.shape, right.shape[1]) if e.number is not None]
    return not any(e.number is not None and e.number <= 4 for e in known)


def _blas(values: Values, left: Tensor, right: Tensor) -> Tensor:
    writer = values.writer
    if left.shape[1] != right.shape[0]:
        writer.equal(left.shape[1], right.shape[0], "a product of matrices")
    one, first = operand(values, left)
    two, second = operand(values, right)
    result = writer.allocate("product", (left.shape[0], right.shape[1]), left.dtype)
    assert result.array is not None
    call = Apply("call", (Constant("np.dot"), one, two, Name(result.array)))
    writer.add(Call((), call, frozenset((first, second)), frozenset((result.array,))))
    return result


def operand(values: Values, tensor: Tensor) -> tuple[Expression, str]:
    """Return an array that a library can take, or its transpose, and the name of it."""
    if tensor.array is None:
        tensor = values.writer.in_memory(tensor, "factor")
    assert tensor.array is not None
    name = Name(tensor.array)
    return (Apply("transpose", (name,)) if tensor.transposed else name), tensor.array


def dot(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.dot(a, b)`."""
    left, right = values.tensor(arguments[0]), values.tensor(arguments[1])
    if not left.rank or not right.rank:
        return values.elementwise("multiply", arguments)
    if right.rank > 2:
        raise NotLowered("`np.dot` with an array of more than two axes")
    if left.rank > 2 and right.rank == 2:
        free = "abcdef"[: left.rank - 1]
        return contracted(values, (left, right), (f"{free}k", "kj"), f"{free}j")
    return multiply(values, left, right)


def inner(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.inner(a, b)`."""
    left, right = values.tensor(arguments[0]), values.tensor(arguments[1])
    if not left.rank or not right.rank:
        return values.elementwise("multiply", arguments)
    if right.rank == 2:
        return multiply(values, left, permuted(right, (1, 0)))
    return multiply(values, left, right)


def outer(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.outer(a, b)`."""
    left, right = values.tensor(arguments[0]), values.tensor(arguments[1])
    if left.rank != 1 or right.rank != 1:
        raise NotLowered("`np.outer` of arrays of several axes")
    return contracted(values, (left, right), ("i", "j"), "ij")


def tensordot(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.tensordot(a, b, axes)`."""
    left, right = values.tensor(arguments[0]), values.tensor(arguments[1])
    axes = literal(arguments[2]) if len(arguments) > 2 else 2
    if isinstance(axes, int):
        axes = (tuple(range(left.rank - axes, left.rank)), tuple(range(axes)))
    one, two = ((a,) if isinstance(a, int) else tuple(a) for a in axes)
    letters = iter("abcdefghijklmnopqrstuvwxyz")
    first = [next(letters) for _ in range(left.rank)]
    second = [next(letters) for _ in range(right.rank)]
    for k, m in zip(one, two, strict=True):
        second[m] = first[k]
    result = [c for c in first if c not in second] + [
        c for c in second if c not in first
    ]
    if left.rank == right.rank == 2 and len(one) == 1 and _is_large(left, right):
        a = left if one[0] % 2 == 1 else permuted(left, (1, 0))
        b = right if two[0] % 2 == 0 else permuted(right, (1, 0))
        return multiply(values, a, b)
    labels = ("".join(first), "".join(second))
    return contracted(values, (left, right), labels, "".join(result))


def einsum(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.einsum("ij,jk->ik", a, b)`."""
    text = literal(arguments[0]).replace(" ", "")
    if "." in text:
        raise NotLowered("`np.einsum` with an ellipsis")
    given, arrow, result = text.partition("->")
    labels = tuple(given.split(","))
    if not arrow:
        joined = "".join(labels)
        result = "".join(c for c in sorted(set(joined)) if joined.count(c) == 1)
    operands = tuple(values.tensor(a) for a in arguments[1:])
    if len(operands) == 2 and all(len(set(x)) == 2 for x in labels):
        shared = [c for c in labels[0] if c in labels[1] and c not in result]
        if len(shared) == 1 and len(result) == 2 and _is_large(*operands):
            one, two = operands
            if labels[0][1] != shared[0]:
                one = permuted(one, (1, 0))
            if labels[1][0] != shared[0]:
                two = permuted(two, (1, 0))
            rows = labels[0].replace(shared[0], "")
            product = multiply(values, one, two)
            return product if result[0] == rows else permuted(product, (1, 0))
    return contracted(values, operands, labels, result)


def vdot(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.vdot(a, b)` of real arrays."""
    left, right = values.tensor(arguments[0]), values.tensor(arguments[1])
    letters = "abcdef"[: left.rank]
    return contracted(values, (left, right), (letters, letters), "")


def cross(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.cross(a, b)` of vectors of three."""
    left, right = values.tensor(arguments[0]), values.tensor(arguments[1])
    shape = values.broadcast((left, right), "the operands of `np.cross`")
    if shape[-1] != Affine(3):
        raise NotLowered("`np.cross` of vectors that are not known to have 3 elements")

    def component(k: int, outer: tuple[Expression, ...]) -> Expression:
        one, two = Constant((k + 1) % 3), Constant((k + 2) % 3)
        products = (
            multiplied(element_at(left, (*outer, a)), element_at(right, (*outer, b)))
            for a, b in ((one, two), (two, one))
        )
        return Apply("subtract", tuple(products))

    dtype, _ = promoted(left, right)
    if len(shape) > 1:
        writer = values.writer
        result = writer.allocate("cross", shape, dtype)
        array = result.array
        assert array is not None

        def row(outer: tuple[Expression, ...]) -> None:
            for k in range(3):
                writer.add(Put(array, (*outer, Constant(k)), component(k, outer)))

        writer.nest(shape[:-1], row)
        return result

    def at(index: tuple[Expression, ...]) -> Expression:
        assert isinstance(index[-1], Constant)
        return component(index[-1].value, ())

    return Tensor(shape, dtype, at, literal=True)


def transposed_product(side: str) -> Any:
    """The cotangents of the operands of `@` where ranks decide."""

    def rule(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
        cotangent, left, right = (values.tensor(a) for a in arguments)
        if side == "left":
            if right.rank == 1 and left.rank == 2:
                return contracted(values, (cotangent, right), ("i", "k"), "ik")
            if left.rank == 1 and right.rank == 2:
                return contracted(values, (cotangent, right), ("j", "kj"), "k")
            if left.rank == right.rank == 2:
                return multiply(values, cotangent, permuted(right, (1, 0)))
        else:
            if left.rank == 1 and right.rank == 2:
                return contracted(values, (left, cotangent), ("k", "j"), "kj")
            if right.rank == 1 and left.rank == 2:
                return contracted(values, (left, cotangent), ("ik", "i"), "k")
            if left.rank == right.rank == 2:
                return multiply(values, permuted(left, (1, 0)), cotangent)
        if left.rank == right.rank == 1:
            return contracted(
                values, (cotangent, right if side == "left" else left), ("", "k"), "k"
            )
        raise NotLowered("a product of stacks of matrices")

    return rule


def solved(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.linalg.solve(a, b)`, by the library."""
    matrix, right = values.tensor(arguments[0]), values.tensor(arguments[1])
    if matrix.rank != 2 or right.rank > 2:
        raise NotLowered("`np.linalg.solve` of stacks of matrices")
    return library(values, "np.linalg.solve", (matrix, right), right.shape)


def library(
    values: Values, name: str, operands: tuple[Tensor, ...], shape: Shape
) -> Tensor:
    """Return what a function of a library makes of arrays."""
    writer = values.writer
    given: list[Expression] = []
    read: set[str] = set()
    for tensor in operands:
        if tensor.dtype not in ("float64", "float32"):
            raise NotLowered(f"`{name}` of {tensor.dtype}")
        text, array = operand(values, tensor)
        given.append(text)
        read.add(array)
    target = writer.unused(name.rpartition(".")[2])
    call = Apply("call", (Constant(name), *given))
    if shape:
        call_targets = frozenset((target,))
    else:
        call_targets = frozenset()
    writer.add(Call((target,), call, frozenset(read), call_targets))
    return memory(target, shape, operands[0].dtype)


def by_library(name: str, scalar: bool = False) -> Any:
    """A function of a square matrix."""

    def rule(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
        matrix = values.tensor(arguments[0])
        if matrix.rank != 2:
            raise NotLowered(f"`{name}` of stacks of matrices")
        return library(values, name, (matrix,), () if scalar else matrix.shape)

    return rule


def norm(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.linalg.norm(x)`: the root of the sum of squares."""
    base = values.tensor(arguments[0])
    if len(arguments) > 1 and arguments[1] not in (Constant(None), Constant(2)):
        raise NotLowered("`np.linalg.norm` of another order")
    if len(arguments) > 1 and arguments[1] == Constant(2) and base.rank > 1:
        if len(arguments) < 3 or not isinstance(literal(arguments[2]), int):
            raise NotLowered("the largest singular value")

    axes = axes_of(base, arguments[2] if len(arguments) > 2 else None)
    keepdims = len(arguments) > 3 and arguments[3] == Constant(True)
    squares = Tensor(
        base.shape,
        base.dtype,
        lambda at: Apply("power", (base.at(at), Constant(2))),
        literal=base.literal,
    )
    total = reduced(
        values, squares, axes, keepdims, Constant(0.0), add, "total", base.dtype
    )
    return Tensor(
        total.shape,
        base.dtype,
        lambda at: Apply("sqrt", (total.at(at),)),
        literal=total.literal,
    )


def trace(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """`np.trace(a)`."""
    base = values.tensor(arguments[0])
    if len(arguments) > 1 and arguments[1] != Constant(0):
        raise NotLowered("`np.trace` off the main diagonal")
    if base.rank != 2 or base.shape[0] != base.shape[1]:
        raise NotLowered("`np.trace` of an array that is not square")
    line = Tensor(
        base.shape[:1],
        base.dtype,
        lambda i: base.at((i[0], i[0])),
        literal=base.literal,
    )
    return reduced(values, line, (0,), False, Constant(0.0), add, "total", base.dtype)


def summed(values: Values, arguments: tuple[Expression, ...]) -> Tensor:
    """A sum of two cotangents."""
    return values.elementwise("add", arguments)


RULES: Mapping[str, Any] = {
    "matmul": matmul,
    "dot": dot,
    "inner": inner,
    "outer": outer,
    "tensordot": tensordot,
    "einsum": einsum,
    "einsum.one": einsum,
    "einsum.three": einsum,
    "vdot": vdot,
    "cross": cross,
    "trace": trace,
    "helper.matmul_left": transposed_product("left"),
    "helper.matmul_right": transposed_product("right"),
    "linalg.solve": solved,
    "held.solve": solved,
    "linalg.inv": by_library("np.linalg.inv"),
    "linalg.cholesky": by_library("np.linalg.cholesky"),
    "linalg.det": by_library("np.linalg.det", True),
    "linalg.norm": norm,
    "helper.summed": summed,
}
