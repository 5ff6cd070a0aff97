"""Sums of products that name their axes: dot, inner, einsum."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Dimension, Numeric, Shape
from srcgrad.primitives import domains, results
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import bilinear, linear, tangent
from srcgrad.primitives.formula import invoke
from srcgrad.primitives.products import matmul_left, matmul_right, matmul_type
from srcgrad.primitives.results import broadcast, known_rank, numeric


def dot_type(a: Any, b: Any) -> Numeric:
    """Type of `np.dot(a, b)`."""
    ranks = known_rank(a), known_rank(b)
    if 0 in ranks:
        return results.same(a, b)
    left, right = numeric(a), numeric(b)
    if None not in ranks and max(ranks[0] or 0, ranks[1] or 0) > 2:
        assert isinstance(left.shape, tuple) and isinstance(right.shape, tuple)
        last = right.shape[-1:] if len(right.shape) > 1 else ()
        shape = (*left.shape[:-1], *right.shape[:-2], *last)
        return results.array(results.promote(left, right), shape)
    return matmul_type(a, b)


def dot_left(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `a` in `np.dot(a, b)`."""
    if known_rank(a) in (1, 2) and known_rank(b) in (1, 2):
        return matmul_left(c, a, b)
    return invoke("helper.dot_left", c, a, b)


