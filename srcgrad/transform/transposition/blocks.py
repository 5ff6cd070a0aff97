"""A block of statements -> its adjoint: last to first, through branches and loops."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from srcgrad.ir.code import Add, Branch, Loop, Remark, Set, Statement, names_written
from srcgrad.ir.expressions import Expression, Var
from srcgrad.ir.program import Block, Carry, For, If, Node, Step, While
from srcgrad.ir.types import Numeric, Type, is_scalar
from srcgrad.transform.transposition.builder import Builder
from srcgrad.transform.transposition.moves import move
from srcgrad.transform.transposition.slots import Slot, Slots, meet, zero_of
from srcgrad.transform.transposition.step import adjoint_of_step


def adjoint_of_block(builder: Builder, nodes: Block) -> None:
    """Write the adjoint of a block."""
    for node in reversed(nodes):
        adjoint_of_node(builder, node)


def adjoint_of_node(builder: Builder, node: Node) -> None:
    """Write the adjoint of one statement."""
    match node:
        case Step():
            mark = len(builder.code)
            adjoint_of_step(builder, node)
            if node.origin is not None and len(builder.code) > mark:
                builder.code.insert(mark, Remark(node.origin))
        case If():
            _if(builder, node)
        case For() | While():
            _loop(builder, node)


def _if(builder: Builder, node: If) -> None:
    if node.always:
        inner = builder.branch(builder.slots)
        adjoint_of_block(inner, node.then)
        builder.slots = inner.slots
        if inner.code:
            builder.emit(Branch(node, tuple(inner.code), ()))
        return
    arms = []
    for side, block in enumerate((node.then, node.otherwise)):
        arm = builder.branch(builder.slots)
        moves = []
        for merge in node.merges:
            source = merge.then if side == 0 else merge.otherwise
            moves.append((merge.target, source))
        move(arm, moves)
        adjoint_of_block(arm, block)
        arms.append(arm)
    then, otherwise = arms
    if _raises(node.then):
        then.code, then.slots = [], dict(otherwise.slots)
    if _raises(node.otherwise):
        otherwise.code, otherwise.slots = [], dict(then.slots)
    merged: dict[str, Slot] = {}
    for name in dict.fromkeys((*then.slots, *otherwise.slots)):
        one, two = then.slots.get(name), otherwise.slots.get(name)
        var = (one or two).var  # type: ignore[union-attr]
        for arm, known in ((then, one), (otherwise, two)):
            if known is None:
                arm.emit(Set((name,), zero_of(var, builder.types[var])))
        merged[name] = meet(one, two)
    builder.slots = merged
    if then.code or otherwise.code:
        if node.origin.text:
            builder.emit(Remark(node.origin))
        builder.emit(Branch(node, tuple(then.code), tuple(otherwise.code)))


def _loop(builder: Builder, node: For | While) -> None:
    before = dict(builder.slots)
    entering = builder.branch(before)
    move(
        entering,
        [
            (c.exit, c.back)
            for c in node.carried
            if c.exit in builder.active and c.back in builder.active
        ],
    )
    prelude = entering.code
    start = entering.slots
    state = dict(start)
    while True:
        body, out = _iterate(builder, node, state)
        names = dict.fromkeys((*state, *out))
        wider = {name: meet(state.get(name), out.get(name)) for name in names}
        if wider == state:
            break
        state = wider
    body, state = _owning(builder, node, start, state, body)
    builder.code.extend(prelude)
    zeros: list[tuple[str, Expression]] = []
    for name, slot in state.items():
        if name not in start:
            zeros.append(
                (name, zero_of(_outside(slot.var, node), builder.types[slot.var]))
            )
        elif (
            slot.owned and not start[name].owned and _is_array(builder.types[slot.var])
        ):
            builder.copy(name, slot.var)
    if not body.code:
        builder.slots = state
    else:
        for name, zero in zeros:
            builder.emit(Set((name,), zero))
        builder.emit(Remark(node.origin))
        builder.emit(Loop(node, tuple(body.code)))
        builder.slots = dict(state)
    _leave(builder, node.carried)


def _outside(var: Var, node: For | While) -> Var:
    """Version after the loop of a variable that the loop carries: its shape is at hand there."""
    for carry in node.carried:
        if var in (carry.head, carry.back):
            return carry.exit
    return var


def _iterate(
    builder: Builder, node: For | While, state: Mapping[str, Slot]
) -> tuple[Builder, dict[str, Slot]]:
    """Write the adjoint of one iteration that starts with these slots live."""
    body = builder.branch(state)
    # sums over the iterations are done in place; elsewhere `+=` would depend on what
    # the statements before have left, and an edit of one would change another's block
    body.gathering = frozenset(name for name, slot in state.items() if slot.owned)
    for carry in node.carried:
        if _enters_once(builder, carry):
            # only the first iteration reads what came before the loop
            body.drop(builder.slot(carry.head))
    adjoint_of_block(body, node.body)
    move(
        body,
        [
            (c.head, c.back)
            for c in node.carried
            if c.head in builder.active and c.back in builder.active
        ],
    )
    for name, slot in state.items():
        if name not in body.slots:
            shaped = _handed_over(builder, node, slot.var)
            body.emit(Set((name,), zero_of(shaped, builder.types[shaped])))
            body.slots[name] = Slot(slot.var, True, slot.mask)
    return body, body.slots


def _handed_over(builder: Builder, node: For | While, var: Var) -> Var:
    """Variable with the shape that `var` had when the iteration before ended.

    That is what the name holds as an iteration begins, which may have another shape than what
    it holds when it ends.
    """
    for carry in node.carried:
        if var == carry.back:
            kinds = builder.types[carry.head], builder.types[carry.back]
            return var if _shaped_alike(*kinds) else carry.head
    return var


def _shaped_alike(one: Type, two: Type) -> bool:
    """Whether two values are known to have the same shape."""
    if not isinstance(one, Numeric) or not isinstance(two, Numeric):
        return False
    if isinstance(one.shape, tuple) and None in one.shape:
        return False
    return one.shape is not None and one.shape == two.shape


def _owning(
    builder: Builder,
    node: For | While,
    start: Slots,
    state: dict[str, Slot],
    body: Builder,
) -> tuple[Builder, dict[str, Slot]]:
    """Copy a cotangent once before the loop where that spares a copy in every iteration."""
    written = names_written(tuple(body.code))
    wanted = {
        name: replace(slot, owned=True)
        if not slot.owned and name in written and _is_array(builder.types[slot.var])
        else slot
        for name, slot in state.items()
    }
    if wanted == state:
        return body, state
    trial, out = _iterate(builder, node, wanted)
    kept = {
        name: wanted[name] if out[name].owned and wanted[name].owned else state[name]
        for name in state
    }
    if kept == state:
        return body, state
    trial, out = _iterate(builder, node, kept)
    if len(trial.code) < len(body.code) or _in_place(trial.code) > _in_place(body.code):
        return trial, kept
    return body, state


def _enters_once(builder: Builder, carry: Carry) -> bool:
    """Whether what came before the loop is active, but not what an iteration hands on."""
    entering = carry.head in builder.active or carry.exit in builder.active
    return entering and carry.back not in builder.active


def _leave(builder: Builder, carried: tuple[Carry, ...]) -> None:
    moves: list[tuple[Var, Var | None]] = []
    for carry in carried:
        last = next(
            (v for v in (carry.back, carry.head, carry.exit) if v in builder.active),
            None,
        )
        if last is not None:
            moves.append((last, carry.initial))
    move(builder, moves)


def _raises(block: Block) -> bool:
    """Whether a branch ends in `raise`: it has no adjoint."""
    if not block or not isinstance(block[-1], Step):
        return False
    origin = block[-1].origin
    return origin is not None and origin.text.lstrip().startswith("raise")


def _is_array(kind: Type) -> bool:
    return isinstance(kind, Numeric) and not is_scalar(kind)


def _in_place(code: Iterable[Statement]) -> int:
    """How many whole-array additions are done in place."""
    return sum(isinstance(s, Add) for s in code)
