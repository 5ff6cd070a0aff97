"""A statement at module level -> the names whose values it may change in place.

A derivative carries a constant along as the text of its assignment. That is its value
only where nothing changes it afterwards.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping

import libcst as cst

from srcgrad.ir.surface import Import

# What changes its object, of arrays, lists, dictionaries and sets.
METHODS = frozenset(
    "fill sort partition put itemset resize setflags setfield byteswap append extend "
    "insert remove pop popitem clear reverse update setdefault add discard".split()
)
# What changes its argument, of NumPy: the last part of the name.
FUNCTIONS = frozenset(
    "at copyto put place putmask put_along_axis fill_diagonal shuffle".split()
)


def changed_names(node: cst.CSTNode, imports: Mapping[str, Import]) -> Iterator[str]:
    """Yield each variable that is stored into, or handed to what may store into it."""
    for part in own_parts(node):
        match part:
            case cst.Call():
                yield from _by_call(part, imports)
            case (
                cst.AssignTarget(target=target)
                | cst.AugAssign(target=target)
                | cst.AnnAssign(target=target)
                | cst.For(target=target)
                | cst.Del(target=target)
            ):
                if isinstance(part, cst.AugAssign) or not isinstance(target, cst.Name):
                    yield from names(target)
            case _:
                pass


def assigned_names(node: cst.CSTNode) -> Iterator[str]:
    """Yield each variable that a function gives a value to, or deletes."""
    for child in node.children:
        match child:
            case cst.FunctionDef(name=name) | cst.ClassDef(name=name):
                yield name.value
                continue
            case (
                cst.AssignTarget(target=cst.Name() | cst.Tuple() | cst.List() as target)
                | cst.AugAssign(target=cst.Name() as target)
                | cst.AnnAssign(target=cst.Name() as target)
                | cst.For(target=target)
                | cst.NamedExpr(target=target)
                | cst.AsName(name=target)
                | cst.Del(target=target)
            ):
                yield from names(target)
            case _:
                pass
        yield from assigned_names(child)


def is_main_block(node: cst.CSTNode) -> bool:
    """Return whether it is `if __name__ == "__main__":`, which no import runs."""
    match node:
        case cst.If(test=cst.Comparison(left=left), orelse=None):
            return isinstance(left, cst.Name) and left.value == "__name__"
        case _:
            return False


def own_parts(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield every node that runs with the module: not what functions hold."""
    yield node
    if isinstance(node, (cst.FunctionDef, cst.ClassDef, cst.Lambda)):
        return
    for child in node.children:
        yield from own_parts(child)


def names(node: cst.CSTNode) -> Iterator[str]:
    """Yield every variable that stands in an expression."""
    match node:
        case cst.Name(value=value):
            yield value
        case cst.Attribute(value=inner) | cst.Arg(value=inner):
            yield from names(inner)
        case _:
            for child in node.children:
                yield from names(child)


def _by_call(call: cst.Call, imports: Mapping[str, Import]) -> Iterator[str]:
    match call.func:
        case cst.Name(value=name) if name in imports:
            last = imports[name].qualified.rpartition(".")[2]
        case cst.Name(value=name) if hasattr(builtins, name):
            return
        case cst.Attribute(value=base, attr=cst.Name(value=last)):
            if not any(name in imports for name in names(base)):
                if last in METHODS:
                    yield from names(base)
                return
        case _:
            last = ""  # a function of this file, or one that is not known
    for argument in call.args:
        given_to_write = (
            argument.keyword is not None and argument.keyword.value == "out"
        )
        if last in FUNCTIONS or not last or given_to_write:
            yield from names(argument.value)
