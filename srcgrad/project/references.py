"""Text of a module -> its module-level names: where each is bound and read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True)
class Place:
    """A stretch of one line, from column to column, in bytes of its text."""

    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Reference:
    """A module-level name as it is read or bound: `a`, or `a.b.c` with its attributes.

    places : from the name alone to the whole chain of attributes.
    """

    words: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def name(self) -> str:
        """The name that the chain begins with."""
        return self.words[0]


@dataclass(frozen=True)
class ImportedName:
    """One name that an import binds at module level, with the place of its text."""

    name: str
    qualified: str
    place: Place
    text: str


@dataclass(frozen=True)
class Stars:
    """`from module import *` at module level."""

    module: str
    place: Place


@dataclass
class References:
    """What a module binds at its top level, and the references in each binding.

    bound : name -> the statements that bind it. identifiers : every name in the text.
    """

    bound: dict[str, list[ast.stmt]] = field(default_factory=dict)
    imports: dict[str, ImportedName] = field(default_factory=dict)
    stars: list[Stars] = field(default_factory=list)
    identifiers: set[str] = field(default_factory=set)
    public: tuple[str, ...] | None = None


def references_of(text: str) -> References:
    """Read the top level of a module. Raises SyntaxError."""
    found = References()
    tree = ast.parse(text)
    for statement in tree.body:
        _top(statement, found)
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name):
                found.identifiers.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.identifiers.add(name)
            case ast.alias(name=name, asname=renamed):
                found.identifiers.add(renamed or name.partition(".")[0])
    return found


def _top(statement: ast.stmt, found: References) -> None:
    match statement:
        case ast.Import(names):
            for alias in names:
                top = alias.name.partition(".")[0]
                name, meant = (alias.asname, alias.name) if alias.asname else (top, top)
                found.imports[name] = ImportedName(
                    name, meant, _place(alias), alias.name
                )
        case ast.ImportFrom(module, names, level):
            base = "." * level + (module or "")
            for alias in names:
                if alias.name == "*":
                    found.stars.append(Stars(base, _place(statement)))
                    continue
                joint = base if base.endswith(".") else f"{base}."
                name = alias.asname or alias.name
                meant = f"{joint}{alias.name}"
                found.imports[name] = ImportedName(
                    name, meant, _place(alias), alias.name
                )
        case _:
            for name in _binds(statement):
                found.bound.setdefault(name, []).append(statement)
    match statement:
        case ast.Assign([ast.Name(id="__all__")], ast.List(items) | ast.Tuple(items)):
            texts = [item.value for item in items if isinstance(item, ast.Constant)]
            found.public = tuple(text for text in texts if isinstance(text, str))


def _binds(statement: ast.stmt) -> Iterator[str]:
    """Names that a statement at module level binds, in blocks within it too."""
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case _:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id
                elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                    yield node.name


def references_in(statement: ast.stmt) -> Iterator[Reference]:
    """Yield what a statement at module level reads and binds of the module's names."""
    yield from _visit(statement, frozenset())


def _visit(node: ast.AST, hidden: frozenset[str]) -> Iterator[Reference]:
    match node:
        case ast.Name(id=name):
            if name not in hidden:
                yield Reference((name,), (_place(node),))
        case ast.Attribute():
            yield from _chain(node, hidden)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            yield from _function(node, hidden)
        case ast.ClassDef(bases=bases, keywords=keywords, decorator_list=decorators):
            for part in (*decorators, *bases, *keywords):
                yield from _visit(part, hidden)
            own = frozenset(n for s in node.body for n in _binds(s))
            for statement in node.body:
                # what a class binds is not seen in its methods
                inside = isinstance(statement, ast.FunctionDef)
                yield from _visit(statement, hidden if inside else hidden | own)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            targets = [generator.target for generator in node.generators]
            names = frozenset(n for target in targets for n in _stored(target))
            yield from _visit(node.generators[0].iter, hidden)
            for child in ast.iter_child_nodes(node):
                yield from _visit(child, hidden | names)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _visit(child, hidden)


def _function(node: Function, hidden: frozenset[str]) -> Iterator[Reference]:
    arguments = node.args
    outside: list[ast.AST] = [*arguments.defaults]
    outside += [default for default in arguments.kw_defaults if default is not None]
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [star for star in (arguments.vararg, arguments.kwarg) if star is not None]
    outside += [arg.annotation for arg in every if arg.annotation is not None]
    body: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else [*node.body]
    if not isinstance(node, ast.Lambda):
        outside += [*node.decorator_list, *([node.returns] if node.returns else [])]
    for part in outside:
        yield from _visit(part, hidden)
    names = frozenset(arg.arg for arg in every) | frozenset(_locals(body))
    names -= frozenset(_declared(body))
    for part in body:
        yield from _visit(part, hidden | names)


def _locals(body: list[ast.AST]) -> Iterator[str]:
    """Names that a function's body binds, without what functions within it bind."""
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.AsyncFunctionDef() | ast.Lambda():
                pass
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                for part in ast.walk(node):
                    if isinstance(part, ast.NamedExpr):
                        yield from _stored(part.target)
            case ast.alias(name=name, asname=renamed):
                yield renamed or name.partition(".")[0]
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                yield name
                yield from _locals(list(ast.iter_child_nodes(node)))
            case _:
                yield from _locals(list(ast.iter_child_nodes(node)))


def _declared(body: list[ast.AST]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.Global(names):
                yield from names
            case ast.FunctionDef() | ast.ClassDef() | ast.Lambda():
                pass
            case _:
                yield from _declared(list(ast.iter_child_nodes(node)))


def _stored(target: ast.AST) -> Iterator[str]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name):
            yield node.id


def _chain(node: ast.Attribute, hidden: frozenset[str]) -> Iterator[Reference]:
    """A name with its attributes; of another base what is in the base."""
    links: list[ast.Attribute] = []
    base: ast.expr = node
    while isinstance(base, ast.Attribute):
        links.append(base)
        base = base.value
    if not isinstance(base, ast.Name):
        yield from _visit(base, hidden)
    elif base.id not in hidden:
        links.reverse()
        words = (base.id, *(link.attr for link in links))
        one_line = [link for link in links if link.end_lineno == base.lineno]
        places = (_place(base), *(_place(link) for link in one_line))
        yield Reference(words[: len(places)], places)


def _place(node: ast.expr | ast.stmt | ast.alias) -> Place:
    return Place(node.lineno, node.col_offset, node.end_col_offset or 0)


def name_place(statement: ast.FunctionDef | ast.ClassDef, text: str) -> Place:
    """Place of the name in `def name` or `class name`."""
    line = text.split("\n")[statement.lineno - 1].encode()
    start = line.index(statement.name.encode(), statement.col_offset + 3)
    return Place(statement.lineno, start, start + len(statement.name.encode()))