def dot_right(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `b` in `np.dot(a, b)`."""
    if known_rank(a) in (1, 2) and known_rank(b) in (1, 2):
        return matmul_right(c, a, b)
    return invoke("helper.dot_right", c, a, b)


def inner_type(a: Any, b: Any) -> Numeric:
    """Type of `np.inner(a, b)`."""
    left, right = numeric(a), numeric(b)
    if 0 in (known_rank(a), known_rank(b)):
        return results.same(a, b)
    shape: Shape = None
    if isinstance(left.shape, tuple) and isinstance(right.shape, tuple):
        shape = (*left.shape[:-1], *right.shape[:-1])
    return results.array(results.promote(left, right), shape)


def inner_left(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `a` in `np.inner(a, b)`."""
    if known_rank(a) == known_rank(b) == 1:
        return c * b
    return invoke("helper.inner_left", c, a, b)


def inner_right(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `b` in `np.inner(a, b)`."""
    if known_rank(a) == known_rank(b) == 1:
        return c * a
    return invoke("helper.inner_right", c, a, b)


def vdot_left(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `a` in `np.vdot(a, b)`, of real arrays."""
    if known_rank(a) == known_rank(b) == 1:
        return c * b
    return np.reshape(c * np.ravel(b), np.shape(a))


def vdot_type(a: Any, b: Any) -> Numeric:
    """Type of `np.vdot(a, b)`."""
    dtype = results.promote(numeric(a), numeric(b))
    if dtype is not None and dtype.startswith("complex"):
        raise Unsupported("np.vdot is supported of real arrays only")
    return Numeric(dtype, (), mutable=False)


def cross_type(a: Any, b: Any) -> Numeric:
    """Type of `np.cross(a, b)`."""
    for shape in (numeric(a).shape, numeric(b).shape):
        if isinstance(shape, tuple) and shape[-1] not in (3, None):
            if isinstance(shape[-1], int):
                raise Unsupported("np.cross is supported of vectors of length 3")
    both = results.same(a, b)
    return Numeric(both.dtype, both.shape, True)


def whole(term: Any, operand: Any, other: Any) -> Any:
    """Bring a cotangent to the shape of its operand, where that may be broadcast."""
    shape = results.shape_of(operand)
    if (
        isinstance(shape, tuple)
        and None not in shape
        and shape == results.shape_of(other)
    ):
        return term
    return invoke("helper.unbroadcast", term, operand)


def subscripts_of(subscripts: Any, count: int) -> tuple[list[str], str]:
    """Read `"ij,jk->ik"` into the letters of each operand, and of the result."""
    if not isinstance(subscripts, str):
        raise Unsupported("np.einsum needs literal subscripts")
    text = subscripts.replace(" ", "")
    inputs, arrow, output = text.partition("->")
    operands = inputs.split(",")
    if len(operands) != count:
        raise Unsupported(f"np.einsum has {count} operands, but `{subscripts}`")
    if not arrow:
        letters = sorted(set(inputs) - {",", "."})
        output = "..." if "." in inputs else ""
        output += "".join(one for one in letters if inputs.count(one) == 1)
    for operand in operands:
        named = operand.replace(".", "")
        if len(set(named)) != len(named):
            raise Unsupported(
                f"`{operand}` repeats a letter: use np.diagonal or np.trace before"
            )
    return operands, output


def einsum_type(subscripts: Any, *operands: Any) -> Numeric:
    """Type of an einsum."""
    letters, output = subscripts_of(subscripts, len(operands))
    extents: dict[str, Dimension] = {}
    stacks: list[Shape] = []
    types = [numeric(operand) for operand in operands]
    for named, known in zip(letters, types, strict=True):
        if not isinstance(known.shape, tuple):
            stacks.append(None if "." in named else ())
            continue
        before, dots, after = named.partition("...")
        if len(before + after) > len(known.shape) or (
            not dots and len(named) != len(known.shape)
        ):
            raise Unsupported(f"`{named}` does not fit rank {len(known.shape)}")
        end = len(known.shape) - len(after)
        stacks.append(known.shape[len(before) : end])
        own = known.shape[: len(before)] + known.shape[end:]
        for letter, extent in zip(before + after, own, strict=True):
            if extents.get(letter) in (None, 1):
                extents[letter] = extent
    stack = broadcast(*stacks)
    dtype = results.promote(*types)
    before, dots, after = output.partition("...")
    if dots and not isinstance(stack, tuple):
        return results.array(dtype, None)
    middle = stack if dots and isinstance(stack, tuple) else ()
    start = tuple(extents.get(one) for one in before)
    return results.array(dtype, (*start, *middle, *(extents.get(one) for one in after)))


def einsum_back(c: Any, letters: list[str], output: str, at: int, operands: Any) -> Any:
    """Cotangent of one operand: the einsum of the cotangent and the other operands."""
    own = letters[at]
    pairs = list(zip(letters, operands, strict=True))
    others = pairs[:at] + pairs[at + 1 :]
    given = output + "".join(named for named, _ in others)
    # what is summed in this operand alone was not broadcast before: spread it again
    lone = [one for one in own if one != "." and one not in given]
    kept = "".join(one for one in own if one not in lone)
    text = ",".join([output, *(named for named, _ in others)]) + "->" + kept
    same = text == f"{output}->{output}"
    term = c if same else np.einsum(text, c, *(x for _, x in others))
    if lone:
        if "." in own:
            raise Unsupported(f"`{own}`: an axis summed alone beside `...`")
        axes = tuple(own.index(one) for one in lone)
        spread = np.expand_dims(term, axes if len(axes) > 1 else axes[0])
        return np.broadcast_to(spread, np.shape(operands[at]))
    if "." in own:
        return invoke("helper.unbroadcast", term, operands[at])
    return term


def one_back(c: Any, subscripts: Any, a: Any) -> Any:
    """Cotangent of the operand of an einsum of one."""
    letters, output = subscripts_of(subscripts, 1)
    return einsum_back(c, letters, output, 0, (a,))


def pair_back(at: int) -> Any:
    """Cotangent of an operand of an einsum of two."""

    def back(c: Any, subscripts: Any, a: Any, b: Any) -> Any:
        letters, output = subscripts_of(subscripts, 2)
        return einsum_back(c, letters, output, at, (a, b))

    return back


def three_tangent(
    subscripts: Any, a: Any, b: Any, c: Any, da: Any, db: Any, dc: Any
) -> Any:
    """Tangent of an einsum of three: the two that are held are multiplied first."""
    letters, output = subscripts_of(subscripts, 3)
    if any("." in named for named in letters):
        raise Unsupported("np.einsum of three operands is supported without `...`")
    tangents, operands = (da, db, dc), (a, b, c)
    at = next(k for k, change in enumerate(tangents) if change is not None)
    first, second = (k for k in range(3) if k != at)
    seen = letters[at] + output
    joint = "".join(
        sorted({one for one in letters[first] + letters[second] if one in seen})
    )
    held = np.einsum(
        f"{letters[first]},{letters[second]}->{joint}",
        operands[first],
        operands[second],
    )
    return np.einsum(f"{letters[at]},{joint}->{output}", tangents[at], held)


DOTS = (
    domains.normal((3,), (3,)),
    domains.normal((2, 3), (3,)),
    domains.normal((3,), (3, 4)),
    domains.normal((2, 3), (3, 4)),
    domains.normal((5, 2, 3), (3,)),
    domains.normal((5, 2, 3), (4, 3, 2)),
    domains.normal((), (3, 4)),
    domains.normal((2, 3), ()),
)
INNERS = (
    domains.normal((3,), (3,)),
    domains.normal((2, 3), (3,)),
    domains.normal((2, 3), (4, 3)),
)

CONTRACTIONS = (
    bilinear(
        np.dot,
        dot_left,
        dot_right,
        result=dot_type,
        methods=("dot",),
        domain=DOTS,
    ),
    bilinear(
        np.inner,
        inner_left,
        inner_right,
        result=inner_type,
        domain=INNERS,
    ),
    bilinear(
        np.vdot,
        vdot_left,
        lambda c, a, b: vdot_left(c, b, a),
        result=vdot_type,
        domain=(domains.normal((3,), (3,)), domains.normal((2, 3), (2, 3))),
    ),
    bilinear(
        np.cross,
        lambda c, a, b: whole(np.cross(b, c), a, b),
        lambda c, a, b: whole(np.cross(c, a), b, a),
        result=cross_type,
        cost=4,
        domain=(
            domains.normal((3,), (3,)),
            domains.normal((4, 3), (4, 3)),
            domains.normal((4, 3), (3,)),
        ),
    ),
    bilinear(
        np.einsum,
        pair_back(0),
        pair_back(1),
        "subscripts, a, b",
        positions=(1, 2),
        result=einsum_type,
        domain=(
            domains.case("ij,jk->ik", domains.draw(2, 3), domains.draw(3, 4)),
            domains.case("ij,kj", domains.draw(2, 3), domains.draw(4, 3)),
            domains.case("i,i->", domains.draw(3), domains.draw(3)),
            domains.case("bij,bjk->bik", domains.draw(5, 2, 3), domains.draw(5, 3, 4)),
            domains.case("...ij,...j->...i", domains.draw(5, 2, 3), domains.draw(5, 3)),
            domains.case("...ij,...j->...i", domains.draw(5, 2, 3), domains.draw(3)),
            domains.case("ij,k->jk", domains.draw(2, 3), domains.draw(4)),
        ),
    ),
    linear(
        np.einsum,
        one_back,
        "subscripts, a",
        key="einsum.one",
        names=(),
        spelling="np.einsum",
        positions=(1,),
        result=einsum_type,
        domain=(
            domains.case("ij->ji", domains.draw(2, 3)),
            domains.case("ij->j", domains.draw(2, 3)),
            domains.case("ijk->", domains.draw(2, 3, 2)),
        ),
    ),
    tangent(
        np.einsum,
        three_tangent,
        "subscripts, a, b, c",
        key="einsum.three",
        names=(),
        spelling="np.einsum",
        positions=(1, 2, 3),
        result=einsum_type,
        cost=20,
        domain=(
            domains.case(
                "i,ij,j->", domains.draw(2), domains.draw(2, 3), domains.draw(3)
            ),
            domains.case(
                "ij,jk,kl->il",
                domains.draw(2, 3),
                domains.draw(3, 4),
                domains.draw(4, 2),
            ),
        ),
    ),
)
