"""Sums of products that name their axes: einsum, in all its forms.

Letters of the operands and of the result are put in order once. The cotangent of an
operand is an einsum of the cotangent and of the other operands.
"""

from __future__ import annotations

import string
from typing import Any

import numpy as np

from srcgrad.ir.types import Dimension, Numeric, Shape
from srcgrad.primitives import domains, results
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import tangent
from srcgrad.primitives.formula import invoke, is_zero
from srcgrad.primitives.results import broadcast, numeric


def lettered(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Write `einsum(a, [0, 1], b, [1, 2], [0, 2])` with letters, others as they are."""
    if not arguments or isinstance(arguments[0], str):
        return arguments
    lists = (
        [*arguments[1::2], *arguments[-1:]] if len(arguments) % 2 else arguments[1::2]
    )
    if not all(isinstance(one, list | tuple) for one in lists):
        return arguments
    words = ["".join(map(_letter, one)) for one in lists]
    count = len(arguments) // 2
    text = ",".join(words[:count])
    if len(arguments) % 2:
        text += f"->{words[-1]}"
    return (text, *arguments[0 : 2 * count : 2])


def _letter(axis: Any) -> str:
    if axis is Ellipsis:
        return "..."
    if type(axis) is not int:
        raise Unsupported("np.einsum needs literal subscripts")
    return string.ascii_letters[axis]


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
    return operands, output


def einsum_type(subscripts: Any, operands: Any, optimize: Any = False) -> Numeric:
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
    shape = (*start, *middle, *(extents.get(one) for one in after))
    return results.array(dtype, shape)


def einsum_tangent(subscripts: Any, operands: Any, doperands: Any) -> Any:
    """Tangent of an einsum: one operand changes in each term."""
    total: Any = None
    for place, change in enumerate(doperands):
        if is_zero(change):
            continue
        term = contracted(
            subscripts, [*operands[:place], change, *operands[place + 1 :]]
        )
        total = term if total is None else total + term
    return total


def contracted(subscripts: str, operands: list[Any]) -> Any:
    """Return an einsum, in the best order where there are several."""
    if len(operands) > 2:
        return invoke("einsum", subscripts, *operands, optimize=True)
    return invoke("einsum", subscripts, *operands)


def einsum_back(c: Any, subscripts: Any, operands: Any) -> Any:
    """Cotangents of the operands."""
    letters, output = subscripts_of(subscripts, len(operands))
    return tuple(
        _operand_back(c, letters, output, place, operands)
        for place in range(len(operands))
    )


def _operand_back(
    c: Any, letters: list[str], output: str, at: int, operands: Any
) -> Any:
    """Cotangent of one operand: the einsum of the cotangent and the other operands."""
    own, operand = letters[at], operands[at]
    terms = [output, *letters[:at], *letters[at + 1 :]]
    factors = [c, *operands[:at], *operands[at + 1 :]]
    plain, identities = _apart(own, "".join((own, *terms)))
    for pair, axis in identities:
        # an axis named twice: the cotangent lies on the diagonal
        terms.append(pair)
        factors.append(invoke("eye", np.shape(operand)[axis]))
    given = "".join(terms)
    lone = [one for one in plain if one != "." and one not in given]
    if lone and "." in own:
        terms.append(plain)
        factors.append(np.ones_like(operand))
        lone = []
    kept = "".join(one for one in plain if one not in lone)
    same = terms == [kept]
    term = c if same else contracted(f"{','.join(terms)}->{kept}", factors)
    if lone:
        # what is summed in this operand alone was not broadcast before: spread it again
        axes = tuple(plain.index(one) for one in lone)
        term = np.expand_dims(term, axes if len(axes) > 1 else axes[0])
        term = np.broadcast_to(term, np.shape(operand))
    if "." in own or identities:
        return invoke("helper.unbroadcast", term, operand)
    return term


def _apart(own: str, used: str) -> tuple[str, list[tuple[str, int]]]:
    """Name axes apart that have one letter: `iij` -> `kij`, and `ki` for axis 0."""
    free = iter(one for one in string.ascii_letters if one not in used)
    names = list(own.replace("...", "."))
    pairs: list[tuple[str, int]] = []
    dots = names.index(".") if "." in names else len(names)
    for place, letter in enumerate(names):
        if letter != "." and letter in names[place + 1 :]:
            names[place] = next(free)
            axis = place if place < dots else place - len(names)
            pairs.append((names[place] + letter, axis))
    return "".join(names).replace(".", "..."), pairs


def _case(subscripts: str, *shapes: tuple[int, ...]) -> domains.Case:
    operands = tuple(domains.draw(*shape) for shape in shapes)
    return domains.case(subscripts, operands)


EINSUM = (
    tangent(
        np.einsum,
        einsum_tangent,
        "subscripts, *operands, optimize=False",
        result=einsum_type,
        reverse=einsum_back,
        positions=(1,),
        cost=20,
        joins=True,
        domain=(
            _case("ij,jk->ik", (2, 3), (3, 4)),
            _case("ij,kj", (2, 3), (4, 3)),
            _case("i,i->", (3,), (3,)),
            _case("bij,bjk->bik", (5, 2, 3), (5, 3, 4)),
            _case("...ij,...j->...i", (5, 2, 3), (5, 3)),
            _case("...ij,...j->...i", (5, 2, 3), (3,)),
            _case("ij,k->jk", (2, 3), (4,)),
            _case("ij->ji", (2, 3)),
            _case("ij->j", (2, 3)),
            _case("ijk->", (2, 3, 2)),
            _case("ii->i", (3, 3)),
            _case("ii", (3, 3)),
            _case("iij,j->i", (3, 3, 2), (2,)),
            _case("iii,i->", (3, 3, 3), (3,)),
            _case("...ii->...", (2, 3, 3)),
            _case("...ij->...", (2, 3, 4)),
            _case("ij...,jk...->ik...", (2, 3, 2), (3, 4, 2)),
            _case("i,ij,j->", (2,), (2, 3), (3,)),
            _case("ij,jk,kl->il", (2, 3), (3, 4), (4, 2)),
            _case("ij,jk,kl,lm->im", (2, 3), (3, 2), (2, 3), (3, 2)),
            _case("ij,ij,i->j", (2, 3), (2, 3), (2,)),
        ),
    ),
)
