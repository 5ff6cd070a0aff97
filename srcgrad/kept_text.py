"""A request for a compiled derivative -> its text from the user's cache, if it was made before.

What is kept is found by all that the text is made of: the source, the request, and srcgrad itself. A
source that reaches other files of its project is not kept, since these may change on their own.
"""

from __future__ import annotations

import ast
import functools
import hashlib
from collections.abc import Callable
from pathlib import Path

from srcgrad.compiled_file import cache_folder, is_compiled, kept
from srcgrad.project.finder import find_module
from srcgrad.version import VERSION


def text_of(path: Path, source: str, request: object, make: Callable[[], str]) -> str:
    """Return the kept text, or make it and keep it."""
    if not _stands_alone(path, source):
        return make()
    parts = repr((VERSION, _changed(), str(path), source, request))
    name = f"{hashlib.sha256(parts.encode()).hexdigest()[:32]}.txt"
    try:
        found = (cache_folder() / name).read_text(encoding="utf-8")
    except (OSError, RuntimeError, UnicodeDecodeError):
        found = ""
    if is_compiled(found):
        return found
    text = make()
    # a derivative that could not be compiled says so each time
    if is_compiled(text):
        kept(name, text)
    return text


def _stands_alone(path: Path, source: str) -> bool:
    """Whether a source imports nothing from the project around it."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return False
    for node in ast.walk(tree):
        match node:
            case ast.Import(names):
                dotted = [alias.name for alias in names]
            case ast.ImportFrom(level=level) if level:
                return False
            case ast.ImportFrom(module=str(module), names=names):
                dotted = [module, *(f"{module}.{alias.name}" for alias in names)]
            case _:
                continue
        if any(find_module(name, path) is not None for name in dotted):
            return False
    return True


@functools.cache
def _changed() -> int:
    """When srcgrad's own code was last changed."""
    folder = Path(__file__).parent
    return max(file.stat().st_mtime_ns for file in folder.rglob("*.py"))
