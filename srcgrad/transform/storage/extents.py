"""Adjoint code -> the stretch of the backward pass that each of its loops takes up."""

from __future__ import annotations

from collections.abc import Mapping

from srcgrad.ir.code import Branch, Code, Loop


def extents(code: Code) -> Mapping[int, tuple[int, int]]:
    """Return for each loop its first and last position."""
    found: dict[int, tuple[int, int]] = {}
    position = [0]

    def visit(statements: Code) -> None:
        for statement in statements:
            position[0] += 1
            match statement:
                case Loop(source, body):
                    first = position[0]
                    visit(body)
                    position[0] += 1
                    found[id(source)] = (first, position[0])
                case Branch(_, then, otherwise):
                    visit(then)
                    visit(otherwise)

    visit(code)
    return found
