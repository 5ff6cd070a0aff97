"""A name -> the program to differentiate, its arguments, and its peers' versions.

`programs/NAME.py` is plain NumPy: `loss`, the names `WRT` that it is differentiated by, the
names `FIXED` of numbers that decide on trip counts, `SIZES`, and `arguments(*size)`.
`peers/NAME.py` holds what other tools need written differently, each a function that imports
its tool and returns a function: `jax`, `jax_expert`, `torch`, `autograd` return a loss,
`numpy_by_hand` and `numba_by_hand` a function of value and gradients, `numba_primal` a loss.
A program without a version for a tool runs as it stands, with the tool's own functions in
the place of NumPy's, unless it says `STORES`: that it stores into arrays.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Program:
    """One program of the benchmark."""

    name: str

    @property
    def module(self) -> ModuleType:
        return importlib.import_module(f"tests.bench.programs.{self.name}")

    @property
    def path(self) -> Path:
        return FOLDER / "programs" / f"{self.name}.py"

    @property
    def parameters(self) -> list[str]:
        return list(inspect.signature(self.module.loss).parameters)

    @property
    def wrt(self) -> tuple[str, ...]:
        return tuple(self.module.WRT)

    @property
    def positions(self) -> tuple[int, ...]:
        """Where the arguments stand that the program is differentiated by."""
        return tuple(self.parameters.index(name) for name in self.wrt)

    @property
    def fixed(self) -> tuple[int, ...]:
        names = getattr(self.module, "FIXED", ())
        return tuple(self.parameters.index(name) for name in names)

    def arguments(self, size: str) -> tuple[Any, ...]:
        return tuple(self.module.arguments(*self.module.SIZES[size]))

    def version(self, peer: str) -> Callable[..., Any] | None:
        """What has been written for a peer."""
        try:
            module = importlib.import_module(f"tests.bench.peers.{self.name}")
        except ModuleNotFoundError as error:
            if error.name != f"tests.bench.peers.{self.name}":
                raise
            return None
        make = getattr(module, peer, None)
        return None if make is None else make()

    def with_namespace(self, namespace: Any) -> Callable[..., Any]:
        """The loss with another namespace in the place of NumPy's."""
        text = self.path.read_text(encoding="utf-8")
        scope: dict[str, Any] = {"__name__": f"{self.name}_elsewhere"}
        exec(compile(text, str(self.path), "exec", dont_inherit=True), scope)
        scope["np"] = namespace
        return scope["loss"]

    @property
    def stores(self) -> bool:
        return getattr(self.module, "STORES", False)


def programs() -> tuple[Program, ...]:
    """All programs, by name."""
    files = sorted((FOLDER / "programs").glob("*.py"))
    return tuple(Program(path.stem) for path in files if path.stem != "__init__")
