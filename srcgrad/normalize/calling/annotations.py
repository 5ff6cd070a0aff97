"""Annotations of a function -> those that an emitted file can show, with their imports.

`x: Float[np.ndarray, "n"]` becomes `x`, as jaxtyping is not imported there;
`y: NDArray[np.float64] = v` stays, with the import of NDArray.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from srcgrad.ir import surface as s
from srcgrad.ir.nesting import blocks_in, with_blocks

Statements = tuple[s.SurfaceStatement, ...]

SHOWN_MODULES = ("numpy", "typing", "collections.abc")
_ANNOTATED = re.compile(r"\w+\s*:")


def shown(text: str, imports: Mapping[str, s.Import]) -> str:
    """Return the annotation where every name in it is known there, else ""."""
    names = _names(text)
    if names is None:
        return ""
    known = all(_is_known(name, imports) for name in names)
    return text if known else ""


def annotation_names(
    function: s.SurfaceFunction, imports: Mapping[str, s.Import]
) -> frozenset[str]:
    """Names in the annotations of a function that are shown."""
    texts = [parameter.annotation_text for parameter in function.parameters]
    texts += [_annotation(origin.text)[1] for origin in _origins(function.body)]
    found: set[str] = set()
    for text in texts:
        found |= _names(shown(text, imports)) or set()
    return frozenset(found)


def show_annotations(body: Statements, imports: Mapping[str, s.Import]) -> Statements:
    """Leave out the annotations of local names that are not known there."""

    def visit(statement: s.SurfaceStatement) -> s.SurfaceStatement:
        match statement:
            case s.Assign(origin=origin):
                bare, annotation = _annotation(origin.text)
                if not annotation or shown(annotation, imports):
                    return statement
                return replace(statement, origin=replace(origin, text=bare))
            case _:
                return with_blocks(statement, lambda b: tuple(map(visit, b)))

    return tuple(map(visit, body))


def copied(source: str, imports: Mapping[str, s.Import]) -> str:
    """Return the source of a function without the annotations not known there."""
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    data = source.encode()
    starts = [0]
    for line in data.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)

    def place(line: int | None, column: int | None) -> int:
        return starts[(line or 1) - 1] + (column or 0)

    cuts: list[tuple[int, int]] = []

    def cut(start: int, annotation: ast.expr | None) -> None:
        text = annotation and ast.get_source_segment(source, annotation)
        if annotation is not None and not shown(text or "", imports):
            end = place(annotation.end_lineno, annotation.end_col_offset)
            cuts.append((start, end))

    given = function.args
    stars = [star for star in (given.vararg, given.kwarg) if star is not None]
    for one in (*given.posonlyargs, *given.args, *given.kwonlyargs, *stars):
        cut(place(one.lineno, one.col_offset) + len(one.arg.encode()), one.annotation)
    if function.returns is not None:
        at = place(function.returns.lineno, function.returns.col_offset)
        cut(len(data[:at][: data[:at].rindex(b"->")].rstrip()), function.returns)
    for start, end in sorted(cuts, reverse=True):
        data = data[:start] + data[end:]
    return data.decode()


def _annotation(text: str) -> tuple[str, str]:
    """Return a statement without its annotation, and the annotation: "" if none."""
    if not _ANNOTATED.match(text):
        return text, ""
    node = ast.parse(text).body[0]
    if not isinstance(node, ast.AnnAssign) or node.value is None:
        return text, ""
    target = ast.get_source_segment(text, node.target)
    value = ast.get_source_segment(text, node.value)
    between = ast.get_source_segment(text, node.annotation)
    return f"{target} = {value}", between or ""


def _origins(body: Statements) -> Iterator[s.Origin]:
    for statement in body:
        match statement:
            case s.Assign(origin=origin):
                yield origin
            case _:
                for block in blocks_in(statement):
                    yield from _origins(block)


def _names(text: str) -> set[str] | None:
    """Names that an annotation reads, in its texts too; None if it cannot be read."""
    if not text:
        return set()
    try:
        tree = ast.parse(f"(\n{text}\n)", mode="eval")
    except (SyntaxError, ValueError, RecursionError):
        return None
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name):
                found.add(name)
            case ast.Constant(value=str(inner)):
                found |= _names(inner) or set()
    return found


def _is_known(name: str, imports: Mapping[str, s.Import]) -> bool:
    if name in imports:
        qualified = imports[name].qualified
        return any(
            qualified == module or qualified.startswith(f"{module}.")
            for module in SHOWN_MODULES
        )
    return hasattr(builtins, name)
