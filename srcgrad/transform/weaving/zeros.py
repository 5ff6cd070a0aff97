"""Active variables -> which others need a tangent: zeros, merged or stored into.

total = 0.0                  total_dot = 0.0
for v in x:                  for v, ...
    total += v                   total_dot += v_dot
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from srcgrad.ir.expressions import Apply, Constant, Expression, Sequence, Var
from srcgrad.ir.program import HOLE, Append, Block, For, If, Node, Step, Store, While
from srcgrad.ir.types import ListOf, Numeric, Type, is_nest, is_scalar
from srcgrad.transform.terms import zero_nest


@dataclass(frozen=True)
class Flow:
    """Where a variable becomes another without a statement of its own.

    kind : "merge", "enter" (a loop), "back" (to its head), "leave" (it), or "store"
    (into a buffer).
    """

    source: Var
    target: Var
    kind: str


def flows(block: Block) -> Iterator[Flow]:
    """Yield all flows of a block."""
    for node in block:
        yield from _flows(node)


def _flows(node: Node) -> Iterator[Flow]:
    match node:
        case Step(statements):
            for statement in statements:
                match statement:
                    case Store(target, base, place, _, _) if place != HOLE:
                        yield Flow(base, target, "store")
                    case Append(target, base):
                        yield Flow(base, target, "store")
        case If(then=then, otherwise=otherwise, merges=merges):
            yield from flows(then)
            yield from flows(otherwise)
            for merge in merges:
                for source in (merge.then, merge.otherwise):
                    if source is not None:
                        yield Flow(source, merge.target, "merge")
        case For(body=body, carried=carried) | While(body=body, carried=carried):
            yield from flows(body)
            for carry in carried:
                if carry.initial is not None:
                    yield Flow(carry.initial, carry.head, "enter")
                    yield Flow(carry.initial, carry.exit, "enter")
                yield Flow(carry.back, carry.head, "back")
                yield Flow(carry.back, carry.exit, "leave")


def zeros_needed(block: Block, active: frozenset[Var]) -> frozenset[Var]:
    """Passive variables whose tangent must be there as zeros."""
    found: set[Var] = set()
    everything = tuple(flows(block))
    while True:
        size = len(found)
        for flow in everything:
            if (
                flow.target in active or flow.target in found
            ) and flow.source not in active:
                found.add(flow.source)
        if len(found) == size:
            return frozenset(found)


def stored_slots(
    block: Block, active: frozenset[Var], slot: Mapping[Var, str]
) -> frozenset[str]:
    """Tangents that are written to in place, or become one by a merge or a loop."""
    found = {slot[var] for var in _written(block) if var in active}
    moves = [
        (slot[f.source], slot[f.target])
        for f in flows(block)
        if f.kind in ("merge", "back", "leave")
        and f.source in slot
        and f.target in slot
    ]
    while True:
        size = len(found)
        found |= {source for source, target in moves if target in found}
        if len(found) == size:
            return frozenset(found)


def _written(block: Block) -> Iterable[Var]:
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    if isinstance(statement, Store | Append):
                        yield statement.target
            case If(then=then, otherwise=otherwise):
                yield from _written(then)
                yield from _written(otherwise)
            case For(body=body) | While(body=body):
                yield from _written(body)


def zero_tangent(
    var: Expression, type_: Type, value: Expression | None = None
) -> Expression:
    """Zeros of the shape of a variable; `value` is what it is assigned, if known."""
    if is_scalar(type_) or isinstance(value, Constant):
        return Constant(0.0)
    if isinstance(type_, ListOf) and isinstance(value, Sequence):
        items = tuple(zero_tangent(item, type_.item, item) for item in value.items)
        return Sequence(items, "list")
    if isinstance(type_, Numeric) and type_.mutable and _is_floating(type_):
        return Apply("zeros_like", (var,))
    if is_nest(type_):
        return zero_nest(var, type_)
    return Apply("helper.zero_cotangent", (var,))


def _is_floating(type_: Numeric) -> bool:
    return type_.dtype is not None and type_.dtype.startswith(("float", "complex"))
