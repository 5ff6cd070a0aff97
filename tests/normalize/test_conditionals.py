"""A conditional call becomes a branch, and its text what a person would have written."""

from __future__ import annotations

import textwrap

import pytest

from srcgrad.frontend.lower import lower
from srcgrad.ir import surface as s
from srcgrad.normalize.rewriting.conditionals import lift_conditionals


def shown(body: str) -> str:
    text = "def f(x):\n" + textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
    block = lower(text, "source.py").functions["f"].body
    return "\n".join(lines(lift_conditionals(block, {"g", "h"})))


def lines(block: tuple[s.SurfaceStatement, ...], indent: str = "") -> list[str]:
    found: list[str] = []
    for statement in block:
        origin = statement.origin
        word = "el" if isinstance(statement, s.If) and statement.is_elif else ""
        trailing = f"  {origin.trailing}" if origin.trailing else ""
        found += [indent + comment for comment in origin.comments]
        found += [indent + word + origin.text + trailing]
        match statement:
            case s.If(then=then, otherwise=otherwise):
                found += lines(then, indent + "    ")
                elif_ = otherwise and getattr(otherwise[0], "is_elif", False)
                if otherwise and not elif_:
                    found.append(indent + "else:")
                found += lines(otherwise, indent if elif_ else indent + "    ")
            case s.For(body=body) | s.While(body=body):
                found += lines(body, indent + "    ")
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "# why\ny = g(x) if x > 0 else h(x) + 1  # so",
            "# why\nif x > 0:  # so\n    y = g(x)\nelse:\n    y = h(x) + 1",
        ),
        (
            "return (g(x) if x > 0 else x)",
            "if x > 0:\n    return g(x)\nelse:\n    return x",
        ),
        (
            "a, b = x, 1 if x else g(x)",
            "a, b = x, 1 if x else g(x)",
        ),
        (
            "y += g(x) if x > 0 else h(x) if x < -1 else 0",
            "if x > 0:\n    y += g(x)\nelif x < -1:\n    y += h(x)\nelse:\n    y += 0",
        ),
        ("y = x and g(x)", "if x:\n    y = g(x)\nelse:\n    y = x"),
        ("y = x or g(x)", "if x:\n    y = x\nelse:\n    y = g(x)"),
        ("y = sin(x) if x > 0 else x", "y = sin(x) if x > 0 else x"),
        ("y = 1 + (g(x) if x > 0 else x)", "y = 1 + (g(x) if x > 0 else x)"),
        ("y[g(0)] = g(x) if x > 0 else x", "y[g(0)] = g(x) if x > 0 else x"),
        (
            "for i in x:\n    y = g(x) if i else x",
            "for i in x:\n    if i:\n        y = g(x)\n    else:\n        y = x",
        ),
        (
            "y = (\n    g(x)\n    if x\n    else h(x)\n)",
            "if x:\n    y = g(x)\nelse:\n    y = h(x)",
        ),
        (
            "y = (\n    g(x)  # why\n    if x\n    else h(x)\n)",
            "y = (\n    g(x)  # why\n    if x\n    else h(x)\n)",
        ),
    ],
)
def test_lifted(source: str, expected: str) -> None:
    assert shown(source) == expected


def test_a_part_stands_where_its_span_says() -> None:
    text = "def f(x):\n    total = g(x) if x > 0 else h(x)\n"
    block = lower(text, "source.py").functions["f"].body
    (branch,) = lift_conditionals(block, {"g", "h"})
    assert isinstance(branch, s.If)
    for statement in (*branch.then, *branch.otherwise):
        assert isinstance(statement, s.Assign)
        start = statement.value.span.column - statement.origin.span.column
        assert statement.origin.text[start:] in ("g(x)", "h(x)")
