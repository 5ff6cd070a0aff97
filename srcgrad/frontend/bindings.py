"""The statements of a file -> which of them binds each module-level name.

A name that is bound twice, or in a block, or by anything but an import, a `def` or a
plain assignment, has no meaning that can be read off the text: it is listed as rebound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from srcgrad.diagnostics import Span
from srcgrad.frontend.imports import imports_of
from srcgrad.frontend.mutation import (
    assigned_names,
    changed_names,
    is_main_block,
    names,
    own_parts,
)
from srcgrad.frontend.parse import ParsedFile
from srcgrad.ir.surface import Import


class Bindings:
    """What binds the names of a file, by the number of the statement in it.

    constants : name -> (statement, small statement within its line, item of the tuple
        or None), of rebound names the last.
    optional : name -> what a `try` at module level imports under it, where it can.
    changed : names whose value a statement may change in place.
    """

    def __init__(self, file: ParsedFile) -> None:
        self.file = file
        self.imports: dict[str, Import] = {}
        self.constants: dict[str, tuple[int, int, int | None]] = {}
        self.functions: dict[str, int] = {}
        self.classes: dict[str, int] = {}
        self.rebound: dict[str, Span] = {}
        self.optional: dict[str, Import] = {}
        self.changed: dict[str, Span] = {}
        for number, statement in enumerate(file.tree.body):
            self._span = _line_of(file, number)
            if isinstance(statement, cst.SimpleStatementLine):
                for position, small in enumerate(statement.body):
                    self._simple(small, number, position)
            elif isinstance(statement, cst.FunctionDef):
                self._define(statement.name.value, number)
            elif isinstance(statement, cst.ClassDef):
                self._class(statement.name.value, number)
            else:
                self._block(statement)
            if not is_main_block(statement):
                for name in changed_names(statement, self.imports):
                    self.changed.setdefault(name, self._span)
        self._globals()
        self._local_imports()
        for name in self.rebound:
            self.imports.pop(name, None)
            self.functions.pop(name, None)
            self.classes.pop(name, None)

    def _simple(self, node: cst.BaseSmallStatement, number: int, position: int) -> None:
        """Note what a simple statement at module level binds."""
        match node:
            case cst.Import() | cst.ImportFrom():
                self._import(node)
            case cst.Assign(targets=targets, value=value):
                for target in targets:
                    self._assign(target.target, value, (number, position))
                self._spoil_bound(value)
            case cst.AnnAssign(target=target, value=value):
                if value is not None:
                    self._assign(target, value, (number, position))
                    self._spoil_bound(value)
            case _:
                self._spoil_bound(node)

    def _assign(
        self,
        target: cst.BaseExpression,
        value: cst.BaseExpression,
        place: tuple[int, int],
    ) -> None:
        """Note `a = value`, or `a, b = first, second` item by item."""
        match target, value:
            case cst.Name(value=name), _:
                self._constant(name, (*place, None))
            case cst.Tuple(elements=names), cst.Tuple(elements=items) if (
                len(names) == len(items)
                and all(isinstance(n.value, cst.Name) for n in names)
                and all(isinstance(e, cst.Element) for e in (*names, *items))
            ):
                for item, element in enumerate(names):
                    assert isinstance(element.value, cst.Name)
                    self._constant(element.value.value, (*place, item))
            case _:
                self._spoil_all(target)

    def _constant(self, name: str, place: tuple[int, int, int | None]) -> None:
        if self._is_bound(name):
            self._spoil(name)
        self.constants[name] = place

    def _define(self, name: str, number: int) -> None:
        """Note a `def`. Of two of one name the last counts, as when the file is run."""
        if self._is_bound(name) and name not in self.functions:
            self._spoil(name)
        self.functions[name] = number

    def _class(self, name: str, number: int) -> None:
        if self._is_bound(name):
            self._spoil(name)
        self.classes[name] = number

    def _import(self, node: cst.Import | cst.ImportFrom) -> None:
        if isinstance(node, cst.ImportFrom) and isinstance(node.names, cst.ImportStar):
            self._spoil("*")
            return
        for bound in imports_of(node):
            if self._is_bound(bound.name) and not self._same_import(bound):
                self._spoil(bound.name)
            self.imports[bound.name] = bound

    def _same_import(self, bound: Import) -> bool:
        known = self.imports.get(bound.name)
        return known is not None and known.qualified == bound.qualified

    def _block(self, node: cst.CSTNode) -> None:
        """Spoil every name that a block at module level binds, if it is run at all."""
        if isinstance(node, cst.Try):
            for line in own_parts(node.body):
                if isinstance(line, (cst.Import, cst.ImportFrom)):
                    for bound in imports_of(line):
                        self.optional.setdefault(bound.name, bound)
        self._spoil_bound(node)

    def _spoil_bound(self, node: cst.CSTNode) -> None:
        for part in own_parts(node):
            match part:
                case cst.Import() | cst.ImportFrom():
                    self._import_in_block(part)
                case cst.FunctionDef(name=name) | cst.ClassDef(name=name):
                    self._spoil(name.value)
                case (
                    cst.AssignTarget(target=target)
                    | cst.AnnAssign(target=target)
                    | cst.AugAssign(target=target)
                    | cst.For(target=target)
                    | cst.CompFor(target=target)
                    | cst.NamedExpr(target=target)
                    | cst.Del(target=target)
                ):
                    self._spoil_all(target)
                case cst.AsName(name=target):
                    self._spoil_all(target)
                case cst.Call(
                    func=cst.Name(value="setattr" | "delattr"), args=[first, *_]
                ):
                    self._spoil_all(first.value)
                case cst.Call(func=cst.Name(value="exec")):
                    self._spoil("*exec")
                case cst.TypeAlias(name=name):
                    self._spoil(name.value)
                case (
                    cst.MatchAs(name=cst.Name() as name)
                    | cst.MatchStar(name=cst.Name() as name)
                    | cst.MatchMapping(rest=cst.Name() as name)
                ):
                    self._spoil(name.value)
                case _:
                    pass

    def _import_in_block(self, node: cst.Import | cst.ImportFrom) -> None:
        """Spoil what a block imports, unless it says again what is known."""
        if isinstance(node, cst.ImportFrom) and isinstance(node.names, cst.ImportStar):
            self._spoil("*")
            return
        for bound in imports_of(node):
            if not self._same_import(bound):
                self._spoil(bound.name)

    def _globals(self) -> None:
        """Spoil what a function rebinds by `global`; one that reads it only does not."""
        if not re.search(r"\bglobal\b", self.file.text):
            return
        for number, statement in enumerate(self.file.tree.body):
            self._span = _line_of(self.file, number)
            for part in _all_parts(statement):
                if isinstance(part, cst.Global):
                    assigned = set(assigned_names(statement))
                    for item in part.names:
                        if item.name.value in assigned:
                            self._spoil(item.name.value)

    def _local_imports(self) -> None:
        """Note what functions import: one meaning of a name is one for the whole file."""
        found: dict[str, Import] = {}
        spoiled: set[str] = set()
        for statement in self.file.tree.body:
            if not isinstance(statement, cst.FunctionDef):
                continue
            for part in _all_parts(statement.body):
                if isinstance(part, cst.Import | cst.ImportFrom):
                    for bound in imports_of(part):
                        first = found.setdefault(bound.name, bound)
                        if first.qualified != bound.qualified:
                            spoiled.add(bound.name)
        for name, bound in found.items():
            if name not in spoiled and name not in self.rebound:
                if not self._is_bound(name):
                    self.imports[name] = bound

    def _is_bound(self, name: str) -> bool:
        known = (self.imports, self.constants, self.functions, self.classes)
        return any(name in names for names in known)

    def _spoil_all(self, target: cst.CSTNode) -> None:
        for name in names(target):
            self._spoil(name)

    def _spoil(self, name: str) -> None:
        self.rebound.setdefault(name, self._span)


def _line_of(file: ParsedFile, number: int) -> Span:
    """Where statement `number` of the file begins: its first line."""
    line = file.first_lines[number]
    shift = file.shifts.get(line, 0)
    return Span(
        file.path, line, shift, line, shift + len(file.lines[line - 1].rstrip())
    )


def _all_parts(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in node.children:
        yield from _all_parts(child)
