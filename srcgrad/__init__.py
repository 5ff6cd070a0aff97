"""srcgrad: derivatives of plain NumPy source, as source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from srcgrad.diagnostics import CompileError, Diagnostic
from srcgrad.marks import stop_gradient
from srcgrad.version import VERSION as __version__

if TYPE_CHECKING:
    from srcgrad.api import generate, grad, jvp, value_and_grad, vjp
    from srcgrad.derivative import Derivative

__all__ = [
    "CompileError",
    "Derivative",
    "Diagnostic",
    "__version__",
    "generate",
    "grad",
    "jvp",
    "stop_gradient",
    "value_and_grad",
    "vjp",
]


def __getattr__(name: str) -> Any:
    """Import what compiles only when it is asked for: `import srcgrad` stays quick."""
    if name in __all__:
        from srcgrad import api

        return getattr(api, name)
    raise AttributeError(f"module 'srcgrad' has no attribute {name!r}")
