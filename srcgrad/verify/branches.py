"""Source text -> a module that tells which way each of its branches goes.

if x > 0:    ->    if __srcgrad_took__(3, x > 0):
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

RECORDER = "__srcgrad_took__"


@dataclass(frozen=True)
class Place:
    """A branch: where it stands, and what its two ways are called."""

    line: int
    text: str
    function: str
    ways: tuple[str, str]


@dataclass
class Record:
    """What the runs so far have taken: (place, way) pairs."""

    places: list[Place] = field(default_factory=list)
    taken: set[tuple[int, bool]] = field(default_factory=set)
    paused: bool = False

    def took(self, place: int, test: Any) -> Any:
        """Note the way of a test; hand it on as it is."""
        if not self.paused:
            self.taken.add((place, bool(test)))
        return test

    def never(self, name: str) -> tuple[str, ...]:
        """Branches of functions that did run, with the way that was never taken."""
        ran = {self.places[k].function for k, _ in self.taken}
        found = []
        for k, place in enumerate(self.places):
            reached = (k, True) in self.taken or (k, False) in self.taken
            for way, words in zip((True, False), place.ways, strict=True):
                if (
                    place.function in ran
                    and words
                    and reached
                    and (k, way) not in self.taken
                ):
                    found.append(f"{name}:{place.line}: `{place.text}` {words}")
            if place.function in ran and not reached:
                found.append(f"{name}:{place.line}: `{place.text}` was never reached")
        return tuple(found)


def instrumented(text: str, path: str, record: Record) -> ast.Module:
    """Parse a source with a call of the recorder around each test."""
    tree = ast.parse(text, path)
    return ast.fix_missing_locations(_Instrument(text, record).visit(tree))  # type: ignore[no-any-return]


class _Instrument(ast.NodeTransformer):
    def __init__(self, text: str, record: Record) -> None:
        self.lines, self.record = text.split("\n"), record
        self.function = ""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        outer, self.function = self.function, node.name
        self.generic_visit(node)
        self.function = outer
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        node.test = self._told(node, node.test, ("was never true", "was never false"))
        return self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        node.test = self._told(
            node.test, node.test, ("was never true", "was never false")
        )
        return self.generic_visit(node)

    def visit_While(self, node: ast.While) -> ast.AST:
        node.test = self._told(node, node.test, ("was never entered", ""))
        return self.generic_visit(node)

    def visit_For(self, node: ast.For) -> ast.AST:
        call = self._told(node, ast.Constant(True), ("was never entered", ""))
        self.generic_visit(node)
        node.body.insert(0, ast.copy_location(ast.Expr(call), node.body[0]))
        return node

    def _told(
        self, node: ast.stmt | ast.expr, test: ast.expr, ways: tuple[str, str]
    ) -> ast.expr:
        """Wrap a test; outside of functions nothing is a branch of the computation."""
        if not self.function:
            return test
        line = self.lines[node.lineno - 1].partition("#")[0].strip()
        if isinstance(node, ast.expr):
            line = ast.unparse(node)
        self.record.places.append(
            Place(node.lineno, line.rstrip(":"), self.function, ways)
        )
        index = ast.Constant(len(self.record.places) - 1)
        call = ast.Call(ast.Name(RECORDER, ast.Load()), [index, test], [])
        return (
            ast.copy_location(call, test)
            if hasattr(test, "lineno")
            else ast.copy_location(call, node)
        )
