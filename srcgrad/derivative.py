"""The text of an emitted module, and what can be done with it: write it, load it."""

from __future__ import annotations

import itertools
import linecache
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from srcgrad.compiled_file import is_compiled, load_compiled, without_cache
from srcgrad.emit.header import default_target
from srcgrad.files import write_derivative

_COUNT = itertools.count()


@dataclass(frozen=True)
class Derivative:
    """An emitted module.

    text : its source. path : the file that it was made from.
    """

    text: str
    path: Path

    def write(self, path: str | Path | None = None, *, force: bool = False) -> Path:
        """Write the module, by default as `NAME_grad.py` beside its source.

        Returns the path written to.

        Raises CompileError where the target cannot be written, or holds something that
        srcgrad did not write and `force` is not given.
        """
        from srcgrad.review import relocated

        target = default_target(self.path) if path is None else Path(path)
        text = relocated(self.text, self.path, target)
        write_derivative(target, text, force, source=self.path)
        return target

    def load(self) -> ModuleType:
        """Execute the module and return it; tracebacks show its lines.

        What Numba compiles is loaded from a file in the user's cache, so that the next
        process has it at once.
        """
        return load(self.text, f"{self.path.stem}_grad")


def load(text: str, name: str) -> ModuleType:
    """Execute the text of a module: from a file of the cache where Numba compiles it."""
    if is_compiled(text):
        module = load_compiled(text, name)
        if module is not None:
            return module
        text = without_cache(text)
    return load_in_memory(text, name)


def load_in_memory(text: str, name: str) -> ModuleType:
    """Execute the text of a module under a name, known to `linecache`."""
    filename = f"<srcgrad {next(_COUNT)} {name}>"
    linecache.cache[filename] = (
        len(text),
        None,
        text.splitlines(keepends=True),
        filename,
    )
    module = ModuleType(name)
    module.__file__ = filename
    exec(compile(text, filename, "exec", dont_inherit=True), module.__dict__)
    return module
