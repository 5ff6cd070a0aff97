"""A block of statements -> its tangents: through branches, and around loops."""

from __future__ import annotations

from collections.abc import Iterable

from srcgrad.ir.expressions import Expression, Name, Var
from srcgrad.ir.program import Block, Carry, For, If, Node, Step, While
from srcgrad.transform.weaving.assignments import together
from srcgrad.transform.weaving.pushed_step import push_step
from srcgrad.transform.weaving.scope import Scope, made
from srcgrad.transform.weaving.weaver import Weaver
from srcgrad.transform.weaving.woven import Line


def weave(weaver: Weaver, block: Block) -> None:
    """Weave a block."""
    for node in block:
        _node(weaver, node)


def _node(weaver: Weaver, node: Node) -> None:
    match node:
        case Step():
            push_step(weaver, node)
        case If():
            _if(weaver, node)
        case For() | While():
            _loop(weaver, node)


def _if(weaver: Weaver, node: If) -> None:
    if node.always:
        weave(weaver, node.then)
        return
    start = weaver.scope.copy()
    ends: list[Scope] = []
    for side, block in enumerate((node.then, node.otherwise)):
        weaver.scope = start.copy()
        weave(weaver, block)
        if not _raises(block):
            moves = [
                (m.target, m.then if side == 0 else m.otherwise) for m in node.merges
            ]
            weaver.places.arms[(id(node), side)] = moved(weaver, moves, False)
        ends.append(weaver.scope)
    then, otherwise = ends
    weaver.scope = start
    if _raises(node.then):
        weaver.scope.become(otherwise)
    elif _raises(node.otherwise):
        weaver.scope.become(then)
    else:
        weaver.scope.keep_common(then, otherwise)
        for merge in node.merges:
            _joined(
                weaver, merge.target, (merge.then, then), (merge.otherwise, otherwise)
            )
    after = weaver.places.after.setdefault(id(node), [])
    for merge in node.merges:
        weaver.keep(merge.target, after)


def _joined(weaver: Weaver, target: Var, *sources: tuple[Var | None, Scope]) -> None:
    """Let names read a merge: those that read its buffer on every side."""
    buffers = weaver.function.buffers
    weaver.scope.current[buffers[target]] = target
    text = weaver.scope.text(target)
    for source, scope in sources:
        if (
            source is not None
            and buffers[source] == buffers[target]
            and scope.names.get(text) != source
        ):
            return
    if text:
        weaver.scope.bind(text, target)


def moved(
    weaver: Weaver, moves: Iterable[tuple[Var, Var | None]], copy: bool
) -> list[Line]:
    """Hand tangents on where a merge or a loop renames variables, all at once."""
    wanted: dict[str, tuple[Var, Expression]] = {}
    for target, source in moves:
        if not weaver.has(target):
            continue
        slot = weaver.slot(target)
        if source is None:
            # unbound, as the value itself is
            weaver.scope.slots[slot] = target
            continue
        kind = weaver.types[target]
        if weaver.slot(source) == slot and weaver.scope.slots.get(slot) in (
            source,
            target,
        ):
            weaver.scope.slots[slot] = target
            continue
        value = weaver.tangent(source)
        if copy and slot in weaver.stored:
            value = weaver.copied(value, kind)
        wanted[slot] = (target, value)
    lines = together([(slot, value) for slot, (_, value) in wanted.items()])
    for slot, (target, _) in wanted.items():
        weaver.scope.slots[slot] = target
    return lines


# ---- loops


def _loop(weaver: Weaver, node: For | While) -> None:
    before = weaver.places.before.setdefault(id(node), [])
    entering: list[tuple[Var, Var | None]] = []
    for carry in node.carried:
        target = carry.head if weaver.has(carry.head) else carry.exit
        entering.append((target, carry.initial))
    before.extend(moved(weaver, entering, True))
    outside = weaver.scope.copy()
    _head(weaver, node, outside)
    if isinstance(node, For):
        if node.plain:
            weaver.scope.bind(node.counter.name, node.counter)
        else:
            weaver.loops[node.counter] = node
    start = weaver.places.start.setdefault(id(node), [])
    for carry in node.carried:
        weaver.keep(carry.head, start)
    weave(weaver, node.body)
    end = weaver.scope
    backs: list[tuple[Var, Var | None]] = []
    for carry in node.carried:
        target = carry.head if weaver.has(carry.head) else carry.exit
        backs.append((target, carry.back))
    weaver.places.end[id(node)] = moved(weaver, backs, False)
    _leave(weaver, node, outside, end)


def _head(weaver: Weaver, node: For | While, outside: Scope) -> None:
    """Keep what names hold at the start of any iteration."""
    weaver.scope.drop_made((node,))
    for var in made((node,)):
        if weaver.has(var):
            weaver.scope.slots.pop(weaver.slot(var), None)
    for carry in node.carried:
        _begin(weaver, carry, carry.head, outside)
        if weaver.has(carry.head):
            weaver.scope.slots[weaver.slot(carry.head)] = carry.head


def _begin(weaver: Weaver, carry: Carry, var: Var, outside: Scope) -> None:
    buffers = weaver.function.buffers
    weaver.scope.current[buffers[var]] = var
    text = weaver.scope.text(var)
    initial = carry.initial
    if (
        initial is not None
        and buffers[initial] == buffers[var]
        and outside.names.get(text) != initial
    ):
        return
    if text:
        weaver.scope.bind(text, var)


def _leave(weaver: Weaver, node: For | While, outside: Scope, end: Scope) -> None:
    weaver.scope = outside.copy()
    weaver.scope.drop_made((node,))
    for var in made((node,)):
        if weaver.has(var):
            weaver.scope.slots.pop(weaver.slot(var), None)
    after = weaver.places.after.setdefault(id(node), [])
    exits: list[tuple[str, Expression]] = []
    for carry in node.carried:
        _begin(weaver, carry, carry.exit, outside)
        if weaver.has(carry.exit):
            held = carry.head if weaver.has(carry.head) else carry.exit
            slot = weaver.slot(carry.exit)
            if weaver.slot(held) != slot:
                exits.append((slot, Name(weaver.slot(held), weaver.types[held])))
            weaver.scope.slots[slot] = carry.exit
    after.extend(together(exits))
    for carry in node.carried:
        weaver.keep(carry.exit, after)


def _raises(block: Block) -> bool:
    """Whether a branch ends in `raise`: nothing follows it."""
    if not block or not isinstance(block[-1], Step):
        return False
    origin = block[-1].origin
    return origin is not None and origin.text.lstrip().startswith("raise")
