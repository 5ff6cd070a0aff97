"""An expression of which only the shape matters -> the least within it that has the same.

np.shape(x * w)    ->    np.shape(x), where the types say that both have one shape
np.shape(x @ w)    ->    np.shape(product_like(x, w)), where they do not say enough
"""

from __future__ import annotations

from collections.abc import Mapping

from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.expressions import Apply, Constant, Expression, Var, walk
from srcgrad.ir.types import COMPLEX, REAL, Numeric, Type, same_shape


def stand_in(
    expression: Expression, types: Mapping[Var, Type], dtype: bool = False
) -> Expression:
    """Find what has the shape of an expression, and its dtype if asked for.

    A variable within it where there is one, else an operand, else the expression itself.
    """
    if isinstance(expression, Var):
        return expression
    kind = type_of_tree(expression, types)

    def serves(part: Expression) -> bool:
        known = type_of_tree(part, types)
        return same_shape(known, kind) and (not dtype or _same_dtype(known, kind))

    for part in walk(expression):
        if isinstance(part, Var) and serves(part):
            return part
    if isinstance(expression, Apply):
        for operand in expression.arguments:
            if not isinstance(operand, Constant) and serves(operand):
                return stand_in(operand, types, dtype)
    if isinstance(expression, Apply) and expression.operation == "matmul":
        # the product itself is dear, and its shape follows from its factors
        if isinstance(kind, Numeric) and not isinstance(kind.shape, tuple):
            return Apply("helper.product_like", expression.arguments)
    return expression


def _same_dtype(one: Type, two: Type) -> bool:
    return (
        isinstance(one, Numeric)
        and isinstance(two, Numeric)
        and one.dtype == two.dtype
        and one.dtype not in (COMPLEX, REAL)
    )
