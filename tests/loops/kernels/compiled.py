"""Names of kernels -> loops over arrays that call them, from the text of an emitted file."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from srcgrad.loops.kernels.text import kernels_text

TWO = ("power", "logaddexp")
HEAD = "import numba\nimport numpy as np\n\n\n"
LOOP = """

@numba.njit(error_model="numpy")
def loop(%(arguments)s, out):
    for i in range(x.size):
        out[i] = _%(name)s(%(items)s)
"""


@cache
def loop(name: str, contract: bool = True) -> Callable[..., Any]:
    """A kernel over one-dimensional arrays, the last of which it fills."""
    binary = name.removesuffix("_single") in TWO
    arguments, items = ("x, y", "x[i], y[i]") if binary else ("x", "x[i]")
    text = HEAD + kernels_text([name])
    if not contract:
        text = text.replace(', fastmath={"contract"}', "")
    text += LOOP % {"name": name, "arguments": arguments, "items": items}
    module = f"kernel_{name}_{contract}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{module}.py")
        path.write_text(text.replace(", cache=True", ""), encoding="utf-8")
        found = importlib.util.spec_from_file_location(module, path)
        assert found is not None and found.loader is not None
        sys.modules[module] = loaded = importlib.util.module_from_spec(found)
        found.loader.exec_module(loaded)
    return loaded.loop
