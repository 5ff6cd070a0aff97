"""Two subscripts of one array -> whether they can mean the same element.

`A[i - 1, j]` and `A[i, k]` cannot, whatever j and k, where i is one number for both.
"""

from __future__ import annotations

from srcgrad.ir.expressions import Expression
from srcgrad.loops.nests.affine import affine_of
from srcgrad.loops.nests.facts import Facts


def apart(
    one: tuple[Expression, ...],
    two: tuple[Expression, ...],
    counters: frozenset[str],
    facts: Facts | None = None,
) -> bool:
    """Whether elements at two subscripts differ in all iterations of these counters.

    Names other than the counters stand for one number each.
    """
    for left, right in zip(one, two, strict=False):
        a, b = affine_of(left), affine_of(right)
        if a is None or b is None:
            continue
        # each subscript ranges over its own iterations: counters do not cancel out
        if a.symbols & counters or b.symbols & counters:
            continue
        number = (a - b).number
        if number is not None and number != 0:
            return True
    return False
