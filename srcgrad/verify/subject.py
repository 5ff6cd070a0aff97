"""A path and a name -> the function itself, with a record of its branches."""

from __future__ import annotations

import contextlib
import copy
import importlib
import importlib.util
import io
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from srcgrad.diagnostics import refuse
from srcgrad.verify.branches import RECORDER, Record, instrumented


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Run without the source's prints and warnings: only its numbers count."""
    silent = contextlib.redirect_stdout(io.StringIO())
    with silent, warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def beside(path: Path) -> Iterator[None]:
    """Let imports find what stands beside a file."""
    folder = str(path.resolve().parent)
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        sys.path.remove(folder)


@dataclass(frozen=True)
class Subject:
    """The source's function; `of` names the argument that is the output, if one is."""

    function: Callable[..., Any]
    names: tuple[str, ...]
    keyword_only: frozenset[str]
    of: str | None
    record: Record

    def call(self, function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
        """Call a function of these parameters; trailing defaults may be left out."""
        given = list(zip(self.names, arguments, strict=False))
        positional = [value for name, value in given if name not in self.keyword_only]
        keywords = {name: value for name, value in given if name in self.keyword_only}
        with quietly():
            return function(*positional, **keywords)

    def run(self, arguments: Sequence[Any]) -> Any:
        """Output of the source; the arguments are left as the source leaves them."""
        value = self.call(self.function, arguments)
        return value if self.of is None else arguments[self.names.index(self.of)]

    def output(self, arguments: Sequence[Any]) -> tuple[Any, tuple[Any, ...]]:
        """Output on a copy of the arguments, and that copy as the source leaves it."""
        given = copy.deepcopy(tuple(arguments))
        value = copy.deepcopy(self.run(given))
        return value, given


def load(path: Path, text: str, record: Record) -> ModuleType:
    """Execute a source, its tests told to the record.

    Raises CompileError (SG036) where that fails.
    """
    module = ModuleType(path.stem)
    module.__file__ = str(path)
    module.__dict__[RECORDER] = record.took
    code = compile(instrumented(text, str(path), record), str(path), "exec")
    before = sys.modules.get(path.stem)
    sys.modules[path.stem] = module
    try:
        with beside(path):
            exec(code, module.__dict__)
    except Exception as error:
        raise refuse(
            "SG036",
            f"`{path}` fails when it is run: {type(error).__name__}: {error}",
            hint="verification runs the source: it must import on its own",
        ) from error
    finally:
        sys.modules.pop(path.stem)
        if before is not None:
            sys.modules[path.stem] = before
    return module


def example_function(text: str) -> Callable[..., Any]:
    """Return the function that `module:function` or `file.py:function` names.

    Raises CompileError (SG037) where there is none.
    """
    place, _, name = text.rpartition(":")
    if not place or not name:
        raise refuse(
            "SG037",
            f"`{text}` does not name a function",
            hint="write module:function or file.py:function",
        )
    try:
        module = _module(place)
    except Exception as error:
        raise refuse(
            "SG037", f"`{place}` cannot be imported: {type(error).__name__}: {error}"
        ) from error
    found = getattr(module, name, None)
    if not callable(found):
        raise refuse("SG037", f"`{place}` has no function `{name}`")
    return found  # type: ignore[no-any-return]


def _module(place: str) -> ModuleType:
    if not place.endswith(".py"):
        with beside(Path("module.py")):
            return importlib.import_module(place)
    path = Path(place)
    specification = importlib.util.spec_from_file_location(path.stem, path)
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    with beside(path):
        specification.loader.exec_module(module)
    return module
