"""A function within a function -> the text of one at the top level of its file.

def fit(data, scale):                     def loss(w, *, data, scale):
    def loss(w):                              return scale * np.sum((w - data) ** 2)
        return scale * np.sum((w - data) ** 2)
    return minimize(loss, ...)

Functions that it captures stand within it; other values become parameters.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, TypeAlias

from srcgrad.diagnostics import refuse

Written: TypeAlias = ast.FunctionDef | ast.Lambda


@dataclass(frozen=True)
class Alone:
    """The text of a module with the function `name`; captured : its added parameters."""

    text: str
    name: str
    captured: Mapping[str, Any]


def standing_alone(function: FunctionType, path: Path, text: str) -> Alone:
    """Return a module in which a nested function stands at the top level.

    Raises CompileError (SG019) where it captures what has no text there.
    """
    tree = ast.parse(text)
    node = _written(tree, function, text)
    name = _free("function" if isinstance(node, ast.Lambda) else node.name, tree)
    values: dict[str, Any] = {}
    inner: dict[str, list[str]] = {}
    _capture(function, tree, path, text, values, inner)
    values = {n: v for n, v in values.items() if n not in _parameters(node)}
    definition = _definition(node, name, values, inner, text)
    if isinstance(node, ast.Lambda):
        return Alone(f"{text}\n\n{definition}\n", name, values)
    lines = text.splitlines()
    outer = next(o for o in tree.body if o.lineno <= node.lineno <= _last_line(o))
    above = "\n".join(lines[: _first_line(outer) - 1])
    below = "\n".join(lines[_last_line(outer) :])
    return Alone(f"{above}\n{definition}\n\n\n{below}\n", name, values)


def _free(name: str, tree: ast.Module) -> str:
    """Return a name that the top level of a file does not bind."""
    taken = {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    taken |= {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} - {name}
    while name in taken:
        name = f"inner_{name}"
    return name


def _last_line(node: ast.stmt) -> int:
    return int(node.end_lineno or node.lineno)


def _first_line(node: ast.stmt) -> int:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return min([node.lineno, *(d.lineno for d in node.decorator_list)])
    return node.lineno


def _parameters(node: Written) -> set[str]:
    arguments = node.args
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return {a.arg for a in every}


def _definition(
    node: Written,
    name: str,
    values: Mapping[str, Any],
    inner: Mapping[str, list[str]],
    text: str,
) -> str:
    arguments = node.args
    arguments.kwonlyargs += [ast.arg(captured) for captured in values]
    arguments.kw_defaults += [None for _ in values]
    helpers = [line for lines in inner.values() for line in lines]
    if isinstance(node, ast.Lambda):
        body = [f"return ({ast.get_source_segment(text, node.body)})"]
        head = f"def {name}({ast.unparse(arguments)}):"
    else:
        returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
        head = f"def {name}({ast.unparse(arguments)}){returns}:"
        body = _body(node, text)
    return "\n".join([head, *_indented([*helpers, *body])])


def _body(node: ast.FunctionDef, text: str) -> list[str]:
    first = node.body[0]
    if first.lineno == node.lineno:
        return [ast.unparse(statement) for statement in node.body]
    every, start = text.splitlines(), _first_line(first) - 1
    while every[start - 1].lstrip().startswith("#"):
        start -= 1
    lines = every[start : node.end_lineno]
    return textwrap.dedent("\n".join(lines)).splitlines()


def _indented(lines: list[str]) -> list[str]:
    return textwrap.indent("\n".join(lines), "    ").splitlines()


def _capture(
    function: FunctionType,
    tree: ast.Module,
    path: Path,
    text: str,
    values: dict[str, Any],
    inner: dict[str, list[str]],
) -> None:
    """Note what a function captures: values, and functions as lines of text."""
    cells = function.__closure__ or ()
    for name, cell in zip(function.__code__.co_freevars, cells, strict=True):
        try:
            value = cell.cell_contents
        except ValueError:
            continue
        if name in inner:
            continue
        if name in values:
            if values[name] is not value:
                raise _unknown(function, name)
            continue
        match value:
            case ModuleType():
                inner[name] = [f"import {value.__name__} as {name}"]
            case FunctionType() if value.__code__.co_filename != str(path):
                raise _unknown(function, name)
            case FunctionType() if "." not in value.__qualname__:
                here = value.__name__
                inner[name] = [] if here == name else [f"{name} = {here}"]
            case FunctionType():
                written = _written(tree, value, text)
                if not isinstance(written, ast.Lambda) and written.name != name:
                    raise _unknown(function, name)
                if value is function:
                    raise _unknown(function, name)
                inner[name] = []
                _capture(value, tree, path, text, values, inner)
                lines = inner.pop(name)
                inner[name] = lines + _copied(written, name, text)
            case type():
                raise _unknown(function, name)
            case _:
                values[name] = value


def _copied(node: Written, name: str, text: str) -> list[str]:
    if isinstance(node, ast.Lambda):
        return [f"{name} = {ast.get_source_segment(text, node)}"]
    lines = text.splitlines()[node.lineno - 1 : node.end_lineno]
    return textwrap.dedent("\n".join(lines)).splitlines()


def _written(tree: ast.Module, function: FunctionType, text: str) -> Written:
    """Return where the text of a file defines a live function."""
    found = [node for node in _definitions(tree) if _is(node, function)]
    if len(found) > 1:
        found = [node for node in found if _holds(node, function)]
        # of lambdas within lambdas the innermost
        found = sorted(found, key=lambda n: len(ast.dump(n)))[:1]
    if len(found) != 1:
        raise refuse(
            "SG019",
            f"the source of `{function.__name__}` cannot be found",
            hint="define it on lines of its own",
        )
    return found[0]


def _definitions(tree: ast.Module) -> Iterator[Written]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            yield node


def _is(node: Written, function: FunctionType) -> bool:
    line = function.__code__.co_firstlineno
    if isinstance(node, ast.Lambda):
        return function.__name__ == "<lambda>" and node.lineno == line
    return node.name == function.__name__ and _first_line(node) == line


def _holds(node: Written, function: FunctionType) -> bool:
    """Whether the code of a function comes of the body of a lambda."""
    if not isinstance(node, ast.Lambda):
        return True
    body = node.body
    first, last = (body.lineno, body.col_offset), (body.end_lineno, body.end_col_offset)
    return all(
        first <= (line, column) and (end_line, end) <= last
        for line, end_line, column, end in function.__code__.co_positions()
        if line is not None and end and column is not None
    )


def _unknown(function: FunctionType, name: str) -> Exception:
    return refuse(
        "SG019",
        f"`{function.__name__}` captures `{name}`, whose text is not known",
        hint=f"pass `{name}` as an argument, or define the function at the top level",
    )
