"""A function that calls itself -> what its calls give, found by walking it again.

def power(x, n):                first walk: the call gives nothing yet, and what
if n == 0:                  follows it is not reached; the value is a number
return 1.0              second walk: the call gives a number, and so does
return x * power(x, n - 1)  the function: that is what it gives
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from srcgrad.ir.expressions import Var
from srcgrad.ir.program import Function, Result, handed
from srcgrad.ir.types import Type, join


class Unreached(Exception):
    """What a call of a function within itself gives is not known yet."""


@dataclass
class Recursion:
    """What is known of the functions that are being walked.

    found : what each gives, as far as its walks have shown. asked : those that were
    called while they were walked.
    """

    found: dict[str, Function] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def call(self, key: str) -> Function:
        """Return what is known of a function that is called while it is walked."""
        self.asked.add(key)
        if key not in self.found:
            raise Unreached
        return self.found[key]

    def settled(self, key: str, function: Function) -> bool:
        """Note what a walk has shown; whether it is what was taken for granted."""
        if key not in self.asked:
            return True
        known = self.found.get(key)
        wider = function if known is None else _wider(known, function)
        if known is not None and _gives(known) == _gives(wider):
            self.asked.discard(key)
            del self.found[key]
            return True
        self.found[key] = wider
        return False


def _gives(function: Function) -> tuple[object, ...]:
    """What a caller sees of a function."""
    inputs = [v for p in function.parameters for v in p.leaves]
    results = handed(function)
    return (
        _shape(function.result),
        tuple((w.path, w.value and _shape(w.value)) for w in function.written),
        tuple(function.types[v] for v in results),
        tuple(
            (inputs.index(v), function.types[w]) for v, w in function.outputs.items()
        ),
        tuple(function.shares.get(v, ()) for v in results),
        tuple(list(function.outputs.values()).count(v) for v in results),
    )


def _shape(result: Result) -> object:
    if result.items is not None:
        parts = tuple(map(_shape, result.items))
        return (parts, result.function, result.kind, result.keys)
    return (result.leaf is not None, result.function, result.kind, result.keys)


def _wider(known: Function, function: Function) -> Function:
    """Types that hold for both walks, so that the walks come to an end."""
    types: dict[Var, Type] = dict(function.types)
    before, after = handed(known), handed(function)
    if len(before) == len(after):
        for old, new in zip(before, after, strict=True):
            types[new] = join(known.types[old], function.types[new])
    return replace(function, types=types)
