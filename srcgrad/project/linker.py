"""A source file and the name of a function -> one module with all that it needs.

What the function reaches in other files of the project is read there, found by path,
and stands beside the file's own functions, under its own name unless that is taken.
`layers.dense(x)` becomes `dense(x)`: an emitted module imports no other.
"""

from __future__ import annotations

import builtins
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from srcgrad.diagnostics import CompileError
from srcgrad.frontend.lazy import Lazy
from srcgrad.frontend.lower import lower
from srcgrad.ir.surface import SurfaceModule
from srcgrad.project.finder import find_module
from srcgrad.project.references import (
    ImportedName,
    Place,
    Reference,
    References,
    name_place,
    references_in,
    references_of,
)
from srcgrad.project.renaming import renamed

Read: TypeAlias = Callable[[Path], str]
Thing: TypeAlias = tuple[Path, str]


@dataclass
class File:
    """A file of the project: its text, and the names at its top level.

    reached : names that are needed of it. uses : where its text reads a thing of
    another file.
    """

    path: Path
    text: str
    names: References
    reached: dict[str, None] = field(default_factory=dict)
    uses: dict[Thing, list[Place]] = field(default_factory=dict)


def link(text: str, path: str, function: str, read: Read) -> SurfaceModule:
    """Return the module of a file, with what the function reaches in others.

    `read` gives the text of a file, or raises CompileError.

    Raises
    ------
    CompileError
        The file itself is not Python (SG011 to SG013).
    """
    main = Path(path)
    try:
        names = references_of(text)
    except (SyntaxError, ValueError, RecursionError):
        return lower(text, path)
    linker = _Linker(File(main, text, names), read)
    linker.reach(main, function.partition(".")[0])  # of `Net.loss` the class
    return linker.module(path)


