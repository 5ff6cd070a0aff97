"""A statement that the user has written for the backward pass -> its place in an adjoint block.

h = np.tanh(z)  # srcgrad: backward: h_bar = np.clip(h_bar, -1, 1)    ->    h_bar = np.clip(h_bar, -1, 1)
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from srcgrad.diagnostics import CompileError, refuse
from srcgrad.ir.code import Given, Set
from srcgrad.ir.expressions import Name, Var
from srcgrad.ir.program import Append, Define, Invoke, Step, Store
from srcgrad.ir.types import is_scalar
from srcgrad.transform.transposition.builder import Builder
from srcgrad.transform.transposition.slots import Slot, zero_of


def insert_given(builder: Builder, text: str, step: Step) -> None:
    """Write the statement, the cotangents that it names made ready for it."""
    nodes = list(ast.walk(ast.parse(text)))
    names = sorted({node.id for node in nodes if isinstance(node, ast.Name)})
    changed = {name for node in nodes for name in _changed(node)}
    made = {builder.slot(var): var for var in _made(step)}
    local = {var.name for var in builder.types}
    cotangents: list[str] = []
    for name in names:
        if name in builder.slots or name in made:
            _make_ready(builder, name, made.get(name), name in changed, step)
            cotangents.append(name)
        elif name in local or name.endswith("_bar"):
            raise _refused(name, builder, step)
    builder.emit(Given(text, tuple(Name(name) for name in cotangents)))
    for name in cotangents:
        if any(_is_bound(node, name) for node in nodes):
            slot = builder.slots[name]
            # whose memory it is now nobody knows
            builder.slots[name] = Slot(slot.var, False)


def _make_ready(
    builder: Builder, name: str, var: Var | None, changed: bool, step: Step
) -> None:
    if name not in builder.slots:
        assert var is not None
        if var not in builder.active:
            raise _refused(name, builder, step)
        builder.emit(Set((name,), zero_of(var, builder.types[var])))
        builder.slots[name] = Slot(var, True)
    elif changed and not is_scalar(builder.types[builder.slots[name].var]):
        builder.owned(name)


def _refused(name: str, builder: Builder, step: Step) -> CompileError:
    assert step.origin is not None
    known = sorted(name for name in builder.slots)
    shown = ", ".join(f"`{name}`" for name in known)
    return refuse(
        "SG162",
        f"`{name}` is not there in the adjoint block of this statement",
        step.origin.span,
        hint=f"the cotangents that are: {shown}" if shown else None,
    )


def _made(step: Step) -> Iterator[Var]:
    """Yield what a statement makes: its cotangents may still be zero."""
    for statement in step.statements:
        match statement:
            case Define(targets=targets) | Invoke(targets=targets):
                yield from targets
            case Store(target=target) | Append(target=target):
                yield target


def _changed(node: ast.AST) -> Iterator[str]:
    """Yield the names whose arrays a node may write to."""
    match node:
        case ast.AugAssign(target=target):
            yield from _names(target)
        case ast.Assign(targets=targets):
            for place in targets:
                if not isinstance(place, ast.Name):
                    yield from _names(place)
        case ast.Call():
            yield from _names(node)


def _names(node: ast.AST) -> Iterator[str]:
    yield from (part.id for part in ast.walk(node) if isinstance(part, ast.Name))


def _is_bound(node: ast.AST, name: str) -> bool:
    return (
        isinstance(node, ast.Name)
        and node.id == name
        and not isinstance(node.ctx, ast.Load)
    )
