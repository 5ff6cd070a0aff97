"""The text of a compiled module -> the module, its loops run by Python: quick to start."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from srcgrad.derivative import load_in_memory


def njit(*given: Any, **options: Any) -> Any:
    """Leave a function as it is."""
    if given and callable(given[0]):
        return given[0]

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        return function

    return decorate


def interpreted(text: str) -> ModuleType:
    """Load a module with the compiler replaced by nothing."""
    stub = ModuleType("numba")
    stub.njit = njit  # type: ignore[attr-defined]
    before = sys.modules.get("numba")
    sys.modules["numba"] = stub
    try:
        return load_in_memory(text, "interpreted")
    finally:
        if before is None:
            del sys.modules["numba"]
        else:
            sys.modules["numba"] = before
