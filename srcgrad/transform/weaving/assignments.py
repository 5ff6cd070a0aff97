"""Names and their values -> assignments that mean all of them at once."""

from __future__ import annotations

from srcgrad.ir.code import Set
from srcgrad.ir.expressions import Expression, Name, Sequence, walk
from srcgrad.transform.weaving.woven import Line


def together(values: list[tuple[str, Expression]]) -> list[Line]:
    """Assign several names: one by one, unless one reads what another overwrites."""
    values = [(n, v) for n, v in values if not (isinstance(v, Name) and v.text == n)]
    crossed = any(
        name in {e.text for e in walk(value) if isinstance(e, Name)}
        for k, (name, _) in enumerate(values)
        for _, value in values[k + 1 :]
    )
    if crossed:
        return [Set(tuple(n for n, _ in values), Sequence(tuple(v for _, v in values)))]
    return [Set((name,), value) for name, value in values]