class _Linker:
    """One file and those that it reaches. `order`: what a file needs comes before it."""

    def __init__(self, main: File, read: Read) -> None:
        self.main, self._read = main, read
        self._files: dict[Path, File | None] = {main.path: main}
        self._order: list[File] = []

    # ---- what is reached

    def reach(self, path: Path, name: str) -> None:
        """Follow what a name at the top level of a file is made of."""
        file = self._files[path]
        assert file is not None
        if name in file.reached:
            return
        file.reached[name] = None
        for reference in self._references(file, name):
            thing, place = self._meant(file, reference)
            if thing is None:
                continue
            if thing[0] != file.path:
                file.uses.setdefault(thing, []).append(place)
            self.reach(*thing)
        if file not in self._order:
            self._order.append(file)

    def _references(self, file: File, name: str) -> Iterator[Reference]:
        for statement in file.names.bound.get(name, ()):
            yield from references_in(statement)

    def _meant(self, file: File, reference: Reference) -> tuple[Thing | None, Place]:
        """Return what a reference means in the project, and the text that says it."""
        name = reference.name
        if name in file.names.bound:
            return (file.path, name), reference.places[0]
        imported = file.names.imports.get(name)
        if imported is None:
            return self._of_stars(file, name), reference.places[0]
        for count in range(len(reference.words)):
            dotted = ".".join((imported.qualified, *reference.words[1 : count + 1]))
            thing = self._named(dotted, file.path)
            if thing is not None:
                return thing, reference.places[count]
        return None, reference.places[0]

    def _of_stars(self, file: File, name: str) -> Thing | None:
        if hasattr(builtins, name):
            return None
        for star in file.names.stars:
            found = find_module(star.module, file.path)
            if found is None or found[1]:
                continue
            inner = self._file(found[0])
            if inner is not None and self._gives(inner, name):
                return self._in_file(inner, name)
        return None

    def _gives(self, file: File, name: str) -> bool:
        """Whether `from file import *` binds a name."""
        if file.names.public is not None:
            return name in file.names.public
        known = name in file.names.bound or name in file.names.imports
        return known and not name.startswith("_")

    def _named(self, dotted: str, importer: Path) -> Thing | None:
        """Return what a dotted name means, if it is something in a file of the project."""
        found = find_module(dotted, importer)
        if found is None or len(found[1]) != 1:
            return None
        file = self._file(found[0])
        return None if file is None else self._in_file(file, found[1][0])

    def _in_file(self, file: File, name: str) -> Thing | None:
        """Return what a name of a file is: its own, or what the file imports itself."""
        if name in file.names.bound:
            return file.path, name
        imported = file.names.imports.get(name)
        if imported is not None:
            return self._named(imported.qualified, file.path)
        return self._of_stars(file, name)

    def _file(self, path: Path) -> File | None:
        """Return a file of the project, read once; None if it is no Python."""
        if path not in self._files:
            try:
                text = self._read(path)
                self._files[path] = File(path, text, references_of(text))
            except (CompileError, SyntaxError, ValueError, RecursionError):
                self._files[path] = None
        return self._files[path]

    # ---- one module of all

    def module(self, path: str) -> SurfaceModule:
        """Return the module of the main file, with what was reached of the others."""
        others = [file for file in self._order if file is not self.main]
        if not others:
            return lower(self.main.text, path)
        names, imports = self._chosen(others), self._chosen_imports(others)
        parts = [self._part(file, names, imports) for file in others]
        text = renamed(self.main.text, self._edits(self.main, names, {}))
        main = lower(text, path)
        linked = {name for name in main.imports if self._is_linked(self.main, name)}
        main = replace(
            main, imports={n: i for n, i in main.imports.items() if n not in linked}
        )
        return _merged([*parts, main])

    def _is_linked(self, file: File, name: str) -> bool:
        return self._in_file(file, name) is not None

    def _chosen(self, others: list[File]) -> dict[Thing, str]:
        """Choose a name in the whole for all that is reached of the other files."""
        names: dict[Thing, str] = {(self.main.path, n): n for n in self.main.reached}
        for name in self.main.names.imports:
            thing = self._in_file(self.main, name)
            if thing is not None and thing not in names:
                names[thing] = name
        for file in others:
            for name in file.reached:
                if (file.path, name) in names:
                    continue
                stems = _stems(file.path)
                candidates = [name, *(f"{stem}_{name}" for stem in stems)]
                while not self._is_free(candidates[0], (file.path, name), names):
                    first = candidates.pop(0)
                    candidates = candidates or [f"{first}_"]
                names[file.path, name] = candidates[0]
        return names

    def _is_free(self, name: str, thing: Thing, names: Mapping[Thing, str]) -> bool:
        """Whether a name means nothing else in any of the files."""
        if name in names.values() or hasattr(builtins, name):
            return False
        for file in (self.main, *self._order):
            here = file.path == thing[0] and name == thing[1]
            if name not in file.names.identifiers or here:
                continue
            if name in file.names.bound or self._in_file(file, name) != thing:
                return False
        return True

    def _chosen_imports(self, others: list[File]) -> dict[tuple[Path, str], str]:
        """Choose other names for imports of libraries that clash with the main file's."""
        meant = {n: i.qualified for n, i in self.main.names.imports.items()}
        chosen: dict[tuple[Path, str], str] = {}
        for file in others:
            for name, imported in file.names.imports.items():
                if self._is_linked(file, name):
                    continue
                other = name
                bound = self.main.names.bound
                while other in bound or meant.get(other, imported.qualified) != (
                    imported.qualified
                ):
                    other = f"{_stems(file.path)[0]}_{other}"
                meant[other] = imported.qualified
                if other != name:
                    chosen[file.path, name] = other
        return chosen

    def _edits(
        self,
        file: File,
        names: Mapping[Thing, str],
        imports: Mapping[tuple[Path, str], str],
    ) -> dict[Place, str]:
        """What has to be written differently in the text of a file."""
        edits: dict[Place, str] = {}
        for star in file.names.stars:
            if find_module(star.module, file.path) is not None:
                edits[star.place] = "pass"
        for thing, places in file.uses.items():
            edits |= dict.fromkeys(places, names[thing])
        for name in file.reached:
            for statement in file.names.bound.get(name, ()):
                if hasattr(statement, "name"):
                    place = name_place(statement, file.text)  # type: ignore[arg-type]
                    edits[place] = names[file.path, name]
            for reference in self._references(file, name):
                own = names.get((file.path, reference.name))
                if own is not None and reference.name in file.names.bound:
                    edits[reference.places[0]] = own
                other = imports.get((file.path, reference.name))
                if other is not None and reference.name not in file.names.bound:
                    edits[reference.places[0]] = other
        for (path, name), other in imports.items():
            if path == file.path:
                imported: ImportedName = file.names.imports[name]
                edits[imported.place] = f"{imported.text} as {other}"
        return {place: new for place, new in edits.items() if _at(file, place) != new}

    def _part(
        self,
        file: File,
        names: Mapping[Thing, str],
        imports: Mapping[tuple[Path, str], str],
    ) -> SurfaceModule:
        """Return what is reached of another file, as a module."""
        text = renamed(file.text, self._edits(file, names, imports))
        whole = lower(text, str(file.path))
        kept = frozenset(names[file.path, name] for name in file.reached)
        own = {n: i for n, i in whole.imports.items() if not self._is_linked(file, n)}
        return replace(
            whole,
            imports=own,
            constants=_only(whole.constants, kept),
            functions=_only(whole.functions, kept),
            classes=_only(whole.classes, kept),
            rebound={n: s for n, s in whole.rebound.items() if n in kept},
        )


def _merged(parts: list[SurfaceModule]) -> SurfaceModule:
    """Return the last module with what the others have besides, theirs first."""
    main = parts[-1]
    maps: dict[str, Any] = {}
    for name, value in vars(main).items():
        if isinstance(value, Mapping):
            maps[name] = ChainMap(*(getattr(part, name) for part in reversed(parts)))
    # NumPy is called what the main file calls it
    others = {n: i for part in parts[:-1] for n, i in part.imports.items()}
    return replace(main, **maps | {"imports": {**main.imports, **others}})


def _only(values: Mapping[str, Any], names: frozenset[str]) -> Lazy[Any]:
    """Return the values of some names, and of the methods of classes among them."""
    kept = [name for name in values if name.partition(".")[0] in names]
    return Lazy({name: partial(values.__getitem__, name) for name in kept})


def _stems(path: Path) -> list[str]:
    """Words that tell a file from others: its name, with more and more folders."""
    absolute = path.absolute().with_suffix("")
    words = [word for word in absolute.parts if word.isidentifier()]
    if words and words[-1] == "__init__":
        words.pop()
    return ["_".join(words[-count:]) for count in range(1, min(len(words), 4) + 1)]


def _at(file: File, place: Place) -> str:
    line = file.text.split("\n")[place.line - 1].encode()
    return line[place.start : place.end].decode()
