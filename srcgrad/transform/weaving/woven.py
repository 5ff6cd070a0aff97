"""The tangent code of a function, each piece with its place in the source's text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from srcgrad.ir.code import Statement
from srcgrad.ir.expressions import Expression, Var
from srcgrad.ir.program import Function
from srcgrad.transform.pairs import Request


@dataclass(frozen=True)
class Grow:
    """`base.append(value)`."""

    base: Expression
    value: Expression


Line: TypeAlias = Statement | Grow


@dataclass(frozen=True)
class PushedCall:
    """A call in forward mode: `y, y_dot = g_jvp(x, x_dot=x_dot)`.

    keywords : (name of the callee's parameter, tangent). results : what takes the
    tangents that it returns, "" where the call is passive and only its value is named.
    """

    request: Request | None
    keywords: tuple[tuple[str, Expression], ...] = ()
    results: str = ""


@dataclass
class Places:
    """Lines around the statements of a function, by the identity of each.

    ahead : between the comments of a statement and its text. before, after : around it.
    start, end : inside a loop. arms : at the end of a branch (0 or 1) of an if.
    counters : names that loops need to count with, where the source does not.
    """

    entry: list[Line] = field(default_factory=list)
    ahead: dict[int, list[Line]] = field(default_factory=dict)
    before: dict[int, list[Line]] = field(default_factory=dict)
    after: dict[int, list[Line]] = field(default_factory=dict)
    start: dict[int, list[Line]] = field(default_factory=dict)
    end: dict[int, list[Line]] = field(default_factory=dict)
    arms: dict[tuple[int, int], list[Line]] = field(default_factory=dict)
    counters: dict[int, str] = field(default_factory=dict)
    calls: dict[int, PushedCall] = field(default_factory=dict)


@dataclass(frozen=True)
class Woven:
    """A function in forward mode.

    seeds : names of the tangents that it takes. value : text of what it returns, None
    for the usual. results : the tangents that it returns after its value.
    """

    request: Request
    function: Function
    inputs: tuple[Var, ...]
    seeds: tuple[str, ...]
    places: Places
    value: str | None
    results: tuple[Expression, ...]

    @property
    def calls(self) -> Mapping[int, PushedCall]:
        """Calls that are made in another form than the source's."""
        return self.places.calls
