"""A dotted name and the file that imports it -> the file of the project that it means.

Nothing is imported: packages are folders, modules are files. Installed packages are no
part of the project; `srcgrad.nn`, which is source to be differentiated, is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

LIBRARIES = frozenset(("numpy", "scipy", "math", "numba"))
ROOTS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")


def find_module(dotted: str, importer: Path) -> tuple[Path, tuple[str, ...]] | None:
    """Return the file of the longest module that begins a name, and what is left of it.

    A name that begins with dots is relative to the package of `importer`.
    """
    level = len(dotted) - len(dotted.lstrip("."))
    words = tuple(word for word in dotted[level:].split(".") if word)
    if level:
        folder = importer.parent
        for _ in range(level - 1):
            folder = folder.parent
        return _within(folder, words)
    if not words or words[0] in LIBRARIES:
        return None
    if words[0] == "srcgrad":
        own = words[:2] == ("srcgrad", "nn")
        return _within(Path(__file__).parent.parent, words[1:]) if own else None
    for folder in _folders(importer):
        if (folder / f"{words[0]}.py").is_file() or (folder / words[0]).is_dir():
            found = _within(folder, words)
            if found is not None and found[0] != importer:
                return found
    return None


def _within(
    folder: Path, words: tuple[str, ...]
) -> tuple[Path, tuple[str, ...]] | None:
    """Follow words from a folder as far as they name packages and modules."""
    found = None
    if (folder / "__init__.py").is_file():
        found = folder / "__init__.py", words
    for position, word in enumerate(words):
        file, package = folder / f"{word}.py", folder / word
        rest = words[position + 1 :]
        if (package / "__init__.py").is_file():
            found = package / "__init__.py", rest
        elif file.is_file():
            return file, rest
        elif not package.is_dir():
            break
        folder = package
    return found


def _folders(importer: Path) -> Iterator[Path]:
    """Folders that absolute imports of a file are looked up in, the nearest first."""
    here = importer.absolute().parent
    yield importer.parent
    top = here
    while (top / "__init__.py").is_file() and top != top.parent:
        top = top.parent
    if top != here:
        yield _like(importer.parent, here, top)
    for folder in (top, *top.parents):
        if folder != here and folder != top:
            yield _like(importer.parent, here, folder)
        if (folder / "src").is_dir():
            yield _like(importer.parent, here, folder) / "src"
        if any((folder / mark).exists() for mark in ROOTS):
            return


def _like(shown: Path, here: Path, folder: Path) -> Path:
    """Return a folder above `here`, relative where `shown`, the same as `here`, is."""
    if shown.is_absolute():
        return folder
    return shown.joinpath(*[".."] * len(here.relative_to(folder).parts))
